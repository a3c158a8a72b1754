//! An estimate as DataFusion knows it: its arguments, its types, its words.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result, ScalarValue, exec_datafusion_err, plan_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Documentation, Signature, Volatility};
use datafusion::physical_expr::expressions::Literal;

use super::accumulator::Gathered;
use super::called::Called;
use super::estimand::{Estimand, SampleCell, ValueKind};
use super::options::Options;
use super::respondents::Respondents;
use super::shapes::data_type;
use super::words::{documentation, usage};
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

impl SurveyFunction {
    pub(crate) fn new(estimand: Estimand, sample: SampleCell) -> Self {
        let signature = Signature::user_defined(Volatility::Immutable);
        Self { estimand, sample, signature, documentation: documentation(estimand) }
    }

    fn sample(&self) -> Result<&Sample> {
        self.sample.get().ok_or_else(|| exec_datafusion_err!("the sample has not been read"))
    }
}

/// Whether the standard population is there that a call names.
fn check_standard(sample: &Sample, options: &Options) -> Result<()> {
    match &options.standard {
        Some(name) if !sample.standards.contains_key(name) => {
            let known: Vec<&str> = sample.standards.keys().map(String::as_str).collect();
            plan_err!(
                "there is no standard population `{name}`; survey.toml has {}",
                if known.is_empty() { "none".to_owned() } else { known.join(", ") }
            )
        }
        Some(_) | None => Ok(()),
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
        let (name, kinds) = (self.name(), self.estimand.values());
        let Some((row, [values @ .., _])) = arguments.split_last().filter(|_| arguments.len() == kinds.len() + 2)
        else {
            return plan_err!("{name} is used as {}", usage(self.estimand));
        };
        let mut types = Vec::with_capacity(arguments.len());
        for (kind, argument) in kinds.iter().zip(values) {
            types.push(match (kind, argument) {
                (ValueKind::Condition, DataType::Boolean | DataType::Null) => DataType::Boolean,
                (ValueKind::Condition, other) => {
                    return plan_err!("{name} takes a condition, which is true or false, not {other}");
                }
                (ValueKind::Group, _) => DataType::Utf8,
                (ValueKind::Number | ValueKind::Part, number)
                    if number.is_numeric() || number.is_null() || *number == DataType::Boolean =>
                {
                    DataType::Float64
                }
                (ValueKind::Number | ValueKind::Part, other) => return plan_err!("{name} takes a number, not {other}"),
            });
        }
        types.push(DataType::Utf8);
        if !row.is_integer() {
            return plan_err!("{name} takes the respondent's row as its last argument");
        }
        types.push(DataType::Int64);
        Ok(types)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(data_type(self.estimand))
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
        let values = self.estimand.values().len();
        let literal = |place: usize| -> Option<ScalarValue> {
            Some(arguments.exprs.get(place)?.downcast_ref::<Literal>()?.value().clone())
        };
        let options = match literal(values) {
            Some(ScalarValue::Utf8(Some(text))) => Options::read(self.estimand, &text),
            _ => return plan_err!("{name} is used as {}", usage(self.estimand)),
        };
        let Ok(options) = options else { return plan_err!("{name} is used as {}", usage(self.estimand)) };
        check_standard(self.sample()?, &options)?;
        let sample = Arc::clone(&self.sample);
        match self.estimand {
            Estimand::Mean | Estimand::Prop | Estimand::Ratio if options.standard.is_some() => {
                Ok(Box::new(Respondents::new(sample, Called { estimand: self.estimand, options, part: 0.5 })))
            }
            Estimand::Mean | Estimand::Total | Estimand::Prop | Estimand::Ratio | Estimand::N => {
                Ok(Box::new(Gathered::new(sample, self.estimand, options)?))
            }
            Estimand::Quantile => match literal(1) {
                Some(ScalarValue::Float64(Some(part))) if (0.0..=1.0).contains(&part) => {
                    Ok(Box::new(Respondents::new(sample, Called { estimand: self.estimand, options, part })))
                }
                _ => plan_err!("the part of survey_quantile is a number from 0 to 1"),
            },
            Estimand::Variance
            | Estimand::Ttest
            | Estimand::Difference
            | Estimand::Contrast
            | Estimand::Covariance
            | Estimand::ChiSquare
            | Estimand::Fit
            | Estimand::Rank => {
                Ok(Box::new(Respondents::new(sample, Called { estimand: self.estimand, options, part: 0.5 })))
            }
        }
    }

    fn documentation(&self) -> Option<&Documentation> {
        Some(&self.documentation)
    }
}
