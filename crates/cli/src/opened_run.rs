//! The last run of a pipeline, open for queries.

use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use topline_pipeline::{Batches, Pipeline, RunError, Session, load, open_run, run_path};

use crate::error_report::ErrorReport;
use crate::failure::Failure;
use crate::found_pipelines::find;

/// A run whose tables can be asked.
#[derive(Debug)]
pub struct OpenedRun {
    pipeline: Pipeline,
    folder: PathBuf,
    session: Session,
}

impl OpenedRun {
    /// Opens the last run of a pipeline, a folder or a name below `pipelines`, whose outputs are below `out`.
    pub async fn open(pipeline: &Path, out: &Path) -> Result<Self, ErrorReport> {
        let opened = async {
            let pipeline = load(&find(pipeline)?)?;
            let session = open_run(&pipeline, out).await?;
            Ok::<_, Failure>(Self { folder: run_path(out, &pipeline.plan.survey.id), pipeline, session })
        };
        opened.await.map_err(|failure| failure.report(None))
    }

    /// The columns and rows of a query.
    pub async fn query(&self, sql: &str) -> Result<(SchemaRef, Vec<RecordBatch>), ErrorReport> {
        let rows = async {
            let mut rows = Batches::of(&self.session, sql).await?;
            let mut batches = Vec::new();
            while let Some(batch) = rows.next().await? {
                batches.push(batch);
            }
            Ok((rows.schema(), batches))
        };
        rows.await.map_err(|error| {
            let failed = RunError::Aggregate { hint: self.session.hint(&error), error };
            Failure::from(failed).report(Some(self.survey()))
        })
    }

    /// The survey.
    #[must_use]
    pub fn survey(&self) -> &str {
        &self.pipeline.plan.survey.id
    }

    /// The folder of its outputs.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}
