//! The quantities that documents state, and the words that loosen them.

use topline_exact::{Decimal, Rational};

/// A quantity in digits or words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// `17.5%`.
    Percentage(Decimal),
    /// `a quarter`, `one in six`.
    Part(Fraction),
    /// `81`: a count, or a score.
    Number(Decimal),
    /// `12 percentage points`: a difference of percentages.
    Points(Decimal),
}

/// A word that loosens a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hedge {
    /// `exactly`.
    Exactly,
    /// `over`.
    Over,
    /// `just over`.
    JustOver,
    /// `well over`.
    WellOver,
    /// `under`.
    Under,
    /// `just under`, `almost`, `nearly`.
    Almost,
    /// `well under`.
    WellUnder,
    /// `at least`.
    AtLeast,
    /// `at most`.
    AtMost,
    /// `about`.
    About,
}

/// How a fraction is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoken {
    /// `a quarter`, `two thirds`.
    Part,
    /// `one in six`, `three in ten`.
    In,
    /// `nine out of ten`: a share, unless ten are the base.
    OutOf,
}

/// A fraction in words, between nothing and the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    /// How many parts.
    pub numerator: u32,
    /// Of how many.
    pub denominator: u32,
    /// How it is spoken.
    pub spoken: Spoken,
}

impl Fraction {
    /// As a ratio.
    #[must_use]
    pub fn ratio(self) -> Rational {
        Rational::new(i128::from(self.numerator), i128::from(self.denominator))
    }
}
