//! Statements of one figure, each with the ruling that its arithmetic gives.

use topline_claims::judge;
use topline_plan::wording::parse_stated;
use topline_survey::{RoundingMode, RowKind, Ruling, Unit, Verdict, Why};

use crate::fixture::{Cell, cell, claims, involved, rounding, tables, unchecked, value, weighted};

/// The verdict on `Q.1`, stated with these words.
#[track_caller]
fn check(figure: &Cell, stated: &str, expect: Ruling) -> Verdict {
    check_out_of(figure, stated, None, expect)
}

#[track_caller]
fn check_out_of(figure: &Cell, stated: &str, of: Option<u64>, expect: Ruling) -> Verdict {
    let claim = value(&[&figure.key.to_string()], stated, of);
    let verdict =
        judge(&claims(vec![claim]), &tables(std::slice::from_ref(figure)), &rounding(RoundingMode::HalfUp)).remove(0);
    assert_eq!(verdict.ruling, expect, "{} of {} as \"{stated}\": {}", figure.n, figure.base, verdict.reason);
    verdict
}

#[test]
fn percentages_are_held_against_the_rounded_value() {
    check(&cell("Q.1", 72, 79), "91%", Ruling::Holds);
    check(&cell("Q.1", 14, 56), "25 per cent", Ruling::Holds);
    check(&cell("Q.1", 30, 56), "54 percent", Ruling::Holds);
    check(&cell("Q.1", 12, 56), "only 21%", Ruling::Holds);
    check(&cell("Q.1", 12, 56), "21.4%", Ruling::Holds);
    check(&cell("Q.1", 12, 56), "21.5%", Ruling::Contradicted);
    check(&cell("Q.1", 14, 80), "17.5%", Ruling::Holds);
    check(&cell("Q.1", 0, 80), "0%", Ruling::Holds);
    let verdict = check(&cell("Q.1", 37, 80), "45%", Ruling::Contradicted);
    assert_eq!(verdict.found, "46% (37 of 80)");
    assert_eq!(verdict.reason, "the data say 46% (37 of 80)");
}

#[test]
fn another_rounding_is_named() {
    let under = |figure: Cell, stated: &str, mode| {
        let verdict =
            judge(&claims(vec![value(&["Q.1"], stated, None)]), &tables(&[figure]), &rounding(mode)).remove(0);
        (verdict.ruling, verdict.reason)
    };
    let tie = |published: &str| Cell { published: Some(published.to_owned()), ..cell("Q.1", 14, 80) };
    assert_eq!(under(tie("18"), "18%", RoundingMode::HalfUp).0, Ruling::Holds);
    assert_eq!(under(tie("18"), "18%", RoundingMode::HalfEven).0, Ruling::Holds);
    let (ruling, reason) = under(tie("17"), "18%", RoundingMode::Truncate);
    assert_eq!(ruling, Ruling::OtherRounding);
    assert_eq!(reason, "18 is the value rounded half up; cut off it is 17% (14 of 80)");
    // 5 of 40 is 12.5%: 13 half up, 12 half to even.
    let eighth = |published: &str| Cell { published: Some(published.to_owned()), ..cell("Q.1", 5, 40) };
    let (ruling, reason) = under(eighth("13"), "12%", RoundingMode::HalfUp);
    assert_eq!(ruling, Ruling::OtherRounding);
    assert!(reason.starts_with("12 is the value rounded half to even"), "{reason}");
    assert_eq!(under(eighth("12"), "13%", RoundingMode::HalfEven).0, Ruling::OtherRounding);
    assert_eq!(under(eighth("13"), "14%", RoundingMode::HalfUp).0, Ruling::Contradicted);
}

#[test]
fn a_net_that_is_the_sum_of_its_rounded_parts() {
    let figures = involved();
    let claims = claims(vec![
        value(&["Q16a.some_extent"], "47%", None),
        value(&["Q16a.some_extent"], "46%", None),
        value(&["Q16a.some_extent"], "48%", None),
        value(&["Q16a.3"], "47%", None),
    ]);
    let verdicts = judge(&claims, &tables(&figures), &rounding(RoundingMode::HalfUp));
    let rulings: Vec<Ruling> = verdicts.iter().map(|verdict| verdict.ruling).collect();
    assert_eq!(rulings, [Ruling::SumOfRoundedParts, Ruling::Holds, Ruling::Contradicted, Ruling::Contradicted]);
    assert_eq!(
        verdicts[0].reason,
        "the rounded parts 4%, 10% and 33% add to 47%; counted from respondents the net is 46% (37 of 80)"
    );
}

