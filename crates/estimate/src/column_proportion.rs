//! Comparison of a proportion between the columns of a table: z tests of each pair.

use thiserror::Error;

use crate::distribution::Normal;

/// A column: its proportion, as a part of 1, and the size of its base (unweighted, weighted or effective, as chosen).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    /// The proportion.
    pub x: f64,
    /// The size that its precision goes by.
    pub base: f64,
}

/// A z test of two columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairTest {
    /// The statistic, positive where the first is larger.
    pub z: f64,
    /// Its two-sided p value, before any correction for the number of pairs.
    pub p: f64,
}

/// Why two columns cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum PairError {
    /// A base is not positive, or a proportion not from 0 to 1.
    #[error("compare a proportion of {x} of {base}")]
    Unusable {
        /// The proportion given.
        x: f64,
        /// The base given.
        base: f64,
    },
    /// Both proportions are 0 or both are 1, so there is no variance.
    #[error("compare two proportions of {x}")]
    NoVariance {
        /// The common proportion.
        x: f64,
    },
    /// The sample that both share is larger than one of them, or negative.
    #[error("compare columns of {first} and {second} that share {shared}")]
    Overlap {
        /// The first base.
        first: f64,
        /// The second base.
        second: f64,
        /// The size of what they share.
        shared: f64,
    },
}

/// The pooled two-proportion z test without continuity correction.
///
/// Source: Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions (2003), section 3.1.
///
/// # Errors
/// Each variant of [`PairError`] says when.
pub fn compare_columns(first: Column, second: Column) -> Result<PairTest, PairError> {
    compare_overlapping(first, second, Overlap { shared: 0.0, correlation: 0.0 })
}

/// What two columns share, where respondents are in both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// The size of the base in both columns.
    pub shared: f64,
    /// The correlation of the two answers among those: 1 where it is the same answer.
    pub correlation: f64,
}

/// The same where part of the base is in both columns: the variance loses what the shared part has in common.
///
/// Source: Kish, Survey Sampling (1965), section 12.4: `p q (1/n1 + 1/n2 - 2 r m / (n1 n2))`, with the pooled
/// proportion.
///
/// # Errors
/// As [`compare_columns`], and an overlap larger than a column.
pub fn compare_overlapping(first: Column, second: Column, overlap: Overlap) -> Result<PairTest, PairError> {
    for Column { x, base } in [first, second] {
        if !(base > 0.0 && base.is_finite() && (0.0..=1.0).contains(&x)) {
            return Err(PairError::Unusable { x, base });
        }
    }
    let shared = overlap.shared;
    if !(shared >= 0.0 && shared <= first.base.min(second.base)) {
        return Err(PairError::Overlap { first: first.base, second: second.base, shared });
    }
    let pooled = (first.x * first.base + second.x * second.base) / (first.base + second.base);
    let common = 2.0 * overlap.correlation * shared / (first.base * second.base);
    let variance = pooled * (1.0 - pooled) * (1.0 / first.base + 1.0 / second.base - common);
    if variance <= 0.0 {
        return Err(PairError::NoVariance { x: pooled });
    }
    let z = (first.x - second.x) / variance.sqrt();
    Ok(PairTest { z, p: 2.0 * Normal.above(z.abs()) })
}
