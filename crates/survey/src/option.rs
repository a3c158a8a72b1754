//! What can be answered: options, items of grids and rankings, and nets over codes.

use schemars::JsonSchema;
use serde::Deserialize;

/// What an option means beside its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// "Don't know": an answer.
    DontKnow,
    /// "Not applicable": an answer.
    NotApplicable,
    /// "Other".
    Other,
}

impl Mark {
    /// The word for it in the pipeline's files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DontKnow => "dont_know",
            Self::NotApplicable => "not_applicable",
            Self::Other => "other",
        }
    }
}

/// An offered answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Opt {
    /// Its number.
    pub code: i32,
    /// Its label as published.
    pub label: String,
    /// Other spellings of the label that exports use.
    pub also: Vec<String>,
    /// Any text that nothing else matches is this answer: the "Other (please specify)" whose words stand in the cell.
    pub open: bool,
    /// What it means beside its label.
    pub mark: Option<Mark>,
    /// The value it counts for in a mean; its code where not given. Marked options never count.
    pub value: Option<f64>,
}

/// A row of a grid, or a thing to rank.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its name.
    pub id: String,
    /// Its label as published.
    pub label: String,
    /// Other spellings of the label that exports use, where the cells of a ranking hold labels.
    pub also: Vec<String>,
}

/// Several codes counted once.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Net {
    /// Its name.
    pub id: String,
    /// Its label as published.
    pub label: String,
    /// The codes it gathers.
    pub codes: Vec<i32>,
}
