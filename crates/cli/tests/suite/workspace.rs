//! The folders of the project, and copies of pipelines to change.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::program::topline;

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().expect("the workspace is there")
}

/// The surveys of `pipelines/`, run.
pub(crate) struct Seeds {
    /// The folder of their outputs.
    pub out: PathBuf,
    /// What the program said of them.
    pub summary: String,
}

/// The three surveys of `pipelines/`, run once for all tests that only read their outputs.
pub(crate) fn seeds() -> &'static Seeds {
    static SEEDS: OnceLock<Seeds> = OnceLock::new();
    SEEDS.get_or_init(|| {
        // Under `target`, as nothing removes what a static holds.
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("seeds");
        let summary = topline(&root(), &["run", "--force", "--out", path(&out)]).exits(0).stdout;
        Seeds { out, summary }
    })
}

/// A path as an argument.
pub(crate) fn path(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// Something that is done to a file of a copy.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Change<'c> {
    /// The text, which stands there once, becomes another.
    Replace(&'c str, &'c str, &'c str),
    /// The text stands after all others.
    Append(&'c str, &'c str),
    /// The file is these bytes.
    Write(&'c str, &'c [u8]),
    /// The file is gone.
    Remove(&'c str),
}

/// A copy of the survey of `tests/fixtures/library`, which nobody took part in, and a folder for its outputs.
pub(crate) struct Library {
    folder: TempDir,
}

impl Library {
    /// The survey as it stands.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(&root().join("tests/fixtures/library"), folder.path());
        Self { folder }
    }

    /// The survey with something changed.
    pub(crate) fn with(changes: &[Change<'_>]) -> Self {
        let library = Self::new();
        library.change(changes);
        library
    }

    pub(crate) fn change(&self, changes: &[Change<'_>]) {
        for change in changes {
            let (Change::Replace(file, ..) | Change::Append(file, _) | Change::Write(file, _) | Change::Remove(file)) =
                *change;
            let file = self.folder.path().join(file);
            match *change {
                Change::Replace(_, from, to) => {
                    let text = fs::read_to_string(&file).expect("a file to change");
                    assert_eq!(text.matches(from).count(), 1, "{from:?} in {}", file.display());
                    fs::write(&file, text.replace(from, to)).expect("a file that can be changed");
                }
                Change::Append(_, end) => {
                    let text = fs::read_to_string(&file).expect("a file to change");
                    fs::write(&file, text + end).expect("a file that can be changed");
                }
                Change::Write(_, bytes) => {
                    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder that can be made");
                    fs::write(&file, bytes).expect("a file that can be written");
                }
                Change::Remove(_) => fs::remove_file(&file).expect("a file to remove"),
            }
        }
    }

    /// The folder in which `pipelines`, `data` and `out` stand.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where its outputs come to stand.
    pub(crate) fn outputs(&self) -> PathBuf {
        self.folder.path().join("out/library")
    }

    /// What stands under the folder of outputs, hidden files included.
    pub(crate) fn left(&self) -> Vec<String> {
        names(&self.folder.path().join("out"))
    }
}

/// The names in a folder, sorted; none where there is no folder.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Copies what a folder holds into another.
pub(crate) fn copy(from: &Path, to: &Path) {
    for name in names(from) {
        let (from, to) = (from.join(&name), to.join(&name));
        if from.is_dir() {
            fs::create_dir_all(&to).expect("a folder that can be made");
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).expect("a file that can be copied");
        }
    }
}

/// Every file under a folder with its bytes, by path.
pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for name in names(folder) {
        let path = folder.join(&name);
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            found.push((name, fs::read(&path).expect("a file that can be read")));
        }
    }
    found
}
