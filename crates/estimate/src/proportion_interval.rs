//! Intervals for a proportion under any design, which stay within 0 and 1 where Wald's do not.

use thiserror::Error;

use crate::design::Design;
use crate::distribution::Beta;
use crate::domain_size::DomainSize;
use crate::estimate::{Confidence, Estimate, Interval, Quantiles};
use crate::inference::{Domain, EstimateError, Inference, Statistic, infer};
use crate::likelihood::{Profile, likelihood};
use crate::matrix::Matrix;
use crate::mean::{Mean, finish_mean};
use crate::moments::Moments;

/// How the interval of a proportion is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ProportionInterval {
    /// Wald's on the log odds, with the error that logistic regression gives them: replicates repeat the regression.
    #[default]
    Logit,
    /// Wald's on the log odds, with the error of the proportion carried over by the delta method.
    Xlogit,
    /// Where a likelihood ratio, scaled as Rao and Scott do, does not reject.
    Likelihood,
    /// The same, read off a spline through a few points of the profile as R's `svyciprop` does.
    Profile,
    /// Wald's on the arc sine of the root.
    ArcSine,
    /// Korn and Graubard's: exact binomial at the effective sample size.
    Beta,
    /// Wald's on the proportion itself, whose ends may leave 0 to 1 and are not cut.
    Mean,
    /// Wilson's score interval, with Student's t and the design's variance.
    Wilson,
}

/// Why a proportion has no interval.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum ProportionError {
    /// The estimate is not from 0 to 1.
    #[error("find an interval for proportion {x}")]
    NotAProportion {
        /// The estimate given.
        x: f64,
    },
    /// The method needs an estimate strictly between 0 and 1.
    #[error("find an interval of this kind for a proportion of {x}")]
    AtEdge {
        /// The estimate given.
        x: f64,
    },
    /// A replicate's proportion is 0 or 1, so it has no log odds; the delta method ([`ProportionInterval::Xlogit`])
    /// needs none.
    #[error("find the log odds in {replicates} replicates whose proportion is 0 or 1")]
    ReplicateAtEdge {
        /// How many.
        replicates: usize,
    },
    /// The design has no degrees of freedom.
    #[error("find an interval with {df} degrees of freedom")]
    NoDegrees {
        /// Degrees of freedom of the estimate.
        df: f64,
    },
}

/// A proportion, as a part of 1, with what its intervals need.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proportion {
    /// The proportion and its error.
    pub estimate: Estimate,
    /// Those of the domain without an answer too: as R's, Korn and Graubard's interval compares degrees of freedom with their
    /// number, and the profile of the likelihood goes by weights that average 1 among them.
    pub asked: DomainSize,
    /// The standard error of the log odds, or how many replicates have none.
    log_odds_se: Result<f64, usize>,
    /// The dispersion of the quasi-likelihood, with weights scaled to a mean of 1 over the domain.
    dispersion: f64,
}

/// The log odds of a mean of 0 and 1: columns `1` and `y`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogOdds;

impl Statistic for LogOdds {
    fn value(&self, totals: &[f64]) -> Option<Vec<f64>> {
        let share = totals[1] / totals[0];
        (share > 0.0 && share < 1.0).then(|| vec![(share / (1.0 - share)).ln()])
    }

    fn gradient(&self, totals: &[f64]) -> Matrix {
        let share = totals[1] / totals[0];
        let slope = 1.0 / (share * (1.0 - share) * totals[0]);
        Matrix::from_fn(totals.len(), 1, |total, _| match total {
            0 => -share * slope,
            1 => slope,
            _ => 0.0,
        })
    }
}

/// The proportion of a domain for which `y` is 1 (and not 0), for [`proportion_interval`].
///
/// # Errors
/// See [`EstimateError`].
pub fn proportion(design: &Design, y: &[f64], domain: Domain) -> Result<Proportion, EstimateError> {
    let columns = [vec![1.0; y.len()], y.to_vec()];
    let inference = infer(design, domain, &columns, &Mean)?;
    let odds = design.is_replicated().then(|| infer(design, domain, &columns, &LogOdds));
    let rows = (0..design.rows()).filter(|&row| domain.has(row));
    let moments = Moments::of_rows(design.weights(), rows, y, None);
    finish_proportion(design, (&inference, &moments), design.degrees_for(inference.df), odds)
}

