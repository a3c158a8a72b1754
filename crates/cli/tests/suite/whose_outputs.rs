//! Which pipeline made the outputs, from what, and what becomes of the others of a batch.

use std::fs;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::program::topline;
use crate::workspace::{Change, Library, copy};

/// A survey of one question, drafted from nothing but these answers.
fn pipeline(library: &Library, name: &str, id: &str, answers: &str) {
    let survey = format!(
        "id = \"{id}\"\ntitle = \"{name}\"\n\n[source]\nname = \"export\"\npath = \"export.csv\"\nformat = \"csv\"\n"
    );
    let codebook = "[[question]]\nid = \"agree\"\nkind = \"single\"\ntext = \"Do you agree?\"\ncolumn = \"agree\"\n\
                    options = [{ code = 1, label = \"Yes\" }, { code = 2, label = \"No\" }]\n";
    let file = |file: &str| format!("pipelines/{name}/{file}");
    library.change(&[
        Change::Write(&file("survey.toml"), survey.as_bytes()),
        Change::Write(&file("codebook.toml"), codebook.as_bytes()),
        Change::Write(&file("export.csv"), format!("agree\n{answers}").as_bytes()),
    ]);
}

/// Eight of ten agree.
const MANY: &str = "Yes\nYes\nYes\nYes\nYes\nYes\nYes\nYes\nNo\nNo\n";
/// Two of ten do.
const FEW: &str = "Yes\nYes\nNo\nNo\nNo\nNo\nNo\nNo\nNo\nNo\n";

#[test]
fn two_pipelines_of_one_name_do_not_answer_for_each_other() {
    let library = Library::new();
    pipeline(&library, "jan", "export", MANY);
    pipeline(&library, "feb", "export", FEW);
    topline(library.folder(), &["run", "jan", "--out", "out"]).exits(0);
    let told = topline(library.folder(), &["run", "feb", "--out", "out"]).exits(2);
    assert!(told.stderr.contains("there are the outputs of another pipeline, pipelines/jan"), "{}", told.stderr);
    assert!(told.stderr.contains("hint: give each pipeline an `id` of its own"), "{}", told.stderr);
    // What is there are January's, and only January is told of them.
    let own = topline(library.folder(), &["tables", "jan", "--format", "csv", "--out", "out"]).exits(0);
    assert!(own.stdout.contains("Yes,percent,80"), "{}", own.stdout);
    for reading in [
        &["tables", "feb"][..],
        &["sql", "select 1", "-p", "feb"],
        &["explain", "agree.1", "-p", "feb"],
        &["waves", "jan", "feb"],
        &["verify", "feb"],
    ] {
        let told = topline(library.folder(), &[reading, &["--out", "out"]].concat()).exits(2);
        assert!(told.stderr.contains("are those of another pipeline"), "{reading:?}: {}", told.stderr);
        assert_eq!(told.stdout, "", "{reading:?}");
    }
    // The same pipeline, moved, is the same; changed where it stands too, and that is said.
    fs::rename(library.folder().join("pipelines/jan"), library.folder().join("pipelines/january")).expect("moved");
    topline(library.folder(), &["tables", "january", "--out", "out"]).exits(0);
    topline(library.folder(), &["run", "january", "--out", "out"]).exits(0);
    library.change(&[Change::Replace(
        "pipelines/january/codebook.toml",
        "\"No\"",
        "\"No, I do not\", also = [\"No\"]",
    )]);
    let told = topline(library.folder(), &["tables", "january", "--out", "out"]).exits(0);
    assert!(told.stderr.contains("note: codebook.toml changed since the last run of `export`"), "{}", told.stderr);
    topline(library.folder(), &["run", "january", "--out", "out"]).exits(0);
}

#[test]
fn the_ledger_names_every_input() {
    let library = Library::new();
    topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
    let ledger = fs::read_to_string(library.outputs().join("run.json")).expect("a ledger");
    let ledger: Value = serde_json::from_str(&ledger).expect("JSON");
    let inputs = ledger["inputs"].as_array().expect("inputs");
    let digest =
        |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let pipeline = library.folder().join("pipelines/library");
    let files = [
        "bulletin.md",
        "claims/leaflet.toml",
        "codebook.toml",
        "headlines.toml",
        "survey.toml",
        "tables.toml",
        "../../data/raw/library.csv",
        "../../data/reference/branches.csv",
    ];
    for name in files {
        let input = inputs.iter().find(|input| input["name"] == name).unwrap_or_else(|| panic!("{name} is missing"));
        let bytes = fs::read(pipeline.join(name)).expect("an input");
        assert_eq!(input["sha256"], digest(&bytes), "{name}");
        assert_eq!(input["bytes"], bytes.len(), "{name}");
    }
    let figures = fs::read_dir(pipeline.join("figures")).expect("a folder").count();
    assert_eq!(inputs.len(), files.len() + figures, "{inputs:?}");
    assert_eq!(ledger["pipeline"]["path"], "pipelines/library");
    assert_eq!(ledger["version"], env!("CARGO_PKG_VERSION"));
    // Outside a repository it is empty.
    let commit = ledger["commit"].as_str().expect("a commit");
    let hex = commit.trim_end_matches("+changes");
    assert!(hex.is_empty() || (hex.len() == 40 && hex.bytes().all(|byte| byte.is_ascii_hexdigit())), "{commit}");
}

