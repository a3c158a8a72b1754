//! Intervals of a proportion by the likelihood ratio: its own ends, and those that R reads off a few points of its profile.

use crate::distribution::{Normal, Student};
use crate::estimate::Interval;

/// The most points of the profile to each side.
const STEPS: usize = 9;

/// How much less likely than the proportion `x` another, `p`, makes an answer: `2 (x ln(x/p) + (1-x) ln((1-x)/(1-p)))`.
fn distance(x: f64, p: f64) -> f64 {
    2.0 * (x * (x / p).ln() + (1.0 - x) * ((1.0 - x) / (1.0 - p)).ln())
}

/// The ends where the distance from `x` reaches `limit`.
pub(crate) fn likelihood(x: f64, limit: f64) -> Interval {
    let end = |mut within: f64, mut beyond: f64| {
        for _ in 0..2000 {
            let middle = within.midpoint(beyond);
            if (middle - within).abs() <= 0.0 || (middle - beyond).abs() <= 0.0 {
                break;
            }
            if distance(x, middle) < limit {
                within = middle;
            } else {
                beyond = middle;
            }
        }
        within
    };
    Interval { x_low: end(x, 0.0), x_upp: end(x, 1.0) }
}

/// What the profile of a proportion is made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Profile {
    /// The proportion, between 0 and 1.
    pub x: f64,
    /// The standard error of its log odds.
    pub log_odds_se: f64,
    /// The quantile of Student's t for the interval.
    pub t: f64,
    /// Those who answered.
    pub rows: u64,
    /// Their weights, where those of all who were asked average 1.
    pub answers: f64,
    /// The dispersion of the quasi-likelihood.
    pub dispersion: f64,
}

impl Profile {
    /// The ends that R's `svyciprop(method = "likelihood")` gives. It steps from the log odds by fifths of a multiple of their error
    /// until the signed root of the likelihood ratio is beyond what a t test at half of the error's probability rejects, lays a cubic
    /// spline through these points, and reads the ends off straight lines between thrice as many points of the spline. Nothing where
    /// nine steps do not reach the ends.
    ///
    /// Sources: `confint.svyglm` and `profile.glm` of R's packages survey 4.5 and MASS, as they describe themselves.
    pub(crate) fn interval(self) -> Option<Interval> {
        let centre = (self.x / (1.0 - self.x)).ln();
        let cutoff = self.t * self.log_odds_se * (self.answers * self.x * (1.0 - self.x)).sqrt();
        let furthest = -Student { df: self.rows as f64 - 1.0 }.quantile(Normal.above(cutoff) / 4.0);
        let step = furthest / 5.0 * self.log_odds_se;
        let mut points = vec![(centre, 0.0)];
        for side in [-1.0, 1.0] {
            for steps in 1..=STEPS {
                let odds = centre + side * steps as f64 * step;
                let ratio = self.answers * distance(self.x, logistic(odds)) / self.dispersion;
                let root = side * ratio.max(0.0).sqrt();
                points.push((odds, root));
                if root.abs() >= furthest {
                    break;
                }
            }
        }
        if points.iter().any(|(odds, root)| !odds.is_finite() || !root.is_finite()) {
            return None;
        }
        points.sort_by(|one, other| one.0.total_cmp(&other.0));
        let fine = fine_points(&points);
        let end = |root: f64| Some(logistic(between(&fine, root)?));
        Some(Interval { x_low: end(-cutoff)?, x_upp: end(cutoff)? })
    }
}