/// The proportion that sums of `1` and `y` amount to by [`Mean`]; under replicates, with what they amount to by [`LogOdds`].
///
/// # Errors
/// What is wrong with the log odds, where the proportion is neither 0 nor 1.
pub fn finish_proportion(
    design: &Design,
    (inference, moments): (&Inference, &Moments),
    df: f64,
    odds: Option<Result<Inference, EstimateError>>,
) -> Result<Proportion, EstimateError> {
    let estimate = finish_mean(inference, moments, df);
    let odds = odds.filter(|_| estimate.x > 0.0 && estimate.x < 1.0).transpose()?;
    Ok(Proportion::new(design, estimate, odds.as_ref()))
}

impl Proportion {
    /// An estimate as a proportion; under replicates, `odds` has its log odds.
    pub(crate) fn new(design: &Design, estimate: Estimate, odds: Option<&Inference>) -> Self {
        let spread = estimate.x * (1.0 - estimate.x);
        let log_odds_se = match odds {
            None => Ok(estimate.x_se / spread),
            Some(odds) if odds.replicates_left_out == 0 => Ok(odds.covariance[(0, 0)].max(0.0).sqrt()),
            Some(odds) => Err(odds.replicates_left_out),
        };
        // Pearson's estimate spends a degree of freedom on the mean, R's regression on replicates does not.
        let spent = if design.is_replicated() { 0.0 } else { 1.0 };
        let n = estimate.n as f64;
        let asked = DomainSize { n: estimate.n, n_weighted: estimate.n_weighted };
        Self { asked, estimate, log_odds_se, dispersion: n / (n - spent).max(1.0) }
    }
}

/// How the interval of 0 and 1 is made, where most methods have none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ExtremeInterval {
    /// Exact binomial.
    #[default]
    ClopperPearson,
    /// Wilson's score interval.
    Wilson,
    /// There is none.
    None,
}

/// How an interval came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MadeBy {
    /// As was asked.
    Method(ProportionInterval),
    /// At 0 or 1.
    Extreme(ExtremeInterval),
}

/// The interval of a proportion by a method, and what takes its place where there is none: at 0 and 1 that of the `extremes`; where
/// a replicate's proportion is 0 or 1, the delta method.
///
/// Source: at 0 and 1 the effective size is Kish's, adjusted for the degrees of freedom as Korn and Graubard (1998) do: no
/// variance tells more of it.
#[must_use]
pub fn interval_of(
    proportion: &Proportion,
    method: ProportionInterval,
    quantiles: &Quantiles,
    extremes: ExtremeInterval,
) -> Option<(Interval, MadeBy)> {
    match interval_by(proportion, method, quantiles) {
        Ok(interval) => Some((interval, MadeBy::Method(method))),
        Err(ProportionError::ReplicateAtEdge { .. }) => {
            let method = ProportionInterval::Xlogit;
            Some((interval_by(proportion, method, quantiles).ok()?, MadeBy::Method(method)))
        }
        Err(ProportionError::AtEdge { .. }) => {
            Some((at_extreme(&proportion.estimate, quantiles, extremes)?, MadeBy::Extreme(extremes)))
        }
        Err(ProportionError::NotAProportion { .. } | ProportionError::NoDegrees { .. }) => None,
    }
}

fn at_extreme(estimate: &Estimate, quantiles: &Quantiles, extremes: ExtremeInterval) -> Option<Interval> {
    let t = quantile(estimate.df, quantiles).ok()?;
    let (below, above) = match extremes {
        ExtremeInterval::None => return None,
        ExtremeInterval::ClopperPearson => {
            let simple = quantile(estimate.n as f64 - 1.0, quantiles).ok()?;
            let n = estimate.n_effective * (simple / t).powi(2);
            (0.0, beta(0.0, n, quantiles.confidence()).x_upp)
        }
        ExtremeInterval::Wilson => (0.0, wilson(0.0, estimate.n_effective, t).x_upp),
    };
    Some(if estimate.x <= 0.0 {
        Interval { x_low: below, x_upp: above }
    } else {
        Interval { x_low: 1.0 - above, x_upp: 1.0 - below }
    })
}

