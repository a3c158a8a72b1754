//! Whole documents: several figures, comparisons, percentages that add to something else than 100.

use std::collections::HashMap;

use topline_claims::{EarlierValue, EarlierWave, JudgeRules, judge, judge_documents};
use topline_survey::{FigureRef, Relation, RoundingMode, Ruling, Side, Size, States};

use crate::fixture::{Cell, cell, claims, involved, joined, rounding, tables, value};

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
fn a_value_of_another_figure() {
    let figures = [
        cell("Q.1", 20, 80),
        cell("Q.2", 36, 80),
        cell("Q.1@sex.1", 16, 30),
        cell("Q.1@sex.2", 4, 50),
        cell("P.1", 32, 80),
        cell("P.base@sex.1", 30, 30),
    ];
    // The cells of one table are to be in one table, as a run has them.
    let table = joined(&figures);
    let rule = |figure: &str, is: &str, of: Option<u64>| {
        let verdict = judge(&claims(vec![value(&[figure], is, of)]), &table, &rounding(RoundingMode::HalfUp)).remove(0);
        (verdict.ruling, verdict.reason)
    };
    let (ruling, reason) = rule("Q.1", "53%", None);
    assert_eq!(ruling, Ruling::AnotherFigure, "a subgroup for the total");
    assert!(reason.ends_with("it is right of Q.1@sex.1 (Total: 16 of 30)"), "{reason}");
    assert_eq!(rule("Q.1", "45%", None).0, Ruling::AnotherFigure, "another answer");
    let (ruling, reason) = rule("Q.1", "75%", None);
    assert_eq!(ruling, Ruling::AnotherFigure);
    assert!(reason.ends_with("it is right of those whom the figure does not count"), "{reason}");
    // Another table's 40% is too far off to be meant.
    assert_eq!(rule("Q.1", "40%", None).0, Ruling::Contradicted);
    // Off by one is no slip to another answer, though one has it.
    assert_eq!(rule("Q.2", "44%", None).0, Ruling::Contradicted);
    // 45 the other way round.
    let (ruling, reason) = rule("Q.2", "54%", None);
    assert_eq!(ruling, Ruling::Contradicted);
    assert!(reason.ends_with("the digits of 45 change places"), "{reason}");
    // The value and the base of a column.
    assert_eq!(rule("Q.1", "53%", Some(30)).0, Ruling::AnotherFigure);
}

#[test]
fn a_value_of_another_question_or_wave() {
    let labelled = |place: &str, label: &str, n: u64| Cell { row_label: label.to_owned(), ..cell(place, n, 80) };
    let figures = [
        labelled("P.1", "Agree", 20),
        labelled("P.2", "Disagree", 60),
        labelled("Q.1", "agree", 32),
        labelled("Q.2", "Disagree", 48),
        labelled("R.1", "Often", 8),
        labelled("R.2", "Never", 72),
    ];
    let tables = joined(&figures);
    let value =
        EarlierValue { row_label: "Agree".to_owned(), published: "33".parse().expect("a decimal"), counts: (26, 79) };
    let figures = HashMap::from([("P.1".parse().expect("a figure"), value.clone())]);
    let waves = [EarlierWave { name: "the wave of 2016".to_owned(), figures }];
    let renamed = EarlierValue { row_label: "Never".to_owned(), ..value };
    let other = [EarlierWave {
        name: "2016".to_owned(),
        figures: HashMap::from([("P.1".parse().expect("a figure"), renamed)]),
    }];
    let rounding = rounding(RoundingMode::HalfUp);
    let rule = |is: &str, earlier: &[EarlierWave]| {
        let rules = JudgeRules { rounding: &rounding, is_reconstructed: false, earlier };
        let claims = claims(vec![crate::fixture::value(&["P.1"], is, None)]);
        let verdict = judge_documents(&[claims], &tables, &rules).remove(0);
        (verdict.ruling, verdict.reason)
    };
    // 32 of 80 say the same of the question below, which has the same answers.
    let (ruling, reason) = rule("40%", &[]);
    assert_eq!(ruling, Ruling::AnotherFigure);
    assert!(reason.contains("it is right of Q.1 (agree, Total: 32 of 80)"), "{reason}");
    // 8 of 80 say something else.
    assert_eq!(rule("10%", &[]).0, Ruling::Contradicted);
    // What the wave before published, as a percentage, as a count, and out of its base.
    for is in ["33%", "26", "26 of 79"] {
        let (ruling, reason) = rule(is, &waves);
        assert_eq!(ruling, Ruling::AnotherFigure, "{is}");
        assert!(reason.ends_with("it is right of the wave of 2016: 26 of 79"), "{reason}");
    }
    for is in ["34%", "27", "26 of 80"] {
        assert_eq!(rule(is, &waves).0, Ruling::Contradicted, "{is}");
    }
    // The code meant something else then.
    assert_eq!(rule("33%", &other).0, Ruling::Contradicted);
}

