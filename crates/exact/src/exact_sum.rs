//! A sum of doubles that is exact until it is read, so that its bits depend on no order, partition or thread.
//!
//! What it guarantees: [`ExactSum::value`] is the double nearest to the true sum of all values added, ties to the even double,
//! for any finite doubles in any order, added one by one or merged from parts. Nothing is cut off.
//!
//! Doubles of ordinary size (from 2^100 down, without bits below 2^-128) go into a [`FixedPoint`] of 256 bits; the few others
//! into a fixed-point number as wide as the whole range of doubles. Where a sum must have one size and travel in a column, as
//! the cells of tables do, a [`FixedPoint`] is used by itself: what is below 2^-128 is cut off there, and what does not fit is
//! an error.

use crate::fixed_point::FixedPoint;
use crate::state::StateReader;
use crate::wide_sum::WideSum;

/// An exact running sum of finite doubles.
///
/// Memory is 40 bytes, and half a kilobyte more where values beyond the reach of 256 bits were added. Infinities and NaN
/// poison it: [`ExactSum::value`] is then NaN, so check inputs first.
#[derive(Clone, Debug, Default)]
pub struct ExactSum {
    fixed: FixedPoint,
    wide: Option<Box<WideSum>>,
}

impl ExactSum {
    /// The empty sum, zero.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Add one value.
    #[inline]
    pub fn add(&mut self, value: f64) {
        match FixedPoint::exactly(value).and_then(|addend| self.fixed.checked_add(addend)) {
            Some(sum) => self.fixed = sum,
            None => self.wide_mut().add(value),
        }
    }

    /// Add what is in fixed-point form already.
    #[inline]
    pub fn add_fixed(&mut self, addend: FixedPoint) {
        match self.fixed.checked_add(addend) {
            Some(sum) => self.fixed = sum,
            None => self.wide_mut().add_fixed(addend),
        }
    }

    /// Add all that another sum holds.
    #[inline]
    pub fn merge(&mut self, other: &Self) {
        self.add_fixed(other.fixed);
        if let Some(wide) = &other.wide {
            self.wide_mut().merge(wide);
        }
    }

    /// The double nearest to the exact sum (ties to even); NaN where a value added was not finite.
    #[must_use]
    pub fn value(&self) -> f64 {
        match &self.wide {
            None => self.fixed.value(),
            Some(wide) => {
                let mut total = wide.clone();
                total.add_fixed(self.fixed);
                total.value()
            }
        }
    }

    /// The sum as two doubles: [`ExactSum::value`], and the double nearest to what that leaves.
    #[must_use]
    pub fn value_and_rest(&self) -> (f64, f64) {
        let value = self.value();
        let mut rest = self.clone();
        rest.add(-value);
        (value, rest.value())
    }

    /// Writes the sum for [`ExactSum::read`].
    pub fn write(&self, bytes: &mut Vec<u8>) {
        let (low, high) = self.fixed.to_parts();
        bytes.extend_from_slice(&low.to_le_bytes());
        bytes.extend_from_slice(&high.to_le_bytes());
        match &self.wide {
            None => bytes.push(0),
            Some(wide) => {
                bytes.push(1);
                wide.write(bytes);
            }
        }
    }

    /// The sum as written; `None` where the bytes hold none.
    pub fn read(reader: &mut StateReader<'_>) -> Option<Self> {
        let low = u128::from_le_bytes(reader.take()?);
        let fixed = FixedPoint::from_parts(low, i128::from_le_bytes(reader.take()?));
        let wide = match reader.take()? {
            [0] => None,
            [_] => Some(Box::new(WideSum::read(reader)?)),
        };
        Some(Self { fixed, wide })
    }

    #[cold]
    fn wide_mut(&mut self) -> &mut WideSum {
        self.wide.get_or_insert_default()
    }
}

impl From<FixedPoint> for ExactSum {
    fn from(fixed: FixedPoint) -> Self {
        Self { fixed, wide: None }
    }
}

impl Extend<f64> for ExactSum {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, values: I) {
        for value in values {
            self.add(value);
        }
    }
}

impl FromIterator<f64> for ExactSum {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut sum = Self::new();
        sum.extend(values);
        sum
    }
}

