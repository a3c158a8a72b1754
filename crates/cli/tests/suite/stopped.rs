//! Ended before its time: by signals, by what changes under it, by limits, by an output that is full.

use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::program::{finish, program, topline};
use crate::workspace::{Change, Library, files, path};

/// A survey with so many respondents that a run takes a while.
fn large(rows: usize) -> Library {
    let mut export = b"ID,answer,words\n".to_vec();
    for row in 0..rows {
        let answer = ["Yes", "No"][row % 2];
        writeln!(export, "r{row},{answer},so many words as respondent {row} has").expect("a text");
    }
    let survey = "id = \"large\"\ntitle = \"Large\"\n\n[source]\nname = \"export\"\npath = \"export.csv\"\nformat = \"csv\"\nrespondent = \"ID\"\n";
    let codebook = "[[question]]\nid = \"answer\"\nkind = \"single\"\ntext = \"Yes?\"\ncolumn = \"answer\"\n\
                    options = [{ code = 1, label = \"Yes\" }, { code = 2, label = \"No\" }]\n\n\
                    [[question]]\nid = \"words\"\nkind = \"text\"\ntext = \"Words?\"\ncolumn = \"words\"\nprivate = true\n";
    Library::with(&[
        Change::Write("pipelines/large/survey.toml", survey.as_bytes()),
        Change::Write("pipelines/large/codebook.toml", codebook.as_bytes()),
        Change::Write("pipelines/large/export.csv", &export),
    ])
}

