//! `n_effective(weight)`: Kish's effective size of a weighted sample.
//!
//! `(sum w)^2 / sum w^2`, in respondents (Kish, Survey Sampling, 1965, section 11.7): at most the number of rows, and that
//! where the weights are equal. A null weight is no respondent. Null where there is no weight. Sums are fixed-point, as those
//! of the tables are, so that the bits do not depend on how the rows are split.

use std::sync::{Arc, LazyLock};

use arrow::array::{ArrayRef, AsArray};
use arrow::datatypes::{DataType, Decimal256Type, Field, FieldRef, Float64Type};
use datafusion::common::{Result, ScalarValue, plan_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Documentation, Signature, Volatility};

use super::section::SECTION;
use crate::fixed::{FixedPoint, SUM, add, fixed, from_decimal, to_decimal, weight_of};

static DOCUMENTATION: LazyLock<Documentation> = LazyLock::new(|| {
    Documentation::builder(
        SECTION,
        "Kish's effective size: (sum of weights)^2 / sum of squared weights. Null weights are left out; null where there is \
         no weight.",
        "n_effective(weight)",
    )
    .with_argument("weight", "The weight of each respondent")
    .build()
});

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct EffectiveFunction {
    signature: Signature,
}

impl EffectiveFunction {
    pub(super) fn new() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl AggregateUDFImpl for EffectiveFunction {
    fn name(&self) -> &'static str {
        "n_effective"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arguments: &[DataType]) -> Result<Vec<DataType>> {
        match arguments {
            [weight] if weight.is_numeric() || weight.is_null() => Ok(vec![DataType::Float64]),
            [other] => plan_err!("n_effective takes a weight, which is a number, not {other}"),
            _ => plan_err!("n_effective takes a weight"),
        }
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn state_fields(&self, _arguments: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        Ok(["weight", "weight_squared"].map(|name| Arc::new(Field::new(name, SUM, false))).to_vec())
    }

    fn accumulator(&self, arguments: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        if arguments.is_distinct {
            return plan_err!("n_effective counts respondents: `distinct` would count weights");
        }
        Ok(Box::new(Weights::default()))
    }

    fn documentation(&self) -> Option<&Documentation> {
        Some(&DOCUMENTATION)
    }
}

/// The sum of the weights, and that of their squares.
#[derive(Debug, Default)]
struct Weights {
    sum: FixedPoint,
    squares: FixedPoint,
}

impl Accumulator for Weights {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        for weight in arguments[0].as_primitive::<Float64Type>().iter().flatten() {
            let weight = weight_of(weight)?;
            add(&mut self.sum, fixed(weight)?)?;
            add(&mut self.squares, fixed(weight * weight)?)?;
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for (sum, states) in [&mut self.sum, &mut self.squares].into_iter().zip(states) {
            for state in states.as_primitive::<Decimal256Type>().values() {
                add(sum, from_decimal(*state))?;
            }
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok([self.sum, self.squares].map(|sum| ScalarValue::Decimal256(Some(to_decimal(sum)), 76, 0)).to_vec())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let (sum, squares) = (self.sum.value(), self.squares.value());
        Ok(ScalarValue::Float64((squares > 0.0).then(|| sum * sum / squares)))
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }
}
