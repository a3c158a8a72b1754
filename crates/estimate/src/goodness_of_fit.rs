//! A test of whether categories have the sizes that are expected.

use thiserror::Error;

use crate::design::Design;
use crate::distribution::ChiSquare;
use crate::inference::{Domain, EstimateError, infer};
use crate::matrix::Matrix;
use crate::proportion::{Totals, indicators};

/// Why there is no test.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum FitError {
    /// There are fewer than two categories.
    #[error("test the fit of {categories} categories")]
    TooFew {
        /// Categories given.
        categories: usize,
    },
    /// An expected part is not positive, or the parts do not add up to 1 (within a millionth).
    #[error("expect a part of {part} of parts that add up to {sum}")]
    Unusable {
        /// The part given (the first that is not positive, else the first).
        part: f64,
        /// What the parts add up to.
        sum: f64,
    },
    /// The totals cannot be estimated.
    #[error(transparent)]
    Estimate(EstimateError),
}

/// The test's statistic, with the scaled chi-square that it is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// Pearson's statistic of the weighted totals.
    pub statistic: f64,
    /// What it is compared with; `None` where the totals have no variance, as those of strata.
    pub reference: Option<FitReference>,
}

/// A scaled chi-square, and what it says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FitReference {
    /// What the statistic is divided by.
    pub scale: f64,
    /// Degrees of freedom of the chi-square, by Satterthwaite's approximation.
    pub df: f64,
    /// The p value.
    pub p: f64,
}

/// Whether the categories of a domain have the `expected` parts, which are positive and add up to 1.
///
/// Source: Rao and Scott (1981), The analysis of categorical data from complex sample surveys: Pearson's statistic is a
/// sum of chi-squares weighted by the eigenvalues of the covariance of totals over what is expected; Satterthwaite's
/// approximation matches its first two moments.
///
/// # Errors
/// Each variant of [`FitError`] says when.
pub fn goodness_of_fit(design: &Design, category: &[usize], expected: &[f64], domain: Domain) -> Result<Fit, FitError> {
    let categories = expected.len();
    let sum: f64 = expected.iter().sum();
    if categories < 2 {
        return Err(FitError::TooFew { categories });
    }
    let not_positive = expected.iter().copied().find(|&part| part.is_nan() || part <= 0.0);
    if not_positive.is_some() || (sum - 1.0).abs() > 1e-6 {
        return Err(FitError::Unusable { part: not_positive.unwrap_or(expected[0]), sum });
    }
    let columns = indicators(category, categories, domain).map_err(FitError::Estimate)?;
    let totals = infer(design, domain, &columns, &Totals).map_err(FitError::Estimate)?;
    let all: f64 = totals.values.iter().sum();
    let statistic: f64 =
        totals.values.iter().zip(expected).map(|(total, part)| (total - all * part).powi(2) / (all * part)).sum();
    // The differences total - part * all, each over the root of what is expected.
    let slopes = Matrix::from_fn(categories, categories, |k, cell| {
        let own = if k == cell { 1.0 } else { 0.0 };
        (own - expected[k]) / (all * expected[k]).sqrt()
    });
    let spread = slopes.times(&totals.covariance.times(&slopes.transpose()));
    let (trace, squares) = (spread.trace(), spread.times(&spread).trace());
    // A simple sample has a trace of about the mean weight for each category: what is far below it is rounding.
    let has_variance = trace > 1e-12 * all / totals.n as f64;
    let reference = has_variance.then(|| {
        let (scale, df) = (squares / trace, trace * trace / squares);
        FitReference { scale, df, p: ChiSquare { df }.above(statistic / scale) }
    });
    let finite = |fit: &FitReference| [fit.scale, fit.df, fit.p].iter().all(|number| number.is_finite());
    if !(statistic.is_finite() && reference.iter().all(finite)) {
        return Err(FitError::Estimate(EstimateError::Overflow));
    }
    Ok(Fit { statistic, reference })
}
