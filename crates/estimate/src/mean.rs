//! Means, totals, ratios and variances of one variable.

use crate::design::Design;
use crate::estimate::{DesignEffect, Estimate};
use crate::inference::{Domain, EstimateError, Inference, Statistic, infer};
use crate::matrix::Matrix;
use crate::moments::Moments;
use crate::pivot::{Pivot, Shift};

/// The mean of the second total over the first: columns `1` and `y`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mean;

/// The total of the second column: columns `1` and `y`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total;

/// The ratio of the first total to the second: columns `y` and `x`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ratio;

/// The variance of a variable of `n` rows: columns `1`, `y` and `y^2`, best taken around a value near the mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Rows with weight, at least 2.
    pub n: u64,
}

impl Statistic for Mean {
    fn value(&self, totals: &[f64]) -> Option<Vec<f64>> {
        quotient(totals[1], totals[0]).map(|mean| vec![mean])
    }

    fn gradient(&self, totals: &[f64]) -> Matrix {
        let mean = totals[1] / totals[0];
        let slopes = [-mean / totals[0], 1.0 / totals[0]];
        Matrix::from_fn(totals.len(), 1, |total, _| slopes.get(total).copied().unwrap_or(0.0))
    }

    fn pivot(&self, totals: &[f64]) -> Pivot {
        Pivot::new(vec![Shift { column: 1, by: 0, factor: totals[1] / totals[0] }])
    }
}

impl Statistic for Total {
    fn value(&self, totals: &[f64]) -> Option<Vec<f64>> {
        Some(vec![totals[1]])
    }

    fn gradient(&self, totals: &[f64]) -> Matrix {
        Matrix::from_fn(totals.len(), 1, |total, _| if total == 1 { 1.0 } else { 0.0 })
    }
}

impl Statistic for Ratio {
    fn value(&self, totals: &[f64]) -> Option<Vec<f64>> {
        quotient(totals[0], totals[1]).map(|ratio| vec![ratio])
    }

    fn gradient(&self, totals: &[f64]) -> Matrix {
        let ratio = totals[0] / totals[1];
        let slopes = [1.0 / totals[1], -ratio / totals[1]];
        Matrix::from_fn(totals.len(), 1, |total, _| slopes.get(total).copied().unwrap_or(0.0))
    }

    fn pivot(&self, totals: &[f64]) -> Pivot {
        Pivot::new(vec![Shift { column: 0, by: 1, factor: totals[0] / totals[1] }])
    }
}

/// The total of the residuals `y - ratio x`, of the columns of [`Ratio`]: linear, so that replicates of it do not curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Residuals {
    /// The ratio.
    pub ratio: f64,
}

impl Statistic for Residuals {
    fn value(&self, totals: &[f64]) -> Option<Vec<f64>> {
        Some(vec![totals[0] - self.ratio * totals[1]])
    }

    fn gradient(&self, totals: &[f64]) -> Matrix {
        let slopes = [1.0, -self.ratio];
        Matrix::from_fn(totals.len(), 1, |total, _| slopes.get(total).copied().unwrap_or(0.0))
    }
}

impl Statistic for Spread {
    fn value(&self, totals: &[f64]) -> Option<Vec<f64>> {
        spread(totals, self.n).map(|spread| vec![spread])
    }

    fn gradient(&self, totals: &[f64]) -> Matrix {
        // v = k (S2/S0 - (S1/S0)^2) with k = n/(n-1)
        let (n, s0) = (self.n as f64, totals[0]);
        let k = n / (n - 1.0);
        let (mean, square) = (totals[1] / s0, totals[2] / s0);
        let slopes = [k * (2.0 * mean * mean - square) / s0, -2.0 * k * mean / s0, k / s0];
        Matrix::from_fn(3, 1, |total, _| slopes[total])
    }
}

/// The mean of `y` over a domain: `sum w y / sum w`.
///
/// `y` has a value for each row; those outside the domain are not looked at. Source: Lumley, Complex Surveys (2010),
/// section 2.2; linearised scores `w (y - mean) / sum w`.
///
/// # Errors
/// See [`EstimateError`].
pub fn mean(design: &Design, y: &[f64], domain: Domain) -> Result<Estimate, EstimateError> {
    let inference = infer(design, domain, &powers(y, 0.0)[..2], &Mean)?;
    Ok(finish_mean(&inference, &moments(design, domain, y, None), design.degrees_for(inference.df)))
}

fn moments(design: &Design, domain: Domain, y: &[f64], x: Option<&[f64]>) -> Moments {
    Moments::of_rows(design.weights(), (0..design.rows()).filter(|&row| domain.has(row)), y, x)
}

/// The total of `y` over a domain: `sum w y`.
///
/// Source: Lumley (2010), section 2.2; scores `w y`.
///
/// # Errors
/// See [`EstimateError`].
pub fn total(design: &Design, y: &[f64], domain: Domain) -> Result<Estimate, EstimateError> {
    let inference = infer(design, domain, &powers(y, 0.0)[..2], &Total)?;
    Ok(finish_total(&inference, &moments(design, domain, y, None), design.degrees_for(inference.df)))
}

