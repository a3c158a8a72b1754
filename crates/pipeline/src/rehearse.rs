//! All SQL of a pipeline, planned over its tables without a row: a long run must not end in a slip of the pen.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use miette::NamedSource;
use topline_aggregate::{
    AggregateError, Failing, Session, Snippet, SqlSpan, rehearse_checks, rehearse_derived, rehearse_figures,
};
use topline_plan::{Problem, ProblemCode, Problems, faults};
use topline_records::{
    answers_schema, asked_schema, figures_batch, findings_schema, options_batch, questions_batch, responses_schema,
    verdicts_batch,
};
use topline_survey::{CheckCondition, PlanText, QualityCheck};

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
    let has_checks =
        plan.survey.checks.iter().flat_map(QualityCheck::conditions).any(|condition| condition.sql().is_some());
    if !plan.figures.is_empty() || has_checks || plan.tables.iter().any(|table| table.filter.is_some()) {
        let mut tables = vec![
            ("responses", empty(&responses_schema(plan))),
            ("answers", empty(&answers_schema())),
            ("questions", questions_batch(&plan.codebook).map_err(RunError::Records)?),
            ("options", options_batch(&plan.codebook).map_err(RunError::Records)?),
            ("findings", empty(&findings_schema())),
        ];
        failing.extend(rehearse_figures(&session(pipeline, references, tables.clone())?, plan).await);
        if has_checks {
            tables.push(("figures", figures_batch(&plan.survey, &[]).map_err(RunError::Records)?));
            tables.push(("verdicts", verdicts_batch(&[]).map_err(RunError::Records)?));
            failing.extend(rehearse_checks(&session(pipeline, references, tables)?, plan).await);
        }
    }
    if failing.is_empty() {
        return Ok(());
    }
    Err(RunError::Plan(Problems(failing.into_iter().map(|failing| problem(pipeline, failing)).collect())))
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

/// An error with its causes, in one line.
#[derive(Debug)]
struct Chain(AggregateError);

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = std::error::Error::source(&self.0);
        while let Some(cause) = source {
            write!(f, ": {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}

faults! {
    /// What is wrong with the SQL of a pipeline.
    enum SqlFault {
        /// The SQL of a derived question cannot run, or gives no answer to the question.
        ["sql/derive"] Derive { error: Chain, help: Option<String> } "{error}" hint help.clone();
        /// The filter of a table cannot run.
        ["sql/filter"] Filter { error: Chain, help: Option<String> } "{error}" hint help.clone();
        /// The query of a check cannot run.
        ["sql/check"] Check { error: Chain, help: Option<String> } "{error}" hint help.clone();
        /// A file of `figures` cannot run, or does not give the columns of figures.
        ["sql/figures"] Figures { error: Chain, help: Option<String> } "{error}" hint help.clone();
    }
}

/// Every kind of problem that the SQL of a pipeline can have.
pub(crate) fn sql_problem_codes() -> &'static [ProblemCode] {
    SqlFault::CODES
}

/// The problem in the file that the SQL stands in.
fn problem(pipeline: &Pipeline, failing: Failing<'_>) -> Problem {
    let files = &pipeline.files;
    let nowhere = PlanText::default();
    let Failing { snippet, error, hint: help } = failing;
    let span = error.span();
    let error = Chain(error);
    let named = |file: &PlanText| Arc::new(NamedSource::new(&file.name, file.text.clone()));
    match snippet {
        Snippet::Derive(question) => {
            let span = question.sql().map(|sql| sql.span.clone());
            Problem::new(&named(&files.codebook), span, SqlFault::Derive { error, help })
        }
        Snippet::Filter(table) => {
            let file = files.tables.as_ref().unwrap_or(&nowhere);
            let span = table.filter.as_ref().map(|filter| filter.span.clone());
            Problem::new(&named(file), span, SqlFault::Filter { error, help })
        }
        Snippet::Check(check) => {
            let span = check.conditions().find_map(CheckCondition::sql_place);
            Problem::new(&named(&files.survey), span, SqlFault::Check { error, help })
        }
        Snippet::Figures(id) => {
            let file = files.figures.iter().find(|(name, _)| name == id).map_or(&nowhere, |(_, file)| file);
            // Where the place is not known, the top of the file at least names it.
            let span = span.map_or(0..0, |span| bytes(&file.text, span));
            Problem::new(&named(file), Some(span), SqlFault::Figures { error, help })
        }
    }
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
