//! What was asked: questions, items, options, nets, and why an answer can be absent.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::answer::{Answer, Kind, Origin};
use crate::option::{Item, Net, Opt};
use crate::sql_text::SqlText;

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

/// Routing: who was asked.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedIf {
    /// The earlier question, of kind `single`.
    pub question: String,
    /// The codes that lead here.
    pub is: Vec<i32>,
}

/// A question as the codebook has it, its scale and columns filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Its name.
    pub id: String,
    /// As asked.
    pub text: String,
    /// A shorter title for tables.
    pub title: Option<String>,
    /// Answers may identify a person: they stay out of what is published.
    pub private: bool,
    /// How it is answered, with what questions of its kind have.
    pub answer: Answer,
    /// Cell texts that stand for an absent answer.
    pub absent: AbsentLabels,
    /// What a blank cell means.
    pub blank: Absent,
    /// Routing.
    pub asked_if: Option<AskedIf>,
}

impl Question {
    /// How it is answered.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.answer.kind()
    }

    /// The title for tables: the short one where there is one.
    #[must_use]
    pub fn title(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.text)
    }

    /// The offered answers, in questionnaire order; of a ranking, what its ranks are called and count for, where that is declared.
    #[must_use]
    pub fn options(&self) -> &[Opt] {
        match &self.answer {
            Answer::Single { options, .. } | Answer::Multi { options, .. } | Answer::Grid { options, .. } => options,
            Answer::Rank { ranks, .. } => ranks,
            Answer::Number { .. } | Answer::Text { .. } | Answer::Date { .. } => &[],
        }
    }

    /// The rows of a grid or ranking.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        match &self.answer {
            Answer::Grid { items, .. } | Answer::Rank { items, .. } => items,
            Answer::Single { .. }
            | Answer::Multi { .. }
            | Answer::Number { .. }
            | Answer::Text { .. }
            | Answer::Date { .. } => &[],
        }
    }

    /// The nets over its options or ranks.
    #[must_use]
    pub fn nets(&self) -> &[Net] {
        match &self.answer {
            Answer::Single { nets, .. }
            | Answer::Multi { nets, .. }
            | Answer::Grid { nets, .. }
            | Answer::Rank { nets, .. } => nets,
            Answer::Number { .. } | Answer::Text { .. } | Answer::Date { .. } => &[],
        }
    }

    /// The option with this code.
    #[must_use]
    pub fn option(&self, code: i32) -> Option<&Opt> {
        self.options().iter().find(|option| option.code == code)
    }

    /// The net of this name.
    #[must_use]
    pub fn net(&self, id: &str) -> Option<&Net> {
        self.nets().iter().find(|net| net.id == id)
    }

    /// The columns of the export that it reads, in the order of the codebook.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        self.answer.columns()
    }

    /// The SQL expression that gives it, where it is derived and not asked.
    #[must_use]
    pub fn sql(&self) -> Option<&SqlText> {
        self.answer.origin().and_then(Origin::sql)
    }

    /// Whether its answers were derived in SQL rather than read from the export.
    #[must_use]
    pub fn is_derived(&self) -> bool {
        self.sql().is_some()
    }
}
