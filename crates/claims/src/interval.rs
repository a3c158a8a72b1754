//! Where a value lies among those that words admit, and these in words.

use std::cmp::Ordering;

use topline_exact::{ExactValue, Rational};
use topline_survey::{Admitted, Bound, Ruling, Scale};

use crate::share;

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

impl Position {
    /// What is said of words that admit certain values.
    pub(crate) fn ruling(self) -> Ruling {
        match self {
            Self::Inside => Ruling::Holds,
            Self::Near => Ruling::Imprecise,
            Self::Outside => Ruling::Contradicted,
        }
    }
}

/// Where the value lies.
pub(crate) fn position(interval: &Admitted, value: ExactValue) -> Position {
    let failed = if !interval.low.admits(value, Ordering::Greater) {
        interval.low
    } else if !interval.high.admits(value, Ordering::Less) {
        interval.high
    } else {
        return Position::Inside;
    };
    let near = failed.at().is_some_and(|at| {
        let slack = match interval.scale {
            Scale::Share => Rational::new(1, 100),
            Scale::Points => Rational::new(1, 1),
            Scale::Number => at.divided_by(100),
        };
        value.is_within(slack, at)
    });
    if near { Position::Near } else { Position::Outside }
}

/// In words: `more than 20% and at most 25%`.
pub(crate) fn in_words(interval: &Admitted) -> String {
    let text = |at: Rational| match interval.scale {
        Scale::Share => share::percent_text(ExactValue::Fraction(at)),
        Scale::Number => share::number_text(ExactValue::Fraction(at)),
        Scale::Points => format!("{} points", share::number_text(ExactValue::Fraction(at))),
    };
    if let (Bound::Closed(low), Bound::Closed(high)) = (interval.low, interval.high)
        && low.compare(high).is_eq()
    {
        return format!("exactly {}", text(low));
    }
    let low = match interval.low {
        Bound::None => None,
        Bound::Closed(at) => Some(format!("at least {}", text(at))),
        Bound::Open(at) => Some(format!("more than {}", text(at))),
    };
    let high = match interval.high {
        Bound::None => None,
        Bound::Closed(at) => Some(format!("at most {}", text(at))),
        Bound::Open(at) => Some(format!("less than {}", text(at))),
    };
    low.into_iter().chain(high).collect::<Vec<_>>().join(" and ")
}
