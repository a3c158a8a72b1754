//! Weighted sums by unit where weights were adjusted to known totals: a mergeable state like [`UnitSums`], whose errors
//! lose what the totals explain.
//!
//! Residuals of a row depend on all rows, but only through regression slopes: so the state keeps sums of the
//! regressors' products beside the sums of values, and takes what is explained from each unit at the end.

use std::sync::Arc;

use thiserror::Error;
use topline_exact::ExactSum;
use topline_exact::state::StateReader;

use crate::adjustment::Adjustment;
use crate::covariance::{Extent, covariance};
use crate::design::{Clusters, Design, Errors};
use crate::inference::{EstimateError, Inference, Statistic};
use crate::matrix::Matrix;
use crate::sums::UnitSums;

/// Why a design has no sums of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AdjustedError {
    /// Its errors do not come from strata and clusters.
    #[error("sum by unit without strata and clusters")]
    NoUnits,
    /// Its weights were adjusted never, or several times.
    #[error("take the residuals of {adjustments} adjustments at once")]
    NotOne {
        /// How many adjustments the design has.
        adjustments: usize,
    },
    /// No regressor varies in the sample.
    #[error("take residuals without a regressor")]
    NoRegressors,
}

/// What all states of a design share: its regressors, and their sums over every row.
#[derive(Clone, Debug)]
pub struct AdjustedFrame {
    design: Arc<Design>,
    /// For each row, its regressors that are not zero.
    regressors: Vec<Vec<(usize, f64)>>,
    count: usize,
    inverse: Matrix,
    /// Sums of the regressors over every row, those outside any domain too.
    everywhere: UnitSums,
}

/// Sums of weighted values in several columns, and of their products with the regressors.
#[derive(Clone, Debug)]
pub struct AdjustedSums {
    columns: usize,
    sums: UnitSums,
    /// Products of each regressor and column, weighted before the adjustment.
    products: Vec<ExactSum>,
}

impl AdjustedFrame {
    /// The regressors of a design whose weights were adjusted once.
    ///
    /// # Errors
    /// Each variant of [`AdjustedError`] says when.
    pub fn new(design: Arc<Design>) -> Result<Self, AdjustedError> {
        let (clusters, adjustment) = adjusted_once(&design)?;
        let (regressors, count) = adjustment.regressors_by_row().ok_or(AdjustedError::NoRegressors)?;
        let mut moments = vec![ExactSum::new(); count * count];
        for (row, &before) in regressors.iter().zip(adjustment.before()) {
            for &(a, left) in row {
                for &(b, right) in row {
                    moments[a * count + b].add(before * left * right);
                }
            }
        }
        let moments = Matrix::from_fn(count, count, |a, b| moments[a.min(b) * count + a.max(b)].value());
        let kept = moments.independent();
        let small = Matrix::from_fn(kept.len(), kept.len(), |a, b| moments[(kept[a], kept[b])]);
        let inverse = small.inverse().map_err(|_| AdjustedError::NoRegressors)?;
        if kept.is_empty() {
            return Err(AdjustedError::NoRegressors);
        }
        let keep = |row: Vec<(usize, f64)>| -> Vec<(usize, f64)> {
            row.into_iter().filter_map(|(a, value)| Some((kept.binary_search(&a).ok()?, value))).collect()
        };
        let regressors: Vec<Vec<(usize, f64)>> = regressors.into_iter().map(keep).collect();
        let mut everywhere = UnitSums::new(&clusters.frame, kept.len());
        for ((row, &unit), &after) in regressors.iter().zip(&clusters.unit_of).zip(adjustment.weights()) {
            everywhere.add(unit, after, row.iter().copied());
        }
        Ok(Self { design, regressors, count: kept.len(), inverse, everywhere })
    }

    fn parts(&self) -> Option<(&Clusters, &Adjustment)> {
        adjusted_once(&self.design).ok()
    }

    /// The state without rows.
    #[must_use]
    pub fn sums(&self, columns: usize) -> AdjustedSums {
        AdjustedSums {
            columns,
            sums: self.everywhere.empty(columns + self.count),
            products: vec![ExactSum::new(); columns * self.count],
        }
    }

