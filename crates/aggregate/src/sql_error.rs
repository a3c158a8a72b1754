//! What the engine says of a piece of SQL, in the fewest words that tell the writer what to change.

use std::fmt;

use arrow::error::ArrowError;
use datafusion::common::{DataFusionError, SchemaError};
use thiserror::Error;
use topline_records::ROW_ID;
use topline_survey::nearest;

use crate::functions::names::Questions;
use crate::functions::naming_error::NamingError;
use crate::functions::tables::Function;

/// What the engine says of a piece of SQL.
#[derive(Error)]
pub struct SqlError(Box<DataFusionError>);

/// A part of a piece of SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SqlSpan {
    /// The line and column of its first character, counted from one.
    pub start: (usize, usize),
    /// The line and column after its last.
    pub end: (usize, usize),
}

impl From<DataFusionError> for SqlError {
    fn from(error: DataFusionError) -> Self {
        Self(Box::new(error))
    }
}

impl fmt::Debug for SqlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for SqlError {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(table) = self.unknown_table() {
            return write!(f, "there is no table `{table}`");
        }
        if let Some(function) = self.misplaced_function() {
            // The engine guesses at another function.
            return write!(f, "`{}` gives a table, and no value", function.name());
        }
        match self.0.find_root() {
            DataFusionError::SchemaError(error, _) => match error.as_ref() {
                // The engine lists every column there is.
                SchemaError::FieldNotFound { field, .. } => write!(f, "there is no column `{}`", field.flat_name()),
                error => error.fmt(f),
            },
            DataFusionError::SQL(error, _) => error.fmt(f),
            // What follows may hold an answer, and no error tells one.
            DataFusionError::ArrowError(error, _) => f.write_str(match error.as_ref() {
                ArrowError::CastError(_) | ArrowError::ParseError(_) => {
                    "a value is not of the type that the SQL turns it into (`try_cast` gives null instead)"
                }
                ArrowError::DivideByZero => "a value is divided by zero",
                ArrowError::ArithmeticOverflow(_) => "a value is too large for its type",
                _ => "a value cannot be computed",
            }),
            DataFusionError::Execution(message) => f.write_str(&without_values(message)),
            other => f.write_str(&other.message()),
        }
    }
}

/// The message with whatever stands between single or double quotes left out.
fn without_values(message: &str) -> String {
    let mut told = String::with_capacity(message.len());
    let mut open = None;
    for each in message.chars() {
        match open {
            Some(quote) if each == quote => {
                open = None;
                told.push(each);
            }
            Some(_) => {}
            None => {
                told.push(each);
                if matches!(each, '\'' | '"') {
                    open = Some(each);
                    told.push_str("...");
                }
            }
        }
    }
    told
}

impl SqlError {
    /// What it is about; where the engine tells.
    pub(crate) fn span(&self) -> Option<SqlSpan> {
        let span = self.0.diagnostic()?.span?;
        let (start, end) = (span.start, span.end);
        // Line 0 stands for nowhere.
        (start.line > 0 && start.column > 0).then_some(SqlSpan {
            start: (start.line as usize, start.column as usize),
            end: (end.line as usize, end.column as usize),
        })
    }

    /// The known names nearest to an unknown one.
    pub(crate) fn hint(&self, tables: &[String], questions: &Questions) -> Option<String> {
        if let DataFusionError::External(error) = self.0.find_root() {
            return error.downcast_ref::<NamingError>().map(NamingError::hint);
        }
        if let Some(function) = self.misplaced_function() {
            return Some(format!("it is a table: `select * from {}`", function.usage()));
        }
        if let Some(table) = self.unknown_table() {
            let views = questions.views().map(|question| question.id.as_str());
            let near = nearest(&table, tables.iter().map(String::as_str).chain(views));
            return Some(if near.is_empty() {
                format!("the tables are {}; and each question is one", tables.join(", "))
            } else {
                format!("did you mean {}?", near.join(" or "))
            });
        }
        if let Some(function) = self.unknown_table_function() {
            let own = Function::ALL.map(Function::name);
            let near = nearest(function, own);
            return Some(if near.is_empty() {
                format!("the functions that give tables are {}", own.join(", "))
            } else {
                format!("did you mean {}?", near.join(" or "))
            });
        }
        let DataFusionError::SchemaError(error, _) = self.0.find_root() else { return None };
        let SchemaError::FieldNotFound { field, valid_fields } = error.as_ref() else { return None };
        if field.name == ROW_ID {
            return Some(format!(
                "survey functions need the row of each respondent: select `{ROW_ID}` too, or name it last"
            ));
        }
        let near = nearest(&field.name, valid_fields.iter().map(|known| known.name.as_str()));
        let near: Vec<String> = near.into_iter().map(|name| format!("\"{name}\"")).collect();
        (!near.is_empty()).then(|| format!("did you mean {}?", near.join(" or ")))
    }

    /// The table that is not there, without its catalogue and schema.
    fn unknown_table(&self) -> Option<String> {
        let DataFusionError::Plan(text) = self.0.find_root() else { return None };
        let name = text.strip_prefix("table '")?.split_once("' not found")?.0;
        let name = name.strip_prefix("datafusion.").unwrap_or(name);
        Some(name.strip_prefix("public.").unwrap_or(name).to_owned())
    }
    /// The table function of ours that stands where it gives no table.
    fn misplaced_function(&self) -> Option<Function> {
        let DataFusionError::Plan(text) = self.0.find_root() else { return None };
        let called = text.strip_prefix("Invalid function '").and_then(|rest| rest.split_once('\''));
        let name = called.map(|(name, _)| name.to_owned()).or_else(|| self.unknown_table())?;
        Function::named(&name)
    }

    /// The function that is none, where it should give a table.
    fn unknown_table_function(&self) -> Option<&str> {
        let DataFusionError::Plan(text) = self.0.find_root() else { return None };
        Some(text.strip_prefix("table function '")?.split_once("' not found")?.0)
    }
}
