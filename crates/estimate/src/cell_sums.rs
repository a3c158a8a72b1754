//! The sums of a table's cells under a design, from which its estimates come.
//!
//! A [`Tabulator`](crate::tabulator::Tabulator) makes them, one table at a time: they are as large as units times cells, and are
//! dropped before the next.

use std::sync::Arc;

use topline_exact::ExactSum;

use crate::cell_scores::{Slopes, scores_of_clusters, scores_of_rows};
use crate::cell_values::UnitValues;
use crate::covariance::{Extent, covariance};
use crate::design::{Clusters, Errors};
use crate::design_sums::{DesignSums, Summation};
use crate::inference::{EstimateError, Inference, Statistic};
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
}

#[derive(Clone, Debug)]
pub(crate) enum Cells {
    /// Weights by cluster.
    Clusters(UnitValues),
    /// Weights and their squares by stratum, where rows were drawn by themselves.
    Rows(TableSums),
    /// Weights and weighted values by unit.
    Valued(UnitSums),
    /// Under adjusted weights, replicates and joint probabilities.
    Columns(DesignSums),
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
    ) -> Result<Inference, EstimateError> {
        let clusters = match &summation.design().errors {
            Errors::Clusters(clusters) => clusters,
            Errors::Replicates(_) | Errors::Joint(_) => return self.infer_columns(summation, statistic, extent),
        };
        match &self.sums {
            Cells::Clusters(values) => {
                let of_all = values.totals.base(0..values.totals.n.len());
                let sums = Totals {
                    n: of_all.n,
                    n_weighted: of_all.weights.value(),
                    n_effective: of_all.n_effective(),
                    of_cells: values.totals.weights.iter().map(ExactSum::value).collect(),
                };
                let scores = |slopes: &Slopes| scores_of_clusters(values, &self.domain.0, slopes);
                sums.infer(clusters, statistic, extent, |gradient| scores(&Slopes::of(gradient)))
            }
            Cells::Rows(table) => {
                let sums = Totals {
                    n: table.n().iter().sum(),
                    n_weighted: 0.0,
                    n_effective: table.n_effective(0..table.n().len()),
                    of_cells: table.n_weighted(),
                };
                let scores = |slopes: &Slopes| scores_of_rows(&clusters.frame, table, &self.domain.0, slopes, extent);
                sums.infer(clusters, statistic, extent, |gradient| scores(&Slopes::of(gradient)))
            }
            Cells::Valued(values) => {
                let sums = Totals {
                    n: values.n(),
                    n_weighted: values.n_weighted(),
                    n_effective: values.n_effective(),
                    of_cells: values.totals(),
                };
                sums.infer(clusters, statistic, extent, |gradient| UnitScores {
                    rows: self.domain.0.to_vec(),
                    ..values.scores(gradient)
                })
            }
            Cells::Columns(_) => self.infer_columns(summation, statistic, extent),
        }
    }

    fn infer_columns(
        &self,
        summation: &Summation,
        statistic: &impl Statistic,
        extent: Extent,
    ) -> Result<Inference, EstimateError> {
        match &self.sums {
            Cells::Columns(sums) => summation.infer(sums, statistic, extent),
            Cells::Clusters(_) | Cells::Rows(_) | Cells::Valued(_) => Err(EstimateError::Empty),
        }
    }
}

/// What the cells of a table add up to.
struct Totals {
    n: u64,
    n_weighted: f64,
    n_effective: f64,
    of_cells: Vec<f64>,
}

impl Totals {
    fn infer(
        self,
        clusters: &Clusters,
        statistic: &impl Statistic,
        extent: Extent,
        scores: impl FnOnce(&Matrix) -> UnitScores,
    ) -> Result<Inference, EstimateError> {
        if self.n == 0 {
            return Err(EstimateError::Empty);
        }
        let values = statistic.value(&self.of_cells).ok_or(EstimateError::ZeroDenominator)?;
        let scores = scores(&statistic.gradient(&self.of_cells));
        let covariance =
            covariance(&clusters.frame, &scores, clusters.policy, extent).map_err(EstimateError::Covariance)?;
        let Self { n, n_weighted, n_effective, of_cells: totals } = self;
        Inference { values, covariance, totals, n, n_weighted, n_effective, replicates_left_out: 0 }.finite()
    }
}
