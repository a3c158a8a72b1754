//! Two runs of one survey, found on the disk and compared.

use std::path::{Path, PathBuf};

use topline_store::{KeptRun, kept_runs, run_path};

use crate::error::RunError;
use crate::load::Pipeline;
use crate::open_run::standing_run;
use crate::run_changes::{RunChanges, run_changes};
use crate::stored_run::stored_run;

/// Compares what the runs in two folders published.
pub fn compare_runs(before: &Path, after: &Path) -> Result<RunChanges, RunError> {
    let read = |folder: &Path| stored_run(folder)?.ok_or_else(|| RunError::NoRunThere { path: folder.to_owned() });
    Ok(run_changes(&read(before)?, &read(after)?))
}

/// The folder of the last run of a pipeline.
pub fn last_run_folder(pipeline: &Pipeline, out: &Path) -> Result<PathBuf, RunError> {
    let survey = &pipeline.plan.survey.id;
    let path = run_path(out, survey);
    match standing_run(pipeline, out)? {
        Some(_) => Ok(path),
        None => Err(RunError::NoRun { survey: survey.clone(), path }),
    }
}

/// The folder of an earlier run of a pipeline that is kept: the latest, or the one whose name begins so.
pub fn kept_run_folder(pipeline: &Pipeline, out: &Path, name: Option<&str>) -> Result<PathBuf, RunError> {
    let survey = &pipeline.plan.survey.id;
    let kept = kept_runs(out, survey).map_err(RunError::Store)?;
    let found = match name {
        None => kept.last(),
        Some(name) => kept.iter().rfind(|run| run.name.starts_with(name)),
    };
    match found {
        Some(KeptRun { path, .. }) => Ok(path.clone()),
        None => Err(RunError::NotKept {
            survey: survey.clone(),
            run: name.map(str::to_owned),
            kept: kept.into_iter().map(|run| run.name).collect(),
        }),
    }
}
