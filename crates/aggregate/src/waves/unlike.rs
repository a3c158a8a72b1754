//! What of two waves is not alike, and so is not compared.

use std::fmt;

use thiserror::Error;

/// Something of a later wave that is not compared with an earlier one, or is only with care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlike {
    /// The position of the earlier wave.
    pub wave: usize,
    /// The table or question.
    pub of: String,
    /// Why.
    pub reason: Reason,
}

impl Unlike {
    /// Whether it is compared nevertheless.
    #[must_use]
    pub fn is_compared(&self) -> bool {
        match self.reason {
            Reason::Recoded { .. } | Reason::Unworded => true,
            Reason::NewQuestion { .. }
            | Reason::GoneQuestion { .. }
            | Reason::Reworded { .. }
            | Reason::Kind { .. }
            | Reason::NewOption { .. }
            | Reason::GoneOption { .. }
            | Reason::Ambiguous { .. }
            | Reason::OtherOptions { .. }
            | Reason::NewTable
            | Reason::Base { .. }
            | Reason::Net { .. }
            | Reason::Values => false,
        }
    }
}

impl fmt::Display for Unlike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.of, self.reason)
    }
}

/// Why two waves are not alike in something.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// The earlier wave has no question that asks the same.
    #[error("no question of the earlier wave asks \"{text}\"")]
    NewQuestion {
        /// Its words.
        text: String,
    },
    /// The later wave has no question that asks the same.
    #[error("no question of the later wave asks \"{text}\"")]
    GoneQuestion {
        /// Its words.
        text: String,
    },
    /// The question of this name asks something else.
    #[error("asked \"{earlier}\" before, and \"{later}\" now")]
    Reworded {
        /// The words of the earlier wave.
        earlier: String,
        /// The words of the later.
        later: String,
    },
    /// It is answered in another way.
    #[error("is `{later}` and was `{earlier}`")]
    Kind {
        /// The kind of the earlier wave.
        earlier: &'static str,
        /// The kind of the later.
        later: &'static str,
    },
    /// A code means something else; answers are compared by their labels.
    #[error("code {code} was \"{earlier}\" and is \"{later}\"")]
    Recoded {
        /// The code.
        code: i32,
        /// Its label in the earlier wave.
        earlier: String,
        /// Its label in the later.
        later: String,
    },
    /// An answer of the later wave that the earlier had not.
    #[error("\"{label}\" is new")]
    NewOption {
        /// Its label.
        label: String,
    },
    /// An answer of the earlier wave that the later has not.
    #[error("\"{label}\" is gone")]
    GoneOption {
        /// Its label.
        label: String,
    },
    /// Two answers of one wave have the label, or two questions the words.
    #[error("\"{label}\" may be any of several of a wave")]
    Ambiguous {
        /// The label.
        label: String,
    },
    /// What is beside all other answers is not the same where those differ.
    #[error("\"{label}\" is of those whom the other answers do not fit, and these differ")]
    OtherOptions {
        /// The label of what is beside them.
        label: String,
    },
    /// Nothing but numbers says what the answers are.
    #[error("its answers are numbers without words: check that they mean the same in both waves")]
    Unworded,
    /// The earlier wave has no table of these rows.
    #[error("the earlier wave has no such table")]
    NewTable,
    /// The percentages are out of others.
    #[error("its percentages are not out of the same people: {what}")]
    Base {
        /// What differs.
        what: &'static str,
    },
    /// A net gathers other answers.
    #[error("the net \"{label}\" does not gather the same answers")]
    Net {
        /// The net.
        label: String,
    },
    /// Answers count for other values in a mean.
    #[error("its mean is of other values")]
    Values,
}
