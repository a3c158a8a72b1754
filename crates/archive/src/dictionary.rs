//! A data dictionary as CSV: a row for each variable, and one for each of its codes.

use topline_survey::Plan;

use crate::absent_codes::MissingNumbers;
use crate::census::VariableCounts;
use crate::collection::Collection;
use crate::error::ArchiveError;
use crate::variables::{ArchiveVariable, Content, Described};

/// The columns.
const COLUMNS: [&str; 12] = [
    "variable",
    "column",
    "label",
    "section",
    "question",
    "text",
    "type",
    "asked_of",
    "code",
    "code_label",
    "is_missing",
    "counts_for",
];

/// A variable in words.
pub(crate) struct Entry {
    pub question: String,
    pub text: String,
    pub kind: &'static str,
    pub asked_of: String,
    pub codes: Vec<CodeEntry>,
}

/// A code of a variable.
pub(crate) struct CodeEntry {
    pub code: String,
    pub label: String,
    pub is_missing: bool,
    /// What it counts for in a mean.
    pub counts_for: String,
}

impl Entry {
    pub(crate) fn of(
        plan: &Plan,
        variable: &ArchiveVariable<'_>,
        counts: &VariableCounts,
        missing: &MissingNumbers,
    ) -> Self {
        let question = match &variable.of {
            Described::Answer(of) => Some(of.question),
            Described::Response(_) | Described::Weight(_) => None,
        };
        let counts_for = |code: i32| {
            let value = question.filter(|_| variable.holds == Content::Code).and_then(|of| of.option(code)?.value);
            value.map(|value| value.to_string()).unwrap_or_default()
        };
        let answers = variable.values().into_iter().map(|(code, label)| CodeEntry {
            code: code.to_string(),
            label: label.to_owned(),
            is_missing: false,
            counts_for: counts_for(code),
        });
        let absent = missing.of.values().map(|(number, label)| CodeEntry {
            code: number.to_string(),
            label: label.clone(),
            is_missing: true,
            counts_for: String::new(),
        });
        Self {
            question: question.map(|question| question.id.clone()).unwrap_or_default(),
            text: question.map(|question| question.text.clone()).unwrap_or_default(),
            kind: match variable.holds {
                Content::Code => "code",
                Content::Tick => "tick box",
                Content::Number if counts.decimals == 0 => "whole number",
                Content::Number => "number",
                Content::Whole => "whole number",
                Content::Text => "text",
                Content::Day => "date",
            },
            asked_of: variable.universe(plan).unwrap_or_default(),
            codes: answers.chain(absent).collect(),
        }
    }
}

/// The dictionary as CSV.
pub fn dictionary_csv(collection: &Collection<'_>) -> Result<Vec<u8>, ArchiveError> {
    let failed = |error: csv::Error| ArchiveError::Write { file: "dictionary.csv", source: error.into() };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(failed)?;
    for (variable, counts, missing) in collection.variables() {
        let entry = Entry::of(collection.plan(), variable, counts, missing);
        let own = [
            variable.name.clone(),
            variable.column.clone(),
            variable.label(),
            variable.section().unwrap_or_default().to_owned(),
            entry.question,
            entry.text,
            entry.kind.to_owned(),
            entry.asked_of,
        ];
        let code = |code: &CodeEntry| {
            let is_missing = if code.is_missing { "yes" } else { "no" };
            [code.code.clone(), code.label.clone(), is_missing.to_owned(), code.counts_for.clone()]
        };
        let codes = if entry.codes.is_empty() {
            vec![[String::new(), String::new(), String::new(), String::new()]]
        } else {
            entry.codes.iter().map(code).collect()
        };
        for code in codes {
            writer.write_record(own.iter().chain(&code)).map_err(failed)?;
        }
    }
    writer.into_inner().map_err(|error| ArchiveError::Write { file: "dictionary.csv", source: error.into_error() })
}
