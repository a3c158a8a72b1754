//! One run: export to figures to verdicts to documents, all of it or nothing.

use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use arrow::array::RecordBatch;
use topline_publish::{Publication, document, group_reports};
use topline_records::{checks_batch, figures_batch, options_batch, questions_batch, verdicts_batch};
use topline_store::{
    Busy, CheckCount, Fingerprint, Ledger, PipelineMark, RunFolder, StandingRun, StoreError, read_input, run_path,
};
use topline_survey::{Accounting, Action, CheckResult, DocumentFormat, FindingKind, Ruling, Tabulation, Verdict};

use crate::archive::write_archive;
use crate::chosen_quotes::chosen_quotes;
use crate::completion::{complete, session_over};
use crate::disclosure::{disclosed_tables, figures_file};
use crate::ending::{Ending, Shortfall};
use crate::error::RunError;
use crate::export_rows::Findings;
use crate::load::Pipeline;
use crate::open_run::standing_run;
use crate::part_states::PartStates;
use crate::program::program;
use crate::progress::{Progress, Stage};
use crate::quality_checks::{Checked, Judged, check_quality};
use crate::read_export::{ReadExport, read_export};
use crate::read_parts::read_parts;
use crate::references::{ReferenceTable, read_references};
use crate::rehearse::rehearse_over;
use crate::run_changes::{RunChanges, run_changes};
use crate::stage_meter::StageMeter;
use crate::stored_answers::StoredAnswers;
use crate::stored_run::{COMPARED, stored_tables};
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
    /// Whether the checks of the survey hold.
    pub checks: Vec<CheckResult>,
    /// What changed from the last run; nothing where there was none that can be read, or the outputs are thrown away.
    pub changes: Option<RunChanges>,
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

    /// Whether it is not as its pipeline expects: in a verdict, or in a check that is no warning.
    #[must_use]
    pub fn falls_short(&self) -> bool {
        self.unexpected().next().is_some() || self.checks.iter().any(CheckResult::is_short)
    }
}

/// Runs a pipeline; its outputs stand in a folder of its own under `out`.
pub async fn run(
    pipeline: &Pipeline,
    out: &Path,
    ending: Ending,
    progress: &dyn Progress,
) -> Result<Outcome, RunError> {
    run_from(pipeline, Origin::Export, out, ending, progress).await
}

/// The same of an export that others have read in parts.
pub async fn merge(
    pipeline: &Pipeline,
    parts: &PartStates,
    out: &Path,
    ending: Ending,
    progress: &dyn Progress,
) -> Result<Outcome, RunError> {
    run_from(pipeline, Origin::Parts(parts), out, ending, progress).await
}

/// Where the rows of a run come from.
#[derive(Clone, Copy)]
enum Origin<'o> {
    Export,
    Parts(&'o PartStates),
}

async fn run_from(
    pipeline: &Pipeline,
    origin: Origin<'_>,
    out: &Path,
    ending: Ending,
    progress: &dyn Progress,
) -> Result<Outcome, RunError> {
    let began = (SystemTime::now(), Instant::now());
    let (plan, survey) = (&pipeline.plan, &pipeline.plan.survey);
    let mut meter = StageMeter::new(&survey.id, progress);
    // What is wrong with the SQL is told before a long export is read.
    let references = read_references(pipeline)?;
    rehearse_over(pipeline, &references).await?;
    let earlier = earlier_release(pipeline)?;
    let mut folder = begin(pipeline, out, ending, &mut meter)?;

    meter.begin(Stage::Normalise);
    let (export, mut findings) = read(pipeline, origin, &mut folder, progress, ending)?;
    meter.end(export.accounting.read);
    meter.begin(Stage::Derive);
    let weighting = complete(pipeline, &mut folder, &references, &mut findings, ending).await?;
    findings.check(plan)?;
    let findings = findings.finish(&mut folder)?;
    write_codebook(pipeline, &mut folder)?;
    meter.end(export.accounting.respondents);
    let quotes = chosen_quotes(pipeline, &folder.path("responses.parquet"))?;
    meter.begin(Stage::Aggregate);
    let tables = tabulate(pipeline, &folder, &references).await?;
    meter.end(tables.iter().map(|table| table.figures().count() as u64).sum());

    meter.begin(Stage::Verify);
    let (verdicts, expected) = judge_documents(pipeline, &tables)?;
    meter.end(verdicts.len() as u64);
    let mut checked = Checked::default();
    if ending.publishes() {
        meter.begin(Stage::Check);
        let judged = Judged { accounting: &export.accounting, tables: &tables, verdicts: &verdicts };
        checked = check_quality(pipeline, out, &folder, &references, &judged).await?;
        meter.end(checked.results.len() as u64);
        meter.begin(Stage::Publish);
        let publication = Publication {
            plan,
            tables: &tables,
            quotes: &quotes,
            accounting: &export.accounting,
            findings: &findings,
            weighting: weighting.as_ref(),
            verdicts: &verdicts,
            checks: &checked.results,
        };
        write_figures(&mut folder, &publication)?;
        meter.end(tables.len() as u64);
    }

    let mut outcome = Outcome {
        survey: survey.id.clone(),
        title: survey.title.clone(),
        reconstructed: survey.reconstructed,
        accounting: export.accounting,
        findings,
        tables,
        verdicts,
        checks: checked.results,
        changes: None,
        path: None,
    };
    if let Ending::Publish(request) = ending {
        outcome.changes = changes_since(&run_path(out, &survey.id), &folder, &outcome);
        if request.shortfall == Shortfall::Published || !outcome.falls_short() {
            let references = references.into_iter().map(|reference| reference.fingerprint).collect();
            let mut inputs = pipeline.fingerprints.inputs(export.fingerprints, references);
            inputs.extend(expected.into_iter().chain(earlier));
            let mut ledger = ledger(&outcome, inputs, began);
            ledger.checks.fresh_until = checked.fresh_until;
            outcome.path = Some(folder.publish(ledger, request.keep).map_err(RunError::Store)?);
        }
    }
    log_outcome(&outcome, began.1);
    Ok(outcome)
}

