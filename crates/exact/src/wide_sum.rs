//! Sums over the whole range of doubles: what does not fit the 256 bits of a [`FixedPoint`] is added here, exactly.

use crate::double::{nearest, parts};
use crate::fixed_point::{FixedPoint, LOW_BIT};
use crate::state::StateReader;

/// The lowest bit of any double is worth `2^-1074`.
const DOUBLE_LOW_BIT: i32 = 1074;
/// Digits of 32 bits from 2^-1074 to beyond the sum of 2^64 of the largest doubles.
const WIDE_DIGITS: usize = 68;

/// A two's complement number over the range of all doubles, in digits of 32 bits with the sign in the last.
#[derive(Clone, Debug)]
pub(crate) struct WideSum {
    digits: [i64; WIDE_DIGITS],
    poisoned: bool,
}

impl Default for WideSum {
    fn default() -> Self {
        Self { digits: [0; WIDE_DIGITS], poisoned: false }
    }
}

impl WideSum {
    /// Add any double; what is not finite poisons the sum.
    pub(crate) fn add(&mut self, value: f64) {
        if value.is_finite() {
            let (significand, exponent) = parts(value.abs());
            self.add_units(value < 0.0, significand as u128, exponent);
        } else {
            self.poisoned = true;
        }
    }

    /// Add a number in fixed-point form.
    pub(crate) fn add_fixed(&mut self, value: FixedPoint) {
        let (low, high) = value.magnitude();
        self.add_units(value.is_negative(), low, -LOW_BIT);
        self.add_units(value.is_negative(), high, 128 - LOW_BIT);
    }

    /// Add `magnitude * 2^exponent` or its negative, which is at least `2^-1074` in its lowest bit.
    fn add_units(&mut self, negative: bool, magnitude: u128, exponent: i32) {
        let place = (exponent + DOUBLE_LOW_BIT) as usize;
        let (first, shift) = (place / 32, place % 32);
        let mut rest = magnitude;
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

    /// Add all that another holds.
    pub(crate) fn merge(&mut self, other: &Self) {
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

    /// Writes it for [`WideSum::read`].
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(u8::from(self.poisoned));
        self.digits.iter().for_each(|digit| bytes.extend_from_slice(&digit.to_le_bytes()));
    }

    /// As written; `None` where the bytes end too soon.
    pub(crate) fn read(reader: &mut StateReader<'_>) -> Option<Self> {
        let [poisoned] = reader.take()?;
        let mut wide = Self { poisoned: poisoned != 0, ..Self::default() };
        for digit in &mut wide.digits {
            *digit = i64::from_le_bytes(reader.take()?);
        }
        Some(wide)
    }

    /// The double nearest to it; NaN where it is poisoned.
    pub(crate) fn value(&self) -> f64 {
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
