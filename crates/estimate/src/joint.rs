//! Unequal probabilities without replacement, where the probability of each pair of rows is known.

use thiserror::Error;
use topline_exact::ExactSum;

use crate::matrix::Matrix;

/// Why probabilities of selection cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum JointError {
    /// The matrix is not square, or empty.
    #[error("use joint probabilities of {rows} rows and {columns} columns")]
    NotSquare {
        /// Rows given.
        rows: usize,
        /// Columns given.
        columns: usize,
    },
    /// A probability is not over 0 and up to 1, the matrix is not symmetric, or a pair is likelier than one of its
    /// rows.
    #[error("use probability {probability} of rows {first} and {second} together")]
    Unusable {
        /// A row, from 0.
        first: usize,
        /// The other row, the same on the diagonal.
        second: usize,
        /// The probability given.
        probability: f64,
    },
}

/// Which estimator of variance joint probabilities go into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum JointEstimator {
    /// Horvitz and Thompson's.
    #[default]
    HorvitzThompson,
    /// Yates and Grundy's, for samples of a fixed size.
    YatesGrundy,
}

/// The probability of each pair of rows to be in the sample; on the diagonal, of each row.
#[derive(Clone, Debug)]
pub struct JointProbabilities {
    probabilities: Matrix,
    estimator: JointEstimator,
}

impl JointProbabilities {
    /// Probabilities as given, rows of the sample by rows.
    ///
    /// # Errors
    /// Each variant of [`JointError`] says when.
    pub fn new(probabilities: Matrix, estimator: JointEstimator) -> Result<Self, JointError> {
        let (rows, columns) = (probabilities.rows(), probabilities.columns());
        if rows != columns || rows == 0 {
            return Err(JointError::NotSquare { rows, columns });
        }
        for first in 0..rows {
            for second in 0..rows {
                let probability = probabilities[(first, second)];
                let most = probabilities[(first, first)].min(probabilities[(second, second)]);
                let mirrored = (probability - probabilities[(second, first)]).abs();
                let possible = probability > 0.0 && probability <= 1.0 && probability <= most * (1.0 + 1e-12);
                if !possible || mirrored > 1e-12 {
                    return Err(JointError::Unusable { first, second, probability });
                }
            }
        }
        Ok(Self { probabilities, estimator })
    }

    pub(crate) fn weights(&self) -> Vec<f64> {
        (0..self.probabilities.rows()).map(|row| 1.0 / self.probabilities[(row, row)]).collect()
    }

    /// The covariance of the totals of weighted `scores`, rows by estimates.
    ///
    /// Source: Särndal, Swensson and Wretman, Model Assisted Survey Sampling (1992), results 2.8.1 and 2.8.2, with
    /// `d = (p_ij - p_i p_j) / p_ij`: `sum d x_i x_j`, or `-1/2 sum d (x_i - x_j)^2`.
    pub(crate) fn covariance(&self, scores: &Matrix) -> Matrix {
        let rows = scores.rows();
        let distance = |i: usize, j: usize| {
            let joint = if i == j { self.probabilities[(i, i)] } else { self.probabilities[(i, j)] };
            (joint - self.probabilities[(i, i)] * self.probabilities[(j, j)]) / joint
        };
        Matrix::from_fn(scores.columns(), scores.columns(), |a, b| {
            let mut sum = ExactSum::new();
            for i in 0..rows {
                for j in 0..rows {
                    let product = match self.estimator {
                        JointEstimator::HorvitzThompson => scores[(i, a)] * scores[(j, b)],
                        JointEstimator::YatesGrundy => {
                            -0.5 * (scores[(i, a)] - scores[(j, a)]) * (scores[(i, b)] - scores[(j, b)])
                        }
                    };
                    sum.add(distance(i, j) * product);
                }
            }
            sum.value()
        })
    }
}
