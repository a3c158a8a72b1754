//! Rational numbers: fractions of whole numbers, added and compared exactly.

use std::cmp::Ordering;

use crate::decimal::{Decimal, ten_to};

/// A fraction with a positive denominator, not reduced.
///
/// Sums and differences multiply denominators, so those must stay small: counts and decimals as documents state them are far
/// from 128 bits. Comparing never overflows.
#[derive(Debug, Clone, Copy)]
pub struct Rational {
    numerator: i128,
    denominator: i128,
}

impl Rational {
    /// `numerator / denominator`; the denominator must be above zero.
    #[must_use]
    pub const fn new(numerator: i128, denominator: i128) -> Self {
        debug_assert!(denominator > 0, "a denominator is above zero");
        Self { numerator, denominator }
    }

    /// A decimal: 17.5 is 175/10.
    #[must_use]
    pub fn of_number(number: Decimal) -> Self {
        Self::new(i128::from(number.units()), ten_to(number.decimals()))
    }

    /// The share that a percentage is: 17.5 is 175/1000.
    #[must_use]
    pub fn of_percentage(percentage: Decimal) -> Self {
        Self::of_number(percentage).divided_by(100)
    }

    /// The number above the line.
    #[must_use]
    pub fn numerator(self) -> i128 {
        self.numerator
    }

    /// The number below the line.
    #[must_use]
    pub fn denominator(self) -> i128 {
        self.denominator
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self::new(
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.plus(Self::new(-other.numerator, other.denominator))
    }

    /// That many times as much.
    #[must_use]
    pub fn times(self, factor: i128) -> Self {
        Self::new(self.numerator * factor, self.denominator)
    }

    /// One of so many equal parts.
    #[must_use]
    pub fn divided_by(self, parts: i128) -> Self {
        Self::new(self.numerator, self.denominator * parts)
    }

    /// Order by value: 1/2 and 2/4 are equal.
    #[must_use]
    pub fn compare(self, other: Self) -> Ordering {
        let (mut left, mut right) = (self, other);
        // Whole parts decide, or else what they leave: a/b < c/d exactly if d/c < b/a. Nothing is multiplied.
        loop {
            let [whole, other_whole] = [left, right].map(|it| it.numerator.div_euclid(it.denominator));
            let [rest, other_rest] = [left, right].map(|it| it.numerator.rem_euclid(it.denominator));
            if whole != other_whole || rest == 0 || other_rest == 0 {
                return whole.cmp(&other_whole).then(rest.cmp(&other_rest));
            }
            (left, right) = (Self::new(right.denominator, other_rest), Self::new(left.denominator, rest));
        }
    }

    /// The smaller of two.
    #[must_use]
    pub fn smaller(self, other: Self) -> Self {
        if self.compare(other).is_le() { self } else { other }
    }

    /// The greater of two.
    #[must_use]
    pub fn greater(self, other: Self) -> Self {
        if self.compare(other).is_ge() { self } else { other }
    }

    /// A double within two roundings of it: the nearest where both parts are below 2^53.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(text: &str) -> Rational {
        let (numerator, denominator) = text.split_once('/').expect("a fraction");
        Rational::new(numerator.parse().expect("a number"), denominator.parse().expect("a number"))
    }

    fn check(left: &str, right: &str, expect: Ordering) {
        assert_eq!(ratio(left).compare(ratio(right)), expect, "{left} and {right}");
        assert_eq!(ratio(right).compare(ratio(left)), expect.reverse(), "{right} and {left}");
    }

    #[test]
    fn fractions_compare_by_value() {
        check("1/2", "2/4", Ordering::Equal);
        check("1/3", "2/5", Ordering::Less);
        check("7/5", "4/3", Ordering::Greater);
        check("-1/2", "-1/3", Ordering::Less);
        check("-1/2", "1/3", Ordering::Less);
        check("0/7", "0/1", Ordering::Equal);
        check("3/1", "3/1", Ordering::Equal);
        check("3/1", "7/2", Ordering::Less);
        // Products of these need 254 bits: 2^127 - 1 over 2^126 and 2^127 - 2 over 2^126 + 1.
        let large = "170141183460469231731687303715884105727/85070591730234615865843651857942052864";
        check(
            large,
            "170141183460469231731687303715884105726/85070591730234615865843651857942052865",
            Ordering::Greater,
        );
        check(large, large, Ordering::Equal);
        for a in -6..=6 {
            for b in 1..=6 {
                for c in -6..=6 {
                    for d in 1..=6 {
                        let compared = Rational::new(a, b).compare(Rational::new(c, d));
                        assert_eq!(compared, (a * d).cmp(&(c * b)), "{a}/{b} and {c}/{d}");
                    }
                }
            }
        }
    }

    #[test]
    fn fractions_add_and_part_exactly() {
        let same = |found: Rational, expect: &str| assert!(found.compare(ratio(expect)).is_eq(), "{found:?}");
        same(ratio("1/2").plus(ratio("1/3")), "5/6");
        same(ratio("1/2").minus(ratio("2/3")), "-1/6");
        same(ratio("3/4").times(-2), "-3/2");
        same(ratio("3/4").divided_by(3), "1/4");
        same(ratio("3/4").smaller(ratio("2/3")), "2/3");
        same(ratio("2/3").smaller(ratio("3/4")), "2/3");
        same(ratio("3/4").greater(ratio("2/3")), "3/4");
        same(ratio("2/3").greater(ratio("3/4")), "3/4");
        assert_eq!(ratio("7/8").to_f64().to_bits(), 0.875_f64.to_bits());
    }

    #[test]
    fn decimals_are_fractions() {
        let number = "17.5".parse().expect("a decimal");
        assert!(Rational::of_number(number).compare(ratio("35/2")).is_eq());
        assert!(Rational::of_percentage(number).compare(ratio("7/40")).is_eq());
        assert_eq!(Rational::of_number(number).numerator(), 175);
        assert_eq!(Rational::of_percentage(number).denominator(), 1000);
    }
}
