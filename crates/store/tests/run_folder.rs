//! The folder of a run: whole or not there, and nothing replaced that is not a run's.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use arrow::datatypes::{DataType, Field, Schema};
use topline_store::{
    Busy, Fingerprint, Keep, KeptRun, Ledger, PipelineMark, RunFolder, StandingRun, StoreError, kept_runs, run_path,
};

/// A run of the pipeline beside `out`.
fn stage(out: &Path, survey: &str) -> Result<RunFolder, StoreError> {
    RunFolder::stage(out, survey, PipelineMark::of(&out.join("pipeline"), &[]), Busy::Refuse)
}

/// A run of the survey `wave.1` that writes this text, published.
fn publish(out: &Path, text: &str) -> Result<(), StoreError> {
    let mut folder = stage(out, "wave.1")?;
    folder.write("tables/b.csv", text.as_bytes())?;
    folder.write("a.txt", b"abc")?;
    folder.publish(Ledger::default(), Keep::Nothing).map(|path| assert_eq!(path, run_path(out, "wave.1")))
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
fn so_many_earlier_runs_are_kept() {
    let out = tempfile::tempdir().unwrap();
    let run = |text: &str, started: u64, keep: Keep| {
        let mut folder = stage(out.path(), "wave.1").unwrap();
        folder.write("a.txt", text.as_bytes()).unwrap();
        folder.publish(Ledger { started, ..Ledger::default() }, keep).unwrap();
    };
    let kept = || {
        let runs = kept_runs(out.path(), "wave.1").unwrap().into_iter();
        let text = |run: KeptRun| (run.name, fs::read_to_string(run.path.join("a.txt")).unwrap());
        runs.map(text).collect::<Vec<_>>()
    };
    run("one", 0, Keep::Latest(2));
    assert_eq!(kept(), []);
    run("two", 1_796_017_614, Keep::Latest(2));
    run("three", 1_796_017_614, Keep::Latest(2));
    let named = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    assert_eq!(kept(), [named("1970-01-01T000000Z", "one"), named("2026-11-30T054654Z", "two")]);
    // The oldest goes; two of one second stand side by side.
    run("four", 1_796_017_614, Keep::Latest(2));
    assert_eq!(kept(), [named("2026-11-30T054654Z", "two"), named("2026-11-30T054654Z-2", "three")]);
    // Without a word nothing is kept, and nothing that is kept goes.
    run("five", 0, Keep::Nothing);
    assert_eq!(kept().len(), 2);
    assert_eq!(names(out.path()), [".earlier", ".wave.1.lock", "wave.1"]);
}

#[test]
fn a_run_that_is_given_up_leaves_the_last_one() {
    let out = tempfile::tempdir().unwrap();
    publish(out.path(), "old").unwrap();
    for folder in [stage(out.path(), "wave.1"), RunFolder::scratch(out.path(), "wave.1")] {
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
    let first = stage(out.path(), "wave.1").unwrap();
    assert!(matches!(stage(out.path(), "wave.1"), Err(StoreError::Busy { .. })));
    RunFolder::scratch(out.path(), "wave.1").unwrap();
    stage(out.path(), "wave.2").unwrap();
    // One that waits has its turn when the first has ended.
    thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let mark = PipelineMark::of(&out.path().join("pipeline"), &[]);
            RunFolder::stage(out.path(), "wave.1", mark, Busy::Wait).unwrap();
            Instant::now()
        });
        sleep(Duration::from_millis(50));
        let ended = Instant::now();
        drop(first);
        assert!(waiting.join().unwrap() >= ended);
    });
    stage(out.path(), "wave.1").unwrap();
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
    drop(stage(out.path(), "wave.1").unwrap());
    assert_eq!(fs::read_to_string(out.path().join("wave.1/tables/b.csv")).unwrap(), "old");
    assert_eq!(names(out.path()), [".wave.1.lock", "wave.1"]);
}

fn file(name: &str, digest: &str) -> Fingerprint {
    Fingerprint { name: name.to_owned(), bytes: 1, sha256: digest.repeat(64) }
}

