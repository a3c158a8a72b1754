//! From a statistic of weighted totals to its value and covariance, under any design.
//!
//! Most survey statistics are smooth functions of weighted totals. A statistic gives its value and its derivatives; the
//! design gives the covariance of totals (linearised errors) or repeats the value for each replicate.

use thiserror::Error;
use topline_exact::ExactSum;

use crate::covariance::{CovarianceError, Extent, LonelyPolicy, covariance};
use crate::degrees::Presence;
use crate::design::{Clusters, Design, Errors};
use crate::frame::Frame;
use crate::matrix::Matrix;
use crate::pivot::Pivot;
use crate::sums::UnitSums;

/// Why there is no estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EstimateError {
    /// A column has another number of rows than the sample.
    #[error("estimate from a column of {found} rows: the sample has {rows}")]
    ColumnLength {
        /// Rows of the sample.
        rows: usize,
        /// Rows of the column.
        found: usize,
    },
    /// A value in the domain, with weight, is infinite or not a number; leave such rows out of the domain.
    #[error("estimate from the value at row {row}, which is not finite")]
    ValueNotFinite {
        /// The row, from 0.
        row: usize,
    },
    /// A row of the domain is in a category that there is not.
    #[error("estimate from category {category} of {categories} at row {row}")]
    CategoryUnknown {
        /// The row, from 0.
        row: usize,
        /// The category given, from 0.
        category: usize,
        /// How many categories there are.
        categories: usize,
    },
    /// No row of the domain has any weight.
    #[error("estimate from an empty domain")]
    Empty,
    /// A ratio's denominator adds up to zero.
    #[error("estimate a ratio over a total of zero")]
    ZeroDenominator,
    /// Values, weights or their products are so large that a total or a variance is beyond a double.
    #[error("estimate from values or weights so large that their totals overflow")]
    Overflow,
    /// A spread needs two rows with weight.
    #[error("estimate a spread from one row")]
    OneRow,
    /// The design gives no variance.
    #[error(transparent)]
    Covariance(CovarianceError),
    /// Probabilities of pairs give a variance of every two rows or clusters, and no parts of it.
    #[error("take an error apart that comes of probabilities of pairs")]
    NoParts,
    /// No replicate has an estimate, so there is no variance.
    #[error("estimate a variance when no replicate has an estimate")]
    NoReplicate,
}

/// Which rows an estimate is about.
#[derive(Clone, Copy, Debug, Default)]
pub enum Domain<'a> {
    /// All.
    #[default]
    Whole,
    /// Those where the condition holds; the others stay in the design.
    Where(&'a [bool]),
}

impl Domain<'_> {
    /// Whether a row is in the domain.
    #[must_use]
    pub fn has(self, row: usize) -> bool {
        match self {
            Self::Whole => true,
            Self::Where(condition) => condition[row],
        }
    }
}

/// A smooth function of weighted totals.
pub trait Statistic {
    /// Its values at these totals; `None` where it has none, as over a denominator of zero.
    fn value(&self, totals: &[f64]) -> Option<Vec<f64>>;

    /// Its derivatives at these totals: totals by rows, values by columns.
    fn gradient(&self, totals: &[f64]) -> Matrix;

    /// Shifts of columns, at these totals, that change its values by constants alone: errors are then worked out around them.
    fn pivot(&self, _totals: &[f64]) -> Pivot {
        Pivot::default()
    }
}

/// The values of a statistic with their covariance, and the base that they come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Inference {
    /// The values.
    pub values: Vec<f64>,
    /// Their covariance.
    pub covariance: Matrix,
    /// The weighted totals that they are a function of.
    pub totals: Vec<f64>,
    /// Rows of the domain with weight.
    pub n: u64,
    /// Sum of their weights.
    pub n_weighted: f64,
    /// Kish's effective size of their weights.
    pub n_effective: f64,
    /// Degrees of freedom of the domain's own clusters and strata.
    pub df: f64,
    /// Replicates that have no estimate, and were left out.
    pub replicates_left_out: usize,
}

/// Parts that are estimated together.
#[derive(Clone, Debug, PartialEq)]
pub struct JointParts {
    /// Each part.
    pub values: Vec<f64>,
    /// The covariance of every two.
    pub covariance: Matrix,
}

