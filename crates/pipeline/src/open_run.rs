//! The tables of a run that stands on the disk, for SQL.

use std::path::Path;

use topline_aggregate::Session;
use topline_store::{StandingRun, run_path};

use crate::error::RunError;
use crate::load::Pipeline;
use crate::references::read_references;
use crate::stored_answers::StoredAnswers;

/// Opens the last run of a pipeline: its tables, and the pipeline's reference tables.
pub async fn open_run(pipeline: &Pipeline, out: &Path) -> Result<Session, RunError> {
    let responses = run_path(out, &pipeline.plan.survey.id).join("responses.parquet");
    let mut session = Session::for_analyst(&pipeline.plan);
    let run = last_standing(pipeline, out)?;
    session.add_responses(&responses).await.map_err(|error| RunError::Aggregate { error, hint: None })?;
    add_answers(&mut session, pipeline, &responses)?;
    add_tables(&mut session, pipeline, out, &run).await?;
    Ok(session)
}

/// The same for a session whose responses others have opened: the other tables of the last run. `file` are those responses, where
/// they are in one file that this process can read.
pub async fn add_run_tables(
    session: &mut Session,
    pipeline: &Pipeline,
    out: &Path,
    file: Option<&Path>,
) -> Result<(), RunError> {
    let run = last_standing(pipeline, out)?;
    if let Some(responses) = file {
        add_answers(session, pipeline, responses)?;
    }
    add_tables(session, pipeline, out, &run).await
}

fn last_standing(pipeline: &Pipeline, out: &Path) -> Result<StandingRun, RunError> {
    let survey = &pipeline.plan.survey.id;
    let missing = || RunError::NoRun { survey: survey.clone(), path: run_path(out, survey) };
    standing_run(pipeline, out)?.ok_or_else(missing)
}

fn add_answers(session: &mut Session, pipeline: &Pipeline, responses: &Path) -> Result<(), RunError> {
    let answers = StoredAnswers::of(&pipeline.plan, responses);
    session.add_answers(answers).map_err(|error| RunError::Aggregate { error, hint: None })
}

async fn add_tables(session: &mut Session, pipeline: &Pipeline, out: &Path, run: &StandingRun) -> Result<(), RunError> {
    let folder = run_path(out, &pipeline.plan.survey.id);
    let failed = |error| RunError::Aggregate { error, hint: None };
    for table in ["questions", "options", "figures", "findings", "verdicts"] {
        session.add_parquet(table, &folder.join(format!("{table}.parquet"))).await.map_err(failed)?;
    }
    for table in ["weighting", "weighting_summary"].into_iter().filter(|_| pipeline.plan.survey.makes_weights()) {
        session.add_parquet(table, &folder.join(format!("{table}.parquet"))).await.map_err(failed)?;
    }
    if run.rows_of("checks.parquet").is_some() {
        session.add_parquet("checks", &folder.join("checks.parquet")).await.map_err(failed)?;
    }
    for output in &run.outputs {
        let export = output.path.strip_prefix("raw/").and_then(|name| name.strip_suffix(".parquet"));
        if let Some(source) = export {
            session.add_export(source, &folder.join(&output.path)).await.map_err(failed)?;
        }
    }
    for reference in read_references(pipeline)? {
        session.add_batch(&reference.name, reference.rows).map_err(failed)?;
    }
    Ok(())
}

/// The names of the tables of the last run, those of single tables and of the export aside.
pub fn run_tables(pipeline: &Pipeline, out: &Path) -> Result<Vec<String>, RunError> {
    let run = last_standing(pipeline, out)?;
    let names = run.outputs.iter().filter_map(|output| output.path.strip_suffix(".parquet"));
    Ok(names.filter(|name| !name.contains('/')).map(str::to_owned).collect())
}

/// The files of a pipeline that say what its responses mean, and have changed since its last run.
pub fn changed_since_run(pipeline: &Pipeline, out: &Path) -> Result<Vec<String>, RunError> {
    let Some(run) = standing_run(pipeline, out)? else { return Ok(Vec::new()) };
    let is_changed = |name: &&str| {
        let then = run.inputs.iter().find(|input| input.name == **name);
        let now = pipeline.fingerprints.files.iter().find(|file| file.name == **name);
        then.is_some() && then != now
    };
    Ok(["survey.toml", "codebook.toml"].iter().filter(|name| is_changed(name)).map(|name| (*name).to_owned()).collect())
}

/// What the ledger says of the outputs of a pipeline's survey, where there are any. Fails where another pipeline made them.
pub(crate) fn standing_run(pipeline: &Pipeline, out: &Path) -> Result<Option<StandingRun>, RunError> {
    let survey = &pipeline.plan.survey.id;
    let path = run_path(out, survey);
    let Some(run) = StandingRun::read(&path).map_err(RunError::Store)? else { return Ok(None) };
    match &run.pipeline {
        Some(mark) if mark.is_same_pipeline(&pipeline.mark()) => Ok(Some(run)),
        mark => Err(RunError::OtherRun {
            survey: survey.clone(),
            path,
            pipeline: mark.as_ref().map(|mark| mark.path.clone()),
        }),
    }
}
