//! How much more one figure is than another: the words of `by`, each at its bounds, which `docs/src/reference/wordings.md` states.

use topline_claims::judge;
use topline_survey::{CellError, FigureRef, Relation, RoundingMode, Ruling, Size, States, Tabulation, Unit};

use crate::fixture::{Cell, cell, claims, rounding, tables, value, weighted};

/// The ruling and the reason of a comparison.
fn compared(tables: &[Tabulation], own: &str, order: Relation, with: &str, by: Option<Size>) -> (Ruling, String) {
    let name = |text: &str| -> FigureRef { text.parse().expect("a figure") };
    let mut claim = value(&[own], "1", None);
    let by = by.map(|size| (size, "words".to_owned()));
    claim.states = States::Compared { figures: vec![name(own)], order, with: name(with), by };
    let verdict = judge(&claims(vec![claim]), tables, &rounding(RoundingMode::HalfUp)).remove(0);
    (verdict.ruling, verdict.reason)
}

/// Two percentages of 1,000 respondents each, the first more than the second by so much.
#[track_caller]
fn check(counts: (u64, u64), size: Size, expect: Ruling) -> String {
    let cells = [cell("Q.1", counts.0, 1_000), cell("Q.2", counts.1, 1_000)];
    let (ruling, reason) = compared(&tables(&cells), "Q.1", Relation::More, "Q.2", Some(size));
    assert_eq!(ruling, expect, "{counts:?} {size:?}: {reason}");
    reason
}

fn times(text: &str) -> topline_exact::Decimal {
    text.parse().expect("a decimal")
}

#[test]
fn words_have_bounds_in_points() {
    // `slightly`: at most 5 points.
    check((210, 200), Size::Slight, Ruling::Holds);
    check((250, 200), Size::Slight, Ruling::Holds);
    check((251, 200), Size::Slight, Ruling::Imprecise);
    check((259, 200), Size::Slight, Ruling::Imprecise);
    check((261, 200), Size::Slight, Ruling::Contradicted);
    // `rather`: at least 2.
    check((220, 200), Size::Moderate, Ruling::Holds);
    check((300, 200), Size::Moderate, Ruling::Holds);
    check((219, 200), Size::Moderate, Ruling::Imprecise);
    check((211, 200), Size::Moderate, Ruling::Imprecise);
    check((209, 200), Size::Moderate, Ruling::Contradicted);
    // `much`: at least 10.
    check((600, 500), Size::Large, Ruling::Holds);
    check((900, 200), Size::Large, Ruling::Holds);
    check((599, 500), Size::Large, Ruling::Imprecise);
    check((591, 500), Size::Large, Ruling::Imprecise);
    check((589, 500), Size::Large, Ruling::Contradicted);
    let reason = check((259, 200), Size::Large, Ruling::Contradicted);
    assert!(reason.starts_with("the word means at least 10 points apart, and they are 5.9 points apart"), "{reason}");
}

#[test]
fn what_is_exactly_at_a_bound_is_within_it_whatever_the_numbers() {
    for low in 0..=95 {
        check(((low + 5) * 10, low * 10), Size::Slight, Ruling::Holds);
        check(((low + 2) * 10, low * 10), Size::Moderate, Ruling::Holds);
    }
    for low in 0..=90 {
        check(((low + 10) * 10, low * 10), Size::Large, Ruling::Holds);
    }
    for third in 1..=33 {
        check((third * 30, third * 10), Size::MoreThanTimes(times("3")), Ruling::Imprecise);
        check((third * 30, third * 10), Size::AlmostTimes(times("3")), Ruling::Imprecise);
    }
}

#[test]
fn differences_in_digits_are_rounded_as_stated() {
    // 25.9 points: 26 to whole points.
    check((459, 200), Size::Points(times("26")), Ruling::Holds);
    check((459, 200), Size::Points(times("25.9")), Ruling::Holds);
    check((459, 200), Size::Points(times("25")), Ruling::Contradicted);
    // 27.5% and 20.4% are published as 28% and 20%: 8 points apart as published, 7.1 in fact.
    let reason = check((275, 204), Size::Points(times("8")), Ruling::OtherRounding);
    assert!(
        reason.starts_with("the rounded percentages are 8 points apart; the exact ones are 7.1 points"),
        "{reason}"
    );
    check((275, 204), Size::Points(times("7")), Ruling::Holds);
    check((275, 204), Size::Points(times("9")), Ruling::Contradicted);
}

