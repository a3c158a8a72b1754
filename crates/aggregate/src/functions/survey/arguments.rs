//! The respondent's row, as the last argument of an estimate that does not name it.

use std::ops::ControlFlow;

use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::{
    Expr, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, Value, visit_expressions_mut,
};
use topline_records::ROW_ID;

use super::Estimand;

/// Gives each estimate of a statement the column `row_id` where it has no row.
pub(crate) fn with_rows(statement: &mut Statement) {
    let Statement::Statement(statement) = statement else { return };
    let _ = visit_expressions_mut(statement.as_mut(), |expression| {
        if let Expr::Function(call) = expression
            && let Some(estimand) = call.name.0.last().and_then(|part| Estimand::named(&part.as_ident()?.value))
            && let FunctionArguments::List(list) = &mut call.args
            && list.args.iter().filter(|argument| !is_text(argument)).count() <= estimand.values()
        {
            list.args.push(FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Identifier(Ident::new(ROW_ID)))));
        }
        ControlFlow::<()>::Continue(())
    });
}

/// Whether an argument is a text, as methods are.
fn is_text(argument: &FunctionArg) -> bool {
    let FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Value(value))) = argument else { return false };
    matches!(value.value, Value::SingleQuotedString(_))
}
