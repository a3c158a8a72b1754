//! What each command does.

use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use topline_pipeline::{
    Ending, InitRequest, Pipeline, TableForm, compare, explain, init, list_pipelines, load, open_run, rebuild,
    rehearse, run, table_figures, tables, waves,
};
use topline_survey::nearest;

use crate::arguments::{Arguments, Command, Format, OneRun, Pipelines};
use crate::bars::Bar;
use crate::failure::Failure;
use crate::{drafting, explanation, query, shell, summary, verdict_list, wave_list};

/// The folder in which pipelines stand.
const PIPELINES: &str = "pipelines";

/// Obeys the command line. The exit code is 1 where a run falls short of what its pipeline expects.
pub(crate) fn obey(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let engine = tokio::runtime::Builder::new_current_thread().build().map_err(Failure::Runtime)?;
    let mut out = io::stdout().lock();
    match &arguments.command {
        Command::Run(pipelines) => engine.block_on(run_all(pipelines, &mut out)),
        Command::Init { export, output, metadata, questionnaire } => {
            let request = InitRequest {
                export: export.clone(),
                folder: output.clone(),
                metadata: metadata.clone(),
                questionnaire: questionnaire.clone(),
            };
            drafting::write_initiated(&init(&request)?, &mut out).map_err(Failure::Output)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Check { pipelines } => engine.block_on(check_all(pipelines, &mut out)),
        Command::Compare { export, pipeline } => {
            let difference = compare(&load(&find(pipeline)?)?, export)?;
            drafting::write_difference(&difference, &mut out).map_err(Failure::Output)?;
            Ok(exit(!difference.is_none()))
        }
        Command::Verify { pipelines, format } => engine.block_on(verify_all(pipelines, *format, &mut out)),
        Command::Sql { query: asked, of, format } => {
            let pipeline = one(of)?;
            let session = engine.block_on(open_run(&pipeline, &of.out.out))?;
            match asked.as_deref() {
                None => shell::ask(&engine, &session, *format, &mut out)?,
                Some("-") => {
                    let mut text = String::new();
                    io::stdin().read_to_string(&mut text).map_err(Failure::Input)?;
                    engine.block_on(query::answer(&session, &text, *format, &mut out))?;
                }
                Some(text) => engine.block_on(query::answer(&session, text, *format, &mut out))?,
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Tables { pipeline, table, sql, format, out: folder } => {
            let pipeline = load(&find(pipeline)?)?;
            let table = table.as_deref();
            let form = match format {
                _ if *sql => TableForm::Sql,
                Format::Table => TableForm::Text,
                Format::Csv => TableForm::Csv,
                Format::Json => {
                    let figures = engine.block_on(table_figures(&pipeline, &folder.out, table))?;
                    query::write_json(&[figures], &mut out)?;
                    return Ok(ExitCode::SUCCESS);
                }
            };
            for text in engine.block_on(tables(&pipeline, &folder.out, table, form))? {
                writeln!(out, "{text}").map_err(Failure::Output)?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Waves { earlier, later, table, confidence, format, out: folder } => {
            let (earlier, later) = (load(&find(earlier)?)?, load(&find(later)?)?);
            let changes = engine.block_on(waves(&earlier, &later, &folder.out, table.as_deref()))?;
            wave_list::write(&changes, *confidence, *format, &mut out)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Explain { figure, of, format } => {
            let pipeline = one(of)?;
            let found = engine.block_on(explain(&pipeline, &of.out.out, figure))?;
            explanation::write(&found, *format, &mut out)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Reconstruct { pipelines } => {
            for path in pipelines {
                let rebuilt = rebuild(&load(&find(path)?)?)?;
                for written in [&rebuilt.export, &rebuilt.source_note] {
                    writeln!(out, "wrote {}", written.display()).map_err(Failure::Output)?;
                }
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn run_all(pipelines: &Pipelines, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let mut short = false;
    for pipeline in load_all(&pipelines.pipelines)? {
        let bar = Bar::new();
        let outcome = run(&pipeline, &pipelines.out.out, Ending::Publish, &bar).await;
        bar.clear();
        let outcome = outcome?;
        summary::write(&outcome, out).map_err(Failure::Output)?;
        short |= outcome.unexpected().next().is_some();
    }
    Ok(exit(short))
}

async fn check_all(pipelines: &[PathBuf], out: &mut impl Write) -> Result<ExitCode, Failure> {
    for pipeline in load_all(pipelines)? {
        rehearse(&pipeline).await?;
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
    }
    Ok(ExitCode::SUCCESS)
}

async fn verify_all(pipelines: &Pipelines, format: Format, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let mut short = false;
    let mut outcomes = Vec::new();
    for pipeline in load_all(&pipelines.pipelines)? {
        let bar = Bar::new();
        let outcome = run(&pipeline, &pipelines.out.out, Ending::Discard, &bar).await;
        bar.clear();
        let outcome = outcome?;
        short |= outcome.unexpected().next().is_some();
        outcomes.push(outcome);
    }
    verdict_list::write(&outcomes, format, out)?;
    Ok(exit(short))
}

fn exit(short: bool) -> ExitCode {
    if short { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The pipelines that are named, or all, each with outputs of its own.
fn load_all(named: &[PathBuf]) -> Result<Vec<Pipeline>, Failure> {
    let mut loaded: Vec<Pipeline> = Vec::new();
    for folder in named_or_all(named)? {
        let pipeline = load(&folder)?;
        let survey = &pipeline.plan.survey.id;
        if let Some(other) = loaded.iter().find(|other| other.plan.survey.id == *survey) {
            return Err(Failure::OneSurvey { survey: survey.clone(), folders: [other.folder.clone(), folder] });
        }
        loaded.push(pipeline);
    }
    Ok(loaded)
}

/// The folders of the pipelines that are named, or of all.
fn named_or_all(named: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    if named.is_empty() {
        let all = known();
        return if all.is_empty() {
            Err(Failure::NoPipeline { path: PIPELINES.into(), known: Vec::new() })
        } else {
            Ok(all)
        };
    }
    named.iter().map(|path| find(path)).collect()
}

/// The one pipeline that is meant.
fn one(of: &OneRun) -> Result<Pipeline, Failure> {
    let folder = match &of.pipeline {
        Some(path) => find(path)?,
        None => match known().as_slice() {
            [only] => only.clone(),
            [] => return Err(Failure::NoPipeline { path: PIPELINES.into(), known: Vec::new() }),
            several => return Err(Failure::WhichPipeline { known: names(several) }),
        },
    };
    Ok(load(&folder)?)
}

fn find(path: &Path) -> Result<PathBuf, Failure> {
    let named = Path::new(PIPELINES).join(path);
    for folder in [path, &named] {
        if folder.join("survey.toml").is_file() {
            return Ok(folder.to_owned());
        }
    }
    let all = names(&known());
    let wanted = path.file_name().unwrap_or_default().to_string_lossy();
    let near = nearest(&wanted, all.iter().map(String::as_str));
    let known = near.into_iter().map(str::to_owned).collect();
    Err(Failure::NoPipeline { path: path.to_owned(), known })
}

fn known() -> Vec<PathBuf> {
    list_pipelines(Path::new(PIPELINES)).unwrap_or_default()
}

fn names(folders: &[PathBuf]) -> Vec<String> {
    folders.iter().filter_map(|folder| folder.file_name()).map(|name| name.to_string_lossy().into_owned()).collect()
}
