//! Columns that a query gave, whole: as doubles, texts or codes.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::{cast, concat};
use arrow::datatypes::{DataType, Float64Type, Int32Type, UInt64Type};
use arrow::error::ArrowError;

/// Whole numbers below this one are doubles of their own.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

/// The rows of a query, column by column.
pub(crate) struct Columns {
    columns: Vec<ArrayRef>,
}

impl Columns {
    pub(crate) fn new(batches: &[RecordBatch]) -> Result<Self, ArrowError> {
        let width = batches.first().map_or(0, RecordBatch::num_columns);
        let whole = |column| {
            let parts: Vec<&dyn Array> = batches.iter().map(|batch| batch.column(column).as_ref()).collect();
            concat(&parts)
        };
        Ok(Self { columns: (0..width).map(whole).collect::<Result<_, _>>()? })
    }

    pub(crate) fn rows(&self) -> usize {
        self.columns.first().map_or(0, Array::len)
    }

    pub(crate) fn numbers(&self, column: usize) -> Result<Vec<Option<f64>>, ArrowError> {
        Ok(cast(&self.columns[column], &DataType::Float64)?.as_primitive::<Float64Type>().iter().collect())
    }

    pub(crate) fn whole_numbers(&self, column: usize) -> Result<Vec<Option<u64>>, ArrowError> {
        Ok(cast(&self.columns[column], &DataType::UInt64)?.as_primitive::<UInt64Type>().iter().collect())
    }

    /// The numbers of a column that has no others than 0, 1, 2 and so on, and no texts.
    pub(crate) fn natural_numbers(&self, column: usize) -> Result<Option<Vec<Option<u64>>>, ArrowError> {
        let column = &self.columns[column];
        if !column.data_type().is_numeric() {
            return Ok(None);
        }
        let numbers = cast(column, &DataType::Float64)?;
        let is_natural = |number: f64| number.fract() == 0.0 && (0.0..MOST_EXACT).contains(&number);
        let numbers = numbers.as_primitive::<Float64Type>();
        let all = numbers.iter().flatten().all(is_natural);
        Ok(all.then(|| numbers.iter().map(|number| number.map(|number| number as u64)).collect()))
    }

    pub(crate) fn codes(&self, column: usize) -> Result<Vec<Option<i32>>, ArrowError> {
        Ok(cast(&self.columns[column], &DataType::Int32)?.as_primitive::<Int32Type>().iter().collect())
    }

    pub(crate) fn texts(&self, column: usize) -> Result<Vec<Option<String>>, ArrowError> {
        let texts = cast(&self.columns[column], &DataType::Utf8)?;
        Ok(texts.as_string::<i32>().iter().map(|text| text.map(str::to_owned)).collect())
    }
}
