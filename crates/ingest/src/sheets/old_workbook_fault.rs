//! Why a workbook in the format before 2007 cannot be read.

use calamine::XlsError;
use thiserror::Error;
use topline_statfile::Damage;

/// Why a workbook in the format before 2007 cannot be read.
#[derive(Debug, Error)]
pub enum OldWorkbookFault {
    /// A record of it cannot be.
    #[error("it is an Excel workbook, but damaged")]
    Record(#[source] Damage),
    /// It cannot be taken apart.
    #[error("the workbook is damaged")]
    Damaged {
        /// What is wrong with it.
        source: Box<XlsError>,
    },
    /// A compound file without a workbook: another document of Office, or an encrypted one.
    #[error("there is no workbook in it")]
    NoWorkbook,
    /// Its sheets take more memory than its size explains: their cells are far apart, or many share a long text.
    #[error("its cells would take {mebibytes} MiB of memory, far more than the file")]
    SpreadSheets {
        /// What they would take, in units of 2^20 bytes.
        mebibytes: u64,
    },
}

impl OldWorkbookFault {
    /// What may help.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::SpreadSheets { .. } => Some("save it as .xlsx, which is read row by row".to_owned()),
            Self::Record(_) | Self::Damaged { .. } | Self::NoWorkbook => None,
        }
    }
}
