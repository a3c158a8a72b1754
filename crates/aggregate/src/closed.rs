//! What SQL may not do: anything but read the run's tables, and give the same rows each time.

use datafusion::common::Result;
use datafusion::common::tree_node::{TreeNode as _, TreeNodeRecursion};
use datafusion::logical_expr::{Expr, LogicalPlan, ScalarUDF, Volatility};
use thiserror::Error;

/// Why a piece of SQL is refused before it runs.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// It is no query, or holds something that is none.
    #[error("`{statement}` is no query")]
    NoQuery {
        /// What it is, as the engine names it.
        statement: String,
    },
    /// It calls a function whose value depends on more than the tables.
    #[error("the value of `{function}()` does not come from the tables")]
    Volatile {
        /// The function.
        function: String,
    },
}

impl Refusal {
    /// What may help.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NoQuery { .. } => "SQL here only reads the run's tables: write one `select`",
            Self::Volatile { .. } => {
                "volatile functions (the clock, random numbers, the machine) are not allowed: the same data must give the same figures"
            }
        }
    }
}

/// The first thing in a plan that closed SQL may not do, if there is one.
pub(crate) fn refusal(plan: &LogicalPlan) -> Result<Option<Refusal>> {
    let mut found = None;
    plan.apply_with_subqueries(|node| {
        if let Some(statement) = statement(node) {
            found = Some(Refusal::NoQuery { statement });
            return Ok(TreeNodeRecursion::Stop);
        }
        node.apply_expressions(|expression| {
            expression.apply(|part| match part {
                Expr::ScalarFunction(call) if is_volatile(&call.func) => {
                    found = Some(Refusal::Volatile { function: call.func.name().to_owned() });
                    Ok(TreeNodeRecursion::Stop)
                }
                _ => Ok(TreeNodeRecursion::Continue),
            })
        })
    })?;
    Ok(found)
}

fn statement(node: &LogicalPlan) -> Option<String> {
    match node {
        LogicalPlan::Ddl(definition) => Some(definition.name().to_owned()),
        LogicalPlan::Dml(change) => Some(change.op.name().to_owned()),
        LogicalPlan::Copy(_) => Some("Copy".to_owned()),
        LogicalPlan::Statement(statement) => Some(statement.name().to_owned()),
        _ => None,
    }
}

/// Whether the value of a function depends on more than its arguments: by its own word, or on the machine.
fn is_volatile(function: &ScalarUDF) -> bool {
    function.signature().volatility != Volatility::Immutable || function.name() == "version"
}