    /// Add a row of the design to a state, by its place; values are `(column, value)` in rising order of columns.
    pub fn add(&self, sums: &mut AdjustedSums, row: usize, values: &[(usize, f64)]) {
        let Some((clusters, adjustment)) = self.parts() else { return };
        let weight = self.design.weights()[row];
        let (before, after) = (adjustment.before()[row], adjustment.weights()[row]);
        if weight.abs() <= 0.0 || after.abs() <= 0.0 {
            return;
        }
        for &(regressor, x) in &self.regressors[row] {
            for &(column, value) in values {
                let product = before * x * (weight * value / after);
                sums.products[regressor * sums.columns + column].add(product);
            }
        }
        let tail = self.regressors[row].iter().map(|&(regressor, x)| (sums.columns + regressor, x * after / weight));
        sums.sums.add(clusters.unit_of[row], weight, values.iter().copied().chain(tail));
    }

    /// What `statistic` is of the totals of a state.
    ///
    /// # Errors
    /// No rows with weight, a statistic without value, or a design that gives no variance.
    pub fn infer(
        &self,
        sums: &AdjustedSums,
        statistic: &impl Statistic,
        extent: Extent,
    ) -> Result<Inference, EstimateError> {
        let Some((clusters, _)) = self.parts().filter(|_| sums.sums.n() > 0) else {
            return Err(EstimateError::Empty);
        };
        let mut totals = sums.sums.totals();
        totals.truncate(sums.columns);
        let values = statistic.value(&totals).ok_or(EstimateError::ZeroDenominator)?;
        let gradient = statistic.gradient(&totals);
        let products = Matrix::from_fn(self.count, sums.columns, |regressor, column| {
            sums.products[regressor * sums.columns + column].value()
        });
        let explained = self.inverse.times(&products).times(&gradient);
        let both = Matrix::from_fn(sums.columns + self.count, values.len(), |row, value| {
            if row < sums.columns { gradient[(row, value)] } else { -explained[(row - sums.columns, value)] }
        });
        let scores = sums.sums.with_tail_of(&self.everywhere, sums.columns).scores(&both);
        let covariance =
            covariance(&clusters.frame, &scores, clusters.policy, extent).map_err(EstimateError::Covariance)?;
        let inference = Inference {
            values,
            covariance,
            totals,
            n: sums.sums.n(),
            n_weighted: sums.sums.n_weighted(),
            n_effective: sums.sums.n_effective(),
            df: clusters.frame.degrees_of_freedom_within(&sums.sums.rows_by_unit()),
            replicates_left_out: 0,
        };
        inference.finite()
    }
}

fn adjusted_once(design: &Design) -> Result<(&Clusters, &Adjustment), AdjustedError> {
    let Errors::Clusters(clusters) = &design.errors else {
        return Err(AdjustedError::NoUnits);
    };
    match clusters.adjustments.as_slice() {
        [adjustment] => Ok((clusters, adjustment)),
        adjustments => Err(AdjustedError::NotOne { adjustments: adjustments.len() }),
    }
}

impl AdjustedSums {
    /// Writes the sums for [`AdjustedSums::read`].
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        self.sums.write(bytes);
        self.products.iter().for_each(|sum| sum.write(bytes));
    }

    /// Takes the sums as written into a state without rows; `None` where the bytes hold none of this frame and columns.
    pub(crate) fn read(&mut self, reader: &mut StateReader<'_>) -> Option<()> {
        self.sums.read(reader)?;
        for sum in &mut self.products {
            *sum = ExactSum::read(reader)?;
        }
        Some(())
    }

    /// Bytes of memory, about.
    pub(crate) fn size(&self) -> usize {
        self.sums.size() + self.products.len() * size_of::<ExactSum>()
    }

    /// Add all rows of another state of the same frame and columns.
    pub fn merge(&mut self, other: &Self) {
        self.sums.merge(&other.sums);
        for (sum, added) in self.products.iter_mut().zip(&other.products) {
            sum.merge(added);
        }
    }
}