#[test]
fn a_sum_of_rounded_parts_goes_before_another_rounding() {
    // The weighted net of 37.1947 and 46.4896 is 83.6843: 84 half up, 83 as a sum and when cut off.
    let figures = [
        weighted("q0001.1", 37.1947),
        weighted("q0001.2", 46.4896),
        Cell { parts: vec![1, 2], row_kind: RowKind::Net, ..weighted("q0001.net", 83.6843) },
    ];
    let claims = claims(vec![value(&["q0001.net"], "83%", None)]);
    let verdict = judge(&claims, &tables(&figures), &rounding(RoundingMode::HalfUp)).remove(0);
    assert_eq!(verdict.ruling, Ruling::SumOfRoundedParts);
    assert_eq!(verdict.found, "84% (weighted, 400 of 1,615 respondents)");
}

#[test]
fn percentages_that_a_base_cannot_give() {
    let verdict = check_out_of(&cell("Q.1", 8, 55), "15%", Some(56), Ruling::Impossible);
    assert_eq!(
        verdict.reason,
        "no count out of 56 is 15%: 8 of 56 is 14%, 9 of 56 is 16%; 15% can be 8 of 55, 8 of 54 or 8 of 53; the data say \
         15% (8 of 55)"
    );
    check_out_of(&cell("Q.1", 47, 52), "90%", Some(56), Ruling::Impossible);
    check_out_of(&cell("Q.1", 9, 56), "15%", Some(56), Ruling::Impossible);
    check_out_of(&cell("Q.1", 53, 56), "95%", Some(56), Ruling::Holds);
    check_out_of(&cell("Q.1", 53, 56), "95%", None, Ruling::Holds);
    // A weighted percentage is no fraction of counts: nothing is impossible.
    check_out_of(&weighted("Q.1", 15.2), "15%", Some(1_615), Ruling::Holds);
    check_out_of(&weighted("Q.1", 15.2), "15%", Some(56), Ruling::Contradicted);
}

#[test]
fn a_base_that_differs_contradicts() {
    let verdict = check_out_of(&cell("Q.1", 20, 80), "25%", Some(56), Ruling::Contradicted);
    assert_eq!(
        verdict.reason,
        "the base stated is 56, and that of the data 80, although the value agrees: 25% (20 of 80)"
    );
    let verdict = check_out_of(&cell("Q.1", 20, 80), "27%", Some(56), Ruling::Contradicted);
    assert_eq!(verdict.reason, "the base stated is 56, and that of the data 80; the data say 25% (20 of 80)");
    check_out_of(&cell("Q.1", 50, 80), "over half", Some(79), Ruling::Contradicted);
    check_out_of(&cell("Q.1", 50, 80), "over half", Some(81), Ruling::Contradicted);
    check_out_of(&cell("Q.1", 50, 80), "over half", Some(80), Ruling::Holds);
}

#[test]
fn counts_and_their_bases() {
    check(&cell("Q.1", 10, 16), "10 of 16", Ruling::Holds);
    check(&cell("Q.1", 10, 16), "ten out of the sixteen", Ruling::Holds);
    check(&cell("Q.1", 5, 8), "10 of 16", Ruling::Contradicted);
    let verdict = check(&cell("Q.1", 10, 17), "10 of 16", Ruling::Contradicted);
    assert_eq!(verdict.reason, "the count agrees and the base does not: 10 of 17");
    check(&cell("Q.1", 55, 56), "55 of the 56", Ruling::Holds);
    check(&cell("Q.1", 12, 12), "all 12", Ruling::Holds);
    check(&cell("Q.1", 11, 12), "all 12", Ruling::Contradicted);
    check(&cell("Q.1", 0, 12), "none of 12", Ruling::Holds);
    check(&cell("Q.1", 10, 16), "10", Ruling::Holds);
    check(&cell("Q.1", 10, 16), "ten", Ruling::Holds);
    check(&cell("Q.1", 10, 16), "63", Ruling::Contradicted);
    check(&cell("Q.1", 1, 18), "only one", Ruling::Holds);
    check(&cell("Q.1", 2, 18), "one", Ruling::Contradicted);
    check(&cell("Q.1", 10, 16), "10.5", Ruling::NotCheckable);
    let respondents = Cell { unit: Unit::Count, x: Some(1_615.0), ..cell("Q.base", 1_615, 1_615) };
    check(&respondents, "1,615", Ruling::Holds);
    check(&respondents, "over 1,600", Ruling::Holds);
    check(&respondents, "over 1,615", Ruling::Imprecise);
    check(&respondents, "about 1,600", Ruling::Holds);
    check(&respondents, "just under 1,620", Ruling::Holds);
    check(&respondents, "fewer than a thousand", Ruling::Contradicted);
    check(&respondents, "10 of 1,615", Ruling::NotCheckable);
    check(&respondents, "most", Ruling::NotCheckable);
    check(&respondents, "all", Ruling::NotCheckable);
    check(&respondents, "100%", Ruling::NotCheckable);
    check_out_of(&respondents, "1,615", Some(2_000), Ruling::NotCheckable);
}

