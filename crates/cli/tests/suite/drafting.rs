//! A first pipeline from an export, and exports that differ from the one it was drafted for.

use std::fs;
use std::path::Path;

use crate::program::topline;
use crate::real::data;
use crate::workspace::Change::{Append, Replace};
use crate::workspace::{Library, path};

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
fn an_archive_is_drafted_from_as_it_is_received() {
    let library = Library::new();
    let packed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ingest/tests/exports/fixtures/beside_text.zip");
    let export = "data/raw/Answers_November 3, 2026.zip";
    fs::copy(packed, library.folder().join(export)).expect("an archive");
    topline(library.folder(), &["init", export, "-o", "pipelines/answers"]).exits(0);
    let survey = fs::read_to_string(library.folder().join("pipelines/answers/survey.toml")).expect("a draft");
    assert!(survey.contains("format = \"csv\"\nmember = \"CSV/survey.csv\""), "{survey}");
    let told = topline(library.folder(), &["run", "answers", "--out", "out"]).exits(0);
    assert!(told.stdout.contains("2 read: 2 accepted"), "{}", told.stdout);
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
    let same = topline(library.folder(), &["compare", EXPORT, "visits"]).exits(0);
    assert!(same.stdout.contains("nothing differs"), "{}", same.stdout);
    library.change(&[
        Replace(EXPORT, ",Age,Day,", ",Age in years,Day,"),
        Append(
            EXPORT,
            "r11,1,complete,Maybe,,,,,,,,,,,33,2024-03-06,\nr12,1,complete,Maybe,,,,,,,,,,,34,2024-03-06,\n",
        ),
    ]);
    let differs = topline(library.folder(), &["compare", EXPORT, "visits"]).exits(1);
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

/// An export of `TOPLINE_REAL`, drafted from and run as it is: every question that can be counted has its table.
fn drafts_and_runs(export: &Path, options: &[&str]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let name = export.display();
    let mut arguments = vec!["init", path(export), "-o", "drafted"];
    arguments.extend(options);
    topline(folder.path(), &arguments).exits(0);
    let ran = topline(folder.path(), &["run", "drafted", "--out", "out"]).exits(0);
    assert!(!ran.stdout.contains("unmapped"), "{name}: {}", ran.stdout);
    let sql = "select id from (select distinct question as id, kind from questions) where kind not in ('text', 'date')";
    let asked = topline(folder.path(), &["sql", sql, "-p", "drafted", "--out", "out", "--format", "csv"]).exits(0);
    let asked: Vec<&str> = asked.stdout.lines().skip(1).collect();
    assert!(!asked.is_empty(), "{name}: nothing to count");
    let entries = fs::read_dir(folder.path().join("out")).expect("outputs");
    let mut folders = entries.map(|entry| entry.expect("an entry").path().join("tables"));
    let tables = folders.find(|tables| tables.is_dir()).expect("tables");
    for question in asked {
        let table = tables.join(format!("{question}.csv"));
        assert!(table.exists(), "{name}: no table of `{question}`");
    }
}

#[test]
fn exports_of_every_kind_draft_and_run() {
    let Some(real) = data("statfiles") else { return };
    let python = real.join("statfiles/pyreadstat/test_data");
    for file in
        ["basic/sample.zsav", "basic/sample.por", "basic/sample.dta", "basic/dates_xpt_v8.xpt", "basic/test_width.sav"]
    {
        drafts_and_runs(&python.join(file), &[]);
    }
    // A set of columns, cells that are all missing by a tag, a single column, and names that only a catalogue has.
    for file in
        ["multiple_response/simple_alltypes.sav", "missing_data/missing_test.dta", "missing_data/missing_test.sav"]
    {
        drafts_and_runs(&python.join(file), &[]);
    }
    let catalogue = python.join("sas_catalog/test_formats_linux.sas7bcat");
    drafts_and_runs(&python.join("sas_catalog/test_data_linux.sas7bdat"), &["--metadata", path(&catalogue)]);
    for (data, definition) in
        [("sample-1.asc", "sample-1.sss"), ("sample-2.csv", "sample-2.sss"), ("sample-4.asc", "sample-4.sss")]
    {
        let folder = real.join("triple_s");
        drafts_and_runs(&folder.join(data), &["--metadata", path(&folder.join(definition))]);
    }
    let qualtrics = real.join("qualtrics/data/Sample Surveys/Side-by-Side Questions");
    drafts_and_runs(&qualtrics.join("SidebySide_Questions (Legacy).csv"), &[]);
    let questionnaire = qualtrics.join("Side-by-Side_Questions.qsf");
    drafts_and_runs(&qualtrics.join("SidebySide_Questions (Insights).csv"), &["--questionnaire", path(&questionnaire)]);
    drafts_and_runs(&real.join("dask2019/results.csv"), &[]);
}

/// One survey exported twice, with the labels of options and with their codes: what is counted is the same.
#[test]
fn exports_of_labels_and_of_codes_give_the_same_figures() {
    let Some(real) = data("ospo2024") else { return };
    let figures = |export: &str| -> Vec<String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let export = real.join("ospo2024").join(export);
        topline(folder.path(), &["init", path(&export), "-o", "drafted"]).exits(0);
        topline(folder.path(), &["run", "drafted", "--out", "out"]).exits(0);
        // Codes are those of the one export, and the places of options in the other.
        let sql = "select substr(figure, 1, length(figure) - strpos(reverse(figure), '.')) as place, lower(row_label), n, base \
                   from figures order by 1, 2, 3";
        let told = topline(folder.path(), &["sql", sql, "-p", "drafted", "--out", "out", "--format", "csv"]).exits(0);
        told.stdout.lines().map(str::to_owned).collect()
    };
    let labels = figures("2024 OSPO N222 Raw Data Text.csv");
    assert!(labels.len() > 1400, "{} figures", labels.len());
    assert_eq!(labels, figures("2024 OSPO N222 Raw Data Numeric.csv"));
}