fn logistic(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

/// Thrice as many points of the spline, evenly from the first to the last.
fn fine_points(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let slopes = third_slopes(points);
    let (first, last) = (points[0].0, points[points.len() - 1].0);
    let count = 3 * points.len();
    let at = |place: usize| first + (last - first) * place as f64 / (count - 1) as f64;
    (0..count).map(|place| (at(place), spline(points, &slopes, at(place)))).collect()
}

/// Half of the second derivatives of the cubic spline at its points, where its ends go by the cubics through the four points there.
///
/// Source: Forsythe, Malcolm and Moler (1977), Computer Methods for Mathematical Computations.
fn third_slopes(points: &[(f64, f64)]) -> Vec<f64> {
    let n = points.len();
    let width: Vec<f64> = points.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    let slope: Vec<f64> = points.windows(2).zip(&width).map(|(pair, width)| (pair[1].1 - pair[0].1) / width).collect();
    let mut diagonal: Vec<f64> = (0..n)
        .map(|at| match at {
            0 => -width[0],
            _ if at == n - 1 => -width[n - 2],
            _ => 2.0 * (width[at - 1] + width[at]),
        })
        .collect();
    let mut right = vec![0.0; n];
    for at in 1..n - 1 {
        right[at] = slope[at] - slope[at - 1];
    }
    if n > 3 {
        let second = |at: usize| right[at] / (points[at + 1].0 - points[at - 1].0);
        let third = |at: usize| (second(at + 1) - second(at)) / (points[at + 2].0 - points[at - 1].0);
        let (first, last) = (third(1) * width[0].powi(2), third(n - 3) * width[n - 2].powi(2));
        (right[0], right[n - 1]) = (first, -last);
    }
    for at in 1..n {
        let factor = width[at - 1] / diagonal[at - 1];
        diagonal[at] -= factor * width[at - 1];
        right[at] -= factor * right[at - 1];
    }
    right[n - 1] /= diagonal[n - 1];
    for at in (0..n - 1).rev() {
        right[at] = (right[at] - width[at] * right[at + 1]) / diagonal[at];
    }
    right
}

fn spline(points: &[(f64, f64)], slopes: &[f64], x: f64) -> f64 {
    let at = points.partition_point(|point| point.0 <= x).clamp(1, points.len() - 1) - 1;
    let ((left, from), (right, to)) = (points[at], points[at + 1]);
    let (width, beyond) = (right - left, x - left);
    let linear = (to - from) / width - width * (slopes[at + 1] + 2.0 * slopes[at]);
    let cubic = (slopes[at + 1] - slopes[at]) / width;
    from + beyond * (linear + beyond * (3.0 * slopes[at] + beyond * cubic))
}

/// Where a straight line between two points has a height; nothing beyond the points.
fn between(points: &[(f64, f64)], height: f64) -> Option<f64> {
    let pair = points.windows(2).find(|pair| pair[0].1 <= height && height <= pair[1].1)?;
    let ((x, low), (next, high)) = (pair[0], pair[1]);
    Some(if high > low { x + (next - x) * (height - low) / (high - low) } else { x })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Interval, low: f64, upp: f64) {
        assert!((found.x_low / low - 1.0).abs() < 1e-6 && (found.x_upp / upp - 1.0).abs() < 1e-6, "{found:?}");
    }

    /// R survey 4.5: `svyciprop(~I(stype == "E"), apisrs, method = "likelihood", df = 199)` of 124 among 200, population 6194, whose
    /// `SE` is 0.03384806712984036: .5518826544622869 to .685096103550205; the exact ends are a few millionths further apart.
    #[test]
    fn reads_the_profile_as_r_does() {
        let spread: f64 = 0.62 * 0.38;
        let log_odds_se = 0.033_848_067_129_840_36 / spread;
        let t = Student { df: 199.0 }.quantile(0.975);
        let profile = Profile { x: 0.62, log_odds_se, t, rows: 200, answers: 200.0, dispersion: 200.0 / 199.0 };
        near(profile.interval().expect("an interval"), 0.551_882_654_462_286_9, 0.685_096_103_550_205);
        near(likelihood(0.62, (t * log_odds_se).powi(2) * spread * 200.0 / 199.0), 0.551_881_975, 0.685_094_686);
    }

    #[test]
    fn a_profile_that_is_not_reached_has_no_ends() {
        let profile = Profile { x: 0.5, log_odds_se: 0.1, t: 60.0, rows: 4, answers: 4.0, dispersion: 1.0 };
        assert!(profile.interval().is_none());
    }
}
