//! The values that hedged words admit.

use std::cmp::Ordering;

use topline_exact::{ExactValue, Rational};

use crate::share;
use crate::stated::{Hedge, Quantity};

/// What a quantity is a quantity of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    /// Of the base: from none, 0, to all, 1.
    Share,
    /// A count or a score.
    Number,
}

/// One end of an interval.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bound {
    /// Without end.
    None,
    /// Up to it, and it too.
    Closed(Rational),
    /// Up to it, and not it.
    Open(Rational),
}

/// The values between two bounds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Interval {
    pub low: Bound,
    pub high: Bound,
    pub scale: Scale,
}

/// Where a value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    /// The words admit it.
    Inside,
    /// At a bound that is not admitted, or next to one.
    Near,
    /// Neither.
    Outside,
}

impl Bound {
    fn at(self) -> Option<Rational> {
        match self {
            Self::None => None,
            Self::Closed(at) | Self::Open(at) => Some(at),
        }
    }

    /// Whether it admits a value that compares with it like this, `inwards` being the side of the interval.
    fn admits(self, value: ExactValue, inwards: Ordering) -> bool {
        match self {
            Self::None => true,
            Self::Closed(at) => value.compare_to(at) != inwards.reverse(),
            Self::Open(at) => value.compare_to(at) == inwards,
        }
    }
}

impl Interval {
    /// What a quantity admits, hedged or not.
    pub(crate) fn of(hedge: Option<Hedge>, quantity: Quantity) -> Self {
        let (at, scale, reach) = match quantity {
            Quantity::Percentage(percentage) => {
                let at = Rational::of_percentage(percentage);
                (at, Scale::Share, Rational::new(25, 1000).smaller(at.divided_by(2)))
            }
            Quantity::Part(fraction) => {
                let at = fraction.ratio();
                (at, Scale::Share, Rational::new(5, 100).smaller(at.divided_by(2)))
            }
            Quantity::Number(number) => {
                let at = Rational::of_number(number);
                (at, Scale::Number, at.divided_by(20).greater(Rational::new(1, 1)))
            }
        };
        let (low, high) = match hedge {
            None => (Bound::Closed(at), Bound::Closed(at)),
            Some(Hedge::Over) => (Bound::Open(at), Bound::None),
            Some(Hedge::JustOver) => (Bound::Open(at), Bound::Closed(at.plus(reach))),
            Some(Hedge::Under) => (Bound::None, Bound::Open(at)),
            Some(Hedge::Almost) => (Bound::Closed(at.minus(reach)), Bound::Open(at)),
            Some(Hedge::AtLeast) => (Bound::Closed(at), Bound::None),
            Some(Hedge::AtMost) => (Bound::None, Bound::Closed(at)),
            Some(Hedge::About) => (Bound::Closed(at.minus(reach)), Bound::Closed(at.plus(reach))),
        };
        Self { low, high, scale }
    }

    /// From the least that `self` admits to the most that `other` does; none where they are of different scales or reversed.
    pub(crate) fn through(self, other: Self) -> Option<Self> {
        let ordered = match (self.low.at(), other.high.at()) {
            (Some(low), Some(high)) => low.compare(high).is_lt(),
            _ => true,
        };
        (ordered && self.scale == other.scale).then_some(Self { low: self.low, high: other.high, scale: self.scale })
    }

    /// Where the value lies.
    pub(crate) fn position(&self, value: ExactValue) -> Position {
        let failed = if !self.low.admits(value, Ordering::Greater) {
            self.low
        } else if !self.high.admits(value, Ordering::Less) {
            self.high
        } else {
            return Position::Inside;
        };
        let near = failed.at().is_some_and(|at| {
            let slack = match self.scale {
                Scale::Share => Rational::new(1, 100),
                Scale::Number => at.divided_by(100),
            };
            value.is_within(slack, at)
        });
        if near { Position::Near } else { Position::Outside }
    }

    /// In words: `more than 20% and at most 25%`.
    pub(crate) fn in_words(&self) -> String {
        let text = |at: Rational| match self.scale {
            Scale::Share => share::percent_text(ExactValue::Fraction(at)),
            Scale::Number => share::number_text(ExactValue::Fraction(at)),
        };
        if let (Bound::Closed(low), Bound::Closed(high)) = (self.low, self.high)
            && low.compare(high).is_eq()
        {
            return format!("exactly {}", text(low));
        }
        let low = match self.low {
            Bound::None => None,
            Bound::Closed(at) => Some(format!("at least {}", text(at))),
            Bound::Open(at) => Some(format!("more than {}", text(at))),
        };
        let high = match self.high {
            Bound::None => None,
            Bound::Closed(at) => Some(format!("at most {}", text(at))),
            Bound::Open(at) => Some(format!("less than {}", text(at))),
        };
        low.into_iter().chain(high).collect::<Vec<_>>().join(" and ")
    }
}
