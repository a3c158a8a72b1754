//! Exact values: what a figure is before it is rounded, held against the fractions that words stand for.
//!
//! An unweighted share is a fraction of counts and is compared as one. A weighted one is a double, whose last digits are the
//! accidents of a sum: within one part in a thousand million it counts as equal.

use std::cmp::Ordering;

use topline_estimate::rounding::Rounded;

/// How far a double may be off and still count as equal.
const SLACK: f64 = 1e-9;

/// A fraction with a positive denominator.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ratio {
    pub numerator: i128,
    pub denominator: i128,
}

impl Ratio {
    pub(crate) const fn new(numerator: i128, denominator: i128) -> Self {
        Self { numerator, denominator }
    }

    /// The number itself.
    pub(crate) fn of_number(number: Rounded) -> Self {
        Self::new(i128::from(number.units()), 10_i128.pow(u32::from(number.decimals())))
    }

    /// The share that a percentage is.
    pub(crate) fn of_percentage(percentage: Rounded) -> Self {
        let number = Self::of_number(percentage);
        Self::new(number.numerator, number.denominator * 100)
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self::new(
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        self.plus(Self::new(-other.numerator, other.denominator))
    }

    /// This part of it.
    pub(crate) fn divided_by(self, parts: i128) -> Self {
        Self::new(self.numerator, self.denominator * parts)
    }

    pub(crate) fn compare(self, other: Self) -> Ordering {
        (self.numerator * other.denominator).cmp(&(other.numerator * self.denominator))
    }

    pub(crate) fn smaller(self, other: Self) -> Self {
        if self.compare(other).is_le() { self } else { other }
    }

    pub(crate) fn greater(self, other: Self) -> Self {
        if self.compare(other).is_ge() { self } else { other }
    }

    pub(crate) fn to_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

/// The exact value of a figure: a share of one, a count or a score.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Exact {
    /// A fraction of whole numbers.
    Fraction(Ratio),
    /// A weighted share or a mean.
    Double(f64),
}

impl Exact {
    pub(crate) fn count(count: u64) -> Self {
        Self::Fraction(Ratio::new(i128::from(count), 1))
    }

    pub(crate) fn to_f64(self) -> f64 {
        match self {
            Self::Fraction(ratio) => ratio.to_f64(),
            Self::Double(value) => value,
        }
    }

    /// Order by value; doubles that differ by no more than the accidents of a sum are equal.
    pub(crate) fn compare(self, other: Self) -> Ordering {
        if let (Self::Fraction(left), Self::Fraction(right)) = (self, other) {
            return left.compare(right);
        }
        let (left, right) = (self.to_f64(), other.to_f64());
        if (left - right).abs() <= SLACK * right.abs().max(1.0) { Ordering::Equal } else { left.total_cmp(&right) }
    }

    pub(crate) fn compare_to(self, ratio: Ratio) -> Ordering {
        self.compare(Self::Fraction(ratio))
    }

    /// Whether it is no further than `reach` from `ratio`.
    pub(crate) fn is_within(self, reach: Ratio, ratio: Ratio) -> bool {
        self.compare_to(ratio.minus(reach)).is_ge() && self.compare_to(ratio.plus(reach)).is_le()
    }
}
