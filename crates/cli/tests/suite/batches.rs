//! Many pipelines in one call: what happens to one happens to no other, and machines are told of each.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::program::{program, topline};
use crate::workspace::{Change, Library, names, path};

const CODEBOOK: &str = "[[question]]\nid = \"agree\"\nkind = \"single\"\ntext = \"Do you agree?\"\ncolumn = \"agree\"\n\
    options = [{ code = 1, label = \"Yes\" }, { code = 2, label = \"No\" }]\n";

/// A survey of one question in a folder of its own.
fn survey(folder: &Path, id: &str, codebook: &str, export: &str) {
    let pipeline = folder.join("pipelines").join(id);
    fs::create_dir_all(&pipeline).expect("a folder that can be made");
    let survey = format!(
        "id = \"{id}\"\ntitle = \"{id}\"\n\n[source]\nname = \"export\"\npath = \"export.csv\"\nformat = \"csv\"\n"
    );
    for (name, text) in [("survey.toml", survey.as_str()), ("codebook.toml", codebook), ("export.csv", export)] {
        fs::write(pipeline.join(name), text).expect("a file that can be written");
    }
}

fn results(folder: &Path) -> Value {
    let text = fs::read(folder.join("results.json")).expect("a file of results");
    serde_json::from_slice(&text).expect("results as JSON")
}

/// The statuses in a file of results, with the surveys that have them.
fn with_status<'r>(results: &'r Value, status: &str) -> Vec<&'r str> {
    let each = results["results"].as_array().expect("results").iter();
    each.filter(|result| result["status"] == status).filter_map(|result| result["survey"].as_str()).collect()
}

