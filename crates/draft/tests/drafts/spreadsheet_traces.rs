//! What spreadsheets and their users leave in an export, and what no respondent answered.

use std::fmt::Write as _;
use std::io::Cursor;

use encoding_rs::Encoding;
use topline_survey::{FindingKind, Format, Source};

use crate::reading::{Whole, unknown, whole};

fn of_bytes(source: Source, bytes: Vec<u8>) -> Whole {
    whole(source, move || Cursor::new(bytes.clone()))
}

fn of_text(text: &str) -> Whole {
    of_bytes(unknown("data/export.csv"), text.as_bytes().to_vec())
}

fn labels(whole: &Whole) -> Vec<String> {
    let questions = whole.plan.codebook.asked();
    questions.flat_map(|question| question.options().iter().map(|option| option.label.clone())).collect()
}

/// Counted by hand: of 40 cells 5 are errors, whichever language the spreadsheet speaks.
#[test]
fn errors_are_no_options() {
    for error in ["#N/A", "#NV", "#REF!", "#ЗНАЧ!"] {
        let mut text = "id,Region,Satisfaction\n".to_owned();
        for id in 1..=40 {
            let region = if id % 8 == 0 { error } else { ["North", "South", "East"][id % 3] };
            let answer = ["Satisfied", "Neither", "Dissatisfied"][id % 3];
            let _ = writeln!(text, "{id},{region},{answer}");
        }
        let whole = of_text(&text);
        assert_eq!(whole.accounting.accepted, 40);
        assert_eq!(whole.findings.get(&FindingKind::CellError), Some(&5), "{error}: {:?}", whole.findings);
        assert!(labels(&whole).contains(&"North".to_owned()));
        assert!(labels(&whole).iter().all(|label| !label.starts_with('#')), "{:?}", labels(&whole));
    }
}

#[test]
fn control_characters_and_guards_are_no_part_of_a_label() {
    let mut text = "id,Colour,Rule\n".to_owned();
    for id in 1..=30 {
        let colour = if id == 7 { "Blue\0" } else { ["Red", "Blue"][id % 2] };
        let rule = ["'+44 rule", "'=none", "'-5 to 0"][id % 3];
        let _ = writeln!(text, "{id},{colour},{rule}");
    }
    let whole = of_text(&text);
    let mut found = labels(&whole);
    found.sort();
    assert_eq!(found, ["+44 rule", "-5 to 0", "=none", "Blue", "Red"]);
    assert_eq!(whole.findings.get(&FindingKind::Unmapped), None);
    // The guard of each rule, and the one colour.
    assert_eq!(whole.findings.get(&FindingKind::Spelling), Some(&31));
}

/// Written by openpyxl: a row of questions, merged over their items, and a row of items.
#[test]
fn merged_cells_make_two_rows_of_header() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../ingest/tests/exports/fixtures/merged-header.xlsx");
    let bytes = std::fs::read(path).expect("a workbook");
    let whole = of_bytes(Source { format: Format::Xlsx, ..unknown("data/export.xlsx") }, bytes);
    assert_eq!(whole.plan.survey.source.header_rows, 2);
    assert_eq!((whole.accounting.read, whole.accounting.accepted), (30, 30));
    let columns: Vec<&str> = whole.plan.codebook.asked().flat_map(topline_survey::Question::columns).collect();
    for item in ["Price", "Quality", "Staff"] {
        assert!(columns.contains(&format!("How satisfied are you with | {item}").as_str()), "{columns:?}");
    }
    assert!(labels(&whole).iter().all(|label| label != "Price"));
}

/// Written by openpyxl.
#[test]
fn what_a_workbook_hides_is_said_first() {
    for (name, says) in [
        ("filtered-rows.xlsx", "22 rows of the sheet are hidden by a filter on `Region`"),
        ("formulas-without-values.xlsx", "`Band`: 30 cells of the column are formulas without a stored value"),
    ] {
        let path = format!("{}/../ingest/tests/exports/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(path).expect("a workbook");
        let whole = of_bytes(Source { format: Format::Xlsx, ..unknown("data/export.xlsx") }, bytes);
        assert_eq!(whole.accounting.accepted, 30);
        assert!(whole.draft.notes.iter().any(|note| note.starts_with(says)), "{:?}", whole.draft.notes);
    }
}

#[test]
fn a_guessed_encoding_is_said() {
    let mut text = "id;Город;Оценка\r\n".to_owned();
    for id in 1..=30 {
        let (city, mark) = (["Москва", "Казань"][id % 2], ["Хорошо", "Плохо", "Не знаю"][id % 3]);
        let _ = write!(text, "{id};{city};{mark}\r\n");
    }
    let encoding = Encoding::for_label(b"windows-1251").expect("an encoding");
    let whole = of_bytes(unknown("data/export.csv"), encoding.encode(&text).0.into_owned());
    let says = "encoding: windows-1251, guessed by the letters of the text; `--encoding` names another";
    assert!(whole.draft.notes.iter().any(|note| note == says), "{:?}", whole.draft.notes);
    for label in ["Москва", "Казань", "Хорошо", "Плохо", "Не знаю"] {
        assert!(labels(&whole).contains(&label.to_owned()), "{:?}", labels(&whole));
    }
    assert!(of_text(&text).draft.notes.iter().all(|note| !note.contains("guessed")));
}
