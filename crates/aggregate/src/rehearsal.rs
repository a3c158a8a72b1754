//! The SQL of a pipeline's files, planned and not run: what fails here would fail once the export has been read.
//!
//! The tables of the session need no rows, only their columns.

use arrow::datatypes::{DataType, Field};
use topline_survey::{Kind, Plan, QualityCheck, Question, Table};

use crate::aggregate_error::AggregateError;
use crate::derive::derive_sql;
use crate::session::Session;
use crate::single_expression::check_expression;
use crate::sql_table::check_shape;

/// A piece of SQL in a pipeline's files.
#[derive(Debug, Clone, Copy)]
pub enum Snippet<'p> {
    /// The expression of a derived question.
    Derive(&'p Question),
    /// The filter of a table.
    Filter(&'p Table),
    /// The query of a check.
    Check(&'p QualityCheck),
    /// A query of `figures/`, by its name.
    Figures(&'p str),
}

/// A piece of SQL that cannot run.
#[derive(Debug)]
pub struct Failing<'p> {
    /// The piece.
    pub snippet: Snippet<'p>,
    /// Why.
    pub error: AggregateError,
    /// What may help.
    pub hint: Option<String>,
}

/// The derived questions whose SQL cannot run. `responses` has the columns of the questions that were asked.
///
/// All of them are planned together, which takes as long as one does where a survey is wide; if that fails, each by itself.
pub async fn rehearse_derived<'p>(session: &Session, plan: &'p Plan) -> Vec<Failing<'p>> {
    let mut failing = Vec::new();
    let derived = || plan.codebook.derived().filter_map(|question| Some((question, question.sql()?)));
    let questions = || derived().map(|(question, _)| question);
    if derived().all(|(_, sql)| check_expression(sql.as_str()).is_ok())
        && let Ok(columns) = session.plan("the derived questions", &derive_sql(plan, questions())).await
    {
        for (question, column) in questions().zip(columns.fields()) {
            if let Err(error) = check_derived(question, column) {
                failing.push(Failing { snippet: Snippet::Derive(question), hint: session.hint(&error), error });
            }
        }
        return failing;
    }
    for (question, sql) in derived() {
        let what = format!("the derived question `{}`", question.id);
        let planned = match one(&what, sql.as_str()) {
            Ok(()) => session.plan(&what, &derive_sql(plan, [question])).await,
            Err(error) => Err(error),
        };
        let checked = planned.and_then(|columns| match columns.fields().last() {
            Some(column) => check_derived(question, column),
            None => Ok(()),
        });
        if let Err(error) = checked {
            failing.push(Failing { snippet: Snippet::Derive(question), hint: session.hint(&error), error });
        }
    }
    failing
}

/// The filters and the queries of `figures/` that cannot run. `responses` is whole.
pub async fn rehearse_figures<'p>(session: &Session, plan: &'p Plan) -> Vec<Failing<'p>> {
    let mut failing = Vec::new();
    for table in &plan.tables {
        let Some(filter) = &table.filter else { continue };
        let what = format!("the filter of the table `{}`", table.id);
        let planned = match one(&what, filter.as_str()) {
            Ok(()) => session.plan(&what, &format!("select 1 from responses where ({filter})")).await,
            Err(error) => Err(error),
        };
        if let Err(error) = planned {
            failing.push(Failing { snippet: Snippet::Filter(table), hint: session.hint(&error), error });
        }
    }
    for (id, sql) in &plan.figures {
        let planned = session.plan(&format!("`figures/{id}.sql`"), sql).await;
        if let Err(error) = planned.and_then(|columns| check_shape(id, columns)) {
            failing.push(Failing { snippet: Snippet::Figures(id), hint: session.hint(&error), error });
        }
    }
    failing
}

/// The queries of checks that cannot run. All tables of the run are there.
pub async fn rehearse_checks<'p>(session: &Session, plan: &'p Plan) -> Vec<Failing<'p>> {
    let mut failing = Vec::new();
    for check in &plan.survey.checks {
        for condition in check.conditions() {
            let Some(sql) = condition.sql() else { continue };
            let planned = session.plan(&format!("the check `{}`", check.name.get_ref()), sql.get_ref()).await;
            if let Err(error) = planned {
                failing.push(Failing { snippet: Snippet::Check(check), hint: session.hint(&error), error });
            }
        }
    }
    failing
}

fn one(what: &str, sql: &str) -> Result<(), AggregateError> {
    check_expression(sql).map_err(|source| AggregateError::Query { what: what.to_owned(), source })
}

/// Whether what the SQL of a derived question gives can be an answer to it.
fn check_derived(question: &Question, column: &Field) -> Result<(), AggregateError> {
    let found = column.data_type();
    let wanted = match question.kind() {
        Kind::Number if !found.is_numeric() && *found != DataType::Null => "a number",
        // The text of 1.0 is no code.
        Kind::Single if found.is_floating() || found.is_nested() => "a code or a label",
        Kind::Number | Kind::Single | Kind::Multi | Kind::Grid | Kind::Rank | Kind::Text | Kind::Date => return Ok(()),
    };
    Err(AggregateError::Derived { question: question.id.clone(), wanted, found: found.clone() })
}
