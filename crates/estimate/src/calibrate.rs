//! Calibration (generalised regression): weights, as near as can be to those before, that reach known totals of
//! regressors.

use topline_exact::ExactSum;

use crate::adjustment::Adjustment;
use crate::matrix::Matrix;
use crate::target::TargetError;
use crate::weight::check_weights;

/// How the distance of the weights from those before is measured: which ratios `g` of after to before there are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Distance {
    /// `g = 1 + u`: generalised regression; weights may become negative.
    #[default]
    Linear,
    /// `g = 1 + u`, cut at these bounds.
    LinearWithin(Bounds),
    /// `g = exp u`: raking; weights stay positive.
    Raking,
    /// A logistic curve between these bounds.
    Logit(Bounds),
}

/// The least and the greatest ratio of a weight after to the weight before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    low: f64,
    upp: f64,
}

impl Bounds {
    /// Bounds on both sides of 1.
    ///
    /// # Errors
    /// Bounds that do not hold 1 between them.
    pub fn new(low: f64, upp: f64) -> Result<Self, TargetError> {
        if low < 1.0 && upp > 1.0 && low.is_finite() && upp.is_finite() {
            Ok(Self { low, upp })
        } else {
            Err(TargetError::Bounds { low, upp })
        }
    }
}

/// The most steps of Newton's method.
const STEPS: usize = 200;
/// The relative difference from a target that counts as reached.
const TOLERANCE: f64 = 1e-12;

/// Calibrate `weights` so that the weighted totals of `regressors` (rows by regressors) are `targets`.
///
/// Source: Deville and Särndal (1992), Calibration estimators in survey sampling, JASA 87, sections 1 and 2: solve
/// `sum w x F(x'u) = targets` for `u` by Newton's method.
///
/// # Errors
/// Regressors that depend on each other, targets that no weights within the bounds reach, and unusable columns.
pub fn calibrate(
    weights: &[f64],
    regressors: &Matrix,
    targets: &[f64],
    distance: Distance,
) -> Result<Adjustment, TargetError> {
    check(weights, regressors, targets)?;
    let products = products(weights, regressors, |_| 1.0);
    let inverse = products.inverse().map_err(TargetError::Dependent)?;
    let after = solve(weights, regressors, targets, distance)?;
    Ok(Adjustment::regressors(weights.to_vec(), after, regressors.clone(), inverse))
}

fn solve(weights: &[f64], regressors: &Matrix, targets: &[f64], distance: Distance) -> Result<Vec<f64>, TargetError> {
    let mut slopes = vec![0.0; targets.len()];
    let mut left = gap(weights, regressors, targets, &slopes, distance);
    for _ in 0..STEPS {
        if left.size <= TOLERANCE {
            break;
        }
        let steepness = |row: usize| distance.slope(dot(regressors.row(row), &slopes));
        let jacobian = products(weights, regressors, steepness);
        let right = Matrix::from_fn(targets.len(), 1, |target, _| left.gaps[target]);
        // The regressors are independent: no weight is left between its bounds that could move towards a target.
        let Ok(step) = jacobian.solve(&right) else { break };
        // Halve the step while it leads away from the targets.
        let mut part = 1.0;
        loop {
            let tried: Vec<f64> = slopes.iter().enumerate().map(|(k, slope)| slope + part * step[(k, 0)]).collect();
            let next = gap(weights, regressors, targets, &tried, distance);
            if next.size < left.size || part < 1e-6 {
                (slopes, left) = (tried, next);
                break;
            }
            part *= 0.5;
        }
    }
    // What rounding leaves of totals over many rows is more than the tolerance now and then, and good.
    if left.size > 1e-9 {
        return Err(TargetError::NotReached { steps: STEPS, difference: left.size });
    }
    let ratio = |row: usize| distance.ratio(dot(regressors.row(row), &slopes));
    let after: Vec<f64> = weights.iter().enumerate().map(|(row, weight)| weight * ratio(row)).collect();
    if after.iter().any(|weight| !weight.is_finite()) {
        return Err(TargetError::NotReached { steps: STEPS, difference: f64::INFINITY });
    }
    Ok(after)
}

