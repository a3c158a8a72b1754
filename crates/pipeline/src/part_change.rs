//! A part of a survey that is not the same in two runs.

/// What a change is of, other than a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunPart {
    /// The number of respondents.
    Respondents,
    /// A question.
    Question,
    /// An item of a question.
    Item,
    /// An option of a question.
    Option,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A column of a table.
    Column,
    /// The verdict on a claim.
    Claim,
}

impl RunPart {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Respondents => "respondents",
            Self::Question => "question",
            Self::Item => "item",
            Self::Option => "option",
            Self::Table => "table",
            Self::Row => "row",
            Self::Column => "column",
            Self::Claim => "claim",
        }
    }
}

/// How something changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alteration {
    /// The earlier run did not have it.
    Came,
    /// The later run does not have it.
    Went,
    /// Both have it, and it is no longer the same.
    Changed,
}

impl Alteration {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Came => "came",
            Self::Went => "went",
            Self::Changed => "changed",
        }
    }
}

/// A part of a survey that is not the same in both runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartChange {
    /// What it is.
    pub part: RunPart,
    /// Its name.
    pub name: String,
    /// What became of it.
    pub alteration: Alteration,
    /// What of it changed: `text`, `label` ...; nothing where it came or went.
    pub of: &'static str,
    /// What it was; nothing where it came.
    pub before: Option<String>,
    /// What it is; nothing where it went.
    pub after: Option<String>,
}

impl PartChange {
    pub(crate) fn changed(part: RunPart, name: &str, of: &'static str, [before, after]: [&str; 2]) -> Self {
        let (name, before, after) = (name.to_owned(), Some(before.to_owned()), Some(after.to_owned()));
        Self { part, name, alteration: Alteration::Changed, of, before, after }
    }

    pub(crate) fn came(part: RunPart, name: &str, what: &str) -> Self {
        let (name, after) = (name.to_owned(), Some(what.to_owned()));
        Self { part, name, alteration: Alteration::Came, of: "", before: None, after }
    }

    pub(crate) fn went(part: RunPart, name: &str, what: &str) -> Self {
        let (name, before) = (name.to_owned(), Some(what.to_owned()));
        Self { part, name, alteration: Alteration::Went, of: "", before, after: None }
    }
}
