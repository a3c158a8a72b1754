//! What can go wrong.

use std::io;

use thiserror::Error;
use topline_records::RecordError;

/// Why an archive cannot be made.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// The responses lack a column.
    #[error("failed to read the responses")]
    Records(#[source] RecordError),
    /// A column of the responses holds something else than its question says.
    #[error("the column `{column}` of the responses does not hold what its question says")]
    Column {
        /// The column.
        column: String,
    },
    /// A file cannot be written.
    #[error("failed to write {file}")]
    Write {
        /// The file.
        file: &'static str,
        /// Why.
        #[source]
        source: io::Error,
    },
}
