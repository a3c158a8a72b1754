//! Questions and options in the arguments of functions, as labels, codes or nets: a condition takes their place before a
//! statement is planned, since a function sees the values of its arguments and not what they are answers to.
//!
//! | written | is |
//! |---|---|
//! | `chose("Q1", 'Agree', ...)` | the condition that the answer is one of these; null where there is no answer |
//! | `share("Q1", 'Agree', ... [, weight])` | `share(chose("Q1", 'Agree', ...) [, weight])` |
//! | `mean_rank('Q13.price' [, weight])` | `mean_rank("Q13_price" [, weight])` |
//!
//! The question is its column, or its name as text. What has another shape is left as it is.

use std::ops::ControlFlow;

use datafusion::common::{DataFusionError, Result};
use datafusion::sql::sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, Select, SelectItem, Spanned, Statement,
    Value, VisitMut as _, VisitorMut,
};
use datafusion::sql::sqlparser::tokenizer::Span;

use super::comparisons::{reads_responses, with_codes};
use super::literals::{choice, parsed};
use super::membership::{chose, column_of};
use super::names::{Asked, Choice, Questions};
use super::naming_error::NamingError;
use crate::condition::name as quoted;

const CHOSE: &str = "chose(question, option [, option ...])";
const SHARE: &str = "share(condition [, weight]) or share(question, option [, option ...] [, weight])";

/// Puts conditions where a statement names options. A column that is called nothing keeps the name of what was written.
pub(super) fn with_choices(statement: &mut Statement, questions: &Questions) -> Result<()> {
    let compares = reads_responses(statement);
    match statement.visit(&mut Choices { questions, compares }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(error) => Err(*error),
    }
}

type Looked<T> = std::result::Result<T, NamingError>;

struct Choices<'q> {
    questions: &'q Questions,
    /// Whether columns may be compared with labels.
    compares: bool,
}

impl VisitorMut for Choices<'_> {
    // A small one takes less of the stack.
    type Break = Box<DataFusionError>;

    fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<Self::Break> {
        for column in &mut select.projection {
            let SelectItem::UnnamedExpr(expression) = column else { continue };
            let written = expression.to_string();
            expression.visit(self)?;
            if expression.to_string() != written {
                let expr = std::mem::replace(expression, Expr::value(Value::Null));
                *column = SelectItem::ExprWithAlias { expr, alias: Ident::with_quote('"', written) };
            }
        }
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expression: &mut Expr) -> ControlFlow<Self::Break> {
        let compared = if self.compares { with_codes(expression, self.questions) } else { Ok(()) };
        match compared.and_then(|()| replaced(expression, self.questions)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(Box::new(error)),
        }
    }
}

fn replaced(expression: &mut Expr, questions: &Questions) -> Result<()> {
    let place = expression.span();
    let Expr::Function(call) = expression else { return Ok(()) };
    let done = match function_name(call).as_deref() {
        Some("chose") => condition_of(call, questions).map(|condition| *expression = condition),
        Some("share") => share(call, questions),
        Some("mean_rank") => mean_rank(call, questions),
        _ => Ok(()),
    };
    done.map_err(|error| error.at(place))
}

fn function_name(call: &Function) -> Option<String> {
    let [part] = call.name.0.as_slice() else { return None };
    Some(part.as_ident()?.value.to_lowercase())
}

fn arguments(call: &mut Function) -> Option<&mut Vec<FunctionArg>> {
    if let FunctionArguments::List(list) = &mut call.args { Some(&mut list.args) } else { None }
}

fn expression(argument: &FunctionArg) -> Option<&Expr> {
    if let FunctionArg::Unnamed(FunctionArgExpr::Expr(expression)) = argument { Some(expression) } else { None }
}

