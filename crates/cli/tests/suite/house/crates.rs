//! Who may use what, as ARCHITECTURE.md says: the stages do not know each other, and each crate from elsewhere has its homes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use toml::{Table, Value};

use crate::workspace::{names, root};

/// The head of the table of ARCHITECTURE.md.
const HEAD: &str = "| crate | may use | crates from elsewhere |";

/// The row of what tests use beyond that.
const TESTS: &str = "(tests)";

/// What a crate may use.
#[derive(Debug, PartialEq)]
struct Allowed {
    workspace: BTreeSet<String>,
    elsewhere: BTreeSet<String>,
}

/// The table of ARCHITECTURE.md.
fn table() -> BTreeMap<String, Allowed> {
    read(&fs::read_to_string(root().join("ARCHITECTURE.md")).expect("the architecture"))
}

fn read(text: &str) -> BTreeMap<String, Allowed> {
    let (_, below) = text.split_once(HEAD).expect("the table of crates");
    let rows = below.lines().skip(2).take_while(|line| line.starts_with('|'));
    let allowed = rows.map(|row| {
        let [name, workspace, elsewhere] = cells(row);
        (name, Allowed { workspace: list(&workspace), elsewhere: list(&elsewhere) })
    });
    allowed.collect()
}

fn cells(row: &str) -> [String; 3] {
    let cells = row.trim_matches('|').split('|').map(|cell| cell.replace('`', "").trim().to_owned());
    cells.collect::<Vec<_>>().try_into().expect("a row of three cells")
}

fn list(cell: &str) -> BTreeSet<String> {
    cell.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn manifest(name: &str) -> Table {
    let text = fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).expect("a manifest");
    text.parse().expect("a manifest in TOML")
}

/// The names of a table of dependencies: those of the workspace, and others.
fn dependencies(manifest: &Table, table: &str) -> Allowed {
    let names = manifest.get(table).and_then(Value::as_table).into_iter().flat_map(Table::keys);
    let (workspace, elsewhere): (BTreeSet<&str>, BTreeSet<&str>) =
        names.map(String::as_str).partition(|name| name.starts_with("topline-"));
    let workspace = workspace.iter().filter_map(|name| name.strip_prefix("topline-")).map(str::to_owned).collect();
    Allowed { workspace, elsewhere: elsewhere.into_iter().map(str::to_owned).collect() }
}

#[test]
fn the_table_is_read_as_it_is_written() {
    let text = format!(
        "Text.\n\n{HEAD}\n|---|---|---|\n| `store` | `survey`, `exact` | parquet |\n| `exact` | | |\n\nMore.\n"
    );
    let set = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    let expected = [
        ("exact".to_owned(), Allowed { workspace: set(&[]), elsewhere: set(&[]) }),
        ("store".to_owned(), Allowed { workspace: set(&["exact", "survey"]), elsewhere: set(&["parquet"]) }),
    ];
    assert_eq!(read(&text), expected.into());
}

#[test]
fn every_crate_uses_what_the_table_says() {
    let mut table = table();
    let tests = table.remove(TESTS).expect("a row of what tests use");
    let everywhere: BTreeSet<String> = table.values().flat_map(|allowed| allowed.elsewhere.clone()).collect();
    assert_eq!(
        names(&root().join("crates")),
        table.keys().cloned().collect::<Vec<_>>(),
        "the crates of ARCHITECTURE.md"
    );
    for (name, allowed) in &table {
        let manifest = manifest(name);
        assert_eq!(
            dependencies(&manifest, "dependencies"),
            *allowed,
            "what `{name}` uses, and what ARCHITECTURE.md says"
        );
        // Tests may use more from elsewhere, but know no other stage; their plans are read as a user's are.
        let of_tests = dependencies(&manifest, "dev-dependencies");
        let strangers: Vec<_> =
            of_tests.workspace.difference(&allowed.workspace).filter(|stage| *stage != "plan").collect();
        assert!(strangers.is_empty(), "the tests of `{name}` may not use {strangers:?}");
        let guests =
            of_tests.elsewhere.iter().find(|guest| !everywhere.contains(*guest) && !tests.elsewhere.contains(*guest));
        assert_eq!(guests, None, "a dependency of the tests of `{name}` that ARCHITECTURE.md does not have");
    }
}

#[test]
fn what_is_declared_is_used() {
    for name in table().keys().filter(|name| *name != TESTS) {
        let declared = dependencies(&manifest(name), "dependencies");
        let workspace = declared.workspace.iter().map(|name| format!("topline_{name}"));
        for dependency in workspace.chain(declared.elsewhere.iter().map(|name| name.replace('-', "_"))) {
            let source = root().join("crates").join(name).join("src");
            assert!(mentions(&source, &dependency), "`{name}` does not use `{dependency}`");
        }
    }
}

/// Whether any source file under a folder has the word.
fn mentions(folder: &Path, word: &str) -> bool {
    names(folder).iter().any(|name| {
        let path = folder.join(name);
        if path.is_dir() {
            mentions(&path, word)
        } else {
            fs::read_to_string(&path).is_ok_and(|text| text.contains(word))
        }
    })
}
