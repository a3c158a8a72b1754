//! The tables of a run that stands on the disk, for SQL.

use std::path::Path;

use topline_aggregate::Session;
use topline_store::run_path;

use crate::error::RunError;
use crate::load::Pipeline;
use crate::references::read_references;

/// Opens the last run of a pipeline: its tables, and the pipeline's reference tables.
pub async fn open_run(pipeline: &Pipeline, out: &Path) -> Result<Session, RunError> {
    let survey = &pipeline.plan.survey.id;
    let folder = run_path(out, survey);
    if !folder.join("run.json").is_file() {
        return Err(RunError::NoRun { survey: survey.clone(), path: folder });
    }
    let failed = |error| RunError::Aggregate { error, hint: None };
    let mut session = Session::new(&pipeline.plan);
    session.add_responses(&folder.join("responses.parquet")).await.map_err(failed)?;
    for table in ["answers", "questions", "options", "figures", "findings", "verdicts"] {
        session.add_parquet(table, &folder.join(format!("{table}.parquet"))).await.map_err(failed)?;
    }
    for table in ["weighting", "weighting_summary"].into_iter().filter(|_| pipeline.plan.survey.makes_weights()) {
        session.add_parquet(table, &folder.join(format!("{table}.parquet"))).await.map_err(failed)?;
    }
    for reference in read_references(pipeline)? {
        session.add_batch(&reference.name, reference.rows).map_err(failed)?;
    }
    Ok(session)
}
