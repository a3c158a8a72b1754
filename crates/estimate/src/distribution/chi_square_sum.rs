//! Sums of chi-square variables with weights: the distribution of Rao and Scott's statistics.

use thiserror::Error;

use super::Normal;

/// Why the tail of a sum is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TailError {
    /// No weight is positive, so the sum is never above zero, or there are no terms.
    #[error("find the tail of a sum of chi-squares without a positive weight")]
    NoPositiveWeight,
}

/// The distribution of `sum weight * chi-square(df)` over independent terms `(weight, df)`.
#[derive(Clone, Debug, PartialEq)]
pub struct ChiSquareSum {
    terms: Vec<(f64, f64)>,
}

impl ChiSquareSum {
    /// The sum of these terms `(weight, df)`; weights may be negative, degrees of freedom are positive.
    ///
    /// # Errors
    /// No term with a positive weight.
    pub fn new(terms: Vec<(f64, f64)>) -> Result<Self, TailError> {
        if terms.iter().any(|&(weight, _)| weight > 0.0) {
            Ok(Self { terms })
        } else {
            Err(TailError::NoPositiveWeight)
        }
    }

    /// The probability beyond `x`, by the saddlepoint approximation (relative error of a percent or so).
    ///
    /// Source: Kuonen (1999), Saddlepoint approximations for distributions of quadratic forms in normal variables,
    /// Biometrika 86, with Barndorff-Nielsen's form of the tail.
    #[must_use]
    pub fn above_by_saddlepoint(&self, x: f64) -> f64 {
        // Scaled so that the largest weight is 1: the root is then of the order of 1.
        let scale = self.terms.iter().map(|term| term.0).fold(0.0, f64::max);
        let x = x / scale;
        let terms: Vec<(f64, f64)> = self.terms.iter().map(|&(w, df)| (w / scale, df)).collect();
        let slope = |z: f64| terms.iter().map(|&(w, df)| w * df / (1.0 - 2.0 * w * z)).sum::<f64>();
        let curve = |z: f64| terms.iter().map(|&(w, df)| 2.0 * w * w * df / (1.0 - 2.0 * w * z).powi(2)).sum::<f64>();
        let cumulant = |z: f64| terms.iter().map(|&(w, df)| -0.5 * df * (-2.0 * w * z).ln_1p()).sum::<f64>();
        let lowest = terms.iter().map(|term| term.0).fold(0.0, f64::min);
        let mut low = if lowest < 0.0 { 0.5 / lowest } else { -1.0 };
        if lowest >= 0.0 {
            if x <= 0.0 {
                return 1.0;
            }
            while slope(low) > x {
                low *= 2.0;
            }
        }
        let root = super::invert::root_between(low, 0.5, |z| slope(z) - x, curve);
        let w = root.signum() * (2.0 * (root * x - cumulant(root))).max(0.0).sqrt();
        let v = root * curve(root).sqrt();
        if root.abs() < 1e-5 {
            // At the mean both vanish; the limit has the third cumulant (Lugannani and Rice).
            let third: f64 = terms.iter().map(|&(w, df)| 8.0 * w.powi(3) * df).sum();
            let limit = third / (6.0 * curve(0.0).powf(1.5));
            return (0.5 - limit / (2.0 * std::f64::consts::PI).sqrt()).clamp(0.0, 1.0);
        }
        Normal.above(w + (v / w).ln() / w)
    }
}
