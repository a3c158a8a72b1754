//! The chi-square distribution, by the incomplete gamma function.

use super::invert::root_between;

/// The chi-square distribution with `df` degrees of freedom, which are positive and need not be whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquare {
    /// Degrees of freedom.
    pub df: f64,
}

impl ChiSquare {
    /// The probability up to `x`.
    #[must_use]
    pub fn below(self, x: f64) -> f64 {
        gamma_parts(0.5 * self.df, 0.5 * x.max(0.0)).0
    }

    /// The probability beyond `x`, accurate far into the tail.
    #[must_use]
    pub fn above(self, x: f64) -> f64 {
        gamma_parts(0.5 * self.df, 0.5 * x.max(0.0)).1
    }

    /// The `x` below which a probability lies; infinite at 1.
    #[must_use]
    pub fn quantile(self, probability: f64) -> f64 {
        if probability <= 0.0 {
            return 0.0;
        }
        if probability >= 1.0 {
            return f64::INFINITY;
        }
        let mut high = self.df.max(1.0);
        while self.below(high) < probability {
            high *= 2.0;
        }
        let shape = 0.5 * self.df;
        root_between(
            0.0,
            high,
            |x| {
                if probability < 0.5 { self.below(x) - probability } else { (1.0 - probability) - self.above(x) }
            },
            |x| 0.5 * poisson_density(shape - 1.0, 0.5 * x),
        )
    }
}

/// The regularised incomplete gamma function of `shape` at `x`, below and above.
///
/// Source: the series and the continued fraction of DLMF 8.11.4 and 8.9.2.
fn gamma_parts(shape: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if !x.is_finite() {
        return (1.0, 0.0);
    }
    if x < shape + 1.0 {
        let (mut term, mut sum, mut k) = (1.0, 1.0, shape);
        while term > 1e-17 * sum {
            k += 1.0;
            term *= x / k;
            sum += term;
        }
        let below = poisson_density(shape, x) * sum;
        (below, 1.0 - below)
    } else {
        let mut denominator = x + 1.0 - shape;
        let mut ratio = 1e300;
        let mut inverse = 1.0 / denominator;
        let mut fraction = inverse;
        for step in 1..100_000 {
            let step = f64::from(step);
            let numerator = -step * (step - shape);
            denominator += 2.0;
            inverse = 1.0 / (numerator * inverse + denominator);
            ratio = denominator + numerator / ratio;
            fraction *= ratio * inverse;
            if (ratio * inverse - 1.0).abs() < 1e-16 {
                break;
            }
        }
        let above = poisson_density(shape, x) * shape * fraction;
        (1.0 - above, above)
    }
}

/// `x^k e^-x / gamma(k + 1)` without loss for large arguments; `k` is above -1.
///
/// Source: Loader (2000), Fast and accurate computation of binomial probabilities.
pub(super) fn poisson_density(k: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return if k > 0.0 { 0.0 } else { f64::INFINITY };
    }
    if k < 1.0 {
        // gamma(k + 1) is near 1 here, so nothing cancels.
        return (k * x.ln() - x - libm::lgamma(k + 1.0)).exp();
    }
    (-stirling_error(k) - deviance(k, x)).exp() / (2.0 * std::f64::consts::PI * k).sqrt()
}

/// `ln gamma(n + 1)` less Stirling's approximation `(n + 1/2) ln n - n + ln(2 pi)/2`, for `n >= 1`.
pub(super) fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        // Up the recurrence to where the series is exact: each step adds what one factor lacks.
        let mut error = 0.0;
        let mut m = n;
        while m < 16.0 {
            // stirling(m) - stirling(m + 1) = (m + 1/2) ln(1 + 1/m) - 1
            error += (m + 0.5) * (1.0 / m).ln_1p() - 1.0;
            m += 1.0;
        }
        return error + stirling_error(m);
    }
    let square = n * n;
    let terms = [1.0 / 12.0, 1.0 / 360.0, 1.0 / 1260.0, 1.0 / 1680.0, 1.0 / 1188.0, 691.0 / 360_360.0, 1.0 / 156.0];
    let sum = terms.iter().rev().fold(0.0, |sum, term| term - sum / square);
    sum / n
}

/// `k ln(k / x) + x - k`, without loss where `k` is near `x`.
pub(super) fn deviance(k: f64, x: f64) -> f64 {
    let relative = (x - k) / k;
    if relative.abs() < 0.1 {
        // k (r - ln(1 + r)) = k (r^2/2 - r^3/3 + ...)
        let (mut power, mut sum, mut order) = (relative, 0.0, 2.0);
        loop {
            power *= -relative;
            let next = sum - power / order;
            if (next - sum).abs() <= 0.0 {
                return k * sum;
            }
            sum = next;
            order += 1.0;
        }
    }
    k * (k / x).ln() + x - k
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn densities_agree_with_factorials() {
        // e^-3 3^4 / 4!
        let exact = (-3.0_f64).exp() * 81.0 / 24.0;
        assert!((poisson_density(4.0, 3.0) - exact).abs() < 1e-15);
        // ln 20! less Stirling's formula at 20.
        let factorial: f64 = (1..=20).map(|k| f64::from(k).ln()).sum();
        let stirling = 20.5 * 20_f64.ln() - 20.0 + 0.5 * (2.0 * std::f64::consts::PI).ln();
        assert!((stirling_error(20.0) - (factorial - stirling)).abs() < 1e-14);
        let one = 1.0 - 0.5 * (2.0 * std::f64::consts::PI).ln();
        assert!((stirling_error(1.0) - one).abs() < 1e-14);
    }
}
