//! The beta distribution, and Student's t and F, which are beta in disguise.

use super::gamma::{deviance, stirling_error};
use super::invert::root_between;

/// Where quantiles are those of a normal distribution, but for its skewness.
const LARGE_SHAPE: f64 = 1e9;

/// The beta distribution with positive shapes `a` and `b`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beta {
    /// Shape towards 1.
    pub a: f64,
    /// Shape towards 0.
    pub b: f64,
}

impl Beta {
    /// The probability up to `x`.
    #[must_use]
    pub fn below(self, x: f64) -> f64 {
        self.parts(x, 1.0 - x).0
    }

    /// The probability beyond `x`, accurate far into the tail.
    #[must_use]
    pub fn above(self, x: f64) -> f64 {
        self.parts(x, 1.0 - x).1
    }

    /// The `x` below which a probability lies.
    #[must_use]
    pub fn quantile(self, probability: f64) -> f64 {
        if probability <= 0.0 {
            return 0.0;
        }
        if probability >= 1.0 {
            return 1.0;
        }
        if self.a.min(self.b) > LARGE_SHAPE {
            return self.nearly_normal_quantile(probability);
        }
        let rise = |x: f64| {
            if probability < 0.5 { self.below(x) - probability } else { (1.0 - probability) - self.above(x) }
        };
        root_between(0.0, 1.0, rise, |x| self.kernel(x, 1.0 - x) / (x * (1.0 - x)))
    }

    /// The quantile by Cornish and Fisher's expansion to the skewness: of shapes so large what it leaves out is below the
    /// last digits, while the continued fraction takes as many steps as their root.
    fn nearly_normal_quantile(self, probability: f64) -> f64 {
        let Self { a, b } = self;
        let total = a + b;
        let z = super::Normal.quantile(probability);
        let skewness = 2.0 * ((b - a) / total) * (total / a / b).sqrt();
        let spread = (a / total * (b / total) / total).sqrt();
        (a / total + spread * (z + skewness * (z * z - 1.0) / 6.0)).clamp(0.0, 1.0)
    }

    /// Below and above `x`, with `y = 1 - x` given apart so that neither loses digits.
    ///
    /// Source: the continued fraction of Didonato and Morris, on the side of the mean where it converges fast.
    fn parts(self, x: f64, y: f64) -> (f64, f64) {
        if x <= 0.0 {
            return (0.0, 1.0);
        }
        if y <= 0.0 {
            return (1.0, 0.0);
        }
        if x <= (self.a + 1.0) / (self.a + self.b + 2.0) {
            let below = self.kernel(x, y) * self.fraction(x, y);
            (below, 1.0 - below)
        } else {
            let mirrored = Self { a: self.b, b: self.a };
            let above = mirrored.kernel(y, x) * mirrored.fraction(y, x);
            (1.0 - above, above)
        }
    }

    /// `x^a y^b / B(a, b)`, in deviance form (Loader 2000).
    fn kernel(self, x: f64, y: f64) -> f64 {
        let Self { a, b } = self;
        let total = a + b;
        if a.min(b) < 1.0 {
            let log_beta = libm::lgamma(a) + log_gamma_ratio(b, a);
            return (a * x.ln() + b * y.ln() - log_beta).exp();
        }
        let error = stirling_error(total) - stirling_error(a) - stirling_error(b);
        let distance = deviance(a, total * x) + deviance(b, total * y);
        (error - distance).exp() * (a * b / (2.0 * std::f64::consts::PI * total)).sqrt()
    }

