//! What a document states of a figure.
//!
//! Left out: reading it from the document's words (`plan`), and comparing it with the figure (`claims`).

use topline_exact::Decimal;

use crate::admitted::StatedRange;
use crate::quantifier::Quantifier;
use crate::quantity::{Hedge, Quantity};

/// What a document states of a figure.
///
/// Words have no exact meaning, and readers differ in theirs; what they agree on is the order of the words (Newstead and others
/// 1987). The bounds here are therefore wide: they refute what no careful writer
/// would say. They are held against the exact value, never the rounded one; at a bound, or no more than one point beyond it
/// (for counts and scores: one part in a hundred), the words are imprecise rather than wrong.
///
/// | words | the figure is |
/// |---|---|
/// | `91%`, `25 per cent`, `17.5%` | that percentage, rounded to as many decimals |
/// | `81`, `eighteen`, `1,615`, `one` | a count of as many: the value of a count, the respondents in the row of a percentage |
/// | `3.4` | for a score, that value, rounded to as many decimals |
/// | `10 of 16`, `10 out of 16`, `55 of the 56` | that count, out of that base |
/// | `nine out of ten` | the share, as `nine in ten`; the count where ten are the figure's base |
/// | `all 12`, `none of 12`, `all but one` | 12 of 12, 0 of 12, all of the base but one |
/// | `half`, `a quarter`, `one in four`, `two thirds`, `three in ten` | nearer to it than to any other fraction that people write: halves, thirds, quarters, fifths, tenths, and one in six to one in nine |
/// | `12 percentage points` | that difference, rounded to as many decimals |
/// | `over`, `more than`, `above` | more than the quantity |
/// | `exactly` | the quantity itself |
/// | `just over`, `slightly more than` | more than the quantity, within its reach |
/// | `well over`, `well under` | beyond the reach of the quantity |
/// | `under`, `less than`, `fewer than`, `below` | less than the quantity |
/// | `just under`, `almost`, `nearly` | less than the quantity, within its reach |
/// | `at least`, `no fewer than`, `no less than` | the quantity or more |
/// | `at most`, `no more than`, `up to` | the quantity or less |
/// | `about`, `around`, `approximately`, `roughly` | within reach of the quantity on either side |
/// | `between a third and almost half` | from the least that the first words admit to the most that the last ones do |
/// | `91-92%`, `between 10% and 20%` | the rounded percentage is from the first to the last |
/// | `the most common`, `a plurality` | more than any other answer to the question |
/// | `all`, `almost all`, `most`, `a minority`, `some`, .. | see [`Quantifier`] |
///
/// `only` and a lone `just` before any of these tell how the writer sees it, and are passed over. The **reach** of a quantity
/// is 5 points for a fraction in words, 2.5 points for a percentage in digits (a finer word), but never more than half of
/// it, so that `about one in twenty` is not nobody; for counts and scores it is a twentieth, and at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stated {
    /// A quantity without a hedge.
    Exactly(Quantity),
    /// `10 of 16`.
    CountOf {
        /// How many.
        count: u64,
        /// Of how many.
        base: u64,
    },
    /// `just over a fifth`.
    Hedged {
        /// The hedge.
        hedge: Hedge,
        /// The quantity.
        quantity: Quantity,
    },
    /// `all but one`.
    AllBut(u64),
    /// `between a third and almost half`.
    Between(StatedRange),
    /// `most`.
    Quantifier(Quantifier),
    /// `the most common`.
    MostCommon,
    /// `the least common`.
    LeastCommon,
}

/// One value, and not a range of them, as [`Stated::value`] gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatedValue {
    /// `91%`.
    Percentage(Decimal),
    /// `81`, `3.4`.
    Number(Decimal),
    /// `10 of 16`.
    CountOf {
        /// How many.
        count: u64,
        /// Of how many.
        base: u64,
    },
}

impl Stated {
    /// The one value of a figure that is stated; nothing of words, ranges and fractions, which stand for several, and of differences.
    #[must_use]
    pub fn value(self) -> Option<StatedValue> {
        match self {
            Self::Exactly(Quantity::Percentage(percentage)) => Some(StatedValue::Percentage(percentage)),
            Self::Exactly(Quantity::Number(number)) => Some(StatedValue::Number(number)),
            Self::CountOf { count, base } => Some(StatedValue::CountOf { count, base }),
            Self::Exactly(Quantity::Part(_) | Quantity::Points(_))
            | Self::Hedged { .. }
            | Self::AllBut(_)
            | Self::Between(_)
            | Self::Quantifier(_)
            | Self::MostCommon
            | Self::LeastCommon => None,
        }
    }

    /// The percentage in digits, if it is one.
    #[must_use]
    pub fn percentage(self) -> Option<Decimal> {
        match self.value()? {
            StatedValue::Percentage(percentage) => Some(percentage),
            StatedValue::Number(_) | StatedValue::CountOf { .. } => None,
        }
    }
}
