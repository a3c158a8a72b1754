//! `[expected]` of a file of claims: a table of published figures, one a row, beside the export.
//!
//! How its rows are held against the figures is the business of `claims`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::verdict::Ruling;

/// A table of published figures, one a row, beside the export.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The CSV file.
    pub path: String,
    /// The column that names the table, item or question.
    pub table: Option<String>,
    /// The one table that all rows belong to.
    pub of: Option<String>,
    /// The column that names the row, by label or name.
    pub row: String,
    /// The column that names the column of the table. Without this key, all rows are of the total.
    pub column: Option<String>,
    /// What that column calls the total. Without this key, `Total`.
    pub total: Option<String>,
    /// The column with the value. A blank means that the publisher held it back, unless a count is stated.
    pub value: Option<String>,
    /// The column with the number of respondents.
    pub count: Option<String>,
    /// The column with the base.
    pub base: Option<String>,
    /// `{ column = "kind", is = ["pct", "mean"] }`: which rows to read.
    pub only: Option<Only>,
    /// `added`: a program wrote `58` as `58.0`, so zeros at the end are not the publisher's.
    #[serde(default)]
    pub final_zeros: FinalZeros,
    /// Rows that are known not to hold.
    #[serde(default)]
    pub otherwise: Vec<Otherwise>,
}

/// Rows of a published table, by what stands in one of its columns.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// The column.
    pub column: String,
    /// What stands there.
    pub is: Vec<String>,
}

/// What the zeros at the end of a decimal say of a published value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FinalZeros {
    /// They were published: `58.0` is exact to a decimal.
    #[default]
    Published,
    /// They were added by the program that wrote the table: `58.0` was published as `58`.
    Added,
}

/// Rows that are known not to hold, and the ruling that they get instead.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Otherwise {
    /// The rows as verdicts number them: the header is the first.
    pub rows: Vec<u64>,
    /// The ruling.
    pub expect: Ruling,
    /// Why.
    pub because: String,
}
