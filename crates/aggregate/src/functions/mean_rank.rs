//! `mean_rank(rank [, weight])`: the mean rank of an item, over those who ranked it.
//!
//! A null rank is in no mean: where unranked items are to count for something, the query says for what
//! (`mean_rank(coalesce("Q3_price", 0))`). With a weight, each rank counts for it; a null weight counts for nothing. The value
//! is exact and not rounded. Null where nobody is counted. Sums are fixed-point, so that the bits do not depend on how the rows
//! are split.

use std::sync::{Arc, LazyLock};

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{DataType, Decimal256Type, Field, FieldRef, Float64Type};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Documentation, Signature, Volatility};

use super::section::SECTION;
use crate::fixed::{FixedPoint, SUM, add, fixed, from_decimal, to_decimal, weight_of};

static DOCUMENTATION: LazyLock<Documentation> = LazyLock::new(|| {
    Documentation::builder(
        SECTION,
        "The mean rank of an item, over those who ranked it; by weight where one is given. Exact, not rounded. Null where \
         nobody is counted.",
        "mean_rank(rank [, weight])",
    )
    .with_argument("rank", "The rank that each row gives the item; a row where it is null is not counted")
    .with_argument("weight", "What each row counts for; 1 where not given")
    .build()
});

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct MeanRankFunction {
    signature: Signature,
}

impl MeanRankFunction {
    pub(super) fn new() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl AggregateUDFImpl for MeanRankFunction {
    fn name(&self) -> &'static str {
        "mean_rank"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arguments: &[DataType]) -> Result<Vec<DataType>> {
        let (rank, weight) = match arguments {
            [rank] => (rank, None),
            [rank, weight] => (rank, Some(weight)),
            _ => return plan_err!("mean_rank takes a rank, and a weight if wanted"),
        };
        if !rank.is_numeric() && !rank.is_null() {
            return plan_err!("mean_rank takes a rank, which is a number, not {rank}");
        }
        if let Some(other) = weight.filter(|weight| !weight.is_numeric() && !weight.is_null()) {
            return plan_err!("mean_rank takes a weight, which is a number, not {other}");
        }
        Ok(vec![DataType::Float64; arguments.len()])
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn state_fields(&self, _arguments: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        Ok(["ranks", "weight"].map(|name| Arc::new(Field::new(name, SUM, false))).to_vec())
    }

    fn accumulator(&self, arguments: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        if arguments.is_distinct {
            return plan_err!("mean_rank is of respondents: `distinct` would be of ranks");
        }
        Ok(Box::new(MeanRank::default()))
    }

    fn documentation(&self) -> Option<&Documentation> {
        Some(&DOCUMENTATION)
    }
}

/// The sum of the ranks by weight, and that of the weights.
#[derive(Debug, Default)]
struct MeanRank {
    ranks: FixedPoint,
    weight: FixedPoint,
}

impl Accumulator for MeanRank {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        let ranks = arguments[0].as_primitive::<Float64Type>();
        let weights = arguments.get(1).map(AsArray::as_primitive::<Float64Type>);
        for index in (0..ranks.len()).filter(|index| ranks.is_valid(*index)) {
            let weight = match weights {
                None => 1.0,
                Some(weights) if weights.is_null(index) => continue,
                Some(weights) => weight_of(weights.value(index))?,
            };
            let rank = ranks.value(index);
            if !rank.is_finite() {
                return exec_err!("a rank is not finite");
            }
            add(&mut self.ranks, fixed(rank * weight)?)?;
            add(&mut self.weight, fixed(weight)?)?;
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for (sum, states) in [&mut self.ranks, &mut self.weight].into_iter().zip(states) {
            for state in states.as_primitive::<Decimal256Type>().values() {
                add(sum, from_decimal(*state))?;
            }
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok([self.ranks, self.weight].map(|sum| ScalarValue::Decimal256(Some(to_decimal(sum)), 76, 0)).to_vec())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let mean = self.weight.is_positive().then(|| self.ranks.value() / self.weight.value());
        Ok(ScalarValue::Float64(mean))
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }
}
