//! The trend over several waves.

use topline_estimate::distribution::Student;

/// A straight line through the values of waves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// By how much the value rises from one wave to the next.
    pub per_wave: f64,
    /// The chance of a rise or fall as steep, or steeper, where there is none; missing where the errors are not known.
    pub p: Option<f64>,
}

/// The line through the values of three waves or more, at their positions.
///
/// By weighted least squares with the inverse variances of independent samples (Cochran 1954): `b = sum w (t - t~) x / S` and
/// `se(b) = 1 / sqrt(S)`, where `t~` is the weighted mean of `t` and `S = sum w (t - t~)^2`. `b / se(b)` is held against t with
/// `df`. Without errors all waves count the same, and there is no test.
pub(crate) fn trend(values: &[(usize, f64, Option<f64>)], df: f64) -> Option<Trend> {
    if values.len() < 3 {
        return None;
    }
    let errors: Option<Vec<f64>> = values.iter().map(|(_, _, se)| se.filter(|se| *se > 0.0)).collect();
    let weights: Vec<f64> = match &errors {
        Some(errors) => errors.iter().map(|se| 1.0 / (se * se)).collect(),
        None => vec![1.0; values.len()],
    };
    let total: f64 = weights.iter().sum();
    let mean = values.iter().zip(&weights).map(|((at, ..), weight)| *at as f64 * weight).sum::<f64>() / total;
    let each = || values.iter().zip(&weights).map(|((at, x, _), weight)| (*at as f64 - mean, *x, *weight));
    let spread: f64 = each().map(|(from_mean, _, weight)| weight * from_mean * from_mean).sum();
    let per_wave = each().map(|(from_mean, x, weight)| weight * from_mean * x).sum::<f64>() / spread;
    let p = errors.map(|_| 2.0 * Student { df }.above((per_wave * spread.sqrt()).abs()));
    Some(Trend { per_wave, p })
}

#[cfg(test)]
mod tests {
    use super::trend;

    #[test]
    fn a_line_through_three_waves() {
        // Worked by hand: weights 1, 1/4 and 1; t~ = 1; S = 2; b = (-10 + 14) / 2; b / se = 2 sqrt(2) = 2.8284.
        let found = trend(&[(0, 10.0, Some(1.0)), (1, 13.0, Some(2.0)), (2, 14.0, Some(1.0))], f64::INFINITY).unwrap();
        assert!((found.per_wave - 2.0).abs() < 1e-12);
        // The normal beyond 2.8284 on both sides (tables: 0.00468).
        assert!((found.p.unwrap() - 0.004_678).abs() < 1e-6, "{found:?}");
        // t with 4 degrees of freedom beyond sqrt(8): 1 - sqrt(8)(8 + 6)/12^1.5 by its closed form.
        let found = trend(&[(0, 10.0, Some(1.0)), (1, 13.0, Some(2.0)), (2, 14.0, Some(1.0))], 4.0).unwrap();
        let exact = 1.0 - 8.0_f64.sqrt() * 14.0 / 12.0_f64.powf(1.5);
        assert!((found.p.unwrap() - exact).abs() < 1e-12, "{found:?} {exact}");
        // A wave that is missing keeps its place: 10, -, 14, 16 rises by 2.
        let found = trend(&[(0, 10.0, None), (2, 14.0, None), (3, 16.0, None)], 4.0).unwrap();
        assert!((found.per_wave - 2.0).abs() < 1e-12 && found.p.is_none());
        assert_eq!(trend(&[(0, 1.0, None), (1, 2.0, None)], 4.0), None);
    }
}
