//! SQL before it is planned: names of questions and options are looked up, and arguments are put in order.

use std::sync::Arc;

use datafusion::catalog::TableProvider;
use datafusion::common::{Result, plan_datafusion_err};
use datafusion::datasource::ViewTable;
use datafusion::execution::SessionState;
use datafusion::sql::parser::Statement;
use futures::FutureExt as _;

use super::choices::with_choices;
use super::names::Questions;
use super::places::without_places;
use super::survey::with_rows;
use super::tables::with_arguments;

/// Makes a statement one that the engine can plan: names of questions and options are looked up, arguments are put in order,
/// and estimates get the respondent's row.
#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
pub(crate) fn prepare(statement: &mut Statement, questions: &Questions) -> Result<()> {
    match statement {
        Statement::Explain(explained) => prepare(&mut explained.statement, questions),
        Statement::Statement(query) => {
            with_arguments(query, questions)?;
            with_choices(query, questions)?;
            with_rows(statement)
        }
        _ => Ok(()),
    }
}

/// Plans SQL of our own over the tables of a session as a view.
///
/// It waits for nothing: the tables are in memory, whatever they hold is not.
pub(super) fn view(state: &SessionState, sql: String, questions: &Questions) -> Result<Arc<dyn TableProvider>> {
    let planned = || {
        let mut statement = state.sql_to_statement(&sql, &state.config_options().sql_parser.dialect)?;
        prepare(&mut statement, questions)?;
        let planned = state.statement_to_plan(statement).now_or_never();
        planned.ok_or_else(|| plan_datafusion_err!("a table is not there yet"))?
    };
    let plan = planned().map_err(without_places)?;
    Ok(Arc::new(ViewTable::new(plan, Some(sql))))
}
