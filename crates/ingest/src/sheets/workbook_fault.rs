//! Why an Excel workbook cannot be read.

use calamine::XlsxError;
use thiserror::Error;
use topline_statfile::Damage;

/// Why an Excel workbook cannot be read.
#[derive(Debug, Error)]
pub enum WorkbookFault {
    /// A part of it takes more memory than answers do, or cannot be.
    #[error("it is an Excel workbook, but damaged")]
    Part(#[source] Damage),
    /// It cannot be taken apart.
    #[error("the workbook is damaged")]
    Damaged {
        /// What is wrong with it.
        source: Box<XlsxError>,
    },
    /// The sheet cannot be read on.
    #[error("the sheet `{sheet}` is damaged after row {row}")]
    DamagedSheet {
        /// The sheet.
        sheet: String,
        /// The last row that could be read; 0 before the first.
        row: u64,
        /// What is wrong with it.
        source: Box<XlsxError>,
    },
}
