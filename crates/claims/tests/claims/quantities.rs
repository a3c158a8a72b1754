//! Quantities of figures that are no plain percentages: weighted counts, indices, differences, scores; and what verdicts say of words.

use topline_claims::judge;
use topline_survey::{RoundingMode, RowKind, Ruling, Statistic, Tabulation, Unit, Verdict};

use crate::fixture::{Cell, cell, claims, joined, net, rounding, tables, value, weighted};

fn verdict(table: &[Tabulation], words: &str, of: Option<u64>) -> Verdict {
    judge(&claims(vec![value(&["Q.1"], words, of)]), table, &rounding(RoundingMode::HalfUp)).remove(0)
}

#[track_caller]
fn check(figure: &Cell, words: &str, expect: Ruling) -> String {
    let verdict = verdict(&tables(std::slice::from_ref(figure)), words, None);
    assert_eq!(verdict.ruling, expect, "{words}: {}", verdict.reason);
    verdict.reason
}

fn valued(unit: Unit, x: f64) -> Cell {
    Cell { unit, x: Some(x), published: Some(format!("{x:.2}")), ..cell("Q.1", 50, 80) }
}

#[test]
fn a_weighted_count_is_the_whole_number_or_that_of_the_respondents() {
    let count = Cell { unit: Unit::Count, x: Some(398.6), n_weighted: 398.6, ..weighted("Q.1", 24.7) };
    check(&count, "399", Ruling::Holds);
    check(&count, "400", Ruling::Holds);
    check(&count, "398", Ruling::Contradicted);
    check(&count, "401", Ruling::Contradicted);
    check(&count, "over 398", Ruling::Holds);
    check(&count, "over 399", Ruling::Imprecise);
}

#[test]
fn an_index_is_a_value_and_no_count() {
    // 50 respondents, and an index of 120.
    let index = valued(Unit::Index, 120.0);
    check(&index, "120", Ruling::Holds);
    check(&index, "50", Ruling::Contradicted);
    check(&index, "over 100", Ruling::Holds);
    check(&index, "under 100", Ruling::Contradicted);
    check(&index, "just under 121", Ruling::Holds);
    check(&index, "over 50%", Ruling::NotCheckable);
    check(&index, "50 of 80", Ruling::NotCheckable);
}

#[test]
fn a_difference_is_stated_in_points() {
    let points = valued(Unit::Points, 12.25);
    check(&points, "12 percentage points", Ruling::Holds);
    check(&points, "12.3 percentage points", Ruling::Holds);
    check(&points, "13 percentage points", Ruling::Contradicted);
    check(&points, "over 12 percentage points", Ruling::Holds);
    // One point beyond a bound is imprecise.
    check(&points, "over 13 percentage points", Ruling::Imprecise);
    check(&points, "over 14 percentage points", Ruling::Contradicted);
    let reason = check(&valued(Unit::Score, 12.25), "over 12 percentage points", Ruling::NotCheckable);
    assert_eq!(reason, "a difference is stated, and the figure is none");
    check(&cell("Q.1", 20, 80), "over 12 percentage points", Ruling::NotCheckable);
}

#[test]
fn scores_are_near_within_one_part_in_a_hundred() {
    let score = valued(Unit::Score, 7.5);
    check(&score, "over 7.5", Ruling::Imprecise);
    check(&score, "over 7.57", Ruling::Imprecise);
    check(&score, "over 7.6", Ruling::Contradicted);
    check(&score, "at least 7.5", Ruling::Holds);
    let reason = check(&score, "10 of 80", Ruling::NotCheckable);
    assert_eq!(reason, "a count is stated, and the figure is a score");
    // Rounded otherwise, without a percent sign.
    let reason = check(&valued(Unit::Score, 7.25), "7.2", Ruling::OtherRounding);
    assert_eq!(reason, "7.2 is the value rounded half to even; rounded half up it is 7.3");
}

#[test]
fn a_range_is_of_published_percentages_and_words_of_exact_shares() {
    // 20.6% is published as 21%.
    let figure = cell("Q.1", 206, 1_000);
    check(&figure, "21-25%", Ruling::Holds);
    check(&figure, "18-21%", Ruling::Holds);
    check(&figure, "20.6-21%", Ruling::Holds);
    check(&figure, "20.7-22%", Ruling::Imprecise);
    check(&figure, "22-25%", Ruling::Contradicted);
    check(&figure, "15-19%", Ruling::Contradicted);
    // As many decimals as the finer end has: 20.6 is more than 20.5.
    check(&figure, "18-20.5%", Ruling::Imprecise);
}

