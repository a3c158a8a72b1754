//! Known totals that weights are adjusted to, and why they may not be reachable.

use thiserror::Error;
use topline_exact::sums_at;

use crate::matrix::SingularError;
use crate::weight::{WeightError, check_weights};

/// Why weights cannot be adjusted to targets.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum TargetError {
    /// The weights before are unusable.
    #[error(transparent)]
    Weight(WeightError),
    /// A margin or regressor has another number of rows than there are weights.
    #[error("adjust {rows} weights to a column of {found} rows")]
    ColumnLength {
        /// Weights given.
        rows: usize,
        /// Rows of the column.
        found: usize,
    },
    /// A target is negative or not finite.
    #[error("reach target {target} of category {category} in margin {margin}")]
    Unusable {
        /// The margin's place, from 0.
        margin: usize,
        /// The category, from 0.
        category: usize,
        /// The target given.
        target: f64,
    },
    /// A row is in a category for which there is no target.
    #[error("place row {row}: margin {margin} has no target for its category {category}")]
    NoTarget {
        /// The row, from 0.
        row: usize,
        /// The margin's place, from 0.
        margin: usize,
        /// The row's category, from 0.
        category: usize,
    },
    /// A category has a target and no row with weight.
    #[error("reach target {target} of category {category} in margin {margin}, where no row has weight")]
    NoRows {
        /// The margin's place, from 0.
        margin: usize,
        /// The category, from 0.
        category: usize,
        /// Its target.
        target: f64,
    },
    /// Two margins' targets add up to different populations, by more than a millionth.
    #[error("rake to margins of different totals: margin {margin} adds to {total}, the first to {first}")]
    TotalsDisagree {
        /// The margin's place, from 0.
        margin: usize,
        /// What its targets add up to.
        total: f64,
        /// What the first margin's targets add up to.
        first: f64,
    },
    /// There is not one target for each regressor, or there are none.
    #[error("calibrate {regressors} regressors to {targets} targets")]
    Regressors {
        /// Regressors given.
        regressors: usize,
        /// Targets given.
        targets: usize,
    },
    /// A regressor is a combination of others, in the weighted sample.
    #[error(transparent)]
    Dependent(SingularError),
    /// Bounds on weights or their ratios do not hold 1 (or, of weights, are not in order).
    #[error("keep within {low} to {upp}")]
    Bounds {
        /// The lower bound.
        low: f64,
        /// The upper bound.
        upp: f64,
    },
    /// The targets were not reached: no such weights exist, or more steps are needed.
    #[error("reach the targets in {steps} steps: the largest difference left is {difference} of a target")]
    NotReached {
        /// Steps taken.
        steps: usize,
        /// The largest relative difference left.
        difference: f64,
    },
}

/// A margin: the category of each row, and how many there are of each category in the population.
#[derive(Clone, Copy, Debug)]
pub struct Margin<'a> {
    /// A number from 0 for each row.
    pub category: &'a [usize],
    /// The population of each category.
    pub targets: &'a [f64],
}

/// Check that every row has a target and every target rows; returns the weighted size of each category.
pub(crate) fn check_margin(weights: &[f64], place: usize, margin: &Margin) -> Result<Vec<f64>, TargetError> {
    check_weights(weights).map_err(TargetError::Weight)?;
    if margin.category.len() != weights.len() {
        let found = margin.category.len();
        return Err(TargetError::ColumnLength { rows: weights.len(), found });
    }
    let categories = margin.targets.len();
    if let Some(row) = margin.category.iter().position(|&category| category >= categories) {
        return Err(TargetError::NoTarget { row, margin: place, category: margin.category[row] });
    }
    let sizes = sums_at(categories, margin.category.iter().copied().zip(weights.iter().copied()));
    for (category, (&target, &size)) in margin.targets.iter().zip(&sizes).enumerate() {
        if !target.is_finite() || target < 0.0 {
            return Err(TargetError::Unusable { margin: place, category, target });
        }
        if target > 0.0 && size <= 0.0 {
            return Err(TargetError::NoRows { margin: place, category, target });
        }
    }
    Ok(sizes)
}
