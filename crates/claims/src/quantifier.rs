//! What quantifiers mean: the shares that they admit.

use topline_exact::Rational;
use topline_survey::{Admitted, Bound, Quantifier, Scale};

/// The shares that the word admits.
pub(crate) fn admitted(quantifier: Quantifier) -> Admitted {
    let whole = Rational::new(1, 1);
    let nothing = Rational::new(0, 1);
    let percent = |points| Rational::new(points, 100);
    let (low, high) = match quantifier {
        Quantifier::All => (Bound::Closed(whole), Bound::Closed(whole)),
        Quantifier::NotAll => (Bound::None, Bound::Open(whole)),
        Quantifier::AlmostAll => (Bound::Closed(percent(85)), Bound::Open(whole)),
        Quantifier::LargeMajority => (Bound::Closed(percent(75)), Bound::None),
        Quantifier::Majority => (Bound::Open(percent(50)), Bound::None),
        Quantifier::ClearMajority => (Bound::Closed(percent(55)), Bound::None),
        Quantifier::NarrowMajority => (Bound::Open(percent(50)), Bound::Closed(percent(60))),
        Quantifier::LargeMinority => (Bound::Closed(percent(20)), Bound::Open(percent(50))),
        Quantifier::Minority => (Bound::Open(nothing), Bound::Open(percent(50))),
        Quantifier::SmallMinority => (Bound::Open(nothing), Bound::Closed(percent(25))),
        Quantifier::Many => (Bound::Closed(percent(10)), Bound::None),
        Quantifier::Several => (Bound::Open(nothing), Bound::Closed(percent(50))),
        Quantifier::Some => (Bound::Open(nothing), Bound::Open(whole)),
        Quantifier::Few => (Bound::Open(nothing), Bound::Closed(Rational::new(1, 3))),
        Quantifier::AlmostNone => (Bound::Open(nothing), Bound::Closed(percent(15))),
        Quantifier::None => (Bound::Closed(nothing), Bound::Closed(nothing)),
    };
    Admitted { low, high, scale: Scale::Share }
}

/// The fewest respondents that the word can mean.
pub(crate) fn least(quantifier: Quantifier) -> u64 {
    match quantifier {
        Quantifier::Many | Quantifier::Several => 3,
        Quantifier::Minority
        | Quantifier::LargeMinority
        | Quantifier::SmallMinority
        | Quantifier::Some
        | Quantifier::Few
        | Quantifier::AlmostNone => 1,
        Quantifier::All
        | Quantifier::NotAll
        | Quantifier::AlmostAll
        | Quantifier::LargeMajority
        | Quantifier::ClearMajority
        | Quantifier::Majority
        | Quantifier::NarrowMajority
        | Quantifier::None => 0,
    }
}

/// Whether the word admits no imprecision.
pub(crate) fn is_absolute(quantifier: Quantifier) -> bool {
    matches!(quantifier, Quantifier::All | Quantifier::NotAll | Quantifier::None)
}

/// Whether the word is too vague to be confirmed.
pub(crate) fn is_vague(quantifier: Quantifier) -> bool {
    matches!(quantifier, Quantifier::Many | Quantifier::Several | Quantifier::Some | Quantifier::Few)
}

/// Where the bounds of a word come from.
pub(crate) fn source(quantifier: Quantifier) -> &'static str {
    match quantifier {
        Quantifier::All
        | Quantifier::NotAll
        | Quantifier::Majority
        | Quantifier::Minority
        | Quantifier::Some
        | Quantifier::None => "what the word says",
        Quantifier::AlmostAll => "usage; Education Scotland: over 90%",
        Quantifier::LargeMajority => "usage; Education Scotland's `most`: 75% to 90%",
        Quantifier::ClearMajority
        | Quantifier::NarrowMajority
        | Quantifier::LargeMinority
        | Quantifier::SmallMinority => "usage",
        Quantifier::Many | Quantifier::Several => "order of the words in Newstead and others (1987)",
        Quantifier::Few => "order of the words in Newstead and others (1987); Education Scotland: up to 15%",
        Quantifier::AlmostNone => "the mirror image of `almost all`",
    }
}
