//! What an export of the next wave has that the pipeline does not know.

use std::io::Cursor;

use topline_draft::{Difference, NewAnswers, difference};
use topline_ingest::open;

use crate::reading::{read, times};

const HEADER: &str = "id,drink,joined,age";
const ROWS: [&str; 4] = ["{n},Tea,A;B,34.5", "{n},Milk,B,40", "{n},Tea,A,51.25", "{n},Milk,B;C,18"];

fn against(header: &str, rows: &[&str]) -> Difference {
    let whole = read(&times(HEADER, &ROWS, 6));
    let text = times(header, rows, 1);
    let mut export = open(&whole.plan.survey.source, Cursor::new(text.into_bytes())).expect("an export");
    difference(&whole.plan, &whole.plan.survey.source, &mut export).expect("a difference")
}

#[test]
fn the_same_export_does_not_differ() {
    let found = against(HEADER, &ROWS);
    assert!(found.is_none(), "{found:?}");
    assert_eq!((found.rows, found.respondents), (4, 4));
}

#[test]
fn columns_are_told_by_what_became_of_them() {
    let found = against("id,age,drinks,joined,region", &["{n},34,Tea,A,North"]);
    let told: Vec<String> = found.columns.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["\"age\" now stands after \"id\"", "\"drink\" is now \"drinks\"", "\"region\" is new, after \"joined\""]
    );
    assert_eq!(found.not_allowed, found.columns);
}

/// What a run accepts as another spelling is neither new nor gone: letters that are composed or not, marks that nobody sees, case
/// and blanks.
#[test]
fn other_spellings_are_no_differences() {
    let rows = ["{n},Caf\u{e9},A;B,34", "{n},Bar,B,40", "{n},Caf\u{e9},A,51", "{n},Bar,B;A,18"];
    let whole = read(&times("id,O\u{f9},joined,age", &rows, 6));
    let rows = ["{n},CAFE\u{301},a;B,34", "{n},Bar\u{200b},B,40", "{n},CAFE\u{301},A,51", "{n}, bar ,B;A,18"];
    let text = times("id,Ou\u{300}\u{200b},joined,age", &rows, 1);
    let mut export = open(&whole.plan.survey.source, Cursor::new(text.into_bytes())).expect("an export");
    let found = difference(&whole.plan, &whole.plan.survey.source, &mut export).expect("a difference");
    assert!(found.is_none(), "{found:?}");
    assert_eq!(found.spelled, [("O\u{f9}".to_owned(), "Ou\u{300}\u{200b}".to_owned())]);
    let told: Vec<(&str, u64)> = found.spellings.iter().map(|each| (each.question.as_str(), each.others)).collect();
    // What one respondent wrote is counted, and what two did is told.
    assert_eq!(told, [("o", 2), ("joined", 1)]);
    assert_eq!(found.spellings[0].texts, [("CAFE\u{301}".to_owned(), 2)]);
}

#[test]
fn new_answers_are_counted_and_what_one_person_wrote_is_not_told() {
    let rows = ["{n},Beer,A;Zed,x", "{n},Beer,Zed,40", "{n},my name is nobody,A,41", "{n},Tea,B;once,42"];
    let found = against(HEADER, &rows);
    assert!(found.columns.is_empty());
    let new = |question: &str, text: &str| NewAnswers {
        question: question.to_owned(),
        texts: vec![(text.to_owned(), 2)],
        others: 1,
    };
    assert_eq!(found.answers, [new("drink", "Beer"), new("joined", "Zed")]);
    assert_eq!(found.malformed, [("age".to_owned(), 1)]);
}