/// The question that an argument names, and the table before its column. None where it is no name, or that of another column.
#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
fn question<'q>(argument: &Expr, questions: &'q Questions) -> Looked<Option<(Asked<'q>, String)>> {
    let idents = match argument {
        Expr::Identifier(ident) => std::slice::from_ref(ident),
        Expr::CompoundIdentifier(idents) => idents.as_slice(),
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(words) => return Ok(Some((questions.find(words)?, String::new()))),
            _ => return Ok(None),
        },
        _ => return Ok(None),
    };
    let Some((column, tables)) = idents.split_last() else { return Ok(None) };
    let mut table = String::new();
    for ident in tables {
        table.push_str(&quoted(&ident.value));
        table.push('.');
    }
    Ok(questions.of_column(&column.value).map(|asked| (asked, table)))
}

/// The condition of a call of `chose`.
fn condition_of(call: &mut Function, questions: &Questions) -> Looked<Expr> {
    let usage = || NamingError::Usage { function: "chose", usage: CHOSE };
    let arguments = arguments(call).ok_or_else(usage)?;
    let named: Option<Vec<&Expr>> = arguments.iter().map(expression).collect();
    let named = named.ok_or_else(usage)?;
    let [named, options @ ..] = named.as_slice() else { return Err(usage()) };
    let choices: Option<Vec<Choice>> = options.iter().map(|option| choice(option)).collect();
    let choices = choices.filter(|choices| !choices.is_empty()).ok_or_else(usage)?;
    let Some((asked, table)) = question(named, questions)? else { return Err(unknown(named, questions)) };
    parsed(&condition("chose", asked, &choices, &table)?, named.span())
}

fn condition(function: &'static str, asked: Asked<'_>, choices: &[Choice], table: &str) -> Looked<String> {
    let asked = asked.coded(function)?.one()?;
    Ok(chose(asked, &asked.choose(choices)?.codes, table))
}

fn unknown(named: &Expr, questions: &Questions) -> NamingError {
    questions.unknown(&named.to_string().replace('"', ""))
}

/// Makes the options of a call of `share` its condition.
fn share(call: &mut Function, questions: &Questions) -> Looked<()> {
    let Some(arguments) = arguments(call) else { return Ok(()) };
    let Some((first, rest)) = arguments.split_first() else { return Ok(()) };
    let Some(named) = expression(first) else { return Ok(()) };
    let choices: Vec<Choice> = rest.iter().map_while(|argument| choice(expression(argument)?)).collect();
    if choices.is_empty() {
        return Ok(());
    }
    let condition = match question(named, questions)? {
        Some((asked, table)) => parsed(&condition("share", asked, &choices, &table)?, named.span())?,
        // A weight that is a number, of a column that is a condition.
        None if choices.iter().all(|choice| matches!(choice, Choice::Code(_))) => return Ok(()),
        None if !matches!(named, Expr::Identifier(_) | Expr::CompoundIdentifier(_)) => return Ok(()),
        None => return Err(unknown(named, questions)),
    };
    let weights = arguments.split_off(choices.len() + 1);
    if weights.len() > 1 {
        return Err(NamingError::Usage { function: "share", usage: SHARE });
    }
    *arguments = vec![FunctionArg::Unnamed(FunctionArgExpr::Expr(condition))];
    arguments.extend(weights);
    Ok(())
}

/// Makes the name of an item the column with its ranks.
fn mean_rank(call: &mut Function, questions: &Questions) -> Looked<()> {
    let Some(first) = arguments(call).and_then(|arguments| arguments.first_mut()) else { return Ok(()) };
    let Some(Choice::Words(words)) = expression(first).and_then(choice) else { return Ok(()) };
    let place = expression(first).map_or_else(Span::empty, Spanned::span);
    let asked = questions.find(&words)?;
    if asked.question.kind() != topline_survey::Kind::Rank {
        let (question, kind) = (asked.question.id.clone(), asked.question.kind());
        return Err(NamingError::Kind { function: "mean_rank", question, kind });
    }
    let ranks = parsed(&column_of(asked.one()?, ""), place)?;
    *first = FunctionArg::Unnamed(FunctionArgExpr::Expr(ranks));
    Ok(())
}
