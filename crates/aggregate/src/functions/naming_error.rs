//! What is wrong with the way that a piece of SQL names questions, options and arguments, and the names that it may have meant.

use datafusion::common::{DataFusionError, Diagnostic};
use datafusion::sql::sqlparser::parser::ParserError;
use datafusion::sql::sqlparser::tokenizer::Span;
use thiserror::Error;
use topline_survey::{Kind, nearest};

use crate::sql_error::SqlError;

/// Names that a hint lists at most.
const LISTED: usize = 12;

/// Why a survey function does not know what is meant.
#[derive(Debug, Error)]
pub(crate) enum NamingError {
    /// No question has this name, title or text.
    #[error("there is no question `{name}`")]
    Question {
        /// What was asked for.
        name: String,
        /// The names of all questions.
        known: Vec<String>,
    },
    /// A title or text that is that of several questions.
    #[error("`{name}` is what several questions are called")]
    Several {
        /// What was asked for.
        name: String,
        /// The names of these questions.
        known: Vec<String>,
    },
    /// A grid or ranking has no such item.
    #[error("`{question}` has no item `{name}`")]
    Item {
        /// The question.
        question: String,
        /// What was asked for.
        name: String,
        /// The items, as they can be named.
        known: Vec<String>,
    },
    /// One answer is wanted, and the question has one for each of its items.
    #[error("`{question}` has an answer for each of its items, and one of them is meant")]
    WhichItem {
        /// The question.
        question: String,
        /// The items, as they can be named.
        known: Vec<String>,
    },
    /// No option has this label, and no net this name.
    #[error("`{question}` has no option or net `{name}`")]
    Option {
        /// The question.
        question: String,
        /// What was asked for.
        name: String,
        /// The labels of the options, and the names of the nets.
        known: Vec<String>,
    },
    /// No option has this code.
    #[error("`{question}` has no code {code}")]
    Code {
        /// The question.
        question: String,
        /// What was asked for.
        code: i64,
        /// Its codes.
        known: Vec<i32>,
    },
    /// The question is of a kind that the function says nothing of.
    #[error("`{function}` of `{question}`, which is of kind `{}`", kind.as_str())]
    Kind {
        /// The function.
        function: &'static str,
        /// The question.
        question: String,
        /// Its kind.
        kind: Kind,
    },
    /// The arguments are not those of the function.
    #[error("`{function}` cannot be called like this")]
    Usage {
        /// The function.
        function: &'static str,
        /// How it is called.
        usage: &'static str,
    },
    /// The function has no argument of this name.
    #[error("`{function}` has no argument `{name}`")]
    Argument {
        /// The function.
        function: &'static str,
        /// The name.
        name: String,
        /// How it is called.
        usage: &'static str,
    },
    /// An option of a function that has not that value.
    #[error("`{option}` of `{function}` is not `{value}`")]
    OptionValue {
        /// The function.
        function: &'static str,
        /// The option.
        option: &'static str,
        /// What was given.
        value: String,
        /// What it can be.
        known: &'static str,
    },
    /// No such rule of a base.
    #[error("there is no base `{name}`")]
    Base {
        /// What was asked for.
        name: String,
    },
    /// A filter that is not one condition.
    #[error("the filter of `{function}` is not one condition: {why}")]
    Filter {
        /// The function.
        function: &'static str,
        /// What the engine reads in it.
        why: SqlError,
    },
    /// A condition on answers that the engine does not read.
    #[error("a condition on answers cannot be written in SQL")]
    Condition {
        /// Why.
        source: Box<ParserError>,
    },
    /// A filter that reads from a table function.
    #[error("the filter of `{function}` calls a function that gives a table")]
    Nested {
        /// The function.
        function: &'static str,
    },
}

impl From<NamingError> for DataFusionError {
    fn from(error: NamingError) -> Self {
        Self::External(Box::new(error))
    }
}

impl NamingError {
    /// The error at its place in the SQL.
    pub(crate) fn at(self, span: Span) -> DataFusionError {
        let place = datafusion::common::Span::try_from_sqlparser_span(span);
        let told = Diagnostic::new_error(self.to_string(), place);
        DataFusionError::from(self).with_diagnostic(told)
    }

    /// What may help: the names nearest to an unknown one, or how the function is called.
    pub(crate) fn hint(&self) -> String {
        match self {
            Self::Question { name, known } => near_or_all(name, known, "the questions are"),
            Self::Several { known, .. } | Self::WhichItem { known, .. } => {
                format!("name one of them: {}", listed(known))
            }
            Self::Item { name, known, .. } => near_or_all(name, known, "its items are"),
            Self::Option { name, known, .. } => near_or_all(name, known, "it has"),
            Self::Code { code, known, .. } => {
                let mut near = known.clone();
                near.sort_by_key(|known| (code.abs_diff(i64::from(*known)), *known));
                near.truncate(LISTED);
                near.sort_unstable();
                let codes = near.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                if known.len() > LISTED {
                    format!("the codes nearest to it are {codes}")
                } else {
                    format!("its codes are {codes}")
                }
            }
            Self::Kind { question, kind, .. } => match kind {
                Kind::Number => {
                    format!("a number has no options: `survey_mean(\"{question}\")` estimates its mean")
                }
                Kind::Text | Kind::Date => "only answers with options or ranks can be counted so".to_owned(),
                Kind::Multi => format!("`multi_response('{question}')` counts ticked boxes"),
                Kind::Rank => format!("`ranks('{question}')` sums up a ranking"),
                Kind::Single | Kind::Grid => format!("`frequencies('{question}')` counts its options"),
            },
            Self::Usage { usage, .. } | Self::Argument { usage, .. } => format!("it is called as {usage}"),
            Self::OptionValue { option, known, .. } => format!("`{option}` is {known}"),
            Self::Base { .. } => "the bases are answered, asked and all".to_owned(),
            Self::Condition { .. } => "names of questions and options are letters and digits".to_owned(),
            Self::Filter { .. } | Self::Nested { .. } => {
                "a filter is a condition on the columns of `responses`, as after `where`".to_owned()
            }
        }
    }
}

fn near_or_all(name: &str, known: &[String], all: &str) -> String {
    let near = nearest(name, known.iter().map(String::as_str));
    if near.is_empty() { format!("{all} {}", listed(known)) } else { format!("did you mean {}?", near.join(" or ")) }
}

fn listed(known: &[String]) -> String {
    let more = if known.len() > LISTED { " and others" } else { "" };
    format!("{}{more}", known.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", "))
}
