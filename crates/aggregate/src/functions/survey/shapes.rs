//! The structs that estimates and tests give.

use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, ListArray, StringArray, StructArray};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, Fields};
use datafusion::common::{Result, ScalarValue};

use super::estimand::Estimand;

/// A value of a field.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Number(Option<f64>),
    Count(u64),
    Name(Option<String>),
}

/// The fields of what a function gives, in their order.
pub(super) fn fields(estimand: Estimand) -> Fields {
    let number = |name: &str| Field::new(name, DataType::Float64, true);
    let numbers = |names: &[&str]| names.iter().map(|name| number(name)).collect::<Vec<_>>();
    let count = Field::new("n", DataType::Int64, false);
    let interval = Field::new("interval", DataType::Utf8, true);
    let weighted = ["n_weighted", "n_effective"];
    let all: Vec<Field> = match estimand {
        Estimand::Mean
        | Estimand::Total
        | Estimand::Prop
        | Estimand::Ratio
        | Estimand::Quantile
        | Estimand::N
        | Estimand::Variance => {
            let estimate = numbers(&["estimate", "se", "low", "upp", "df", "deff"]);
            estimate.into_iter().chain([count]).chain(numbers(&weighted)).chain([interval]).collect()
        }
        Estimand::Ttest | Estimand::Difference | Estimand::Contrast => {
            let estimate = numbers(&["estimate", "se", "low", "upp", "t", "df", "p"]);
            estimate.into_iter().chain([count]).chain(numbers(&weighted)).collect()
        }
        Estimand::Covariance => {
            let groups = ["one", "other"].map(|name| Field::new(name, DataType::Utf8, true));
            groups.into_iter().chain(numbers(&["mean_one", "mean_other", "covariance", "correlation"])).collect()
        }
        Estimand::ChiSquare | Estimand::Rank => {
            numbers(&["statistic", "ndf", "ddf", "p"]).into_iter().chain([count]).collect()
        }
        Estimand::Fit => numbers(&["statistic", "scale", "df", "p"]).into_iter().chain([count]).collect(),
    };
    Fields::from(all)
}

/// The type of what a function gives.
pub(super) fn data_type(estimand: Estimand) -> DataType {
    let own = DataType::Struct(fields(estimand));
    if estimand == Estimand::Covariance { DataType::List(Arc::new(Field::new("item", own, true))) } else { own }
}

/// A struct with these values, in the order of its fields.
pub(super) fn filled(estimand: Estimand, values: Vec<Value>) -> Result<ScalarValue> {
    let arrays = values.into_iter().map(|value| of_rows(&[value])).collect();
    Ok(ScalarValue::Struct(Arc::new(StructArray::try_new(fields(estimand), arrays, None)?)))
}

/// A list of structs, of which each row has the values.
pub(super) fn listed(estimand: Estimand, rows: &[Vec<Value>]) -> Result<ScalarValue> {
    let fields = fields(estimand);
    let column = |place: usize| of_rows(&rows.iter().map(|row| row[place].clone()).collect::<Vec<_>>());
    let arrays = (0..fields.len()).map(|place| if rows.is_empty() { empty(&fields[place]) } else { column(place) });
    let structs = StructArray::try_new(fields.clone(), arrays.collect(), None)?;
    let item = Arc::new(Field::new("item", DataType::Struct(fields), true));
    let list = ListArray::try_new(item, OffsetBuffer::from_lengths([rows.len()]), Arc::new(structs), None)?;
    Ok(ScalarValue::List(Arc::new(list)))
}

fn empty(field: &Field) -> ArrayRef {
    arrow::array::new_empty_array(field.data_type())
}

fn of_rows(values: &[Value]) -> ArrayRef {
    let number = |value: &Value| match value {
        Value::Number(number) => *number,
        Value::Count(_) | Value::Name(_) => None,
    };
    let count = |value: &Value| match value {
        Value::Count(count) => *count as i64,
        Value::Number(_) | Value::Name(_) => 0,
    };
    let name = |value: &Value| match value {
        Value::Name(name) => name.clone(),
        Value::Number(_) | Value::Count(_) => None,
    };
    match values.first() {
        Some(Value::Count(_)) => Arc::new(values.iter().map(|value| Some(count(value))).collect::<Int64Array>()),
        Some(Value::Name(_)) => Arc::new(values.iter().map(name).collect::<StringArray>()),
        Some(Value::Number(_)) | None => Arc::new(values.iter().map(number).collect::<Float64Array>()),
    }
}
