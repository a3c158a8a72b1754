//! A run that would come to the same is not made again, and what changed since the last one is listed.

use std::fs;
use std::time::SystemTime;

use serde_json::Value;

use crate::program::topline;
use crate::workspace::{Change, Library, files};

const RUN: [&str; 4] = ["run", "library", "--out", "out"];

/// What `status` says of the library as JSON.
fn status(library: &Library) -> Value {
    let told = topline(library.folder(), &["status", "--out", "out", "--format", "json"]).exits(0);
    serde_json::from_str(&told.stdout).expect("one object")
}

#[test]
fn what_is_up_to_date_is_not_run() {
    let library = Library::new();
    assert_eq!(topline(library.folder(), &["status", "--out", "out"]).exits(0).stdout, "library: never run\n");
    topline(library.folder(), &RUN).exits(0);
    let before = files(&library.outputs());
    let told = topline(library.folder(), &RUN).exits(0);
    assert_eq!(told.stdout, "library: up to date, at out/library\n");
    // The time of a file says nothing of what it holds.
    let export =
        fs::File::options().write(true).open(library.folder().join("data/raw/library.csv")).expect("the export");
    export.set_modified(SystemTime::UNIX_EPOCH).expect("a time that can be set");
    assert_eq!(topline(library.folder(), &RUN).exits(0).stdout, told.stdout);
    assert!(before == files(&library.outputs()), "the outputs were written again");
    let forced = topline(library.folder(), &["run", "library", "--force", "--out", "out"]).exits(0);
    assert!(forced.stdout.contains("  outputs    out/library\n"), "{}", forced.stdout);
    let listed = status(&library);
    // By hand: eleven rows, one of them a test.
    for (key, value) in [("survey", "library"), ("pipeline", "pipelines/library"), ("status", "up_to_date")] {
        assert_eq!(listed[key], value, "{listed}");
    }
    assert_eq!((&listed["rows"], &listed["respondents"]), (&11.into(), &10.into()), "{listed}");
    assert_eq!(listed["unexpected"], 0, "{listed}");
    assert!(listed["age_seconds"].as_u64().is_some_and(|age| age < 600), "{listed}");
    let year = listed["last_run"].as_str().map(|time| time[..4].parse::<u64>());
    assert!(matches!(year, Some(Ok(2026..))), "{listed}");
}

#[test]
fn whatever_changed_is_listed_and_run() {
    let library = Library::new();
    topline(library.folder(), &RUN).exits(0);
    let changes: [(&str, &[Change<'_>]); 7] = [
        ("codebook.toml changed", &[Change::Append("pipelines/library/codebook.toml", "\n# a comment\n")]),
        ("../../data/raw/library.csv changed", &[Change::Append("data/raw/library.csv", "\n")]),
        ("../../data/reference/branches.csv changed", &[Change::Append("data/reference/branches.csv", "Nowhere,9\n")]),
        ("bulletin.md is gone", &[Change::Remove("pipelines/library/bulletin.md")]),
        ("bulletin.md is new", &[Change::Write("pipelines/library/bulletin.md", b"# Nothing\n")]),
        ("the output figures.parquet is not as it was written", &[Change::Remove("out/library/figures.parquet")]),
        (
            "topline is another build",
            &[Change::Replace("out/library/run.json", "\"version\": \"", "\"version\": \"0.0-")],
        ),
    ];
    for (says, change) in changes {
        library.change(change);
        let listed = status(&library);
        assert_eq!(listed["status"], "changed", "{says}");
        assert_eq!(listed["changes"], Value::from(vec![says]), "{says}");
        let told = topline(library.folder(), &["status", "--out", "out"]).exits(0);
        assert!(told.stdout.starts_with(&format!("library: {says}\n")), "{}", told.stdout);
        let told = topline(library.folder(), &RUN);
        assert!(told.stdout.contains("  outputs    out/library\n"), "{says}: {} {}", told.stdout, told.stderr);
        assert_eq!(status(&library)["status"], "up_to_date", "{says}");
    }
}

#[test]
fn what_falls_short_does_so_when_it_is_skipped() {
    let library = Library::with(&[Change::Replace("data/raw/library.csv", "complete,No,", "complete,Yes,")]);
    topline(library.folder(), &RUN).exits(1);
    let told = topline(library.folder(), &RUN).exits(1);
    assert!(told.stdout.starts_with("library: up to date, at out/library; NOT AS EXPECTED: "), "{}", told.stdout);
    // One that cannot be read any more is not up to date.
    library.change(&[Change::Remove("data/raw/library.csv")]);
    let told = topline(library.folder(), &RUN).exits(2);
    assert!(told.stderr.contains("failed to read pipelines/library/../../data/raw/library.csv"), "{}", told.stderr);
    topline(library.folder(), &["status", "--out", "out"]).exits(2);
}
