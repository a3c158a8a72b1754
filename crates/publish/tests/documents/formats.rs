//! `[publish] formats`: which files each format writes.

use topline_publish::document;
use topline_survey::DocumentFormat;

use crate::fixture::{SURVEY, plan, rest, shares, tables};

fn names(format: DocumentFormat, bulletin: &str) -> Vec<String> {
    let (plan, mut tables) = (plan(SURVEY, bulletin), tables());
    let mut empty = shares();
    "empty".clone_into(&mut empty.id);
    empty.sections.clear();
    tables.push(empty);
    let files =
        document(format).expect("a document of figures").files(&rest().with(&plan, &tables)).expect("a document");
    files.into_iter().map(|file| file.name).collect()
}

#[test]
fn each_format_writes_its_own_files() {
    assert_eq!(names(DocumentFormat::Report, ""), ["report.html"]);
    assert_eq!(names(DocumentFormat::Bulletin, "{read}"), ["bulletin.md"]);
    assert_eq!(names(DocumentFormat::Xlsx, ""), ["tables.xlsx"]);
    assert_eq!(names(DocumentFormat::Ods, ""), ["tables.ods"]);
    let csv = ["tables/Q1.csv", "tables/Q2.csv", "tables/Q3.csv", "tables/shares.csv"];
    assert_eq!(names(DocumentFormat::Csv, ""), csv, "a table without cells has no file");
}

#[test]
fn without_a_text_there_is_no_bulletin() {
    let (mut plan, tables) = (plan(SURVEY, ""), tables());
    plan.bulletin = None;
    let files = document(DocumentFormat::Bulletin).expect("a document of figures").files(&rest().with(&plan, &tables));
    assert_eq!(files.expect("nothing to write"), []);
}

#[test]
fn the_pipeline_chooses() {
    let formats = |publish: &str| plan(&format!("{SURVEY}\n{publish}"), "").survey.publishing.formats();
    assert_eq!(formats(""), [DocumentFormat::Report, DocumentFormat::Bulletin, DocumentFormat::Csv]);
    assert_eq!(formats("[publish]\nformats = [\"csv\", \"csv\"]"), [DocumentFormat::Csv]);
    assert_eq!(formats("[publish]\nformats = []"), []);
}
