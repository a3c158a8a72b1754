//! The sums of a table's cells under a design, from which its estimates come.
//!
//! A [`Tabulator`](crate::tabulator::Tabulator) makes them, one table at a time: they are as large as units times cells, and are
//! dropped before the next.

use std::sync::Arc;

use crate::cell_scores::{Slopes, scores_of_clusters, scores_of_rows};
use crate::cell_values::UnitValues;
use crate::covariance::{CovarianceError, Extent, covariance, variances};
use crate::degrees::Presence;
use crate::design::{Clusters, Errors};
use crate::design_sums::{DesignSums, Summation};
use crate::inference::{EstimateError, Inference, JointParts, Statistic};
use crate::matrix::Matrix;
use crate::sums::{UnitScores, UnitSums};
use crate::table_sums::TableSums;

/// The rows with weight of each unit of a frame that a table is about, whether or not they are in a cell of it; nothing under
/// designs that have no units.
#[derive(Clone, Debug)]
pub struct DomainRows(pub(crate) Arc<[u64]>);

/// The sums of a table's cells. Each row of the sample is in one of them or in none.
#[derive(Clone, Debug)]
pub struct CellSums {
    pub(crate) sums: Cells,
    pub(crate) domain: DomainRows,
    pub(crate) centre: Option<ValueCentre>,
}

/// A number near the mean of values, which was taken from each of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ValueCentre {
    /// The first column of values.
    pub(crate) first: usize,
    pub(crate) value: f64,
}

#[derive(Clone, Debug)]
pub(crate) enum Cells {
    /// Weights by cluster, and weighted values in columns behind them.
    Clusters(UnitValues),
    /// Weights and their squares by stratum, where rows were drawn by themselves.
    Rows(TableSums),
    /// Weights and weighted values where those of clusters are no doubles, or rows were drawn by themselves.
    Valued(ValuedSums),
    /// Under adjusted weights, replicates and joint probabilities, with the cell of each row (any other number of those in none).
    Columns(DesignSums, Arc<[u32]>),
}

/// Sums of weights and of values around one near their mean.
#[derive(Clone, Debug)]
pub(crate) struct ValuedSums {
    /// A column for each cell, and then one for its values.
    pub(crate) sums: UnitSums,
    /// Rows with weight by unit, then cell.
    pub(crate) rows: Vec<u32>,
}

impl CellSums {
    /// What `statistic` is of the totals of the cells.
    ///
    /// # Errors
    /// No rows with weight, a statistic without value, or a design that gives no variance.
    pub(crate) fn infer(
        &self,
        summation: &Summation,
        statistic: &impl Statistic,
        extent: Extent,
    ) -> Result<JointParts, EstimateError> {
        let of_columns = || {
            let found = self.infer_columns(summation, statistic, extent)?;
            Ok(JointParts { values: found.values, covariance: found.covariance })
        };
        let clusters = match &summation.design().errors {
            Errors::Clusters(clusters) => clusters,
            Errors::Replicates(_) | Errors::Joint(_) => return of_columns(),
        };
        match &self.sums {
            Cells::Clusters(values) => {
                let scores = |slopes: &Slopes| scores_of_clusters(values, &self.domain.0, slopes);
                joint(&values.totals, statistic, |gradient| covariance_of(clusters, gradient, extent, scores))
            }
            Cells::Rows(table) => {
                let scores = |slopes: &Slopes| scores_of_rows(&clusters.frame, table, &self.domain.0, slopes, extent);
                joint(&table.totals(), statistic, |gradient| covariance_of(clusters, gradient, extent, scores))
            }
            Cells::Valued(ValuedSums { sums: values, .. }) => joint(&values.totals(), statistic, |gradient| {
                let scores = UnitScores { rows: self.domain.0.to_vec(), ..values.scores(gradient) };
                covariance(&clusters.frame, &scores, clusters.policy, extent)
            }),
            Cells::Columns(..) => of_columns(),
        }
    }

