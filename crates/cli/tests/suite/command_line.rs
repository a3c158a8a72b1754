//! The command line: help, names, formats, and readers that go away.

use std::io::{BufRead, BufReader};

use serde_json::Value;

use crate::program::{finish, program, topline};
use crate::workspace::{Library, copy, path, root, seeds};

const LGA: &str = "lga-councillors-2017";

#[test]
fn every_verb_has_its_help() {
    let verbs = [
        "run",
        "status",
        "diff",
        "init",
        "check",
        "compare",
        "verify",
        "sql",
        "tables",
        "waves",
        "explain",
        "lint",
        "reconstruct",
    ];
    let help = topline(&root(), &["--help"]).exits(0).stdout;
    for verb in verbs {
        assert!(help.contains(&format!("\n  {verb} ")), "{verb} is not in the help:\n{help}");
        let own = topline(&root(), &[verb, "--help"]).exits(0).stdout;
        assert!(own.contains(&format!("Usage: topline {verb}")), "{own}");
    }
    assert!(help.contains("Exit codes: 0 the run is good; 1 "), "{help}");
    let version = topline(&root(), &["--version"]).exits(0).stdout;
    assert_eq!(version, format!("topline {}\n", env!("CARGO_PKG_VERSION")));
    for wrong in [&["rnu"][..], &[], &["run", "--uot", "x"], &["verify", "--format", "xml"]] {
        let told = topline(&root(), wrong).exits(2);
        assert_eq!(told.stdout, "");
        assert!(told.stderr.contains("Usage:") || told.stderr.contains("possible values"), "{}", told.stderr);
    }
}

#[test]
fn pipelines_are_found_by_name_or_folder() {
    for name in [
        LGA,
        "pipelines/lga-councillors-2017",
        "pipelines/lga-councillors-2017/",
        path(&root().join("pipelines").join(LGA)),
    ] {
        let told = topline(&root(), &["check", name]).exits(0);
        assert!(told.stdout.starts_with("lga-councillors-2017: good ("), "{}", told.stdout);
    }
    assert_eq!(topline(&root(), &["check"]).exits(0).stdout.matches(": good (").count(), 3);
    let told = topline(&root(), &["run", "lga-councilors-2017"]).exits(2);
    assert_eq!(
        told.stderr,
        "error: failed to find the pipeline `lga-councilors-2017`\nhint: did you mean lga-councillors-2017?\n"
    );
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let told = topline(elsewhere.path(), &["run"]).exits(2);
    assert!(told.stderr.contains("hint: a pipeline is a folder with a survey.toml"), "{}", told.stderr);
    let told = topline(&root(), &["sql", "select 1"]).exits(2);
    assert!(told.stderr.contains("hint: name one with `--pipeline`: cfps-interviews-2017, "), "{}", told.stderr);
}

#[test]
fn two_pipelines_do_not_share_their_outputs() {
    let library = Library::new();
    let pipelines = library.folder().join("pipelines");
    std::fs::create_dir(pipelines.join("copy")).expect("a folder that can be made");
    copy(&pipelines.join("library"), &pipelines.join("copy"));
    for verb in ["run", "check", "verify"] {
        let told = topline(library.folder(), &[verb]).exits(2);
        let both = "failed to tell pipelines/copy and pipelines/library apart: both are the survey `library`";
        assert!(told.stderr.contains(both), "{}", told.stderr);
    }
    assert!(!library.folder().join("data/out").exists(), "there are outputs");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let out = path(&seeds().out);
    let query = "select * from answers cross join (select code from options limit 20) as more";
    for arguments in [
        &["sql", query, "--pipeline", LGA, "--out", out, "--format", "csv"][..],
        &["sql", query, "--pipeline", LGA, "--out", out, "--format", "json"],
        &["verify", "cipfa-impower-2017", "--out", out],
    ] {
        let mut run = program(&root()).args(arguments).spawn().expect("the program starts");
        let mut first = String::new();
        if arguments[0] == "sql" {
            let reader = run.stdout.take().expect("its output");
            BufReader::new(reader).read_line(&mut first).expect("a line");
        } else {
            drop(run.stdout.take());
        }
        let told = run.wait_with_output().expect("the program ends");
        assert_eq!(told.status.code(), Some(0), "{}", String::from_utf8_lossy(&told.stderr));
        assert_eq!(String::from_utf8_lossy(&told.stderr), "");
    }
}

#[test]
fn rows_in_each_format() {
    let out = path(&seeds().out);
    let query = "select question, code, label from options where question = 'role' order by code limit 2";
    let ask = |format: &[&str]| {
        let mut arguments = vec!["sql", query, "--pipeline", LGA, "--out", out];
        arguments.extend(format);
        topline(&root(), &arguments).exits(0).stdout
    };
    let lead = "Lead/responsibility for health/wellbeing/care";
    let leader = "Leader/Deputy Leader of Council";
    assert_eq!(ask(&["--format", "csv"]), format!("question,code,label\nrole,1,{leader}\nrole,2,{lead}\n"));
    assert_eq!(
        ask(&["--format", "json"]),
        format!(
            "{{\"question\":\"role\",\"code\":1,\"label\":\"{leader}\"}}\n{{\"question\":\"role\",\"code\":2,\"label\":\"{lead}\"}}\n"
        )
    );
    let table = ask(&[]);
    assert!(table.contains(&format!("| role     | 1    | {leader}               |\n")), "{table}");
    assert!(table.ends_with("\n2 rows\n"), "{table}");
    // A query without rows still names its columns.
    let none = ["sql", "select code from options where code < 0", "--pipeline", LGA, "--out", out, "--format", "csv"];
    assert_eq!(topline(&root(), &none).exits(0).stdout, "code\n");
}

