//! How the columns of a table are compared: letters beside values, and tests of whole rows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The size that a column's precision goes by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LetterBase {
    /// Kish's effective size.
    #[default]
    Effective,
    /// Respondents.
    Unweighted,
    /// The sum of their weights.
    Weighted,
}

/// What is made of several tests in a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LetterCorrection {
    /// Nothing.
    #[default]
    None,
    /// Bonferroni's.
    Bonferroni,
    /// Holm's.
    Holm,
    /// Benjamini and Hochberg's.
    BenjaminiHochberg,
}

/// Letters beside values: the columns of the same break that a column is significantly higher than.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Letters {
    /// How sure: 0.95 is a p value under 0.05.
    #[serde(default = "confidence")]
    pub confidence: f64,
    /// What is made of several tests in a row.
    #[serde(default)]
    pub correction: LetterCorrection,
    /// The size that a column's precision goes by, where no design is declared.
    #[serde(default)]
    pub base: LetterBase,
    /// Columns of fewer respondents are compared with none.
    #[serde(default = "letter_base")]
    pub minimum_base: u64,
}

fn confidence() -> f64 {
    0.95
}

fn letter_base() -> u64 {
    30
}

/// Tests of whether the columns of a break differ at all, with their p values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tests {
    /// What is made of the p values of a question's rows, which are tests of their own.
    #[serde(default)]
    pub correction: LetterCorrection,
    /// The size that a column's precision goes by, where no design is declared.
    #[serde(default)]
    pub base: LetterBase,
}
