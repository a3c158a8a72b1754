//! Sums of one fixed size ([`FixedPoint`]): how they fail, and how they travel.
//!
//! A weight or a weighted value has 256 bits from 2^-128 on. Bits below are cut off; what does not fit is an error.

use arrow::datatypes::{DataType, i256};
use topline_exact::FixedPoint;
use topline_exact::lanes::TooLarge;

use crate::error::TallyError;

/// How a sum travels between partial aggregates: its 256 bits, as those of a decimal that is never printed or cast.
pub const SUM: DataType = DataType::Decimal256(76, 0);

/// The fixed-point form of a value.
#[inline]
pub fn fixed(value: f64) -> Result<FixedPoint, TooLarge> {
    FixedPoint::truncated(value).ok_or(TooLarge)
}

/// Adds, or fails where the sum does not fit.
#[inline]
pub fn add(sum: &mut FixedPoint, value: FixedPoint) -> Result<(), TallyError> {
    *sum = sum.checked_add(value).ok_or(TallyError::SumTooLarge)?;
    Ok(())
}

/// A sum as it travels.
#[must_use]
pub fn to_decimal(sum: FixedPoint) -> i256 {
    let (low, high) = sum.to_parts();
    i256::from_parts(low, high)
}

/// A sum that has travelled.
#[must_use]
pub fn from_decimal(decimal: i256) -> FixedPoint {
    let (low, high) = decimal.to_parts();
    FixedPoint::from_parts(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_an_error() {
        let limit = 2_f64.powi(100);
        for value in [limit, -limit, 1e300, f64::INFINITY, f64::NAN] {
            assert!(fixed(value) == Err(TooLarge), "{value}");
        }
        let mut sum = FixedPoint::from_parts(u128::MAX, i128::MAX);
        assert!(matches!(add(&mut sum, FixedPoint::from_parts(1, 0)), Err(TallyError::SumTooLarge)));
    }

    #[test]
    fn sums_travel_whole() {
        for value in [0.0, 0.1, -0.1, 1e29, -3e-23] {
            let sum = fixed(value).expect("fits");
            assert_eq!(from_decimal(to_decimal(sum)), sum, "{value}");
        }
        assert_eq!(to_decimal(fixed(-2_f64.powi(-128)).expect("fits")), i256::MINUS_ONE);
    }
}
