//! Why a Parquet file cannot be counted.

use thiserror::Error;
use topline_pages::PageError;

use crate::error::TallyError;

/// Why a Parquet file cannot be counted.
#[derive(Debug, Error)]
pub enum FileError {
    /// Its pages cannot be read.
    #[error(transparent)]
    Pages(#[from] PageError),
    /// Rows that cannot be counted.
    #[error(transparent)]
    Tally(#[from] TallyError),
}

impl FileError {
    /// Whether the rows may be counted all the same, when they come as arrays.
    #[must_use]
    pub fn is_unsupported(&self) -> bool {
        match self {
            Self::Pages(error) => error.is_unsupported(),
            Self::Tally(_) => false,
        }
    }
}
