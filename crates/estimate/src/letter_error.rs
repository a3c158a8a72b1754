//! Why the columns of a table cannot be compared.

use thiserror::Error;

use crate::column_proportion::PairError;

/// Why columns cannot be compared at all.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum LetterError {
    /// There are overlaps, but not one for each pair.
    #[error("compare {columns} columns by {found} overlaps: they have {pairs} pairs")]
    Overlaps {
        /// How many columns there are.
        columns: usize,
        /// How many pairs they have.
        pairs: usize,
        /// Overlaps given.
        found: usize,
    },
    /// The covariance is of more or fewer columns.
    #[error("compare {columns} columns by the covariance of {found}")]
    Covariance {
        /// How many columns there are.
        columns: usize,
        /// How many the covariance has.
        found: usize,
    },
    /// The design has no degrees of freedom.
    #[error("compare columns with {df} degrees of freedom")]
    NoDegrees {
        /// Degrees of freedom given.
        df: f64,
    },
    /// A proportion, a base or an overlap is no such thing.
    #[error(transparent)]
    Pair(PairError),
}
