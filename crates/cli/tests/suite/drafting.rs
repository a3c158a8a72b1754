//! A first pipeline from an export, and exports that differ from the one it was drafted for.

use std::fs;

use crate::program::topline;
use crate::workspace::Change::{Append, Replace};
use crate::workspace::Library;

const EXPORT: &str = "data/raw/library.csv";

/// The export of the library, drafted from as a user would.
fn drafted() -> Library {
    let library = Library::new();
    let told = topline(library.folder(), &["init", EXPORT, "-o", "pipelines/visits"]).exits(0);
    assert!(told.stdout.contains("next: topline run pipelines/visits"), "{}", told.stdout);
    library
}

#[test]
fn a_draft_runs_as_it_is() {
    let library = drafted();
    let told = topline(library.folder(), &["run", "visits", "--out", "out"]).exits(0);
    // The draft cannot know that a row is a test response.
    assert!(told.stdout.contains("11 read: 11 accepted"), "{}", told.stdout);
    let kinds = "select question, kind from questions where item is null order by question";
    let kinds = topline(library.folder(), &["sql", kinds, "-p", "visits", "--out", "out", "--format", "csv"]).exits(0);
    for line in ["age,number", "day,date"] {
        assert!(kinds.stdout.lines().any(|found| found == line), "{line}:\n{}", kinds.stdout);
    }
    let survey = fs::read_to_string(library.folder().join("pipelines/visits/survey.toml")).expect("a draft");
    assert!(
        survey.contains("path = \"../../data/raw/library.csv\"") && survey.contains("respondent = \"ID\""),
        "{survey}"
    );
}

#[test]
fn no_draft_takes_the_place_of_a_pipeline() {
    let library = Library::new();
    let before = fs::read_to_string(library.folder().join("pipelines/library/survey.toml")).expect("a pipeline");
    let told = topline(library.folder(), &["init", EXPORT, "-o", "pipelines/library"]).exits(2);
    assert!(
        told.stderr.contains("there is one") && told.stderr.contains("hint: give another folder"),
        "{}",
        told.stderr
    );
    let after = fs::read_to_string(library.folder().join("pipelines/library/survey.toml")).expect("a pipeline");
    assert_eq!(before, after);
    for (export, says) in [("README", "no such file"), ("pipelines/library/bulletin.md", "tell the format")] {
        let told = topline(library.folder(), &["init", export, "-o", "pipelines/other"]).exits(2);
        assert!(told.stderr.to_lowercase().contains(says) || told.stderr.contains("format"), "{}", told.stderr);
    }
    assert!(!library.folder().join("pipelines/other").exists());
}

#[test]
fn an_export_that_differs_is_told_and_stops_the_run() {
    let library = drafted();
    let same = topline(library.folder(), &["check", EXPORT, "visits"]).exits(0);
    assert!(same.stdout.contains("nothing differs"), "{}", same.stdout);
    library.change(&[
        Replace(EXPORT, ",Age,Day,", ",Age in years,Day,"),
        Append(
            EXPORT,
            "r11,1,complete,Maybe,,,,,,,,,,,33,2024-03-06,\nr12,1,complete,Maybe,,,,,,,,,,,34,2024-03-06,\n",
        ),
    ]);
    let differs = topline(library.folder(), &["check", EXPORT, "visits"]).exits(1);
    for part in ["13 rows", "\"Age\" is now \"Age in years\" (stops a run)", "\"Maybe\" of 2 matches no option"] {
        assert!(differs.stdout.contains(part), "{part}:\n{}", differs.stdout);
    }
    let stopped = topline(library.folder(), &["run", "visits", "--out", "out"]).exits(2);
    assert!(stopped.stderr.contains("\"Age\" is now \"Age in years\""), "{}", stopped.stderr);
    // A change that is allowed does not stop it; the column that the codebook reads is still looked for.
    library.change(&[Replace("pipelines/visits/columns.toml", "allow = []", "allow = [\"renamed\"]")]);
    let read = topline(library.folder(), &["run", "visits", "--out", "out"]).exits(2);
    assert!(read.stderr.contains("read by `age`"), "{}", read.stderr);
}
