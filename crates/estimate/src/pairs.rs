//! The variance of clusters drawn with unequal probabilities, where those of pairs are worked out from the probability of each.

use topline_exact::ExactSum;

use crate::joint::JointEstimator;

/// How the probability of two clusters together follows from that of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PairApproximation {
    /// `p_ij = (n - 1) p_i p_j / (n - (p_i + p_j) / 2)`. Source: Overton (1985), Stehman and Overton (1989).
    Overton,
    /// `p_ij = (n - 1) p_i p_j / (n - p_i - p_j + m)`, cut after the second term; `m` is the sum of the squared probabilities of the
    /// population over `n`, estimated by the mean probability of the sample. Source: Hartley and Rao (1962), Annals of Mathematical
    /// Statistics 33, 350-374.
    HartleyRao,
}

/// Probabilities of pairs, and the estimator of the variance that they go into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pairs {
    /// How they are worked out.
    pub approximation: PairApproximation,
    /// Horvitz and Thompson's estimator, or Yates and Grundy's.
    pub estimator: JointEstimator,
}

impl Pairs {
    /// `(p_ij - p_i p_j) / p_ij` of two of `n` clusters with these probabilities, whose mean is `mean`; of two that are sure to be
    /// drawn nothing.
    fn distance(self, [one, other]: [f64; 2], n: f64, mean: f64) -> f64 {
        if one >= 1.0 && other >= 1.0 {
            return 0.0;
        }
        let product_over_joint = match self.approximation {
            PairApproximation::Overton => (n - one.midpoint(other)) / (n - 1.0),
            PairApproximation::HartleyRao => (n - one - other + mean) / (n - 1.0),
        };
        1.0 - product_over_joint
    }

    /// The covariance of two totals, of which each cluster has a pair with its probability.
    ///
    /// Source: Särndal, Swensson and Wretman, Model Assisted Survey Sampling (1992), results 2.8.1 and 2.8.2, as in [`crate::joint`].
    pub(crate) fn covariance(self, clusters: &[(f64, [f64; 2])]) -> f64 {
        let n = clusters.len() as f64;
        let mean = clusters.iter().map(|(probability, _)| probability).sum::<f64>() / n;
        let mut sum = ExactSum::new();
        for (i, (one, x)) in clusters.iter().enumerate() {
            for (j, (other, y)) in clusters.iter().enumerate() {
                let distance = if i == j { 1.0 - one } else { self.distance([*one, *other], n, mean) };
                let product = match self.estimator {
                    JointEstimator::HorvitzThompson => x[0] * y[1],
                    JointEstimator::YatesGrundy => -0.5 * (x[0] - y[0]) * (x[1] - y[1]),
                };
                sum.add(distance * product);
            }
        }
        sum.value()
    }
}