/// The earlier release that this one is told from, as it is on the disk.
fn earlier_release(pipeline: &Pipeline) -> Result<Option<Fingerprint>, RunError> {
    let Some(against) = &pipeline.plan.survey.disclosure.against else { return Ok(None) };
    let input = read_input(&pipeline.folder, &figures_file(against)).map_err(RunError::Store)?;
    Ok(Some(input.fingerprint))
}

/// Reads the export into responses and findings. Fails where too much of it cannot be read.
fn read(
    pipeline: &Pipeline,
    origin: Origin<'_>,
    folder: &mut RunFolder,
    progress: &dyn Progress,
    ending: Ending,
) -> Result<(ReadExport, Findings), RunError> {
    let mut findings = Findings::create(folder)?;
    let export = match origin {
        Origin::Export => read_export(pipeline, folder, &mut findings, progress, ending)?,
        Origin::Parts(parts) => read_parts(pipeline, parts, folder, &mut findings, progress, ending)?,
    };
    findings.check(&pipeline.plan)?;
    findings.check_quarantined(&pipeline.plan, &export.accounting)?;
    if export.accounting.respondents == 0 {
        return Err(RunError::NoResponses { rows: export.accounting.read });
    }
    Ok((export, findings))
}

/// Writes the codebook as tables.
fn write_codebook(pipeline: &Pipeline, folder: &mut RunFolder) -> Result<(), RunError> {
    let codebook = &pipeline.plan.codebook;
    let questions = questions_batch(codebook).map_err(RunError::Records)?;
    folder.write_table("questions.parquet", &questions).map_err(RunError::Store)?;
    let options = options_batch(codebook).map_err(RunError::Records)?;
    folder.write_table("options.parquet", &options).map_err(RunError::Store)
}

/// What changed from the last run. Where that cannot be read, by another version for example, nothing is said.
fn changes_since(last: &Path, folder: &RunFolder, outcome: &Outcome) -> Option<RunChanges> {
    let ledger = StandingRun::read(last).ok().flatten()?;
    let respondents = ledger.rows.respondents;
    if respondents == outcome.accounting.respondents && COMPARED.into_iter().all(|table| folder.repeats(&ledger, table))
    {
        return Some(RunChanges::default());
    }
    let last = stored_tables(last, respondents).ok()?;
    let now = stored_tables(&folder.path(""), outcome.accounting.respondents).ok()?;
    Some(run_changes(&last, &now))
}

/// Logs what a run came to.
fn log_outcome(outcome: &Outcome, began: Instant) {
    let survey = outcome.survey.as_str();
    for (kind, action, count) in &outcome.findings {
        tracing::info!(survey, kind = kind.as_str(), action = action.as_str(), count, "findings");
    }
    for (ruling, count) in outcome.rulings() {
        tracing::info!(survey, ruling = ruling.as_str(), count, "verdicts");
    }
    tracing::info!(
        survey,
        outputs = outcome.path.as_ref().map(|path| path.display().to_string()),
        unexpected = outcome.unexpected().count(),
        seconds = began.elapsed().as_secs_f64(),
        "run ended"
    );
}

