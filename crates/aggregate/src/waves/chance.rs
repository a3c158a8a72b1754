//! The chance of a difference between two samples where there is none.

use topline_estimate::distribution::{Normal, Student};

/// A value of a sample, and how much it is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleValue {
    /// The value; of a percentage in hundredths.
    pub x: f64,
    /// Its standard error, where it is known.
    pub se: Option<f64>,
    /// Respondents in its base, by their effective number where they are weighted.
    pub size: f64,
    /// The degrees of freedom of its error.
    pub df: f64,
    /// Whether it is a percentage of its base.
    pub is_percent: bool,
}

/// The chance of a difference as large where there is none; nothing where no error is known.
///
/// The samples are taken as independent: `t = (x2 - x1) / sqrt(se1^2 + se2^2)` with the degrees of freedom of both together. A
/// percentage without an error is tested as two proportions with a pooled variance, by the normal (Fleiss, Levin and Paik 2003,
/// 3.1).
#[must_use]
pub fn chance_of_difference(before: SampleValue, now: SampleValue) -> Option<f64> {
    let change = now.x - before.x;
    if let (Some(one), Some(other)) = (before.se, now.se) {
        let se = one.hypot(other);
        let df = before.df + now.df;
        return (se > 0.0 && df > 0.0).then(|| 2.0 * Student { df }.above((change / se).abs()));
    }
    let sizes = [before.size, now.size];
    if !(before.is_percent && now.is_percent) || sizes.iter().any(|size| *size <= 0.0) {
        return None;
    }
    let pooled = (before.x * sizes[0] + now.x * sizes[1]) / (100.0 * (sizes[0] + sizes[1]));
    let se = 100.0 * (pooled * (1.0 - pooled)).max(0.0).sqrt() * (1.0 / sizes[0] + 1.0 / sizes[1]).sqrt();
    (se > 0.0).then(|| 2.0 * Normal.above((change / se).abs()))
}

#[cfg(test)]
mod tests {
    use super::{SampleValue, chance_of_difference};

    #[test]
    fn few_clusters_make_a_change_less_sure() {
        let share = |x, se, df| SampleValue { x, se: Some(se), size: 400.0, df, is_percent: true };
        // Four clusters in two strata each: two degrees of freedom a wave. By the closed form of t with 4, p = .032.
        let p = chance_of_difference(share(35.0, 2.5, 2.0), share(45.25, 1.953, 2.0)).unwrap();
        assert!((p - 0.031_95).abs() < 5e-5, "{p}");
        // The normal's, where the designs are large.
        let p = chance_of_difference(share(35.0, 2.5, f64::INFINITY), share(45.25, 1.953, f64::INFINITY)).unwrap();
        assert!((p - 0.001_234).abs() < 5e-6, "{p}");
    }
}
