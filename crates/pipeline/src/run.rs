//! One run: export to figures to verdicts to documents, all of it or nothing.

use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use topline_aggregate::tabulations;
use topline_publish::{Publication, document};
use topline_records::{figures_batch, options_batch, questions_batch, verdicts_batch};
use topline_store::{Fingerprint, Ledger, PipelineMark, RunFolder};
use topline_survey::{Accounting, Action, FindingKind, Ruling, Tabulation, Verdict};

use crate::archive::write_archive;
use crate::completion::{complete, session_over};
use crate::ending::Ending;
use crate::error::RunError;
use crate::export_rows::Findings;
use crate::load::Pipeline;
use crate::open_run::standing_run;
use crate::program::program;
use crate::progress::{Progress, Stage};
use crate::read_export::read_export;
use crate::references::{ReferenceTable, read_references};
use crate::rehearse::rehearse_over;
use crate::stored_answers::StoredAnswers;
use crate::verdicts::judge_documents;

/// What a run came to.
#[derive(Debug)]
pub struct Outcome {
    /// The survey.
    pub survey: String,
    /// Its title.
    pub title: String,
    /// Whether its export was reconstructed from published figures.
    pub reconstructed: bool,
    /// Where the rows of the export went.
    pub accounting: Accounting,
    /// The findings, counted by kind and by what was done.
    pub findings: Vec<(FindingKind, Action, u64)>,
    /// The tables.
    pub tables: Vec<Tabulation>,
    /// The verdicts.
    pub verdicts: Vec<Verdict>,
    /// Where the outputs stand, if they were published.
    pub path: Option<PathBuf>,
}

impl Outcome {
    /// How many verdicts there are of each kind, kinds without one left out.
    #[must_use]
    pub fn rulings(&self) -> Vec<(Ruling, u64)> {
        let count = |ruling| self.verdicts.iter().filter(|verdict| verdict.ruling == ruling).count() as u64;
        Ruling::ALL.into_iter().map(|ruling| (ruling, count(ruling))).filter(|(_, count)| *count > 0).collect()
    }

    /// The verdicts that are not as the pipeline expects.
    pub fn unexpected(&self) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter().filter(|verdict| !verdict.is_as_expected())
    }
}

/// Runs a pipeline; its outputs stand in a folder of its own under `out`.
pub async fn run(
    pipeline: &Pipeline,
    out: &Path,
    ending: Ending,
    progress: &dyn Progress,
) -> Result<Outcome, RunError> {
    let began = (SystemTime::now(), Instant::now());
    let plan = &pipeline.plan;
    let survey = &plan.survey;
    let id = survey.id.as_str();
    // What is wrong with the SQL is told before a long export is read.
    let references = read_references(pipeline)?;
    rehearse_over(pipeline, &references).await?;
    let mut folder = begin(pipeline, out, ending)?;

    progress.begin(id, Stage::Normalise);
    let mut findings = Findings::create(&folder)?;
    let export = read_export(pipeline, &mut folder, &mut findings, progress, ending)?;
    findings.check(plan)?;
    findings.check_quarantined(plan, &export.accounting)?;
    if export.accounting.respondents == 0 {
        return Err(RunError::NoResponses { rows: export.accounting.read });
    }

    progress.begin(id, Stage::Derive);
    let weighting = complete(pipeline, &mut folder, &references, &mut findings, ending).await?;
    findings.check(plan)?;
    let findings = findings.finish(&mut folder)?;
    let questions = questions_batch(&plan.codebook).map_err(RunError::Records)?;
    folder.write_table("questions.parquet", &questions).map_err(RunError::Store)?;
    let options = options_batch(&plan.codebook).map_err(RunError::Records)?;
    folder.write_table("options.parquet", &options).map_err(RunError::Store)?;

    progress.begin(id, Stage::Aggregate);
    let tables = tabulate(pipeline, &folder, &references).await?;

    progress.begin(id, Stage::Verify);
    let (verdicts, expected) = judge_documents(pipeline, &tables)?;
    if ending.publishes() {
        progress.begin(id, Stage::Publish);
        let publication = Publication {
            plan,
            tables: &tables,
            accounting: &export.accounting,
            findings: &findings,
            weighting: weighting.as_ref(),
            verdicts: &verdicts,
        };
        write_figures(&mut folder, &publication)?;
    }

    let mut outcome = Outcome {
        survey: id.to_owned(),
        title: survey.title.clone(),
        reconstructed: survey.reconstructed,
        accounting: export.accounting,
        findings,
        tables,
        verdicts,
        path: None,
    };
    if let Ending::Publish(keep) = ending {
        let references = references.into_iter().map(|reference| reference.fingerprint).collect();
        let mut inputs = pipeline.fingerprints.inputs(export.fingerprints, references);
        inputs.extend(expected);
        let mut ledger = ledger(&outcome, inputs);
        ledger.started = began.0.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        ledger.milliseconds = began.1.elapsed().as_millis() as u64;
        outcome.path = Some(folder.publish(ledger, keep).map_err(RunError::Store)?);
    }
    Ok(outcome)
}

