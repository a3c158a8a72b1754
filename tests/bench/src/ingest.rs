//! An export into `raw/`, `asked.parquet` and `answers.parquet`, as a run does it.

use std::error::Error;
use std::path::Path;
use std::str::FromStr;

use topline_ingest::open;
use topline_normalise::{Normaliser, answers};
use topline_plan::read_plan;
use topline_records::answers_schema;
use topline_store::{Busy, Keep, Ledger, PipelineMark, RunFolder, read_pipeline, stream_input};

/// How far to go; each includes those before, but `Normalise` writes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// Rows are read.
    Read,
    /// They become responses.
    Normalise,
    /// Rows are read and written.
    Raw,
    /// Rows and responses are written.
    Asked,
    /// The long form too.
    Answers,
}

impl FromStr for Step {
    type Err = String;

    fn from_str(step: &str) -> Result<Self, Self::Err> {
        match step {
            "read" => Ok(Self::Read),
            "normalise" => Ok(Self::Normalise),
            "raw" => Ok(Self::Raw),
            "asked" => Ok(Self::Asked),
            "answers" => Ok(Self::Answers),
            _ => Err(format!("`{step}` is none of read, raw, normalise, asked, answers")),
        }
    }
}

/// Does it; the outputs stand in `out/bench`.
pub(crate) fn ingest(folder: &Path, out: &Path, step: Step) -> Result<(), Box<dyn Error>> {
    let pipeline = read_pipeline(folder)?;
    let plan = read_plan(&pipeline.files).map_err(|problems| format!("{problems:?}"))?;
    let source = &plan.survey.source;
    let mut run =
        RunFolder::stage(out, &plan.survey.id, PipelineMark::of(folder, &pipeline.fingerprints), Busy::Refuse)?;
    let input = stream_input(folder, &source.path)?;
    let mut export = open(source, input.file)?;
    let mut normaliser = Normaliser::new(&plan);
    let mut raw = run.table("raw/export.parquet", &export.schema())?;
    let mut asked = run.table("asked.parquet", &normaliser.schema())?;
    let mut long = run.table("answers.parquet", &answers_schema())?;
    while let Some(batch) = export.next_batch()? {
        if !batch.findings.is_empty() {
            return Err(format!("findings: {:?}", batch.findings[0]).into());
        }
        if step >= Step::Raw {
            raw.write(&batch.batch)?;
        }
        if step == Step::Read || step == Step::Raw {
            continue;
        }
        let part = normaliser.batch(&batch.batch)?;
        if !part.findings.is_empty() {
            return Err(format!("findings: {:?}", part.findings[0]).into());
        }
        let Some(responses) = part.responses else { continue };
        if step >= Step::Asked {
            asked.write(&responses)?;
        }
        if step == Step::Answers {
            for answers in answers(&plan, &responses)? {
                long.write(&answers?)?;
            }
        }
    }
    run.finish_table("raw/export.parquet", raw)?;
    run.finish_table("asked.parquet", asked)?;
    run.finish_table("answers.parquet", long)?;
    let inputs = vec![input.fingerprint.finish()?];
    run.publish(Ledger { inputs, ..Ledger::default() }, Keep::Nothing)?;
    Ok(())
}
