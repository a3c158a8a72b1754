//! A pipeline's folder into a checked plan.

use std::path::{Path, PathBuf};

use topline_claims::parse_stated;
use topline_plan::read_plan_with;
use topline_store::read_pipeline;
use topline_survey::{Plan, PlanFiles, PlanText};

use crate::error::RunError;
use crate::quotes::check_quotes;

/// A pipeline: where it stands, and its plan.
#[derive(Debug, Clone)]
pub struct Pipeline {
    /// Its folder.
    pub folder: PathBuf,
    /// Its plan.
    pub plan: Plan,
    /// The files that the plan was read from.
    pub(crate) files: PlanFiles,
    /// How its export is reconstructed, where it is.
    pub reconstruct: Option<PlanText>,
}

/// Reads and checks the pipeline in `folder`; every problem of its files at once where there are any.
pub fn load(folder: &Path) -> Result<Pipeline, RunError> {
    let files = read_pipeline(folder).map_err(RunError::Store)?;
    let wording = |words: &str| {
        parse_stated(words).map(|_| ()).map_err(|error| (format!("cannot judge: {error}"), error.hint().to_owned()))
    };
    let plan = read_plan_with(&files, &wording).map_err(RunError::Plan)?;
    check_quotes(folder, &plan.claims)?;
    let reconstruct = files.reconstruct.clone();
    Ok(Pipeline { folder: folder.to_owned(), plan, files, reconstruct })
}
