//! The value of a figure before it is rounded.
//!
//! An unweighted share is a fraction of counts and is compared as one. A weighted one is a double, whose last digits are the
//! accidents of how it was computed: within one part in a thousand million it counts as equal.

use std::cmp::Ordering;

use crate::rational::Rational;

/// How far a double may be off and still count as equal.
const SLACK: f64 = 1e-9;

/// The exact value of a figure: a share of one, a count or a score.
#[derive(Debug, Clone, Copy)]
pub enum ExactValue {
    /// A fraction of whole numbers.
    Fraction(Rational),
    /// A weighted share or a mean.
    Double(f64),
}

impl ExactValue {
    /// A whole number.
    #[must_use]
    pub fn count(count: u64) -> Self {
        Self::Fraction(Rational::new(i128::from(count), 1))
    }

    /// The double nearest to it, or the double that it is.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        match self {
            Self::Fraction(ratio) => ratio.to_f64(),
            Self::Double(value) => value,
        }
    }

    /// Order by value; doubles that differ by no more than the accidents of a sum are equal.
    #[must_use]
    pub fn compare(self, other: Self) -> Ordering {
        if let (Self::Fraction(left), Self::Fraction(right)) = (self, other) {
            return left.compare(right);
        }
        let (left, right) = (self.to_f64(), other.to_f64());
        if (left - right).abs() <= SLACK * right.abs().max(1.0) { Ordering::Equal } else { left.total_cmp(&right) }
    }

    /// Order beside a fraction.
    #[must_use]
    pub fn compare_to(self, ratio: Rational) -> Ordering {
        self.compare(Self::Fraction(ratio))
    }

    /// Whether it is no further than `reach` from `ratio`.
    #[must_use]
    pub fn is_within(self, reach: Rational, ratio: Rational) -> bool {
        self.compare_to(ratio.minus(reach)).is_ge() && self.compare_to(ratio.plus(reach)).is_le()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_compared_exactly_and_doubles_nearly() {
        let third = Rational::new(1, 3);
        let near = Rational::new(1_000_000_000_001, 3_000_000_000_000);
        assert_eq!(ExactValue::Fraction(third).compare_to(near), Ordering::Less);
        assert_eq!(ExactValue::Double(1.0 / 3.0).compare_to(near), Ordering::Equal);
        assert_eq!(ExactValue::Double(1.0 / 3.0 + 2e-9).compare_to(third), Ordering::Greater);
        assert_eq!(ExactValue::Double(1.0 / 3.0 - 2e-9).compare_to(third), Ordering::Less);
        // Above 1 the slack is a part of the value.
        assert_eq!(ExactValue::Double(3_000_000_001.0).compare(ExactValue::count(3_000_000_000)), Ordering::Equal);
        assert_eq!(ExactValue::Double(3_000_000_010.0).compare(ExactValue::count(3_000_000_000)), Ordering::Greater);
        assert_eq!(ExactValue::count(7).to_f64().to_bits(), 7.0_f64.to_bits());
        assert_eq!(ExactValue::Double(0.25).to_f64().to_bits(), 0.25_f64.to_bits());
    }

    #[test]
    fn reach_includes_its_ends() {
        let (half, tenth) = (Rational::new(1, 2), Rational::new(1, 10));
        for (value, expect) in
            [((4, 10), true), ((6, 10), true), ((39, 100), false), ((61, 100), false), ((1, 2), true)]
        {
            let value = ExactValue::Fraction(Rational::new(value.0, value.1));
            assert_eq!(value.is_within(tenth, half), expect, "{value:?}");
        }
    }
}