#[test]
fn statements_that_cannot_both_be_true() {
    let rule = |is_reconstructed: bool, stated: [&str; 2]| -> Vec<Ruling> {
        let document = claims(stated.map(|is| value(&["Q.1"], is, None)).to_vec());
        let (table, rounding) = (tables(&[cell("Q.1", 17, 18)]), rounding(RoundingMode::HalfUp));
        let rules = JudgeRules { rounding: &rounding, is_reconstructed, earlier: &[] };
        judge_documents(&[document], &table, &rules).into_iter().map(|verdict| verdict.ruling).collect()
    };
    assert_eq!(rule(true, ["all", "almost all"]), [Ruling::Inconsistent, Ruling::Holds]);
    assert_eq!(rule(true, ["60%", "most"]), [Ruling::Contradicted, Ruling::Holds], "both can be true");
    // Real respondents decide.
    assert_eq!(rule(false, ["all", "almost all"]), [Ruling::Contradicted, Ruling::Holds]);
}

#[test]
fn what_the_data_were_made_to_agree_with_says_so() {
    let document =
        claims(vec![value(&["Q.1"], "most", None), value(&["Q.2"], "most", None), value(&["Q.2"], "72%", None)]);
    let (table, rounding) = (tables(&[cell("Q.1", 13, 18), cell("Q.2", 13, 18)]), rounding(RoundingMode::HalfUp));
    let rules = JudgeRules { rounding: &rounding, is_reconstructed: true, earlier: &[] };
    let reasons = judge_documents(&[document], &table, &rules).into_iter().map(|verdict| verdict.reason);
    let made: Vec<bool> =
        reasons.map(|reason| reason.ends_with("(the export was made to agree with this statement)")).collect();
    // `most` of Q.2 is checked by the 72% of another statement.
    assert_eq!(made, [true, false, true]);
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
    let compared = |own: &[&str], order: Relation, with: &str| {
        rule(States::Compared { figures: names(own), order, with: names(&[with]).remove(0), by: None }).0
    };
    assert_eq!(compared(&["b"], Relation::More, "a"), Ruling::Holds);
    assert_eq!(compared(&["a"], Relation::More, "b"), Ruling::Contradicted);
    assert_eq!(compared(&["a"], Relation::More, "d"), Ruling::Imprecise);
    assert_eq!(compared(&["a"], Relation::Less, "b"), Ruling::Holds);
    // Every figure that is named is judged, and not the first alone.
    assert_eq!(compared(&["a", "b"], Relation::More, "c"), Ruling::Holds);
    assert_eq!(compared(&["b", "c"], Relation::More, "a"), Ruling::Contradicted);
    assert_eq!(compared(&["a"], Relation::Similar, "b"), Ruling::Holds);
    assert_eq!(compared(&["a"], Relation::Similar, "c"), Ruling::Contradicted);
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

#[test]
fn how_much_more_one_figure_is() {
    // 14 and 12 of 56: 25% and 21.43%, 3.57 points apart. Each has a standard error of 5.79 and 5.48 points: together 22.08.
    let figures = [cell("Q.1", 14, 56), cell("Q.2", 12, 56), cell("Q.3", 30, 56), cell("Q.4", 6, 56)];
    let rule = |own: &str, than: &str, size: Size| {
        let mut claim = value(&[own], "1", None);
        let by = Some((size, "words".to_owned()));
        let with: FigureRef = than.parse().expect("a figure");
        claim.states =
            States::Compared { figures: vec![own.parse().expect("a figure")], order: Relation::More, with, by };
        let verdict = judge(&claims(vec![claim]), &tables(&figures), &rounding(RoundingMode::HalfUp)).remove(0);
        (verdict.ruling, verdict.reason)
    };
    let (ruling, reason) = rule("Q.1", "Q.2", Size::Moderate);
    assert_eq!(ruling, Ruling::Holds);
    assert_eq!(
        reason,
        "the word means at least 2 points apart, and they are 3.6 points apart (95% interval -18.5 to 25.7; chance alone can make it)"
    );
    assert_eq!(rule("Q.1", "Q.2", Size::Large).0, Ruling::Contradicted);
    assert_eq!(rule("Q.1", "Q.2", Size::BeyondChance).0, Ruling::Contradicted);
    assert_eq!(rule("Q.3", "Q.4", Size::BeyondChance).0, Ruling::Holds);
    let points = |text: &str| Size::Points(text.parse().expect("a decimal"));
    assert_eq!(rule("Q.1", "Q.2", points("3.6")).0, Ruling::Holds);
    assert_eq!(rule("Q.1", "Q.2", points("4")).0, Ruling::Holds);
    // 54% and 25% are 29 apart as published, and 28.57 exactly; 54 and 11 are 43 apart, and 42.86.
    assert_eq!(rule("Q.3", "Q.1", points("28")).0, Ruling::Contradicted);
    let times = |text: &str| text.parse().expect("a decimal");
    assert_eq!(rule("Q.2", "Q.4", Size::Times(times("2"))).0, Ruling::Holds);
    assert_eq!(rule("Q.1", "Q.4", Size::Times(times("2"))).0, Ruling::Contradicted);
    assert_eq!(rule("Q.1", "Q.4", Size::MoreThanTimes(times("2"))).0, Ruling::Holds);
}

#[test]
fn what_is_stated_of_the_others() {
    let figures = [cell("Q.1", 20, 80), cell("Q.2", 40, 80)];
    let rule = |own: &str, is: &str| {
        let mut claim = value(&[own], is, None);
        if let States::Value { side, .. } = &mut claim.states {
            *side = Side::Others;
        }
        judge(&claims(vec![claim]), &tables(&figures), &rounding(RoundingMode::HalfUp)).remove(0).ruling
    };
    assert_eq!(rule("Q.1", "most"), Ruling::Holds);
    assert_eq!(rule("Q.1", "75%"), Ruling::Holds);
    assert_eq!(rule("Q.1", "60 of 80"), Ruling::Holds);
    assert_eq!(rule("Q.1", "25%"), Ruling::Contradicted);
    assert_eq!(rule("Q.2", "most"), Ruling::Imprecise);
}

#[test]
fn words_and_digits_of_one_claim_are_both_judged() {
    let figures = [cell("Q.1", 8, 55)];
    let rule = |is: &str| {
        judge(&claims(vec![value(&["Q.1"], is, None)]), &tables(&figures), &rounding(RoundingMode::HalfUp)).remove(0)
    };
    assert_eq!(rule("one in seven (15%)").ruling, Ruling::Holds);
    let verdict = rule("one in six (15%)");
    assert_eq!(verdict.ruling, Ruling::Imprecise);
    assert_eq!(rule("one in seven (51%)").ruling, Ruling::Contradicted);
    assert_eq!(rule("15% of 55 organisations").ruling, Ruling::Holds);
    assert_eq!(rule("15% of 56 organisations").ruling, Ruling::Impossible);
}
