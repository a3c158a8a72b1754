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

/// What a column is compared with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LetterAgainst {
    /// Each other column of its break: letters.
    #[default]
    Columns,
    /// All others of its break together: `+` or `-`.
    Rest,
    /// Both.
    Both,
}

impl LetterAgainst {
    /// Whether each other column has a letter.
    #[must_use]
    pub fn has_columns(self) -> bool {
        match self {
            Self::Columns | Self::Both => true,
            Self::Rest => false,
        }
    }

    /// Whether all others together are compared with.
    #[must_use]
    pub fn has_rest(self) -> bool {
        match self {
            Self::Columns => false,
            Self::Rest | Self::Both => true,
        }
    }
}

/// Letters beside values: the columns of the same break that a column is significantly higher than.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Letters {
    /// How sure: 0.95 is a p value under 0.05.
    #[serde(default = "confidence")]
    pub confidence: f64,
    /// A lower level, such as 0.9: the letters of what is significant at this level and not at `confidence` are in lower case.
    #[serde(default)]
    pub lower_confidence: Option<f64>,
    /// What a column is compared with: each other column of its break (`columns`), all others together (`rest`), or `both`.
    #[serde(default)]
    pub against: LetterAgainst,
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