#[test]
fn ratios_have_an_eighth_to_either_side() {
    let twice = Size::Times(times("2"));
    check((400, 200), twice, Ruling::Holds);
    check((425, 200), twice, Ruling::Holds);
    check((375, 200), twice, Ruling::Holds);
    check((426, 200), twice, Ruling::Imprecise);
    check((374, 200), twice, Ruling::Imprecise);
    check((450, 200), twice, Ruling::Imprecise);
    check((350, 200), twice, Ruling::Imprecise);
    check((451, 200), twice, Ruling::Contradicted);
    let reason = check((348, 200), twice, Ruling::Contradicted);
    assert_eq!(reason, "the one is 1.74 times the other");
    let more = Size::MoreThanTimes(times("2"));
    check((401, 200), more, Ruling::Holds);
    check((400, 200), more, Ruling::Imprecise);
    check((396, 200), more, Ruling::Imprecise);
    check((395, 200), more, Ruling::Contradicted);
    let almost = Size::AlmostTimes(times("2"));
    check((399, 200), almost, Ruling::Holds);
    check((350, 200), almost, Ruling::Holds);
    check((400, 200), almost, Ruling::Imprecise);
    check((404, 200), almost, Ruling::Imprecise);
    check((405, 200), almost, Ruling::Contradicted);
    check((340, 200), almost, Ruling::Contradicted);
    // Nothing has no multiple.
    assert_eq!(check((400, 0), twice, Ruling::Contradicted), "the other is 0");
    assert_eq!(check((400, 0), more, Ruling::Holds), "the other is 0");
}

#[test]
fn less_is_as_far_the_other_way() {
    let cells = tables(&[cell("Q.1", 200, 1_000), cell("Q.2", 400, 1_000)]);
    let less = |size| compared(&cells, "Q.1", Relation::Less, "Q.2", Some(size)).0;
    assert_eq!(less(Size::Times(times("2"))), Ruling::Holds);
    assert_eq!(less(Size::Large), Ruling::Holds);
    assert_eq!(less(Size::Slight), Ruling::Contradicted);
    assert_eq!(less(Size::Points(times("20"))), Ruling::Holds);
    // The order goes before the size.
    assert_eq!(compared(&cells, "Q.1", Relation::More, "Q.2", Some(Size::Large)).0, Ruling::Contradicted);
}

/// 50 and 40 of 100 each: standard errors of 5 and 4.899 points.
fn pair(first: &str, second: &str) -> [Cell; 2] {
    [cell(first, 50, 100), cell(second, 40, 100)]
}

/// The interval of the difference of two figures, and whether chance can make it.
fn interval(cells: &[Cell; 2]) -> String {
    let [own, with] = [&cells[0], &cells[1]].map(|cell| cell.key.to_string());
    let (_, reason) = compared(&tables(cells), &own, Relation::More, &with, None);
    reason.split_once(": ").expect("an interval").1.to_owned()
}

#[test]
fn intervals_are_those_of_the_respondents_compared() {
    // Different respondents: 1.96 times the root of 25 + 24 is 13.72.
    let apart = "10.0 points apart (95% interval -3.7 to 23.7; chance alone can make it)";
    assert_eq!(interval(&pair("Q.1@sex.1", "Q.1@sex.2")), apart);
    // The same respondents may go together in any way: 1.96 times 5 + 4.899 is 19.4.
    let shared = "10.0 points apart (95% interval -9.4 to 29.4; chance alone can make it)";
    assert_eq!(interval(&pair("Q.1", "Q.2")), shared);
    assert_eq!(interval(&pair("Q.1@sex.1", "Q.2@sex.1")), shared);
    assert_eq!(interval(&pair("Q.1@sex.1", "Q.1@age.2")), shared);
    assert_eq!(interval(&pair("Q.1@sex.1", "Q.1")), shared);
    // A column within a column holds respondents of it, whichever is named first.
    assert_eq!(interval(&pair("Q.1@sex.1/age.1", "Q.1@sex.1")), shared);
    assert_eq!(interval(&pair("Q.1@sex.1", "Q.1@sex.1/age.1")), shared);
    // A respondent may have ticked both boxes, and those of other ages are apart whatever they ticked.
    assert_eq!(interval(&pair("Q.1@boxes.1", "Q.1@boxes.2")), shared);
    assert_eq!(interval(&pair("Q.1@boxes.1/age.1", "Q.1@boxes.2/age.2")), apart);
}

#[test]
fn columns_of_tick_boxes_are_not_taken_for_different_respondents() {
    // 15 points: chance makes 13.7 of different respondents, and up to 19.3 where they may be the same.
    let beyond_chance = |first: &str, second: &str| {
        let cells = [cell(first, 55, 100), cell(second, 40, 100)];
        compared(&tables(&cells), first, Relation::More, second, Some(Size::BeyondChance)).0
    };
    assert_eq!(beyond_chance("Q.1@sex.1", "Q.1@sex.2"), Ruling::Holds);
    assert_eq!(beyond_chance("Q.1@boxes.1", "Q.1@boxes.2"), Ruling::Contradicted);
}

