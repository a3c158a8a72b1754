//! Statements of one figure that cannot both be true, where the data cannot say which is.

use topline_claims::{JudgeRules, judge_documents};
use topline_survey::{Claim, Claims, RoundingMode, Ruling, Side, States, Tabulation, Verdict, Why};

use crate::fixture::{Cell, cell, claims, rounding, tables, value};

/// Three figures of which nothing is told.
fn held_back() -> Vec<Tabulation> {
    let held = |place| Cell { suppressed: Some(Why::SmallBase), published: None, ..cell(place, 20, 80) };
    tables(&["Q.1", "Q.2", "Q.3"].map(held))
}

fn verdicts(documents: &[Claims], tables: &[Tabulation], is_reconstructed: bool) -> Vec<Verdict> {
    let rounding = rounding(RoundingMode::HalfUp);
    judge_documents(documents, tables, &JudgeRules { rounding: &rounding, is_reconstructed, earlier: &[] })
}

fn rulings(verdicts: &[Verdict]) -> Vec<Ruling> {
    verdicts.iter().map(|verdict| verdict.ruling).collect()
}

/// Whether two statements of one figure exclude each other; each of them is then inconsistent with the other.
fn exclude(one: &str, other: &str) -> bool {
    let both = claims(vec![value(&["Q.1"], one, None), value(&["Q.1"], other, None)]);
    match rulings(&verdicts(&[both], &held_back(), false)).as_slice() {
        [Ruling::Inconsistent, Ruling::Inconsistent] => true,
        [Ruling::NotCheckable, Ruling::NotCheckable] => false,
        others => panic!("{one} and {other}: {others:?}"),
    }
}

#[test]
fn statements_that_no_share_fits_exclude_each_other() {
    for (one, other) in [
        // 60% is from 59.5% to 61%, which would be cut off: 62% begins at 61.5%, and 61.5% at 61.45%.
        ("60%", "62%"),
        ("60%", "61.5%"),
        ("60.0%", "60.3%"),
        ("most", "a minority"),
        ("most", "40%"),
        ("over half", "under half"),
        ("all", "almost all"),
        ("all", "not all"),
        ("all", "all but two"),
        ("none", "some"),
        // A fraction in words is five points wide to either side.
        ("half", "43%"),
        ("a third", "half"),
        ("a half", "a third"),
        ("40 of 80", "52%"),
        ("40 of 80", "41 of 80"),
        ("between 10% and 20%", "25%"),
        ("between a third and almost half", "60%"),
        ("81", "82"),
        ("over 80", "79"),
    ] {
        assert!(exclude(one, other), "{one} and {other}");
        assert!(exclude(other, one), "{other} and {one}");
    }
}

#[test]
fn statements_that_some_share_fits_do_not() {
    for (one, other) in [
        ("60%", "60%"),
        ("60%", "61%"),
        ("60%", "61.0%"),
        ("60%", "59.5%"),
        ("60.0%", "60.1%"),
        ("most", "over half"),
        ("most", "half"),
        ("at least half", "at most half"),
        ("all", "at least 90%"),
        ("half", "46%"),
        ("half", "54%"),
        ("40 of 80", "50%"),
        ("40 of 80", "half"),
        ("between 10% and 20%", "19%"),
        ("81", "81"),
        ("over 80", "81"),
        ("all but two", "most"),
        // Of nobody nothing is a share.
        ("0 of 0", "50%"),
        // A share and a count are of different scales.
        ("81", "50%"),
        // What says nothing of the size of a share.
        ("the most common", "1%"),
        ("the least common", "the most common"),
        ("12 percentage points", "50%"),
    ] {
        assert!(!exclude(one, other), "{one} and {other}");
        assert!(!exclude(other, one), "{other} and {one}");
    }
}

#[test]
fn words_and_digits_of_one_statement_are_each_compared() {
    assert!(exclude("half (50%)", "60%"));
    assert!(exclude("60%", "about half (50%)"));
    assert!(!exclude("half (50%)", "most (51%)"));
}

