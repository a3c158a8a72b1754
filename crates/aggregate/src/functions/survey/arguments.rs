//! The arguments of an estimate or test, put in order before a statement is planned: its values, its options as one text, and the
//! respondent's row, which is the column `row_id` where it is not given.

use std::ops::ControlFlow;

use datafusion::common::{DataFusionError, Result};
use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, Spanned as _, UnaryOperator, Value,
    VisitMut as _, VisitorMut,
};
use topline_records::ROW_ID;

use super::estimand::{Estimand, ValueKind};
use super::options::{NAMES, Options, known, taken};
use super::words::usage;
use crate::functions::naming_error::NamingError;

/// Puts the arguments of each estimate and test of a statement in order.
pub(crate) fn with_rows(statement: &mut Statement) -> Result<()> {
    let Statement::Statement(statement) = statement else { return Ok(()) };
    match statement.visit(&mut Calls) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(error) => Err(*error),
    }
}

struct Calls;

impl VisitorMut for Calls {
    type Break = Box<DataFusionError>;

    fn post_visit_expr(&mut self, expression: &mut Expr) -> ControlFlow<Self::Break> {
        let place = expression.span();
        let Expr::Function(call) = expression else { return ControlFlow::Continue(()) };
        let name = call.name.0.last().and_then(|part| Some(part.as_ident()?.value.clone()));
        let Some(estimand) = name.as_deref().and_then(Estimand::named) else { return ControlFlow::Continue(()) };
        match in_order(estimand, call) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(Box::new(error.at(place))),
        }
    }
}

fn in_order(estimand: Estimand, call: &mut Function) -> std::result::Result<(), NamingError> {
    let wrong = || NamingError::Usage { function: estimand.name(), usage: usage(estimand) };
    let FunctionArguments::List(list) = &mut call.args else { return Err(wrong()) };
    let kinds = estimand.values();
    let (mut values, mut options, mut row) = (Vec::new(), Vec::new(), None);
    let mut unnamed_options = taken(estimand).iter();
    for argument in std::mem::take(&mut list.args) {
        match argument {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expression)) if values.len() < kinds.len() => {
                values.push(expression);
            }
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expression)) => match written(&expression) {
                Some(written) => match unnamed_options.next() {
                    Some(name) => options.push(option(estimand, name, &written)?),
                    None => return Err(wrong()),
                },
                None if row.is_none() => row = Some(expression),
                None => return Err(wrong()),
            },
            FunctionArg::Named { name, arg: FunctionArgExpr::Expr(expression), .. } => {
                let name = name.value.to_lowercase();
                let known = taken(estimand).iter().find(|known| **known == name);
                let (Some(name), Some(written)) = (known, written(&expression)) else {
                    return Err(NamingError::Argument { function: estimand.name(), name, usage: usage(estimand) });
                };
                options.push(option(estimand, name, &written)?);
            }
            FunctionArg::Unnamed(_) | FunctionArg::Named { .. } | FunctionArg::ExprNamed { .. } => return Err(wrong()),
        }
    }
    let lacks_list = matches!(estimand, Estimand::Fit | Estimand::Contrast) && options.is_empty();
    if values.len() < kinds.len() || lacks_list {
        return Err(wrong());
    }
    // A part is written out, or is worked out before the query runs.
    debug_assert!(kinds.iter().skip(1).all(|kind| *kind != ValueKind::Part || kinds.len() == 2));
    let text = Expr::value(Value::SingleQuotedString(options.join(";")));
    let row = row.unwrap_or_else(|| Expr::Identifier(Ident::new(ROW_ID)));
    let ordered = values.into_iter().chain([text, row]);
    list.args = ordered.map(|expression| FunctionArg::Unnamed(FunctionArgExpr::Expr(expression))).collect();
    Ok(())
}

/// An option as its text, unless its value is none that it can have.
fn option(estimand: Estimand, name: &'static str, value: &str) -> std::result::Result<String, NamingError> {
    debug_assert!(NAMES.contains(&name), "options have known names");
    let text = format!("{name}={value}");
    match Options::read(estimand, &text) {
        Ok(_) if !value.contains([';', '=']) => Ok(text),
        Ok(_) | Err(_) => Err(NamingError::OptionValue {
            function: estimand.name(),
            option: name,
            value: value.to_owned(),
            known: known(estimand, name),
        }),
    }
}

/// What stands there in so many words: a text, a number or a list of numbers.
#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
fn written(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => Some(text.clone()),
            Value::Number(number, _) => Some(number.clone()),
            _ => None,
        },
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => Some(format!("-{}", written(expr)?)),
        Expr::UnaryOp { op: UnaryOperator::Plus, expr } | Expr::Nested(expr) => written(expr),
        Expr::Array(array) => Some(array.elem.iter().map(written).collect::<Option<Vec<_>>>()?.join("|")),
        _ => None,
    }
}
