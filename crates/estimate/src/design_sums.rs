//! Weighted sums of a domain under any design: one mergeable state for those who read rows one by one.
//!
//! A [`Summation`] is a design made ready. Its states take rows of the design by their place, in any order and in as many
//! parts as there are threads, and end in the inference that [`crate::inference::infer`] gives for the same rows. Strata and
//! clusters, adjusted once or never, keep sums by unit; replicate weights keep sums by replicate. Only joint probabilities,
//! and weights that were adjusted several times, need the rows themselves.

use std::sync::Arc;

use topline_exact::ExactSum;
use topline_exact::state::{StateReader, write_f64, write_u64};

use crate::adjusted_sums::{AdjustedFrame, AdjustedSums};
use crate::covariance::Extent;
use crate::design::{Design, Errors};
use crate::inference::{Domain, EstimateError, Inference, Statistic, infer, infer_from_sums};
use crate::kish::KishSums;
use crate::replicate::Replicates;
use crate::sums::UnitSums;

/// A design made ready to be summed over.
#[derive(Clone, Debug)]
pub struct Summation {
    design: Arc<Design>,
    adjusted: Option<AdjustedFrame>,
}

/// Weighted sums in several columns over the rows of a domain.
#[derive(Clone, Debug)]
pub struct DesignSums {
    columns: usize,
    sums: Sums,
}

#[derive(Clone, Debug)]
enum Sums {
    Units(UnitSums),
    Adjusted(AdjustedSums),
    Replicates(ReplicateSums),
    Rows(Vec<(usize, Vec<f64>)>),
}

/// Sums of the full sample, and of each replicate.
#[derive(Clone, Debug)]
struct ReplicateSums {
    base: KishSums,
    /// The rows with weight, by their places.
    rows: Vec<u32>,
    /// The columns of the full sample, then those of each replicate.
    totals: Vec<ExactSum>,
}

impl Summation {
    /// For states over this design.
    #[must_use]
    pub fn new(design: Arc<Design>) -> Self {
        let adjusted = AdjustedFrame::new(Arc::clone(&design)).ok();
        Self { design, adjusted }
    }

    /// The design.
    #[must_use]
    pub fn design(&self) -> &Design {
        &self.design
    }

    /// The state without rows.
    #[must_use]
    pub fn sums(&self, columns: usize) -> DesignSums {
        let sums = match (&self.design.errors, &self.adjusted) {
            (Errors::Clusters(_), Some(adjusted)) => Sums::Adjusted(adjusted.sums(columns)),
            (Errors::Clusters(clusters), None) if clusters.adjustments.is_empty() => {
                Sums::Units(UnitSums::new(&clusters.frame, columns))
            }
            (Errors::Replicates(replicates), _) => Sums::Replicates(ReplicateSums {
                base: KishSums::new(),
                rows: Vec::new(),
                totals: vec![ExactSum::new(); columns * (replicates.weights().len() + 1)],
            }),
            (Errors::Clusters(_) | Errors::Joint(_), None | Some(_)) => Sums::Rows(Vec::new()),
        };
        DesignSums { columns, sums }
    }

    /// Add a row of the design to a state, by its place; `values` are `(column, value)` in rising order of columns.
    ///
    /// A row of no weight is in the design and not in the estimate.
    pub fn add(&self, state: &mut DesignSums, row: usize, values: &[(usize, f64)]) {
        let weight = self.design.weights()[row];
        match &mut state.sums {
            Sums::Units(sums) => {
                if let Errors::Clusters(clusters) = &self.design.errors {
                    sums.add(clusters.unit_of[row], weight, values.iter().copied());
                }
            }
            Sums::Adjusted(sums) => {
                if let Some(adjusted) = &self.adjusted {
                    adjusted.add(sums, row, values);
                }
            }
            Sums::Replicates(sums) => {
                if weight.abs() > 0.0 {
                    sums.base.add(weight);
                    sums.rows.push(row as u32);
                }
                let replicates = self.design.replicates().map(Replicates::weights).unwrap_or_default();
                let weights = std::iter::once(weight).chain(replicates.iter().map(|weights| weights[row]));
                for (totals, weight) in sums.totals.chunks_exact_mut(state.columns.max(1)).zip(weights) {
                    for &(column, value) in values.iter().filter(|_| weight.abs() > 0.0) {
                        totals[column].add(weight * value);
                    }
                }
            }
            Sums::Rows(rows) => {
                let mut row_values = vec![0.0; state.columns];
                for &(column, value) in values {
                    row_values[column] = value;
                }
                rows.push((row, row_values));
            }
        }
    }

