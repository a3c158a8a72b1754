//! Why a sheet cannot be used, whatever the format of its spreadsheet.

use thiserror::Error;

use crate::name_list::alternatives;

/// Why a sheet cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SheetFault {
    /// No sheet has cells.
    #[error("the workbook has no sheet of cells")]
    NoSheet,
    /// No sheet has that name.
    #[error("the workbook has no sheet `{sheet}`")]
    UnknownSheet {
        /// The declared sheet.
        sheet: String,
        /// Sheets with names like it.
        nearest: Vec<String>,
        /// All sheets.
        known: Vec<String>,
    },
    /// It has far more rows without cells, as wide as its header, than those of any table.
    #[error("up to row {row}, most of its rows are without cells")]
    BlankRows {
        /// A row.
        row: u64,
    },
    /// A cell is where no sheet has any, or out of order.
    #[error("the sheet `{sheet}` has a cell out of its place in row {row}")]
    MisplacedCell {
        /// The sheet.
        sheet: String,
        /// The row.
        row: u64,
    },
    /// Nobody may read it without its password.
    #[error("it is locked by a password")]
    Locked,
}

impl SheetFault {
    /// What may help.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownSheet { nearest, known, .. } if nearest.is_empty() => {
                Some(format!("its sheets are {}", alternatives(known)))
            }
            Self::UnknownSheet { nearest, known, .. } => {
                Some(format!("did you mean {}? its sheets are {}", alternatives(nearest), alternatives(known)))
            }
            Self::BlankRows { .. } => Some("remove the cells far below the table".to_owned()),
            Self::Locked => Some("save it without a password".to_owned()),
            Self::NoSheet | Self::MisplacedCell { .. } => None,
        }
    }
}
