//! Errors by replication: the estimate is repeated with each set of replicate weights.

use thiserror::Error;

use crate::matrix::Matrix;
use crate::weight::{WeightError, check_finite_weights_of};

/// Why replicate weights cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum ReplicateError {
    /// There are no replicates.
    #[error("replicate without replicate weights")]
    None,
    /// A replicate's weights are unusable.
    #[error("use replicate {replicate}: {source}")]
    Weight {
        /// The replicate, from 0.
        replicate: usize,
        /// What is wrong with its weights.
        source: WeightError,
    },
    /// There is not one scale for each replicate.
    #[error("scale {replicates} replicates by {found} factors")]
    Scales {
        /// Replicates given.
        replicates: usize,
        /// Factors given.
        found: usize,
    },
    /// The scale, or a replicate's own, is negative or not finite, or none is positive.
    #[error("scale replicates by {scale}")]
    Scale {
        /// The scale given.
        scale: f64,
    },
    /// Replicates cannot be made: a stratum has fewer than two clusters, or not the two that balanced replicates need.
    #[error("replicate stratum {stratum} of {clusters} clusters")]
    Clusters {
        /// The stratum's place among strata, in the order of codes.
        stratum: usize,
        /// How many clusters it has.
        clusters: usize,
    },
    /// Fay's factor is not from 0 to less than 1.
    #[error("replicate with Fay's factor {rho}")]
    Fay {
        /// The factor given.
        rho: f64,
    },
}

/// What the replicates' estimates are compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Centre {
    /// Their mean.
    #[default]
    Mean,
    /// The estimate from the full sample (mean squared error).
    Estimate,
}

/// Sets of analysis weights, one for each replicate, and how their spread becomes a variance.
///
/// `v = scale * sum over replicates of scales[r] * (estimate[r] - centre)^2`.
#[derive(Clone, Debug)]
pub struct Replicates {
    weights: Vec<Vec<f64>>,
    scale: f64,
    scales: Vec<f64>,
    centre: Centre,
    degrees_of_freedom: f64,
}

impl Replicates {
    /// Replicates as given: `weights` is one column of combined analysis weights for each replicate. They may be any finite
    /// numbers: successive differences, for one, give small negative weights.
    ///
    /// # Errors
    /// No replicates, weights that are not finite, or scales that are not one for each replicate and finite and not negative.
    pub fn new(weights: Vec<Vec<f64>>, scale: f64, scales: Vec<f64>, centre: Centre) -> Result<Self, ReplicateError> {
        let rows = weights.first().ok_or(ReplicateError::None)?.len();
        for (replicate, weights) in weights.iter().enumerate() {
            check_finite_weights_of(weights, rows).map_err(|source| ReplicateError::Weight { replicate, source })?;
        }
        if scales.len() != weights.len() {
            return Err(ReplicateError::Scales { replicates: weights.len(), found: scales.len() });
        }
        let unusable = |&scale: &f64| !scale.is_finite() || scale < 0.0;
        if let Some(scale) = scales.iter().copied().chain([scale]).find(unusable) {
            return Err(ReplicateError::Scale { scale });
        }
        if scale <= 0.0 || scales.iter().all(|&scale| scale <= 0.0) {
            return Err(ReplicateError::Scale { scale: 0.0 });
        }
        let mut replicates = Self { weights, scale, scales, centre, degrees_of_freedom: 0.0 };
        replicates.count_degrees();
        Ok(replicates)
    }

    /// The analysis weights, one column for each replicate.
    #[must_use]
    pub fn weights(&self) -> &[Vec<f64>] {
        &self.weights
    }

    /// The factor common to all replicates.
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// Each replicate's own factor.
    #[must_use]
    pub fn scales(&self) -> &[f64] {
        &self.scales
    }

    /// What their estimates are compared with.
    #[must_use]
    pub fn centre(&self) -> Centre {
        self.centre
    }

    /// Degrees of freedom: the rank of the weights (to 1e-5) less one.
    #[must_use]
    pub fn degrees_of_freedom(&self) -> f64 {
        self.degrees_of_freedom
    }

    /// Degrees of freedom of some rows: the rank of their weights (to 1e-5 of a row's length) less one.
    pub(crate) fn degrees_within(&self, rows: impl Iterator<Item = usize>) -> f64 {
        let most = self.degrees_of_freedom + 1.0;
        let mut basis: Vec<Vec<f64>> = Vec::new();
        for row in rows {
            let mut own: Vec<f64> = self.weights.iter().map(|weights| weights[row]).collect();
            let length = norm(&own);
            if length <= 0.0 {
                continue;
            }
            // Twice, so that what is left is not the rounding of what was taken.
            for _ in 0..2 {
                for known in &basis {
                    let shared: f64 = known.iter().zip(&own).map(|(known, own)| known * own).sum();
                    for (own, known) in own.iter_mut().zip(known) {
                        *own -= shared * known;
                    }
                }
            }
            let left = norm(&own);
            if left > 1e-5 * length {
                basis.push(own.into_iter().map(|value| value / left).collect());
            }
            // More rows cannot add to what the whole sample has.
            if basis.len() as f64 >= most {
                break;
            }
        }
        (basis.len() as f64 - 1.0).max(0.0)
    }

    pub(crate) fn check_rows(&self, rows: usize) -> Result<(), ReplicateError> {
        let found = self.weights[0].len();
        if found == rows {
            return Ok(());
        }
        let source = WeightError::Length { rows, found };
        Err(ReplicateError::Weight { replicate: 0, source })
    }

    pub(crate) fn restrict(&mut self, condition: &[bool]) {
        for weights in &mut self.weights {
            for (weight, &kept) in weights.iter_mut().zip(condition) {
                *weight = if kept { *weight } else { 0.0 };
            }
        }
        self.count_degrees();
    }

    fn count_degrees(&mut self) {
        let columns = &self.weights;
        let matrix = Matrix::from_fn(columns[0].len(), columns.len(), |row, column| columns[column][row]);
        self.degrees_of_freedom = (matrix.rank(1e-5) as f64 - 1.0).max(0.0);
    }

    /// The covariance of estimates from those of each replicate; `None` are those that a replicate does not have.
    ///
    /// Returns how many replicates were left out as well. Source: Wolter, Introduction to Variance Estimation (2007),
    /// chapters 3 to 5.
    pub(crate) fn covariance(&self, estimates: &[Option<Vec<f64>>], full: &[f64]) -> Option<(Matrix, usize)> {
        let known: Vec<(&Vec<f64>, f64)> = estimates
            .iter()
            .zip(&self.scales)
            .filter_map(|(estimate, &scale)| Some((estimate.as_ref()?, scale)))
            .collect();
        let centre = match self.centre {
            Centre::Estimate => full.to_vec(),
            Centre::Mean => {
                let counted: Vec<_> = known.iter().filter(|(_, scale)| *scale > 0.0).collect();
                if counted.is_empty() {
                    return None;
                }
                let mean = |k: usize| counted.iter().map(|(estimate, _)| estimate[k]).sum::<f64>();
                (0..full.len()).map(|k| mean(k) / counted.len() as f64).collect()
            }
        };
        let covariance = Matrix::from_fn(full.len(), full.len(), |a, b| {
            let sum: f64 = known
                .iter()
                .map(|(estimate, scale)| scale * (estimate[a] - centre[a]) * (estimate[b] - centre[b]))
                .sum();
            self.scale * sum
        });
        (!known.is_empty()).then_some((covariance, estimates.len() - known.len()))
    }
}

fn norm(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum::<f64>().sqrt()
}
