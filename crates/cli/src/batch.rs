//! Several pipelines, one after the other. What is wrong with one does not keep the others from their runs.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use miette::Diagnostic as _;
use topline_pipeline::{Ending, MissingDocument, Outcome, Pipeline, RunError, load, rehearse, run};
use topline_survey::{DisclosureStandard, Survey};

use crate::arguments::{Format, Pipelines};
use crate::bars::Bar;
use crate::failure::{Failure, tell_note};
use crate::found_pipelines::named_or_all;
use crate::{sarif, verdict_list};

/// What became of the pipelines so far.
pub(crate) struct Batch {
    is_of_several: bool,
    /// The worst exit code: 0, 1 where one falls short, 2 where one could not run.
    worst: u8,
}

impl Batch {
    pub(crate) fn new(pipelines: &[Candidate]) -> Self {
        Self { is_of_several: pipelines.len() > 1, worst: 0 }
    }

    /// Takes note of what became of the pipeline called `name`; says what failed. Nothing where it failed.
    pub(crate) fn note<T>(&mut self, name: &str, result: Result<T, Failure>) -> Result<Option<T>, Failure> {
        match result {
            Ok(value) => Ok(Some(value)),
            // Nobody reads what the others would say, or it cannot be written.
            Err(failure @ (Failure::Output(_) | Failure::PublishedUnsaid { .. })) => Err(failure),
            Err(failure) => {
                self.worst = 2;
                failure.tell(self.is_of_several.then_some(name));
                Ok(None)
            }
        }
    }

    fn fall_short(&mut self) {
        self.worst = self.worst.max(1);
    }

    /// The exit code for what became of them.
    pub(crate) fn code(&self) -> ExitCode {
        ExitCode::from(self.worst)
    }
}

/// A pipeline that is named, and whether it can be read.
pub(crate) struct Candidate {
    /// What it is called in messages: its survey, or its folder.
    pub name: String,
    pub folder: PathBuf,
    pub pipeline: Result<Pipeline, Failure>,
}

/// Checks the files of the pipelines.
pub(crate) async fn check_all(pipelines: &[PathBuf], out: &mut impl Write) -> Result<ExitCode, Failure> {
    let candidates = load_all(pipelines)?;
    let mut batch = Batch::new(&candidates);
    for Candidate { name, pipeline, .. } in candidates {
        let Some(pipeline) = batch.note(&name, pipeline)? else { continue };
        let checked = rehearse(&pipeline).await.and_then(|()| documents_there(&pipeline)).map_err(Failure::from);
        if batch.note(&name, checked)?.is_none() {
            continue;
        }
        let warnings = pipeline.warnings();
        let plan = pipeline.plan;
        let claims: usize = plan.claims.iter().map(|document| document.claims.len()).sum();
        writeln!(
            out,
            "{}: good ({} questions, {} tables, {} queries, {} headlines, {claims} claims)",
            plan.survey.id,
            plan.codebook.questions.len(),
            plan.tables.len(),
            plan.figures.len(),
            plan.headlines.len(),
        )
        .map_err(Failure::Output)?;
        if let Some(line) = method_line(&plan.survey) {
            writeln!(out, "{line}").map_err(Failure::Output)?;
        }
        for warning in warnings {
            let hint = warning.help().map(|hint| format!(": {hint}")).unwrap_or_default();
            writeln!(out, "  warning: {}: {warning}{hint}", warning.place()).map_err(Failure::Output)?;
        }
    }
    Ok(batch.code())
}

/// What a method statement lacks, in a line.
fn method_line(survey: &Survey) -> Option<String> {
    let gaps = survey.method_gaps();
    let missing = |standard: DisclosureStandard| {
        let keys: Vec<&str> = gaps.iter().filter(|gap| gap.standards.contains(&standard)).map(|gap| gap.key).collect();
        (!keys.is_empty()).then(|| format!("{} asks for {}", standard.as_str(), keys.join(", ")))
    };
    let told = [DisclosureStandard::BritishPollingCouncil, DisclosureStandard::Aapor].into_iter().filter_map(missing);
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| format!("  method statement: {}", told.join("; ")))
}

/// Says of each claim what the data say.
pub(crate) async fn verify_all(
    pipelines: &Pipelines,
    sarif_file: Option<&Path>,
    format: Format,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let candidates = load_all(&pipelines.pipelines)?;
    let mut batch = Batch::new(&candidates);
    let mut verified = Vec::new();
    for Candidate { name, pipeline, .. } in candidates {
        let Some(pipeline) = batch.note(&name, pipeline)? else { continue };
        if batch.note(&name, note_documents(&pipeline))?.is_none() {
            continue;
        }
        let bar = Bar::new();
        let outcome = run(&pipeline, &pipelines.out.out, Ending::Discard, &bar).await;
        bar.clear();
        let Some(outcome) = batch.note(&name, outcome.map_err(Failure::from))? else { continue };
        if outcome.unexpected().next().is_some() {
            batch.fall_short();
        }
        verified.push((pipeline, outcome));
    }
    if let Some(file) = sarif_file {
        sarif::write(file, &verified)?;
    }
    let outcomes: Vec<Outcome> = verified.into_iter().map(|(_, outcome)| outcome).collect();
    if !outcomes.is_empty() {
        verdict_list::write(&outcomes, format, out)?;
    }
    Ok(batch.code())
}

/// Fails where the text of a document is not there.
fn documents_there(pipeline: &Pipeline) -> Result<(), RunError> {
    let missing = pipeline.missing_documents.clone();
    if missing.is_empty() { Ok(()) } else { Err(RunError::NoDocument { missing }) }
}

/// Says on standard error which documents are not there; fails in continuous integration, where nobody would read that.
pub(crate) fn note_documents(pipeline: &Pipeline) -> Result<(), Failure> {
    if std::env::var_os("CI").is_some() {
        return documents_there(pipeline).map_err(Failure::from);
    }
    for MissingDocument { document, path } in &pipeline.missing_documents {
        let survey = &pipeline.plan.survey.id;
        tell_note(survey, &format!("quotes of `{document}` are not looked up: its text is not at {path}"));
    }
    Ok(())
}

/// The pipelines that are named, or all. Of two with the same outputs neither can be run.
pub(crate) fn load_all(named: &[PathBuf]) -> Result<Vec<Candidate>, Failure> {
    let folders = named_or_all(named)?;
    let mut candidates: Vec<Candidate> = folders.iter().map(|folder| candidate(folder)).collect();
    for index in 0..candidates.len() {
        let name = candidates[index].name.clone();
        let is_same =
            |other: &usize| *other != index && candidates[*other].name == name && candidates[*other].is_read();
        let Some(other) = (0..candidates.len()).find(is_same).filter(|_| candidates[index].is_read()) else { continue };
        let mut pair = [index, other];
        pair.sort_unstable();
        let error = || Failure::OneSurvey { survey: name.clone(), folders: pair.map(|at| folders[at].clone()) };
        for at in pair {
            candidates[at].pipeline = Err(error());
        }
    }
    Ok(candidates)
}

impl Candidate {
    /// Whether it is read, or refused for its name alone.
    fn is_read(&self) -> bool {
        matches!(self.pipeline, Ok(_) | Err(Failure::OneSurvey { .. }))
    }
}

fn candidate(folder: &Path) -> Candidate {
    let pipeline = load(folder).map_err(Failure::from);
    let name = pipeline.as_ref().map_or_else(|_| folder.display().to_string(), |read| read.plan.survey.id.clone());
    Candidate { name, folder: folder.to_owned(), pipeline }
}
