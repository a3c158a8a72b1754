//! Trimming: weights brought within limits, the excess shared by the others.

use topline_exact::ExactSum;

use crate::rake::WeightLimits;
use crate::target::TargetError;
use crate::weight::check_finite_weights_of;

/// Whether sharing the excess may push other weights over a limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Trimming {
    /// It may: one round.
    #[default]
    Once,
    /// It may not: again until every weight is within the limits.
    Strict,
}

/// Bring `weights` within `limits`, adding the excess in equal shares to the weights that were within.
///
/// The sum of the weights stays. Source: Potter (1990), A study of procedures to identify and trim extreme sampling
/// weights; as R survey's `trimWeights`.
///
/// # Errors
/// Unusable weights, limits out of order, and limits that the weights' mean is not within: no weight could take the
/// excess.
pub fn trim(weights: &[f64], limits: WeightLimits, trimming: Trimming) -> Result<Vec<f64>, TargetError> {
    check_finite_weights_of(weights, weights.len()).map_err(TargetError::Weight)?;
    let WeightLimits { low, upp } = limits;
    let mean = weights.iter().copied().collect::<ExactSum>().value() / weights.len().max(1) as f64;
    if !(low <= mean && mean <= upp && low < upp) {
        return Err(TargetError::Bounds { low, upp });
    }
    let mut weights = weights.to_vec();
    // Each round leaves at least one weight more at a limit, so there are at most as many rounds as weights.
    for _ in 0..=weights.len() {
        let outside: Vec<bool> = weights.iter().map(|&weight| weight < low || weight > upp).collect();
        let within = outside.iter().filter(|&&outside| !outside).count();
        if within == weights.len() || within == 0 {
            break;
        }
        let trimmed: Vec<f64> = weights.iter().map(|weight| weight.clamp(low, upp)).collect();
        let excess: ExactSum = weights.iter().zip(&trimmed).map(|(weight, trimmed)| weight - trimmed).collect();
        let share = excess.value() / within as f64;
        weights = trimmed
            .iter()
            .zip(outside)
            .map(|(trimmed, outside)| if outside { *trimmed } else { trimmed + share })
            .collect();
        if trimming == Trimming::Once {
            break;
        }
    }
    Ok(weights)
}
