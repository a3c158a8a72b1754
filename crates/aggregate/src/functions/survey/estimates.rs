//! The end of an estimate: from its state to its struct.
//!
//! An empty domain has no estimate, and says so by nulls and an `n` of 0. A design without variance is an error.

use datafusion::common::{Result, ScalarValue};
use topline_estimate::covariance::Extent;
use topline_estimate::design_sums::DesignSums;
use topline_estimate::domain_size::DomainSize;
use topline_estimate::estimate::{Estimate, Interval, Quantiles};
use topline_estimate::inference::{Domain, EstimateError, Inference, Statistic};
use topline_estimate::kish::KishSums;
use topline_estimate::mean::{
    Mean, Ratio, Residuals, Total, finish_mean, finish_ratio, finish_replicated_ratio, finish_total, variance,
};
use topline_estimate::moments::Moments;
use topline_estimate::proportion_interval::{LogOdds, finish_proportion, interval_of};
use topline_estimate::quantile::{quantile as quantile_of, quantile_range};

use super::called::{Asked, degrees};
use super::estimand::Estimand;
use super::options::Options;
use super::shapes::{Value, filled};
use super::test_results::tested;
use crate::sample::Sample;
use crate::standard_errors::{estimate_error, interval_name};

/// What a struct holds; what is not known is null.
#[derive(Default)]
pub(super) struct Told {
    estimate: Option<f64>,
    se: Option<f64>,
    interval: Option<(Interval, &'static str)>,
    df: Option<f64>,
    deff: Option<f64>,
    n: u64,
    n_weighted: Option<f64>,
    n_effective: Option<f64>,
}

impl Told {
    pub(super) fn of(sample: &Sample, estimate: &Estimate, interval: Option<(Interval, &'static str)>) -> Self {
        Self {
            estimate: Some(estimate.x),
            se: Some(estimate.x_se),
            interval,
            df: Some(estimate.df),
            deff: sample.design_effect(estimate.deff),
            n: estimate.n,
            n_weighted: Some(estimate.n_weighted),
            n_effective: Some(estimate.n_effective),
        }
    }

    pub(super) fn into_scalar(self, estimand: Estimand) -> Result<ScalarValue> {
        let (interval, name) = self.interval.unzip();
        filled(
            estimand,
            vec![
                Value::Number(self.estimate),
                Value::Number(self.se),
                Value::Number(interval.map(|interval| interval.x_low)),
                Value::Number(interval.map(|interval| interval.x_upp)),
                Value::Number(self.df),
                Value::Number(self.deff),
                Value::Count(self.n),
                Value::Number(self.n_weighted),
                Value::Number(self.n_effective),
                Value::Name(name.map(str::to_owned)),
            ],
        )
    }
}

/// What was gathered of respondents as sums.
#[derive(Clone, Copy)]
pub(super) struct Gatherings<'g> {
    pub sums: &'g DesignSums,
    pub moments: &'g Moments,
    /// Those without an answer too.
    pub asked: DomainSize,
}

/// The estimate that sums amount to.
pub(super) fn estimate(
    sample: &Sample,
    estimand: Estimand,
    state: Gatherings<'_>,
    options: &Options,
) -> Result<ScalarValue> {
    let Gatherings { sums, moments, asked } = state;
    let design = sample.design();
    let confidence = options.confidence.unwrap_or(sample.confidence);
    let df = |inference: &Inference| degrees(design, inference.df, options);
    let by_t =
        |estimate: &Estimate| Told::of(sample, estimate, estimate.interval(confidence).map(|interval| (interval, "t")));
    let told = match estimand {
        Estimand::Mean => {
            infer(sample, sums, &Mean)?.map(|inference| by_t(&finish_mean(&inference, moments, df(&inference))))
        }
        Estimand::Total | Estimand::N => {
            infer(sample, sums, &Total)?.map(|inference| by_t(&finish_total(&inference, moments, df(&inference))))
        }
        Estimand::Ratio => match infer(sample, sums, &Ratio)? {
            None => None,
            Some(inference) if design.is_replicated() => {
                let residuals = infer(sample, sums, &Residuals { ratio: inference.values[0] })?;
                residuals
                    .map(|residuals| by_t(&finish_replicated_ratio(&inference, &residuals, moments, df(&inference))))
            }
            Some(inference) => Some(by_t(&finish_ratio(&inference, moments, df(&inference)))),
        },
        Estimand::Prop => match infer(sample, sums, &Mean)? {
            None => None,
            Some(inference) => {
                let odds = design.is_replicated().then(|| sample.summation.infer(sums, &LogOdds, Extent::All));
                let found = finish_proportion(design, (&inference, moments), df(&inference), odds);
                let mut proportion = found.map_err(estimate_error)?;
                proportion.asked = asked;
                let method = options.interval.unwrap_or(sample.interval);
                let extremes = options.extremes.unwrap_or(sample.extremes);
                let interval = interval_of(&proportion, method, &Quantiles::new(confidence), extremes);
                let interval = interval.map(|(interval, made)| (interval, interval_name(made)));
                Some(Told::of(sample, &proportion.estimate, interval))
            }
        },
        Estimand::Quantile
        | Estimand::Variance
        | Estimand::Ttest
        | Estimand::Difference
        | Estimand::Contrast
        | Estimand::Covariance
        | Estimand::ChiSquare
        | Estimand::Fit
        | Estimand::Rank => None,
    };
    told.unwrap_or_default().into_scalar(estimand)
}

/// The estimate or test of respondents who were kept one by one.
pub(super) fn of_respondents(asked: &Asked<'_>) -> Result<ScalarValue> {
    match asked.called.estimand {
        Estimand::Quantile => quantile(asked),
        Estimand::Variance => {
            let found = variance(asked.design(), &asked.numbers[0], Domain::Where(&asked.domain));
            let told = match found {
                Ok(estimate) => {
                    let interval = estimate.interval(asked.confidence()).map(|interval| (interval, "t"));
                    Told::of(asked.sample, &estimate, interval)
                }
                Err(EstimateError::Empty | EstimateError::OneRow | EstimateError::ZeroDenominator) => based(asked),
                Err(error) => return Err(estimate_error(error)),
            };
            told.into_scalar(Estimand::Variance)
        }
        Estimand::Mean
        | Estimand::Total
        | Estimand::Prop
        | Estimand::Ratio
        | Estimand::N
        | Estimand::Ttest
        | Estimand::Difference
        | Estimand::Contrast
        | Estimand::Covariance
        | Estimand::ChiSquare
        | Estimand::Fit
        | Estimand::Rank => tested(asked),
    }
}

/// The base of what has no estimate.
pub(super) fn based(asked: &Asked<'_>) -> Told {
    let weights = asked.design().weights();
    let mut base = KishSums::new();
    for (weight, _) in weights.iter().zip(&asked.domain).filter(|(weight, in_domain)| **in_domain && weight.abs() > 0.0)
    {
        base.add(*weight);
    }
    match base.finish() {
        None => Told::default(),
        Some(base) => Told {
            n: base.n,
            n_weighted: Some(base.n_weighted),
            n_effective: Some(base.n_effective),
            ..Told::default()
        },
    }
}

/// The quantile of values.
fn quantile(asked: &Asked<'_>) -> Result<ScalarValue> {
    let (design, options, part) = (asked.design(), asked.options(), asked.called.part);
    let base = based(asked);
    if base.n == 0 {
        return base.into_scalar(Estimand::Quantile);
    }
    let (y, domain) = (&asked.numbers[0], Domain::Where(&asked.domain));
    let failed = |error| datafusion::common::exec_datafusion_err!("{error}");
    let x = quantile_of(design, y, part, domain, options.rule).map_err(failed)?;
    let how = (options.quantile_interval, asked.confidence());
    // An interval that would leave 0 to 1 has no ends among the values.
    let range = quantile_range(design, y, part, domain, options.rule, how).ok();
    let present = design.presence((0..design.rows()).filter(|&row| asked.domain[row]));
    Told {
        estimate: Some(x),
        se: range.map(|range| range.x_se),
        interval: range.map(|range| (range.interval, "woodruff")),
        df: Some(degrees(design, design.degrees_within(&present), options)),
        deff: None,
        ..base
    }
    .into_scalar(Estimand::Quantile)
}

/// What a statistic of the sums is; nothing where the domain is empty or it has no value.
fn infer(sample: &Sample, sums: &DesignSums, statistic: &impl Statistic) -> Result<Option<Inference>> {
    match sample.summation.infer(sums, statistic, Extent::All) {
        Ok(inference) => Ok(Some(inference)),
        Err(EstimateError::Empty | EstimateError::ZeroDenominator) => Ok(None),
        Err(error) => Err(estimate_error(error)),
    }
}
