//! Why a header cannot name the columns.

use thiserror::Error;

/// Why a header cannot name the columns.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HeaderFault {
    /// The file ends within its header.
    #[error("its header has {expected} rows, but the file ends after {rows}")]
    Cut {
        /// The rows that are there.
        rows: u64,
        /// The rows that the header should have.
        expected: usize,
    },
    /// The rows that should name the columns are blank.
    #[error("row {row}, which should tell the columns, is blank")]
    Blank {
        /// The last row of the header.
        row: u64,
    },
    /// The quotes of a header row do not pair.
    #[error("in row {row}, which names columns, a quote is not closed or text follows it")]
    Broken {
        /// The row.
        row: u64,
    },
}

impl HeaderFault {
    /// What helps where quotes do not pair.
    pub(crate) const OPEN_QUOTE: &str =
        "look for a quote that is opened in this row and not closed, or for another `delimiter`";

    /// What may help.
    pub(crate) fn hint(&self) -> String {
        let hint = match self {
            Self::Cut { .. } => "set `header_rows` to the number of rows that name the columns",
            Self::Blank { .. } => "the header begins in row 1: remove blank rows above it, or set `header_rows`",
            Self::Broken { .. } => Self::OPEN_QUOTE,
        };
        hint.to_owned()
    }
}
