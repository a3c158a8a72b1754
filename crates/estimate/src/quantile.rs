//! Quantiles of a variable, with intervals that follow from those of proportions.

use thiserror::Error;

use crate::design::Design;
use crate::distribution::Student;
use crate::estimate::{Confidence, Interval};
use crate::inference::{Domain, EstimateError};
use crate::proportion_interval::{Proportion, ProportionError, ProportionInterval, proportion, proportion_interval};
use crate::quantile_rule::{Ordered, QuantileRule};

/// How the interval of a quantile is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuantileInterval {
    /// Woodruff's: the quantiles at the ends of an interval for the part at or below the estimate.
    Woodruff(ProportionInterval),
    /// Francisco and Fuller's: the values that a score test does not reject.
    Score,
    /// Student's t around the estimate, with the error of the quantile of each replicate.
    Replicates,
}

impl Default for QuantileInterval {
    fn default() -> Self {
        Self::Woodruff(ProportionInterval::Mean)
    }
}

/// Why a quantile has no interval.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum QuantileError {
    /// There is no estimate to begin with.
    #[error(transparent)]
    Estimate(EstimateError),
    /// The part at or below the estimate has no interval.
    #[error(transparent)]
    Proportion(ProportionError),
    /// The interval of the part at or below leaves 0 to 1, so that no value is at its end.
    #[error("find the values at parts {low} to {upp}")]
    BeyondValues {
        /// The lower end.
        low: f64,
        /// The upper end.
        upp: f64,
    },
    /// The errors of the design do not come from replicates.
    #[error("repeat a quantile without replicates")]
    NotReplicated,
    /// The part asked for is not from 0 to 1.
    #[error("find the quantile at {p}")]
    Part {
        /// The part given.
        p: f64,
    },
}

/// A quantile's interval and the standard error that it implies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantileRange {
    /// The interval.
    pub interval: Interval,
    /// Its width over twice Student's t.
    pub x_se: f64,
}

/// The quantile at `p` (from 0 to 1) of `y` over a domain.
///
/// Source: the weighted distribution `F(x) = sum of w with y <= x / sum of w`, inverted by the [`QuantileRule`], which names
/// its own.
///
/// # Errors
/// A part outside 0 to 1, an empty domain, and unusable columns.
pub fn quantile(design: &Design, y: &[f64], p: f64, domain: Domain, rule: QuantileRule) -> Result<f64, QuantileError> {
    if !(0.0..=1.0).contains(&p) {
        return Err(QuantileError::Part { p });
    }
    ordered(design.weights(), y, domain).map(|ordered| ordered.quantile(p, rule)).map_err(QuantileError::Estimate)
}

/// The interval of the quantile at `p` of `y` over a domain.
///
/// Sources: Woodruff (1952), Confidence intervals for medians and other position measures; Francisco and Fuller (1991),
/// Quantile estimation with a complex survey design. The score interval holds each value `x` whose part at or below,
/// `F(x)`, is within `t` standard errors of `p`.
///
/// # Errors
/// Each variant of [`QuantileError`] says when.
pub fn quantile_range(
    design: &Design,
    y: &[f64],
    p: f64,
    domain: Domain,
    rule: QuantileRule,
    (method, confidence): (QuantileInterval, Confidence),
) -> Result<QuantileRange, QuantileError> {
    let x = quantile(design, y, p, domain, rule)?;
    let ordered = ordered(design.weights(), y, domain).map_err(QuantileError::Estimate)?;
    let part_below = |x: f64| -> Result<Proportion, QuantileError> {
        let below: Vec<f64> = y.iter().map(|&y| if y <= x { 1.0 } else { 0.0 }).collect();
        proportion(design, &below, domain).map_err(QuantileError::Estimate)
    };
    let df = part_below(x)?.estimate.df;
    if df <= 0.0 {
        return Err(QuantileError::Proportion(ProportionError::NoDegrees { df }));
    }
    let t = Student { df }.quantile(1.0 - confidence.tail());
    let interval = match method {
        QuantileInterval::Woodruff(method) => {
            let parts = proportion_interval(&part_below(x)?, method, confidence).map_err(QuantileError::Proportion)?;
            let (low, upp) = (parts.x_low, parts.x_upp);
            if low < 0.0 || upp > 1.0 {
                return Err(QuantileError::BeyondValues { low, upp });
            }
            Interval { x_low: ordered.quantile(low, rule), x_upp: ordered.quantile(upp, rule) }
        }
        QuantileInterval::Score => score_interval(&ordered, p, t, part_below)?,
        QuantileInterval::Replicates => {
            let margin = t * replicated_error(design, y, p, domain, rule, x)?;
            Interval { x_low: x - margin, x_upp: x + margin }
        }
    };
    let x_se = (interval.x_upp - interval.x_low) / (2.0 * t);
    if !(x_se.is_finite() && interval.x_low.is_finite() && interval.x_upp.is_finite()) {
        return Err(QuantileError::Estimate(EstimateError::Overflow));
    }
    Ok(QuantileRange { interval, x_se })
}

