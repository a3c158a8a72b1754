//! Answers that words name side by side, or that have a value together.

use std::collections::BTreeMap;

use topline_claims::{FigureIndex, Query, wanted_unit};
use topline_plan::wording::{HouseWords, parse_phrase};
use topline_survey::{Figure, RoundingMode, RowKind, Tabulation, Unit};

use crate::fixture::{Cell, cell, joined, net, rounding};

/// How influential it is to 200 people: 10%, 15%, 30%, 25% and 20%.
fn influence() -> Vec<Cell> {
    let answers = [("Extremely", 20), ("Very", 30), ("Moderately", 60), ("Slightly", 50), ("Not at all", 40)];
    let answer = |(code, (label, n)): (i32, (&str, u64))| Cell {
        row_label: format!("{label} influential"),
        ..cell(&format!("influence.{code}"), n, 200)
    };
    (1..).zip(answers).map(answer).collect()
}

fn with<T>(cells: &[Cell], words: &str, value: &str, ask: impl Fn(&FigureIndex<'_>, &Query) -> T) -> T {
    let tables: Vec<Tabulation> = joined(cells);
    let question = "How influential is it where people choose a product at home?";
    let texts = BTreeMap::from([("influence".to_owned(), question.to_owned())]);
    let index = FigureIndex::new(&tables, &texts);
    let phrase = parse_phrase(value, &HouseWords::default()).expect("a value");
    let mut query = Query { unit: wanted_unit(&phrase.stated), stated: phrase.stated, ..Query::default() };
    query.add(words, 1.0);
    ask(&index, &query)
}

fn rows(answers: &[Figure<'_>]) -> Vec<String> {
    answers.iter().map(|figure| figure.row.key.clone()).collect()
}

/// The answers that a clause names side by side.
fn named(cells: &[Cell], clause: &str) -> Vec<String> {
    with(cells, clause, "25%", |index, query| {
        let found = index.find(query, &rounding(RoundingMode::HalfUp), 10);
        index.side_by_side(clause, &found).map(|answers| rows(&answers)).unwrap_or_default()
    })
}

/// The answers that have a value together, and whether the words fit each of them.
fn adding(words: &str, value: &str) -> Option<(Vec<String>, bool)> {
    with(&influence(), words, value, |index, query| {
        let rounding = rounding(RoundingMode::HalfUp);
        let found = index.find(query, &rounding, 10);
        index.adding_up(query, &rounding, &found).map(|(answers, are_near)| (rows(&answers), are_near))
    })
}

#[test]
fn answers_are_named_side_by_side() {
    let cells = influence();
    assert_eq!(named(&cells, "find it very or extremely influential"), ["2", "1"]);
    assert_eq!(named(&cells, "say that it is slightly or not at all influential"), ["4", "5"]);
    assert_eq!(named(&cells, "find it very, extremely or moderately influential"), ["2", "1", "3"]);
    assert_eq!(named(&cells, "find it very influential"), [""; 0]);
    assert_eq!(named(&cells, "find it very and extremely influential"), [""; 0]);
    assert_eq!(named(&cells, "find it, or found it, very influential, extremely so"), [""; 0]);
    assert_eq!(named(&cells, "find it very influential in what they buy at home or extremely so"), [""; 0]);
}

#[test]
fn numbers_before_labels_need_no_naming() {
    let numbered = |cell: Cell| Cell { row_label: format!("{} \u{2013} {}", cell.key.row, cell.row_label), ..cell };
    let cells: Vec<Cell> = influence().into_iter().map(numbered).collect();
    assert_eq!(named(&cells, "find it very or extremely influential"), ["2", "1"]);
}

#[test]
fn a_net_of_just_the_answers_is_meant_itself() {
    let mut cells = influence();
    cells.push(net("influence.high", 50, 200, &[1, 2]));
    assert_eq!(named(&cells, "find it very or extremely influential"), [""; 0]);
    assert_eq!(named(&cells, "find it slightly or not at all influential"), ["4", "5"]);
}

#[test]
fn answers_that_have_the_value_together_are_offered() {
    let answers = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<String>>();
    // 20 and 30 of 200 are 25%, 110 and 40 are 75%; the words fit one of the first two better.
    assert_eq!(adding("extremely influential", "25%"), Some((answers(&["1", "2"]), false)));
    // What all answers say fits each: 20 and 60 of 200 are 40%.
    assert_eq!(adding("influential", "40%"), Some((answers(&["1", "3"]), true)));
    // 30, 60, 50 and 40 of 200 are 90%: the last four.
    assert_eq!(adding("influential", "90%").map(|(found, _)| found), Some(answers(&["2", "3", "4", "5"])));
    // 50 and 40 of 200 are 45%, and so are 30 and 60: the last of the list go before any other with the best.
    assert_eq!(adding("moderately influential", "45%"), Some((answers(&["4", "5"]), false)));
    assert_eq!(adding("influential", "97%"), None);
    assert_eq!(adding("influential", "a quarter"), None);
}

#[test]
fn words_that_say_the_whole_of_one_answer_are_about_that_one() {
    let mut cells = influence();
    cells[2].row_label = "Influential".to_owned();
    // 30 and 60 of 200 are 45%.
    let found = with(&cells, "influential choose product home", "45%", |index, query| {
        let rounding = rounding(RoundingMode::HalfUp);
        index.adding_up(query, &rounding, &index.find(query, &rounding, 10)).map(|(found, near)| (rows(&found), near))
    });
    assert_eq!(found.map(|(_, are_near)| are_near), Some(false));
}

#[test]
fn words_name_one_answer_and_the_rest_of_the_list() {
    let rest = |clause: &str, value: &str| {
        with(&influence(), clause, value, |index, query| {
            let rounding = rounding(RoundingMode::HalfUp);
            let found = index.find(query, &rounding, 10);
            index.rest_of_list(clause, query, &found).map(|answers| rows(&answers)).unwrap_or_default()
        })
    };
    // 20 and 30 of 200 are 25%; 50 and 40 are 45%; 30, 60, 50 and 40 are 90%.
    assert_eq!(rest("find it at least very influential", "25%"), ["1", "2"]);
    assert_eq!(rest("find it very influential or more", "a quarter"), ["1", "2"]);
    assert_eq!(rest("find it slightly influential, or even less", "45%"), ["4", "5"]);
    assert_eq!(rest("find it at most slightly influential", "45%"), ["4", "5"]);
    assert_eq!(rest("find it at most very influential", "90%"), ["2", "3", "4", "5"]);
    // Where neither end has the value, the nearer is meant: 25% and 90%.
    assert_eq!(rest("find it at least very influential", "31%"), ["1", "2"]);
    assert_eq!(rest("find it at least very influential", "84%"), ["2", "3", "4", "5"]);
    // Of how many it is is no share, and only one answer is named.
    assert_eq!(rest("find it at least very influential", "50 people"), [""; 0]);
    assert_eq!(rest("find it very influential", "25%"), [""; 0]);
    assert_eq!(rest("find it, more or less, very influential", "25%"), [""; 0]);
}

#[test]
fn the_figure_that_alone_has_a_value_is_found_without_words() {
    let only = |cells: &[Cell], value: &str| {
        with(cells, "comma", value, |index, query| {
            index.only_with_value(query, &rounding(RoundingMode::HalfUp)).map(|figure| figure.name().to_string())
        })
    };
    let base = |place: &str, n: u64| Cell { row_kind: RowKind::Base, unit: Unit::Count, ..cell(place, n, n) };
    let mut cells = influence();
    cells.extend([base("influence.base", 200), base("trust.base", 180), base("price.base", 200)]);
    assert_eq!(only(&cells, "30%").as_deref(), Some("influence.3"));
    assert_eq!(only(&cells, "31%"), None);
    // Of bases that have it, the first is meant.
    assert_eq!(only(&cells, "200").as_deref(), Some("influence.base"));
    assert_eq!(only(&cells, "180").as_deref(), Some("trust.base"));
    // 54 of 180 are 30% too; a word for a share fits many.
    cells.push(cell("trust.1", 54, 180));
    assert_eq!(only(&cells, "30%"), None);
    assert_eq!(only(&cells, "most"), None);
}