#[test]
fn fractions_are_the_nearest_ones() {
    let verdict = check(&cell("Q.1", 8, 55), "one in six", Ruling::Imprecise);
    assert_eq!(verdict.reason, "14.55% is nearer one in seven than one in six");
    check(&cell("Q.1", 8, 55), "one in seven", Ruling::Holds);
    check(&cell("Q.1", 14, 56), "a quarter", Ruling::Holds);
    check(&cell("Q.1", 26, 79), "a third", Ruling::Holds);
    check(&cell("Q.1", 26, 80), "a third", Ruling::Holds);
    check(&cell("Q.1", 60, 80), "three-quarters", Ruling::Holds);
    check(&cell("Q.1", 30, 100), "3 in 10", Ruling::Holds);
    check(&cell("Q.1", 30, 80), "a third", Ruling::Imprecise);
    check(&cell("Q.1", 17, 80), "a fifth", Ruling::Holds);
    check(&cell("Q.1", 17, 80), "one in five", Ruling::Holds);
    check(&cell("Q.1", 40, 80), "a third", Ruling::Contradicted);
    let verdict = check(&cell("Q.1", 45, 80), "half", Ruling::Imprecise);
    assert_eq!(verdict.reason, "56.25% is nearer three fifths than half");
}

#[test]
fn hedges_are_held_against_the_exact_value() {
    // Exactly three quarters is not over it; 39.5 of 80 rounds to half and is less.
    let verdict = check(&cell("Q.1", 60, 80), "over three quarters", Ruling::Imprecise);
    assert_eq!(verdict.found, "60 of 80: 75%");
    check(&cell("Q.1", 63, 80), "over three quarters", Ruling::Holds);
    check(&cell("Q.1", 59, 80), "over three quarters", Ruling::Contradicted);
    check(&cell("Q.1", 502, 1_000), "over half", Ruling::Holds);
    check(&cell("Q.1", 499, 1_000), "over half", Ruling::Imprecise);
    check(&cell("Q.1", 17, 80), "just over a fifth", Ruling::Holds);
    check(&cell("Q.1", 18, 80), "just over a fifth", Ruling::Holds);
    check(&cell("Q.1", 16, 80), "just over a fifth", Ruling::Imprecise);
    check(&cell("Q.1", 15, 80), "just over a fifth", Ruling::Contradicted);
    check(&cell("Q.1", 20, 80), "just over a fifth", Ruling::Holds);
    check(&cell("Q.1", 24, 80), "just over a fifth", Ruling::Contradicted);
    check(&cell("Q.1", 12, 56), "less than a quarter", Ruling::Holds);
    check(&cell("Q.1", 14, 56), "less than a quarter", Ruling::Imprecise);
    check(&cell("Q.1", 25, 79), "less than a third", Ruling::Holds);
    check(&cell("Q.1", 37, 79), "almost half", Ruling::Holds);
    check(&cell("Q.1", 40, 80), "almost half", Ruling::Imprecise);
    check(&cell("Q.1", 30, 80), "almost half", Ruling::Contradicted);
    check(&cell("Q.1", 45, 100), "just under half", Ruling::Holds);
    check(&cell("Q.1", 37, 80), "between a third and almost half", Ruling::Holds);
    check(&cell("Q.1", 26, 80), "between a third and almost half", Ruling::Imprecise);
    check(&cell("Q.1", 40, 80), "between a third and almost half", Ruling::Imprecise);
    check(&cell("Q.1", 45, 80), "between a third and almost half", Ruling::Contradicted);
    check(&cell("Q.1", 12, 80), "between 10 and 20%", Ruling::Holds);
    check(&cell("Q.1", 8, 80), "at least 10%", Ruling::Holds);
    check(&cell("Q.1", 8, 80), "more than 10%", Ruling::Imprecise);
    check(&cell("Q.1", 8, 80), "at most a tenth", Ruling::Holds);
    check(&cell("Q.1", 30, 100), "about a third", Ruling::Holds);
    check(&cell("Q.1", 28, 100), "around a third", Ruling::Imprecise);
    check(&cell("Q.1", 20, 100), "approximately a third", Ruling::Contradicted);
    check(&cell("Q.1", 17, 100), "about 15%", Ruling::Holds);
    check(&cell("Q.1", 20, 100), "about 15%", Ruling::Contradicted);
    // The reach is no more than half of the quantity: nobody is not one in fifty.
    check(&cell("Q.1", 3, 100), "about one in fifty", Ruling::Holds);
    check(&cell("Q.1", 5, 100), "about one in fifty", Ruling::Contradicted);
}

