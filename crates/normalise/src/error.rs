//! Why an export could not be normalised. Problems with its data are findings, and no errors.

use std::io;
use std::path::PathBuf;

use arrow::error::ArrowError;
use thiserror::Error;
use topline_records::RecordError;

/// Why an export could not be normalised.
#[derive(Debug, Error)]
pub enum NormaliseError {
    /// The identifiers of respondents are too many for memory, and the temporary folder does not take them.
    #[error("keep the identifiers of respondents in the temporary folder {}", folder.display())]
    Temporary {
        /// The folder.
        folder: PathBuf,
        /// Why it does not.
        source: io::Error,
    },
    /// A batch is not as the contract of its table has it.
    #[error(transparent)]
    Records(RecordError),
    /// The columns of a batch do not fit together.
    #[error("put the columns of a batch together")]
    Columns(#[source] ArrowError),
}

impl NormaliseError {
    /// What may help, on a line of its own.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Temporary { .. } => {
                Some("make room there, or name another folder in the environment variable TMPDIR (on Windows, TMP)")
            }
            Self::Records(_) | Self::Columns(_) => None,
        }
    }
}
