//! The last run of a pipeline, asked in SQL.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;
use topline_cli::OpenedRun;

use crate::engine::wait_for;
use crate::labels::labelled;
use crate::rows::Rows;

/// A run that is open for queries. Several threads may ask at once.
#[pyclass(frozen)]
pub(crate) struct OpenRun(Arc<OpenedRun>);

/// Opens the last run of a pipeline: a folder, or a name below `pipelines`.
#[pyfunction]
pub(crate) fn open(py: Python<'_>, pipeline: PathBuf, out: PathBuf) -> PyResult<OpenRun> {
    let opened = wait_for(py, move || async move { OpenedRun::open(&pipeline, &out).await })?;
    Ok(OpenRun(Arc::new(opened)))
}

#[pymethods]
impl OpenRun {
    /// The rows of a query.
    fn sql(&self, py: Python<'_>, query: String) -> PyResult<Rows> {
        let run = self.0.clone();
        let (schema, batches) = wait_for(py, move || async move { run.query(&query).await })?;
        Ok(Rows { schema, batches })
    }

    /// The respondents, with the labels of options in place of their codes.
    fn responses(&self, py: Python<'_>) -> PyResult<Rows> {
        let run = self.0.clone();
        let (schema, batches) = wait_for(py, move || async move { labelled(&run).await })?;
        Ok(Rows { schema, batches })
    }

    /// The survey.
    #[getter]
    fn survey(&self) -> &str {
        self.0.survey()
    }

    /// The folder of the outputs.
    #[getter]
    fn folder(&self) -> PathBuf {
        self.0.folder().to_owned()
    }
}
