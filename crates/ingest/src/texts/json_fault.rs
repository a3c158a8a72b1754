//! Why lines of JSON cannot be read.

use thiserror::Error;

/// Why lines of JSON cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum JsonFault {
    /// They name more columns than any survey has.
    #[error("its objects have more than {limit} keys")]
    TooManyKeys {
        /// The most that they may have.
        limit: usize,
    },
    /// Hardly any object has the keys of another, so that a table of them would be all but empty.
    #[error("its {lines} objects have {keys} keys, and hardly any of them in common: they are rows of no table")]
    ScatteredKeys {
        /// How many objects.
        lines: u64,
        /// How many keys all of them have.
        keys: usize,
    },
    /// None of them is an object.
    #[error("no line of it is a JSON object")]
    NoObject,
}

impl JsonFault {
    /// What may help.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::TooManyKeys { .. } => None,
            Self::ScatteredKeys { .. } => {
                Some("give each object the same keys, such as those of the questions".to_owned())
            }
            Self::NoObject => Some(
                "write one object a line: an array of objects, or one over several lines, is no JSON lines".to_owned(),
            ),
        }
    }
}
