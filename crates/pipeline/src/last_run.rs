//! The last run of a pipeline, and whether another one would come to the same.
//!
//! A run on the same inputs by the same program gives the same bytes, so that there is nothing to do where neither changed and
//! the outputs are all there. Inputs are compared by their SHA-256, whatever the times of the files say.

use std::fmt;
use std::path::{Path, PathBuf};

use topline_store::{Fingerprint, RunFolder, StandingRun, read_input, run_path};

use crate::error::RunError;
use crate::load::Pipeline;
use crate::open_run::standing_run;
use crate::program::{Program, program};
use crate::quality_checks::today;
use crate::source_files::source_fingerprints;

/// The last run of a pipeline.
#[derive(Debug, Clone)]
pub struct LastRun {
    /// Where its outputs are.
    pub path: PathBuf,
    /// Its ledger.
    pub ledger: StandingRun,
    /// What is no longer as it was then.
    pub changes: Vec<InputChange>,
}

impl LastRun {
    /// Whether it was not as its pipeline expects.
    #[must_use]
    pub fn falls_short(&self) -> bool {
        self.ledger.unexpected > 0 || self.ledger.checks.failed > 0
    }

    /// Whether another run would come to the same.
    #[must_use]
    pub fn is_up_to_date(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Why a run may come to something else than the last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputChange {
    /// An input holds something else.
    Changed(String),
    /// An input was not there.
    New(String),
    /// An input is no longer read.
    Gone(String),
    /// A check of freshness held, and may not hold today.
    Older,
    /// Another build of topline made the last run.
    Program,
    /// The pipeline was at another place.
    Moved(String),
    /// Among the outputs is a file that no run wrote.
    Foreign(String),
    /// One of the outputs is missing, or is no longer as it was written.
    Output(String),
}

impl fmt::Display for InputChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(name) => write!(f, "{name} changed"),
            Self::New(name) => write!(f, "{name} is new"),
            Self::Gone(name) => write!(f, "{name} is gone"),
            Self::Older => f.write_str("the export is older than a check allows"),
            Self::Program => f.write_str("topline is another build"),
            Self::Moved(path) => write!(f, "the pipeline was {path}"),
            Self::Foreign(path) => write!(f, "no run wrote {path}"),
            Self::Output(name) => write!(f, "the output {name} is not as it was written"),
        }
    }
}

/// The last run of a pipeline, where another one would come to the same and can be left out. What a killed run left beside its
/// outputs goes, as it would by another run.
pub fn up_to_date_run(pipeline: &Pipeline, out: &Path) -> Result<Option<LastRun>, RunError> {
    let last = last_run(pipeline, out)?.filter(LastRun::is_up_to_date);
    if last.is_some() {
        RunFolder::clear_killed(out, &pipeline.plan.survey.id).map_err(RunError::Store)?;
    }
    Ok(last)
}

/// The last run of a pipeline and what changed since; nothing where there is none. Fails where another pipeline made the outputs,
/// or an input cannot be read.
pub fn last_run(pipeline: &Pipeline, out: &Path) -> Result<Option<LastRun>, RunError> {
    let Some(ledger) = standing_run(pipeline, out)? else { return Ok(None) };
    let path = run_path(out, &pipeline.plan.survey.id);
    let mut changes = changed_inputs(&ledger.inputs, &current_inputs(pipeline)?);
    let made_by =
        Program { version: ledger.version.clone(), commit: ledger.commit.clone(), file: ledger.program_file.clone() };
    if made_by != program() {
        changes.push(InputChange::Program);
    }
    if ledger.checks.fresh_until.is_some_and(|last| today() > last) {
        changes.push(InputChange::Older);
    }
    let own = pipeline.mark().path;
    let moved = ledger.pipeline.as_ref().filter(|mark| mark.path != own);
    changes.extend(moved.map(|mark| InputChange::Moved(mark.path.clone())));
    let foreign = ledger.foreign_file(&path).map_err(RunError::Store)?;
    changes.extend(foreign.map(|path| InputChange::Foreign(path.display().to_string())));
    let damaged = ledger.damaged_output(&path).map_err(RunError::Store)?;
    changes.extend(damaged.map(|output| InputChange::Output(output.to_owned())));
    Ok(Some(LastRun { path, ledger, changes }))
}

/// The inputs of a pipeline as they are now, as its ledger would list them.
fn current_inputs(pipeline: &Pipeline) -> Result<Vec<Fingerprint>, RunError> {
    let plan = &pipeline.plan;
    let read = |path: &str| read_input(&pipeline.folder, path).map(|input| input.fingerprint).map_err(RunError::Store);
    let references = plan.survey.references.iter().map(|reference| read(&reference.path)).collect::<Result<_, _>>()?;
    let mut inputs = pipeline.fingerprints.inputs(source_fingerprints(pipeline)?, references);
    for expected in plan.claims.iter().filter_map(|claims| claims.expected.as_ref()) {
        inputs.push(read(&expected.path)?);
    }
    Ok(inputs)
}

/// What differs between the inputs of a run and those of now. A name that stands there twice is compared as often.
fn changed_inputs(then: &[Fingerprint], now: &[Fingerprint]) -> Vec<InputChange> {
    let mut changes: Vec<InputChange> = Vec::new();
    let mut note = |change: InputChange| {
        if !changes.contains(&change) {
            changes.push(change);
        }
    };
    for input in now {
        match then.iter().any(|known| known.name == input.name) {
            true if !then.contains(input) => note(InputChange::Changed(input.name.clone())),
            true => {}
            false => note(InputChange::New(input.name.clone())),
        }
    }
    for input in then.iter().filter(|input| !now.iter().any(|known| known.name == input.name)) {
        note(InputChange::Gone(input.name.clone()));
    }
    changes
}
