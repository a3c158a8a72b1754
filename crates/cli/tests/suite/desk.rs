//! What a person meets at the desk: the first words, questions, the browser, the prompt, the manual, and other programs.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::program::{finish, program, topline};
use crate::workspace::{Library, names, path, root, seeds};

const LGA: &str = "lga-councillors-2017";

#[test]
fn a_bare_export_says_what_to_type() {
    let library = Library::new();
    let told = topline(library.folder(), &["data/raw/library.csv"]).exits(2);
    let hint = "this is a file: `topline init data/raw/library.csv` drafts a pipeline that reads it";
    assert!(told.stderr.contains(hint), "{}", told.stderr);
    let told = topline(library.folder(), &["pipelines/library"]).exits(2);
    assert!(told.stderr.contains("this is a pipeline: `topline run pipelines/library` runs it"), "{}", told.stderr);
    let told = topline(library.folder(), &["rnu"]).exits(2);
    assert!(
        told.stderr.contains("unrecognized subcommand 'rnu'") && !told.stderr.contains("this is"),
        "{}",
        told.stderr
    );
}

#[test]
fn a_pipeline_begins_with_questions() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("Our Survey.csv"), "id,agree\n1,Yes\n2,No\n3,Yes\n4,No\n").expect("an export");
    let mut asked = program(folder.path()).arg("new").stdin(Stdio::piped()).spawn().expect("the program starts");
    let answers = "nothing.csv\nOur Survey.csv\n\nWhat \"we\" think\nresidents\n\n2026-01-5\n2026-01-05\n2026-02-28\n";
    asked.stdin.take().expect("its input").write_all(answers.as_bytes()).expect("answers");
    let told = asked.wait_with_output().expect("the program ends");
    let stdout = String::from_utf8_lossy(&told.stdout);
    assert_eq!(told.status.code(), Some(0), "{stdout}{}", String::from_utf8_lossy(&told.stderr));
    assert!(stdout.contains("There is no file nothing.csv.\n") && stdout.contains("[our-survey]"), "{stdout}");
    assert!(stdout.contains("Write it as year, month and day: 2026-01-31.\n"), "{stdout}");
    assert!(stdout.ends_with("next: topline run pipelines/our-survey\n"), "{stdout}");
    let survey = fs::read_to_string(folder.path().join("pipelines/our-survey/survey.toml")).expect("a survey");
    assert!(survey.contains("title = \"What \\\"we\\\" think\"\npopulation = \"residents\"\n"), "{survey}");
    assert!(survey.contains("\nfieldwork = { start = 2026-01-05, end = 2026-02-28 }\n"), "{survey}");
    topline(folder.path(), &["run"]).exits(0);
    // Where nobody answers, nothing is written.
    let told = finish(program(folder.path()).arg("new")).exits(2);
    assert!(told.stderr.starts_with("error: failed to read"), "{}", told.stderr);
}

#[cfg(unix)]
#[test]
fn the_report_opens_in_the_browser() {
    use std::os::unix::fs::PermissionsExt as _;
    let library = Library::new();
    let told = topline(library.folder(), &["open", "library", "--out", "out"]).exits(2);
    assert!(told.stderr.contains("hint: run it first"), "{}", told.stderr);
    topline(library.folder(), &["run", "--out", "out"]).exits(0);
    let browser = library.folder().join("browser");
    fs::write(&browser, "#!/bin/sh\nprintf %s \"$1\" > shown\n").expect("a browser");
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).expect("permissions");
    let mut open = program(library.folder());
    let told = finish(open.args(["open", "library", "--out", "out"]).env("BROWSER", &browser)).exits(0);
    assert_eq!(told.stdout, "out/library/report.html\n");
    let shown = library.folder().join("shown");
    let began = std::time::Instant::now();
    while fs::read_to_string(&shown).unwrap_or_default().is_empty() && began.elapsed().as_secs() < 20 {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let shown = fs::read_to_string(&shown).expect("the browser was started");
    assert!(Path::new(&shown).is_absolute() && shown.ends_with("out/library/report.html"), "{shown}");
    let told = topline(library.folder(), &["open", "library", "--out", "out", "--print"]).exits(0);
    assert_eq!(told.stdout, "out/library/report.html\n");
}

#[test]
fn the_doctor_says_what_is_wrong() {
    let library = Library::new();
    let told = topline(library.folder(), &["doctor", "--format", "json"]).exits(0);
    let found: Vec<Value> = told.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of = |found: &[Value], of: &str| found.iter().find(|each| each["of"] == of).expect("it is looked at").clone();
    assert_eq!(of(&found, "pipelines/library")["health"], "good");
    assert_eq!(of(&found, "outputs")["health"], "good");
    fs::write(library.folder().join("pipelines/library/tables.toml"), "x = 1 2\n").expect("a file");
    fs::create_dir_all(library.folder().join("data/out/.library.staging")).expect("a folder");
    let told = topline(library.folder(), &["doctor"]).exits(1);
    assert!(told.stdout.contains("FAIL pipelines/library: "), "{}", told.stdout);
    assert!(told.stdout.contains("`topline check pipelines/library` says more"), "{}", told.stdout);
    assert!(told.stdout.contains("note outputs: a run of `library` was killed\n"), "{}", told.stdout);
}