fn run(library: &Library) -> Command {
    // A signal that is ignored where the tests are started would be ignored by the program too.
    let mut run = Command::new("env");
    run.args(["--default-signal", env!("CARGO_BIN_EXE_topline"), "run", "pipelines/large", "--out", "out"]);
    run.current_dir(library.folder()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    run
}

/// Waits until the run is writing.
fn is_staged(library: &Library) {
    let staging = library.folder().join("out/.large.staging/raw");
    let began = Instant::now();
    while !staging.exists() {
        assert!(began.elapsed() < Duration::from_mins(1), "the run does not begin");
        sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_signal_ends_a_run_and_leaves_nothing() {
    let library = large(300_000);
    for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129), ("XFSZ", 153)] {
        // A run may be over before the signal comes.
        let ended = (0..10).find_map(|_| stopped_by(&library, signal));
        let (found, stderr) = ended.unwrap_or_else(|| panic!("no run was stopped by SIG{signal}"));
        assert_eq!(found, Some(code), "{signal}: {stderr}");
        assert!(stderr.contains(&format!("error: stopped by SIG{signal}")), "{stderr}");
        assert_eq!(library.left(), [".large.lock"], "{signal}");
    }
}

/// Nobody reads what is written, so that a message waits for ever; a signal ends the program all the same.
#[test]
fn a_signal_ends_a_message_that_nobody_reads() {
    let library =
        Library::with(&[Change::Write("pipelines/library/codebook.toml", "[[question]]\n".repeat(3_000).as_bytes())]);
    let mut check = program(library.folder());
    let mut check = check.args(["check", "library"]).spawn().expect("the program starts");
    sleep(Duration::from_secs(2));
    assert!(check.try_wait().expect("the program").is_none(), "it waits for its message to be read");
    Command::new("kill").args(["-s", "TERM", &check.id().to_string()]).status().expect("kill");
    let began = Instant::now();
    let code = loop {
        if let Some(status) = check.try_wait().expect("the program") {
            break status.code();
        }
        assert!(began.elapsed() < Duration::from_secs(30), "it does not end");
        sleep(Duration::from_millis(20));
    };
    assert_eq!(code, Some(143));
}

/// The exit code of a run that a signal came to, and what it said; nothing where it was over before.
fn stopped_by(library: &Library, signal: &str) -> Option<(Option<i32>, String)> {
    let _ = fs::remove_dir_all(library.folder().join("out"));
    let run = run(library).spawn().expect("the program starts");
    is_staged(library);
    let sent = Command::new("kill").args(["-s", signal, &run.id().to_string()]).status().expect("kill");
    let told = run.wait_with_output().expect("the program ends");
    let is_over = !sent.success() || told.status.code() == Some(0);
    (!is_over).then(|| (told.status.code(), String::from_utf8_lossy(&told.stderr).into_owned()))
}

#[test]
fn an_export_that_changes_while_it_is_read_has_no_figures() {
    let library = large(300_000);
    let export = library.folder().join("pipelines/large/export.csv");
    let whole = fs::read(&export).expect("an export");
    let half = whole.len() as u64 / 2;
    let write = |export: &Path| File::options().write(true).open(export).expect("an export");
    let changes: [&dyn Fn(&Path); 5] = [
        &|export| write(export).set_len(half).expect("cut"),
        &|export| write(export).write_all(b"ID,answer,words\nr0,No ,so").expect("overwritten"),
        &|export| {
            let mut longer = File::options().append(true).open(export).expect("an export");
            longer.write_all(b"x1,Yes,late\n").expect("appended");
        },
        &|export| fs::write(export, "ID,answer,words\nr1,Yes,another\n").expect("another"),
        &|export| {
            fs::write(export.with_extension("new"), "ID,answer,words\nr1,Yes,another\n").expect("another");
            fs::rename(export.with_extension("new"), export).expect("renamed");
        },
    ];
    for (at, change) in changes.into_iter().enumerate() {
        fs::write(&export, &whole).expect("an export");
        let run = run(&library).spawn().expect("the program starts");
        is_staged(&library);
        change(&export);
        let told = run.wait_with_output().expect("the program ends");
        let stderr = String::from_utf8_lossy(&told.stderr);
        assert_eq!(told.status.code(), Some(2), "change {at}: {}{stderr}", String::from_utf8_lossy(&told.stdout));
        assert!(stderr.contains("export.csv: it changed while it was read"), "change {at}: {stderr}");
        assert_eq!(library.left(), [".large.lock"], "change {at}");
    }
}

#[test]
fn what_is_no_file_is_not_waited_for() {
    for place in ["data/raw/library.csv", "data/reference/branches.csv"] {
        let library = Library::with(&[Change::Remove(place)]);
        let file = library.folder().join(place);
        let made = Command::new("mkfifo").arg(&file).status().expect("mkfifo");
        assert!(made.success());
        let told = topline(library.folder(), &["run", "library", "--out", "out"]).exits(2);
        assert!(told.stderr.contains("it is not a file"), "{}", told.stderr);
        if place == "data/raw/library.csv" {
            topline(library.folder(), &["init", place, "-o", "drafted"]).exits(2);
        }
        fs::remove_file(&file).expect("removed");
        symlink("/dev/zero", &file).expect("a link");
        let told = topline(library.folder(), &["run", "library", "--out", "out"]).exits(2);
        assert!(told.stderr.contains("it is not a file"), "{}", told.stderr);
    }
}

#[test]
fn a_run_that_cannot_say_so_is_published() {
    let library = Library::new();
    let full = File::options().write(true).open("/dev/full").expect("a full device");
    let mut run = program(library.folder());
    run.args(["run", "library", "--out", "out"]).stdout(Stdio::from(full)).stderr(Stdio::piped());
    let told = run.output().expect("the program ends");
    let stderr = String::from_utf8_lossy(&told.stderr);
    assert_eq!(told.status.code(), Some(2));
    assert!(stderr.contains("the outputs of `library` were published all the same, at out/library"), "{stderr}");
    assert!(library.outputs().join("run.json").is_file());
}

/// Whether the signal of a limit on files ends a program is what the program that started it left to it, so each test of the limit says so itself.
fn with_a_limit_on_files(signal: &str, exit_code: i32) {
    let library = large(50_000);
    let script = format!("ulimit -f 200; exec '{}' run pipelines/large --out out", env!("CARGO_BIN_EXE_topline"));
    let mut limited = Command::new("env");
    let told = finish(limited.args([signal, "sh", "-c", &script]).current_dir(library.folder())).exits(exit_code);
    assert!(told.stderr.contains("error:"), "{}", told.stderr);
    assert_eq!(library.left(), [".large.lock"]);
}

#[test]
fn a_limit_on_files_is_told_with_its_signal() {
    with_a_limit_on_files("--default-signal=XFSZ", 153);
}

#[test]
fn a_limit_on_files_is_told_where_its_signal_is_ignored() {
    with_a_limit_on_files("--ignore-signal=XFSZ", 2);
}

#[test]
fn a_planted_lock_empties_nothing() {
    let library = Library::with(&[Change::Write("precious.txt", b"precious")]);
    fs::create_dir(library.folder().join("out")).expect("a folder");
    symlink("../precious.txt", library.folder().join("out/.library.lock")).expect("a link");
    topline(library.folder(), &["run", "library", "--out", "out"]).exits(2);
    assert_eq!(fs::read_to_string(library.folder().join("precious.txt")).expect("a file"), "precious");
}

#[test]
fn a_file_of_somebody_is_not_deleted() {
    let library = Library::new();
    topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
    library.change(&[Change::Write("out/library/my-notes.txt", b"mine")]);
    let told = topline(library.folder(), &["run", "library", "--out", "out"]).exits(2);
    assert!(told.stderr.contains("no run wrote out/library/my-notes.txt"), "{}", told.stderr);
    library.change(&[Change::Remove("out/library/my-notes.txt")]);
    topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
}

#[test]
fn answers_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let library = Library::new();
    topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
    for (name, _) in files(&library.outputs()) {
        let mode = fs::metadata(library.outputs().join(&name)).expect("an output").permissions().mode() & 0o777;
        let is_private = name.starts_with("raw/") || name == "responses.parquet" || name == "answers.parquet";
        assert_eq!(mode == 0o600, is_private, "{name} is {mode:o}");
    }
}

