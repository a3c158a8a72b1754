//! Categories of a variable: what part, and how many, each is.

use crate::design::Design;
use crate::estimate::{DesignEffect, Estimate};
use crate::inference::{Domain, EstimateError, Inference, Statistic, infer};
use crate::matrix::Matrix;

/// Each total's part of them all; one column of 0 and 1 for each category.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares;

/// The totals themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals;

impl Statistic for Shares {
    fn value(&self, totals: &[f64]) -> Option<Vec<f64>> {
        let all: f64 = totals.iter().sum();
        (all > 0.0).then(|| totals.iter().map(|total| total / all).collect())
    }

    fn gradient(&self, totals: &[f64]) -> Matrix {
        let all: f64 = totals.iter().sum();
        Matrix::from_fn(totals.len(), totals.len(), |total, share| {
            let own = if total == share { 1.0 } else { 0.0 };
            (own - totals[share] / all) / all
        })
    }
}

impl Statistic for Totals {
    fn value(&self, totals: &[f64]) -> Option<Vec<f64>> {
        Some(totals.to_vec())
    }

    fn gradient(&self, totals: &[f64]) -> Matrix {
        Matrix::identity(totals.len())
    }
}

/// The part that each of `categories` is of a domain, as parts of 1, with their covariance in the inference.
///
/// `category` is a number from 0 to less than `categories` for each row; rows with another number are an error unless
/// they are outside the domain. Source: the mean of an indicator for each category, Lumley (2010), section 2.2.
///
/// # Errors
/// See [`EstimateError`].
pub fn proportions(
    design: &Design,
    category: &[usize],
    categories: usize,
    domain: Domain,
) -> Result<(Vec<Estimate>, Inference), EstimateError> {
    let columns = indicators(category, categories, domain)?;
    let inference = infer(design, domain, &columns, &Shares)?;
    let df = design.degrees_for(inference.df);
    let estimates = (0..categories)
        .map(|share| {
            let mut estimate = Estimate::of(&inference, share, df);
            estimate.deff = effect(&inference, share, inference.values[share], 1.0);
            estimate
        })
        .collect();
    Ok((estimates, inference))
}

/// How many of the population each of `categories` is, in a domain, with their covariance in the inference.
///
/// Takes its arguments as [`proportions`] does. Source: the total of an indicator for each category.
///
/// # Errors
/// See [`EstimateError`].
pub fn category_totals(
    design: &Design,
    category: &[usize],
    categories: usize,
    domain: Domain,
) -> Result<(Vec<Estimate>, Inference), EstimateError> {
    let columns = indicators(category, categories, domain)?;
    let inference = infer(design, domain, &columns, &Totals)?;
    let df = design.degrees_for(inference.df);
    let estimates = (0..categories)
        .map(|total| {
            let mut estimate = Estimate::of(&inference, total, df);
            let share = inference.totals[total] / inference.n_weighted;
            let factor = inference.n_weighted * inference.n_weighted;
            estimate.deff = effect(&inference, total, share, factor);
            estimate
        })
        .collect();
    Ok((estimates, inference))
}

/// The design effect of a value about an indicator of mean `share`.
fn effect(inference: &Inference, value: usize, share: f64, factor: f64) -> DesignEffect {
    let n = inference.n as f64;
    if inference.n < 2 {
        return DesignEffect::default();
    }
    let spread = share * (1.0 - share) * n / (n - 1.0);
    let variance = inference.covariance[(value, value)];
    DesignEffect::of(variance, spread, inference.n, inference.n_weighted, factor)
}

/// A column of 0 and 1 for each category.
pub(crate) fn indicators(
    category: &[usize],
    categories: usize,
    domain: Domain,
) -> Result<Vec<Vec<f64>>, EstimateError> {
    let outside = |&row: &usize| category[row] >= categories && in_domain(domain, row);
    if let Some(row) = (0..category.len()).find(outside) {
        return Err(EstimateError::CategoryUnknown { row, category: category[row], categories });
    }
    let indicator = |level: usize| category.iter().map(|&own| if own == level { 1.0 } else { 0.0 }).collect();
    Ok((0..categories).map(indicator).collect())
}

fn in_domain(domain: Domain, row: usize) -> bool {
    match domain {
        Domain::Whole => true,
        Domain::Where(condition) => condition.get(row).copied().unwrap_or(false),
    }
}
