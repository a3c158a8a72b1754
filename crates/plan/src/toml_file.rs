//! A TOML file taken apart section by section, so that one bad section does not hide the next.
//!
//! Each section is deserialized by serde from its own part of the document. What fails becomes a [`Problem`] with the place
//! of the failure; what nobody asked for is an unknown key.

use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};
use topline_survey::SqlText;

use crate::faults::{TomlFault, TomlReason};
use crate::problem::Problem;

/// The most problems of one kind that are reported of a file: who meets so many has given another file than was meant.
const MOST_PROBLEMS: usize = 50;
/// The longest file of whose syntax every error is reported.
const LONGEST_WITH_ALL_ERRORS: usize = 1 << 20;

/// A parsed file, its sections not yet taken.
pub(crate) struct TomlFile<'t> {
    source: Arc<NamedSource<String>>,
    table: DeTable<'t>,
    asked: Vec<&'static str>,
    problems: Vec<Problem>,
}

impl<'t> TomlFile<'t> {
    pub(crate) fn parse(source: &'t Arc<NamedSource<String>>) -> Self {
        let (table, errors) = parsed(source.inner());
        let count = errors.len();
        let mut problems: Vec<Problem> =
            errors.into_iter().take(MOST_PROBLEMS).map(|error| syntax_problem(source, error)).collect();
        problems.extend(more(source, count, "errors like these"));
        Self { source: Arc::clone(source), table, asked: Vec::new(), problems }
    }

    /// The section `key` as a `T`; the default where it is not there.
    pub(crate) fn take<T: DeserializeOwned>(&mut self, key: &'static str) -> Option<T> {
        let value = self.remove(key)?;
        self.deserialize(value)
    }

    /// The section `key`, which must be there.
    pub(crate) fn require<T: DeserializeOwned>(&mut self, key: &'static str) -> Option<T> {
        let known_broken = !self.problems.is_empty();
        let Some(value) = self.remove(key) else {
            if !known_broken {
                self.problems.push(Problem::new(&self.source, None, TomlFault::MissingKey { key }));
            }
            return None;
        };
        self.deserialize(value)
    }

    /// Each element of the array of tables `key`, those that fail left out and reported.
    pub(crate) fn take_each<T: DeserializeOwned>(&mut self, key: &'static str) -> Vec<T> {
        let Some(value) = self.remove(key) else { return Vec::new() };
        let span = value.span();
        if let DeValue::Array(array) = value.into_inner() {
            array.into_iter().filter_map(|element| self.deserialize(element)).collect()
        } else {
            self.problems.push(Problem::new(&self.source, Some(span), TomlFault::NotAList { key }));
            Vec::new()
        }
    }

    /// The table `key`, or each element of the array of tables, of which there must be one; with the place of its `name`.
    pub(crate) fn require_each_named<T: DeserializeOwned>(&mut self, key: &'static str) -> Vec<(T, Range<usize>)> {
        let known_broken = !self.problems.is_empty();
        let Some(value) = self.remove(key) else {
            if !known_broken {
                self.problems.push(Problem::new(&self.source, None, TomlFault::MissingKey { key }));
            }
            return Vec::new();
        };
        let span = value.span();
        let elements = match value.into_inner() {
            DeValue::Array(array) => array.into_iter().collect(),
            value => vec![Spanned::new(span, value)],
        };
        let named = elements.into_iter().filter_map(|element| {
            let name = element.get_ref().get("name").map_or_else(|| element.span(), Spanned::span);
            Some((self.deserialize(element)?, name))
        });
        named.collect()
    }

    /// The problems met, unknown keys among them.
    pub(crate) fn finish(mut self) -> Vec<Problem> {
        for key in self.table.keys().take(MOST_PROBLEMS) {
            let fault = TomlFault::UnknownKey { key: key.get_ref().to_string(), known: self.asked.clone() };
            self.problems.push(Problem::new(&self.source, Some(key.span()), fault));
        }
        self.problems.extend(more(&self.source, self.table.len(), "unknown keys"));
        self.problems
    }

    fn remove(&mut self, key: &'static str) -> Option<Spanned<DeValue<'t>>> {
        self.asked.push(key);
        self.table.remove(key)
    }

    fn deserialize<T: DeserializeOwned>(&mut self, value: Spanned<DeValue<'t>>) -> Option<T> {
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(read) => Some(read),
            Err(error) => {
                let span = error.span();
                let fault = TomlFault::Value { reason: TomlReason(error) };
                self.problems.push(Problem::new(&self.source, span, fault));
                None
            }
        }
    }
}

/// A string that is SQL, with the place of what is between its quotes.
pub(crate) fn sql_text(sql: &Spanned<String>, source: &Arc<NamedSource<String>>) -> SqlText {
    let span = sql.span();
    let literal = &source.inner()[span.clone()];
    let quotes = if literal.starts_with("\"\"\"") || literal.starts_with("'''") { 3 } else { 1 };
    let inner = literal.get(quotes..literal.len().saturating_sub(quotes)).unwrap_or(literal);
    let from = span.start + quotes + (inner.len() - inner.trim_start().len());
    SqlText { sql: sql.get_ref().clone(), span: from..from + inner.trim().len() }
}

/// What says that there are more problems of a kind than are reported.
fn more(source: &Arc<NamedSource<String>>, count: usize, what: &'static str) -> Option<Problem> {
    let count = count.checked_sub(MOST_PROBLEMS).filter(|more| *more > 0)?;
    Some(Problem::new(source, None, TomlFault::More { count, what }))
}

/// The document, and all that is wrong with it; of a long one that is no TOML only the first error, as there may be millions.
fn parsed(text: &str) -> (DeTable<'_>, Vec<toml::de::Error>) {
    if text.len() <= LONGEST_WITH_ALL_ERRORS {
        let (table, errors) = DeTable::parse_recoverable(text);
        return (table.into_inner(), errors);
    }
    match DeTable::parse(text) {
        Ok(table) => (table.into_inner(), Vec::new()),
        Err(error) => (DeTable::new(), vec![error]),
    }
}

fn syntax_problem(source: &Arc<NamedSource<String>>, error: toml::de::Error) -> Problem {
    let span = error.span();
    Problem::new(source, span, TomlFault::Syntax { reason: TomlReason(error) })
}