#[test]
fn the_outputs_of_another_pipeline_are_never_replaced() {
    let out = tempfile::tempdir().unwrap();
    for pipeline in ["jan", "feb", "moved"] {
        fs::create_dir(out.path().join(pipeline)).unwrap();
    }
    let stage = |pipeline: &str, files: &[Fingerprint]| {
        RunFolder::stage(out.path(), "export", PipelineMark::of(&out.path().join(pipeline), files), Busy::Refuse)
    };
    let (old, new, other) = ([file("survey.toml", "a")], [file("survey.toml", "b")], [file("survey.toml", "c")]);
    let mut folder = stage("jan", &old).unwrap();
    folder.write("a.txt", b"jan").unwrap();
    folder.publish(Ledger::default(), Keep::Nothing).unwrap();
    let run = StandingRun::read(&out.path().join("export")).unwrap().unwrap();
    assert!(run.pipeline.unwrap().path.ends_with("/jan"));
    // Another pipeline is refused; the same one, changed or moved, is not.
    assert!(
        matches!(stage("feb", &other), Err(StoreError::OtherPipeline { pipeline, .. }) if pipeline.ends_with("/jan"))
    );
    assert_eq!(fs::read_to_string(out.path().join("export/a.txt")).unwrap(), "jan");
    stage("moved", &old).unwrap();
    stage("jan", &new).unwrap().publish(Ledger::default(), Keep::Nothing).unwrap();
    // What files are called is part of what they are.
    assert!(matches!(stage("moved", &[file("tables.toml", "b")]), Err(StoreError::OtherPipeline { .. })));
}

#[test]
fn a_file_that_no_run_wrote_is_kept() {
    let out = tempfile::tempdir().unwrap();
    publish(out.path(), "old").unwrap();
    for name in ["notes.txt", "tables/notes.txt", "own/notes.txt"] {
        let path = out.path().join("wave.1").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "mine").unwrap();
        assert!(matches!(publish(out.path(), "new"), Err(StoreError::Foreign { path: found }) if found == path));
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        fs::remove_file(&path).unwrap();
    }
    // One that comes while the run is being made.
    let folder = stage(out.path(), "wave.1").unwrap();
    fs::write(out.path().join("wave.1/late.txt"), "mine").unwrap();
    assert!(matches!(folder.publish(Ledger::default(), Keep::Nothing), Err(StoreError::Foreign { .. })));
    assert_eq!(names(out.path()), [".wave.1.lock", "wave.1"]);
    fs::remove_file(out.path().join("wave.1/late.txt")).unwrap();
    publish(out.path(), "new").unwrap();
}

#[cfg(unix)]
#[test]
fn a_planted_link_is_not_followed() {
    use std::os::unix::fs::symlink;
    let out = tempfile::tempdir().unwrap();
    let precious = out.path().join("precious.txt");
    fs::write(&precious, "precious").unwrap();
    symlink("precious.txt", out.path().join(".wave.1.lock")).unwrap();
    assert!(matches!(publish(out.path(), "new"), Err(StoreError::Write { .. })));
    fs::remove_file(out.path().join(".wave.1.lock")).unwrap();
    // A staging folder that is a link goes, and what it leads to stays.
    fs::create_dir(out.path().join("kept")).unwrap();
    fs::write(out.path().join("kept/a.txt"), "kept").unwrap();
    symlink("kept", out.path().join(".wave.1.staging")).unwrap();
    publish(out.path(), "new").unwrap();
    assert_eq!(fs::read_to_string(out.path().join("kept/a.txt")).unwrap(), "kept");
    assert_eq!(fs::read_to_string(&precious).unwrap(), "precious");
    // A lock that is there keeps what it holds.
    fs::write(out.path().join(".wave.1.lock"), "held").unwrap();
    publish(out.path(), "new").unwrap();
    assert_eq!(fs::read_to_string(out.path().join(".wave.1.lock")).unwrap(), "held");
}

#[cfg(unix)]
#[test]
fn answers_are_readable_by_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let out = tempfile::tempdir().unwrap();
    let mode = |path: &str| fs::metadata(out.path().join(path)).unwrap().permissions().mode() & 0o777;
    let mut folder = stage(out.path(), "wave.1").unwrap();
    assert_eq!(mode(".wave.1.staging"), 0o700);
    let schema = Arc::new(Schema::new(vec![Field::new("answer", DataType::Utf8, true)]));
    let table = folder.private_table("raw/main.parquet", &schema).unwrap();
    folder.finish_table("raw/main.parquet", table).unwrap();
    let table = folder.table("figures.parquet", &schema).unwrap();
    folder.finish_table("figures.parquet", table).unwrap();
    fs::create_dir(out.path().join("usual")).unwrap();
    fs::write(out.path().join("usual/file"), "").unwrap();
    folder.publish(Ledger::default(), Keep::Nothing).unwrap();
    assert_eq!(mode("wave.1/raw/main.parquet"), 0o600);
    assert_eq!(mode("wave.1/figures.parquet"), mode("usual/file"));
    assert_eq!(mode("wave.1"), mode("usual"));
}
