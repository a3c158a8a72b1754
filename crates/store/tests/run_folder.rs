//! The folder of a run: whole or not there, and nothing replaced that is not a run's.

use std::fs;
use std::path::Path;

use topline_store::{Ledger, RunFolder, StoreError, run_path};

/// A run of the survey `wave.1` that writes this text, published.
fn publish(out: &Path, text: &str) -> Result<(), StoreError> {
    let mut folder = RunFolder::stage(out, "wave.1")?;
    folder.write("tables/b.csv", text.as_bytes())?;
    folder.write("a.txt", b"abc")?;
    folder.publish(Ledger::default()).map(|path| assert_eq!(path, run_path(out, "wave.1")))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_run_takes_the_place_of_the_last() {
    let out = tempfile::tempdir().unwrap();
    for text in ["old", "new"] {
        publish(out.path(), text).unwrap();
        assert_eq!(fs::read_to_string(out.path().join("wave.1/tables/b.csv")).unwrap(), text);
        assert_eq!(names(out.path()), [".wave.1.lock", "wave.1"]);
    }
    let ledger = fs::read_to_string(out.path().join("wave.1/run.json")).unwrap();
    // The digest of "abc" in FIPS 180-2; outputs by path.
    let (first, second) = (ledger.find("\"a.txt\"").unwrap(), ledger.find("\"tables/b.csv\"").unwrap());
    assert!(first < second);
    assert!(ledger.contains("\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""));
}

#[test]
fn a_run_that_is_given_up_leaves_the_last_one() {
    let out = tempfile::tempdir().unwrap();
    publish(out.path(), "old").unwrap();
    for folder in [RunFolder::stage(out.path(), "wave.1"), RunFolder::scratch(out.path(), "wave.1")] {
        let mut folder = folder.unwrap();
        folder.write("tables/b.csv", b"new").unwrap();
        assert!(folder.path("tables/b.csv").is_file());
        drop(folder);
        assert_eq!(fs::read_to_string(out.path().join("wave.1/tables/b.csv")).unwrap(), "old");
    }
    assert_eq!(names(out.path()), [".wave.1.lock", ".wave.1~scratch.lock", "wave.1"]);
}

#[test]
fn a_second_run_is_refused_and_a_scratch_run_is_not() {
    let out = tempfile::tempdir().unwrap();
    let first = RunFolder::stage(out.path(), "wave.1").unwrap();
    assert!(matches!(RunFolder::stage(out.path(), "wave.1"), Err(StoreError::Busy { .. })));
    RunFolder::scratch(out.path(), "wave.1").unwrap();
    RunFolder::stage(out.path(), "wave.2").unwrap();
    drop(first);
    RunFolder::stage(out.path(), "wave.1").unwrap();
}

#[test]
fn what_is_no_run_is_never_replaced() {
    let out = tempfile::tempdir().unwrap();
    let target = out.path().join("wave.1");
    fs::write(&target, "a file").unwrap();
    assert!(matches!(publish(out.path(), "new"), Err(StoreError::NoRun { path }) if path == target));
    fs::remove_file(&target).unwrap();
    fs::create_dir(&target).unwrap();
    fs::write(target.join("letter.txt"), "dear").unwrap();
    assert!(matches!(publish(out.path(), "new"), Err(StoreError::NoRun { .. })));
    assert_eq!(fs::read_to_string(target.join("letter.txt")).unwrap(), "dear");
    // An empty folder may have been made for the outputs.
    fs::remove_file(target.join("letter.txt")).unwrap();
    publish(out.path(), "new").unwrap();
}

#[test]
fn what_a_killed_run_left_is_cleared_or_restored() {
    let out = tempfile::tempdir().unwrap();
    fs::create_dir(out.path().join(".wave.1.staging")).unwrap();
    fs::write(out.path().join(".wave.1.staging/half.csv"), "half").unwrap();
    publish(out.path(), "old").unwrap();
    assert_eq!(names(&out.path().join("wave.1")), ["a.txt", "run.json", "tables"]);
    // Where folders cannot be exchanged, the old outputs stand aside for a moment.
    fs::rename(out.path().join("wave.1"), out.path().join(".wave.1.previous")).unwrap();
    drop(RunFolder::stage(out.path(), "wave.1").unwrap());
    assert_eq!(fs::read_to_string(out.path().join("wave.1/tables/b.csv")).unwrap(), "old");
    assert_eq!(names(out.path()), [".wave.1.lock", "wave.1"]);
}
