//! Why the pages of a Parquet file cannot be read.

use std::io;

use parquet::basic::{Encoding, Type};
use parquet::errors::ParquetError;
use thiserror::Error;

/// Why the pages of a Parquet file cannot be read.
#[derive(Debug, Error)]
pub enum PageError {
    /// The file cannot be opened.
    #[error("the file cannot be opened")]
    Open(#[source] io::Error),
    /// It is no Parquet file, or its end is damaged.
    #[error("it cannot be read as Parquet")]
    Parquet(#[source] ParquetError),
    /// It has no such column.
    #[error("it has no column `{0}`")]
    NoColumn(String),
    /// A column's pages cannot be read.
    #[error("its column `{column}` cannot be read")]
    Column {
        /// The column's name.
        column: String,
        /// What the reader says.
        source: ParquetError,
    },
    /// A column's pages do not hold what they say.
    #[error("its column `{column}` is damaged")]
    Damaged {
        /// The column's name.
        column: String,
    },
    /// A column that is stored in a way that is not read here: arrow's reader reads it all the same.
    #[error("its column `{column}` is not read straight from its pages: {lack}")]
    Unsupported {
        /// The column's name.
        column: String,
        /// What is not read.
        lack: Lack,
    },
}

impl PageError {
    /// Whether arrow's reader may read the column all the same.
    #[must_use]
    pub fn is_unsupported(&self) -> bool {
        matches!(self, Self::Unsupported { .. })
    }
}

/// What is not read straight from pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Lack {
    /// Lists and structures.
    #[error("it is nested")]
    Nested,
    /// An encoding.
    #[error("it is encoded as {0}")]
    Encoding(Encoding),
    /// A type that is not what the reader wants.
    #[error("it is stored as {0}")]
    Type(Type),
}
