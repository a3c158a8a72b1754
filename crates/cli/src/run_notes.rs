//! What is said of a run whose outputs are older than its pipeline, and the exit code of a command that fell short.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use topline_pipeline::{Pipeline, changed_since_run};

use crate::failure::Failure;

/// Says on standard error where the outputs are older than the pipeline.
pub(crate) fn note_changes(pipeline: &Pipeline, out: &Path) -> Result<(), Failure> {
    let changed = changed_since_run(pipeline, out)?;
    if !changed.is_empty() {
        let survey = &pipeline.plan.survey.id;
        // A note that nobody can read is no failure.
        let _ = writeln!(
            io::stderr(),
            "note: {} changed since the last run of `{survey}`: run it again for outputs that fit",
            changed.join(" and ")
        );
    }
    Ok(())
}

/// The exit code: 1 where what was asked for falls short.
pub(crate) fn exit(short: bool) -> ExitCode {
    if short { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
