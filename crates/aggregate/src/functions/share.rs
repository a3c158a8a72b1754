//! `share(condition [, weight])`: the percentage of those for whom it can be told that the condition holds for.
//!
//! 100 * (true) / (true or false): a null condition is in neither. With a weight, the sums of the weights take the place of
//! the counts; a null weight counts for nothing. The value is exact and not rounded. Null where nobody is counted. Sums are
//! fixed-point, so that the bits do not depend on how the rows are split.

use std::sync::{Arc, LazyLock};

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{DataType, Decimal256Type, Field, FieldRef, Float64Type};
use datafusion::common::{Result, ScalarValue, plan_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Documentation, Signature, Volatility};

use super::section::SECTION;
use crate::fixed::{FixedPoint, SUM, add, fixed, from_decimal, to_decimal, weight_of};

static DOCUMENTATION: LazyLock<Documentation> = LazyLock::new(|| {
    Documentation::builder(
        SECTION,
        "The percentage for whom a condition holds, out of those for whom it is true or false; by weight where one is given. \
         Exact, not rounded. Null where nobody is counted.",
        "share(condition [, weight])",
    )
    .with_argument("condition", "What is asked of each row; a row where it is null is not in the base")
    .with_argument("weight", "What each row counts for; 1 where not given")
    .build()
});

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct ShareFunction {
    signature: Signature,
}

impl ShareFunction {
    pub(super) fn new() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl AggregateUDFImpl for ShareFunction {
    fn name(&self) -> &'static str {
        "share"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arguments: &[DataType]) -> Result<Vec<DataType>> {
        let (condition, weight) = match arguments {
            [condition] => (condition, None),
            [condition, weight] => (condition, Some(weight)),
            _ => return plan_err!("share takes a condition, and a weight if wanted"),
        };
        if !matches!(condition, DataType::Boolean | DataType::Null) {
            return plan_err!("share takes a condition, which is true or false, not {condition}");
        }
        if let Some(other) = weight.filter(|weight| !weight.is_numeric() && !weight.is_null()) {
            return plan_err!("share takes a weight, which is a number, not {other}");
        }
        Ok([DataType::Boolean, DataType::Float64][..arguments.len()].to_vec())
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn state_fields(&self, _arguments: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        Ok(["part", "whole"].map(|name| Arc::new(Field::new(name, SUM, false))).to_vec())
    }

    fn accumulator(&self, arguments: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        if arguments.is_distinct {
            return plan_err!("share counts rows: `distinct` would count conditions");
        }
        Ok(Box::new(Share::default()))
    }

    fn documentation(&self) -> Option<&Documentation> {
        Some(&DOCUMENTATION)
    }
}

/// The weight for which the condition holds, and that for which it is known.
#[derive(Debug, Default)]
struct Share {
    part: FixedPoint,
    whole: FixedPoint,
}

impl Accumulator for Share {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        let conditions = arguments[0].as_boolean();
        let weights = arguments.get(1).map(AsArray::as_primitive::<Float64Type>);
        for index in (0..conditions.len()).filter(|index| conditions.is_valid(*index)) {
            let weight = match weights {
                None => fixed(1.0)?,
                Some(weights) if weights.is_null(index) => continue,
                Some(weights) => fixed(weight_of(weights.value(index))?)?,
            };
            add(&mut self.whole, weight)?;
            if conditions.value(index) {
                add(&mut self.part, weight)?;
            }
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for (sum, states) in [&mut self.part, &mut self.whole].into_iter().zip(states) {
            for state in states.as_primitive::<Decimal256Type>().values() {
                add(sum, from_decimal(*state))?;
            }
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok([self.part, self.whole].map(|sum| ScalarValue::Decimal256(Some(to_decimal(sum)), 76, 0)).to_vec())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let share = self.whole.is_positive().then(|| 100.0 * self.part.value() / self.whole.value());
        Ok(ScalarValue::Float64(share))
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }
}
