//! Why an answer can be absent, and the texts of cells that say so.

use schemars::JsonSchema;
use serde::Deserialize;

/// Why an answer is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Absent {
    /// Routing passed the respondent by.
    NotAsked,
    /// Shown and skipped.
    NoAnswer,
    /// The respondent would not say.
    Refused,
    /// What was recorded cannot be an answer.
    Invalid,
}

impl Absent {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 4] = [Self::NotAsked, Self::NoAnswer, Self::Refused, Self::Invalid];

    /// The word for it in files and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAsked => "not_asked",
            Self::NoAnswer => "no_answer",
            Self::Refused => "refused",
            Self::Invalid => "invalid",
        }
    }

    /// As a reader of a table sees it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::NotAsked => "Not asked",
            Self::NoAnswer => "No answer",
            Self::Refused => "Refused",
            Self::Invalid => "Invalid",
        }
    }
}

/// Cell texts that stand for an absent answer.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AbsentLabels {
    /// Texts that mean `not_asked`.
    #[serde(default)]
    pub not_asked: Vec<String>,
    /// Texts that mean `no_answer`.
    #[serde(default)]
    pub no_answer: Vec<String>,
    /// Texts that mean `refused`.
    #[serde(default)]
    pub refused: Vec<String>,
    /// Texts that mean `invalid`.
    #[serde(default)]
    pub invalid: Vec<String>,
}

impl AbsentLabels {
    /// Each text with the reason it stands for.
    pub fn texts(&self) -> impl Iterator<Item = (&str, Absent)> {
        [
            (&self.not_asked, Absent::NotAsked),
            (&self.no_answer, Absent::NoAnswer),
            (&self.refused, Absent::Refused),
            (&self.invalid, Absent::Invalid),
        ]
        .into_iter()
        .flat_map(|(texts, absent)| texts.iter().map(move |text| (text.as_str(), absent)))
    }
}
