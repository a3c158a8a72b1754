//! An estimate with its error and its base, and the interval that follows.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::distribution::Student;
use crate::inference::Inference;

/// How sure an interval is to cover what it estimates, over 0 and under 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Confidence(f64);

impl Confidence {
    /// 95%.
    pub const P95: Self = Self(0.95);

    /// A level, as a part of 1; `None` outside 0 to 1.
    #[must_use]
    pub fn new(level: f64) -> Option<Self> {
        (level > 0.0 && level < 1.0).then_some(Self(level))
    }

    /// The level, as a part of 1.
    #[must_use]
    pub fn level(self) -> f64 {
        self.0
    }

    /// The probability beyond each end, `(1 - level) / 2`.
    #[must_use]
    pub fn tail(self) -> f64 {
        0.5 * (1.0 - self.0)
    }
}

impl Default for Confidence {
    fn default() -> Self {
        Self::P95
    }
}

/// Student's t at the upper end of intervals, worked out once for each number of degrees of freedom: most cells of a table have the
/// same.
#[derive(Clone, Debug)]
pub struct Quantiles {
    confidence: Confidence,
    /// By the bits of the degrees of freedom.
    known: RefCell<BTreeMap<u64, f64>>,
}

impl Quantiles {
    /// None is known yet.
    #[must_use]
    pub fn new(confidence: Confidence) -> Self {
        Self { confidence, known: RefCell::default() }
    }

    /// How sure the intervals are.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// Of positive degrees of freedom, infinite for the normal.
    #[must_use]
    pub fn at(&self, df: f64) -> f64 {
        let quantile = || Student { df }.quantile(1.0 - self.confidence.tail());
        *self.known.borrow_mut().entry(df.to_bits()).or_insert_with(quantile)
    }
}

/// Both ends of an interval, in the units of the estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub x_low: f64,
    /// The upper end.
    pub x_upp: f64,
}

/// An estimate, its standard error and its base.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub x: f64,
    /// Its standard error.
    pub x_se: f64,
    /// Degrees of freedom of the design.
    pub df: f64,
    /// Rows of the domain with weight.
    pub n: u64,
    /// Sum of their weights.
    pub n_weighted: f64,
    /// Kish's effective size of their weights.
    pub n_effective: f64,
    /// How much larger its variance is than a simple random sample's.
    pub deff: DesignEffect,
}

/// The variance of an estimate over that from a simple random sample of the same size, where the latter is positive.
///
/// Source: Kish, Survey Sampling (1965), section 8.2.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DesignEffect {
    /// Against a sample without replacement from as many as the weights add up to; `None` where they add up to less
    /// than `n`.
    pub without_replacement: Option<f64>,
    /// Against a sample with replacement.
    pub with_replacement: Option<f64>,
}

impl Estimate {
    /// One value of an inference.
    pub(crate) fn of(inference: &Inference, value: usize, df: f64) -> Self {
        Self {
            x: inference.values[value],
            x_se: inference.covariance[(value, value)].max(0.0).sqrt(),
            df,
            n: inference.n,
            n_weighted: inference.n_weighted,
            n_effective: inference.n_effective,
            deff: DesignEffect::default(),
        }
    }

    /// The interval `x -+ t x_se` with Student's t at the design's degrees of freedom; `None` where it has none.
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Option<Interval> {
        self.interval_with(confidence, self.df)
    }

    /// The same at other degrees of freedom, infinite for the normal.
    #[must_use]
    pub fn interval_with(&self, confidence: Confidence, df: f64) -> Option<Interval> {
        Self { df, ..*self }.interval_by(&Quantiles::new(confidence))
    }

    /// The same by quantiles that others have asked for too.
    #[must_use]
    pub fn interval_by(&self, quantiles: &Quantiles) -> Option<Interval> {
        if self.df <= 0.0 {
            return None;
        }
        let margin = quantiles.at(self.df) * self.x_se;
        Some(Interval { x_low: self.x - margin, x_upp: self.x + margin })
    }

    /// Coefficient of variation, `x_se / |x|`; `None` where the estimate is zero.
    #[must_use]
    pub fn cv(&self) -> Option<f64> {
        Some(self.x_se / self.x.abs()).filter(|cv| cv.is_finite())
    }

    /// The p value of no difference from zero, two-sided, by Student's t; `None` without error or degrees of freedom.
    #[must_use]
    pub fn p_value(&self) -> Option<f64> {
        (self.x_se > 0.0 && self.df > 0.0).then(|| Student { df: self.df }.two_sided(self.x / self.x_se))
    }
}

impl DesignEffect {
    /// Of a variance, against that from values of variance `spread`: `spread / n` times `factor` (1 for a mean, the
    /// square of the population for a total), less the sampled part.
    pub(crate) fn of(variance: f64, spread: f64, n: u64, n_weighted: f64, factor: f64) -> Self {
        let n = n as f64;
        let simple = spread / n * factor;
        let rest = 1.0 - n / n_weighted;
        let over = |simple: f64| (simple > 0.0).then(|| variance / simple).filter(|deff| deff.is_finite());
        Self { without_replacement: over(simple * rest), with_replacement: over(simple) }
    }
}
