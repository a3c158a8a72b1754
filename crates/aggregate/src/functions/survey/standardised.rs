//! Estimates at the composition of a standard population: `standard => 'NAME'`.

use datafusion::common::{Result, ScalarValue, exec_datafusion_err};
use topline_estimate::contrast::contrast;
use topline_estimate::estimate::{DesignEffect, Estimate, Quantiles};
use topline_estimate::inference::{EstimateError, Inference};
use topline_estimate::proportion_interval::interval_of;
use topline_estimate::standard::{StandardPopulation, standardised_means, standardised_proportion, standardised_ratio};

use super::called::Asked;
use super::estimand::Estimand;
use super::estimates::{Told, based};
use super::test_results::{difference, unless_empty};
use crate::standard_errors::interval_name;

/// The standardised estimate that a call asks for; without one where a group of the standard has no respondent.
pub(super) fn standardised(asked: &Asked<'_>, name: &str) -> Result<ScalarValue> {
    let known = asked.sample.standards.get(name);
    let groups = known.ok_or_else(|| exec_datafusion_err!("there is no standard population `{name}`"))?;
    let standard = StandardPopulation { parts: &groups.parts, group: &groups.group };
    let (design, estimand) = (asked.design(), asked.called.estimand);
    let whole = |inference: &Inference| contrast(inference, &[1.0], asked.degrees(inference));
    let by_t = |found: std::result::Result<Inference, EstimateError>| {
        let estimate = unless_empty(found.map(|inference| Some(whole(&inference))))?;
        told(asked, estimate.map(|estimate| (estimate, estimate.interval(asked.confidence()).map(|own| (own, "t")))))
    };
    match (estimand, asked.numbers.as_slice()) {
        (Estimand::Mean, [y]) => by_t(standardised_means(design, y, standard, &[&asked.domain])),
        (Estimand::Ratio, [y, x]) => by_t(standardised_ratio(design, (y, x), standard, &asked.domain)),
        (Estimand::Prop, [y]) => {
            let df = |inference: &Inference| asked.degrees(inference);
            let found = standardised_proportion(design, y, standard, &asked.domain, df);
            let options = asked.options();
            let method = options.interval.unwrap_or(asked.sample.interval);
            let extremes = options.extremes.unwrap_or(asked.sample.extremes);
            let found = unless_empty(found.map(Some))?.map(|proportion| {
                let interval = interval_of(&proportion, method, &Quantiles::new(asked.confidence()), extremes);
                (proportion.estimate, interval.map(|(interval, made)| (interval, interval_name(made))))
            });
            told(asked, found)
        }
        (Estimand::Difference, [y, one, other]) => {
            let among = |condition: &[f64]| -> Vec<bool> {
                asked.domain.iter().zip(condition).map(|(in_domain, meets)| *in_domain && *meets > 0.0).collect()
            };
            let found = standardised_means(design, y, standard, &[&among(one), &among(other)]);
            let found = found.map(|means| Some(contrast(&means, &[1.0, -1.0], asked.degrees(&means))));
            difference(asked, unless_empty(found)?)
        }
        _ => Err(exec_datafusion_err!("{} is not standardised", estimand.name())),
    }
}

/// An estimate as a struct: it has no design effect, as a simple sample is not standardised.
fn told(
    asked: &Asked<'_>,
    found: Option<(Estimate, Option<(topline_estimate::estimate::Interval, &'static str)>)>,
) -> Result<ScalarValue> {
    let told = match found {
        None => based(asked),
        Some((estimate, interval)) => {
            let estimate = Estimate { deff: DesignEffect::default(), ..estimate };
            Told::of(asked.sample, &estimate, interval)
        }
    };
    told.into_scalar(asked.called.estimand)
}
