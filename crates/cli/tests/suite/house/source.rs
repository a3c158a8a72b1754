//! The sources of the workspace's crates, without their tests: what each file declares, and what it names.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Attribute, Block, Item, Signature, UseTree, Visibility};

use crate::workspace::{names, root};

/// A file of a crate's `src`.
#[derive(Default)]
pub(super) struct Source {
    /// The crate.
    pub krate: String,
    /// Its path from the root.
    pub path: String,
    /// Its module within the crate; empty for the root.
    pub module: Vec<String>,
    /// How many lines it has.
    pub lines: usize,
    /// Its functions, each with its number of lines.
    pub functions: Vec<(String, usize)>,
    /// Its public types.
    pub public_types: Vec<String>,
    /// What it brings in.
    pub uses: Vec<Used>,
    /// The paths that are written out.
    pub paths: Vec<Vec<String>>,
    /// The modules that it declares for tests alone.
    test_modules: Vec<Vec<String>>,
}

/// A path that a `use` brings in.
pub(super) struct Used {
    pub path: Vec<String>,
    /// Others may use it from here.
    pub is_passed_on: bool,
}

/// All files under `crates/*/src`, but for those that are tests.
pub(super) fn sources() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    SOURCES.get_or_init(|| {
        let mut sources = Vec::new();
        for krate in names(&root().join("crates")) {
            let folder = root().join("crates").join(&krate).join("src");
            let mut files = Vec::new();
            collect(&folder, &mut files);
            let mut of_crate: Vec<Source> = files.iter().map(|file| read(&krate, &folder, file)).collect();
            let tests: Vec<Vec<String>> = of_crate.iter().flat_map(|source| source.test_modules.clone()).collect();
            of_crate.retain(|source| !tests.iter().any(|test| source.module.starts_with(test)));
            sources.extend(of_crate);
        }
        sources
    })
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for name in names(folder) {
        let path = folder.join(name);
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn read(krate: &str, folder: &Path, file: &Path) -> Source {
    let text = fs::read_to_string(file).expect("a source");
    let inner = file.strip_prefix(folder).expect("a file of the folder").with_extension("");
    let mut module: Vec<String> = inner.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        module.pop();
    }
    let path = file.strip_prefix(root()).expect("a file of the workspace").to_string_lossy().into_owned();
    let mut source = Source { krate: krate.to_owned(), path, module, lines: text.lines().count(), ..Source::default() };
    for item in syn::parse_file(&text).expect("a source in Rust").items {
        source.visit_item(&item);
    }
    source
}

impl Source {
    fn add_function(&mut self, signature: &Signature, block: &Block) {
        let lines = block.span().end().line + 1 - signature.span().start().line;
        self.functions.push((signature.ident.to_string(), lines));
    }

    fn add_type(&mut self, visibility: &Visibility, name: &syn::Ident) {
        if matches!(visibility, Visibility::Public(_)) {
            self.public_types.push(name.to_string());
        }
    }
}

impl<'a> Visit<'a> for Source {
    fn visit_item(&mut self, item: &'a Item) {
        if is_for_tests(attributes(item)) {
            if let Item::Mod(module) = item {
                self.test_modules.push(self.module.iter().cloned().chain([module.ident.to_string()]).collect());
            }
            return;
        }
        match item {
            Item::Enum(item) => self.add_type(&item.vis, &item.ident),
            Item::Struct(item) => self.add_type(&item.vis, &item.ident),
            Item::Trait(item) => self.add_type(&item.vis, &item.ident),
            Item::Type(item) => self.add_type(&item.vis, &item.ident),
            _ => {}
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        let is_passed_on = !matches!(item.vis, Visibility::Inherited);
        let mut paths = Vec::new();
        flatten(&item.tree, &mut Vec::new(), &mut paths);
        self.uses.extend(paths.into_iter().map(|path| Used { path, is_passed_on }));
    }

    fn visit_item_fn(&mut self, function: &'a syn::ItemFn) {
        self.add_function(&function.sig, &function.block);
        syn::visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'a syn::ImplItemFn) {
        self.add_function(&function.sig, &function.block);
        syn::visit::visit_impl_item_fn(self, function);
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        if path.segments.len() > 1 {
            self.paths.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        syn::visit::visit_path(self, path);
    }
}

fn flatten(tree: &UseTree, before: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    let with = |name: &syn::Ident| before.iter().cloned().chain([name.to_string()]).collect();
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, paths);
            before.pop();
        }
        UseTree::Name(name) if name.ident == "self" => paths.push(before.clone()),
        UseTree::Name(name) => paths.push(with(&name.ident)),
        UseTree::Rename(name) => paths.push(with(&name.ident)),
        UseTree::Glob(_) => paths.push(before.clone()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before, paths)),
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_cfg = attribute.path().is_ident("cfg");
        attribute.path().is_ident("test")
            || is_cfg && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
