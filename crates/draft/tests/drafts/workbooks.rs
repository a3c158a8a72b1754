//! Workbooks: the header of a SurveyMonkey export is short where its questions end, and goes on below.

use std::io::Cursor;

use rust_xlsxwriter::Workbook;
use topline_draft::Tool;
use topline_survey::{FindingKind, Format, Source};

use crate::reading::{lines, unknown, whole};

#[test]
fn surveymonkey_workbooks_name_columns_in_two_rows() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let header = [
        "Respondent ID",
        "Collector ID",
        "Start Date",
        "How satisfied are you?",
        "What do you drink? Tick all that apply",
    ];
    let below = ["", "", "", "Response", "Tea", "Milk", "Other (please specify)"];
    let mut rows: Vec<Vec<String>> =
        vec![header.iter().map(ToString::to_string).collect(), below.iter().map(ToString::to_string).collect()];
    for number in 0..12 {
        let satisfied = ["Very satisfied", "Satisfied", "Dissatisfied"][number % 3];
        let other = if number == 7 { "Beer of some kind" } else { "" };
        let milk = if number % 2 == 0 { "Milk" } else { "" };
        let row = [
            format!("1189{number}"),
            "7".into(),
            "2024-01-02".into(),
            satisfied.into(),
            "Tea".into(),
            milk.into(),
            other.into(),
        ];
        rows.push(row.to_vec());
    }
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row as u32, column as u16, cell).expect("a cell");
        }
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let source = Source { format: Format::Xlsx, ..unknown("export.xlsx") };
    let read = whole(source, || Cursor::new(bytes.clone()));
    assert_eq!((read.draft.tool, read.plan.survey.source.header_rows), (Tool::SurveyMonkey, 2));
    assert_eq!(read.findings.keys().collect::<Vec<&FindingKind>>(), Vec::<&FindingKind>::new());
    assert_eq!(read.accounting.accepted, 12);
    assert_eq!(
        lines(&read.plan),
        [
            "how_satisfied_are_you single: 1 Very satisfied, 2 Satisfied, 3 Dissatisfied",
            "q2 multi: 1 Tea, 2 Milk, 3 Other (please specify) Other open",
        ]
    );
}

#[test]
fn notes_may_stand_before_the_sheet_with_the_responses() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Notes").expect("a name").write_string(0, 0, "Exported today").expect("a cell");
    workbook.add_worksheet().set_name("Empty").expect("a name");
    let sheet = workbook.add_worksheet().set_name("Data").expect("a name");
    for (row, cells) in [["id", "drink"], ["a", "Tea"], ["b", "Milk"], ["c", "Tea"]].iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *cell).expect("a cell");
        }
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let source = Source { format: Format::Xlsx, ..unknown("export.xlsx") };
    let read = whole(source, || Cursor::new(bytes.clone()));
    assert_eq!(read.plan.survey.source.sheet.as_deref(), Some("Data"));
    assert_eq!((read.accounting.accepted, lines(&read.plan)), (3, vec!["drink single: 1 Tea, 2 Milk".to_owned()]));
}

#[test]
fn blank_rows_may_stand_above_the_header_of_a_sheet() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in [["id", "drink"], ["a", "Tea"], ["b", "Milk"], ["c", "Tea"]].iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write_string(row as u32 + 2, column as u16, *cell).expect("a cell");
        }
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let source = Source { format: Format::Xlsx, ..unknown("export.xlsx") };
    let read = whole(source, || Cursor::new(bytes.clone()));
    assert_eq!((read.plan.survey.source.header_rows, read.plan.survey.source.name_row), (3, Some(3)));
    assert_eq!((read.accounting.accepted, lines(&read.plan)), (3, vec!["drink single: 1 Tea, 2 Milk".to_owned()]));
}
