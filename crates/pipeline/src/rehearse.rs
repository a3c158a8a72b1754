//! All SQL of a pipeline, planned over its tables without a row: a long run must not end in a slip of the pen.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use miette::NamedSource;
use topline_aggregate::{Failing, Session, Snippet, SqlSpan, rehearse_derived, rehearse_figures};
use topline_plan::{Problem, Problems};
use topline_records::{
    answers_schema, asked_schema, findings_schema, options_batch, questions_batch, responses_schema,
};
use topline_survey::PlanText;

use crate::error::RunError;
use crate::load::Pipeline;
use crate::references::{ReferenceTable, read_references};

/// Plans every derived question, filter and query of `figures/`, and tells of all that fail at once. Of the data, only the
/// reference tables are read.
pub async fn rehearse(pipeline: &Pipeline) -> Result<(), RunError> {
    rehearse_over(pipeline, &read_references(pipeline)?).await
}

/// As [`rehearse`], over reference tables that have been read.
pub(crate) async fn rehearse_over(pipeline: &Pipeline, references: &[ReferenceTable]) -> Result<(), RunError> {
    let plan = &pipeline.plan;
    let mut failing = Vec::new();
    if plan.codebook.derived().next().is_some() {
        let session = session(pipeline, references, vec![("responses", empty(&asked_schema(plan)))])?;
        failing.extend(rehearse_derived(&session, plan).await);
    }
    if !plan.figures.is_empty() || plan.tables.iter().any(|table| table.filter.is_some()) {
        let tables = vec![
            ("responses", empty(&responses_schema(plan))),
            ("answers", empty(&answers_schema())),
            ("questions", questions_batch(&plan.codebook).map_err(RunError::Records)?),
            ("options", options_batch(&plan.codebook).map_err(RunError::Records)?),
            ("findings", empty(&findings_schema())),
        ];
        failing.extend(rehearse_figures(&session(pipeline, references, tables)?, plan).await);
    }
    if failing.is_empty() {
        return Ok(());
    }
    Err(RunError::Plan(Problems(failing.iter().map(|failing| problem(pipeline, failing)).collect())))
}

fn empty(schema: &SchemaRef) -> RecordBatch {
    // What is said of the columns is no part of their types.
    RecordBatch::new_empty(Arc::new(schema.as_ref().clone().with_metadata(HashMap::new())))
}

fn session(
    pipeline: &Pipeline,
    references: &[ReferenceTable],
    tables: Vec<(&str, RecordBatch)>,
) -> Result<Session, RunError> {
    let mut session = Session::new(&pipeline.plan);
    let references = references.iter().map(|reference| (reference.name.as_str(), empty(&reference.rows.schema())));
    for (name, rows) in tables.into_iter().chain(references) {
        session.add_batch(name, rows).map_err(|error| RunError::Aggregate { error, hint: None })?;
    }
    Ok(session)
}

/// The problem in the file that the SQL stands in.
fn problem(pipeline: &Pipeline, failing: &Failing<'_>) -> Problem {
    let files = &pipeline.files;
    let nowhere = PlanText::default();
    let (file, span) = match failing.snippet {
        Snippet::Derive(question) => {
            let sql = question.sql().unwrap_or_default();
            (&files.codebook, declared(&files.codebook.text, &question.id, "sql", sql))
        }
        Snippet::Filter(table) => {
            let tables = files.tables.as_ref().unwrap_or(&nowhere);
            let filter = table.filter.as_deref().unwrap_or_default();
            (tables, declared(&tables.text, &table.id, "filter", filter))
        }
        Snippet::Figures(id) => {
            let file = files.figures.iter().find(|(name, _)| name == id).map_or(&nowhere, |(_, file)| file);
            (file, failing.error.span().map(|span| bytes(&file.text, span)))
        }
    };
    let mut message = failing.error.to_string();
    let mut source = std::error::Error::source(&failing.error);
    while let Some(cause) = source {
        message = format!("{message}: {cause}");
        source = cause.source();
    }
    // Where the place is not known, the top of the file at least names it.
    let source = Arc::new(NamedSource::new(&file.name, file.text.clone()));
    let problem = Problem::new(&source, Some(span.unwrap_or(0..0)), message);
    match &failing.hint {
        Some(hint) => problem.with_hint(hint),
        None => problem,
    }
}

/// Where the SQL of `key` stands below `id = "..."` in a TOML file, if it stands there as it is read.
fn declared(text: &str, id: &str, key: &str, sql: &str) -> Option<Range<usize>> {
    let quoted = [format!("\"{id}\""), format!("'{id}'")];
    let mut offset = 0;
    let mut is_below = false;
    for line in text.split_inclusive('\n') {
        let value = |key| line.trim_start().strip_prefix(key)?.trim_start().strip_prefix('=').map(str::trim);
        if is_below && value(key).is_some() {
            let start = offset + text[offset..].find(sql)?;
            return Some(start..start + sql.trim_end().len());
        }
        is_below |= value("id").is_some_and(|value| quoted.iter().any(|quoted| value.starts_with(quoted)));
        offset += line.len();
    }
    None
}

/// The bytes of a text between two places in lines and columns.
fn bytes(text: &str, span: SqlSpan) -> Range<usize> {
    let byte = |(line, column): (usize, usize)| {
        let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let rest = &text[before..];
        before + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
    };
    let start = byte(span.start);
    start..byte(span.end).max(start)
}
