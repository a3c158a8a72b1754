//! The documents of a run, as `[publish]` asks for them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::program::topline;
use crate::workspace::{Change, Library, copy, names, path, root};

#[test]
fn a_run_writes_the_formats_that_are_asked_for() {
    let documents = |library: &Library| {
        topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
        let mut names = names(&library.outputs());
        names.extend(self::names(&library.outputs().join("tables")));
        let documents = ["bulletin.md", "report.html", "tables.ods", "tables.xlsx", "visited.csv", "visited.parquet"];
        names.retain(|name| documents.contains(&name.as_str()));
        names
    };
    assert_eq!(documents(&Library::new()), ["bulletin.md", "report.html", "visited.csv"]);
    let asked = Change::Append("pipelines/library/survey.toml", "\n[publish]\nformats = [\"csv\"]\n");
    assert_eq!(documents(&Library::with(&[asked])), ["visited.csv"]);
    let tables = Change::Append("pipelines/library/survey.toml", "\n[publish]\nformats = [\"parquet\"]\n");
    let library = Library::with(&[tables]);
    assert_eq!(documents(&library), ["visited.parquet"]);
    // The ledger has how many rows a table has.
    let count = "select count(*) as n from figures where table_id = 'visited'";
    let told = topline(library.folder(), &["sql", count, "-p", "library", "--out", "out", "--format", "csv"]).exits(0);
    let ledger = fs::read(library.outputs().join("run.json")).expect("the ledger");
    let ledger: serde_json::Value = serde_json::from_slice(&ledger).expect("JSON");
    let outputs = ledger["outputs"].as_array().expect("outputs");
    let table = outputs.iter().find(|output| output["path"] == "tables/visited.parquet").expect("the table");
    assert_eq!(told.stdout, format!("n\n{}\n", table["rows"]));
    let workbooks = Change::Append("pipelines/library/survey.toml", "\n[publish]\nformats = [\"xlsx\", \"ods\"]\n");
    assert_eq!(documents(&Library::with(&[workbooks])), ["tables.ods", "tables.xlsx"]);
}

/// What is asked for in addition to the pipeline.
const WORKBOOKS: &str = "\n[publish]\nformats = [\"xlsx\", \"ods\"]\n";

/// The survey of the fixture, and one of the project's own with its data, run with workbooks: their folders of outputs.
fn runs_with_workbooks(folder: &Path) -> Vec<PathBuf> {
    copy(&root().join("tests/fixtures/library"), folder);
    for folder_of in ["pipelines/lga-councillors-2017", "data/raw/lga-councillors-2017", "data/reference"] {
        let to = folder.join(folder_of);
        fs::create_dir_all(&to).expect("a folder that can be made");
        copy(&root().join(folder_of), &to);
    }
    let surveys = ["library", "lga-councillors-2017"];
    surveys
        .map(|survey| {
            let file = folder.join("pipelines").join(survey).join("survey.toml");
            let text = fs::read_to_string(&file).expect("a survey") + WORKBOOKS;
            fs::write(&file, text).expect("a file that can be written");
            topline(folder, &["run", survey, "--out", "out"]).exits(0);
            folder.join("out").join(survey)
        })
        .to_vec()
}

#[test]
#[expect(clippy::print_stderr, reason = "whoever runs the tests must see that a part of this one did not")]
fn workbooks_keep_every_rule_and_have_the_numbers_of_the_run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let runs = runs_with_workbooks(folder.path());
    for run in &runs {
        let [xlsx, ods] = ["tables.xlsx", "tables.ods"].map(|name| run.join(name));
        let told = topline(folder.path(), &["lint", path(&xlsx), path(&ods)]).exits(0);
        assert_eq!(told.stdout, format!("{}: 0 faults\n{}: 0 faults\n", xlsx.display(), ods.display()));
        let before = [&xlsx, &ods].map(|file| fs::read(file).expect("a workbook"));
        let survey = run.file_name().and_then(|name| name.to_str()).expect("a name");
        topline(folder.path(), &["run", survey, "--out", "out"]).exits(0);
        assert!(before == [&xlsx, &ods].map(|file| fs::read(file).expect("a workbook")), "two runs differ");
    }
    // Read by others: openpyxl, odfdo and pyarrow.
    let python = env::var("TOPLINE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let modules = Command::new(&python).args(["-c", "import openpyxl, odfdo, pyarrow"]).output();
    if !modules.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: documents: openpyxl, odfdo or pyarrow is not installed");
        return;
    }
    let oracle = root().join("tests/oracles/workbooks.py");
    let output = Command::new(&python).arg(oracle).args(&runs).output().expect("Python runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(said.lines().filter(|line| line.ends_with(" 0 differ")).count(), 4, "{said}");
}

#[test]
fn what_breaks_a_rule_is_listed_and_is_the_exit_code() {
    let asked =
        Change::Append("pipelines/library/survey.toml", "\n[publish]\nformats = [\"xlsx\"]\nworkbook = \"banner\"\n");
    let library = Library::with(&[asked, Change::Write("text.xlsx", b"no workbook")]);
    topline(library.folder(), &["run", "library", "--out", "out"]).exits(0);
    let workbook = "out/library/tables.xlsx";
    let told = topline(library.folder(), &["lint", workbook]).exits(1);
    assert!(
        told.stdout.contains("out/library/tables.xlsx: there is no cover sheet (front-sheets)\n"),
        "{}",
        told.stdout
    );
    let told = topline(library.folder(), &["lint", workbook, "--format", "csv"]).exits(1);
    assert!(told.stdout.starts_with("workbook,rule,sheet,cell,said,asks,why,source\n"), "{}", told.stdout);
    let told = topline(library.folder(), &["lint", workbook, "--format", "json"]).exits(1);
    let first: serde_json::Value = serde_json::from_str(told.stdout.lines().next().expect("a fault")).expect("JSON");
    assert_eq!(first["rule"], "front-sheets");
    let told = topline(library.folder(), &["lint", "text.xlsx", workbook]).exits(2);
    assert!(
        told.stderr.starts_with("error: failed to check text.xlsx\n  because: failed to open the workbook"),
        "{}",
        told.stderr
    );
    assert!(told.stdout.contains("front-sheets"), "the others are checked all the same");
    let rules = topline(library.folder(), &["lint", "--rules", "--format", "csv"]).exits(0).stdout;
    assert_eq!(rules.lines().count(), 42, "{rules}");
}
