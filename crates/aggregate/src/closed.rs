//! What SQL may not do: anything but read the run's tables, and give the same rows each time.

use std::ops::ControlFlow;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{TreeNode as _, TreeNodeRecursion};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{Expr, LogicalPlan, ScalarUDF, Volatility};
use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::{TableFactor, Visit as _, Visitor};
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
    /// It asks for a sample of the rows, which the engine would pass over.
    #[error("`tablesample` takes rows at random")]
    Sample,
    /// A function would take more memory for one number than there is.
    #[error("`{function}()` is asked for more than {most}")]
    Excess {
        /// The function.
        function: String,
        /// The most that it may be asked for.
        most: u64,
    },
    /// It estimates from the sample, where no process has all of it.
    #[error("`{function}()` needs the design of the whole sample, and a cluster reads it in parts")]
    WholeSample {
        /// The function.
        function: &'static str,
    },
}

impl Refusal {
    /// What may help.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NoQuery { .. } => "SQL here only reads the run's tables: write one `select`",
            Self::Sample => "the same data must give the same figures: leave it out",
            Self::Excess { .. } => "a smaller number will do",
            Self::WholeSample { .. } => {
                "ask the run on one machine: `topline sql`, or `topline run` for the SQL of figures"
            }
            Self::Volatile { .. } => {
                "volatile functions (the clock, random numbers, the machine) are not allowed: the same data must give the same figures"
            }
        }
    }
}

/// What closed SQL may not do and no plan shows, if there is anything.
#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
pub(crate) fn refusal_of_statement(statement: &Statement) -> Option<Refusal> {
    match statement {
        Statement::Statement(query) => query.visit(&mut Samples).is_break().then_some(Refusal::Sample),
        Statement::Explain(explained) => refusal_of_statement(&explained.statement),
        _ => None,
    }
}

/// Looks for tables of which a sample is taken.
struct Samples;

impl Visitor for Samples {
    type Break = ();

    #[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        match factor {
            TableFactor::Table { sample: Some(_), .. } | TableFactor::Derived { sample: Some(_), .. } => {
                ControlFlow::Break(())
            }
            _ => ControlFlow::Continue(()),
        }
    }
}

/// The most centroids of an approximate percentile: the engine makes room for all of them at once.
const CENTROIDS: u64 = 100_000;

/// The first thing in a plan that closed SQL may not do, if there is one.
#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
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
                Expr::AggregateFunction(call) if call.func.name().starts_with("approx_percentile_cont") => {
                    let numbers = call.params.args.iter().skip(1);
                    let most = numbers.filter_map(number).fold(0.0, f64::max);
                    if most <= CENTROIDS as f64 {
                        return Ok(TreeNodeRecursion::Continue);
                    }
                    let function = call.func.name().to_owned();
                    found = Some(Refusal::Excess { function, most: CENTROIDS });
                    Ok(TreeNodeRecursion::Stop)
                }
                _ => Ok(TreeNodeRecursion::Continue),
            })
        })
    })?;
    Ok(found)
}

/// The number that an argument is, if it is one as it is written.
#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
fn number(argument: &Expr) -> Option<f64> {
    match argument {
        Expr::Literal(value, _) => match value.cast_to(&DataType::Float64) {
            Ok(ScalarValue::Float64(number)) => number,
            _ => None,
        },
        Expr::Cast(cast) => number(&cast.expr),
        _ => None,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
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