/// The interval of a proportion (as a part of 1) by a method.
///
/// Sources: Korn and Graubard (1998), Confidence intervals for proportions with small expected number of positive
/// counts, Survey Methodology 24 (`Beta`); Rao and Scott (1984), the scaling of the likelihood ratio, with the
/// quasi-likelihood's dispersion (`Likelihood`); Dean and Pagano (2015), Evaluating confidence interval methods for
/// binomial proportions in clustered surveys (`Wilson`, `ArcSine`, `Logit`). An estimate without error has an interval
/// of no width.
///
/// # Errors
/// Each variant of [`ProportionError`] says when. At 0 and 1 only `Mean` has an interval, of no width.
pub fn proportion_interval(
    proportion: &Proportion,
    method: ProportionInterval,
    confidence: Confidence,
) -> Result<Interval, ProportionError> {
    interval_by(proportion, method, &Quantiles::new(confidence))
}

fn interval_by(
    proportion: &Proportion,
    method: ProportionInterval,
    quantiles: &Quantiles,
) -> Result<Interval, ProportionError> {
    let Estimate { x, x_se, df, .. } = proportion.estimate;
    if !(0.0..=1.0).contains(&x) {
        return Err(ProportionError::NotAProportion { x });
    }
    let t = quantile(df, quantiles)?;
    if (x <= 0.0 || x >= 1.0) && method != ProportionInterval::Mean {
        return Err(ProportionError::AtEdge { x });
    }
    let (spread, dispersion) = (x * (1.0 - x), proportion.dispersion);
    if !(spread / (x_se * x_se)).is_finite() {
        return Ok(Interval { x_low: x, x_upp: x });
    }
    let log_odds_se = || proportion.log_odds_se.map_err(|replicates| ProportionError::ReplicateAtEdge { replicates });
    Ok(match method {
        ProportionInterval::Logit => around_odds(x, t * log_odds_se()?),
        ProportionInterval::Xlogit => around_odds(x, t * x_se / spread),
        ProportionInterval::ArcSine => {
            let (angle, margin) = (x.sqrt().asin(), t * x_se / (2.0 * spread.sqrt()));
            Interval { x_low: (angle - margin).sin().powi(2), x_upp: (angle + margin).sin().powi(2) }
        }
        ProportionInterval::Likelihood => likelihood(x, (t * log_odds_se()?).powi(2) * spread * dispersion),
        ProportionInterval::Profile => {
            let log_odds_se = log_odds_se()?;
            let DomainSize { n, n_weighted } = proportion.asked;
            let answers = proportion.estimate.n_weighted / n_weighted * n as f64;
            let scale = answers / proportion.estimate.n as f64;
            let profile =
                Profile { x, log_odds_se, t, rows: proportion.estimate.n, answers, dispersion: scale * dispersion };
            let exact = || likelihood(x, (t * log_odds_se).powi(2) * spread * dispersion);
            profile.interval().unwrap_or_else(exact)
        }
        ProportionInterval::Beta => {
            let simple = quantile(proportion.asked.n as f64 - 1.0, quantiles)?;
            beta(x, spread / (x_se * x_se) * (simple / t).powi(2), quantiles.confidence())
        }
        ProportionInterval::Wilson => wilson(x, spread / (x_se * x_se), t),
        ProportionInterval::Mean => Interval { x_low: x - t * x_se, x_upp: x + t * x_se },
    })
}

fn quantile(df: f64, quantiles: &Quantiles) -> Result<f64, ProportionError> {
    if df > 0.0 { Ok(quantiles.at(df)) } else { Err(ProportionError::NoDegrees { df }) }
}

fn around_odds(x: f64, margin: f64) -> Interval {
    let odds = (x / (1.0 - x)).ln();
    let logistic = |odds: f64| 1.0 / (1.0 + (-odds).exp());
    Interval { x_low: logistic(odds - margin), x_upp: logistic(odds + margin) }
}

fn beta(x: f64, n: f64, confidence: Confidence) -> Interval {
    let tail = confidence.tail();
    Interval {
        x_low: if x <= 0.0 { 0.0 } else { Beta { a: n * x, b: n * (1.0 - x) + 1.0 }.quantile(tail) },
        x_upp: Beta { a: n * x + 1.0, b: n * (1.0 - x) }.quantile(1.0 - tail),
    }
}

fn wilson(x: f64, n: f64, t: f64) -> Interval {
    let square = t * t;
    let centre = x + square / (2.0 * n);
    let margin = t * (x * (1.0 - x) / n + square / (4.0 * n * n)).sqrt();
    let scale = 1.0 + square / n;
    Interval { x_low: (centre - margin) / scale, x_upp: (centre + margin) / scale }
}
