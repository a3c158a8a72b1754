//! The standard normal distribution.

use super::invert::root_between;

/// The normal distribution with mean 0 and variance 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Normal;

impl Normal {
    /// The density at `z`.
    #[must_use]
    pub fn density(self, z: f64) -> f64 {
        (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt()
    }

    /// The probability up to `z`.
    #[must_use]
    pub fn below(self, z: f64) -> f64 {
        0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
    }

    /// The probability beyond `z`, accurate far into the tail.
    #[must_use]
    pub fn above(self, z: f64) -> f64 {
        self.below(-z)
    }

    /// The `z` below which a probability lies; infinite at 0 and 1.
    #[must_use]
    pub fn quantile(self, probability: f64) -> f64 {
        if probability <= 0.0 {
            return f64::NEG_INFINITY;
        }
        if probability >= 1.0 {
            return f64::INFINITY;
        }
        if probability > 0.5 {
            return -self.quantile(1.0 - probability);
        }
        root_between(-40.0, 0.5, |z| self.below(z) - probability, |z| self.density(z))
    }
}