#[test]
fn quantifiers() {
    check(&cell("Q.1", 55, 56), "The majority", Ruling::Holds);
    check(&cell("Q.1", 28, 56), "most", Ruling::Imprecise);
    check(&cell("Q.1", 20, 56), "most", Ruling::Contradicted);
    check(&cell("Q.1", 53, 56), "a significant majority", Ruling::Holds);
    check(&cell("Q.1", 60, 80), "vast majority", Ruling::Holds);
    check(&cell("Q.1", 50, 80), "vast majority", Ruling::Contradicted);
    check(&cell("Q.1", 16, 18), "almost all", Ruling::Holds);
    check(&cell("Q.1", 15, 18), "almost all", Ruling::Contradicted);
    check(&cell("Q.1", 18, 18), "almost all", Ruling::Imprecise);
    check(&cell("Q.1", 18, 18), "everyone", Ruling::Holds);
    check(&cell("Q.1", 199, 200), "all", Ruling::Contradicted);
    check(&cell("Q.1", 0, 12), "no one", Ruling::Holds);
    check(&cell("Q.1", 1, 200), "none", Ruling::Contradicted);
    check(&cell("Q.1", 20, 80), "a minority", Ruling::Holds);
    check(&cell("Q.1", 40, 80), "a minority", Ruling::Imprecise);
    check(&cell("Q.1", 5, 18), "some", Ruling::Holds);
    check(&cell("Q.1", 0, 18), "some", Ruling::Contradicted);
    check(&cell("Q.1", 6, 18), "many", Ruling::Holds);
    check(&cell("Q.1", 2, 18), "many", Ruling::Contradicted);
    check(&cell("Q.1", 4, 18), "several", Ruling::Holds);
    check(&cell("Q.1", 2, 18), "several", Ruling::Contradicted);
    check(&cell("Q.1", 15, 18), "several", Ruling::Contradicted);
    check(&cell("Q.1", 3, 18), "a few", Ruling::Holds);
    check(&cell("Q.1", 12, 18), "few", Ruling::Contradicted);
    check(&cell("Q.1", 2, 18), "hardly any", Ruling::Holds);
    let interviews = Cell { unit: Unit::Count, x: Some(16.0), ..cell("themes.collaboration", 16, 18) };
    let verdict = check(&interviews, "almost all", Ruling::Holds);
    assert_eq!(verdict.found, "16 of 18: 88.89%");
    let weighted = Cell { n_weighted: 12.0, base_weighted: 24.0, ..interviews };
    check(&weighted, "almost all", Ruling::Contradicted);
    check(&weighted, "half", Ruling::Holds);
}

#[test]
fn wordings_of_journalists() {
    let figure = cell("Q.1", 72, 79);
    check(&figure, "nine out of ten", Ruling::Holds);
    check(&figure, "more than nine out of ten", Ruling::Holds);
    check(&figure, "nine in ten", Ruling::Holds);
    check(&figure, "seven out of ten", Ruling::Contradicted);
    check(&figure, "91-92%", Ruling::Holds);
    check(&figure, "92-93%", Ruling::Imprecise);
    check(&figure, "all but seven", Ruling::Holds);
    check(&figure, "all but one", Ruling::Contradicted);
    check(&figure, "not all", Ruling::Holds);
    check(&figure, "an overwhelming majority", Ruling::Holds);
    check(&figure, "close to 90%", Ruling::Holds);
    check(&figure, "well over three quarters", Ruling::Holds);
    check(&cell("Q.1", 52, 79), "well over three quarters", Ruling::Contradicted);
    // Of ten people, nine out of ten are nine.
    check(&cell("Q.1", 9, 10), "nine out of ten", Ruling::Holds);
    check_out_of(&cell("Q.1", 9, 10), "nine out of ten", Some(10), Ruling::Holds);
    check(&cell("Q.1", 8, 10), "nine out of ten", Ruling::Contradicted);
    check(&cell("Q.1", 40, 80), "exactly half", Ruling::Holds);
    check(&cell("Q.1", 41, 80), "exactly half", Ruling::Contradicted);
    check(&cell("Q.1", 43, 80), "a narrow majority", Ruling::Holds);
    check(&cell("Q.1", 43, 80), "a clear majority", Ruling::Contradicted);
    // What slipped: half of three fifths, a third of two fifths, a tenth of a twentieth, nine in ten of everybody.
    check(&cell("Q.1", 46, 79), "one in two", Ruling::Imprecise);
    check(&cell("Q.1", 32, 81), "one in three", Ruling::Imprecise);
    check(&cell("Q.1", 4, 80), "a tenth", Ruling::Imprecise);
    check(&cell("Q.1", 55, 56), "nine in ten", Ruling::Imprecise);
    check(&cell("Q.1", 56, 56), "nine in ten", Ruling::Imprecise);
    check(&figure, "12 percentage points", Ruling::NotCheckable);
}

