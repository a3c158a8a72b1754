//! Whole documents: several figures, comparisons, percentages that add to something else than 100.

use topline_claims::judge;
use topline_survey::{FigureRef, RoundingMode, Ruling, States};

use crate::fixture::{cell, claims, involved, rounding, tables, value};

#[test]
fn several_figures_hold_together() {
    let figures = [cell("Q6.a.good", 27, 100), cell("Q6.b.good", 27, 100), cell("Q6.c.good", 28, 100)];
    let verdict = |names: &[&str], stated: &str| {
        judge(&claims(vec![value(names, stated, None)]), &tables(&figures), &rounding(RoundingMode::HalfUp)).remove(0)
    };
    assert_eq!(verdict(&["Q6.a.good", "Q6.b.good"], "27%").ruling, Ruling::Holds);
    let failing = verdict(&["Q6.a.good", "Q6.c.good", "Q6.b.good"], "27%");
    assert_eq!(failing.ruling, Ruling::Contradicted);
    assert_eq!(failing.reason, "1 of the 3 figures: Q6.c.good: the data say 28% (28 of 100)");
    // What refutes one refutes all; what is missing leaves the rest open.
    assert_eq!(verdict(&["Q6.a.good", "Q6.d.good"], "27%").ruling, Ruling::NotCheckable);
    assert_eq!(verdict(&["Q6.c.good", "Q6.d.good"], "27%").ruling, Ruling::Contradicted);
}

#[test]
fn figures_are_compared_by_their_exact_values() {
    let figures = [cell("Q.a.1", 63, 80), cell("Q.b.1", 79, 100), cell("Q.c.1", 20, 79), cell("Q.d.1", 63, 80)];
    let rule = |states: States| {
        let mut claim = value(&["Q.a.1"], "1", None);
        claim.states = states;
        let verdict = judge(&claims(vec![claim]), &tables(&figures), &rounding(RoundingMode::HalfUp)).remove(0);
        (verdict.ruling, verdict.found)
    };
    let names = |items: &[&str]| -> Vec<FigureRef> {
        items.iter().map(|item| format!("Q.{item}.1").parse().expect("a figure")).collect()
    };
    let highest = |own: &[&str], among: &[&str]| rule(States::Highest { figures: names(own), among: names(among) });
    let lowest = |own: &[&str], among: &[&str]| rule(States::Lowest { figures: names(own), among: names(among) });
    // 79 of 100 is more than 63 of 80, although both are published as 79%.
    assert_eq!(highest(&["b"], &["a", "b", "c"]).0, Ruling::Holds);
    assert_eq!(highest(&["a"], &["a", "b", "c"]).0, Ruling::Contradicted);
    assert_eq!(highest(&["a", "b"], &["a", "b", "c"]).0, Ruling::Holds);
    assert_eq!(highest(&["a", "b"], &["a", "b", "c", "d"]).0, Ruling::Imprecise);
    assert_eq!(lowest(&["c"], &["a", "b", "c", "d"]).0, Ruling::Holds);
    assert_eq!(lowest(&["a"], &["a", "b", "c"]).0, Ruling::Contradicted);
    assert_eq!(lowest(&["a"], &["a"]).0, Ruling::NotCheckable);
    assert_eq!(highest(&["a"], &["b", "z"]).0, Ruling::NotCheckable);
    assert_eq!(
        highest(&["b"], &["a", "c"]).1,
        "Q.b.1: 79 of 100: 79%; the highest of the others is Q.a.1: 63 of 80: 78.75%"
    );
    let mut claim = value(&["Q.b.1"], "1", Some(80));
    claim.states = States::Highest { figures: names(&["b"]), among: names(&["a"]) };
    let verdict = judge(&claims(vec![claim]), &tables(&figures), &rounding(RoundingMode::HalfUp)).remove(0);
    assert_eq!(verdict.ruling, Ruling::Contradicted, "the base of b is 100: {}", verdict.reason);
    let more = |own: &str, than: &str| {
        rule(States::MoreThan { figure: names(&[own]).remove(0), than: names(&[than]).remove(0) }).0
    };
    assert_eq!(more("b", "a"), Ruling::Holds);
    assert_eq!(more("a", "b"), Ruling::Contradicted);
    assert_eq!(more("a", "d"), Ruling::Imprecise);
}

#[test]
fn percentages_of_one_question_that_add_to_101() {
    let figures = involved();
    let state = |percentages: &[(&str, &str)]| {
        let claims = claims(percentages.iter().map(|(row, is)| value(&[&format!("Q16a.{row}")], is, None)).collect());
        judge(&claims, &tables(&figures), &rounding(RoundingMode::HalfUp))
    };
    let all = [("1", "4%"), ("2", "10%"), ("some_extent", "47%"), ("3", "33%"), ("4", "51%"), ("5", "3%")];
    let verdicts = state(&all);
    for (verdict, (row, _)) in verdicts.iter().zip(all) {
        let remarked = verdict.reason.ends_with(" (the percentages stated for this question add to 101)");
        assert_eq!(remarked, row != "some_extent", "{row}: {}", verdict.reason);
        let expect = if row == "some_extent" { Ruling::SumOfRoundedParts } else { Ruling::Holds };
        assert_eq!(verdict.ruling, expect);
    }
    assert!(
        state(&all[1..]).iter().all(|verdict| !verdict.reason.contains("for this question")),
        "a part is not stated"
    );
    // Options of which several can be ticked do not part the base.
    let ticked = [cell("Q.1", 60, 80), cell("Q.2", 50, 80)];
    let claims = claims(vec![value(&["Q.1"], "75%", None), value(&["Q.2"], "63%", None)]);
    let verdicts = judge(&claims, &tables(&ticked), &rounding(RoundingMode::HalfUp));
    assert!(verdicts.iter().all(|verdict| !verdict.reason.contains("for this question")));
}

#[test]
fn a_verdict_says_what_the_claim_says() {
    let mut claim = value(&["Q.1"], "one in six", None);
    claim.expect = Ruling::Imprecise;
    claim.because = Some("15% is nearer one in seven".to_owned());
    claim.lines = (9, 11);
    let verdict =
        judge(&claims(vec![claim]), &tables(&[cell("Q.1", 8, 55)]), &rounding(RoundingMode::HalfUp)).remove(0);
    assert_eq!(verdict.document, "document");
    assert_eq!(verdict.lines.to_string(), "9-11");
    assert_eq!(verdict.stated, "one in six");
    assert_eq!(verdict.because.as_deref(), Some("15% is nearer one in seven"));
    assert!(verdict.is_as_expected());
    let single = judge(&claims(vec![value(&["Q.1"], "one", None)]), &[], &rounding(RoundingMode::HalfUp)).remove(0);
    assert_eq!(single.lines.to_string(), "66");
}
