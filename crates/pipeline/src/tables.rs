//! Tables of a run that stands on the disk, as `tables.toml` asks for them now; and two waves side by side.

use std::path::Path;

use arrow::array::RecordBatch;
use topline_aggregate::{Change, changes, figures, table_sql};
use topline_publish::{table_csv, table_text};
use topline_store::figures_batch;
use topline_survey::{Figure, Plan, Statistic, nearest};

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
    let figures = figures_of(pipeline, &plan, out).await?;
    let tables = figures.chunk_by(|one, next| one.key.table == next.key.table);
    Ok(tables
        .map(|table| if form == TableForm::Csv { table_csv(&plan, table) } else { table_text(&plan, table) })
        .collect())
}

/// The figures of a table of a pipeline, or of all, from the responses of its last run: the columns of `figures.parquet`.
pub async fn table_figures(pipeline: &Pipeline, out: &Path, table: Option<&str>) -> Result<RecordBatch, RunError> {
    let figures = figures_of(pipeline, &narrowed(&pipeline.plan, table)?, out).await?;
    figures_batch(&pipeline.plan.survey, &figures).map_err(RunError::Store)
}

/// What changed from the last run of one pipeline to that of another, a later wave with the same tables.
pub async fn waves(
    earlier: &Pipeline,
    later: &Pipeline,
    out: &Path,
    table: Option<&str>,
) -> Result<Vec<Change>, RunError> {
    let plans = [with_errors(narrowed(&earlier.plan, table)?), with_errors(narrowed(&later.plan, table)?)];
    let before = figures_of(earlier, &plans[0], out).await?;
    let now = figures_of(later, &plans[1], out).await?;
    Ok(changes(&before, &now))
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

async fn figures_of(pipeline: &Pipeline, plan: &Plan, out: &Path) -> Result<Vec<Figure>, RunError> {
    let session = open_run(pipeline, out).await?;
    match figures(&session, plan).await {
        Ok(figures) => Ok(figures),
        Err(error) => Err(RunError::Aggregate { hint: session.hint(&error), error }),
    }
}