impl Inference {
    /// The same, unless a number in it is beyond a double.
    pub(crate) fn finite(self) -> Result<Self, EstimateError> {
        let found = self.values.iter().chain(&self.totals).chain(self.covariance.values());
        let finite = found.copied().all(f64::is_finite);
        if finite { Ok(self) } else { Err(EstimateError::Overflow) }
    }
}

/// What `statistic` is of the weighted totals of `columns` (each with a value for each row) over the domain.
///
/// # Errors
/// Columns of the wrong length or with values that are not finite, an empty domain, a statistic without value
/// ([`EstimateError::ZeroDenominator`]), and designs that give no variance.
pub fn infer(
    design: &Design,
    domain: Domain,
    columns: &[Vec<f64>],
    statistic: &impl Statistic,
) -> Result<Inference, EstimateError> {
    check_columns(design.weights(), domain, columns)?;
    match &design.errors {
        Errors::Clusters(clusters) if clusters.adjustments.is_empty() => {
            let mut sums = UnitSums::new(&clusters.frame, columns.len());
            for (row, (&weight, &unit)) in design.weights().iter().zip(&clusters.unit_of).enumerate() {
                if domain.has(row) {
                    sums.add(unit, weight, columns.iter().map(|column| column[row]).enumerate());
                }
            }
            infer_from_sums(&clusters.frame, clusters.policy, &sums, statistic, Extent::All)
        }
        Errors::Clusters(clusters) => infer_adjusted(design, clusters, domain, columns, statistic),
        Errors::Replicates(replicates) => {
            let mut inference = point(design.weights(), domain, columns, statistic)?;
            let pivot = statistic.pivot(&inference.totals);
            let value = |weights: &Vec<f64>| statistic.value(&pivot.of_sums(&sums(weights, domain, columns)));
            let estimates: Vec<Option<Vec<f64>>> = replicates.weights().iter().map(value).collect();
            let full = statistic.value(&pivot.of_sums(&sums(design.weights(), domain, columns)));
            let full = full.ok_or(EstimateError::ZeroDenominator)?;
            let (covariance, left_out) = replicates.covariance(&estimates, &full).ok_or(EstimateError::NoReplicate)?;
            inference.covariance = covariance;
            inference.replicates_left_out = left_out;
            inference.df = design.degrees_within(&presence(design, domain));
            inference.finite()
        }
        Errors::Joint(joint) => {
            let mut inference = point(design.weights(), domain, columns, statistic)?;
            let (columns, totals) = pivoted(design, domain, columns, (&inference, statistic));
            let weighted = Matrix::from_fn(design.rows(), columns.len(), |row, column| {
                if counts(design.weights(), domain, row) { design.weights()[row] * columns[column][row] } else { 0.0 }
            });
            let scores = weighted.times(&statistic.gradient(&totals));
            inference.covariance = joint.covariance(&scores);
            inference.df = design.degrees_within(&presence(design, domain));
            inference.finite()
        }
    }
}

/// What `statistic` is of the totals of sums by unit: the end of the mergeable state.
///
/// # Errors
/// No rows with weight, a statistic without value, or a design that gives no variance.
pub fn infer_from_sums(
    frame: &Frame,
    policy: LonelyPolicy,
    sums: &UnitSums,
    statistic: &impl Statistic,
    extent: Extent,
) -> Result<Inference, EstimateError> {
    if sums.n() == 0 {
        return Err(EstimateError::Empty);
    }
    let totals = sums.totals();
    let values = statistic.value(&totals).ok_or(EstimateError::ZeroDenominator)?;
    let scores = sums.scores_around(&statistic.pivot(&totals), |totals| statistic.gradient(totals));
    let covariance = covariance(frame, &scores, policy, extent).map_err(EstimateError::Covariance)?;
    let inference = Inference {
        values,
        covariance,
        totals,
        n: sums.n(),
        n_weighted: sums.n_weighted(),
        n_effective: sums.n_effective(),
        df: frame.degrees_of_freedom_within(&scores.rows),
        replicates_left_out: 0,
    };
    inference.finite()
}

