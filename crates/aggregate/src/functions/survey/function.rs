//! An estimate as DataFusion knows it: its arguments, its types, its words.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef, Fields};
use datafusion::common::{Result, ScalarValue, exec_datafusion_err, plan_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Documentation, Signature, Volatility};
use datafusion::physical_expr::expressions::Literal;
use topline_estimate::proportion_interval::ProportionInterval;
use topline_estimate::quantile_rule::QuantileRule;
use topline_records::ROW_ID;

use super::accumulator::{Gathered, Quantiles};
use super::{Estimand, SampleCell};
use crate::functions::SECTION;
use crate::sample::Sample;

/// An estimate.
#[derive(Debug)]
pub(crate) struct SurveyFunction {
    estimand: Estimand,
    sample: SampleCell,
    signature: Signature,
    documentation: Documentation,
}

impl PartialEq for SurveyFunction {
    fn eq(&self, other: &Self) -> bool {
        self.estimand == other.estimand && Arc::ptr_eq(&self.sample, &other.sample)
    }
}

impl Eq for SurveyFunction {}

impl Hash for SurveyFunction {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.estimand.hash(state);
    }
}

/// The fields of an estimate.
pub(crate) fn estimate_fields() -> Fields {
    let number = |name| Field::new(name, DataType::Float64, true);
    Fields::from(vec![
        number("estimate"),
        number("se"),
        number("low"),
        number("upp"),
        number("df"),
        number("deff"),
        Field::new("n", DataType::Int64, false),
        number("n_weighted"),
        number("n_effective"),
    ])
}

impl SurveyFunction {
    pub(crate) fn new(estimand: Estimand, sample: SampleCell) -> Self {
        let signature = Signature::user_defined(Volatility::Immutable);
        Self { estimand, sample, signature, documentation: documentation(estimand) }
    }

    fn sample(&self) -> Result<&Sample> {
        self.sample.get().ok_or_else(|| exec_datafusion_err!("the sample has not been read"))
    }
}

impl AggregateUDFImpl for SurveyFunction {
    fn name(&self) -> &str {
        self.estimand.name()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arguments: &[DataType]) -> Result<Vec<DataType>> {
        let (name, values) = (self.name(), self.estimand.values());
        let methods = usize::from(self.estimand.takes_method());
        if !(values + 1..=values + 1 + methods).contains(&arguments.len()) {
            return plan_err!("{name} is used as {}", self.documentation.syntax_example);
        }
        let mut types = Vec::with_capacity(arguments.len());
        for argument in &arguments[..values] {
            match (self.estimand, argument) {
                (Estimand::Prop, DataType::Boolean | DataType::Null) => types.push(DataType::Boolean),
                (Estimand::Prop, other) => {
                    return plan_err!("{name} takes a condition, which is true or false, not {other}");
                }
                (_, number) if number.is_numeric() || number.is_null() || *number == DataType::Boolean => {
                    types.push(DataType::Float64);
                }
                (_, other) => return plan_err!("{name} takes a number, not {other}"),
            }
        }
        if arguments.len() > values + 1 {
            types.push(DataType::Utf8);
        }
        match arguments.last() {
            Some(row) if row.is_integer() => types.push(DataType::Int64),
            _ => return plan_err!("{name} takes the respondent's row as its last argument"),
        }
        Ok(types)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Struct(estimate_fields()))
    }

    fn state_fields(&self, _arguments: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        Ok(vec![Arc::new(Field::new("state", DataType::Binary, false))])
    }

    fn accumulator(&self, arguments: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        let name = self.name();
        if arguments.is_distinct {
            return plan_err!("{name} is of respondents: `distinct` would be of values");
        }
        self.sample()?;
        let values = self.estimand.values();
        let literal = |place: usize| -> Option<ScalarValue> {
            Some(arguments.exprs.get(place)?.downcast_ref::<Literal>()?.value().clone())
        };
        let method = if arguments.exprs.len() > values + 1 {
            match literal(values) {
                Some(ScalarValue::Utf8(Some(method))) => Some(method),
                _ => return plan_err!("the method of {name} is a text"),
            }
        } else {
            None
        };
        let sample = Arc::clone(&self.sample);
        if self.estimand == Estimand::Quantile {
            let part = match literal(1) {
                Some(ScalarValue::Float64(Some(part))) if (0.0..=1.0).contains(&part) => part,
                _ => return plan_err!("the part of survey_quantile is a number from 0 to 1"),
            };
            let rule = match method.as_deref() {
                None => QuantileRule::default(),
                Some(method) => match QuantileRule::named(method) {
                    Some(rule) => rule,
                    None => return plan_err!("survey_quantile knows the rules math, school, shahvaish and hf1 to hf9"),
                },
            };
            return Ok(Box::new(Quantiles::new(sample, part, rule)));
        }
        let interval = match method.as_deref().map(interval_named) {
            None => None,
            Some(Some(interval)) => Some(interval),
            Some(None) => {
                return plan_err!(
                    "survey_prop knows the intervals logit, xlogit, likelihood, asin, beta, mean and wilson"
                );
            }
        };
        Ok(Box::new(Gathered::new(sample, self.estimand, interval)?))
    }

    fn documentation(&self) -> Option<&Documentation> {
        Some(&self.documentation)
    }
}