/// The standard error of the quantile `x`, from those that the replicates have; jackknives are not consistent for it.
fn replicated_error(
    design: &Design,
    y: &[f64],
    p: f64,
    domain: Domain,
    rule: QuantileRule,
    x: f64,
) -> Result<f64, QuantileError> {
    let replicates = design.replicates().ok_or(QuantileError::NotReplicated)?;
    let quantile_of = |weights: &Vec<f64>| {
        let ordered = ordered(weights, y, domain).ok()?;
        Some(vec![ordered.quantile(p, rule)])
    };
    let estimates: Vec<Option<Vec<f64>>> = replicates.weights().iter().map(quantile_of).collect();
    let (covariance, _) =
        replicates.covariance(&estimates, &[x]).ok_or(QuantileError::Estimate(EstimateError::NoReplicate))?;
    Ok(covariance[(0, 0)].max(0.0).sqrt())
}

/// From the first value that is not rejected to the first above that is.
fn score_interval(
    ordered: &Ordered,
    p: f64,
    t: f64,
    part_below: impl Fn(f64) -> Result<Proportion, QuantileError>,
) -> Result<Interval, QuantileError> {
    let mut values = ordered.values().to_vec();
    values.dedup_by(|a, b| a.total_cmp(b).is_eq());
    // The score is monotone but for noise in its error, so its ends are found by halving.
    let score = |x: f64| -> Result<f64, QuantileError> {
        let part = part_below(x)?.estimate;
        Ok(if part.x_se > 0.0 { (part.x - p) / part.x_se } else { (part.x - p) * f64::INFINITY })
    };
    let first = |limit: f64| -> Result<usize, QuantileError> {
        let (mut low, mut upp) = (0, values.len() - 1);
        while low < upp {
            let middle = usize::midpoint(low, upp);
            if score(values[middle])? > limit {
                upp = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(low)
    };
    // The part at or below stays the same up to the next value: the first that is rejected is the end.
    Ok(Interval { x_low: values[first(-t)?], x_upp: values[first(t)?] })
}

fn ordered(weights: &[f64], y: &[f64], domain: Domain) -> Result<Ordered, EstimateError> {
    if y.len() != weights.len() {
        return Err(EstimateError::ColumnLength { rows: weights.len(), found: y.len() });
    }
    if let Domain::Where(condition) = domain
        && condition.len() != weights.len()
    {
        return Err(EstimateError::ColumnLength { rows: weights.len(), found: condition.len() });
    }
    let rows = (0..y.len()).filter(|&row| weights[row].abs() > 0.0 && domain.has(row));
    let pairs: Vec<(usize, f64, f64)> = rows.map(|row| (row, y[row], weights[row])).collect();
    if let Some((row, ..)) = pairs.iter().find(|(_, value, _)| !value.is_finite()) {
        return Err(EstimateError::ValueNotFinite { row: *row });
    }
    let pairs = pairs.into_iter().map(|(_, value, weight)| (value, weight)).collect();
    Ordered::new(pairs).ok_or(EstimateError::Empty)
}