/// Linearised errors where weights were adjusted: each column loses what the known totals explain of it.
fn infer_adjusted(
    design: &Design,
    clusters: &Clusters,
    domain: Domain,
    columns: &[Vec<f64>],
    statistic: &impl Statistic,
) -> Result<Inference, EstimateError> {
    let mut inference = point(design.weights(), domain, columns, statistic)?;
    let mut residuals = Vec::new();
    let (columns, pivoted) = pivoted(design, domain, columns, (&inference, statistic));
    for column in &columns {
        let mut weighted: Vec<f64> = (0..design.rows())
            .map(|row| if counts(design.weights(), domain, row) { design.weights()[row] * column[row] } else { 0.0 })
            .collect();
        for adjustment in &clusters.adjustments {
            adjustment.residuals(&mut weighted);
        }
        residuals.push(weighted);
    }
    // Residuals are weighted already, and rows outside the domain have them too.
    let mut sums = UnitSums::new(&clusters.frame, columns.len());
    for (row, &unit) in clusters.unit_of.iter().enumerate() {
        sums.add(unit, 1.0, residuals.iter().map(|column| column[row]).enumerate());
    }
    let scores = sums.scores(&statistic.gradient(&pivoted));
    inference.covariance =
        covariance(&clusters.frame, &scores, clusters.policy, Extent::All).map_err(EstimateError::Covariance)?;
    inference.df = design.degrees_within(&presence(design, domain));
    inference.finite()
}

/// The statistic without its covariance (zeros, to be filled in).
fn point(
    weights: &[f64],
    domain: Domain,
    columns: &[Vec<f64>],
    statistic: &impl Statistic,
) -> Result<Inference, EstimateError> {
    let mut base = crate::kish::KishSums::new();
    for (row, &weight) in weights.iter().enumerate() {
        if counts(weights, domain, row) {
            base.add(weight);
        }
    }
    let base = base.finish().ok_or(EstimateError::Empty)?;
    let totals = total(weights, domain, columns);
    let values = statistic.value(&totals).ok_or(EstimateError::ZeroDenominator)?;
    Ok(Inference {
        covariance: Matrix::zeros(values.len(), values.len()),
        values,
        totals,
        n: base.n,
        n_weighted: base.n_weighted,
        n_effective: base.n_effective,
        df: 0.0,
        replicates_left_out: 0,
    })
}

/// Whether a row is in the estimate: in the domain, with weight. Calibrated and replicate weights may be negative.
fn counts(weights: &[f64], domain: Domain, row: usize) -> bool {
    weights[row].abs() > 0.0 && domain.has(row)
}

fn presence(design: &Design, domain: Domain) -> Presence {
    design.presence((0..design.rows()).filter(|&row| domain.has(row)))
}

fn total(weights: &[f64], domain: Domain, columns: &[Vec<f64>]) -> Vec<f64> {
    sums(weights, domain, columns).iter().map(ExactSum::value).collect()
}

fn sums(weights: &[f64], domain: Domain, columns: &[Vec<f64>]) -> Vec<ExactSum> {
    let rows: Vec<usize> = (0..weights.len()).filter(|&row| counts(weights, domain, row)).collect();
    let sum = |column: &Vec<f64>| rows.iter().map(|&row| weights[row] * column[row]).collect();
    columns.iter().map(sum).collect()
}

/// Columns shifted as a statistic has it, and their totals.
fn pivoted(
    design: &Design,
    domain: Domain,
    columns: &[Vec<f64>],
    (inference, statistic): (&Inference, &impl Statistic),
) -> (Vec<Vec<f64>>, Vec<f64>) {
    let columns = statistic.pivot(&inference.totals).of_columns(columns);
    let totals = total(design.weights(), domain, &columns);
    (columns, totals)
}

fn check_columns(weights: &[f64], domain: Domain, columns: &[Vec<f64>]) -> Result<(), EstimateError> {
    let rows = weights.len();
    let lengths = columns.iter().map(Vec::len);
    let condition = match domain {
        Domain::Whole => rows,
        Domain::Where(condition) => condition.len(),
    };
    for found in lengths.chain([condition]) {
        if found != rows {
            return Err(EstimateError::ColumnLength { rows, found });
        }
    }
    let unusable = |&row: &usize| counts(weights, domain, row) && columns.iter().any(|column| !column[row].is_finite());
    match (0..rows).find(unusable) {
        Some(row) => Err(EstimateError::ValueNotFinite { row }),
        None => Ok(()),
    }
}