#[test]
fn shells_and_manuals_know_every_command() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = topline(folder.path(), &["completions", shell]).exits(0).stdout;
        assert!(script.contains("reconstruct") && script.contains("no-publish-on-fail"), "{shell}");
    }
    let page = topline(folder.path(), &["man"]).exits(0).stdout;
    assert!(page.contains(".TH topline 1") && page.contains("topline\\-run(1)"), "{page}");
    topline(folder.path(), &["man", "-o", "man1"]).exits(0);
    let pages = names(&folder.path().join("man1"));
    assert!(pages.contains(&"topline-run.1".to_owned()) && pages.contains(&"topline.1".to_owned()), "{pages:?}");
    let run = fs::read_to_string(folder.path().join("man1/topline-run.1")).expect("a page");
    assert!(run.contains(".TH topline-run 1") && run.contains("\\-\\-keep"), "{run}");
}

/// A prompt that is given these lines.
fn prompt(folder: &Path, lines: &str) -> String {
    let mut shell = program(folder);
    shell.args(["sql", "--pipeline", "library", "--out", "out"]).env("XDG_STATE_HOME", folder).stdin(Stdio::piped());
    let mut shell = shell.spawn().expect("the program starts");
    shell.stdin.take().expect("its input").write_all(lines.as_bytes()).expect("lines");
    let told = shell.wait_with_output().expect("the program ends");
    assert_eq!(told.status.code(), Some(0), "{}", String::from_utf8_lossy(&told.stderr));
    String::from_utf8_lossy(&told.stdout).into_owned()
}

#[test]
fn the_prompt_has_commands_of_its_own() {
    let library = Library::new();
    topline(library.folder(), &["run", "--out", "out"]).exits(0);
    let told = prompt(
        library.folder(),
        "\\d\n\\d figures\n\\d raw.visits\n\\timing\nselect count(*) as n\nfrom responses;\n\\o rows.csv\nselect 1 as x;\n\\o\n\\e visited.1\n\\nope\n\\q\nselect 2 as never;\n",
    );
    for says in [
        "and a table for each question: visited, branch, ",
        "published  Utf8",
        "_row  Int64\n",
        "each query is timed\n",
        "| 10 |\n",
        "wrote 1 row to rows.csv\n",
        "\nvisited.1: ",
        "there is no command `\\nope`: `\\?` lists them\n",
    ] {
        assert!(told.contains(says), "{says}: {told}");
    }
    assert!(!told.contains("never"), "{told}");
    assert_eq!(fs::read_to_string(library.folder().join("rows.csv")).expect("rows"), "x\n1\n");
}

#[test]
fn rows_go_into_files() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (pipeline, out) = (root().join("pipelines").join(LGA), path(&seeds().out).to_owned());
    let query = "select question, code, label, 'a|b' as odd from options where question = 'role' order by code limit 2";
    let write = |file: &str| {
        let arguments = ["sql", query, "-p", path(&pipeline), "--out", &out, "-o", file];
        topline(folder.path(), &arguments)
    };
    for file in ["rows.parquet", "rows.csv", "rows.json", "rows.md"] {
        assert_eq!(write(file).exits(0).stdout, format!("wrote 2 rows to {file}\n"));
    }
    let read = |file: &str| fs::read_to_string(folder.path().join(file)).expect("rows");
    let lead = "Lead/responsibility for health/wellbeing/care";
    assert_eq!(
        read("rows.md"),
        format!(
            "| question | code | label | odd |\n| --- | ---: | --- | --- |\n\
             | role | 1 | Leader/Deputy Leader of Council | a\\|b |\n| role | 2 | {lead} | a\\|b |\n"
        )
    );
    assert_eq!(
        read("rows.csv"),
        format!("question,code,label,odd\nrole,1,Leader/Deputy Leader of Council,a|b\nrole,2,{lead},a|b\n")
    );
    assert_eq!(read("rows.json").lines().count(), 2);
    let parquet = fs::read(folder.path().join("rows.parquet")).expect("rows");
    assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
    let told = write("rows.xls").exits(2);
    assert!(told.stderr.contains("hint: end its name in .parquet, .csv, .json, .md or .txt"), "{}", told.stderr);
    assert_eq!(names(folder.path()).len(), 4);
}
