//! The words of documents, and what they are read as.

use topline_exact::Decimal;
use topline_survey::{Fraction, Hedge, Quantifier, Quantity, Size, Spoken, Stated, StatedRange};

use crate::wording::{
    HouseWords, QUANTIFIERS, StatedError, is_quoted, parse_phrase, parse_size, parse_stated, read_house_words,
};

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
        ("25pc", percentage("25")),
        ("25 pc", percentage("25")),
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
        ("the remaining quarter", part(1, 4)),
        ("the remaining 12%", percentage("12")),
        ("a further third", part(1, 3)),
        ("the other half", part(1, 2)),
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
        ("nine out of the ten", 9, 10),
        ("ten out of ten", 10, 10),
        ("all but one of the 12", 11, 12),
        ("not one of the 12", 0, 12),
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
        "half of the way to a third",
        "over",
        "over over 3",
        "between 3",
        "between 3 and",
        "91%%",
        "%",
        "12pcs",
        "3rd",
        "16,15",
        "-3%",
        "twice as many",
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

#[test]
fn what_journalists_write() {
    let out_of = |numerator, denominator| Quantity::Part(Fraction { numerator, denominator, spoken: Spoken::OutOf });
    let points = |text| Quantity::Points(decimal(text));
    for (text, stated) in [
        ("nine out of ten", Stated::Exactly(out_of(9, 10))),
        ("seven out of 10", Stated::Exactly(out_of(7, 10))),
        ("one out of every four", Stated::Exactly(out_of(1, 4))),
        ("1-in-4", Stated::Exactly(one_in(1, 4))),
        ("one in every five", Stated::Exactly(one_in(1, 5))),
        ("half of", Stated::Exactly(part(1, 2))),
        ("a quarter of respondents", Stated::Exactly(part(1, 4))),
        ("two-thirds of those surveyed", Stated::Exactly(part(2, 3))),
        ("an average of 3.4", Stated::Exactly(number("3.4"))),
        ("+12", Stated::Exactly(number("12"))),
        ("minus 12", Stated::Exactly(number("-12"))),
        ("12 percentage points", Stated::Exactly(points("12"))),
        ("3.5 pp", Stated::Exactly(points("3.5"))),
        ("exactly 25%", Stated::Exactly(percentage("25"))),
        ("exactly half", Stated::Hedged { hedge: Hedge::Exactly, quantity: part(1, 2) }),
        ("just over nine out of 10", Stated::Hedged { hedge: Hedge::JustOver, quantity: out_of(9, 10) }),
        ("well over half", Stated::Hedged { hedge: Hedge::WellOver, quantity: part(1, 2) }),
        ("well under a third", Stated::Hedged { hedge: Hedge::WellUnder, quantity: part(1, 3) }),
        ("close to a third", Stated::Hedged { hedge: Hedge::About, quantity: part(1, 3) }),
        ("circa 40%", Stated::Hedged { hedge: Hedge::About, quantity: percentage("40") }),
        ("~40%", Stated::Hedged { hedge: Hedge::About, quantity: percentage("40") }),
        ("some 40%", Stated::Hedged { hedge: Hedge::About, quantity: percentage("40") }),
        ("up from 40%", Stated::Hedged { hedge: Hedge::Over, quantity: percentage("40") }),
        ("40% or more", Stated::Hedged { hedge: Hedge::AtLeast, quantity: percentage("40") }),
        ("a third or so", Stated::Hedged { hedge: Hedge::About, quantity: part(1, 3) }),
        ("as many as 40%", Stated::Exactly(percentage("40"))),
        ("all but one", Stated::AllBut(1)),
        ("all but 3", Stated::AllBut(3)),
        ("one-in-4", Stated::Exactly(one_in(1, 4))),
        ("over -12", Stated::Hedged { hedge: Hedge::Over, quantity: number("-12") }),
        ("91 - 92%", between((None, percentage("91")), (None, percentage("92")))),
        ("91-92%", between((None, percentage("91")), (None, percentage("92")))),
        ("91%\u{2013}92%", between((None, percentage("91")), (None, percentage("92")))),
        ("from 91 to 92 per cent", between((None, percentage("91")), (None, percentage("92")))),
        ("not one", Stated::Quantifier(Quantifier::None)),
        ("not a single one", Stated::Quantifier(Quantifier::None)),
        ("not all", Stated::Quantifier(Quantifier::NotAll)),
        ("almost nobody", Stated::Quantifier(Quantifier::AlmostNone)),
        ("an overwhelming majority", Stated::Quantifier(Quantifier::LargeMajority)),
        ("a clear majority", Stated::Quantifier(Quantifier::ClearMajority)),
        ("a narrow majority of", Stated::Quantifier(Quantifier::NarrowMajority)),
        ("the lion\u{2019}s share", Stated::Quantifier(Quantifier::LargeMajority)),
        ("a sizeable minority", Stated::Quantifier(Quantifier::LargeMinority)),
        ("a handful of", Stated::Quantifier(Quantifier::Few)),
        ("the most common", Stated::MostCommon),
        ("a plurality", Stated::MostCommon),
        ("the least popular", Stated::LeastCommon),
    ] {
        check(text, stated);
    }
}

#[test]
fn no_wording_is_listed_twice() {
    let mut words: Vec<&str> = QUANTIFIERS.iter().map(|(words, _)| *words).collect();
    words.sort_unstable();
    assert!(words.windows(2).all(|pair| pair[0] != pair[1]), "{words:?}");
}