/// The ratio of two totals over a domain: `sum w y / sum w x`.
///
/// Source: Lumley (2010), section 5.2; scores `w (y - ratio x) / sum w x`.
///
/// # Errors
/// See [`EstimateError`]; a denominator that adds up to zero is one.
pub fn ratio(design: &Design, y: &[f64], x: &[f64], domain: Domain) -> Result<Estimate, EstimateError> {
    let inference = infer(design, domain, &[y.to_vec(), x.to_vec()], &Ratio)?;
    let moments = moments(design, domain, y, Some(x));
    let estimate = finish_ratio(&inference, &moments, design.degrees_for(inference.df));
    if !design.is_replicated() {
        return Ok(estimate);
    }
    // Replicates of the ratio curve; the design effect is of the total of its residuals, which is linear.
    let residuals: Vec<f64> = y.iter().zip(x).map(|(y, x)| y - estimate.x * x).collect();
    let deff = total(design, &residuals, domain)?.deff;
    Ok(Estimate { deff, ..estimate })
}

/// The population variance of `y` over a domain: `n/(n-1) sum w (y - mean)^2 / sum w`.
///
/// Source: R survey's `svyvar`; scores `w (n/(n-1) (y - mean)^2 - v) / sum w`.
///
/// # Errors
/// See [`EstimateError`]; a domain of one row is one.
pub fn variance(design: &Design, y: &[f64], domain: Domain) -> Result<Estimate, EstimateError> {
    // Around the mean, squares do not cancel.
    let around = infer(design, domain, &powers(y, 0.0)[..2], &Mean)?;
    if around.n < 2 {
        return Err(EstimateError::OneRow);
    }
    let columns = powers(y, around.values[0]);
    let inference = infer(design, domain, &columns, &Spread { n: around.n })?;
    Ok(Estimate::of(&inference, 0, design.degrees_for(inference.df)))
}

/// The estimate that sums of `1` and `y` amount to, by [`Mean`].
#[must_use]
pub fn finish_mean(inference: &Inference, moments: &Moments, df: f64) -> Estimate {
    let mut estimate = Estimate::of(inference, 0, df);
    if let Some(spread) = moments.spread() {
        estimate.deff = DesignEffect::of(estimate.x_se.powi(2), spread, inference.n, inference.n_weighted, 1.0);
    }
    estimate
}

/// The estimate that sums of `1` and `y` amount to, by [`Total`].
#[must_use]
pub fn finish_total(inference: &Inference, moments: &Moments, df: f64) -> Estimate {
    let mut estimate = Estimate::of(inference, 0, df);
    if let Some(spread) = moments.spread() {
        let factor = inference.n_weighted * inference.n_weighted;
        estimate.deff = DesignEffect::of(estimate.x_se.powi(2), spread, inference.n, inference.n_weighted, factor);
    }
    estimate
}

/// The estimate that sums of `y` and `x` amount to, by [`Ratio`].
///
/// Residuals `y - ratio x` have mean zero; the ratio's error is that of their total over the total of `x`.
#[must_use]
pub fn finish_ratio(inference: &Inference, moments: &Moments, df: f64) -> Estimate {
    let mut estimate = Estimate::of(inference, 0, df);
    if let (&[_, x], Some(spread)) = (inference.totals.as_slice(), moments.residual_spread(estimate.x)) {
        let factor = (inference.n_weighted / x).powi(2);
        estimate.deff = DesignEffect::of(estimate.x_se.powi(2), spread, inference.n, inference.n_weighted, factor);
    }
    estimate
}

/// The same under replicates, whose ratio curves: the design effect is that of the total of its [`Residuals`].
#[must_use]
pub fn finish_replicated_ratio(inference: &Inference, residuals: &Inference, moments: &Moments, df: f64) -> Estimate {
    let mut estimate = finish_ratio(inference, moments, df);
    let (variance, x) = (estimate.x_se.powi(2), inference.totals[1]);
    if variance > 0.0 {
        let linear = residuals.covariance[(0, 0)] / (x * x) / variance;
        let of_residuals = |effect: Option<f64>| effect.map(|effect| effect * linear);
        estimate.deff.without_replacement = of_residuals(estimate.deff.without_replacement);
        estimate.deff.with_replacement = of_residuals(estimate.deff.with_replacement);
    }
    estimate
}

/// The population variance from totals of `1`, `y` and `y^2`.
fn spread(totals: &[f64], n: u64) -> Option<f64> {
    let mean = quotient(totals[1], totals[0])?;
    let square = quotient(totals[2], totals[0])?;
    let n = n as f64;
    (n > 1.0).then(|| (square - mean * mean).max(0.0) * n / (n - 1.0))
}

fn powers(y: &[f64], centre: f64) -> [Vec<f64>; 3] {
    [
        vec![1.0; y.len()],
        y.iter().map(|y| y - centre).collect(),
        y.iter().map(|y| (y - centre) * (y - centre)).collect(),
    ]
}

fn quotient(numerator: f64, denominator: f64) -> Option<f64> {
    (denominator.abs() > 0.0).then(|| numerator / denominator)
}
