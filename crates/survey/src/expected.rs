//! `[expected]` of a file of claims: a table of published figures, one a row, beside the export.
//!
//! How its rows are held against the figures is the business of `claims`.

use serde::Deserialize;

use crate::verdict::Ruling;

/// A table of published figures, one a row, beside the export.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The CSV file, from the pipeline's folder; `${NAME:-folder}` reads an environment variable.
    pub path: String,
    /// Its column that names the table, the item or the question.
    pub table: Option<String>,
    /// The table that all its rows are of, where no column names it.
    pub of: Option<String>,
    /// Its column that holds the label of the row.
    pub row: String,
    /// Its column that holds the label of the column; the total where not given.
    pub column: Option<String>,
    /// What that column calls the total: `Total` where not given.
    pub total: Option<String>,
    /// Its column that holds the published value; a blank says that it was held back.
    pub value: Option<String>,
    /// Its column that holds how many respondents the row counts; a blank says nothing.
    pub count: Option<String>,
    /// Its column that holds how many respondents the value is out of; a blank says nothing.
    pub base: Option<String>,
    /// The rows that are read: all where not given.
    pub only: Option<Only>,
    /// What the zeros at the end of a decimal say.
    #[serde(default)]
    pub final_zeros: FinalZeros,
    /// Rows that are known not to hold.
    #[serde(default)]
    pub otherwise: Vec<Otherwise>,
}

/// Rows of a published table, by what stands in one of its columns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// The column.
    pub column: String,
    /// What stands there.
    pub is: Vec<String>,
}

/// What the zeros at the end of a decimal say of a published value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FinalZeros {
    /// They were published: `58.0` is exact to a decimal.
    #[default]
    Published,
    /// They were added by the program that wrote the table: `58.0` was published as `58`.
    Added,
}

/// Rows that are known not to hold, and the ruling that they get instead.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Otherwise {
    /// The rows as verdicts number them: the header is the first.
    pub rows: Vec<u64>,
    /// The ruling.
    pub expect: Ruling,
    /// Why.
    pub because: String,
}
