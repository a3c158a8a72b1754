//! Quantiles of weighted values: the rules by which a quantile between two values is chosen.

use topline_exact::ExactSum;

/// How a quantile is chosen: the rules of R's survey package, of which `hf` are Hyndman and Fan's nine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum QuantileRule {
    /// The least value that at least a part `p` of the weight is at or below (`math`, `hf1`).
    #[default]
    Math,
    /// The same, and the middle of it and the next value where exactly `p` is at or below (`school`, `hf2`).
    School,
    /// Where exactly `p` is at or below, whichever of it and the next value has an even place (`hf3`).
    NearestEven,
    /// Straight lines between the points of the distribution function (`hf4`).
    Linear,
    /// Straight lines between the middles of its steps (`hf5`).
    Hazen,
    /// Straight lines, with the weight of the largest value beyond it (`hf6`).
    Weibull,
    /// Straight lines from the smallest value at 0 to the largest at 1 (`hf7`).
    Gumbel,
    /// Straight lines, nearly unbiased for the median of the order statistic (`hf8`).
    MedianUnbiased,
    /// Straight lines, nearly unbiased for normal values (`hf9`).
    NormalUnbiased,
    /// The last value whose place among the weights, scaled to add up to `n`, is at most `p`: Shah and Vaish's, of some
    /// versions of SUDAAN (`shahvaish`). R leaves one of its weights unscaled, so that its quantile depends on the
    /// weights' unit.
    ShahVaish,
}

impl QuantileRule {
    /// The rule of a name of R's survey package: `math`, `school`, `shahvaish` and `hf1` to `hf9`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "math" | "hf1" => Self::Math,
            "school" | "hf2" => Self::School,
            "hf3" => Self::NearestEven,
            "hf4" => Self::Linear,
            "hf5" => Self::Hazen,
            "hf6" => Self::Weibull,
            "hf7" => Self::Gumbel,
            "hf8" => Self::MedianUnbiased,
            "hf9" => Self::NormalUnbiased,
            "shahvaish" => Self::ShahVaish,
            _ => return None,
        })
    }
}

/// Values in order, with the weight at or below each.
#[derive(Clone, Debug)]
pub struct Ordered {
    values: Vec<f64>,
    weights: Vec<f64>,
    cumulative: Vec<f64>,
}

impl Ordered {
    /// Values with their weights, which are not zero; `None` where there are none.
    #[must_use]
    pub fn new(mut pairs: Vec<(f64, f64)>) -> Option<Self> {
        if pairs.is_empty() {
            return None;
        }
        // Equal values by rising weight: any order will do that does not depend on that of the rows.
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut sum = ExactSum::new();
        let cumulative = pairs
            .iter()
            .map(|(_, weight)| {
                sum.add(*weight);
                sum.value()
            })
            .collect();
        let (values, weights) = pairs.into_iter().unzip();
        Some(Self { values, weights, cumulative })
    }

    /// The values in order.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The quantile at `p`, from 0 to 1, by a rule.
    ///
    /// Source: Lumley, Estimating quantiles (vignette of R's survey package); Hyndman and Fan (1996), Sample quantiles
    /// in statistical packages, with `k/n` and its like for equal weights replaced by sums of weights.
    #[must_use]
    pub fn quantile(&self, p: f64, rule: QuantileRule) -> f64 {
        let (values, weights, sums) = (&self.values, &self.weights, &self.cumulative);
        let last = values.len() - 1;
        let all = sums[last];
        match rule {
            QuantileRule::Math => {
                let (next, exact) = self.around(p);
                values[exact.unwrap_or(next)]
            }
            QuantileRule::School => {
                let (next, exact) = self.around(p);
                values[exact.unwrap_or(next)].midpoint(values[next])
            }
            QuantileRule::NearestEven => self.distinct().nearest_even(p),
            QuantileRule::Linear => self.interpolate(p, |k| sums[k] / all),
            QuantileRule::Hazen => self.interpolate(p, |k| (sums[k] - weights[k] / 2.0) / all),
            QuantileRule::Weibull => self.interpolate(p, |k| sums[k] / (all + weights[last])),
            QuantileRule::Gumbel => {
                let span = all - weights[last];
                self.interpolate(p, |k| if span > 0.0 { (sums[k] - weights[k]) / span } else { 0.0 })
            }
            QuantileRule::MedianUnbiased => {
                self.interpolate(p, |k| (sums[k] - weights[k] / 3.0) / (all + weights[last] / 3.0))
            }
            QuantileRule::NormalUnbiased => {
                self.interpolate(p, |k| (sums[k] - weights[k] * 3.0 / 8.0) / (all + weights[last] / 4.0))
            }
            QuantileRule::ShahVaish => {
                let n = values.len() as f64;
                let scale = n / all;
                let at = |k: usize| (scale * (sums[k] - weights[k] / 2.0) + 0.5) / (n + 1.0);
                let places: Vec<usize> = (0..=last).collect();
                values[places.partition_point(|&k| at(k) <= p).saturating_sub(1)]
            }
        }
    }

    /// The place of the first value with more than `p` of the weight at or below (the last at most), and that of the
    /// value before it where just `p` is at or below that.
    ///
    /// Sums of weights are exact but for the last bit of each weight and of the sum, and so is `p` of them all: the decimals that
    /// they stand for add up to just `p` where the sum is nearer to it than four such bits. So no unit of weights decides.
    fn around(&self, p: f64) -> (usize, Option<usize>) {
        let last = self.values.len() - 1;
        let all = self.cumulative[last];
        let (share, near) = (p * all, 4.0 * f64::EPSILON * all);
        // Weights of replicates may be negative: then sums do not only rise.
        let count = if self.weights.iter().any(|weight| *weight < 0.0) {
            self.cumulative.iter().position(|&sum| sum > share + near).unwrap_or(self.cumulative.len())
        } else {
            self.cumulative.partition_point(|&sum| sum <= share + near)
        };
        let exact = count.checked_sub(1).filter(|&k| self.cumulative[k] >= share - near);
        (count.min(last), exact)
    }

    /// The values without repetition.
    fn distinct(&self) -> Self {
        let mut distinct = Self { values: Vec::new(), weights: Vec::new(), cumulative: Vec::new() };
        for ((&value, &weight), &sum) in self.values.iter().zip(&self.weights).zip(&self.cumulative) {
            if let (Some(last), Some(weights), Some(sums)) =
                (distinct.values.last(), distinct.weights.last_mut(), distinct.cumulative.last_mut())
                && last.total_cmp(&value).is_eq()
            {
                *weights += weight;
                *sums = sum;
            } else {
                distinct.values.push(value);
                distinct.weights.push(weight);
                distinct.cumulative.push(sum);
            }
        }
        distinct
    }

    fn nearest_even(&self, p: f64) -> f64 {
        let (next, exact) = self.around(p);
        // Places count from 1.
        let even = exact.filter(|below| (below + 1).is_multiple_of(2));
        self.values[even.unwrap_or(next)]
    }

    /// The value at `p` on straight lines between the points `(at(k), value k)`, flat beyond them.
    fn interpolate(&self, p: f64, at: impl Fn(usize) -> f64) -> f64 {
        let last = self.values.len() - 1;
        let places: Vec<usize> = (0..=last).collect();
        let count = places.partition_point(|&k| at(k) <= p);
        if count == 0 {
            return self.values[0];
        }
        if count > last {
            return self.values[last];
        }
        let (low, upp) = (at(count - 1), at(count));
        let part = (p - low) / (upp - low);
        self.values[count - 1] * (1.0 - part) + self.values[count] * part
    }
}
