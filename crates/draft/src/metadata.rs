//! Why a column is no question.

/// Why a column is no question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Metadata {
    /// It may identify a response.
    Identifier,
    /// It may identify a person.
    Personal,
    /// When something was done, or how long it took.
    Time,
    /// A replicate weight.
    Weight,
    /// Written by the tool for itself.
    Technical,
    /// Other columns hold the same answers.
    Repeated,
    /// Every answer is the same one.
    Constant,
    /// It holds nothing at all.
    Empty,
}

impl Metadata {
    /// What a comment says of such columns.
    pub(crate) fn says(self) -> &'static str {
        match self {
            Self::Identifier => "identifies the response",
            Self::Personal => "may identify a person",
            Self::Time => "when, or for how long",
            Self::Weight => "replicate weights",
            Self::Technical => "written by the tool",
            Self::Repeated => "other columns hold the same answers",
            Self::Constant => "every answer is the same one",
            Self::Empty => "holds nothing in this export",
        }
    }
}