#[test]
fn vague_words_are_not_refuted_and_plain_ones_hold() {
    let reason = |n: u64, words: &str, expect| check(&cell("Q.1", n, 80), words, expect);
    assert_eq!(
        reason(20, "many", Ruling::Holds),
        "the word is vague, at least 10% and at least three respondents, and the data do not refute it: 20 of 80: 25%"
    );
    assert_eq!(reason(60, "most", Ruling::Holds), "the word means more than 50%, and the data say 60 of 80: 75%");
    assert_eq!(
        reason(40, "most", Ruling::Imprecise),
        "the word means more than 50%, and the data just miss it: 40 of 80: 50%"
    );
    assert_eq!(
        reason(20, "most", Ruling::Contradicted),
        "the word means more than 50%, and the data say 20 of 80: 25%"
    );
    // Of all and none nothing is nearly so.
    assert_eq!(
        check(&cell("Q.1", 995, 1_000), "all", Ruling::Contradicted),
        "the word means exactly 100%, and the data say 995 of 1,000: 99.5%"
    );
    check(&cell("Q.1", 1_000, 1_000), "not all", Ruling::Contradicted);
    // Two are never many, whatever their share; three may be.
    check(&cell("Q.1", 2, 4), "many", Ruling::Contradicted);
    check(&cell("Q.1", 3, 6), "many", Ruling::Holds);
    check(&cell("Q.1", 1, 80), "some", Ruling::Holds);
}

#[test]
fn all_but_some_are_of_the_base() {
    check(&cell("Q.1", 78, 80), "all but two", Ruling::Holds);
    check(&cell("Q.1", 77, 80), "all but two", Ruling::Contradicted);
    let everybody = Cell { unit: Unit::Count, x: Some(80.0), ..cell("Q.1", 80, 80) };
    check(&everybody, "all but two", Ruling::NotCheckable);
}

#[test]
fn answers_alone_are_compared_with_an_answer() {
    let cells = [cell("Q.1", 30, 80), cell("Q.2", 20, 80), net("Q.high", 50, 80, &[1, 2])];
    let most = |cells: &[Cell]| verdict(&joined(cells), "the most common", None).ruling;
    assert_eq!(most(&cells), Ruling::Holds, "a net is no answer");
    let absent = Cell { row_kind: RowKind::Absent, ..cell("Q.no_answer", 40, 80) };
    assert_eq!(most(&[cells[0].clone(), cells[1].clone(), absent]), Ruling::Holds, "nor is no answer");
    let mut table = joined(&[cells[0].clone(), cells[1].clone(), cell("Q.2:row_percent", 60, 80)]);
    table[0].sections[0].rows[2].head.statistic = Some(Statistic::RowPercent);
    assert_eq!(verdict(&table, "the most common", None).ruling, Ruling::Holds, "nor another statistic");
}

#[test]
fn nothing_stated_of_a_base_that_a_figure_has_not_can_be_checked() {
    let everybody = tables(&[Cell { unit: Unit::Count, x: Some(80.0), ..cell("Q.1", 80, 80) }]);
    let found = verdict(&everybody, "80", Some(80));
    assert_eq!(found.ruling, Ruling::NotCheckable);
    assert_eq!(found.reason, "a base is stated, and the figure has none of its own");
    assert_eq!(found.found, "80", "out of nobody else");
    // What cannot be checked says why, and not that the base is another.
    let score = tables(&[valued(Unit::Score, 3.5)]);
    assert_eq!(verdict(&score, "most", Some(70)).reason, "a share is stated, and the figure is a score");
    assert_eq!(verdict(&score, "3.50", Some(80)).ruling, Ruling::Holds);
    assert_eq!(verdict(&score, "3.50", Some(70)).ruling, Ruling::Contradicted);
}

#[test]
fn parts_of_a_net_are_added_with_the_decimals_stated() {
    // 12.4% and 20.3% make 32.7%; rounded to whole percents, 12 and 20 make 32.
    let cells = [
        weighted("Q.2", 12.4),
        weighted("Q.3", 20.3),
        Cell { row_kind: RowKind::Net, parts: vec![2, 3], ..weighted("Q.1", 32.7) },
    ];
    let of = |words: &str| verdict(&joined(&cells), words, None);
    assert_eq!(of("33%").ruling, Ruling::Holds);
    let found = of("32%");
    assert_eq!(found.ruling, Ruling::SumOfRoundedParts);
    assert!(found.reason.starts_with("the rounded parts 12% and 20% add to 32%"), "{}", found.reason);
    assert_eq!(of("32.7%").ruling, Ruling::Holds);
    // A part that is held back adds to nothing.
    let mut held = cells.to_vec();
    held[0].suppressed = Some(topline_survey::Why::SmallBase);
    assert_eq!(verdict(&joined(&held), "32%", None).ruling, Ruling::OtherRounding, "cut off");
    // A net of one answer has no parts.
    let one = [weighted("Q.2", 32.2), Cell { row_kind: RowKind::Net, parts: vec![2], ..weighted("Q.1", 32.7) }];
    assert_eq!(verdict(&joined(&one), "32%", None).ruling, Ruling::OtherRounding);
}