/// The sum of the values at each of `places`, from `(place, value)`.
#[must_use]
pub fn sums_at(places: usize, values: impl IntoIterator<Item = (usize, f64)>) -> Vec<f64> {
    let mut sums = vec![ExactSum::new(); places];
    for (place, value) in values {
        sums[place].add(value);
    }
    sums.iter().map(ExactSum::value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_goes_on_from_a_number() {
        let mut sum = ExactSum::from(FixedPoint::exactly(0.25).expect("fits"));
        sum.add(1.0);
        assert_eq!(sum.value().to_bits(), 1.25_f64.to_bits());
    }

    fn check(values: &[f64], expect: f64) {
        let forward: ExactSum = values.iter().copied().collect();
        let backward: ExactSum = values.iter().rev().copied().collect();
        let mut merged = ExactSum::new();
        for &value in values {
            let mut one = ExactSum::new();
            one.add(value);
            merged.merge(&one);
        }
        for sum in [forward, backward, merged] {
            assert_eq!(sum.value().to_bits(), expect.to_bits(), "{values:?} is {expect}");
        }
    }

    #[test]
    fn sums_are_exact_before_the_last_rounding() {
        check(&[], 0.0);
        check(&[0.0, -0.0], 0.0);
        // The exact total of ten doubles 0.1 is 1.0000000000000000555, nearest to 1; a running sum gives
        // 0.9999999999999999.
        check(&[0.1; 10], 1.0);
        check(&[0.1, 0.2, -0.3], 2.775_557_561_562_891_4e-17);
        check(&[1e16, 1.0, -1e16], 1.0);
        check(&[1e308, 1e308, -1e308, 1.5, -1e308], 1.5);
        check(&[5e-324, 5e-324], 1e-323);
        check(&[1e300, 1e-300, -1e300], 1e-300);
        let tiny = 2_f64.powi(-1000);
        check(&[-1e300, tiny, 1e300, -3.0 * tiny], -2.0 * tiny);
        check(&[f64::MAX, f64::MAX], f64::INFINITY);
        check(&[-2.5, 1e-30, 0.5], -2.0);
        check(&[1e25, 1e25, 3.0, -1e25, -1e25], 3.0);
    }

    #[test]
    fn what_a_double_leaves_is_known() {
        let sum: ExactSum = [1e16, 1.0, 1e-30].into_iter().collect();
        let (value, rest) = sum.value_and_rest();
        // Doubles are 2 apart here, and the sum is just above the middle.
        let expect = [10_000_000_000_000_002.0_f64, -1.0].map(f64::to_bits);
        assert_eq!([value, rest].map(f64::to_bits), expect);
    }

    #[test]
    fn ties_go_to_the_even_double() {
        let two_53 = 9_007_199_254_740_992.0;
        check(&[two_53, 1.0], two_53);
        check(&[two_53, 1.0, 1e-30], two_53 + 2.0);
        check(&[two_53, 3.0], two_53 + 4.0);
    }

    #[test]
    fn a_full_window_spills_without_loss() {
        let large = 2_f64.powi(49);
        let mut sum = ExactSum::new();
        let mut half = ExactSum::new();
        for _ in 0..40 {
            half.add(large);
        }
        half.add(0.25);
        for _ in 0..4 {
            sum.merge(&half);
        }
        assert_eq!(sum.value().to_bits(), (160.0 * large + 1.0).to_bits());
        let mut many: ExactSum = std::iter::repeat_n(large, 64).collect();
        many.extend(std::iter::repeat_n(-large, 63));
        assert_eq!(many.value().to_bits(), large.to_bits());
    }

    #[test]
    fn what_is_not_finite_is_not_hidden() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let sum: ExactSum = [1.0, value, -1.0].into_iter().collect();
            assert!(sum.value().is_nan());
        }
    }

    #[test]
    fn a_sum_is_read_as_it_was_written() {
        for values in [&[][..], &[0.1, 0.2], &[1e300, -0.5], &[1e-300, 1e300, 5e-324], &[f64::NAN]] {
            let sum: ExactSum = values.iter().copied().collect();
            let mut bytes = Vec::new();
            sum.write(&mut bytes);
            let mut reader = StateReader::new(&bytes);
            let mut read = ExactSum::read(&mut reader).expect("a sum");
            assert!(reader.is_at_end());
            assert_eq!(read.value().to_bits(), sum.value().to_bits(), "{values:?}");
            read.add(1e300);
            read.add(-1e300);
            assert_eq!(read.value_and_rest().1.to_bits(), sum.value_and_rest().1.to_bits(), "{values:?}");
            assert!((0..bytes.len()).all(|end| ExactSum::read(&mut StateReader::new(&bytes[..end])).is_none()));
        }
    }

    #[test]
    fn sums_by_place_are_apart() {
        assert_eq!(sums_at(3, [(0, 1.0), (2, 0.1), (2, 0.2), (0, 1e16), (0, -1e16)]), [1.0, 0.0, 0.1 + 0.2]);
    }
}