/// Writes the results of checks, where there are any.
fn write_checks(checks: &[CheckResult], folder: &mut RunFolder) -> Result<(), RunError> {
    if checks.is_empty() {
        return Ok(());
    }
    for check in checks.iter().filter(|check| !check.passed) {
        let (found, expected) = (check.found.as_str(), check.expected.as_str());
        tracing::warn!(check = check.name, severity = check.severity.as_str(), found, expected, "check failed");
    }
    let batch = checks_batch(checks).map_err(RunError::Records)?;
    folder.write_table("checks.parquet", &batch).map_err(RunError::Store)
}

fn begin(pipeline: &Pipeline, out: &Path, ending: Ending, meter: &mut StageMeter<'_>) -> Result<RunFolder, RunError> {
    let id = &pipeline.plan.survey.id;
    let Ending::Publish(publishing) = ending else {
        // Verdicts are of the figures that a reader finds in the outputs, where there are any.
        standing_run(pipeline, out)?;
        return RunFolder::scratch(out, id).map_err(RunError::Store);
    };
    match RunFolder::stage(out, id, pipeline.mark(), Busy::Refuse) {
        Err(StoreError::Busy { .. }) if publishing.busy == Busy::Wait => {
            meter.begin(Stage::Wait);
            let folder = RunFolder::stage(out, id, pipeline.mark(), Busy::Wait).map_err(RunError::Store)?;
            meter.end(0);
            Ok(folder)
        }
        folder => folder.map_err(RunError::Store),
    }
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
    Ok(disclosed_tables(&session, &pipeline.plan, &pipeline.folder).await?.tables)
}

/// Writes figures whole and table by table, verdicts, the results of checks, the documents, and the responses for archives.
fn write_figures(folder: &mut RunFolder, publication: &Publication<'_>) -> Result<(), RunError> {
    let survey = &publication.plan.survey;
    let batch = figures_batch(survey, publication.tables).map_err(RunError::Records)?;
    folder.write_table("figures.parquet", &batch).map_err(RunError::Store)?;
    let formats = survey.publishing.formats();
    if formats.contains(&DocumentFormat::Parquet) {
        write_tables(publication.tables, &batch, folder)?;
    }
    let batch = verdicts_batch(publication.verdicts).map_err(RunError::Records)?;
    folder.write_table("verdicts.parquet", &batch).map_err(RunError::Store)?;
    write_checks(publication.checks, folder)?;
    for document in formats.iter().filter_map(|format| document(*format)) {
        for file in document.files(publication).map_err(RunError::Document)? {
            folder.write(&file.name, &file.bytes).map_err(RunError::Store)?;
        }
    }
    for file in group_reports(publication) {
        folder.write(&file.name, &file.bytes).map_err(RunError::Store)?;
    }
    write_archive(publication.plan, &formats, folder)
}

/// Writes the figures of each table that has any as a table of its own.
fn write_tables(tables: &[Tabulation], figures: &RecordBatch, folder: &mut RunFolder) -> Result<(), RunError> {
    let mut start = 0;
    for table in tables {
        let size = table.figures().count();
        if size > 0 {
            let name = format!("tables/{}.parquet", table.id);
            folder.write_table(&name, &figures.slice(start, size)).map_err(RunError::Store)?;
        }
        start += size;
    }
    Ok(())
}

fn ledger(outcome: &Outcome, inputs: Vec<Fingerprint>, began: (SystemTime, Instant)) -> Ledger {
    let program = program();
    Ledger {
        survey: outcome.survey.clone(),
        version: program.version,
        commit: program.commit,
        program_file: program.file,
        pipeline: PipelineMark::default(),
        reconstructed: outcome.reconstructed,
        started: began.0.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()),
        milliseconds: began.1.elapsed().as_millis() as u64,
        rows: outcome.accounting.clone(),
        verdicts: outcome.rulings().into_iter().map(|(ruling, count)| (ruling.as_str().to_owned(), count)).collect(),
        unexpected: outcome.unexpected().count() as u64,
        checks: CheckCount {
            failed: outcome.checks.iter().filter(|check| check.is_short()).count() as u64,
            warned: outcome.checks.iter().filter(|check| !check.passed && !check.is_short()).count() as u64,
            fresh_until: None,
        },
        inputs,
        outputs: Vec::new(),
    }
}
