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

impl fmt::Display for Unlike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.of, self.reason)
    }
}

/// Why two waves are not alike in something.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// The earlier wave has no question that asks the same.
    #[error("no question of the earlier wave asks the same")]
    NewQuestion,
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
    /// Two answers of one wave have the label.
    #[error("\"{label}\" may be any of several answers")]
    Ambiguous {
        /// The label.
        label: String,
    },
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
