//! Why the encoding of a file cannot be used.

use thiserror::Error;

use crate::name_list::alternatives;

/// Why the encoding of a file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EncodingFault {
    /// The declared encoding has no such name.
    #[error("unknown encoding `{label}`")]
    Unknown {
        /// The declared encoding.
        label: String,
        /// Names like it, or else the usual ones.
        known: Vec<String>,
    },
    /// The byte order mark says another encoding than the declaration.
    #[error("it is declared as {declared}, but begins with the byte order mark of {found}")]
    Contradicted {
        /// The declared encoding.
        declared: &'static str,
        /// The encoding of the mark.
        found: &'static str,
    },
    /// UTF-32, which nothing here decodes.
    #[error("it is encoded as UTF-32")]
    Utf32,
    /// The declared encoding does not have ASCII as a part, which the format needs.
    #[error("it is declared as {declared}, which files of its format cannot be")]
    NoSupersetOfAscii {
        /// The declared encoding.
        declared: &'static str,
    },
}

impl EncodingFault {
    /// What may help.
    pub(crate) fn hint(&self) -> String {
        match self {
            Self::Unknown { known, .. } => format!("use {}, or leave it out to detect it", alternatives(known)),
            Self::Contradicted { found, .. } => format!("set `encoding = \"{found}\"`, or leave it out"),
            Self::Utf32 => "save the file as UTF-8".to_owned(),
            Self::NoSupersetOfAscii { .. } => "leave it out: the file names its encoding".to_owned(),
        }
    }
}