#[test]
fn the_most_common_answer() {
    let mut table = cell("Q.1", 30, 80).table();
    for (row, n) in [("Q.2", 20), ("Q.3", 30), ("Q.4", 0)] {
        table.sections[0].rows.extend(cell(row, n, 80).table().sections.remove(0).rows);
    }
    let rule = |row: &str, is: &str| {
        judge(&claims(vec![value(&[row], is, None)]), std::slice::from_ref(&table), &rounding(RoundingMode::HalfUp))
            .remove(0)
            .ruling
    };
    assert_eq!(rule("Q.1", "the most common"), Ruling::Imprecise, "another is as common");
    assert_eq!(rule("Q.2", "the most common"), Ruling::Contradicted);
    assert_eq!(rule("Q.4", "the least common"), Ruling::Holds);
}

#[test]
fn scores() {
    let score =
        Cell { unit: Unit::Score, x: Some(3.445), published: Some("3.45".to_owned()), ..cell("Q13.a.mean", 70, 70) };
    check(&score, "3.45", Ruling::Holds);
    check(&score, "3.4", Ruling::Holds);
    check(&score, "3", Ruling::Holds);
    check(&score, "3.44", Ruling::OtherRounding);
    check(&score, "3.5", Ruling::Contradicted);
    check(&score, "34%", Ruling::NotCheckable);
    check(&score, "most", Ruling::NotCheckable);
    check(&score, "over 3", Ruling::Holds);
}

#[test]
fn what_has_no_value_cannot_be_checked() {
    let held = Cell { suppressed: Some(Why::SmallBase), published: None, ..cell("Q.1", 4, 9) };
    let verdict = check(&held, "44%", Ruling::NotCheckable);
    assert_eq!(verdict.reason, "the figure is held back: the base is below the minimum");
    assert_eq!(verdict.found, "held back");
    check(&Cell { x: None, published: None, ..cell("Q.1", 0, 0) }, "44%", Ruling::NotCheckable);
    check(&Cell { x: Some(f64::NAN), ..cell("Q.1", 1, 2) }, "44%", Ruling::NotCheckable);
    let missing = judge(
        &claims(vec![value(&["Q.2"], "44%", None)]),
        &tables(&[cell("Q.1", 1, 2)]),
        &rounding(RoundingMode::HalfUp),
    );
    assert_eq!((missing[0].ruling, missing[0].reason.as_str()), (Ruling::NotCheckable, "the run has no figure Q.2"));
    let verdict = judge(&claims(vec![unchecked("an opinion")]), &[], &rounding(RoundingMode::HalfUp)).remove(0);
    assert_eq!((verdict.ruling, verdict.reason.as_str()), (Ruling::NotCheckable, "an opinion"));
    assert!(verdict.is_as_expected());
}

#[test]
fn no_words_make_it_panic() {
    let figure = cell("Q.1", 8, 55);
    let pieces = [
        "between",
        "and",
        "almost",
        "only",
        "just",
        "over",
        "a",
        "third",
        "in",
        "of",
        "the",
        "all",
        "none",
        "%",
        "0",
        "9223372036854775807",
        "0.000001",
        "hundred",
        "thousand",
        "99%",
        "one",
        "-",
        "é",
        "",
    ];
    let mut words = Vec::new();
    for first in pieces {
        for second in pieces {
            for third in pieces {
                words.push(format!("{first} {second} {third}"));
                words.push(format!("between {first} {second} and {third}"));
                words.push(format!("{first} in {second} {third}"));
            }
        }
    }
    for text in words.iter().filter(|text| parse_stated(text).is_ok()) {
        let claims = claims(vec![value(&["Q.1"], text, Some(u64::MAX)), value(&["Q.1"], text, Some(0))]);
        assert_eq!(judge(&claims, &tables(std::slice::from_ref(&figure)), &rounding(RoundingMode::HalfUp)).len(), 2);
    }
}
