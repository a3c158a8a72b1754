//! Columns that a query gave, whole: as doubles, texts or codes.

use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int32Type, UInt64Type};
use arrow::error::ArrowError;

/// Whole numbers below this one are doubles of their own.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

/// The rows of a query, column by column, each in the parts in which it came.
pub(crate) struct Columns {
    rows: usize,
    columns: Vec<Vec<ArrayRef>>,
}

impl Columns {
    pub(crate) fn new(batches: &[RecordBatch]) -> Self {
        let width = batches.first().map_or(0, RecordBatch::num_columns);
        let column = |column| batches.iter().map(|batch| batch.column(column).clone()).collect();
        Self { rows: batches.iter().map(RecordBatch::num_rows).sum(), columns: (0..width).map(column).collect() }
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Frees a column that is not read again.
    pub(crate) fn release(&mut self, column: usize) {
        self.columns[column] = Vec::new();
    }

    pub(crate) fn numbers(&self, column: usize) -> Result<Vec<Option<f64>>, ArrowError> {
        self.values::<Float64Type, _>(column, |number| number)
    }

    pub(crate) fn whole_numbers(&self, column: usize) -> Result<Vec<Option<u64>>, ArrowError> {
        self.values::<UInt64Type, _>(column, |number| number)
    }

    /// The numbers of a column that has no others than 0, 1, 2 and so on, and no texts.
    pub(crate) fn natural_numbers(&self, column: usize) -> Result<Option<Vec<Option<u64>>>, ArrowError> {
        if !self.columns[column].iter().all(|part| part.data_type().is_numeric()) {
            return Ok(None);
        }
        let is_natural = |number: f64| number.fract() == 0.0 && (0.0..MOST_EXACT).contains(&number);
        let mut all = true;
        let numbers = self.values::<Float64Type, _>(column, |number| {
            all &= is_natural(number);
            number as u64
        })?;
        Ok(all.then_some(numbers))
    }

    pub(crate) fn codes(&self, column: usize) -> Result<Vec<Option<i32>>, ArrowError> {
        self.values::<Int32Type, _>(column, |code| code)
    }

    pub(crate) fn texts(&self, column: usize) -> Result<Vec<Option<String>>, ArrowError> {
        let mut texts = Vec::with_capacity(self.rows);
        for part in &self.columns[column] {
            let part = cast(part, &DataType::Utf8)?;
            texts.extend(part.as_string::<i32>().iter().map(|text| text.map(str::to_owned)));
        }
        Ok(texts)
    }

    fn values<P: ArrowPrimitiveType, T>(
        &self,
        column: usize,
        mut value: impl FnMut(P::Native) -> T,
    ) -> Result<Vec<Option<T>>, ArrowError> {
        let mut values = Vec::with_capacity(self.rows);
        for part in &self.columns[column] {
            let part = cast(part, &P::DATA_TYPE)?;
            values.extend(part.as_primitive::<P>().iter().map(|own| own.map(&mut value)));
        }
        Ok(values)
    }
}
