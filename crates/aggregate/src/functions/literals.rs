//! Literals that name options, and conditions that take the place of what is written.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{Expr, UnaryOperator, Value, visit_expressions_mut};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;
use datafusion::sql::sqlparser::tokenizer::Span;

use super::names::Choice;
use super::naming_error::NamingError;

/// What a literal names, if it can name an option.
#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
pub(crate) fn choice(expression: &Expr) -> Option<Choice> {
    match expression {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(words) => Some(Choice::Words(words.clone())),
            Value::Number(digits, _) => {
                Some(digits.parse().map_or_else(|_| Choice::Words(digits.clone()), Choice::Code))
            }
            _ => None,
        },
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => match choice(expr)? {
            Choice::Code(code) => Some(Choice::Code(-code)),
            Choice::Words(digits) => Some(Choice::Words(format!("-{digits}"))),
        },
        _ => None,
    }
}

/// The expression of a text, in brackets, so that nothing around it changes what it is. Its columns are said to stand at `span`.
#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
pub(super) fn parsed(sql: &str, span: Span) -> Result<Expr, NamingError> {
    let expression = Parser::new(&GenericDialect {}).try_with_sql(sql).and_then(|mut parser| parser.parse_expr());
    let mut expression = expression.map_err(|error| NamingError::Condition { source: Box::new(error) })?;
    let _ = visit_expressions_mut(&mut expression, |part| {
        match part {
            Expr::Identifier(ident) => ident.span = span,
            Expr::CompoundIdentifier(idents) => idents.iter_mut().for_each(|ident| ident.span = span),
            _ => {}
        }
        ControlFlow::<()>::Continue(())
    });
    Ok(Expr::Nested(Box::new(expression)))
}
