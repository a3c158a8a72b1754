//! Sums of doubles in 256 bits: the part of an exact sum that has a fixed size, and can travel in a column of decimals.
//!
//! A value is kept as a whole number of 2^-128ths, so that adding is the addition of integers: whatever the order and the
//! partitions, the bits are the same. Each double from 2^-75 (3e-23) up to 2^100 (1e30) is held whole, and so are the squares
//! of weights that sum to 1 over millions of respondents as well as incomes grossed up to a country. There is room for 2^26
//! values of the greatest size. What does not fit is `None`, never a wrap.

use crate::double::{nearest, parts};

/// The lowest bit is worth 2^-128.
pub(crate) const LOW_BIT: i32 = 128;

/// 2^100: values from here on do not fit.
pub(crate) const LIMIT: f64 = 1_267_650_600_228_229_401_496_703_205_376.0;

/// A number of 2^-128ths in 256 bits, two's complement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FixedPoint {
    /// The least first.
    limbs: [u64; 4],
}

impl FixedPoint {
    /// Nothing.
    pub const ZERO: Self = Self { limbs: [0; 4] };

    /// The value itself; `None` where it has bits below 2^-128, is 2^100 or more in size, or is not finite.
    #[inline]
    #[must_use]
    pub fn exactly(value: f64) -> Option<Self> {
        // What is no number is not below the limit either.
        if value.abs() < LIMIT {
            let (significand, exponent) = parts(value);
            let lost = -LOW_BIT - exponent;
            if lost <= 0 {
                return Some(Self::of_units(significand.into(), exponent));
            }
            // Zero has all its bits behind the last.
            let ends_in_zeros = significand == 0 || significand.trailing_zeros() >= lost.unsigned_abs();
            return ends_in_zeros.then(|| Self::of_units((significand >> lost.min(63)).into(), -LOW_BIT));
        }
        None
    }

    /// The value without what it has below 2^-128; `None` where it is 2^100 or more in size, or is not finite.
    #[inline]
    #[must_use]
    pub fn truncated(value: f64) -> Option<Self> {
        if value.abs() < LIMIT {
            let (significand, exponent) = parts(value);
            let lost = (-LOW_BIT - exponent).clamp(0, 63);
            // Towards zero, whatever the sign.
            let kept = if significand < 0 { -(-significand >> lost) } else { significand >> lost };
            return Some(Self::of_units(kept.into(), exponent.max(-LOW_BIT)));
        }
        None
    }

    /// `units * 2^exponent`. The exponent is at least -128, and the product below 2^127 in size.
    #[inline]
    #[must_use]
    pub fn of_units(units: i128, exponent: i32) -> Self {
        let shift = (exponent + LOW_BIT) as u32;
        let (low, high) = match shift {
            0 => (units as u128, units >> 127),
            1..128 => ((units as u128) << shift, units >> (128 - shift)),
            _ => (0, units << (shift - 128)),
        };
        Self::from_parts(low, high)
    }

