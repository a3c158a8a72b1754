//! The documents of a run, as `[publish]` asks for them.

use crate::program::topline;
use crate::workspace::{Change, Library, names};

#[test]
fn a_run_writes_the_formats_that_are_asked_for() {
    let documents = |library: &Library| {
        topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
        let mut names = names(&library.outputs());
        names.extend(self::names(&library.outputs().join("tables")));
        let documents = ["bulletin.md", "report.html", "tables.ods", "tables.xlsx", "visited.csv"];
        names.retain(|name| documents.contains(&name.as_str()));
        names
    };
    assert_eq!(documents(&Library::new()), ["bulletin.md", "report.html", "visited.csv"]);
    let asked = Change::Append("pipelines/library/survey.toml", "\n[publish]\nformats = [\"csv\"]\n");
    assert_eq!(documents(&Library::with(&[asked])), ["visited.csv"]);
    let workbooks = Change::Append("pipelines/library/survey.toml", "\n[publish]\nformats = [\"xlsx\", \"ods\"]\n");
    assert_eq!(documents(&Library::with(&[workbooks])), ["tables.ods", "tables.xlsx"]);
}
