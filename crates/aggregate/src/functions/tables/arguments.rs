//! What a call of a table function asks for, each name looked up.

use datafusion::common::{Result, ScalarValue};
use datafusion::execution::SessionState;
use datafusion::logical_expr::Expr;

use super::call::has_call;
use super::function::{Function, Slot};
use crate::functions::names::{Asked, Choice, Chosen, Questions};
use crate::functions::naming_error::NamingError;
use crate::functions::places::without_places;
use topline_survey::{BaseRule, Kind};

/// What a call asks for.
pub(super) struct Arguments<'q> {
    pub question: Asked<'q>,
    /// The question of the columns.
    pub by: Option<Asked<'q>>,
    /// A condition on `responses`, which stands for itself wherever an expression can.
    pub filter: Option<String>,
    pub base: BaseRule,
    /// The net, where one was named or made of options.
    pub net: Option<Chosen>,
}

impl<'q> Arguments<'q> {
    /// Reads the arguments of a call, which are in order.
    pub(super) fn read(
        function: Function,
        call: &[Expr],
        questions: &'q Questions,
        state: &SessionState,
    ) -> Result<Self> {
        let slots = Slot::ALL.len();
        if call.len() < slots {
            return Err(usage(function).into());
        }
        let (named, options) = call.split_at(slots);
        let of = |slot: Slot| words(function, &named[slot as usize]);
        let question = of(Slot::Question)?.ok_or_else(|| usage(function))?;
        let question = questions.find(&question)?.coded(function.name())?;
        fits(function, question)?;
        let by = match of(Slot::By)? {
            Some(by) => Some(questions.find(&by)?.coded(function.name())?.one()?),
            None if function == Function::Crosstab => return Err(usage(function).into()),
            None => None,
        };
        let base = match of(Slot::Base)? {
            Some(name) => BaseRule::named(&name).ok_or(NamingError::Base { name })?,
            None => BaseRule::Answered,
        };
        let filter = of(Slot::Filter)?.map(|filter| condition(function, &filter, state)).transpose()?;
        let choices = options.iter().map(|option| choice(function, option)).collect::<Result<Vec<_>, _>>()?;
        let net = if function == Function::Net { Some(question.choose(&choices)?) } else { None };
        Ok(Self { question, by, filter, base, net })
    }

    /// Those who meet the filter, as a query reads from them.
    pub(super) fn respondents(&self) -> String {
        match &self.filter {
            Some(filter) => format!("(select * from responses where {filter}) as responses"),
            None => "responses".to_owned(),
        }
    }
}

fn usage(function: Function) -> NamingError {
    NamingError::Usage { function: function.name(), usage: function.usage() }
}

/// The text of an argument; none where it is null.
fn words(function: Function, argument: &Expr) -> Result<Option<String>, NamingError> {
    let Expr::Literal(value, _) = argument else { return Err(usage(function)) };
    match value.try_as_str() {
        Some(words) => Ok(words.map(str::to_owned)),
        None if value.is_null() => Ok(None),
        None => Ok(Some(value.to_string())),
    }
}

fn choice(function: Function, argument: &Expr) -> Result<Choice, NamingError> {
    if let Expr::Literal(ScalarValue::Int64(Some(code)), _) = argument {
        return Ok(Choice::Code(*code));
    }
    words(function, argument)?.map(Choice::Words).ok_or_else(|| usage(function))
}

/// Boxes and ranks have functions of their own.
fn fits(function: Function, question: Asked<'_>) -> Result<(), NamingError> {
    let wanted = match function {
        Function::MultiResponse => Kind::Multi,
        Function::Ranks => Kind::Rank,
        Function::Frequencies | Function::Crosstab | Function::Net => return Ok(()),
    };
    let kind = question.question.kind();
    if kind == wanted {
        return Ok(());
    }
    Err(NamingError::Kind { function: function.name(), question: question.question.id.clone(), kind })
}

/// A filter as one expression, and no more than one.
fn condition(function: Function, filter: &str, state: &SessionState) -> Result<String> {
    let parsed = state.sql_to_expr_with_alias(filter, &state.config_options().sql_parser.dialect);
    match parsed {
        // Planning one within the other has no bottom, and rows of a table are no respondents.
        Ok(parsed) if has_call(&parsed.expr) => Err(NamingError::Nested { function: function.name() }.into()),
        Ok(parsed) if parsed.alias.is_none() => Ok(parsed.expr.to_string()),
        Ok(_) => Err(usage(function).into()),
        Err(error) => Err(NamingError::Filter { function: function.name(), why: without_places(error).into() }.into()),
    }
}
