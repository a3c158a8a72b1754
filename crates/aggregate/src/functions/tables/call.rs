//! The arguments of table functions, put in order before a statement is planned: those with names have places, a question may
//! stand without quotes, and a filter may be the condition itself instead of its text.
//!
//! After it each call has an argument for every [`Slot`], null where it was not given, and then the options.

use std::ops::ControlFlow;

use datafusion::common::{DataFusionError, Result};
use datafusion::sql::sqlparser::ast::{
    Expr, FunctionArg, FunctionArgExpr, Ident, ObjectName, ObjectNamePart, Spanned as _, Statement, TableFactor, Value,
    Visit as _, VisitMut as _, Visitor, VisitorMut,
};
use datafusion::sql::sqlparser::tokenizer::Span;

use super::function::{Function, Slot};
use crate::functions::literals::choice;
use crate::functions::names::{Choice, Questions};
use crate::functions::naming_error::NamingError;

/// Puts the arguments of each call of a table function of ours in order.
pub(crate) fn with_arguments(statement: &mut Statement, questions: &Questions) -> Result<()> {
    match statement.visit(&mut Calls(questions)) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(error) => Err(*error),
    }
}

/// Whether an expression reads from a table function of ours.
pub(super) fn has_call(expression: &Expr) -> bool {
    struct Found;
    impl Visitor for Found {
        type Break = ();

        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "the syntax trees, plans and types of the engine are not ours"
        )]
        fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
            match factor {
                TableFactor::Table { name, args: Some(_), .. } | TableFactor::Function { name, .. }
                    if function(name).is_some() =>
                {
                    ControlFlow::Break(())
                }
                _ => ControlFlow::Continue(()),
            }
        }
    }
    expression.visit(&mut Found).is_break()
}

struct Calls<'q>(&'q Questions);

impl VisitorMut for Calls<'_> {
    // A small one takes less of the stack.
    type Break = Box<DataFusionError>;

    #[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<Self::Break> {
        let (name, arguments) = match factor {
            TableFactor::Table { name, args: Some(arguments), .. } => (name, &mut arguments.args),
            TableFactor::Function { name, args, .. } => (name, args),
            _ => return ControlFlow::Continue(()),
        };
        let Some(function) = function(name) else { return ControlFlow::Continue(()) };
        let place = name.span();
        *name = ObjectName::from(Ident::new(function.name()));
        match in_order(function, std::mem::take(arguments)) {
            Ok(ordered) => match misnamed(&ordered, self.0) {
                None => {
                    *arguments = ordered.into_iter().map(unnamed).collect();
                    ControlFlow::Continue(())
                }
                Some(error) => ControlFlow::Break(Box::new(error)),
            },
            Err(error) => ControlFlow::Break(Box::new(error.at(place))),
        }
    }
}

fn function(name: &ObjectName) -> Option<Function> {
    let [ObjectNamePart::Identifier(ident)] = name.0.as_slice() else { return None };
    Function::named(&ident.value)
}

/// What is wrong with the names of questions and options that are written out, at its place: once a statement is planned, the
/// arguments of a function have none.
fn misnamed(ordered: &[Expr], questions: &Questions) -> Option<DataFusionError> {
    let (slots, options) = ordered.split_at(Slot::ALL.len());
    for slot in [Slot::By, Slot::Question] {
        let named = &slots[slot as usize];
        let Some(Choice::Words(words)) = choice(named) else { continue };
        match questions.find(&words) {
            Err(error) => return Some(error.at(named.span())),
            Ok(asked) if slot == Slot::Question && asked.question.kind().is_coded() => {
                let misnamed = |option: &&Expr| Some((asked.choose(&[choice(option)?]).err()?, option.span()));
                if let Some((error, place)) = options.iter().find_map(|option| misnamed(&option)) {
                    return Some(error.at(place));
                }
            }
            Ok(_) => {}
        }
    }
    None
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
fn in_order(function: Function, arguments: Vec<FunctionArg>) -> std::result::Result<Vec<Expr>, NamingError> {
    let usage = || NamingError::Usage { function: function.name(), usage: function.usage() };
    let mut slots = Slot::ALL.map(|_| None);
    let mut options = Vec::new();
    let mut places = function.positions().iter();
    for argument in arguments {
        let (slot, expression) = match argument {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expression)) => match places.next() {
                Some(slot) => (*slot, expression),
                None if function.takes_options() => {
                    options.push(expression);
                    continue;
                }
                None => return Err(usage()),
            },
            FunctionArg::Named { name, arg: FunctionArgExpr::Expr(expression), .. } => {
                let known = |slot: &Slot| slot.name().eq_ignore_ascii_case(&name.value);
                let slot = Slot::ALL.into_iter().filter(|slot| *slot != Slot::By || function == Function::Crosstab);
                let slot = slot.into_iter().find(known).ok_or_else(|| NamingError::Argument {
                    function: function.name(),
                    name: name.value.clone(),
                    usage: function.usage(),
                })?;
                (slot, expression)
            }
            _ => return Err(usage()),
        };
        let place = &mut slots[slot as usize];
        if place.is_some() {
            return Err(usage());
        }
        *place = Some(if slot == Slot::Filter { condition(expression) } else { name_of(expression) });
    }
    let wanted = [Some(Slot::Question), (function == Function::Crosstab).then_some(Slot::By)];
    let lacks = wanted.into_iter().flatten().any(|slot| slots[slot as usize].is_none());
    if lacks || (function.takes_options() && options.is_empty()) {
        return Err(usage());
    }
    let null = || Expr::Value(Value::Null.with_empty_span());
    Ok(slots.into_iter().map(|slot| slot.unwrap_or_else(null)).chain(options).collect())
}

fn unnamed(expression: Expr) -> FunctionArg {
    FunctionArg::Unnamed(FunctionArgExpr::Expr(expression))
}

fn text(words: String, place: Span) -> Expr {
    Expr::Value(Value::SingleQuotedString(words).with_span(place))
}

/// A name without quotes, or in those of columns, is the same as in those of texts.
#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
fn name_of(expression: Expr) -> Expr {
    let place = expression.span();
    match expression {
        Expr::Identifier(ident) => text(ident.value, place),
        Expr::CompoundIdentifier(idents) => {
            text(idents.into_iter().map(|ident| ident.value).collect::<Vec<_>>().join("."), place)
        }
        other => other,
    }
}

/// The text of a condition, where it does not stand as one.
#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
fn condition(expression: Expr) -> Expr {
    match &expression {
        Expr::Value(value) if matches!(value.value, Value::SingleQuotedString(_) | Value::Null) => expression,
        _ => text(expression.to_string(), expression.span()),
    }
}
