//! The values of one sentence, looked for together: they share a question, and no figure is told twice.

use std::collections::BTreeMap;

use topline_claims::{FigureIndex, Found, Query, WantedUnit, wanted_unit};
use topline_plan::wording::{HouseWords, parse_phrase};
use topline_survey::{RoundingMode, RowKind, Tabulation, Unit};

use crate::fixture::{Cell, cell, joined, net, rounding};

fn labelled(place: &str, label: &str) -> Cell {
    Cell { row_label: label.to_owned(), ..cell(place, 50, 200) }
}

/// Of each value of a sentence, by its words, the figures that are found.
fn found(tables: &[Tabulation], values: &[(&str, &str)]) -> Vec<Vec<String>> {
    let index = FigureIndex::new(tables, &BTreeMap::new());
    let queries: Vec<Query> = values.iter().map(|(words, value)| query(words, value)).collect();
    let found = index.find_together(&queries, &rounding(RoundingMode::HalfUp), 10);
    let names = |found: Vec<Found<'_>>| found.iter().map(|each| each.figure.name().to_string()).collect();
    found.into_iter().map(names).collect()
}

fn query(words: &str, value: &str) -> Query {
    let phrase = parse_phrase(value, &HouseWords::default()).expect("a value");
    let mut query = Query { unit: wanted_unit(&phrase.stated), stated: phrase.stated, ..Query::default() };
    query.add(words, 1.0);
    query
}

/// How people travel to work and to school: the same answers, and one that only the one or the other has.
fn travel() -> Vec<Tabulation> {
    joined(&[
        labelled("school.1", "Walk"),
        labelled("school.2", "Scooter"),
        labelled("work.1", "Walk"),
        labelled("work.2", "Taxi"),
    ])
}

#[test]
fn another_value_of_the_sentence_tells_the_question() {
    let first = |words: &str| {
        let found = found(&travel(), &[(words, "31%"), ("walk", "32%")]);
        (found[0][0].clone(), found[1][0].clone())
    };
    assert_eq!(first("taxi"), ("work.2".to_owned(), "work.1".to_owned()));
    assert_eq!(first("scooter"), ("school.2".to_owned(), "school.1".to_owned()));
    // By itself the order of the names decides.
    assert_eq!(found(&travel(), &[("walk", "32%")])[0][0], "school.1");
}

#[test]
fn words_go_before_what_a_sentence_shares() {
    let tables = joined(&[
        labelled("school.1", "Walk alone, with friends"),
        labelled("work.1", "Walk"),
        labelled("work.2", "Taxi"),
    ]);
    let found = found(&tables, &[("taxi", "31%"), ("walk alone with friends", "32%")]);
    assert_eq!(found[1][0], "school.1");
}

#[test]
fn a_sentence_tells_no_figure_twice() {
    let tables = joined(&[labelled("tea.1", "Green tea leaves"), labelled("tea.2", "Black tea leaves")]);
    let values = |second: &str| found(&tables, &[("green tea leaves", "31%"), ("tea leaves", second)]);
    assert_eq!(values("32%")[0][0], "tea.1");
    assert_eq!(values("32%")[1][0], "tea.2");
    // The same value may be the same figure.
    assert_eq!(values("31%")[1][0], "tea.1");
}

#[test]
fn a_value_chooses_no_column_that_nobody_speaks_of() {
    // So many words leave the column near the total, though it costs something.
    const LONG: &str = "Green tea with honey, lemon, ginger, cinnamon, mint, oat milk and brown sugar every morning";
    let of = |place: &str, label: &str| Cell {
        column_label: label.to_owned(),
        n: 30,
        base: 100,
        x: Some(30.0),
        published: Some("30".to_owned()),
        ..labelled(place, LONG)
    };
    let first = |label: &str, words: &str, value: &str| {
        let tables = joined(&[labelled("tea.1", LONG), of("tea.1@job.1", label)]);
        // 50 of 200 are 25%, 30 of 100 are 30%.
        found(&tables, &[(words, value)])[0][0].clone()
    };
    for value in ["30%", "30"] {
        assert_eq!(first("Bakers", LONG, value), "tea.1", "{value}");
        assert_eq!(first("Bakers", &format!("bakers {LONG}"), value), "tea.1@job.1", "{value}");
    }
}