/// The interval of a name of R's `svyciprop`.
fn interval_named(name: &str) -> Option<ProportionInterval> {
    Some(match name {
        "logit" => ProportionInterval::Logit,
        "xlogit" => ProportionInterval::Xlogit,
        "likelihood" => ProportionInterval::Likelihood,
        "asin" => ProportionInterval::ArcSine,
        "beta" => ProportionInterval::Beta,
        "mean" => ProportionInterval::Mean,
        "wilson" => ProportionInterval::Wilson,
        _ => return None,
    })
}

fn documentation(estimand: Estimand) -> Documentation {
    let (what, syntax) = match estimand {
        Estimand::Mean => ("the mean of a number over those who gave it", "survey_mean(x [, row_id])"),
        Estimand::Total => ("the total of a number over the population", "survey_total(x [, row_id])"),
        Estimand::Prop => (
            "the part of 1 for whom a condition holds, out of those for whom it is true or false",
            "survey_prop(condition [, interval] [, row_id])",
        ),
        Estimand::Ratio => ("the ratio of the total of y to that of x", "survey_ratio(y, x [, row_id])"),
        Estimand::Quantile => ("the value that a part p is at or below", "survey_quantile(x, p [, rule] [, row_id])"),
        Estimand::N => ("how many of the population there are", "survey_n([row_id])"),
    };
    let description = format!(
        "Estimates {what}, with its standard error by the survey's design: a struct of estimate, se, low, upp, df, deff, n, \
         n_weighted and n_effective. Those in no group stay in the design."
    );
    let mut builder = Documentation::builder(SECTION, description, syntax);
    let arguments: &[(&str, &str)] = match estimand {
        Estimand::Mean | Estimand::Total => &[("x", "A number, or a condition as 1 and 0; null is in no estimate")],
        Estimand::Prop => &[
            ("condition", "What is asked of each respondent; null is not in the base"),
            ("interval", "logit, xlogit, likelihood, asin, beta, mean or wilson; that of the design where not given"),
        ],
        Estimand::Ratio => &[("y", "The numerator"), ("x", "The denominator")],
        Estimand::Quantile => &[
            ("x", "A number"),
            ("p", "From 0 to 1; 0.5 is the median"),
            ("rule", "math, school, shahvaish or hf1 to hf9, as R's svyquantile names them; math where not given"),
        ],
        Estimand::N => &[],
    };
    for (argument, meaning) in arguments {
        builder = builder.with_argument(*argument, *meaning);
    }
    builder.with_argument(ROW_ID, "The respondent's row; the column `row_id` where not given").build()
}
