//! The trend over several waves.

use crate::waves::common::Compared;
use crate::waves::difference::WaveDifference;

/// A straight line through the values of waves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// By how much the value rises from one wave to the next, or in a unit of the times that are given.
    pub per_wave: f64,
    /// Its standard error; missing where those of the waves are not known.
    pub se: Option<f64>,
    /// The chance of a rise or fall as steep, or steeper, where there is none; missing where the errors are not known.
    pub p: Option<f64>,
}

/// The line through the values of three waves or more, at their times.
///
/// By weighted least squares with the inverse variances (Cochran 1954): `b = sum c x` with `c = w (t - t~) / S`, where `t~` is the
/// weighted mean of `t` and `S = sum w (t - t~)^2`. Its variance is `sum c c' V`, with the covariances of waves that have respondents
/// or clusters in common; of independent ones `1 / S`. `b / se(b)` is compared with t. Without errors all waves count the same,
/// and there is no test.
pub(crate) fn trend(values: &Compared<'_>, times: &[f64]) -> Option<Trend> {
    let present = values.present();
    let points: Vec<Point> =
        present.iter().map(|value| Point { at: times[value.wave], x: value.x, se: value.any_error() }).collect();
    let waves: Vec<usize> = present.iter().map(|value| value.wave).collect();
    line(&points, |one, other| values.covariance(waves[one], waves[other]), || values.degrees(&waves))
}

/// A value at its time.
struct Point {
    at: f64,
    x: f64,
    se: Option<f64>,
}

fn line(points: &[Point], covariance: impl Fn(usize, usize) -> f64, df: impl FnOnce() -> f64) -> Option<Trend> {
    if points.len() < 3 {
        return None;
    }
    let errors: Option<Vec<f64>> = points.iter().map(|point| point.se.filter(|se| *se > 0.0)).collect();
    let weights: Vec<f64> = match &errors {
        Some(errors) => errors.iter().map(|se| 1.0 / (se * se)).collect(),
        None => vec![1.0; points.len()],
    };
    let total: f64 = weights.iter().sum();
    let mean = points.iter().zip(&weights).map(|(point, weight)| point.at * weight).sum::<f64>() / total;
    let each = || points.iter().zip(&weights).map(|(point, weight)| (point.at - mean, point.x, *weight));
    let spread: f64 = each().map(|(from_mean, _, weight)| weight * from_mean * from_mean).sum();
    let factors: Vec<f64> = each().map(|(from_mean, _, weight)| weight * from_mean / spread).collect();
    let per_wave = factors.iter().zip(points).map(|(factor, point)| factor * point.x).sum();
    let Some(errors) = errors else { return Some(Trend { per_wave, se: None, p: None }) };
    let mut variance: f64 = factors.iter().zip(&errors).map(|(factor, se)| (factor * se).powi(2)).sum();
    for one in 0..points.len() {
        for other in 0..one {
            variance += 2.0 * factors[one] * factors[other] * covariance(one, other);
        }
    }
    let WaveDifference { se, p, .. } = WaveDifference::with_variance(per_wave, variance, df());
    Some(Trend { per_wave, se, p })
}

#[cfg(test)]
mod tests {
    use super::{Point, Trend, line};

    fn points(of: &[(f64, f64, Option<f64>)]) -> Vec<Point> {
        of.iter().map(|&(at, x, se)| Point { at, x, se }).collect()
    }

    /// The line through values of independent waves.
    fn trend(of: &[(f64, f64, Option<f64>)], df: f64) -> Option<Trend> {
        line(&points(of), |_, _| 0.0, || df)
    }

    #[test]
    fn a_line_through_three_waves() {
        // Worked by hand: weights 1, 1/4 and 1; t~ = 1; S = 2; b = (-10 + 14) / 2; b / se = 2 sqrt(2) = 2.8284.
        let found =
            trend(&[(0.0, 10.0, Some(1.0)), (1.0, 13.0, Some(2.0)), (2.0, 14.0, Some(1.0))], f64::INFINITY).unwrap();
        assert!((found.per_wave - 2.0).abs() < 1e-12);
        // The normal beyond 2.8284 on both sides (tables: 0.00468).
        assert!((found.p.unwrap() - 0.004_678).abs() < 1e-6, "{found:?}");
        // t with 4 degrees of freedom beyond sqrt(8): 1 - sqrt(8)(8 + 6)/12^1.5 by its closed form.
        let found = trend(&[(0.0, 10.0, Some(1.0)), (1.0, 13.0, Some(2.0)), (2.0, 14.0, Some(1.0))], 4.0).unwrap();
        let exact = 1.0 - 8.0_f64.sqrt() * 14.0 / 12.0_f64.powf(1.5);
        assert!((found.p.unwrap() - exact).abs() < 1e-12, "{found:?} {exact}");
        // A wave that is missing keeps its place: 10, -, 14, 16 rises by 2.
        let found = trend(&[(0.0, 10.0, None), (2.0, 14.0, None), (3.0, 16.0, None)], 4.0).unwrap();
        assert!((found.per_wave - 2.0).abs() < 1e-12 && found.p.is_none());
        assert_eq!(trend(&[(0.0, 1.0, None), (1.0, 2.0, None)], 4.0), None);
    }
    #[test]
    fn covariance_makes_a_line_surer() {
        // Worked by hand: equal errors of 2 at -1, 0 and 1: c = (-1/2, 0, 1/2), b = 3, and with a covariance of 3 between the first
        // and the last var(b) = (4 + 4) / 4 - 2 * 3 / 4 = 1/2.
        let points = points(&[(0.0, 10.0, Some(2.0)), (1.0, 11.0, Some(2.0)), (2.0, 16.0, Some(2.0))]);
        let found = line(&points, |one, other| if one + other == 2 { 3.0 } else { 1.0 }, || f64::INFINITY).unwrap();
        assert!(
            (found.per_wave - 3.0).abs() < 1e-12 && (found.se.unwrap() - 0.5_f64.sqrt()).abs() < 1e-12,
            "{found:?}"
        );
        // The normal beyond 3 sqrt(2) = 4.2426 on both sides: 2.2090e-5 (scipy).
        assert!((found.p.unwrap() - 2.209_0e-5).abs() < 1e-8, "{found:?}");
    }
}
