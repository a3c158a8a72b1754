//! A sum of doubles that is exact until it is read, so that its bits depend on no order, partition or thread.
//!
//! Doubles of ordinary size go into a 128-bit fixed-point window; the few that do not fit it (tiny or huge) into a
//! fixed-point number as wide as the whole range of doubles. Both are exact, so any way to add and merge the same
//! values ends in the same total, which is rounded to the nearest double once.

use crate::state::StateReader;

/// The window's lowest bit is worth `2^-LOW_BIT`: doubles from 2^-24 on have no bit below it.
const LOW_BIT: i32 = 76;
/// A double below `2^HIGH_BIT` fits the window; that the sum fits too is checked at every addition.
const HIGH_BIT: i32 = 50;
/// The lowest bit of any double is worth `2^-1074`.
const DOUBLE_LOW_BIT: i32 = 1074;
/// Digits of 32 bits from 2^-1074 to beyond the sum of 2^64 of the largest doubles.
const WIDE_DIGITS: usize = 68;

/// An exact running sum of finite doubles.
///
/// Memory is 32 bytes, and half a kilobyte more where values beyond the window's reach were added. Infinities and NaN
/// poison it: [`ExactSum::value`] is then NaN, so check inputs first.
#[derive(Clone, Debug, Default)]
pub struct ExactSum {
    window: i128,
    wide: Option<Box<WideSum>>,
}

impl ExactSum {
    /// The empty sum, zero.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Add one value.
    pub fn add(&mut self, value: f64) {
        if let Some(window) = Self::window_of(value).and_then(|addend| self.window.checked_add(addend)) {
            self.window = window;
        } else if !value.is_finite() {
            self.wide_mut().poisoned = true;
        } else if value.abs() > 0.0 {
            let (significand, exponent) = parts(value);
            self.wide_mut().add(i128::from(significand), exponent);
        }
    }

    /// What a value adds to a window; `None` where it does not fit there.
    fn window_of(value: f64) -> Option<i128> {
        Self::shifted(value).map(|(significand, shift)| i128::from(significand) << shift)
    }

    /// The same as a significand and how far it is shifted.
    pub fn shifted(value: f64) -> Option<(i64, u8)> {
        let (significand, exponent) = parts(value);
        let shift = exponent + LOW_BIT;
        (shift >= 0 && exponent + 53 <= HIGH_BIT).then_some((significand, shift as u8))
    }

    /// The sum of values that all fit the window.
    pub fn of_window(window: i128) -> Self {
        Self { window, wide: None }
    }

    /// Add all that another sum holds.
    pub fn merge(&mut self, other: &Self) {
        if let Some(window) = self.window.checked_add(other.window) {
            self.window = window;
        } else {
            self.wide_mut().add(other.window, -LOW_BIT);
        }
        if let Some(wide) = &other.wide {
            self.wide_mut().merge(wide);
        }
    }