#[test]
fn sql_reads_the_run_and_nothing_else() {
    let library = Library::new();
    topline(library.folder(), &["run", "pipelines/library", "--out", "out"]).exits(0);
    for (sql, says) in [
        ("select * from 'data/raw/library.csv'", "there is no table `data/raw/library.csv`"),
        ("create table x as select 1", "hint: SQL here only reads the run's tables"),
        (
            "create external table x stored as csv location 'data/raw/library.csv'",
            "hint: SQL here only reads the run's tables",
        ),
        ("copy responses to 'x.csv'", "hint: SQL here only reads the run's tables"),
        ("insert into responses select * from responses", "hint: SQL here only reads the run's tables"),
        ("set datafusion.execution.batch_size = 1", "hint: SQL here only reads the run's tables"),
        ("select * from respondents", "hint: did you mean responses"),
    ] {
        let told = topline(library.folder(), &["sql", sql, "--out", "out"]).exits(2);
        assert!(told.stderr.contains(says), "{sql}: {}", told.stderr);
    }
    let told = topline(library.folder(), &["sql", "select 1", "--out", "elsewhere"]).exits(2);
    assert!(told.stderr.contains("hint: run it first: `topline run`"), "{}", told.stderr);
    // A reference table can be read; names are as they are written.
    let query = "select count(*) as n from responses join branches on responses.branch = branches.branch";
    let told = topline(library.folder(), &["sql", query, "--out", "out", "--format", "csv"]).exits(0);
    assert_eq!(told.stdout, "n\n8\n");
}

#[test]
fn explanations_lead_back_to_the_rows() {
    let library = Library::new();
    topline(library.folder(), &["run", "pipelines/library", "--out", "out"]).exits(0);
    for (figure, n, base, rows) in [
        ("visitors", 8, 10, Some(vec![2, 3, 4, 6, 7, 9, 10, 11])),
        ("visited.1", 8, 10, Some(vec![2, 3, 4, 6, 7, 9, 10, 11])),
        ("opinion.staff.good_or_fair", 7, 8, Some(vec![2, 3, 4, 6, 7, 10, 11])),
        ("reason.1@district.2", 3, 4, Some(vec![6, 9, 10])),
        ("use.1", 3, 8, Some(vec![2, 6, 9])),
        ("priority.books.1", 5, 8, Some(vec![2, 3, 6, 9, 11])),
        ("sample.branches", 3, 3, None),
    ] {
        let told = topline(library.folder(), &["explain", figure, "--out", "out", "--format", "json"]).exits(0);
        let found: Value = serde_json::from_str(&told.stdout).expect("an explanation as JSON");
        assert_eq!((&found["n"], &found["base"]), (&Value::from(n), &Value::from(base)), "{figure}");
        assert_eq!(found["agrees"], true, "{figure}: its query counts otherwise");
        assert_eq!(found["rows"], rows.map_or(Value::Null, Value::from), "{figure}");
        let told = topline(library.folder(), &["explain", figure, "--out", "out"]).exits(0);
        assert!(told.stdout.contains("\n  sql\n"), "{}", told.stdout);
    }
    let told = topline(library.folder(), &["explain", "visited.11", "--out", "out"]).exits(2);
    assert!(told.stderr.contains("hint: did you mean visited.1"), "{}", told.stderr);
}

#[test]
fn verdicts_as_json_are_one_object_a_line() {
    let library = Library::new();
    let told = topline(library.folder(), &["verify", "pipelines/library", "--out", "out", "--format", "json"]).exits(0);
    let verdicts: Vec<Value> =
        told.stdout.lines().map(|line| serde_json::from_str(line).expect("a verdict as JSON")).collect();
    let rulings: Vec<&str> = verdicts.iter().filter_map(|verdict| verdict["ruling"].as_str()).collect();
    assert_eq!(rulings, ["holds", "holds", "holds", "contradicted", "imprecise"]);
    assert_eq!(verdicts[1]["quote"], "eight of ten came to us this year");
    assert_eq!(verdicts[1]["figures"], Value::from(vec!["visited.1"]));
    assert_eq!(verdicts[1]["lines"], "1-2");
    assert_eq!(verdicts[3]["because"], "six of eight came for books.");
}

#[test]
fn logs_and_colours() {
    let library = Library::new();
    let arguments = ["run", "pipelines/library", "--out", "out", "--log", "json"];
    let told = topline(library.folder(), &arguments).exits(0);
    assert!(told.stderr.lines().count() > 0, "a log was asked for");
    for line in told.stderr.lines() {
        let event: Value = serde_json::from_str(line).expect("a line of the log as JSON");
        assert!(event["level"].is_string() && event["fields"]["message"].is_string(), "{line}");
    }
    // Quiet without; and no escape code where nobody looks.
    let told = topline(library.folder(), &["run", "pipelines/library", "--out", "out"]).exits(0);
    assert_eq!(told.stderr, "");
    let mut run = program(library.folder());
    let told = finish(run.args(["check", "nothing"]).env("NO_COLOR", "1"));
    assert!(!told.stderr.contains('\u{1b}'), "{}", told.stderr);
}
