//! Sums that do not depend on the order of their terms.
//!
//! A value is kept as a whole number of 2^-64ths, so that adding is exact: whatever the partitioning, the bits are the same.
//! A value is cut off below 2^-64 (5e-20). What does not fit is an error, never a wrap.

use arrow::datatypes::DataType;
use datafusion::common::{DataFusionError, Result, exec_err};

/// How a sum travels between partial aggregates.
pub(crate) const SUM: DataType = DataType::Decimal128(38, 0);

/// 2^64.
const SCALE: f64 = 18_446_744_073_709_551_616.0;

/// The fixed-point form of a value.
pub(crate) fn fixed(value: f64) -> Result<i128> {
    let scaled = value * SCALE;
    if scaled.is_finite() && scaled.abs() < 1.0e38 {
        Ok(scaled as i128)
    } else {
        exec_err!("a weighted value is too large to be summed exactly")
    }
}

/// The weight itself, if it is one.
pub(crate) fn weight_of(value: f64) -> Result<f64> {
    if value >= 0.0 && value.is_finite() { Ok(value) } else { exec_err!("{value} is no weight") }
}

/// Adds, or fails where the sum does not fit.
pub(crate) fn add(sum: &mut i128, value: i128) -> Result<()> {
    *sum = sum
        .checked_add(value)
        .ok_or_else(|| DataFusionError::Execution("a weighted sum is too large to be kept exactly".into()))?;
    Ok(())
}

/// The double nearest to a fixed-point sum.
pub(crate) fn double(sum: i128) -> f64 {
    sum as f64 / SCALE
}
