//! The highest and the lowest of some figures.

use topline_claims::judge;
use topline_survey::{FigureRef, RoundingMode, Ruling, States, Unit, Verdict};

use crate::fixture::{Cell, cell, claims, rounding, tables, value, weighted};

fn names(figures: &[&str]) -> Vec<FigureRef> {
    figures.iter().map(|name| name.parse().expect("a figure")).collect()
}

fn verdict(cells: &[Cell], states: States) -> Verdict {
    let mut claim = value(&["Q.1"], "1", None);
    claim.states = states;
    judge(&claims(vec![claim]), &tables(cells), &rounding(RoundingMode::HalfUp)).remove(0)
}

fn highest(cells: &[Cell], own: &[&str], among: &[&str]) -> Verdict {
    verdict(cells, States::Highest { figures: names(own), among: names(among) })
}

fn lowest(cells: &[Cell], own: &[&str], among: &[&str]) -> Verdict {
    verdict(cells, States::Lowest { figures: names(own), among: names(among) })
}

/// 30%, 40%, 20% and 40% of 80.
fn answers() -> Vec<Cell> {
    [24, 32, 16, 32].into_iter().zip(1..).map(|(n, row)| cell(&format!("Q.{row}"), n, 80)).collect()
}

#[test]
fn the_rival_is_the_one_that_comes_nearest() {
    let cells = answers();
    let found = highest(&cells, &["Q.2"], &["Q.1", "Q.2", "Q.3"]);
    assert_eq!(found.ruling, Ruling::Holds);
    assert_eq!(found.stated, "the highest of 3");
    assert_eq!(found.found, "Q.2: 32 of 80: 40%; the highest of the others is Q.1: 24 of 80: 30%");
    assert_eq!(found.reason, "none of the 2 others reaches as far");
    let found = lowest(&cells, &["Q.3"], &["Q.2", "Q.1"]);
    assert_eq!(found.ruling, Ruling::Holds);
    assert_eq!(found.stated, "the lowest of 3", "itself too, though it is not named among the others");
    assert_eq!(found.found, "Q.3: 16 of 80: 20%; the lowest of the others is Q.1: 24 of 80: 30%");
    let found = highest(&cells, &["Q.1"], &["Q.3", "Q.2"]);
    assert_eq!((found.ruling, found.reason.as_str()), (Ruling::Contradicted, "Q.2: 32 of 80: 40% is the highest"));
    let found = lowest(&cells, &["Q.1"], &["Q.2", "Q.3"]);
    assert_eq!((found.ruling, found.reason.as_str()), (Ruling::Contradicted, "Q.3: 16 of 80: 20% is the lowest"));
    let found = highest(&cells, &["Q.2"], &["Q.1", "Q.4"]);
    assert_eq!((found.ruling, found.reason.as_str()), (Ruling::Imprecise, "Q.4: 32 of 80: 40% is as far"));
}

#[test]
fn several_are_the_highest_where_no_other_reaches_the_least_of_them() {
    let cells = answers();
    assert_eq!(highest(&cells, &["Q.1", "Q.2", "Q.4"], &["Q.3"]).ruling, Ruling::Holds);
    assert_eq!(highest(&cells, &["Q.2", "Q.3"], &["Q.1"]).ruling, Ruling::Contradicted);
    assert_eq!(lowest(&cells, &["Q.1", "Q.3"], &["Q.2", "Q.4"]).ruling, Ruling::Holds);
    assert_eq!(lowest(&cells, &["Q.2", "Q.3"], &["Q.4", "Q.2"]).ruling, Ruling::Imprecise);
}

#[test]
fn figures_of_different_kinds_have_no_order() {
    let mut cells = answers();
    cells.push(Cell { unit: Unit::Score, x: Some(3.4), published: Some("3.40".to_owned()), ..cell("Q.mean", 80, 80) });
    cells.push(Cell { x: None, published: None, ..cell("Q.none", 0, 0) });
    for (own, among, reason) in [
        (["Q.1"], &["Q.2", "Q.mean"][..], "the figures are of different units"),
        (["Q.mean"], &["Q.1", "Q.2"], "the figures are of different units"),
        (["Q.1"], &["Q.1"], "there is no other figure to compare with"),
        (["Q.1"], &["Q.none"], "Q.none: nobody is in the figure's base"),
        (["Q.none"], &["Q.1"], "Q.none: nobody is in the figure's base"),
        (["Q.1"], &["Q.9"], "the run has no figure Q.9"),
    ] {
        for found in [highest(&cells, &own, among), lowest(&cells, &own, among)] {
            assert_eq!((found.ruling, found.reason.as_str()), (Ruling::NotCheckable, reason), "{own:?} {among:?}");
        }
    }
}

#[test]
fn counts_and_scores_and_weighted_shares_have_an_order() {
    let score = |place: &str, x: f64| Cell { unit: Unit::Score, x: Some(x), ..cell(place, 70, 70) };
    let scores = [score("Q.1", 3.4), score("Q.2", 3.5)];
    assert_eq!(highest(&scores, &["Q.2"], &["Q.1"]).ruling, Ruling::Holds);
    assert_eq!(highest(&scores, &["Q.1"], &["Q.2"]).ruling, Ruling::Contradicted);
    // Weighted counts go by their weights: 12.5 is more than 12.
    let count = |place: &str, x: f64, n| Cell { unit: Unit::Count, x: Some(x), ..cell(place, n, 80) };
    let counts = [count("Q.1", 12.5, 12), count("Q.2", 12.0, 12), count("Q.3", 11.0, 13)];
    assert_eq!(highest(&counts, &["Q.1"], &["Q.2", "Q.3"]).ruling, Ruling::Holds);
    assert_eq!(lowest(&counts, &["Q.3"], &["Q.2", "Q.1"]).ruling, Ruling::Holds);
    // Each is 400 of 1,615 respondents.
    let shares = [weighted("Q.1", 30.25), weighted("Q.2", 30.5)];
    assert_eq!(highest(&shares, &["Q.2"], &["Q.1"]).ruling, Ruling::Holds);
    assert_eq!(lowest(&shares, &["Q.2"], &["Q.1"]).ruling, Ruling::Contradicted);
}