/// How far totals are from targets.
struct Gap {
    gaps: Vec<f64>,
    /// The largest, as a part of its target or of the total before.
    size: f64,
}

fn gap(weights: &[f64], regressors: &Matrix, targets: &[f64], slopes: &[f64], distance: Distance) -> Gap {
    let ratios: Vec<f64> =
        (0..weights.len()).map(|row| weights[row] * distance.ratio(dot(regressors.row(row), slopes))).collect();
    let total = |column: usize| {
        let products = ratios.iter().enumerate().map(|(row, weight)| weight * regressors[(row, column)]);
        products.collect::<ExactSum>().value()
    };
    let totals: Vec<f64> = (0..targets.len()).map(total).collect();
    let scales = (0..targets.len()).map(|column| {
        let sizes = (0..weights.len()).map(|row| (weights[row] * regressors[(row, column)]).abs());
        sizes.collect::<ExactSum>().value()
    });
    let gaps: Vec<f64> = targets.iter().zip(&totals).map(|(target, total)| target - total).collect();
    let size = gaps
        .iter()
        .zip(targets.iter().zip(scales))
        .map(|(gap, (target, scale))| gap.abs() / target.abs().max(scale))
        // What is no number is as far off as can be; `max` alone would pass over it.
        .map(|part| if part.is_nan() { f64::INFINITY } else { part })
        .fold(0.0, f64::max);
    Gap { gaps, size }
}

fn products(weights: &[f64], regressors: &Matrix, factor: impl Fn(usize) -> f64) -> Matrix {
    let size = regressors.columns();
    let weighted: Vec<f64> = weights.iter().enumerate().map(|(row, weight)| weight * factor(row)).collect();
    Matrix::from_fn(size, size, |a, b| {
        // Both halves multiply in the same order.
        let (a, b) = (a.min(b), a.max(b));
        let products =
            weighted.iter().enumerate().map(|(row, weighted)| weighted * regressors[(row, a)] * regressors[(row, b)]);
        products.collect::<ExactSum>().value()
    })
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl Distance {
    fn ratio(self, u: f64) -> f64 {
        match self {
            Self::Linear => 1.0 + u,
            Self::LinearWithin(Bounds { low, upp }) => (1.0 + u).clamp(low, upp),
            Self::Raking => u.exp(),
            Self::Logit(Bounds { low, upp }) => {
                let e = (steepness(low, upp) * u).clamp(-700.0, 700.0).exp();
                (low * (upp - 1.0) + upp * (1.0 - low) * e) / (upp - 1.0 + (1.0 - low) * e)
            }
        }
    }

    fn slope(self, u: f64) -> f64 {
        match self {
            Self::Linear => 1.0,
            Self::LinearWithin(Bounds { low, upp }) => {
                if 1.0 + u > low && 1.0 + u < upp {
                    1.0
                } else {
                    0.0
                }
            }
            Self::Raking => u.exp(),
            Self::Logit(Bounds { low, upp }) => {
                let ratio = self.ratio(u);
                (ratio - low) * (upp - ratio) / ((1.0 - low) * (upp - 1.0))
            }
        }
    }
}

/// The constant that gives the logistic curve a slope of 1 at 1.
fn steepness(low: f64, upp: f64) -> f64 {
    (upp - low) / ((1.0 - low) * (upp - 1.0))
}

fn check(weights: &[f64], regressors: &Matrix, targets: &[f64]) -> Result<(), TargetError> {
    check_weights(weights).map_err(TargetError::Weight)?;
    if regressors.rows() != weights.len() {
        return Err(TargetError::ColumnLength { rows: weights.len(), found: regressors.rows() });
    }
    if regressors.columns() != targets.len() || targets.is_empty() {
        let (regressors, targets) = (regressors.columns(), targets.len());
        return Err(TargetError::Regressors { regressors, targets });
    }
    match targets.iter().position(|target| !target.is_finite()) {
        Some(category) => Err(TargetError::Unusable { margin: 0, category, target: targets[category] }),
        None => Ok(()),
    }
}