#[test]
fn a_batch_goes_on() {
    let library = Library::new();
    for (name, answers) in [("a", MANY), ("broken", MANY), ("c", "Yes\nPerhaps\n"), ("d", FEW)] {
        pipeline(&library, name, name, answers);
    }
    library.change(&[Change::Append("pipelines/broken/codebook.toml", "\nid = 1 2\n")]);
    let told = topline(library.folder(), &["run", "--out", "out"]).exits(2);
    for ran in ["a", "d", "library"] {
        assert!(told.stdout.contains(&format!("outputs    out/{ran}\n")), "{ran}: {}", told.stdout);
        assert!(library.folder().join("out").join(ran).join("run.json").is_file(), "{ran}");
    }
    assert!(told.stderr.contains("error: pipelines/broken:\n"), "{}", told.stderr);
    assert!(told.stderr.contains("error: c: failed to read 1 answer that matches no option"), "{}", told.stderr);
    assert!(!library.folder().join("out/c").exists());
    // The worst counts: 1 where one falls short and none fails.
    library.change(&[
        Change::Remove("pipelines/broken/survey.toml"),
        Change::Remove("pipelines/c/survey.toml"),
        Change::Replace("data/raw/library.csv", "complete,No,", "complete,Yes,"),
    ]);
    let told = topline(library.folder(), &["run", "--out", "out"]).exits(1);
    assert!(told.stdout.contains("NOT AS EXPECTED"), "{}", told.stdout);
    // Checks go on too.
    library.change(&[Change::Append("pipelines/a/codebook.toml", "\nid = 1 2\n")]);
    let told = topline(library.folder(), &["check"]).exits(2);
    assert_eq!(told.stdout.matches(": good (").count(), 2, "{}", told.stdout);
}

#[test]
fn two_of_one_survey_keep_no_third_from_its_run() {
    let library = Library::new();
    pipeline(&library, "other", "other", MANY);
    let pipelines = library.folder().join("pipelines");
    fs::create_dir(pipelines.join("copy")).expect("a folder that can be made");
    copy(&pipelines.join("library"), &pipelines.join("copy"));
    let told = topline(library.folder(), &["run", "--out", "out"]).exits(2);
    let both = "failed to tell pipelines/copy and pipelines/library apart: both are the survey `library`";
    assert!(told.stderr.contains(both), "{}", told.stderr);
    assert_eq!(library.left(), [".other.lock", "other"]);
}

#[test]
fn what_a_pipeline_does_not_read_is_told() {
    for (name, says) in [
        ("claims/003.TOML", "claims/003.TOML (files here are claims/*.toml)"),
        ("claims/sub/003.toml", "claims/sub (files here are claims/*.toml)"),
        ("claim/003.toml", "pipelines/library/claim (files here are claims/ and figures/)"),
        ("headline.toml", "pipelines/library/headline.toml"),
    ] {
        let library = Library::with(&[Change::Write(&format!("pipelines/library/{name}"), b"x = 1\n")]);
        for verb in ["check", "run", "verify"] {
            let told = topline(library.folder(), &[verb, "library"]).exits(2);
            assert!(told.stderr.contains(says), "{name}, {verb}: {}", told.stderr);
        }
    }
    // Data, notes and licences may lie there.
    let library = Library::with(&[
        Change::Write("pipelines/library/README.md", b"notes"),
        Change::Write("pipelines/library/old/export.csv", b"a,b\n"),
        Change::Write("pipelines/library/.gitignore", b"old\n"),
    ]);
    topline(library.folder(), &["check", "library"]).exits(0);
}

#[cfg(unix)]
#[test]
fn links_to_nothing_are_no_absent_files() {
    for name in ["bulletin.md", "claims", "headlines.toml"] {
        let library = Library::new();
        let path = library.folder().join("pipelines/library").join(name);
        let _ = fs::remove_file(&path);
        let _ = fs::remove_dir_all(&path);
        std::os::unix::fs::symlink("/nonexistent", &path).expect("a link");
        let told = topline(library.folder(), &["check", "library"]).exits(2);
        assert!(told.stderr.contains(&format!("failed to read pipelines/library/{name}")), "{name}: {}", told.stderr);
    }
}
