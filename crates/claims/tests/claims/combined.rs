//! Answers of one question taken together, each with the ruling that its counts give.

use topline_claims::judge;
use topline_survey::{Claim, RoundingMode, Ruling, Side, States, Verdict, Why};

use crate::fixture::{Cell, claims, involved, joined, rounding, value, weighted};

/// A claim of these answers together.
fn sum(figures: &[&str], words: &str, of: Option<u64>) -> Claim {
    let mut claim = value(figures, words, of);
    if let States::Value { is_sum, .. } = &mut claim.states {
        *is_sum = true;
    }
    claim
}

fn verdicts(figures: &[Cell], of: Vec<Claim>) -> Vec<Verdict> {
    judge(&claims(of), &joined(figures), &rounding(RoundingMode::HalfUp))
}

#[test]
fn answers_are_counted_together() {
    // 3, 8 and 26 of 80 are 37: 46.25%. As published they are 4%, 10% and 33%, which add to 47.
    let parts = ["Q16a.1", "Q16a.2", "Q16a.3"];
    for (words, of, ruling) in [
        ("46%", None, Ruling::Holds),
        ("46%", Some(80), Ruling::Holds),
        ("46%", Some(79), Ruling::Contradicted),
        ("37 of 80", None, Ruling::Holds),
        ("47%", None, Ruling::SumOfRoundedParts),
        ("45%", None, Ruling::Contradicted),
        ("nearly half", None, Ruling::Holds),
        ("most", None, Ruling::Contradicted),
    ] {
        let verdict = verdicts(&involved(), vec![sum(&parts, words, of)]).remove(0);
        assert_eq!(verdict.ruling, ruling, "{words}: {}", verdict.reason);
        assert_eq!(verdict.stated, format!("{words}, together"));
    }
    // A net counts as its answers do: 37 and 41 of 80 are 97.5%.
    let verdict = verdicts(&involved(), vec![sum(&["Q16a.some_extent", "Q16a.4"], "97.5%", None)]).remove(0);
    assert_eq!((verdict.ruling, verdict.found.as_str()), (Ruling::Holds, "98% (78 of 80)"));
    // 37 and 2 are 48.75%; the parts 4%, 10%, 33% and 3% add to 50.
    let verdict = verdicts(&involved(), vec![sum(&["Q16a.some_extent", "Q16a.5"], "50%", None)]).remove(0);
    assert_eq!(verdict.ruling, Ruling::SumOfRoundedParts, "{}", verdict.reason);
}

#[test]
fn weighted_answers_are_added_by_their_weights() {
    let cells = [weighted("Q.1", 12.4), weighted("Q.2", 20.3)];
    for (words, ruling) in [("33%", Ruling::Holds), ("32%", Ruling::SumOfRoundedParts), ("40%", Ruling::Contradicted)] {
        let verdict = verdicts(&cells, vec![sum(&["Q.1", "Q.2"], words, None)]).remove(0);
        assert_eq!(verdict.ruling, ruling, "{words}: {}", verdict.reason);
    }
}

#[test]
fn answers_taken_together_are_no_part_of_what_a_question_adds_to() {
    let each = [("Q16a.3", "33%"), ("Q16a.4", "51%"), ("Q16a.5", "3%")];
    let mut stated = vec![sum(&["Q16a.1", "Q16a.2"], "14%", None)];
    stated.extend(each.map(|(figure, words)| value(&[figure], words, None)));
    for verdict in verdicts(&involved(), stated) {
        assert!(!verdict.reason.contains("add to"), "{}", verdict.reason);
    }
}

#[test]
fn those_who_gave_none_of_the_answers_are_the_others() {
    let mut claim = sum(&["Q16a.1", "Q16a.2"], "86%", None);
    if let States::Value { side, .. } = &mut claim.states {
        *side = Side::Others;
    }
    // 69 of 80 are 86.25%.
    let verdict = verdicts(&involved(), vec![claim]).remove(0);
    assert_eq!((verdict.ruling, verdict.found.as_str()), (Ruling::Holds, "86% (69 of 80)"));
}

#[test]
fn nothing_is_said_of_answers_of_which_one_is_held_back_or_missing() {
    let mut figures = involved();
    figures[1].suppressed = Some(Why::SmallBase);
    let verdict = verdicts(&figures, vec![sum(&["Q16a.1", "Q16a.2"], "14%", None)]).remove(0);
    assert_eq!(verdict.ruling, Ruling::NotCheckable);
    assert!(verdict.reason.starts_with("Q16a.2: the figure is held back"), "{}", verdict.reason);
    let verdict = verdicts(&involved(), vec![sum(&["Q16a.1", "Q16a.9"], "14%", None)]).remove(0);
    assert_eq!(verdict.ruling, Ruling::NotCheckable, "{}", verdict.reason);
}

#[test]
fn two_statements_of_the_same_answers_in_any_order_are_of_one_thing() {
    let held: Vec<Cell> = involved()
        .into_iter()
        .map(|mut cell| {
            cell.suppressed = Some(Why::SmallBase);
            cell
        })
        .collect();
    let both = vec![sum(&["Q16a.1", "Q16a.2"], "14%", None), sum(&["Q16a.2", "Q16a.1"], "30%", None)];
    let rulings: Vec<Ruling> = verdicts(&held, both).into_iter().map(|verdict| verdict.ruling).collect();
    assert_eq!(rulings, [Ruling::Inconsistent; 2]);
    // A part says nothing against the whole.
    let part = vec![sum(&["Q16a.1", "Q16a.2"], "14%", None), value(&["Q16a.1"], "4%", None)];
    let rulings: Vec<Ruling> = verdicts(&held, part).into_iter().map(|verdict| verdict.ruling).collect();
    assert_eq!(rulings, [Ruling::NotCheckable; 2]);
}