#[test]
fn words_and_digits_together() {
    let phrase = |text: &str| {
        let read = parse_phrase(text, &HouseWords::default()).expect(text);
        (read.stated, read.of)
    };
    let exactly = |quantity| Stated::Exactly(quantity);
    assert_eq!(phrase("one in six (15%)"), (vec![exactly(one_in(1, 6)), exactly(percentage("15"))], None));
    let most = Stated::Quantifier(Quantifier::LargeMajority);
    assert_eq!(phrase("A significant majority (95%)"), (vec![most, exactly(percentage("95"))], None));
    assert_eq!(phrase("21% of 370 councils"), (vec![exactly(percentage("21"))], Some(370)));
    assert_eq!(
        phrase("10 of 16 (63%)"),
        (vec![Stated::CountOf { count: 10, base: 16 }, exactly(percentage("63"))], None)
    );
    assert_eq!(phrase("63% (n = 80)"), (vec![exactly(percentage("63"))], Some(80)));
    assert_eq!(phrase("almost half, 46%,").0.len(), 2);
    assert_eq!(phrase("half, or 50%").0.len(), 2);
    assert_eq!(phrase("a quarter of the 56").1, Some(56));
    let error = parse_phrase("21% of 370 (n=300)", &HouseWords::default()).expect_err("two bases");
    assert!(matches!(error, StatedError::TwoBases { .. }), "{error}");
    let error = parse_phrase("one in six (quite a lot)", &HouseWords::default()).expect_err("no wording");
    assert_eq!(error.to_string(), "`quite a lot` is not a wording that can be judged");
}

#[test]
fn a_house_declares_its_words() {
    // The published scale of Education Scotland, "Terms we use in the inspection process".
    let scale = [
        ("almost all", "over 90%"),
        ("most", "75% to 90%"),
        ("majority", "50% to 74%"),
        ("less than half", "15% to 49%"),
        ("few", "up to 15%"),
    ];
    let declared = scale.map(|(word, meaning)| (word.to_owned(), meaning.to_owned())).into();
    let (house, wrong) = read_house_words(&declared);
    assert!(wrong.is_empty(), "{wrong:?}");
    let read = |text: &str| parse_phrase(text, &house).expect(text).stated.remove(0);
    assert_eq!(read("most"), between((None, percentage("75")), (None, percentage("90"))));
    assert_eq!(read("The majority of"), between((None, percentage("50")), (None, percentage("74"))));
    assert_eq!(read("less than half"), between((None, percentage("15")), (None, percentage("49"))));
    assert_eq!(read("almost all"), Stated::Hedged { hedge: Hedge::Over, quantity: percentage("90") });
    // What the house has not declared means what it always does.
    assert_eq!(read("many"), Stated::Quantifier(Quantifier::Many));
    let (_, wrong) = read_house_words(&[("most".to_owned(), "a lot".to_owned())].into());
    assert_eq!(wrong.len(), 1);
}

#[test]
fn sizes_of_differences() {
    for (text, size) in [
        ("rather more", Size::Moderate),
        ("slightly more than", Size::Slight),
        ("much more likely", Size::Large),
        ("significantly higher", Size::BeyondChance),
        ("12 percentage points more", Size::Points(decimal("12"))),
        ("twice as many", Size::Times(decimal("2"))),
        ("three times as likely", Size::Times(decimal("3"))),
        ("more than twice as many", Size::MoreThanTimes(decimal("2"))),
        ("almost double", Size::AlmostTimes(decimal("2"))),
        ("2.5 times", Size::Times(decimal("2.5"))),
    ] {
        assert_eq!(parse_size(text), Ok(size), "{text}");
    }
    assert!(parse_size("bluer").is_err());
}

#[test]
fn a_quote_says_what_is_stated() {
    let quoted = |is: &str, quote: &str| {
        let house = HouseWords::default();
        is_quoted(is, &parse_phrase(is, &house).expect(is).stated, quote, &house)
    };
    for (is, quote) in [
        ("91%", "a fair amount of knowledge about their STP (91%)"),
        ("25 per cent", "25% believe relationships are limited"),
        ("25%", "twenty-five per cent believe so"),
        ("83%", "very or somewhat masculine (NET) \u{2026} 83 \u{2026} stored copy"),
        ("10 of 16", "10 (63%) of these were confident"),
        ("8 of 10", "eight of ten came to us this year"),
        ("25 of 80", "twenty-five of them were confident"),
        ("1615", "adults who identify as men: 1,615"),
        ("the majority", "The majority of respondents report"),
        ("just over a fifth", "Just over a fifth express confidence"),
        ("one in six (15%)", "However, only one in six (15%) expect"),
        ("10%", "Only10% perceive the full council"),
    ] {
        assert!(quoted(is, quote), "{is} in {quote}");
    }
    for (is, quote) in [
        ("71%", "69% disagreeing that councillors have been sufficiently engaged"),
        ("9%", "69% disagreeing"),
        ("69%", "69.5% disagreeing"),
        ("1", "1,615 men"),
        ("most", "a minority of respondents"),
        ("a third", "a quarter of them"),
        ("one in six", "one in seven expect"),
    ] {
        assert!(!quoted(is, quote), "{is} in {quote}");
    }
}
