//! Intervals for a proportion of a simple sample: a count out of a base.

use thiserror::Error;

use crate::distribution::{Beta, Normal};
use crate::estimate::{Confidence, Interval};

/// How the interval is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BinomialInterval {
    /// Exact: covers at least as often as it says.
    #[default]
    ClopperPearson,
    /// Wilson's score interval.
    Wilson,
    /// Wilson's with continuity correction.
    WilsonContinuity,
    /// Wald's around Wilson's centre; its ends may leave 0 to 1, and are not cut.
    AgrestiCoull,
    /// The posterior of Jeffreys' prior, equal tails (at 0 and 1 too).
    Jeffreys,
}

/// Why a count has no interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("find an interval for {count} out of {base}")]
pub struct CountError {
    /// The count given.
    pub count: u64,
    /// The base given; the count is at most it, and it is not zero.
    pub base: u64,
}

/// The interval of `count / base`, as parts of 1.
///
/// Sources: Clopper and Pearson (1934); Wilson (1927); Newcombe (1998), Two-sided confidence intervals for the single
/// proportion, method 4 (continuity); Agresti and Coull (1998); Brown, Cai and `DasGupta` (2001), Interval estimation
/// for a binomial proportion (Jeffreys).
///
/// # Errors
/// A base of zero, or less than the count.
pub fn binomial_interval(
    count: u64,
    base: u64,
    method: BinomialInterval,
    confidence: Confidence,
) -> Result<Interval, CountError> {
    if base == 0 || count > base {
        return Err(CountError { count, base });
    }
    let (k, n) = (count as f64, base as f64);
    let tail = confidence.tail();
    let z = Normal.quantile(1.0 - tail);
    let square = z * z;
    let p = k / n;
    Ok(match method {
        BinomialInterval::ClopperPearson => Interval {
            x_low: if count == 0 { 0.0 } else { Beta { a: k, b: n - k + 1.0 }.quantile(tail) },
            x_upp: if count == base { 1.0 } else { Beta { a: k + 1.0, b: n - k }.quantile(1.0 - tail) },
        },
        BinomialInterval::Wilson => {
            let centre = (k + square / 2.0) / (n + square);
            let margin = z / (n + square) * (k * (n - k) / n + square / 4.0).sqrt();
            Interval {
                x_low: if count == 0 { 0.0 } else { centre - margin },
                x_upp: if count == base { 1.0 } else { centre + margin },
            }
        }
        BinomialInterval::WilsonContinuity => {
            let scale = 2.0 * (n + square);
            let below = (square - 2.0 - 1.0 / n + 4.0 * p * (n * (1.0 - p) + 1.0)).sqrt();
            let above = (square + 2.0 - 1.0 / n + 4.0 * p * (n * (1.0 - p) - 1.0)).sqrt();
            let centre = 2.0 * k + square;
            Interval {
                x_low: if count == 0 { 0.0 } else { (centre - 1.0 - z * below) / scale },
                x_upp: if count == base { 1.0 } else { (centre + 1.0 + z * above) / scale },
            }
        }
        BinomialInterval::AgrestiCoull => {
            let size = n + square;
            let centre = (k + square / 2.0) / size;
            let margin = z * (centre * (1.0 - centre) / size).sqrt();
            Interval { x_low: centre - margin, x_upp: centre + margin }
        }
        BinomialInterval::Jeffreys => {
            let posterior = Beta { a: k + 0.5, b: n - k + 0.5 };
            Interval { x_low: posterior.quantile(tail), x_upp: posterior.quantile(1.0 - tail) }
        }
    })
}
