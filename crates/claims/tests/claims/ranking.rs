//! Which of several figures goes first that words fit: by the part that the words are of, by what is not asked for, and by the kind of value.

use std::collections::BTreeMap;

use topline_claims::{FigureIndex, Found, Query, WantedUnit, describe_sum};
use topline_survey::{RoundingMode, RowKind, Statistic, Tabulation, Unit};

use crate::fixture::{Cell, cell, joined, net, rounding, tables};

fn labelled(place: &str, label: &str) -> Cell {
    Cell { row_label: label.to_owned(), ..cell(place, 50, 200) }
}

/// The figures that are found, the best first.
fn ranked(tables: &[Tabulation], words: &str, change: impl Fn(&mut Query)) -> Vec<String> {
    let index = FigureIndex::new(tables, &BTreeMap::new());
    let mut query = Query::default();
    query.add(words, 1.0);
    change(&mut query);
    let found = index.find(&query, &rounding(RoundingMode::HalfUp), 10);
    found.iter().map(|found: &Found<'_>| found.figure.name().to_string()).collect()
}

fn first(tables: &[Tabulation], words: &str) -> String {
    ranked(tables, words, |_| ()).first().cloned().unwrap_or_default()
}

fn first_of(tables: &[Tabulation], words: &str, unit: WantedUnit) -> String {
    ranked(tables, words, |query| query.unit = unit).first().cloned().unwrap_or_default()
}

#[test]
fn what_is_not_asked_for_costs() {
    // Both have the word; the shorter label says nothing else.
    let rows = joined(&[labelled("Q.1", "Green tea with lemon and honey"), labelled("Q.2", "Green tea")]);
    assert_eq!(first(&rows, "green tea"), "Q.2");
    assert_eq!(first(&rows, "green tea lemon honey"), "Q.1");
    let item = |place: &str, label: &str| Cell { item_label: label.to_owned(), ..labelled(place, "Good") };
    let mut items = tables(&[item("Q.a.1", "The price of tea in summer"), item("Q.b.1", "The price of tea")]);
    let second = items.remove(1);
    items[0].sections.extend(second.sections);
    assert_eq!(first(&items, "price tea good"), "Q.b.1");
    assert_eq!(first(&items, "price tea summer good"), "Q.a.1");
    // A column of which nothing is said costs more than the total.
    let columns = joined(&[
        Cell { column_label: "Gardeners".to_owned(), n: 25, base: 100, ..labelled("Q.1@job.1", "Green tea") },
        labelled("Q.1", "Green tea"),
    ]);
    assert_eq!(first(&columns, "green tea"), "Q.1");
    assert_eq!(first(&columns, "gardeners green tea"), "Q.1@job.1");
}

#[test]
fn a_rare_word_tells_more_than_a_common_one() {
    let labels = ["Green tea", "Black tea", "White tea", "Lemon juice"];
    let cells: Vec<Cell> = labels.iter().zip(1..).map(|(label, row)| labelled(&format!("Q.{row}"), label)).collect();
    assert_eq!(first(&joined(&cells), "tea lemon"), "Q.4");
}

#[test]
fn a_nearer_word_counts_more() {
    let rows = joined(&[labelled("Q.1", "Green"), labelled("Q.2", "Black")]);
    let both = |green: f64, black: f64| {
        let index = FigureIndex::new(&rows, &BTreeMap::new());
        let mut query = Query::default();
        query.add("green", green);
        query.add("black", black);
        index.find(&query, &rounding(RoundingMode::HalfUp), 1)[0].figure.row.label.clone()
    };
    assert_eq!(both(1.0, 0.4), "Green");
    assert_eq!(both(0.4, 1.0), "Black");
    // A word that is said twice keeps the greater weight.
    let mut query = Query::default();
    query.add("green", 1.0);
    query.add("green", 0.2);
    assert_eq!(query.words.len(), 1);
    assert!(query.words[0].weight > 0.9);
}

#[test]
fn an_own_table_goes_before_others_and_a_net_before_its_parts() {
    let other = Cell { question: "Q".to_owned(), ..labelled("A_by_age.1", "Green tea") };
    assert_eq!(first(&joined(&[other, labelled("Q.1", "Green tea")]), "green tea"), "Q.1");
    let high = Cell { row_label: "Green tea".to_owned(), ..net("Q.green_tea", 50, 200, &[1, 2]) };
    assert_eq!(first(&joined(&[labelled("Q.1", "Green tea"), high]), "green tea"), "Q.green_tea");
}

#[test]
fn the_kind_of_value_decides_between_rows_of_the_same_words() {
    let percent = labelled("Q.1", "Green tea");
    let count = Cell { unit: Unit::Count, x: Some(50.0), ..labelled("Q.2", "Green tea") };
    let everybody = Cell { unit: Unit::Count, x: Some(200.0), n: 200, ..labelled("Q.3", "Green tea") };
    let score = Cell { unit: Unit::Score, x: Some(3.5), ..labelled("Q.4", "Green tea") };
    let mut table = joined(&[percent.clone(), count, everybody.clone(), score]);
    table[0].sections[0].rows[3].head.statistic = Some(Statistic::Mean);
    let ranked = |unit: WantedUnit| ranked(&table, "green tea", |query| query.unit = unit);
    assert_eq!(ranked(WantedUnit::Value)[0], "Q.4");
    assert_eq!(ranked(WantedUnit::Count)[..2], ["Q.2", "Q.3"]);
    assert_eq!(ranked(WantedUnit::Everybody)[..2], ["Q.2", "Q.3"]);
    // A count of some of a base is a share of it; one of everybody there is, is none.
    assert_eq!(ranked(WantedUnit::Share), ["Q.1", "Q.2", "Q.3", "Q.4"]);
    assert_eq!(ranked(WantedUnit::Any), ["Q.1", "Q.2", "Q.3", "Q.4"], "any kind will do");
    // A base is asked for by its kind alone.
    let base = Cell { row_kind: RowKind::Base, ..labelled("Q.9", "Green tea") };
    let with_base = joined(&[Cell { unit: Unit::Count, x: Some(200.0), n: 200, ..base.clone() }, percent.clone()]);
    assert_eq!(first_of(&with_base, "green tea", WantedUnit::Everybody), "Q.9");
    for unit in [WantedUnit::Any, WantedUnit::Share] {
        assert_eq!(first_of(&with_base, "green tea", unit), "Q.1", "{unit:?}");
    }
    // Where a count is asked for, the respondents of a base go before those of an answer.
    let percents = joined(&[base, percent]);
    assert_eq!(first_of(&percents, "green tea", WantedUnit::Count), "Q.9");
}

#[test]
fn a_base_that_is_given_is_that_of_the_figure() {
    let of = |place: &str, base: u64| Cell { row_label: "Green tea".to_owned(), ..cell(place, 50, base) };
    let rows = joined(&[of("Q.1", 200), of("R.1", 90)]);
    let best = |base: u64| ranked(&rows, "green tea", |query| query.of = Some(base)).remove(0);
    assert_eq!(best(200), "Q.1");
    assert_eq!(best(90), "R.1");
}

#[test]
fn columns_are_named_whole() {
    let column = |place: &str, label: &str| Cell {
        column_label: label.to_owned(),
        n: 15,
        base: 60,
        ..labelled(place, "Green tea")
    };
    let table = joined(&[
        labelled("Q.1", "Green tea"),
        column("Q.1@job.1", "Town gardeners"),
        column("Q.1@job.2", "Town bakers"),
        column("Q.1@job.3", "Teachers"),
    ]);
    assert_eq!(first(&table, "town bakers green tea"), "Q.1@job.2");
    assert_eq!(first(&table, "teachers green tea"), "Q.1@job.3");
    // Several of one break are everybody.
    assert_eq!(first(&table, "teachers and town bakers green tea"), "Q.1");
    // What says of whom the value is goes before what the row says.
    let of_whom = ranked(&table, "teachers green tea", |query| query.set_group("teachers"));
    assert_eq!(of_whom[0], "Q.1@job.3");
}

#[test]
fn answers_taken_together_are_described_as_one() {
    let table = joined(&[labelled("Q.1", "Black"), Cell { row_label: "Green".to_owned(), ..cell("Q.2", 33, 200) }]);
    let answers: Vec<_> = table[0].figures().collect();
    // 50 and 33 of 200 are 41.5%.
    let (value, labels) = describe_sum(&answers, &rounding(RoundingMode::HalfUp)).expect("a value");
    assert_eq!((value.as_str(), labels.as_str()), ("42% (83 of 200)", "Black or Green, Total"));
    assert_eq!(describe_sum(&[], &rounding(RoundingMode::HalfUp)), None);
    let mut held = cell("Q.3", 1, 200);
    held.suppressed = Some(topline_survey::Why::SmallBase);
    let held = tables(&[held]);
    let answers: Vec<_> = held[0].figures().collect();
    assert_eq!(describe_sum(&answers, &rounding(RoundingMode::HalfUp)), None);
}