    /// What `statistic` is of the totals of a state.
    ///
    /// # Errors
    /// No rows with weight, a statistic without value, or a design that gives no variance.
    pub fn infer(
        &self,
        state: &DesignSums,
        statistic: &impl Statistic,
        extent: Extent,
    ) -> Result<Inference, EstimateError> {
        match (&state.sums, &self.design.errors) {
            (Sums::Units(sums), Errors::Clusters(clusters)) => {
                infer_from_sums(&clusters.frame, clusters.policy, sums, statistic, extent)
            }
            (Sums::Adjusted(sums), _) => match &self.adjusted {
                Some(adjusted) => adjusted.infer(sums, statistic, extent),
                None => Err(EstimateError::Empty),
            },
            (Sums::Replicates(sums), Errors::Replicates(replicates)) => {
                let base = sums.base.finish().ok_or(EstimateError::Empty)?;
                let mut parts = sums.totals.chunks_exact(state.columns.max(1));
                let full = parts.next().ok_or(EstimateError::Empty)?;
                let totals: Vec<f64> = full.iter().map(ExactSum::value).collect();
                let values = statistic.value(&totals).ok_or(EstimateError::ZeroDenominator)?;
                let pivot = statistic.pivot(&totals);
                let around = |part: &[ExactSum]| statistic.value(&pivot.of_sums(part));
                let estimates: Vec<Option<Vec<f64>>> = parts.map(around).collect();
                let full = around(full).ok_or(EstimateError::ZeroDenominator)?;
                let (covariance, left_out) =
                    replicates.covariance(&estimates, &full).ok_or(EstimateError::NoReplicate)?;
                let df = replicates.degrees_within(sums.rows.iter().map(|&row| row as usize));
                Inference {
                    values,
                    covariance,
                    totals,
                    n: base.n,
                    n_weighted: base.n_weighted,
                    n_effective: base.n_effective,
                    df,
                    replicates_left_out: left_out,
                }
                .finite()
            }
            (Sums::Rows(rows), _) => self.infer_from_rows(rows, state.columns, statistic),
            (Sums::Units(_) | Sums::Replicates(_), _) => Err(EstimateError::Empty),
        }
    }

    fn infer_from_rows(
        &self,
        rows: &[(usize, Vec<f64>)],
        columns: usize,
        statistic: &impl Statistic,
    ) -> Result<Inference, EstimateError> {
        let size = self.design.rows();
        let mut domain = vec![false; size];
        let mut values = vec![vec![0.0; size]; columns];
        for (row, row_values) in rows {
            domain[*row] = true;
            for (column, value) in values.iter_mut().zip(row_values) {
                column[*row] = *value;
            }
        }
        infer(&self.design, Domain::Where(&domain), &values, statistic)
    }

    /// A state from the bytes that [`DesignSums::to_bytes`] gave for the same design; `None` of any others.
    #[must_use]
    pub fn from_bytes(&self, columns: usize, bytes: &[u8]) -> Option<DesignSums> {
        let mut state = self.sums(columns);
        let mut reader = StateReader::new(bytes);
        match &mut state.sums {
            Sums::Units(sums) => sums.read(&mut reader)?,
            Sums::Adjusted(sums) => sums.read(&mut reader)?,
            Sums::Replicates(sums) => {
                sums.base.read(&mut reader)?;
                for _ in 0..reader.u64()? {
                    sums.rows.push(u32::try_from(reader.u64()?).ok()?);
                }
                for sum in &mut sums.totals {
                    *sum = ExactSum::read(&mut reader)?;
                }
            }
            Sums::Rows(rows) => {
                for _ in 0..reader.u64()? {
                    let row = reader.u64()? as usize;
                    let values = (0..columns).map(|_| reader.f64()).collect::<Option<Vec<f64>>>()?;
                    rows.push((row, values));
                }
            }
        }
        (reader.is_at_end() && state.is_of(self.design.rows())).then_some(state)
    }
}

impl DesignSums {
    /// Add all rows of another state over the same design and columns.
    pub fn merge(&mut self, other: &Self) {
        match (&mut self.sums, &other.sums) {
            (Sums::Units(sums), Sums::Units(more)) => sums.merge(more),
            (Sums::Adjusted(sums), Sums::Adjusted(more)) => sums.merge(more),
            (Sums::Replicates(sums), Sums::Replicates(more)) => {
                sums.base.merge(&more.base);
                sums.rows.extend(&more.rows);
                for (sum, added) in sums.totals.iter_mut().zip(&more.totals) {
                    sum.merge(added);
                }
            }
            (Sums::Rows(rows), Sums::Rows(more)) => rows.extend(more.iter().cloned()),
            _ => debug_assert!(false, "states of two designs"),
        }
    }

    /// The state as bytes, for [`Summation::from_bytes`].
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        match &self.sums {
            Sums::Units(sums) => sums.write(&mut bytes),
            Sums::Adjusted(sums) => sums.write(&mut bytes),
            Sums::Replicates(sums) => {
                sums.base.write(&mut bytes);
                write_u64(&mut bytes, sums.rows.len() as u64);
                sums.rows.iter().for_each(|&row| write_u64(&mut bytes, u64::from(row)));
                sums.totals.iter().for_each(|sum| sum.write(&mut bytes));
            }
            Sums::Rows(rows) => {
                write_u64(&mut bytes, rows.len() as u64);
                for (row, values) in rows {
                    write_u64(&mut bytes, *row as u64);
                    for value in values {
                        write_f64(&mut bytes, *value);
                    }
                }
            }
        }
        bytes
    }

    /// Bytes of memory, about.
    #[must_use]
    pub fn size(&self) -> usize {
        match &self.sums {
            Sums::Units(sums) => sums.size(),
            Sums::Adjusted(sums) => sums.size(),
            Sums::Replicates(sums) => sums.totals.len() * size_of::<ExactSum>() + sums.rows.len() * 4,
            Sums::Rows(rows) => rows.len() * (self.columns + 4) * 8,
        }
    }

    /// Whether every row that it names is among so many.
    fn is_of(&self, rows: usize) -> bool {
        match &self.sums {
            Sums::Rows(named) => named.iter().all(|(row, _)| *row < rows),
            Sums::Replicates(sums) => sums.rows.iter().all(|row| (*row as usize) < rows),
            Sums::Units(_) | Sums::Adjusted(_) => true,
        }
    }
}
