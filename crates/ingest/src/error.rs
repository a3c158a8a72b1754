//! Why an export cannot be read at all: the file, and what the reader of its format says. What is wrong with a row or a cell is
//! a finding instead.

use std::error::Error;
use std::fmt;
use std::io;

use arrow::error::ArrowError;
use thiserror::Error;

use crate::columnar::parquet_fault::ParquetFault;
use crate::format_fault::FormatFault;
use crate::name_list::alternatives;
use crate::packed::packing_fault::PackingFault;
use crate::raw::header_fault::HeaderFault;
use crate::sheets::old_workbook_fault::OldWorkbookFault;
use crate::sheets::open_document_fault::OpenDocumentFault;
use crate::sheets::sheet_fault::SheetFault;
use crate::sheets::workbook_fault::WorkbookFault;
use crate::texts::delimiter_fault::DelimiterFault;
use crate::texts::encoding_fault::EncodingFault;
use crate::texts::json_fault::JsonFault;
use crate::triple_s::triple_s_fault::TripleSFault;
use topline_statfile::SpssError;
use topline_statfile::StatError;
use topline_statfile::{SyntaxError, SyntaxFault};

/// Why an export, or a reference table, cannot be read.
#[derive(Debug)]
pub struct IngestError {
    /// Its name and path.
    pub file: String,
    /// What is wrong.
    pub fault: IngestFault,
}

impl IngestError {
    pub(crate) fn new(file: impl Into<String>, fault: impl Into<IngestFault>) -> Self {
        Self { file: file.into(), fault: fault.into() }
    }

    /// What may help.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        self.fault.hint()
    }
}

impl fmt::Display for IngestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fault {
            // The cause says all.
            IngestFault::Io(_) => write!(f, "read {}", self.file),
            fault => write!(f, "read {}: {fault}", self.file),
        }
    }
}

impl Error for IngestError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.fault.source()
    }
}

/// What is wrong with an export: what any format can have, and what the reader of each says.
#[derive(Debug, Error)]
pub enum IngestFault {
    /// The disk fails.
    #[error("the disk fails")]
    Io(#[source] io::Error),
    /// Not a byte, or nothing but a byte order mark.
    #[error("it is empty")]
    Empty,
    /// A row, or a cell in it, is larger than any answer.
    #[error("row {row} is longer than {limit} bytes")]
    LongRow {
        /// The row.
        row: u64,
        /// The most that a row may have.
        limit: usize,
    },
    /// The header has more columns than any survey.
    #[error("it has more than {limit} columns")]
    TooWide {
        /// The most that a file may have.
        limit: usize,
    },
    /// The reader of the format gave up without saying why.
    #[error("it is damaged beyond description")]
    BeyondReading,
    /// A reference table must be whole, for a join to be right.
    #[error("row {row}: {detail}")]
    ReferenceRow {
        /// The row.
        row: u64,
        /// What is wrong with the row.
        detail: String,
    },
    /// The columns do not fit together, which no export can cause.
    #[error("its rows do not form columns")]
    Columns(#[source] ArrowError),
    /// It is not of the declared format.
    #[error(transparent)]
    Format(#[from] FormatFault),
    /// It cannot be unpacked.
    #[error(transparent)]
    Packing(#[from] PackingFault),
    /// Its encoding cannot be used.
    #[error(transparent)]
    Encoding(#[from] EncodingFault),
    /// Its header cannot name the columns.
    #[error(transparent)]
    Header(#[from] HeaderFault),
    /// What separates its cells is in doubt.
    #[error(transparent)]
    Delimiter(#[from] DelimiterFault),
    /// Its lines are no objects of JSON.
    #[error(transparent)]
    Json(#[from] JsonFault),
    /// A sheet of a spreadsheet cannot be used, whatever its format.
    #[error(transparent)]
    Sheet(#[from] SheetFault),
    /// An Excel workbook cannot be read.
    #[error(transparent)]
    Workbook(#[from] WorkbookFault),
    /// A workbook in the format before 2007 cannot be read.
    #[error(transparent)]
    OldWorkbook(#[from] OldWorkbookFault),
    /// An `OpenDocument` spreadsheet cannot be read.
    #[error(transparent)]
    OpenDocument(#[from] OpenDocumentFault),
    /// A Parquet file cannot be read.
    #[error(transparent)]
    Parquet(#[from] ParquetFault),
    /// The file of a statistical package cannot be read.
    #[error(transparent)]
    StatFile(#[from] StatError),
    /// The commands that describe data of fixed width cannot be used.
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
    /// Data of Triple-S cannot be read.
    #[error(transparent)]
    TripleS(#[from] TripleSFault),
}

impl IngestFault {
    /// What may help.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::LongRow { .. } => Some(HeaderFault::OPEN_QUOTE.to_owned()),
            Self::TooWide { .. } => Some("look for another `format` or `delimiter`".to_owned()),
            Self::Io(_)
            | Self::Empty
            | Self::BeyondReading
            | Self::ReferenceRow { .. }
            | Self::Columns(_)
            | Self::Workbook(_)
            | Self::OpenDocument(_)
            | Self::Parquet(_) => None,
            Self::Format(fault) => Some(fault.hint()),
            Self::Packing(fault) => fault.hint(),
            Self::Encoding(fault) => Some(fault.hint()),
            Self::Header(fault) => Some(fault.hint()),
            Self::Delimiter(fault) => Some(fault.hint()),
            Self::Json(fault) => fault.hint(),
            Self::Sheet(fault) => fault.hint(),
            Self::OldWorkbook(fault) => fault.hint(),
            Self::StatFile(error) => hint_of_stat_file(error),
            Self::Syntax(error) => hint_of_syntax(&error.fault),
            Self::TripleS(fault) => fault.hint(),
        }
    }
}

fn hint_of_syntax(fault: &SyntaxFault) -> Option<String> {
    let hint = match fault {
        SyntaxFault::NoLayout => "give the file that reads the data into the package: .sps, .sas, .do or .dct",
        SyntaxFault::OtherFile => "put the text of the dictionary (.dct) before these commands, in one file",
        SyntaxFault::UnknownCommand { .. } | SyntaxFault::ChangesData { .. } => {
            "take the command out of a copy of the file, and do in the codebook what it does"
        }
        SyntaxFault::NotFixed { .. } => "draft from the data without `--metadata`, or save them as .sav, .dta or .xpt",
        SyntaxFault::OpenQuote
        | SyntaxFault::OpenComment
        | SyntaxFault::Unexpected { .. }
        | SyntaxFault::Format { .. }
        | SyntaxFault::UnknownVariable { .. }
        | SyntaxFault::Twice { .. }
        | SyntaxFault::TooMany { .. } => return None,
    };
    Some(hint.to_owned())
}

fn hint_of_stat_file(error: &StatError) -> Option<String> {
    match error {
        StatError::NotOfFormat { .. } => Some(FormatFault::PERHAPS_TEXT.to_owned()),
        StatError::Release { .. } => Some("save it in an older release of the format".to_owned()),
        StatError::UnknownDataset { known, .. } => Some(format!("its datasets are {}", alternatives(known))),
        StatError::Spss(SpssError::NotPortable) => {
            Some("set `format = \"sav\"` if it is a system file, `csv` if it is text".to_owned())
        }
        StatError::Spss(SpssError::DictionaryCut { .. } | SpssError::CaseCut { .. }) => {
            Some("receive the file again: its end is missing".to_owned())
        }
        StatError::Io(_)
        | StatError::Damaged { .. }
        | StatError::Spss(SpssError::Dictionary { .. } | SpssError::Case { .. }) => None,
    }
}