    /// The continued fraction at `x = 1 - y`, by Lentz's method: `below = kernel * fraction`.
    ///
    /// Source: Didonato and Morris (1992), Algorithm 708: significant digit computation of the incomplete beta function ratios,
    /// equation 9. It asks `x` only through `(a + b) y - b`, so that nothing is lost where `x` is near 1, as it is for Student's t of
    /// many degrees of freedom.
    fn fraction(self, x: f64, y: f64) -> f64 {
        let Self { a, b } = self;
        let away = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
        let distance = if a > b { (a + b) * y - b } else { a - (a + b) * x };
        let mut fraction = away(a / (a + 1.0) * (distance + 1.0));
        let (mut above, mut below) = (fraction, 0.0);
        // Steps go by the root of the shapes, up to LARGE_SHAPE; beyond, nothing converges that has not.
        for step in 1..100_000 {
            let n = f64::from(step);
            let place = a + 2.0 * n - 1.0;
            let alpha = (a + n - 1.0) / place * ((a + b + n - 1.0) / place) * (n * (b - n) * x) * x;
            let beta = n + n * (b - n) * x / place + (a + n) / (place + 2.0) * (distance + 1.0 + n * (1.0 + y));
            below = 1.0 / away(beta + alpha * below);
            above = away(beta + alpha / above);
            fraction *= above * below;
            let change = (above * below - 1.0).abs();
            // One unit in the last place may go to and fro for ever.
            if change <= f64::EPSILON || change.is_nan() {
                break;
            }
        }
        1.0 / fraction
    }
}

/// `ln gamma(b) - ln gamma(a + b)`, without the loss of two large terms where only one shape is small.
fn log_gamma_ratio(b: f64, a: f64) -> f64 {
    if b < 16.0 {
        return libm::lgamma(b) - libm::lgamma(a + b);
    }
    // Stirling for both: (b - 1/2) ln b - (a + b - 1/2) ln(a + b) + a + the errors of each.
    let errors = stirling_error(b) - stirling_error(a + b);
    errors - (b - 0.5) * (a / b).ln_1p() - a * (a + b).ln() + a
}

/// Student's t distribution with `df` degrees of freedom; infinite degrees give the normal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Student {
    /// Degrees of freedom, positive.
    pub df: f64,
}

impl Student {
    /// The probability beyond `t`.
    #[must_use]
    pub fn above(self, t: f64) -> f64 {
        if !self.df.is_finite() {
            return super::Normal.above(t);
        }
        let half = 0.5 * self.two_sided(t);
        if t >= 0.0 { half } else { 1.0 - half }
    }

    /// The probability up to `t`.
    #[must_use]
    pub fn below(self, t: f64) -> f64 {
        self.above(-t)
    }

    /// The probability of a value further from 0 than `t`, to either side.
    #[must_use]
    pub fn two_sided(self, t: f64) -> f64 {
        if !self.df.is_finite() {
            return 2.0 * super::Normal.above(t.abs());
        }
        let square = t * t;
        let total = self.df + square;
        let beta = Beta { a: 0.5 * self.df, b: 0.5 };
        beta.parts(self.df / total, square / total).0
    }

    /// The `t` below which a probability lies; infinite at 0 and 1.
    #[must_use]
    pub fn quantile(self, probability: f64) -> f64 {
        if !self.df.is_finite() {
            return super::Normal.quantile(probability);
        }
        if probability <= 0.0 {
            return f64::NEG_INFINITY;
        }
        if probability >= 1.0 {
            return f64::INFINITY;
        }
        if probability < 0.5 {
            return -self.upper(probability);
        }
        if probability > 0.5 {
            return self.upper(1.0 - probability);
        }
        0.0
    }

    /// The `t` beyond which a probability below one half lies.
    fn upper(self, tail: f64) -> f64 {
        let mut high = 2.0;
        while self.above(high) > tail {
            high *= 2.0;
        }
        let beta = Beta { a: 0.5 * self.df, b: 0.5 };
        root_between(
            0.0,
            high,
            |t| tail - self.above(t),
            |t| {
                let total = self.df + t * t;
                beta.kernel(self.df / total, t * t / total) / t
            },
        )
    }
}

/// The F distribution with `upper` and `lower` degrees of freedom; infinite lower degrees give chi-square over `upper`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FRatio {
    /// Degrees of freedom of the numerator, positive.
    pub upper: f64,
    /// Degrees of freedom of the denominator, positive.
    pub lower: f64,
}

impl FRatio {
    /// The probability beyond `x`.
    #[must_use]
    pub fn above(self, x: f64) -> f64 {
        if x <= 0.0 {
            return 1.0;
        }
        if !self.lower.is_finite() {
            return super::ChiSquare { df: self.upper }.above(x * self.upper);
        }
        let scaled = self.upper * x;
        let total = self.lower + scaled;
        let beta = Beta { a: 0.5 * self.lower, b: 0.5 * self.upper };
        beta.parts(self.lower / total, scaled / total).0
    }
}
