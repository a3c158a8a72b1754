//! What was asked, and how it is answered.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::absent::{Absent, AbsentLabels};
use crate::answer::{Answer, Kind, Origin};
use crate::missing::{Folding, MissingValue};
use crate::option::{Item, Net, Opt};
use crate::spelling::fold;
use crate::sql_text::SqlText;

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
    /// The part of the questionnaire that it is in.
    pub section: Option<String>,
    /// Answers may identify a person: they stay out of what is published.
    pub private: bool,
    /// How it is answered, with what questions of its kind have.
    pub answer: Answer,
    /// Cell texts that stand for an absent answer.
    pub absent: AbsentLabels,
    /// Values that are no answers, and keep their codes and labels.
    pub missing: Vec<MissingValue>,
    /// Codes that are answers and out of the base of its tables, where these do not say otherwise.
    pub exclude: Vec<i32>,
    /// What of a text makes no difference where it is compared with a label.
    pub fold: Folding,
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

    /// The codes that are meant by what an option or net is called: by its label, another spelling of it, the name of a net, or
    /// what options are marked as (`dont_know`). Case, quotes, dashes and white space make no difference.
    #[must_use]
    pub fn codes_named(&self, name: &str) -> Option<Vec<i32>> {
        let folded = fold(name);
        let is = |text: &String| fold(text) == folded;
        let one = |found: &dyn Fn(&Opt) -> bool| {
            self.options().iter().find(|option| found(option)).map(|option| vec![option.code])
        };
        let net = || self.nets().iter().find(|net| is(&net.id) || is(&net.label)).map(|net| net.codes.clone());
        let marked = || {
            let is_marked = |option: &&Opt| option.mark.is_some_and(|mark| mark.as_str() == name.trim());
            let codes: Vec<i32> = self.options().iter().filter(is_marked).map(|option| option.code).collect();
            (!codes.is_empty()).then_some(codes)
        };
        one(&|option| option.label.trim() == name.trim())
            .or_else(|| one(&|option| is(&option.label)))
            .or_else(net)
            .or_else(|| one(&|option| option.also.iter().any(is)))
            .or_else(marked)
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
