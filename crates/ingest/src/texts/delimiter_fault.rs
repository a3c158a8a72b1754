//! Why a delimiter cannot be used.

use thiserror::Error;

/// Why a delimiter cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DelimiterFault {
    /// The declared one cannot separate cells.
    #[error("{delimiter:?} cannot separate cells")]
    Impossible {
        /// The declared delimiter.
        delimiter: char,
    },
    /// The declared one separates nothing, and another one all rows.
    #[error("{declared:?} does not separate its cells, but {found:?} does")]
    Other {
        /// The declared delimiter.
        declared: char,
        /// The delimiter of the file.
        found: char,
    },
}

impl DelimiterFault {
    /// What may help.
    pub(crate) fn hint(&self) -> String {
        match self {
            Self::Impossible { .. } => {
                "use one ASCII character that is no quote and no line end, such as `,` `;` or `\\t`".to_owned()
            }
            Self::Other { found, .. } => {
                format!("set `delimiter = \"{}\"`, or leave it out to detect it", found.escape_default())
            }
        }
    }
}
