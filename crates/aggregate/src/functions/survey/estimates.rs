//! The end of an estimate: from its state to its struct.
//!
//! An empty domain has no estimate, and says so by nulls and an `n` of 0. A design without variance is an error.

use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, StructArray};
use datafusion::common::{Result, ScalarValue, exec_datafusion_err};
use topline_estimate::covariance::Extent;
use topline_estimate::design_sums::DesignSums;
use topline_estimate::estimate::{Estimate, Interval};
use topline_estimate::inference::{Domain, EstimateError, Inference, Statistic};
use topline_estimate::kish::KishSums;
use topline_estimate::mean::{
    Mean, Ratio, Residuals, Total, finish_mean, finish_ratio, finish_replicated_ratio, finish_total,
};
use topline_estimate::proportion_interval::{LogOdds, ProportionInterval, finish_proportion, proportion_interval};
use topline_estimate::quantile::{QuantileInterval, quantile as quantile_of, quantile_range};
use topline_estimate::quantile_rule::QuantileRule;

use super::Estimand;
use super::function::estimate_fields;
use crate::sample::Sample;

/// What a struct holds; what is not known is null.
#[derive(Default)]
struct Told {
    estimate: Option<f64>,
    se: Option<f64>,
    interval: Option<Interval>,
    df: Option<f64>,
    deff: Option<f64>,
    n: u64,
    n_weighted: Option<f64>,
    n_effective: Option<f64>,
}

impl Told {
    fn of(estimate: &Estimate, interval: Option<Interval>) -> Self {
        Self {
            estimate: Some(estimate.x),
            se: Some(estimate.x_se),
            interval,
            df: Some(estimate.df),
            deff: estimate.deff.without_replacement.or(estimate.deff.with_replacement),
            n: estimate.n,
            n_weighted: Some(estimate.n_weighted),
            n_effective: Some(estimate.n_effective),
        }
    }

    fn into_scalar(self) -> Result<ScalarValue> {
        let number = |value: Option<f64>| -> ArrayRef { Arc::new(Float64Array::from(vec![value])) };
        let arrays = vec![
            number(self.estimate),
            number(self.se),
            number(self.interval.map(|interval| interval.x_low)),
            number(self.interval.map(|interval| interval.x_upp)),
            number(self.df),
            number(self.deff),
            Arc::new(Int64Array::from(vec![self.n as i64])) as ArrayRef,
            number(self.n_weighted),
            number(self.n_effective),
        ];
        Ok(ScalarValue::Struct(Arc::new(StructArray::try_new(estimate_fields(), arrays, None)?)))
    }
}

/// The estimate that sums amount to.
pub(super) fn estimate(
    sample: &Sample,
    estimand: Estimand,
    sums: &DesignSums,
    interval: Option<ProportionInterval>,
) -> Result<ScalarValue> {
    let df = sample.design().degrees_of_freedom();
    let confidence = sample.confidence;
    let by_t = |estimate: &Estimate| Told::of(estimate, estimate.interval(confidence));
    let told = match estimand {
        Estimand::Mean => infer(sample, sums, &Mean)?.map(|inference| by_t(&finish_mean(&inference, df))),
        Estimand::Total | Estimand::N => {
            infer(sample, sums, &Total)?.map(|inference| by_t(&finish_total(&inference, df)))
        }
        Estimand::Ratio => match infer(sample, sums, &Ratio)? {
            None => None,
            Some(inference) if sample.design().is_replicated() => {
                let residuals = infer(sample, sums, &Residuals { ratio: inference.values[0] })?;
                residuals.map(|residuals| by_t(&finish_replicated_ratio(&inference, &residuals, df)))
            }
            Some(inference) => Some(by_t(&finish_ratio(&inference, df))),
        },
        Estimand::Prop => match infer(sample, sums, &Mean)? {
            None => None,
            Some(inference) => {
                let odds = sample.design().is_replicated().then(|| sample.summation.infer(sums, &LogOdds, Extent::All));
                let proportion = finish_proportion(sample.design(), &inference, odds).map_err(failed)?;
                let method = interval.unwrap_or(sample.interval);
                // At 0 and 1 most methods have no interval.
                Some(Told::of(&proportion.estimate, proportion_interval(&proportion, method, confidence).ok()))
            }
        },
        Estimand::Quantile => None,
    };
    told.unwrap_or_default().into_scalar()
}

/// The quantile of values, each with its respondent's place.
pub(super) fn quantile(sample: &Sample, values: &[(usize, f64)], part: f64, rule: QuantileRule) -> Result<ScalarValue> {
    let design = sample.design();
    let mut domain = vec![false; design.rows()];
    let mut y = vec![0.0; design.rows()];
    let mut base = KishSums::new();
    for (place, value) in values {
        domain[*place] = true;
        y[*place] = *value;
        if design.weights()[*place] > 0.0 {
            base.add(design.weights()[*place]);
        }
    }
    let Some(base) = base.finish() else { return Told::default().into_scalar() };
    let domain = Domain::Where(&domain);
    let x = quantile_of(design, &y, part, domain, rule).map_err(|error| exec_datafusion_err!("{error}"))?;
    let method = QuantileInterval::default();
    // An interval that would leave 0 to 1 has no ends among the values.
    let range = quantile_range(design, &y, part, domain, rule, (method, sample.confidence)).ok();
    Told {
        estimate: Some(x),
        se: range.map(|range| range.x_se),
        interval: range.map(|range| range.interval),
        df: Some(design.degrees_of_freedom()),
        deff: None,
        n: base.n,
        n_weighted: Some(base.n_weighted),
        n_effective: Some(base.n_effective),
    }
    .into_scalar()
}

/// What a statistic of the sums is; nothing where the domain is empty or it has no value.
fn infer(sample: &Sample, sums: &DesignSums, statistic: &impl Statistic) -> Result<Option<Inference>> {
    match sample.summation.infer(sums, statistic, Extent::All) {
        Ok(inference) => Ok(Some(inference)),
        Err(EstimateError::Empty | EstimateError::ZeroDenominator) => Ok(None),
        Err(error) => Err(failed(error)),
    }
}

fn failed(error: EstimateError) -> datafusion::common::DataFusionError {
    if let EstimateError::Covariance(_) = error {
        return exec_datafusion_err!(
            "a stratum of the design has a single cluster, and `single_cluster` does not say what it adds to the variance"
        );
    }
    exec_datafusion_err!("{error}")
}