/// The process of `children` that runs this pipeline, waited for.
fn process_of(batch: &Child, survey: &str) -> u32 {
    let began = Instant::now();
    while began.elapsed() < Duration::from_mins(5) {
        let children = format!("/proc/{0}/task", batch.id());
        for task in names(Path::new(&children)) {
            let children = fs::read_to_string(format!("{children}/{task}/children")).unwrap_or_default();
            for child in children.split_whitespace() {
                let line = fs::read_to_string(format!("/proc/{child}/cmdline")).unwrap_or_default();
                if line.contains(&format!("pipelines/{survey}\0")) {
                    return child.parse().expect("a number");
                }
            }
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    panic!("{survey} is not run");
}

/// As many as `TOPLINE_BATCH` says: `just test-batch` asks for a hundred.
fn count() -> usize {
    std::env::var("TOPLINE_BATCH").map_or(12, |count| count.parse().expect("a number"))
}

#[cfg(target_os = "linux")]
#[test]
fn one_broken_one_slow_and_one_killed_keep_no_other_from_its_run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    let good = "agree\nYes\nYes\nNo\n";
    for at in 0..count() - 3 {
        survey(folder, &format!("s{at:03}"), CODEBOOK, good);
    }
    survey(folder, "broken", CODEBOOK, "agree\nYes\nPerhaps\n");
    // The one is killed, the other takes too long.
    let long = |rows: usize| "agree\n".to_owned() + &"Yes\nNo\n".repeat(rows / 2);
    survey(folder, "killed", CODEBOOK, &long(6_000_000));
    survey(folder, "slow", CODEBOOK, &long(30_000_000));
    let arguments =
        ["run", "--out", "out", "--jobs", "2", "--timeout", "10", "--results", "results.json", "--log", "json"];
    let batch = program(folder).args(arguments).spawn().expect("the program starts");
    let killed = process_of(&batch, "killed");
    assert!(with_status(&results(folder), "begun").contains(&"killed"), "the file says what is under way");
    std::process::Command::new("kill").args(["-s", "KILL", &killed.to_string()]).status().expect("kill");
    let told = batch.wait_with_output().expect("the program ends");
    let (stdout, stderr) = (String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
    assert_eq!(told.status.code(), Some(2), "{stderr}");
    let first = results(folder);
    assert_eq!(with_status(&first, "failed"), ["broken", "killed", "slow"]);
    assert_eq!(with_status(&first, "published").len(), count() - 3);
    assert_eq!(first["exit_code"], 2);
    let result = |survey: &str| {
        let each = first["results"].as_array().expect("results").iter();
        each.clone().find(|result| result["survey"] == survey).expect("a result").clone()
    };
    assert_eq!(result("killed")["error"]["message"], "ended by SIGKILL");
    assert_eq!(result("slow")["error"]["message"], "it takes longer than 10 seconds");
    assert_eq!(
        result("broken")["error"]["message"],
        "failed to read 1 answer that matches no option\n  export, row 3, column \"agree\": the answer matches no option of `agree`"
    );
    assert_eq!(result("s000")["rows"]["respondents"], 3);
    let end =
        format!("{0} of {1} surveys published, 0 up to date\n  failed: broken, killed, slow\n", count() - 3, count());
    assert!(stdout.ends_with(&end), "{stdout}");
    // Each line of standard error is an object, and each error names its survey.
    let events: Vec<Value> = stderr.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let mut failed: Vec<&str> = events
        .iter()
        .filter(|event| event["level"] == "ERROR")
        .filter_map(|event| event["fields"]["survey"].as_str())
        .collect();
    failed.sort_unstable();
    assert_eq!(failed, ["broken", "killed", "slow"], "{stderr}");
    assert!(names(&folder.join("out")).iter().all(|name| !name.ends_with(".staging")), "something is left");
    // What is up to date is not run again; what failed is.
    for failed in ["broken", "killed", "slow"] {
        survey(folder, failed, CODEBOOK, good);
    }
    let began = Instant::now();
    topline(folder, &["run", "--out", "out", "--results", "results.json"]).exits(0);
    let second = results(folder);
    assert_eq!(with_status(&second, "published"), ["broken", "killed", "slow"]);
    assert_eq!(with_status(&second, "up_to_date").len(), count() - 3);
    let third = Instant::now();
    let told = topline(folder, &["run", "--out", "out", "-q"]).exits(0);
    assert_eq!((told.stdout.as_str(), told.stderr.as_str()), ("", ""));
    let _ = writeln!(
        std::io::stdout(),
        "{} surveys: {:?} for three runs, {:?} for none",
        count(),
        began.elapsed(),
        third.elapsed()
    );
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_batch_started_ends_with_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    let long = "agree\n".to_owned() + &"Yes\nNo\n".repeat(3_000_000);
    survey(folder, "a", CODEBOOK, &long);
    survey(folder, "b", CODEBOOK, &long);
    let mut batch = program(folder).args(["run", "--out", "out"]).spawn().expect("the program starts");
    let child = process_of(&batch, "a");
    batch.kill().expect("the program can be killed");
    batch.wait().expect("the program ends");
    let began = Instant::now();
    while Path::new(&format!("/proc/{child}")).exists() {
        assert!(began.elapsed() < Duration::from_secs(20), "the run goes on");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(!folder.join("out/a").exists() && !folder.join("out/.a.staging").exists());
}

#[test]
fn a_log_for_machines_tells_each_stage() {
    let library = Library::new();
    let told = topline(library.folder(), &["run", "--out", "out", "--log", "json", "--format", "json"]).exits(0);
    let events: Vec<Value> = told.stderr.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(events.iter().all(|event| event["fields"]["survey"] == "library"), "{}", told.stderr);
    let of = |message: &str| -> Vec<&Value> {
        events.iter().map(|event| &event["fields"]).filter(|fields| fields["message"] == message).collect()
    };
    let stages = ["normalise", "derive", "aggregate", "verify", "check", "publish"];
    let named = |message| {
        of(message).iter().map(|fields| fields["stage"].as_str().expect("a stage").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(named("stage began"), stages);
    assert_eq!(named("stage ended"), stages);
    // Eleven rows by hand, ten respondents, five claims.
    let rows: Vec<u64> = of("stage ended").iter().filter_map(|fields| fields["rows"].as_u64()).collect();
    assert_eq!((rows[0], rows[1], rows[3]), (11, 10, 5), "{}", told.stderr);
    for stage in of("stage ended") {
        assert!(stage["seconds"].as_f64().is_some_and(|seconds| seconds < 60.0), "{stage}");
        if cfg!(target_os = "linux") {
            assert!(stage["cpu_seconds"].is_number() && stage["memory_mib"].as_u64() > Some(1), "{stage}");
        }
    }
    assert!(
        of("findings").iter().any(|fields| fields["kind"] == "excluded" && fields["count"] == 1),
        "{}",
        told.stderr
    );
    assert_eq!(of("run ended").len(), 1);
    let result: Value = serde_json::from_str(&told.stdout).expect("one object");
    assert_eq!((&result["status"], &result["rows"]["respondents"]), (&"published".into(), &10.into()));
    assert_eq!(result["changes"], Value::Null);
    // Somebody who had not visited has: what changed is counted, and claims fall short.
    library.change(&[Change::Replace("data/raw/library.csv", "complete,No,", "complete,Yes,")]);
    let told = topline(library.folder(), &["run", "--out", "out", "--format", "json"]).exits(1);
    let result: Value = serde_json::from_str(&told.stdout).expect("one object");
    assert_eq!(result["status"], "unexpected");
    assert!(
        result["changes"]["figures"].as_u64() >= Some(2) && result["changes"]["claims"].as_u64() > Some(0),
        "{result}"
    );
    // Errors are objects too, with the problems of the files.
    library.change(&[Change::Append("pipelines/library/codebook.toml", "\nid = 1 2\n")]);
    let told = topline(library.folder(), &["run", "--out", "out", "--format", "json"]).exits(2);
    let error: Value = serde_json::from_str(&told.stderr).expect("one object");
    assert_eq!(error["level"], "ERROR");
    let problem = &error["fields"]["problems"][0];
    assert!(
        problem["place"].as_str().is_some_and(|place| place.starts_with("pipelines/library/codebook.toml:")),
        "{error}"
    );
    let result: Value = serde_json::from_str(&told.stdout).expect("one object");
    assert_eq!((&result["status"], &result["error"]["problems"][0]), (&"failed".into(), problem));
}

#[test]
fn a_run_that_falls_short_can_be_withheld() {
    let library = Library::new();
    let run = ["run", "--out", "out", "--no-publish-on-fail"];
    topline(library.folder(), &run).exits(0);
    let before = fs::read(library.outputs().join("run.json")).expect("a ledger");
    library.change(&[Change::Replace("data/raw/library.csv", "complete,No,", "complete,Yes,")]);
    let told = topline(library.folder(), &run).exits(1);
    assert!(told.stdout.contains("NOT AS EXPECTED") && told.stdout.contains("not replaced"), "{}", told.stdout);
    assert_eq!(fs::read(library.outputs().join("run.json")).expect("a ledger"), before);
    assert_eq!(library.left(), [".library.lock", "library"]);
    let told = topline(library.folder(), &["run", "--out", "out", "--no-publish-on-fail", "--format", "json"]).exits(1);
    let result: Value = serde_json::from_str(&told.stdout).expect("one object");
    assert_eq!((&result["status"], &result["outputs"]), (&"not_published".into(), &Value::Null));
}

#[test]
fn pipelines_are_run_from_anywhere() {
    let library = Library::new();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let told = topline(elsewhere.path(), &["run", "--root", path(library.folder())]).exits(0);
    assert!(told.stdout.ends_with("  outputs    data/out/library\n"), "{}", told.stdout);
    let told =
        program(elsewhere.path()).args(["status"]).env("TOPLINE_ROOT", library.folder()).output().expect("it runs");
    assert!(String::from_utf8_lossy(&told.stdout).starts_with("library: up to date\n"));
    assert!(names(elsewhere.path()).is_empty());
    let told = topline(elsewhere.path(), &["run", "--root", "nowhere"]).exits(2);
    assert!(told.stderr.starts_with("error: failed to go to nowhere\n"), "{}", told.stderr);
    // A folder of pipelines is all of them.
    let folder = library.folder().join("pipelines");
    let out = elsewhere.path().join("out");
    let told = topline(elsewhere.path(), &["run", path(&folder), "--out", path(&out)]).exits(0);
    assert!(told.stdout.contains("library: "), "{}", told.stdout);
}

#[test]
fn a_second_run_waits_if_it_is_told_to() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    survey(folder, "s", CODEBOOK, "agree\nYes\n");
    fs::create_dir(folder.join("out")).expect("a folder");
    let lock = fs::File::create(folder.join("out/.s.lock")).expect("a lock");
    lock.lock().expect("the lock");
    let told = topline(folder, &["run", "--out", "out"]).exits(2);
    assert!(told.stderr.contains("another run is under way\nhint: "), "{}", told.stderr);
    let waiting =
        program(folder).args(["run", "--out", "out", "--wait", "--log", "json"]).spawn().expect("the program starts");
    std::thread::sleep(Duration::from_millis(500));
    assert!(!folder.join("out/s").exists());
    drop(lock);
    let told = waiting.wait_with_output().expect("the program ends");
    assert_eq!(told.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&told.stderr).contains("\"stage\":\"wait\""));
    assert!(folder.join("out/s/run.json").is_file());
}
