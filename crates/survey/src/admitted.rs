//! The values that stated words admit.

use std::cmp::Ordering;

use topline_exact::{Decimal, ExactValue, Rational};

use crate::quantity::{Hedge, Quantity};

/// What a quantity is a quantity of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Of the base: from none, 0, to all, 1.
    Share,
    /// A count or a score.
    Number,
    /// A difference of percentages.
    Points,
}

/// One end of an interval.
#[derive(Debug, Clone, Copy)]
pub enum Bound {
    /// Without end.
    None,
    /// Up to it, and it too.
    Closed(Rational),
    /// Up to it, and not it.
    Open(Rational),
}

/// The values between two bounds.
#[derive(Debug, Clone, Copy)]
pub struct Admitted {
    /// The lower.
    pub low: Bound,
    /// The higher.
    pub high: Bound,
    /// What they are values of.
    pub scale: Scale,
}

/// `between a third and almost half`: from the least that the lower words admit to the most that the higher ones do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatedRange {
    low: (Option<Hedge>, Quantity),
    high: (Option<Hedge>, Quantity),
}

impl StatedRange {
    /// The range between two quantities, hedged or not; none if they are of different scales, or the wrong way round.
    #[must_use]
    pub fn new(low: (Option<Hedge>, Quantity), high: (Option<Hedge>, Quantity)) -> Option<Self> {
        let (least, most) = (Admitted::of(low.0, low.1), Admitted::of(high.0, high.1));
        let ascends = match (least.low.at(), most.high.at()) {
            (Some(low), Some(high)) => low.compare(high).is_lt(),
            (None, _) | (_, None) => true,
        };
        (ascends && least.scale == most.scale).then_some(Self { low, high })
    }

    /// The two percentages, where both ends are percentages in digits without a hedge: they are ends of what is published.
    #[must_use]
    pub fn percentages(self) -> Option<[Decimal; 2]> {
        match (self.low, self.high) {
            ((None, Quantity::Percentage(low)), (None, Quantity::Percentage(high))) => Some([low, high]),
            _ => None,
        }
    }

    /// The values from one end to the other.
    #[must_use]
    pub fn admitted(self) -> Admitted {
        let (least, most) = (Admitted::of(self.low.0, self.low.1), Admitted::of(self.high.0, self.high.1));
        Admitted { high: most.high, ..least }
    }
}

impl Bound {
    /// The value at the end, if there is one.
    #[must_use]
    pub fn at(self) -> Option<Rational> {
        match self {
            Self::None => None,
            Self::Closed(at) | Self::Open(at) => Some(at),
        }
    }

    /// Whether it admits a value that compares with it like this, `inwards` being the side of the interval.
    #[must_use]
    pub fn admits(self, value: ExactValue, inwards: Ordering) -> bool {
        match self {
            Self::None => true,
            Self::Closed(at) => value.compare_to(at) != inwards.reverse(),
            Self::Open(at) => value.compare_to(at) == inwards,
        }
    }
}

impl Admitted {
    /// What a quantity admits, hedged or not.
    #[must_use]
    pub fn of(hedge: Option<Hedge>, quantity: Quantity) -> Self {
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
            Quantity::Points(points) => {
                let at = Rational::of_number(points);
                (at, Scale::Points, Rational::new(5, 2).smaller(at.divided_by(2)))
            }
        };
        let (low, high) = match hedge {
            None | Some(Hedge::Exactly) => (Bound::Closed(at), Bound::Closed(at)),
            Some(Hedge::Over) => (Bound::Open(at), Bound::None),
            Some(Hedge::JustOver) => (Bound::Open(at), Bound::Closed(at.plus(reach))),
            Some(Hedge::WellOver) => (Bound::Closed(at.plus(reach)), Bound::None),
            Some(Hedge::WellUnder) => (Bound::None, Bound::Closed(at.minus(reach))),
            Some(Hedge::Under) => (Bound::None, Bound::Open(at)),
            Some(Hedge::Almost) => (Bound::Closed(at.minus(reach)), Bound::Open(at)),
            Some(Hedge::AtLeast) => (Bound::Closed(at), Bound::None),
            Some(Hedge::AtMost) => (Bound::None, Bound::Closed(at)),
            Some(Hedge::About) => (Bound::Closed(at.minus(reach)), Bound::Closed(at.plus(reach))),
        };
        Self { low, high, scale }
    }
}
