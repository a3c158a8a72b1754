//! `percent(count, base [, decimals])`: the percentage as it is published.
//!
//! 100 * count / base, rounded as an exact fraction by the survey's declared mode: 14 of 80 is 17.5, and binary floating point
//! has no part in which way the tie goes. The decimals are the survey's where not given. The value is an exact decimal, so
//! that 18 is printed as `18`. Null where the count or the base is null, and where the base is 0. Counts are whole numbers:
//! a weighted percentage is no fraction of counts, and is refused.

use std::sync::{Arc, LazyLock};

use arrow::array::{AsArray, Decimal128Array};
use arrow::datatypes::{DataType, Field, FieldRef, Int64Type};
use datafusion::common::{Result, ScalarValue, exec_datafusion_err, exec_err, internal_err, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, Documentation, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility,
};
use topline_exact::{MAX_DECIMALS, RoundingMode, round_percentage};

use super::section::SECTION;

/// Digits of the value: those of 64 bits.
const PRECISION: u8 = 19;

static DOCUMENTATION: LazyLock<Documentation> = LazyLock::new(|| {
    Documentation::builder(
        SECTION,
        "The percentage as published: 100 * count / base, rounded as an exact fraction by the survey's declared mode. \
         Null where the count or the base is null, or the base is 0.",
        "percent(count, base [, decimals])",
    )
    .with_argument("count", "How many are counted: a whole number")
    .with_argument("base", "How many the percentage is out of: a whole number")
    .with_argument("decimals", "Decimals, written out, 0 to 15; those that the survey declares where not given")
    .build()
});

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct PercentFunction {
    rounding: RoundingMode,
    decimals: u8,
    signature: Signature,
}

impl PercentFunction {
    pub(super) fn new(declared: &topline_survey::Rounding) -> Self {
        Self {
            rounding: declared.mode,
            decimals: declared.decimals,
            signature: Signature::user_defined(Volatility::Immutable),
        }
    }
}

impl ScalarUDFImpl for PercentFunction {
    fn name(&self) -> &'static str {
        "percent"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arguments: &[DataType]) -> Result<Vec<DataType>> {
        if !(2..=3).contains(&arguments.len()) {
            return plan_err!("percent takes a count and a base, and decimals if wanted");
        }
        if let Some(other) = arguments.iter().find(|argument| !argument.is_integer() && !argument.is_null()) {
            return plan_err!(
                "percent takes whole counts, not {other}: it rounds an exact fraction; `round(100 * part / whole)` rounds others"
            );
        }
        Ok(vec![DataType::Int64; arguments.len()])
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        internal_err!("the type of percent depends on its decimals")
    }

    fn return_field_from_args(&self, arguments: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        let decimals = match arguments.scalar_arguments.get(2) {
            None => self.decimals,
            Some(Some(ScalarValue::Int64(Some(decimals)))) => u8::try_from(*decimals).unwrap_or(u8::MAX),
            Some(_) => return plan_err!("the decimals of percent are a whole number, written out"),
        };
        if decimals > MAX_DECIMALS {
            return plan_err!("percent rounds to 0 to {MAX_DECIMALS} decimals");
        }
        Ok(Arc::new(Field::new(self.name(), DataType::Decimal128(PRECISION, decimals as i8), true)))
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let &DataType::Decimal128(_, decimals) = arguments.return_field.data_type() else {
            return internal_err!("percent gives a decimal");
        };
        let [counts, bases, ..] = arguments.args.as_slice() else {
            return internal_err!("percent has two arguments");
        };
        let counts = counts.to_array(arguments.number_rows)?;
        let bases = bases.to_array(arguments.number_rows)?;
        let pairs = counts.as_primitive::<Int64Type>().iter().zip(bases.as_primitive::<Int64Type>());
        let percentages = pairs.map(|pair| match pair {
            (Some(count), Some(base)) => self.percent(count, base, decimals as u8),
            _ => Ok(None),
        });
        let percentages: Decimal128Array = percentages.collect::<Result<_>>()?;
        Ok(ColumnarValue::Array(Arc::new(percentages.with_precision_and_scale(PRECISION, decimals)?)))
    }

    fn documentation(&self) -> Option<&Documentation> {
        Some(&DOCUMENTATION)
    }
}

impl PercentFunction {
    fn percent(&self, count: i64, base: i64, decimals: u8) -> Result<Option<i128>> {
        let Ok(base) = u64::try_from(base) else {
            return exec_err!("percent of the base {base}: a base is not negative");
        };
        if base == 0 {
            return Ok(None);
        }
        let rounded = round_percentage(count, base, decimals, self.rounding)
            .map_err(|error| exec_datafusion_err!("failed to {error}"))?;
        Ok(Some(i128::from(rounded.units())))
    }
}