#[test]
fn no_variable_and_no_folder_of_the_machine_is_told() {
    let library = Library::with(&[Change::Replace(
        "pipelines/library/survey.toml",
        "../../data/raw/library.csv",
        "${SECRET}/a.csv",
    )]);
    let told = finish(program(library.folder()).args(["run", "library"]).env("SECRET", "s3cr3t")).exits(2);
    assert!(told.stderr.contains("${SECRET}/a.csv") && !told.stderr.contains("s3cr3t"), "{}", told.stderr);
    let library = Library::new();
    topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
    for sql in ["explain select age from responses", "explain analyze select age from responses"] {
        let told = topline(library.folder(), &["sql", sql, "--out", "out"]).exits(0);
        assert!(!told.stdout.contains(path(library.folder()).trim_start_matches('/')), "{}", told.stdout);
    }
}

#[test]
fn no_log_tells_an_answer() {
    let library = Library::with(&[Change::Replace("data/raw/library.csv", "Warm and quiet", "Zanzibar")]);
    for format in ["json", "text"] {
        let mut run = program(library.folder());
        run.args(["run", "library", "--force", "--out", "out", "--log", format]).env("RUST_LOG", "trace");
        let told = finish(&mut run).exits(0);
        assert!(told.stderr.contains("export read"), "there is a log");
        for word in ["Zanzibar", "datafusion", "parquet::"] {
            assert!(!told.stderr.contains(word), "{word} is in the log");
        }
    }
}

#[test]
fn a_terminal_is_given_no_orders() {
    let planted = "\u{1b}]0;title\u{7}\u{1b}[31mred\u{202e}";
    let library = Library::with(&[
        Change::Replace("data/raw/library.csv", "Warm and quiet", planted),
        Change::Replace(
            "pipelines/library/codebook.toml",
            "label = \"Good\"",
            "label = \"\\u001b[31mGood\", also = [\"Good\"]",
        ),
    ]);
    let run = topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
    let sql = topline(library.folder(), &["sql", "select * from responses", "--out", "out"]).exits(0);
    // Control characters of an export are taken off when it is read; marks of direction stay.
    assert!(sql.stdout.contains("[31mred\\u{202e}"), "{}", sql.stdout);
    let tables = topline(library.folder(), &["tables", "library", "--out", "out"]).exits(0);
    assert!(tables.stdout.contains("\\u{1b}[31mGood"), "{}", tables.stdout);
    let verify = topline(library.folder(), &["verify", "library", "--out", "out"]).exits(0);
    for told in [run, sql, tables, verify] {
        assert!(!told.stdout.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{}", told.stdout);
    }
    // Data for a machine are what they are.
    let csv =
        topline(library.folder(), &["sql", "select * from responses", "--out", "out", "--format", "csv"]).exits(0);
    assert!(csv.stdout.contains("[31mred\u{202e}"), "{}", csv.stdout);
}