    /// Where the rows of some cells are.
    pub(crate) fn presence(&self, summation: &Summation, cells: &[usize]) -> Presence {
        let units = self.domain.0.len();
        let rows_by_unit = |size: usize, rows: &dyn Fn(usize, usize) -> u64| {
            debug_assert!(cells.iter().all(|cell| *cell < size), "cells of the table");
            let of_unit = |unit: usize| cells.iter().map(|&cell| rows(unit, cell)).sum();
            Presence::Units((0..units).map(of_unit).collect())
        };
        match &self.sums {
            Cells::Clusters(values) => {
                let mut present = vec![0; units];
                for cell in cells {
                    let weights = &values.weights[cell * units..][..units];
                    present.iter_mut().zip(weights).for_each(|(own, weight)| *own += u64::from(weight.abs() > 0.0));
                }
                Presence::Units(present)
            }
            Cells::Rows(table) => rows_by_unit(table.cells(), &|unit, cell| table.rows(unit, cell)),
            Cells::Valued(values) => {
                let size = values.rows.len() / units.max(1);
                rows_by_unit(size, &|unit, cell| u64::from(values.rows[unit * size + cell]))
            }
            Cells::Columns(_, cell_of_row) => {
                let is_in = |row: &usize| cells.contains(&(cell_of_row[*row] as usize));
                summation.design().presence((0..cell_of_row.len()).filter(is_in))
            }
        }
    }

    /// What was taken from the values in these columns.
    pub(crate) fn centre_of(&self, counted: &[(usize, f64)]) -> f64 {
        let is_value = |centre: &ValueCentre| counted.first().is_some_and(|(column, _)| *column >= centre.first);
        self.centre.filter(is_value).map_or(0.0, |centre| centre.value)
    }

    /// The same under designs that have no units.
    pub(crate) fn infer_columns(
        &self,
        summation: &Summation,
        statistic: &impl Statistic,
        extent: Extent,
    ) -> Result<Inference, EstimateError> {
        match &self.sums {
            Cells::Columns(sums, _) => summation.infer(sums, statistic, extent),
            Cells::Clusters(_) | Cells::Rows(_) | Cells::Valued(_) => Err(EstimateError::Empty),
        }
    }
}

/// The covariance of values of this gradient, whose scores by unit are what `scores` makes of some of their slopes. Variances alone
/// are worked out a few values at a time, so that the scores of no more are kept.
fn covariance_of(
    clusters: &Clusters,
    gradient: &Matrix,
    extent: Extent,
    scores: impl Fn(&Slopes) -> UnitScores,
) -> Result<Matrix, CovarianceError> {
    let slopes = Slopes::of(gradient);
    if extent == Extent::All {
        return covariance(&clusters.frame, &scores(&slopes), clusters.policy, extent);
    }
    let mut found = Matrix::zeros(gradient.columns(), gradient.columns());
    for (slopes, places) in slopes.in_groups_of(SCORES / clusters.frame.units()) {
        let variances = variances(&clusters.frame, &scores(&slopes), clusters.policy)?;
        places.into_iter().zip(variances).for_each(|(place, variance)| found[(place, place)] = variance);
    }
    Ok(found)
}

/// How many scores of units are kept at a time, where the variances of more are wanted.
const SCORES: usize = 1 << 17;

/// What a statistic is of the totals of cells, with the covariance that a gradient has.
fn joint(
    totals: &[f64],
    statistic: &impl Statistic,
    covariance: impl FnOnce(&Matrix) -> Result<Matrix, CovarianceError>,
) -> Result<JointParts, EstimateError> {
    let values = statistic.value(totals).ok_or(EstimateError::ZeroDenominator)?;
    let covariance = covariance(&statistic.gradient(totals)).map_err(EstimateError::Covariance)?;
    let found = values.iter().chain(totals).chain(covariance.values());
    if found.copied().all(f64::is_finite) {
        Ok(JointParts { values, covariance })
    } else {
        Err(EstimateError::Overflow)
    }
}
