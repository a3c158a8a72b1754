//! A document: bytes of files that are made from a publication, and from nothing else.

use serde::Serialize;
use thiserror::Error;
use topline_markup::PackageError;

use crate::bulletin::BulletinError;
use crate::publication::Publication;

/// A file of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentFile {
    /// Its path in the run's folder.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl DocumentFile {
    /// A file of JSON, for people too: indented, and ended by a line feed.
    pub(crate) fn json(name: &'static str, value: &impl Serialize) -> Result<Self, DocumentError> {
        let text = serde_json::to_vec_pretty(value).map_err(|source| DocumentError::Json { name, source })?;
        Ok(Self { name: name.to_owned(), bytes: [text, b"\n".to_vec()].concat() })
    }
}

/// A document that cannot be written.
#[derive(Debug, Error)]
pub enum DocumentError {
    /// The bulletin quotes what it cannot.
    #[error("failed to write the bulletin")]
    Bulletin(#[source] BulletinError),
    /// Something cannot be written as JSON.
    #[error("failed to write {name}")]
    Json {
        /// The file.
        name: &'static str,
        /// Why.
        source: serde_json::Error,
    },
    /// It cannot be packed.
    #[error("failed to write {name}")]
    Package {
        /// The file.
        name: &'static str,
        /// Why.
        source: PackageError,
    },
}

impl DocumentError {
    /// What to do about it, where that can be said.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Bulletin(error) => error.hint(),
            Self::Json { .. } | Self::Package { .. } => None,
        }
    }
}

/// A document of a run. The same publication gives the same bytes.
pub trait RunDocument: Sync {
    /// Its files; none if there is nothing to write.
    fn files(&self, publication: &Publication<'_>) -> Result<Vec<DocumentFile>, DocumentError>;
}
