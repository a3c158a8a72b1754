//! Why an OpenDocument spreadsheet cannot be read.

use thiserror::Error;

/// Why an `OpenDocument` spreadsheet cannot be read.
#[derive(Debug, Error)]
pub enum OpenDocumentFault {
    /// Its content cannot be read on.
    #[error("the spreadsheet is damaged after row {row}")]
    Damaged {
        /// The last row that could be read; 0 before the first.
        row: u64,
        /// What is wrong with it.
        source: quick_xml::Error,
    },
    /// Rows are said to repeat more often than those of any table.
    #[error("row {row} and others are repeated without end")]
    RepeatedRows {
        /// The first of the rows.
        row: u64,
    },
}
