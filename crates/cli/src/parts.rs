//! `topline part` and `topline merge`: a run in parts.

use std::io::Write;
use std::process::ExitCode;

use tokio::runtime::Runtime;
use topline_pipeline::{PartStates, load, merge, write_part};

use crate::arguments::{MergeRequest, PartRequest};
use crate::bars::Bar;
use crate::batch::note_documents;
use crate::failure::Failure;
use crate::found_pipelines::find;
use crate::run_notes::exit;
use crate::summary;

/// Reads a part, and says where its state is.
pub(crate) fn part(
    engine: &Runtime,
    request: &PartRequest,
    is_quiet: bool,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let pipeline = load(&find(&request.pipeline)?)?;
    let bar = if is_quiet { Bar::hidden() } else { Bar::new() };
    let outcome = engine.block_on(write_part(&pipeline, request.part, &request.state, &bar));
    bar.clear();
    let outcome = outcome?;
    if !is_quiet {
        let (survey, number, rows) = (&outcome.survey, outcome.number, summary::number(outcome.rows, "row"));
        writeln!(out, "{survey}: part {number}, {rows}, in {}", outcome.state.display()).map_err(Failure::Output)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Merges parts, and says what they came to as of a run.
pub(crate) fn merge_all(
    engine: &Runtime,
    request: &MergeRequest,
    is_quiet: bool,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let pipeline = load(&find(&request.pipeline)?)?;
    let parts = PartStates::open(&pipeline, &request.states)?;
    note_documents(&pipeline)?;
    let bar = if is_quiet { Bar::hidden() } else { Bar::new() };
    let outcome = engine.block_on(merge(&pipeline, &parts, &request.out.out, request.publish.ending(), &bar));
    bar.clear();
    let outcome = outcome?;
    if !is_quiet || outcome.falls_short() {
        summary::write(&outcome, out).map_err(|source| Failure::unsaid(&outcome, source))?;
    }
    Ok(exit(outcome.falls_short()))
}
