//! Why data of Triple-S cannot be read.

use thiserror::Error;

use crate::triple_s::definition_error::DefinitionError;

/// Why data of Triple-S cannot be read.
#[derive(Debug, Error)]
pub enum TripleSFault {
    /// They have no meaning without a second file.
    #[error("it has no meaning without its definition")]
    NoMetadata,
    /// The definition cannot be used.
    #[error("its definition cannot be used")]
    Definition {
        /// What is wrong with it.
        source: DefinitionError,
    },
}

impl TripleSFault {
    /// What may help.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::NoMetadata => Some("set `metadata` to the path of the definition, `.sss` or `.xml`".to_owned()),
            Self::Definition { .. } => None,
        }
    }
}
