//! Sums that do not depend on the order of their terms.
//!
//! A value is kept as a whole number of 2^-128ths in 256 bits, so that adding is exact: whatever the partitioning, the bits are
//! the same. That holds each double from 2^-75 (3e-23) on whole, and so the squares of weights that sum to 1 over millions of
//! respondents as well as incomes grossed up to a country; of smaller ones, what is below 2^-128 is cut off. What does not fit
//! is an error, never a wrap.

use arrow::datatypes::{DataType, i256};
use datafusion::common::{Result, exec_datafusion_err, exec_err};

/// How a sum travels between partial aggregates.
pub(crate) const SUM: DataType = DataType::Decimal256(76, 0);

/// The lowest bit of a sum is worth 2^-128.
const LOW_BIT: i32 = 128;

/// 2^100: a sum has room for 2^26 values of this size, and for any number of those that surveys have.
const LIMIT: f64 = 1_267_650_600_228_229_401_496_703_205_376.0;

/// The fixed-point form of a value.
pub(crate) fn fixed(value: f64) -> Result<i256> {
    if !value.is_finite() || value.abs() >= LIMIT {
        return exec_err!("a weighted value is too large to be summed exactly");
    }
    // An IEEE 754 double is significand * 2^exponent.
    let bits = value.to_bits();
    let biased = ((bits >> 52) & 0x7FF) as i32;
    let fraction = (bits & ((1 << 52) - 1)) as i64;
    let significand = if biased == 0 { fraction } else { fraction | 1 << 52 };
    let shift = biased.max(1) - 1075 + LOW_BIT;
    let magnitude = match u8::try_from(shift) {
        Ok(shift) => i256::from_i128(significand.into()) << shift,
        Err(_) => i256::from_i128((significand >> shift.unsigned_abs().min(63)).into()),
    };
    Ok(if value < 0.0 { magnitude.wrapping_neg() } else { magnitude })
}

/// The weight itself, if it is one.
pub(crate) fn weight_of(value: f64) -> Result<f64> {
    if value >= 0.0 && value.is_finite() { Ok(value) } else { exec_err!("{value} is no weight") }
}

/// Adds, or fails where the sum does not fit.
pub(crate) fn add(sum: &mut i256, value: i256) -> Result<()> {
    *sum =
        sum.checked_add(value).ok_or_else(|| exec_datafusion_err!("a weighted sum is too large to be kept exactly"))?;
    Ok(())
}

/// The double at a fixed-point sum: nearest, but for the last bit.
pub(crate) fn double(sum: i256) -> f64 {
    let two_64 = 18_446_744_073_709_551_616.0_f64;
    let (low, high) = sum.wrapping_abs().to_parts();
    let magnitude = high as f64 + low as f64 / two_64 / two_64;
    if sum.is_negative() { -magnitude } else { magnitude }
}