/// How large the companies of 200 are.
fn sizes() -> Vec<Cell> {
    let labels = ["2-50", "51-250", "251-1,000", "1,001-10,000", "More than 10,000"];
    (1..).zip(labels).map(|(code, label)| labelled(&format!("size.{code}"), label)).collect()
}

/// The answers that a range takes together.
fn in_range(cells: &[Cell], words: &str, change: impl Fn(&mut Query)) -> Vec<String> {
    let tables = joined(cells);
    let index = FigureIndex::new(&tables, &BTreeMap::new());
    let mut query = query(words, "39%");
    change(&mut query);
    let found = index.find(&Query::of_words("more than 10,000"), &rounding(RoundingMode::HalfUp), 1);
    let answers = index.in_range(&query, 0.45, &found).unwrap_or_default();
    answers.iter().map(|figure| figure.row.key.clone()).collect()
}

#[test]
fn a_range_takes_answers_together() {
    let of = |words: &str| in_range(&sizes(), words, |_| ());
    assert_eq!(of("companies with 250 or fewer employees"), ["1", "2"]);
    assert_eq!(of("companies with over 1,000 employees"), ["4", "5"]);
    assert_eq!(of("companies with 51 to 1,000 employees"), ["2", "3"]);
    // One answer is the range, and none ends there.
    assert_eq!(of("companies with more than 10,000 employees"), [""; 0]);
    assert_eq!(of("companies with 300 or fewer employees"), [""; 0]);
    // Of whom the value is, and what the rest of the sentence says, is no answer; a count is no share.
    assert_eq!(in_range(&sizes(), "250 or fewer", |query| query.set_group("250 or fewer")), [""; 0]);
    assert_eq!(
        in_range(&sizes(), "250 or fewer", |query| query.words.iter_mut().for_each(|word| word.weight = 0.2)),
        [""; 0]
    );
    assert_eq!(in_range(&sizes(), "250 or fewer", |query| query.unit = WantedUnit::Count), [""; 0]);
}

#[test]
fn the_row_that_counts_just_the_answers_is_their_net() {
    let mut cells = sizes();
    cells.push(net("size.small", 100, 200, &[1, 2]));
    let tables = joined(&cells);
    let index = FigureIndex::new(&tables, &BTreeMap::new());
    let rows: Vec<_> = tables[0].figures().collect();
    let net = |answers: &[usize]| {
        let answers: Vec<_> = answers.iter().map(|at| rows[*at]).collect();
        index.net_of(&answers).map(|figure| figure.name().to_string())
    };
    assert_eq!(net(&[0, 1]).as_deref(), Some("size.small"));
    assert_eq!(net(&[1, 0]).as_deref(), Some("size.small"));
    assert_eq!(net(&[0, 2]), None);
    assert_eq!(net(&[0, 1, 2]), None);
    assert_eq!(net(&[]), None);
}

#[test]
fn all_who_took_part_are_the_base_with_the_value_or_the_greatest() {
    let base = |place: &str, n: u64| Cell { row_kind: RowKind::Base, unit: Unit::Count, ..cell(place, n, n) };
    let of_some = base("size.base@region.1", 300);
    let tables = joined(&[
        base("size.base", 198),
        base("trust.base", 200),
        base("price.base", 181),
        base("few.base", 90),
        of_some,
    ]);
    let index = FigureIndex::new(&tables, &BTreeMap::new());
    let sample = |value: &str| {
        index
            .sample(&query("took part", value), &rounding(RoundingMode::HalfUp))
            .map(|figure| figure.name().to_string())
    };
    assert_eq!(sample("181").as_deref(), Some("price.base"));
    assert_eq!(sample("90").as_deref(), Some("trust.base"), "few of them are not all");
    assert_eq!(sample("211").as_deref(), Some("trust.base"));
    assert_eq!(sample("300").as_deref(), Some("trust.base"), "a column is not everybody");
    assert_eq!(sample("198").as_deref(), Some("size.base"));
}