fn document(id: &str, of: Vec<Claim>) -> Claims {
    let mut document = claims(of);
    id.clone_into(&mut document.document.id);
    document
}

fn in_line(line: u32, claim: Claim) -> Claim {
    Claim { lines: (line, line), ..claim }
}

#[test]
fn the_reason_names_the_other_document_and_its_line() {
    let report = document("report", vec![in_line(3, value(&["Q.1"], "60%", None))]);
    // A draft of a claim says nothing.
    let draft = Claim { is_accepted: false, ..value(&["Q.1"], "10%", None) };
    let leaflet = document("leaflet", vec![draft, in_line(12, value(&["Q.1"], "40%", None))]);
    let found = verdicts(&[report, leaflet], &held_back(), false);
    assert_eq!(found.len(), 2);
    let [first, second] = [&found[0], &found[1]].map(|verdict| verdict.reason.as_str());
    assert!(
        first.starts_with("leaflet says 40% of Q.1 in line 12, and both cannot be true; the figure is held"),
        "{first}"
    );
    assert!(second.starts_with("report says 60% of Q.1 in line 3, and both cannot be true; "), "{second}");
}

#[test]
fn each_figure_of_a_statement_is_compared() {
    let several = |figures: &[&str], other: &str| {
        let both = claims(vec![value(figures, "60%", None), value(&[other], "40%", None)]);
        rulings(&verdicts(&[both], &held_back(), false))
    };
    assert_eq!(several(&["Q.1", "Q.2"], "Q.1"), [Ruling::Inconsistent; 2]);
    assert_eq!(several(&["Q.1", "Q.2"], "Q.2"), [Ruling::Inconsistent; 2]);
    assert_eq!(several(&["Q.1", "Q.2"], "Q.3"), [Ruling::NotCheckable; 2]);
}

#[test]
fn those_whom_a_figure_does_not_count_are_others() {
    let mut others = value(&["Q.1"], "75%", None);
    if let States::Value { side, .. } = &mut others.states {
        *side = Side::Others;
    }
    let both = claims(vec![value(&["Q.1"], "25%", None), others]);
    assert_eq!(rulings(&verdicts(&[both], &held_back(), false)), [Ruling::NotCheckable; 2]);
}

#[test]
fn an_export_that_was_made_of_the_documents_decides_nothing() {
    let judged = |one: &str, other: &str, is_reconstructed| {
        let both = claims(vec![value(&["Q.1"], one, None), value(&["Q.1"], other, None)]);
        rulings(&verdicts(&[both], &tables(&[cell("Q.1", 20, 80)]), is_reconstructed))
    };
    // 20 of 80 are 25%. What agrees with them holds, and what does not cannot be told wrong.
    assert_eq!(judged("60%", "25%", true), [Ruling::Inconsistent, Ruling::Holds]);
    assert_eq!(judged("60%", "25%", false), [Ruling::Contradicted, Ruling::Holds]);
    // 75% is that of the others.
    assert_eq!(judged("75%", "25%", true), [Ruling::Inconsistent, Ruling::Holds]);
    assert_eq!(judged("75%", "25%", false), [Ruling::AnotherFigure, Ruling::Holds]);
    assert_eq!(judged("60%", "40%", true), [Ruling::Inconsistent; 2]);
    // What just misses is no conflict.
    assert_eq!(judged("over a quarter", "25%", true), [Ruling::Imprecise, Ruling::Holds]);
    assert_eq!(judged("60%", "under a quarter", true), [Ruling::Contradicted, Ruling::Imprecise]);
    assert_eq!(judged("60%", "over half", true), [Ruling::Contradicted; 2]);
    // Data of respondents decide against what nobody can count, too.
    assert_eq!(judged("10.5", "20", false), [Ruling::NotCheckable, Ruling::Holds]);
}
