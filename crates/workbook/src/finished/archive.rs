//! The parts of an archive, none of which may be larger than a workbook for readers is.

use std::io::{Cursor, Read as _};

use thiserror::Error;
use zip::ZipArchive;
use zip::result::ZipError;

/// The largest part that is read, in bytes.
const LARGEST_PART: u64 = 256 << 20;
/// The most that all parts together may be.
const LARGEST_WORKBOOK: u64 = 1 << 30;

/// A file that cannot be read as a workbook.
#[derive(Debug, Error)]
pub enum UnreadableWorkbook {
    /// It is no archive, or a damaged one.
    #[error("failed to open the workbook as an archive")]
    NoArchive {
        /// Why.
        source: ZipError,
    },
    /// The archive holds neither an Excel workbook nor an OpenDocument spreadsheet.
    #[error("failed to find a workbook in the archive: it is neither .xlsx nor .ods")]
    NoWorkbook,
    /// A part cannot be read.
    #[error("failed to read the part {part} of the workbook")]
    Part {
        /// The part.
        part: String,
        /// Why.
        source: ZipError,
    },
    /// A part is too large.
    #[error("failed to read the part {part} of the workbook: unpacked, it has more than {limit} bytes")]
    TooLarge {
        /// The part.
        part: String,
        /// The most that it may have.
        limit: u64,
    },
    /// A part is no XML.
    #[error("failed to read the part {part} of the workbook as XML")]
    Xml {
        /// The part.
        part: String,
        /// Why.
        source: Box<quick_xml::Error>,
    },
    /// Cells are repeated more often than a sheet can hold.
    #[error("failed to read the sheet {sheet}: it has more than {limit} cells")]
    TooManyCells {
        /// The sheet.
        sheet: String,
        /// The most that it may have.
        limit: usize,
    },
    /// The workbook is encrypted.
    #[error("failed to read the workbook: it is locked with a password")]
    Locked,
}

/// The parts of an archive.
pub(super) struct Parts<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    read: u64,
}

impl<'b> Parts<'b> {
    pub(super) fn new(archive: ZipArchive<Cursor<&'b [u8]>>) -> Self {
        Self { archive, read: 0 }
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.archive.index_for_name(part).is_some()
    }

    /// Whether any part's name contains a word.
    pub(super) fn any(&self, is_meant: impl Fn(&str) -> bool) -> bool {
        self.archive.file_names().flatten().any(|name| is_meant(&name))
    }

    /// The text of a part; nothing where there is none.
    pub(super) fn text(&mut self, part: &str) -> Result<Option<String>, UnreadableWorkbook> {
        let failed = |source| UnreadableWorkbook::Part { part: part.to_owned(), source };
        let file = match self.archive.by_name(part) {
            Err(ZipError::FileNotFound) => return Ok(None),
            file => file.map_err(failed)?,
        };
        let limit = LARGEST_PART.min(LARGEST_WORKBOOK - self.read);
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| failed(ZipError::Io(error)))?;
        if bytes.len() as u64 > limit {
            return Err(UnreadableWorkbook::TooLarge { part: part.to_owned(), limit });
        }
        self.read += bytes.len() as u64;
        let text = String::from_utf8_lossy(&bytes);
        Ok(Some(text.trim_start_matches('\u{feff}').to_owned()))
    }
}
