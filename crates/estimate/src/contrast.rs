//! Differences and other combinations of estimates that share a design.

use crate::design::Design;
use crate::estimate::{DesignEffect, Estimate};
use crate::inference::{Domain, EstimateError, Inference, Statistic, infer};
use crate::matrix::Matrix;
use crate::pivot::{Pivot, Shift};

/// The mean in each of several groups: columns of an indicator for each group, then of the indicator times `y`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupMeans;

impl Statistic for GroupMeans {
    fn value(&self, totals: &[f64]) -> Option<Vec<f64>> {
        let (sizes, sums) = totals.split_at(totals.len() / 2);
        let known = sizes.iter().all(|&size| size > 0.0);
        known.then(|| sums.iter().zip(sizes).map(|(sum, size)| sum / size).collect())
    }

    fn gradient(&self, totals: &[f64]) -> Matrix {
        let groups = totals.len() / 2;
        Matrix::from_fn(totals.len(), groups, |total, group| {
            let size = totals[group];
            if total == group {
                -totals[groups + group] / (size * size)
            } else if total == groups + group {
                1.0 / size
            } else {
                0.0
            }
        })
    }

    fn pivot(&self, totals: &[f64]) -> Pivot {
        let groups = totals.len() / 2;
        let shift =
            |group: usize| Shift { column: groups + group, by: group, factor: totals[groups + group] / totals[group] };
        Pivot::new((0..groups).map(shift).collect())
    }
}

/// The means of `y` in each of `groups`, with their covariance: the start of any comparison of groups.
///
/// `group` is a number from 0 to less than `groups` for each row of the domain; every group has a row with weight.
/// Source: domain means estimated together, Lumley (2010), section 5.1.
///
/// # Errors
/// See [`EstimateError`]; a group without weight is a denominator of zero.
pub fn group_means(
    design: &Design,
    y: &[f64],
    group: &[usize],
    groups: usize,
    domain: Domain,
) -> Result<Inference, EstimateError> {
    let mut columns = crate::proportion::indicators(group, groups, domain)?;
    for level in 0..groups {
        let part = columns[level].iter().zip(y);
        columns.push(part.map(|(own, y)| if *own > 0.0 { *y } else { 0.0 }).collect());
    }
    infer(design, domain, &columns, &GroupMeans)
}

/// The linear combination of an inference's values with these coefficients, one for each.
///
/// `df` are the degrees of freedom of the design. Source: `c'v` with variance `c'Vc`.
#[must_use]
pub fn contrast(inference: &Inference, coefficients: &[f64], df: f64) -> Estimate {
    let x = coefficients.iter().zip(&inference.values).map(|(c, v)| c * v).sum();
    let mut variance = 0.0;
    for (row, a) in coefficients.iter().enumerate() {
        for (column, b) in coefficients.iter().enumerate() {
            variance += a * b * inference.covariance[(row, column)];
        }
    }
    Estimate {
        x,
        x_se: variance.max(0.0).sqrt(),
        df,
        n: inference.n,
        n_weighted: inference.n_weighted,
        n_effective: inference.n_effective,
        deff: DesignEffect::default(),
    }
}