    /// The sum; `None` where it does not fit.
    #[inline]
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let ((low, high), (other_low, other_high)) = (self.to_parts(), other.to_parts());
        let (low, carry) = low.overflowing_add(other_low);
        let sum = high.wrapping_add(other_high).wrapping_add(i128::from(carry));
        // Two of one sign whose sum has the other.
        let overflows = (high ^ sum) & (other_high ^ sum) < 0;
        (!overflows).then(|| Self::from_parts(low, sum))
    }

    /// The double nearest to it, ties to the even one.
    #[must_use]
    pub fn value(self) -> f64 {
        let (low, high) = self.magnitude();
        let bits = if high == 0 { 128 - low.leading_zeros() } else { 256 - high.leading_zeros() };
        // 64 bits from the highest on round as all of them do, where the lowest says whether any is set below.
        let drop = bits.saturating_sub(64);
        let (kept, below) = match drop {
            0 => (low, false),
            1..128 => (low >> drop | high << (128 - drop), low & ((1 << drop) - 1) != 0),
            _ => (high >> (drop - 128), low != 0 || high & ((1 << (drop - 128)) - 1) != 0),
        };
        let kept = u128::from(kept as u64 | u64::from(below));
        nearest(self.is_negative(), kept, drop as i32 - LOW_BIT)
    }

    /// Whether it is below zero.
    #[inline]
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.limbs[3] >> 63 == 1
    }

    /// Whether it is above zero.
    #[must_use]
    pub fn is_positive(self) -> bool {
        !self.is_negative() && self != Self::ZERO
    }

    /// Its size, as the lower and the upper 128 bits.
    pub(crate) fn magnitude(self) -> (u128, u128) {
        let (low, high) = if self.is_negative() { self.negated() } else { self }.to_parts();
        (low, high as u128)
    }

    #[inline]
    fn negated(self) -> Self {
        let (low, high) = self.to_parts();
        let (low, carry) = (!low).overflowing_add(1);
        Self::from_parts(low, (!high).wrapping_add(i128::from(carry)))
    }

    /// The lower and the upper 128 bits.
    #[inline]
    #[must_use]
    pub fn to_parts(self) -> (u128, i128) {
        let [first, second, third, fourth] = self.limbs.map(u128::from);
        (first | second << 64, (third | fourth << 64) as i128)
    }

    /// The number with these lower and upper 128 bits.
    #[inline]
    #[must_use]
    pub fn from_parts(low: u128, high: i128) -> Self {
        Self { limbs: [low as u64, (low >> 64) as u64, high as u64, (high >> 64) as u64] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_53: f64 = 9_007_199_254_740_992.0;

    fn power(exponent: i32) -> f64 {
        2_f64.powi(exponent)
    }

    #[test]
    fn doubles_come_back_whole() {
        let values = [0.0, 1.0, -1.0, 0.1, 1.0 / 3.0, -12_345.678, 3e-23, 1e29, power(99) * 1.999, -7e28, power(-128)];
        for value in values {
            let kept = FixedPoint::exactly(value).expect("fits");
            assert_eq!(kept.value().to_bits(), (value + 0.0_f64).to_bits(), "{value}");
            assert_eq!(FixedPoint::truncated(value), Some(kept), "{value}");
            let (low, high) = kept.to_parts();
            assert_eq!(FixedPoint::from_parts(low, high), kept);
        }
        assert_eq!(FixedPoint::exactly(-0.0), Some(FixedPoint::ZERO));
    }

    #[test]
    fn bits_below_the_lowest_are_refused_or_cut_off() {
        // 2^-129 has no bit to keep; 1.75 * 2^-128 has one; 2^-180 * 2^52 is 2^-128, whatever its significand's zeros.
        for (value, cut) in [(1e-300, 0.0), (power(-128) * 1.75, power(-128)), (-power(-128) * 3.5, -power(-128) * 3.0)]
        {
            assert_eq!(FixedPoint::exactly(value), None, "{value}");
            assert_eq!(FixedPoint::truncated(value).expect("fits").value().to_bits(), f64::to_bits(cut), "{value}");
        }
        assert_eq!(FixedPoint::exactly(power(-128)).map(FixedPoint::to_parts), Some((1, 0)));
        assert_eq!(FixedPoint::exactly(-power(-127)).map(FixedPoint::to_parts), Some((u128::MAX - 1, -1)));
    }

    #[test]
    fn sums_round_once() {
        // 2^53 + 1 lies between two doubles: a tie goes to the even one, the least above a tie goes up.
        for (terms, expect) in [
            (vec![TWO_53, 1.0], TWO_53),
            (vec![TWO_53, 1.0, power(-128)], TWO_53 + 2.0),
            (vec![TWO_53, 1.0, -power(-128)], TWO_53),
            (vec![TWO_53, 3.0], TWO_53 + 4.0),
            (vec![-TWO_53, -3.0], -TWO_53 - 4.0),
            (vec![1e28, 1.0, -1e28], 1.0),
            (vec![power(80), power(27), power(-128)], power(80) + power(28)),
            (vec![power(99), power(46)], power(99)),
            (vec![power(99), power(46), 1.0], power(99) + power(47)),
            (vec![0.1; 10], 1.0),
        ] {
            let mut sum = FixedPoint::ZERO;
            for term in &terms {
                sum = sum.checked_add(FixedPoint::exactly(*term).expect("fits")).expect("fits");
            }
            assert_eq!(sum.value().to_bits(), expect.to_bits(), "{terms:?}");
        }
    }

    #[test]
    fn what_does_not_fit_is_none() {
        for value in [LIMIT, -LIMIT, 1e300, f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
            assert_eq!((FixedPoint::exactly(value), FixedPoint::truncated(value)), (None, None), "{value}");
        }
        assert!(FixedPoint::exactly(LIMIT.next_down()).is_some());
        let most = FixedPoint::from_parts(u128::MAX, i128::MAX);
        let least = FixedPoint::from_parts(0, i128::MIN);
        let one = FixedPoint::from_parts(1, 0);
        let minus_one = FixedPoint::from_parts(u128::MAX, -1);
        assert_eq!(most.checked_add(one), None);
        assert_eq!(one.checked_add(most), None);
        assert_eq!(least.checked_add(minus_one), None);
        assert_eq!(least.checked_add(least), None);
        assert_eq!(most.checked_add(least), Some(minus_one));
        // The upper halves alone would overflow, and the carry brings them back.
        let below = FixedPoint::from_parts(1, i128::MIN);
        assert_eq!(below.checked_add(minus_one), Some(least));
        assert_eq!(minus_one.checked_add(one), Some(FixedPoint::ZERO));
        assert_eq!((least.value().to_bits(), most.value().to_bits()), ((-power(127)).to_bits(), power(127).to_bits()));
    }

    #[test]
    fn units_are_shifted_into_place() {
        for (units, exponent) in
            [(1, 0), (-1, 0), (3, -128), (-3, -128), (5, -100), (-5, -1), (7, 40), (-7, 96), (1 << 60, 47)]
        {
            let expect = units as f64 * power(exponent);
            assert_eq!(FixedPoint::of_units(units, exponent).value().to_bits(), expect.to_bits(), "{units} {exponent}");
        }
        assert_eq!(FixedPoint::of_units(-1, -128).to_parts(), (u128::MAX, -1));
        assert_eq!(FixedPoint::of_units(-1, 0).to_parts(), (0, -1));
    }

    #[test]
    fn signs_are_known() {
        let of = |value: f64| FixedPoint::exactly(value).expect("fits");
        assert_eq!([of(-0.5), of(0.0), of(0.5)].map(FixedPoint::is_positive), [false, false, true]);
        assert_eq!([of(-0.5), of(0.0), of(0.5)].map(FixedPoint::is_negative), [true, false, false]);
    }
}