fn begin(pipeline: &Pipeline, out: &Path, ending: Ending) -> Result<RunFolder, RunError> {
    let id = &pipeline.plan.survey.id;
    let folder = match ending {
        Ending::Publish(_) => RunFolder::stage(out, id, &pipeline.folder, &pipeline.fingerprints.files),
        Ending::Discard => {
            // Verdicts are of the figures that a reader finds in the outputs, where there are any.
            standing_run(pipeline, out)?;
            RunFolder::scratch(out, id)
        }
    };
    folder.map_err(RunError::Store)
}

/// Makes the tables.
async fn tabulate(
    pipeline: &Pipeline,
    folder: &RunFolder,
    references: &[ReferenceTable],
) -> Result<Vec<Tabulation>, RunError> {
    let responses = folder.path("responses.parquet");
    let mut session = session_over(pipeline, &responses, references).await?;
    let failed = |error| RunError::Aggregate { error, hint: None };
    session.add_answers(StoredAnswers::of(&pipeline.plan, &responses)).map_err(failed)?;
    for table in ["questions", "options", "findings"] {
        session.add_parquet(table, &folder.path(&format!("{table}.parquet"))).await.map_err(failed)?;
    }
    match tabulations(&session, &pipeline.plan).await {
        Ok(tables) => Ok(tables),
        Err(error) => Err(RunError::Aggregate { hint: session.hint(&error), error }),
    }
}

/// Writes figures whole and table by table, verdicts, the documents, and the responses for archives.
fn write_figures(folder: &mut RunFolder, publication: &Publication<'_>) -> Result<(), RunError> {
    let survey = &publication.plan.survey;
    let batch = figures_batch(survey, publication.tables).map_err(RunError::Records)?;
    folder.write_table("figures.parquet", &batch).map_err(RunError::Store)?;
    let mut start = 0;
    for table in publication.tables {
        let (id, size) = (&table.id, table.figures().count());
        if size == 0 {
            continue;
        }
        folder.write_table(&format!("tables/{id}.parquet"), &batch.slice(start, size)).map_err(RunError::Store)?;
        start += size;
    }
    let batch = verdicts_batch(publication.verdicts).map_err(RunError::Records)?;
    folder.write_table("verdicts.parquet", &batch).map_err(RunError::Store)?;
    let formats = survey.publishing.formats();
    for document in formats.iter().filter_map(|format| document(*format)) {
        for file in document.files(publication).map_err(RunError::Document)? {
            folder.write(&file.name, &file.bytes).map_err(RunError::Store)?;
        }
    }
    write_archive(publication.plan, &formats, folder)
}

fn ledger(outcome: &Outcome, inputs: Vec<Fingerprint>) -> Ledger {
    let program = program();
    Ledger {
        survey: outcome.survey.clone(),
        version: program.version,
        commit: program.commit,
        program_file: program.file,
        pipeline: PipelineMark::default(),
        reconstructed: outcome.reconstructed,
        started: 0,
        milliseconds: 0,
        rows: outcome.accounting.clone(),
        verdicts: outcome.rulings().into_iter().map(|(ruling, count)| (ruling.as_str().to_owned(), count)).collect(),
        unexpected: outcome.unexpected().count() as u64,
        inputs,
        outputs: Vec::new(),
    }
}
