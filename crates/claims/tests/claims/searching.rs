//! Figures found by their words: what counts, how much, and what the value may decide.

use std::collections::BTreeMap;

use topline_claims::{FigureIndex, Found, Query, WantedUnit, describe_figure, wanted_unit};
use topline_plan::wording::{HouseWords, parse_phrase};
use topline_survey::{RoundingMode, RowKind, Unit};

use crate::fixture::{Cell, cell, joined, rounding};

fn labelled(place: &str, label: &str, n: u64, base: u64) -> Cell {
    Cell { row_label: label.to_owned(), ..cell(place, n, base) }
}

fn of_column(cell: Cell, label: &str) -> Cell {
    Cell { column_label: label.to_owned(), ..cell }
}

/// A survey of 200: how they travel, by sex and age; whether they are content; how old they are.
fn survey() -> Vec<Cell> {
    vec![
        labelled("travel.base", "Base", 200, 200),
        labelled("travel.1", "Train", 90, 200),
        labelled("travel.2", "Bus", 60, 200),
        labelled("travel.3", "Not at all", 50, 200),
        of_column(labelled("travel.1@sex.1", "Train", 30, 80), "Male"),
        of_column(labelled("travel.1@sex.2", "Train", 60, 120), "Female"),
        of_column(labelled("travel.1@age.1", "Train", 20, 50), "18 - 29"),
        of_column(labelled("travel.1@age.2", "Train", 40, 100), "> 60"),
        labelled("content.1", "Yes", 120, 200),
        labelled("content.2", "No", 80, 200),
        Cell { row_kind: RowKind::Net, ..labelled("content.either", "Yes or no", 200, 200) },
    ]
}

fn texts() -> BTreeMap<String, String> {
    let text = |question: &str, text: &str| (question.to_owned(), text.to_owned());
    BTreeMap::from([
        text("travel", "Travel to work. How do you usually travel to work?"),
        text("content", "Contentment. Are you content with public transport?"),
    ])
}

/// The names of the figures that are found for words and a value, the best first.
fn found(words: &[(&str, f64)], value: Option<&str>, change: impl Fn(&mut Query)) -> Vec<String> {
    let tables = joined(&survey());
    let index = FigureIndex::new(&tables, &texts());
    let mut query = Query::default();
    for (words, weight) in words {
        query.add(words, *weight);
    }
    if let Some(value) = value {
        let phrase = parse_phrase(value, &HouseWords::default()).expect("a value");
        (query.unit, query.stated, query.of) = (wanted_unit(&phrase.stated), phrase.stated, phrase.of);
    }
    change(&mut query);
    let found = index.find(&query, &rounding(RoundingMode::HalfUp), 3);
    found.iter().map(|found: &Found<'_>| found.figure.name().to_string()).collect()
}

fn first(words: &str, value: &str) -> String {
    found(&[(words, 1.0)], Some(value), |_| {}).first().cloned().unwrap_or_default()
}

#[test]
fn words_of_rows_columns_and_questions_find_a_figure() {
    assert_eq!(first("travel by train", "45%"), "travel.1");
    assert_eq!(first("travel by bus", "30%"), "travel.2");
    assert_eq!(first("content with public transport", "60%"), "content.1");
    assert_eq!(found(&[("zeppelin", 1.0)], Some("45%"), |_| {}), [""; 0]);
}

#[test]
fn a_value_decides_between_near_ties_alone() {
    // 30% is that of the bus, and the words speak of the train: a wrong value is no other figure.
    assert_eq!(first("travel to work by train", "30%"), "travel.1");
    // `Travel to work` is of each answer; 25% is that of the third.
    let tied = found(&[("travel to work", 1.0)], Some("25%"), |query| query.is_denied = true);
    assert_eq!(tied.first().map(String::as_str), Some("travel.3"));
    // Without words the value is all there is: 60 of 120 and no other figure is 50%.
    assert_eq!(found(&[], Some("50%"), |_| {}), ["travel.1@sex.2"]);
}

#[test]
fn columns_are_found_by_those_whom_they_are_of() {
    assert_eq!(first("men travel by train", "45%"), "travel.1@sex.1");
    assert_eq!(first("people aged 18 to 29 travel by train", "45%"), "travel.1@age.1");
    assert_eq!(first("of the over-60s travel by train", "45%"), "travel.1@age.2");
    // Both sexes are everybody.
    assert_eq!(first("men and women travel by train", "38%"), "travel.1");
    // What the rest of the sentence says names no column.
    let far = found(&[("travel by train", 1.0), ("men and women", 0.15)], Some("38%"), |_| {});
    assert_eq!(far.first().map(String::as_str), Some("travel.1"));
}

#[test]
fn what_is_denied_is_an_answer_that_denies() {
    let denied = |is_denied: bool| found(&[("content with transport", 1.0)], None, |query| query.is_denied = is_denied);
    assert_eq!(denied(true).first().map(String::as_str), Some("content.2"));
    assert_eq!(denied(false).first().map(String::as_str), Some("content.1"));
}

#[test]
fn the_kind_of_value_says_the_kind_of_figure() {
    let unit = |value: &str| wanted_unit(&parse_phrase(value, &HouseWords::default()).expect("a value").stated);
    for (value, kind) in [
        ("45%", WantedUnit::Share),
        ("one in four", WantedUnit::Share),
        ("most", WantedUnit::Share),
        ("9 of 20", WantedUnit::Share),
        ("81", WantedUnit::Count),
        ("about 81", WantedUnit::Count),
        ("7.4", WantedUnit::Value),
        ("12 points", WantedUnit::Value),
    ] {
        assert_eq!(unit(value), kind, "{value}");
    }
    assert_eq!(wanted_unit(&[]), WantedUnit::Any);
    let everybody = |unit: WantedUnit| found(&[("travel to work base", 1.0)], None, |query| query.unit = unit);
    assert_eq!(everybody(WantedUnit::Everybody).first().map(String::as_str), Some("travel.base"));
    assert!(!everybody(WantedUnit::Share).is_empty());
    // A base that is given goes before another.
    let of = |of: u64| found(&[("train", 1.0), ("men", 0.4)], None, |query| query.of = Some(of));
    assert_eq!(of(80).first().map(String::as_str), Some("travel.1@sex.1"));
}

#[test]
fn figures_that_documents_do_not_speak_of_are_not_found() {
    let mut cells = survey();
    cells.push(Cell { row_kind: RowKind::Absent, ..labelled("travel.refused", "Refused", 0, 200) });
    cells.push(Cell { row_kind: RowKind::Total, ..labelled("travel.total", "Refused", 200, 200) });
    cells.push(Cell { unit: Unit::Index, ..labelled("index.1", "Refused", 200, 200) });
    let tables = joined(&cells);
    let index = FigureIndex::new(&tables, &texts());
    assert!(index.find(&Query::of_words("refused"), &rounding(RoundingMode::HalfUp), 3).is_empty());
}

#[test]
fn a_figure_is_described_by_its_labels() {
    let tables = joined(&survey());
    let figure = tables[0].figures().find(|figure| figure.name().to_string() == "travel.1@sex.1").expect("a figure");
    // 30 of 80 are 37.5%, half up.
    let (value, labels) = describe_figure(&figure, &rounding(RoundingMode::HalfUp));
    assert_eq!((value.as_str(), labels.as_str()), ("38% (30 of 80)", "Train, Male"));
}