    /// The double nearest to the exact sum (ties to even); NaN where a value added was not finite.
    #[must_use]
    pub fn value(&self) -> f64 {
        match &self.wide {
            None => nearest(self.window.is_negative(), self.window.unsigned_abs(), -LOW_BIT),
            Some(wide) => {
                let mut total = wide.clone();
                total.add(self.window, -LOW_BIT);
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
        bytes.extend_from_slice(&self.window.to_le_bytes());
        match &self.wide {
            None => bytes.push(0),
            Some(wide) => {
                bytes.push(if wide.poisoned { 2 } else { 1 });
                wide.digits.iter().for_each(|digit| bytes.extend_from_slice(&digit.to_le_bytes()));
            }
        }
    }

    /// The sum as written; `None` where the bytes hold none.
    pub fn read(reader: &mut StateReader<'_>) -> Option<Self> {
        let window = i128::from_le_bytes(reader.take()?);
        let [has_wide] = reader.take()?;
        if has_wide == 0 {
            return Some(Self::of_window(window));
        }
        let mut wide = WideSum { poisoned: has_wide > 1, ..WideSum::default() };
        for digit in &mut wide.digits {
            *digit = i64::from_le_bytes(reader.take()?);
        }
        Some(Self { window, wide: Some(Box::new(wide)) })
    }

    fn wide_mut(&mut self) -> &mut WideSum {
        self.wide.get_or_insert_default()
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
pub fn sums_at(places: usize, values: impl IntoIterator<Item = (usize, f64)>) -> Vec<f64> {
    let mut sums = vec![ExactSum::new(); places];
    for (place, value) in values {
        sums[place].add(value);
    }
    sums.iter().map(ExactSum::value).collect()
}

/// A two's complement number over the range of all doubles, in digits of 32 bits with the sign in the last.
#[derive(Clone, Debug)]
struct WideSum {
    digits: [i64; WIDE_DIGITS],
    poisoned: bool,
}

impl Default for WideSum {
    fn default() -> Self {
        Self { digits: [0; WIDE_DIGITS], poisoned: false }
    }
}

impl WideSum {
    /// Add `significand * 2^exponent`, which is at least `2^-1074` in its lowest bit.
    fn add(&mut self, significand: i128, exponent: i32) {
        let place = (exponent + DOUBLE_LOW_BIT) as usize;
        let (first, shift) = (place / 32, place % 32);
        let negative = significand.is_negative();
        let mut rest = significand.unsigned_abs();
        // The first digit takes 32 - shift bits, each later one 32.
        let mut bits = 32 - shift;
        let mut low = shift;
        for digit in &mut self.digits[first..] {
            if rest == 0 {
                break;
            }
            let part = ((rest & ((1_u128 << bits) - 1)) << low) as i64;
            *digit += if negative { -part } else { part };
            rest >>= bits;
            (bits, low) = (32, 0);
        }
        self.carry();
    }

    fn merge(&mut self, other: &Self) {
        for (digit, added) in self.digits.iter_mut().zip(&other.digits) {
            *digit += added;
        }
        self.poisoned |= other.poisoned;
        self.carry();
    }

    /// Bring every digit but the last back into 0 to 2^32.
    fn carry(&mut self) {
        let mut carried = 0;
        let (last, digits) = self.digits.split_last_mut().unwrap_or((&mut carried, &mut []));
        let mut carry = 0;
        for digit in digits {
            let full = *digit + carry;
            *digit = full & 0xFFFF_FFFF;
            carry = full >> 32;
        }
        *last += carry;
    }
}

impl WideSum {
    /// The nearest double.
    fn value(&self) -> f64 {
        if self.poisoned {
            return f64::NAN;
        }
        let negative = self.digits[WIDE_DIGITS - 1] < 0;
        let mut magnitude = self.clone();
        if negative {
            for digit in &mut magnitude.digits {
                *digit = -*digit;
            }
            magnitude.carry();
        }
        let Some(top) = magnitude.digits.iter().rposition(|&digit| digit != 0) else {
            return 0.0;
        };
        // Three digits hold at least 65 bits; whatever is below them only breaks ties, so one sticky bit stands for it.
        let bottom = top.saturating_sub(2);
        let (below, digits) = magnitude.digits.split_at(bottom);
        let high = digits[..=top - bottom]
            .iter()
            .rev()
            .fold(0_u128, |high, &digit| (high << 32) | u128::from(digit.unsigned_abs()));
        let sticky = u128::from(below.iter().any(|&digit| digit != 0));
        nearest(negative, high | sticky, 32 * bottom as i32 - DOUBLE_LOW_BIT)
    }
}

/// A double as `significand * 2^exponent`, exactly (what it says of infinities and NaN is not used).
pub fn parts(value: f64) -> (i64, i32) {
    let bits = value.to_bits();
    let biased = ((bits >> 52) & 0x7FF) as i32;
    let fraction = (bits & ((1 << 52) - 1)) as i64;
    let significand = if biased == 0 { fraction } else { fraction | 1 << 52 };
    let signed = if value.is_sign_negative() { -significand } else { significand };
    (signed, biased.max(1) - 1075)
}

/// The double nearest to `magnitude * 2^exponent`; below the normal range the caller's magnitude is exact in 53 bits.
fn nearest(negative: bool, magnitude: u128, exponent: i32) -> f64 {
    let mut value = magnitude as f64;
    let mut left = exponent;
    while left != 0 {
        let step = left.clamp(-1000, 1000);
        value *= f64::from_bits(((1023 + step) as u64) << 52);
        left -= step;
    }
    if negative { -value } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
