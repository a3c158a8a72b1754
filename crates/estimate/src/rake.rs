//! Raking: weights that give every category of several margins its known size.

use topline_exact::sums_at;

use crate::adjustment::Adjustment;
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
    while difference > raking.tolerance && rounds < raking.rounds {
        for margin in margins {
            scale(&mut after, margin);
        }
        if let Some(limits) = raking.limits {
            for weight in after.iter_mut().filter(|weight| **weight > 0.0) {
                *weight = weight.clamp(limits.low, limits.upp);
            }
        }
        rounds += 1;
        difference = self::difference(&after, margins);
    }
    let limited = raking.limits.map_or(0, |limits| {
        let at_limit = |&&weight: &&f64| weight > 0.0 && (weight <= limits.low || weight >= limits.upp);
        after.iter().filter(at_limit).count()
    });
    let categories = margins.iter().map(|margin| margin.category.to_vec()).collect();
    Ok(Raked {
        adjustment: Adjustment::margins(weights.to_vec(), after, categories),
        rounds,
        difference,
        converged: difference <= raking.tolerance,
        limited,
    })
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

fn scale(weights: &mut [f64], margin: &Margin) {
    let sizes = sizes(weights, margin);
    for (weight, &category) in weights.iter_mut().zip(margin.category) {
        if sizes[category] > 0.0 {
            *weight *= margin.targets[category] / sizes[category];
        }
    }
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
