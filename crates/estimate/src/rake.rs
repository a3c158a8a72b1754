//! Raking: weights that give every category of several margins its known size.

use topline_exact::sums_at;

use crate::adjustment::Adjustment;
use crate::limited_raking::{LimitedRaking, Round};
use crate::target::{Margin, TargetError, check_margin};

/// How raking goes on and when it stops.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Raking {
    /// Stop where no margin is further from its target than this part of it.
    pub tolerance: f64,
    /// Stop after this many rounds over the margins.
    pub rounds: usize,
    /// Weights are brought within these limits after each round; none by default.
    pub limits: Option<WeightLimits>,
}

/// The least and the greatest weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightLimits {
    /// The least.
    pub low: f64,
    /// The greatest.
    pub upp: f64,
}

impl Default for Raking {
    fn default() -> Self {
        Self { tolerance: 1e-12, rounds: 1000, limits: None }
    }
}

/// Raked weights, and how near they came.
#[derive(Clone, Debug)]
pub struct Raked {
    /// The weights, and their effect on errors.
    pub adjustment: Adjustment,
    /// Rounds over the margins.
    pub rounds: usize,
    /// The largest difference left between a category and its target, as a part of the target.
    pub difference: f64,
    /// Whether the difference is within the tolerance.
    pub converged: bool,
    /// Rows whose weight is at a limit.
    pub limited: usize,
}

/// Rake `weights` to `margins`: post-stratify to each in turn until all hold.
///
/// With limits there may be no weights that reach every target: the result says how near it came. Source: Deming and
/// Stephan (1940), On a least squares adjustment; Deville, Särndal and Sautory (1993), Generalized raking procedures.
///
/// # Errors
/// Rows without a target, targets without rows, margins of different totals, limits out of order, and unusable weights
/// or targets.
pub fn rake(weights: &[f64], margins: &[Margin], raking: Raking) -> Result<Raked, TargetError> {
    check(weights, margins, raking)?;
    let mut after = weights.to_vec();
    let (mut rounds, mut difference) = (0, difference(&after, margins));
    let mut made: Vec<Round> = Vec::new();
    while difference > raking.tolerance && rounds < raking.rounds {
        let last = after.clone();
        let factors = margins.iter().map(|margin| scale(&mut after, margin)).collect();
        let cut = raking.limits.map_or_else(Vec::new, |limits| cut(&mut after, limits));
        made.push(Round { factors, cut });
        rounds += 1;
        difference = self::difference(&after, margins);
        // Within limits the targets may be out of reach: then weights come to rest beside them.
        let moved = |(now, last): (&f64, &f64)| (now - last).abs() > 1e-15 * last;
        if raking.limits.is_some() && !after.iter().zip(&last).any(moved) {
            break;
        }
    }
    let limited = raking.limits.map_or(0, |limits| {
        let at_limit = |&&weight: &&f64| weight > 0.0 && (weight <= limits.low || weight >= limits.upp);
        after.iter().filter(at_limit).count()
    });
    let categories: Vec<Vec<usize>> = margins.iter().map(|margin| margin.category.to_vec()).collect();
    let adjustment = if made.iter().any(|round| !round.cut.is_empty()) {
        Adjustment::limited(weights.to_vec(), after, LimitedRaking { margins: categories, rounds: made })
    } else {
        Adjustment::margins(weights.to_vec(), after, categories)
    };
    Ok(Raked { adjustment, rounds, difference, converged: difference <= raking.tolerance, limited })
}

fn check(weights: &[f64], margins: &[Margin], raking: Raking) -> Result<(), TargetError> {
    let mut first = None;
    for (place, margin) in margins.iter().enumerate() {
        check_margin(weights, place, margin)?;
        let total: f64 = margin.targets.iter().sum();
        let first = *first.get_or_insert(total);
        if (total - first).abs() > 1e-6 * first {
            return Err(TargetError::TotalsDisagree { margin: place, total, first });
        }
    }
    match raking.limits {
        Some(WeightLimits { low, upp }) if !(low >= 0.0 && low < upp) => Err(TargetError::Bounds { low, upp }),
        _ => Ok(()),
    }
}

fn sizes(weights: &[f64], margin: &Margin) -> Vec<f64> {
    sums_at(margin.targets.len(), margin.category.iter().copied().zip(weights.iter().copied()))
}

/// Gives each category of a margin its size; returns by what each was scaled.
fn scale(weights: &mut [f64], margin: &Margin) -> Vec<f64> {
    let sizes = sizes(weights, margin);
    let factor = |(target, size): (&f64, &f64)| if *size > 0.0 { target / size } else { 1.0 };
    let factors: Vec<f64> = margin.targets.iter().zip(&sizes).map(factor).collect();
    for (weight, &category) in weights.iter_mut().zip(margin.category) {
        *weight *= factors[category];
    }
    factors
}

/// Brings weights within limits; returns the rows that were beyond, each with its weight before.
fn cut(weights: &mut [f64], limits: WeightLimits) -> Vec<(usize, f64)> {
    let mut cut = Vec::new();
    for (row, weight) in weights.iter_mut().enumerate().filter(|(_, weight)| **weight > 0.0) {
        let within = weight.clamp(limits.low, limits.upp);
        if (within - *weight).abs() > 0.0 {
            cut.push((row, *weight));
        }
        *weight = within;
    }
    cut
}

fn difference(weights: &[f64], margins: &[Margin]) -> f64 {
    let mut largest: f64 = 0.0;
    for margin in margins {
        for (size, &target) in sizes(weights, margin).iter().zip(margin.targets) {
            let part = if target > 0.0 { (size / target - 1.0).abs() } else { *size };
            largest = largest.max(part);
        }
    }
    largest
}
