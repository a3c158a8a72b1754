//! Sums that do not depend on the order of their terms.
//!
//! A value is kept as a whole number of 2^-128ths in 256 bits, so that adding is exact: whatever the partitioning, the bits are
//! the same. That holds each double from 2^-75 (3e-23) on whole, and so the squares of weights that sum to 1 over millions of
//! respondents as well as incomes grossed up to a country; of smaller ones, what is below 2^-128 is cut off. What does not fit
//! is an error, never a wrap.

use arrow::datatypes::{DataType, i256};

use crate::error::TallyError;

/// How a sum travels between partial aggregates.
pub const SUM: DataType = DataType::Decimal256(76, 0);

/// The lowest bit of a sum is worth 2^-128.
pub(crate) const LOW_BIT: i32 = 128;

/// 2^100: a sum has room for 2^26 values of this size, and for any number of those that surveys have.
pub(crate) const LIMIT: f64 = 1_267_650_600_228_229_401_496_703_205_376.0;

/// A double as `significand * 2^exponent`.
pub(crate) fn parts(value: f64) -> (i64, i32) {
    let bits = value.to_bits();
    let biased = ((bits >> 52) & 0x7FF) as i32;
    let fraction = (bits & ((1 << 52) - 1)) as i64;
    let significand = if biased == 0 { fraction } else { fraction | 1 << 52 };
    (if value.is_sign_negative() { -significand } else { significand }, biased.max(1) - 1075)
}

/// The fixed-point form of a value.
pub fn fixed(value: f64) -> Result<i256, TallyError> {
    if !value.is_finite() || value.abs() >= LIMIT {
        return Err(TallyError::ValueTooLarge);
    }
    let (significand, exponent) = parts(value.abs());
    let shift = exponent + LOW_BIT;
    let magnitude = match u8::try_from(shift) {
        Ok(shift) => i256::from_i128(significand.into()) << shift,
        Err(_) => i256::from_i128((significand >> shift.unsigned_abs().min(63)).into()),
    };
    Ok(if value < 0.0 { magnitude.wrapping_neg() } else { magnitude })
}

/// Adds, or fails where the sum does not fit.
pub fn add(sum: &mut i256, value: i256) -> Result<(), TallyError> {
    *sum = sum.checked_add(value).ok_or(TallyError::SumTooLarge)?;
    Ok(())
}

/// The double nearest to a fixed-point sum.
#[must_use]
pub fn double(sum: i256) -> f64 {
    let (low, high) = sum.wrapping_abs().to_parts();
    let high = high as u128;
    let bits = if high == 0 { 128 - low.leading_zeros() } else { 256 - high.leading_zeros() };
    // 64 bits from the highest on round as all of them do, where the lowest says whether any is set below.
    let drop = bits.saturating_sub(64);
    let (kept, below) = match drop {
        0 => (low as u64, false),
        1..128 => ((low >> drop | high << (128 - drop)) as u64, low & ((1 << drop) - 1) != 0),
        _ => ((high >> (drop - 128)) as u64, low != 0 || high & ((1 << (drop - 128)) - 1) != 0),
    };
    let magnitude = (kept | u64::from(below)) as f64 * 2_f64.powi(drop as i32 - LOW_BIT);
    if sum.is_negative() { -magnitude } else { magnitude }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_come_back_whole() {
        for value in [0.0, 1.0, -1.0, 0.1, 1.0 / 3.0, -12_345.678, 3e-23, 1e29, 2_f64.powi(99) * 1.999, -7e28] {
            assert_eq!(double(fixed(value).expect("fits")).to_bits(), (value + 0.0_f64).to_bits(), "{value}");
        }
        // Below 2^-128 is cut off.
        assert_eq!(double(fixed(1e-300).expect("fits")).to_bits(), 0);
        assert_eq!(double(fixed(2_f64.powi(-128)).expect("fits")).to_bits(), 2_f64.powi(-128).to_bits());
        let cut = 2_f64.powi(-128) * 1.75;
        assert_eq!(double(fixed(cut).expect("fits")).to_bits(), 2_f64.powi(-128).to_bits());
    }

    #[test]
    fn sums_round_once() {
        // 2^53 + 1 lies between two doubles: a tie goes to the even one, the least above a tie goes up.
        let two_53 = 9_007_199_254_740_992.0;
        for (terms, expect) in [
            (vec![two_53, 1.0], two_53),
            (vec![two_53, 1.0, 1e-30], two_53 + 2.0),
            (vec![two_53, 3.0], two_53 + 4.0),
            (vec![-two_53, -3.0], -two_53 - 4.0),
            (vec![1e28, 1.0, -1e28], 1.0),
            (vec![0.1; 10], 1.0),
        ] {
            let mut sum = i256::ZERO;
            for term in &terms {
                add(&mut sum, fixed(*term).expect("fits")).expect("fits");
            }
            assert_eq!(double(sum).to_bits(), expect.to_bits(), "{terms:?}");
        }
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        for value in [LIMIT, -LIMIT, 1e300, f64::INFINITY, f64::NAN] {
            assert!(matches!(fixed(value), Err(TallyError::ValueTooLarge)), "{value}");
        }
        let large = fixed(LIMIT * 0.999_999).expect("fits");
        let mut sum = i256::ZERO;
        let fitted = (0..1_u64 << 28).take_while(|_| add(&mut sum, large).is_ok()).count();
        // 2^27 of them are 2^255, of which the sign takes one.
        assert!((1 << 27..(1 << 27) + 200).contains(&fitted), "{fitted}");
    }
}
