//! Quantifiers: words for a share that name no number.

use topline_exact::Rational;

use crate::interval::{Bound, Interval, Scale};

/// A word for a share.
///
/// | words | share of the base | and at least |
/// |---|---|---|
/// | `all`, `everyone`, `everybody` | 100% | |
/// | `almost all`, `nearly all`, `virtually all`, `almost everyone`, `nearly everyone` | from 85%, less than 100% | |
/// | `significant majority`, `vast`, `large`, `overwhelming`, `great majority` | 75% or more | |
/// | `most`, `majority` | more than 50% | |
/// | `a minority` | more than none, less than 50% | |
/// | `a small minority` | more than none, 25% or less | |
/// | `many` | 10% or more | 3 respondents |
/// | `several`, `a number of` | half or less | 3 respondents |
/// | `some` | more than none, not all | |
/// | `few`, `a few`, `very few` | more than none, a third or less | |
/// | `almost none`, `almost no one`, `hardly any`, `hardly anyone` | more than none, 15% or less | |
/// | `none`, `no one`, `nobody` | none | |
///
/// A majority is more than half by definition; the others follow usage in reports. `almost all` leaves out no more than one
/// in seven, which lets 16 of 18 interviews pass and 15 not; a majority worth an adjective is three to one. `many`, `several`,
/// `some` and `few` are too vague to confirm: their bounds only refute what is plainly false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// `all`.
    All,
    /// `almost all`.
    AlmostAll,
    /// `significant majority`.
    LargeMajority,
    /// `most`.
    Majority,
    /// `a minority`.
    Minority,
    /// `a small minority`.
    SmallMinority,
    /// `many`.
    Many,
    /// `several`.
    Several,
    /// `some`.
    Some,
    /// `few`.
    Few,
    /// `almost none`.
    AlmostNone,
    /// `none`.
    None,
}

impl Quantifier {
    /// Every wording, without a leading `a` or `the` and an `of` at the end.
    pub(crate) const WORDS: [(&str, Self); 30] = [
        ("all", Self::All),
        ("everyone", Self::All),
        ("everybody", Self::All),
        ("almost all", Self::AlmostAll),
        ("nearly all", Self::AlmostAll),
        ("virtually all", Self::AlmostAll),
        ("almost everyone", Self::AlmostAll),
        ("nearly everyone", Self::AlmostAll),
        ("significant majority", Self::LargeMajority),
        ("vast majority", Self::LargeMajority),
        ("large majority", Self::LargeMajority),
        ("great majority", Self::LargeMajority),
        ("overwhelming majority", Self::LargeMajority),
        ("most", Self::Majority),
        ("majority", Self::Majority),
        ("minority", Self::Minority),
        ("small minority", Self::SmallMinority),
        ("many", Self::Many),
        ("several", Self::Several),
        ("number", Self::Several),
        ("some", Self::Some),
        ("few", Self::Few),
        ("very few", Self::Few),
        ("almost none", Self::AlmostNone),
        ("almost no one", Self::AlmostNone),
        ("hardly any", Self::AlmostNone),
        ("hardly anyone", Self::AlmostNone),
        ("none", Self::None),
        ("no one", Self::None),
        ("nobody", Self::None),
    ];

    /// The shares that the word admits.
    pub(crate) fn interval(self) -> Interval {
        let whole = Rational::new(1, 1);
        let nothing = Rational::new(0, 1);
        let percent = |points| Rational::new(points, 100);
        let (low, high) = match self {
            Self::All => (Bound::Closed(whole), Bound::Closed(whole)),
            Self::AlmostAll => (Bound::Closed(percent(85)), Bound::Open(whole)),
            Self::LargeMajority => (Bound::Closed(percent(75)), Bound::None),
            Self::Majority => (Bound::Open(percent(50)), Bound::None),
            Self::Minority => (Bound::Open(nothing), Bound::Open(percent(50))),
            Self::SmallMinority => (Bound::Open(nothing), Bound::Closed(percent(25))),
            Self::Many => (Bound::Closed(percent(10)), Bound::None),
            Self::Several => (Bound::Open(nothing), Bound::Closed(percent(50))),
            Self::Some => (Bound::Open(nothing), Bound::Open(whole)),
            Self::Few => (Bound::Open(nothing), Bound::Closed(Rational::new(1, 3))),
            Self::AlmostNone => (Bound::Open(nothing), Bound::Closed(percent(15))),
            Self::None => (Bound::Closed(nothing), Bound::Closed(nothing)),
        };
        Interval { low, high, scale: Scale::Share }
    }

    /// The fewest respondents that the word can mean.
    pub(crate) fn least(self) -> u64 {
        match self {
            Self::Many | Self::Several => 3,
            Self::Minority | Self::SmallMinority | Self::Some | Self::Few | Self::AlmostNone => 1,
            Self::All | Self::AlmostAll | Self::LargeMajority | Self::Majority | Self::None => 0,
        }
    }

    /// Whether the word admits no imprecision.
    pub(crate) fn is_absolute(self) -> bool {
        matches!(self, Self::All | Self::None)
    }

    /// Whether the word is too vague to be confirmed.
    pub(crate) fn is_vague(self) -> bool {
        matches!(self, Self::Many | Self::Several | Self::Some | Self::Few)
    }
}
