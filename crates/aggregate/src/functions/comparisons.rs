//! Labels where a column of codes is compared: a condition on the codes takes their place before a statement is planned.
//!
//! | written | is |
//! |---|---|
//! | `"Q1" = 'Agree'`, `"Q1" in ('Agree', 'Disagree')` | the condition that `chose` gives; with `<>` and `not in`, its contrary |
//! | `case "Q1" when 'Agree' then ...` | the same with the code |
//!
//! Only columns of `responses` are meant, and only texts that are no whole numbers: `'2'` is the code as it always was.

use std::ops::ControlFlow;

use datafusion::common::DataFusionError;
use datafusion::sql::sqlparser::ast::{
    BinaryOperator, CaseWhen, Expr, Ident, Spanned as _, Statement, UnaryOperator, Value, visit_relations,
};

use super::literals::{choice, parsed};
use super::membership::chose;
use super::names::{Asked, Choice, Questions};
use super::naming_error::NamingError;
use crate::condition::name as quoted;

type Looked<T> = std::result::Result<T, NamingError>;

/// Whether a statement reads answers: other tables have columns of their own that may be called like a question.
pub(super) fn reads_responses(statement: &Statement) -> bool {
    let found = visit_relations(statement, |relation| {
        let last = relation.0.last().and_then(|part| part.as_ident());
        if last.is_some_and(|ident| ident.value == "responses") {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    found.is_break()
}

/// Puts codes where an expression compares a column of codes with labels.
#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
pub(super) fn with_codes(expression: &mut Expr, questions: &Questions) -> Result<(), DataFusionError> {
    let place = expression.span();
    let replaced = match expression {
        Expr::BinaryOp { left, op: op @ (BinaryOperator::Eq | BinaryOperator::NotEq), right } => {
            let negated = *op == BinaryOperator::NotEq;
            let compared = |column: &Expr, label: &Expr| condition(column, &[label], negated, questions);
            match compared(left, right) {
                Ok(None) => compared(right, left),
                found => found,
            }
        }
        Expr::InList { expr, list, negated } => condition(expr, &list.iter().collect::<Vec<_>>(), *negated, questions),
        Expr::Case { operand: Some(operand), conditions, .. } => {
            return with_code_of_each(operand, conditions, questions).map_err(|error| error.at(place));
        }
        _ => return Ok(()),
    };
    if let Some(condition) = replaced.map_err(|error| error.at(place))? {
        *expression = condition;
    }
    Ok(())
}

/// The condition that a column has one of these labels, or none of them; nothing where no label is compared with codes.
fn condition(column: &Expr, labels: &[&Expr], negated: bool, questions: &Questions) -> Looked<Option<Expr>> {
    if !labels.iter().any(|label| is_words(label)) {
        return Ok(None);
    }
    let Some((asked, table)) = column_of_codes(column, questions) else { return Ok(None) };
    let choices: Option<Vec<Choice>> = labels.iter().map(|label| choice(label)).collect();
    let Some(choices) = choices else { return Ok(None) };
    let sql = chose(asked, &asked.choose(&choices)?.codes, &table);
    let condition = parsed(&sql, column.span())?;
    Ok(Some(if negated { Expr::UnaryOp { op: UnaryOperator::Not, expr: Box::new(condition) } } else { condition }))
}

fn with_code_of_each(operand: &Expr, conditions: &mut [CaseWhen], questions: &Questions) -> Looked<()> {
    let Some((asked, _)) = column_of_codes(operand, questions) else { return Ok(()) };
    for when in conditions.iter_mut().filter(|when| is_words(&when.condition)) {
        let Some(words) = choice(&when.condition) else { continue };
        if let [code] = asked.choose(&[words])?.codes.as_slice() {
            when.condition = Expr::value(Value::Number(code.to_string(), false));
        }
    }
    Ok(())
}

/// Whether a literal is a text, and not the text of a code.
fn is_words(literal: &Expr) -> bool {
    matches!(choice(literal), Some(Choice::Words(words)) if words.trim().parse::<i64>().is_err())
}

/// The question or item whose codes a column of `responses` holds, and the table before it.
#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
fn column_of_codes<'q>(column: &Expr, questions: &'q Questions) -> Option<(Asked<'q>, String)> {
    let idents = match column {
        Expr::Identifier(ident) => std::slice::from_ref(ident),
        Expr::CompoundIdentifier(idents) => idents.as_slice(),
        Expr::Nested(inner) => return column_of_codes(inner, questions),
        _ => return None,
    };
    let (column, tables) = idents.split_last()?;
    let is_other = |table: &Ident| questions.is_other_table(&table.value);
    if tables.last().is_some_and(is_other) {
        return None;
    }
    let asked = questions.of_column(&column.value)?.one().ok().filter(|asked| asked.question.kind().is_coded())?;
    let table = tables.iter().fold(String::new(), |table, ident| table + &quoted(&ident.value) + ".");
    Some((asked, table))
}
