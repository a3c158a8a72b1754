//! The words of documents, and what they are read as.

use topline_exact::Decimal;
use topline_survey::{Fraction, Hedge, Quantifier, Quantity, Spoken, Stated, StatedRange};

use crate::wording::{StatedError, parse_stated};

fn check(text: &str, expect: Stated) {
    assert_eq!(parse_stated(text), Ok(expect), "{text}");
    assert_eq!(parse_stated(&text.to_uppercase()), Ok(expect), "{text} in capitals");
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn percentage(text: &str) -> Quantity {
    Quantity::Percentage(decimal(text))
}

fn number(text: &str) -> Quantity {
    Quantity::Number(decimal(text))
}

fn part(numerator: u32, denominator: u32) -> Quantity {
    Quantity::Part(Fraction { numerator, denominator, spoken: Spoken::Part })
}

fn one_in(numerator: u32, denominator: u32) -> Quantity {
    Quantity::Part(Fraction { numerator, denominator, spoken: Spoken::In })
}

fn between(low: (Option<Hedge>, Quantity), high: (Option<Hedge>, Quantity)) -> Stated {
    Stated::Between(StatedRange::new(low, high).expect("a range"))
}

#[test]
fn quantities() {
    for (text, quantity) in [
        ("91%", percentage("91")),
        ("91 %", percentage("91")),
        ("25 per cent", percentage("25")),
        ("25 percent", percentage("25")),
        ("twenty-five per cent", percentage("25")),
        ("17.5%", percentage("17.5")),
        ("only 15 per cent", percentage("15")),
        ("just 15%", percentage("15")),
        ("81", number("81")),
        ("1,615", number("1615")),
        ("eighteen", number("18")),
        ("one", number("1")),
        ("only one", number("1")),
        ("3.4", number("3.4")),
        ("half", part(1, 2)),
        ("a half", part(1, 2)),
        ("a quarter", part(1, 4)),
        ("one quarter", part(1, 4)),
        ("three-quarters", part(3, 4)),
        ("two thirds", part(2, 3)),
        ("an eighth", part(1, 8)),
        ("one in six", one_in(1, 6)),
        ("only one in six", one_in(1, 6)),
        ("3 in 10", one_in(3, 10)),
        ("one in a hundred", one_in(1, 100)),
    ] {
        check(text, Stated::Exactly(quantity));
    }
}

#[test]
fn counts_of_a_base() {
    for (text, count, base) in [
        ("10 of 16", 10, 16),
        ("55 of the 56", 55, 56),
        ("Ten out of sixteen", 10, 16),
        ("only 4 of 55", 4, 55),
        ("1,200 of 1,615", 1_200, 1_615),
        ("all 12", 12, 12),
        ("all of the 12", 12, 12),
        ("none of 12", 0, 12),
        ("none of the twelve", 0, 12),
    ] {
        check(text, Stated::CountOf { count, base });
    }
}

#[test]
fn hedges() {
    for (text, hedge, quantity) in [
        ("over half", Hedge::Over, part(1, 2)),
        ("more than 50%", Hedge::Over, percentage("50")),
        ("just over a fifth", Hedge::JustOver, part(1, 5)),
        ("just under a third", Hedge::Almost, part(1, 3)),
        ("almost half", Hedge::Almost, part(1, 2)),
        ("nearly two-thirds", Hedge::Almost, part(2, 3)),
        ("less than a quarter", Hedge::Under, part(1, 4)),
        ("fewer than ten", Hedge::Under, number("10")),
        ("at least 40%", Hedge::AtLeast, percentage("40")),
        ("no more than 40%", Hedge::AtMost, percentage("40")),
        ("about one in five", Hedge::About, one_in(1, 5)),
        ("approximately 20 per cent", Hedge::About, percentage("20")),
        ("only about 20%", Hedge::About, percentage("20")),
    ] {
        check(text, Stated::Hedged { hedge, quantity });
    }
    let low = (None, part(1, 3));
    let high = (Some(Hedge::Almost), part(1, 2));
    check("between a third and almost half", between(low, high));
    let high = (None, number("120"));
    check("between one hundred and five and one hundred and twenty", between((None, number("105")), high));
    let high = (None, percentage("20"));
    check("between 10 and 20%", between((None, percentage("10")), high));
}

#[test]
fn quantifiers() {
    for (text, quantifier) in [
        ("all", Quantifier::All),
        ("everyone", Quantifier::All),
        ("almost all", Quantifier::AlmostAll),
        ("most", Quantifier::Majority),
        ("the majority", Quantifier::Majority),
        ("a significant majority", Quantifier::LargeMajority),
        ("vast majority", Quantifier::LargeMajority),
        ("a minority", Quantifier::Minority),
        ("few", Quantifier::Few),
        ("a few", Quantifier::Few),
        ("some", Quantifier::Some),
        ("many", Quantifier::Many),
        ("several", Quantifier::Several),
        ("a number of", Quantifier::Several),
        ("most of", Quantifier::Majority),
        ("none", Quantifier::None),
        ("no one", Quantifier::None),
    ] {
        check(text, Stated::Quantifier(quantifier));
    }
}

#[test]
fn what_states_nothing_says_why() {
    for text in ["", "  ", "only", "only just"] {
        assert_eq!(parse_stated(text), Err(StatedError::Nothing), "{text:?}");
    }
    for text in [
        "a goodly number",
        "a quarter (25%)",
        "over",
        "over over 3",
        "between 3",
        "between 3 and",
        "91%%",
        "%",
        "3rd",
        "16,15",
        "-3",
        "-3%",
        "25-30%",
    ] {
        let error = parse_stated(text).expect_err(text);
        assert!(matches!(error, StatedError::Unknown { .. }), "{text}: {error}");
    }
    for text in ["17 of 16", "six in five", "one in zero", "zero in five", "four thirds", "three in three"] {
        assert_eq!(parse_stated(text), Err(StatedError::NoPart { text: text.to_owned() }));
    }
    for text in ["between half and a third", "between a third and 40", "between 5 and 5", "between over half and 60"] {
        assert_eq!(parse_stated(text), Err(StatedError::NoRange { text: text.to_owned() }));
    }
    let error = parse_stated("a goodly number").expect_err("no wording");
    assert_eq!(error.to_string(), "`a goodly number` is not a wording that can be judged");
    assert!(error.hint().contains("`one in six`"));
}
