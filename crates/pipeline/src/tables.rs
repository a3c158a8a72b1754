//! Tables of a run that stands on the disk, as `tables.toml` asks for them now; and two waves side by side.

use std::path::Path;

use arrow::array::RecordBatch;
use topline_aggregate::{Session, Times, Wave, WaveComparison, compare_waves, table_sql, wave_errors};
use topline_disclose::has_policy;
use topline_publish::{table_csv, table_text};
use topline_records::figures_batch;
use topline_survey::{Plan, Statistic, Tabulation, nearest};

use crate::disclosure::disclosed_tables;
use crate::error::RunError;
use crate::load::Pipeline;
use crate::open_run::open_run;

/// How tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableForm {
    /// For a terminal.
    Text,
    /// Comma-separated values.
    Csv,
    /// The plain SQL that gives the same cells.
    Sql,
}

/// A table of a pipeline, or all of them, from the responses of its last run.
pub async fn tables(
    pipeline: &Pipeline,
    out: &Path,
    table: Option<&str>,
    form: TableForm,
) -> Result<Vec<String>, RunError> {
    let plan = narrowed(&pipeline.plan, table)?;
    if form == TableForm::Sql {
        let of_tables = plan.tables.iter().map(|table| format!("{}\n", table_sql(&plan, table)));
        return Ok(of_tables.chain(plan.figures.iter().map(|(_, sql)| sql.clone())).collect());
    }
    let tables = Box::pin(tables_of(pipeline, table, out)).await?;
    Ok(tables
        .iter()
        .map(|table| if form == TableForm::Csv { table_csv(&plan, table) } else { table_text(&plan, table) })
        .collect())
}

/// The figures of a table of a pipeline, or of all, from the responses of its last run: the columns of `figures.parquet`.
pub async fn table_figures(pipeline: &Pipeline, out: &Path, table: Option<&str>) -> Result<RecordBatch, RunError> {
    let tables = Box::pin(tables_of(pipeline, table, out)).await?;
    figures_batch(&pipeline.plan.survey, &tables).map_err(RunError::Records)
}

/// The figures of all tables of a pipeline from the tables of a session: what a run writes into `figures.parquet`.
pub async fn figures_over(session: &Session, pipeline: &Pipeline) -> Result<RecordBatch, RunError> {
    let disclosed = Box::pin(disclosed_tables(session, &pipeline.plan, &pipeline.folder)).await?;
    figures_batch(&pipeline.plan.survey, &disclosed.tables).map_err(RunError::Records)
}

/// Which waves are put side by side.
#[derive(Debug)]
pub struct WaveRequest<'r> {
    /// The pipelines, the earliest first.
    pub pipelines: &'r [Pipeline],
    /// The table of the last one; all of them where not given.
    pub table: Option<&'r str>,
    /// Questions that ask the same in other words.
    pub reworded: &'r [String],
    /// Where each wave lies in time.
    pub times: &'r Times,
}

/// The last runs of several pipelines side by side, which are waves of one survey.
pub async fn waves(request: &WaveRequest<'_>, out: &Path) -> Result<WaveComparison, RunError> {
    let mut waves = Vec::new();
    for (at, pipeline) in request.pipelines.iter().enumerate() {
        // The table has the name that the last wave gives it.
        let table = request.table.filter(|_| at + 1 == request.pipelines.len());
        let plan = with_errors(narrowed(&pipeline.plan, table)?);
        let session = open_run(pipeline, out).await?;
        let failed = |error| RunError::Aggregate { hint: session.hint(&error), error };
        let tables = shown(&session, pipeline, &with_errors(pipeline.plan.clone()), &plan).await?;
        let df = session.degrees_of_freedom().await.map_err(failed)?;
        let errors = wave_errors(&session, &plan).await.map_err(failed)?;
        waves.push(Wave { plan, tables, df, errors });
    }
    let comparison = compare_waves(&waves, request.reworded, request.times)
        .map_err(|error| RunError::Aggregate { hint: None, error })?;
    if comparison.changes.is_empty() {
        return Err(RunError::NothingAlike { unlike: comparison.unlike.iter().map(ToString::to_string).collect() });
    }
    Ok(comparison)
}

/// The plan with one table alone, where one is named.
fn narrowed(plan: &Plan, table: Option<&str>) -> Result<Plan, RunError> {
    let mut plan = plan.clone();
    let Some(name) = table else { return Ok(plan) };
    let names: Vec<String> =
        plan.tables.iter().map(|table| &table.id).chain(plan.figures.iter().map(|(id, _)| id)).cloned().collect();
    if !names.iter().any(|known| known == name) {
        let near = nearest(name, names.iter().map(String::as_str)).into_iter().map(str::to_owned).collect();
        return Err(RunError::NoTable { table: name.to_owned(), near });
    }
    plan.tables.retain(|table| table.id == name);
    plan.figures.retain(|(id, _)| id == name);
    Ok(plan)
}

/// The same tables, with the standard errors that comparisons of means need.
fn with_errors(mut plan: Plan) -> Plan {
    for table in &mut plan.tables {
        if table.statistics.contains(&Statistic::Mean) && !table.statistics.contains(&Statistic::StandardError) {
            table.statistics.push(Statistic::StandardError);
        }
    }
    plan
}

async fn tables_of(pipeline: &Pipeline, table: Option<&str>, out: &Path) -> Result<Vec<Tabulation>, RunError> {
    let session = open_run(pipeline, out).await?;
    shown(&session, pipeline, &pipeline.plan, &narrowed(&pipeline.plan, table)?).await
}

/// The tables of a narrowed plan. What is held back in them depends on all others.
async fn shown(
    session: &Session,
    pipeline: &Pipeline,
    whole: &Plan,
    narrowed: &Plan,
) -> Result<Vec<Tabulation>, RunError> {
    let plan = if has_policy(whole) { whole } else { narrowed };
    let mut tables = disclosed_tables(session, plan, &pipeline.folder).await?.tables;
    let is_wanted = |id: &String| {
        narrowed.tables.iter().any(|table| table.id == *id) || narrowed.figures.iter().any(|(figures, _)| figures == id)
    };
    tables.retain(|table| is_wanted(&table.id));
    Ok(tables)
}