#[test]
fn errors_are_those_of_the_design_or_of_the_effective_base() {
    // An effective base of 25 doubles both standard errors: 27.4.
    let effective = pair("Q.1@sex.1", "Q.1@sex.2").map(|cell| Cell { base_effective: Some(25.0), ..cell });
    assert_eq!(interval(&effective), "10.0 points apart (95% interval -17.4 to 37.4; chance alone can make it)");
    // Declared errors of 3 and 4 points: 1.96 times 5 is 9.8, which leaves out 0.
    let mut tables = tables(&pair("Q.1@sex.1", "Q.1@sex.2"));
    for (table, se) in tables.iter_mut().zip([3.0, 4.0]) {
        table.sections[0].rows[0].cells[0].error = CellError { x_se: Some(se), ..CellError::default() };
    }
    let (ruling, reason) = compared(&tables, "Q.1@sex.1", Relation::More, "Q.1@sex.2", Some(Size::BeyondChance));
    assert_eq!(ruling, Ruling::Holds);
    assert_eq!(
        reason,
        "the word means further apart than chance makes them, and they are 10.0 points apart (95% interval 0.2 to 19.8)"
    );
}

#[test]
fn what_chance_can_make_is_not_significant() {
    // 13.72 points are what chance can make of two columns of 100 about the middle.
    let of = |n: u64| {
        let cells = [cell("Q.1@sex.1", n, 100), cell("Q.1@sex.2", 40, 100)];
        compared(&tables(&cells), "Q.1@sex.1", Relation::More, "Q.1@sex.2", Some(Size::BeyondChance)).0
    };
    assert_eq!(of(54), Ruling::Holds, "14 points, and chance makes 13.7");
    assert_eq!(of(53), Ruling::Imprecise, "13 points");
    assert_eq!(of(52), Ruling::Contradicted, "12 points");
    assert_eq!(of(45), Ruling::Contradicted, "5 points");
}

#[test]
fn similar_is_at_most_five_points_apart_or_what_chance_makes() {
    let of = |counts: (u64, u64), base: u64| {
        let cells = [cell("Q.1@sex.1", counts.0, base), cell("Q.1@sex.2", counts.1, base)];
        compared(&tables(&cells), "Q.1@sex.1", Relation::Similar, "Q.1@sex.2", None)
    };
    assert_eq!(of((550, 500), 1_000).0, Ruling::Holds, "5 points");
    assert_eq!(of((500, 550), 1_000).0, Ruling::Holds, "either way");
    // Of 1,000 each chance makes 4.4 points, of 100 each 13.8.
    assert_eq!(of((551, 500), 1_000).0, Ruling::Contradicted, "5.1 points");
    assert_eq!(of((56, 50), 100).0, Ruling::Imprecise);
    assert_eq!(of((70, 50), 100).0, Ruling::Contradicted);
    assert_eq!(
        of((56, 50), 100).1,
        "similar means at most 5 points apart, and they are 6.0 points apart (95% interval -7.8 to 19.8; chance alone can make it)"
    );
}

#[test]
fn scores_have_an_order_and_no_points() {
    let score = |place: &str, x: f64| Cell {
        unit: Unit::Score,
        x: Some(x),
        published: Some(format!("{x:.2}")),
        ..cell(place, 70, 70)
    };
    let cells = tables(&[score("Q.a.mean", 3.0), score("Q.b.mean", 1.5), cell("Q.c.1", 20, 70)]);
    let rule = |own: &str, order, with: &str, by| compared(&cells, own, order, with, by);
    assert_eq!(
        rule("Q.a.mean", Relation::More, "Q.b.mean", None),
        (Ruling::Holds, "the first is the greater".to_owned())
    );
    assert_eq!(
        rule("Q.b.mean", Relation::More, "Q.a.mean", None),
        (Ruling::Contradicted, "the first is the smaller".to_owned())
    );
    assert_eq!(rule("Q.a.mean", Relation::More, "Q.b.mean", Some(Size::Times(times("2")))).0, Ruling::Holds);
    let (ruling, reason) = rule("Q.a.mean", Relation::More, "Q.b.mean", Some(Size::Large));
    assert_eq!(ruling, Ruling::NotCheckable);
    assert_eq!(reason, "a difference of percentages is stated, and the figures are none");
    let (ruling, reason) = rule("Q.a.mean", Relation::Similar, "Q.b.mean", None);
    assert_eq!((ruling, reason.as_str()), (Ruling::NotCheckable, "only percentages are known to be similar or not"));
    let (ruling, reason) = rule("Q.a.mean", Relation::More, "Q.c.1", None);
    assert_eq!((ruling, reason.as_str()), (Ruling::NotCheckable, "the figures are of different units"));
}

#[test]
fn weighted_percentages_are_compared_by_their_weights() {
    // The bases are effectively 640: errors of 1.93 and 1.98 points, 7.7 together.
    let cells = [weighted("Q.1", 60.0), weighted("Q.2", 50.0)];
    let rule = |size| compared(&tables(&cells), "Q.1", Relation::More, "Q.2", Some(size));
    assert_eq!(rule(Size::Large).0, Ruling::Holds);
    let (ruling, reason) = rule(Size::BeyondChance);
    assert_eq!(ruling, Ruling::Holds);
    assert!(reason.ends_with("10.0 points apart (95% interval 2.3 to 17.7)"), "{reason}");
}
