//! Weights as they come in: finite, not negative, one for each row.

use thiserror::Error;

/// Why weights cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum WeightError {
    /// A weight is negative, infinite or not a number. A weight of zero is good: its row is in the sample and not in
    /// estimates.
    #[error("use weight {weight} at row {row}: weights are finite and not negative")]
    Unusable {
        /// Place of the weight, from 0.
        row: usize,
        /// The weight given.
        weight: f64,
    },
    /// A weight that may be negative is infinite or not a number.
    #[error("use weight {weight} at row {row}: weights are finite")]
    NotFinite {
        /// Place of the weight, from 0.
        row: usize,
        /// The weight given.
        weight: f64,
    },
    /// There are more or fewer weights than rows.
    #[error("use {found} weights for {rows} rows")]
    Length {
        /// Rows of the sample.
        rows: usize,
        /// Weights given.
        found: usize,
    },
}

/// Check that each weight is finite and not negative.
///
/// # Errors
/// The first weight that is not.
pub fn check_weights(weights: &[f64]) -> Result<(), WeightError> {
    match weights.iter().position(|weight| !weight.is_finite() || *weight < 0.0) {
        None => Ok(()),
        Some(row) => Err(WeightError::Unusable { row, weight: weights[row] }),
    }
}

/// Check that there are `rows` weights, each finite: those of replicates and of a regression may be negative.
///
/// # Errors
/// Another number of weights, or the first that is not finite.
pub(crate) fn check_finite_weights_of(weights: &[f64], rows: usize) -> Result<(), WeightError> {
    if weights.len() != rows {
        return Err(WeightError::Length { rows, found: weights.len() });
    }
    match weights.iter().position(|weight| !weight.is_finite()) {
        None => Ok(()),
        Some(row) => Err(WeightError::NotFinite { row, weight: weights[row] }),
    }
}

/// Check that there are `rows` weights, each finite and not negative.
///
/// # Errors
/// Another number of weights, or the first that is unusable.
pub(crate) fn check_weights_of(weights: &[f64], rows: usize) -> Result<(), WeightError> {
    if weights.len() != rows {
        return Err(WeightError::Length { rows, found: weights.len() });
    }
    check_weights(weights)
}
