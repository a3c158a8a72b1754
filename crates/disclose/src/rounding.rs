//! Counts rounded before they are published, and what a rounded one still tells.
//!
//! Each count is rounded to the nearest multiple by itself, so that the same respondents have the same count in all tables, and a part
//! is never more than its whole.

use topline_survey::Disclosure;

/// How counts are rounded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CountRounding {
    /// What respondents are rounded to, and what sums of weights are.
    units: [f64; 2],
    /// The least count that is published, but for 0.
    least: f64,
}

impl CountRounding {
    /// What the policy says; sums of weights are rounded to about as many respondents, by the weight of one on average.
    pub(crate) fn of(policy: &Disclosure, everybody: [f64; 2]) -> Option<Self> {
        let unit = policy.rounds_to()? as f64;
        let average = if everybody[0] > 0.0 && everybody[1] > 0.0 { everybody[1] / everybody[0] } else { 1.0 };
        Some(Self { units: [unit, unit * near(average)], least: policy.threshold.unwrap_or(0) as f64 })
    }

    /// A count of a measure as it is published.
    pub(crate) fn rounded(&self, value: f64, measure: usize) -> f64 {
        (value / self.units[measure] + 0.5).floor() * self.units[measure]
    }

    /// The least and the greatest value that are published as this one is.
    pub(crate) fn ends(&self, value: f64, measure: usize) -> (f64, f64) {
        let (unit, rounded) = (self.units[measure], self.rounded(value, measure));
        let (low, high) = ((rounded - unit / 2.0).max(0.0), rounded + unit / 2.0);
        match measure {
            // Nobody is told from few, as these are held back.
            0 if value < 0.5 && self.least > 0.5 => (0.0, 0.0),
            0 => (low.ceil().max(self.least.min(value)), high.ceil() - 1.0),
            _ => (low.min(value), high.max(value)),
        }
    }
}

/// 1, 2 or 5 times a power of ten, the nearest by its ratio.
fn near(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * power);
    let far = |step: &f64| (value / step).ln().abs();
    steps.into_iter().min_by(|one, other| far(one).total_cmp(&far(other))).unwrap_or(power)
}

#[cfg(test)]
mod tests {
    use topline_survey::Disclosure;

    use super::{CountRounding, near};

    #[test]
    fn a_rounded_count_can_be_any_of_those_that_round_to_it() {
        let policy = Disclosure { threshold: Some(8), round_to: Some(5), ..Disclosure::default() };
        let rounding = CountRounding::of(&policy, [100.0, 100.0]).expect("a rounding");
        for (value, rounded, ends) in [(0.0, 0.0, (0.0, 0.0)), (8.0, 10.0, (8.0, 12.0)), (13.0, 15.0, (13.0, 17.0))] {
            assert_eq!((rounding.rounded(value, 0), rounding.ends(value, 0)), (rounded, ends));
        }
        let policy = Disclosure { round_to: Some(10), ..Disclosure::default() };
        let rounding = CountRounding::of(&policy, [100.0, 100.0]).expect("a rounding");
        for (value, rounded, ends) in [(2.0, 0.0, (0.0, 4.0)), (5.0, 10.0, (5.0, 14.0)), (15.0, 20.0, (15.0, 24.0))] {
            assert_eq!((rounding.rounded(value, 0), rounding.ends(value, 0)), (rounded, ends));
        }
    }

    #[test]
    fn sums_of_weights_are_rounded_to_about_as_many_respondents() {
        for (average, unit) in [(1.02, 1.0), (0.98, 1.0), (3.1, 2.0), (3.3, 5.0), (312.0, 200.0), (0.009, 0.01)] {
            assert!((near(average) / unit - 1.0).abs() < 1e-9, "{average}: {}", near(average));
        }
    }
}
