//! Rows of a run, for every library that takes Arrow.

use arrow::array::{RecordBatch, RecordBatchIterator};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::ffi::FFI_ArrowSchema;
use arrow::ffi_stream::FFI_ArrowArrayStream;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

/// Rows and columns, shared with whoever takes them.
#[pyclass(frozen)]
pub(crate) struct Rows {
    pub schema: SchemaRef,
    pub batches: Vec<RecordBatch>,
}

#[pymethods]
impl Rows {
    /// The rows as a stream of Arrow's C interface.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // Whoever asks for other types has to convert: the interface allows it.
        drop(requested_schema);
        let batches = self.batches.clone().into_iter().map(Ok);
        let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(batches, self.schema.clone())));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    /// The columns and their types.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(failed)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The first rows as texts; None where there is no value.
    fn texts(&self, count: usize) -> PyResult<Vec<Vec<Option<String>>>> {
        let options = FormatOptions::new();
        let mut rows = Vec::new();
        for batch in &self.batches {
            let columns = batch.columns().iter();
            let columns = columns.map(|column| Ok((column, ArrayFormatter::try_new(column, &options)?)));
            let columns = columns.collect::<Result<Vec<_>, ArrowError>>().map_err(failed)?;
            for row in 0..batch.num_rows().min(count - rows.len()) {
                let cells =
                    columns.iter().map(|(column, cell)| column.is_valid(row).then(|| cell.value(row).to_string()));
                rows.push(cells.collect());
            }
        }
        Ok(rows)
    }
}

/// What Arrow cannot do.
fn failed(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}
