//! Why an export cannot be read at all. What is wrong with a row or a cell is a finding instead.

use std::io;

use calamine::XlsxError;
use thiserror::Error;

use crate::spss::SpssFault;

/// Why an export, or a reference table, cannot be read. `file` is its name and path.
#[derive(Debug, Error)]
pub enum IngestError {
    /// The disk fails.
    #[error("read {file}")]
    Io {
        /// The file.
        file: String,
        /// What the disk says.
        source: io::Error,
    },
    /// Not a byte, or nothing but a byte order mark.
    #[error("read {file}: it is empty")]
    Empty {
        /// The file.
        file: String,
    },
    /// The file ends within its header.
    #[error("read {file}: its header has {expected} rows, but the file ends after {rows}")]
    HeaderCut {
        /// The file.
        file: String,
        /// The rows that are there.
        rows: u64,
        /// The rows that the header should have.
        expected: usize,
    },
    /// The rows that should name the columns are blank.
    #[error("read {file}: row {row}, which should tell the columns, is blank")]
    BlankHeader {
        /// The file.
        file: String,
        /// The last row of the header.
        row: u64,
    },
    /// The quotes of a header row do not pair.
    #[error("read {file}: in row {row}, which names columns, a quote is not closed or text follows it")]
    BrokenHeader {
        /// The file.
        file: String,
        /// The row.
        row: u64,
    },
    /// The declared encoding has no such name.
    #[error("read {file}: unknown encoding `{label}`")]
    UnknownEncoding {
        /// The file.
        file: String,
        /// The declared encoding.
        label: String,
        /// Names like it, or else the usual ones.
        known: Vec<String>,
    },
    /// The byte order mark says another encoding than the declaration.
    #[error("read {file}: it is declared as {declared}, but begins with the byte order mark of {found}")]
    ContradictedEncoding {
        /// The file.
        file: String,
        /// The declared encoding.
        declared: &'static str,
        /// The encoding of the mark.
        found: &'static str,
    },
    /// The declared encoding does not have ASCII as a part, which the format needs.
    #[error("read {file}: it is declared as {declared}, which files of its format cannot be")]
    NoSupersetOfAscii {
        /// The file.
        file: String,
        /// The declared encoding.
        declared: &'static str,
    },
    /// UTF-32, which nothing here decodes.
    #[error("read {file}: it is encoded as UTF-32")]
    Utf32 {
        /// The file.
        file: String,
    },
    /// The delimiter cannot separate cells.
    #[error("read {file}: {delimiter:?} cannot separate cells")]
    Delimiter {
        /// The file.
        file: String,
        /// The declared delimiter.
        delimiter: char,
    },
    /// A row, or a cell in it, is larger than any answer.
    #[error("read {file}: row {row} is longer than {limit} bytes")]
    LongRow {
        /// The file.
        file: String,
        /// The row.
        row: u64,
        /// The most that a row may have.
        limit: usize,
    },
    /// A workbook declared as delimited text.
    #[error("read {file}: it is declared as csv, but is a workbook or another packed file")]
    WorkbookAsText {
        /// The file.
        file: String,
    },
    /// Delimited text, or anything else, declared as a workbook.
    #[error("read {file}: it is declared as xlsx, but is no such workbook")]
    NotAWorkbook {
        /// The file.
        file: String,
    },
    /// Something else declared as a system file of SPSS.
    #[error("read {file}: it is declared as sav, but is no system file of SPSS")]
    NotASystemFile {
        /// The file.
        file: String,
    },
    /// A system file in the characters of mainframes.
    #[error("read {file}: it is a system file of SPSS in EBCDIC")]
    EbcdicSystemFile {
        /// The file.
        file: String,
    },
    /// Something else declared as a portable file of SPSS.
    #[error("read {file}: it is declared as por, but is no portable file of SPSS")]
    NotPortable {
        /// The file.
        file: String,
    },
    /// A system file of SPSS declared as something else.
    #[error("read {file}: it is declared as {declared}, but is a system file of SPSS")]
    UndeclaredSystemFile {
        /// The file.
        file: String,
        /// The declared format.
        declared: &'static str,
    },
    /// The file of SPSS ends before its cases.
    #[error("read {file}: it ends after byte {at}, before what it says of its variables does")]
    DictionaryCut {
        /// The file.
        file: String,
        /// Where it ends.
        at: u64,
    },
    /// What a file of SPSS says of its variables is damaged.
    #[error("read {file}: it is damaged at byte {at}")]
    Spss {
        /// The file.
        file: String,
        /// Where it was noticed, from its beginning.
        at: u64,
        /// What is wrong.
        source: SpssFault,
    },
    /// The file of SPSS ends within its cases.
    #[error("read {file}: it ends within case {case}")]
    CaseCut {
        /// The file.
        file: String,
        /// The case, counted from one.
        case: u64,
    },
    /// A case of a file of SPSS is damaged.
    #[error("read {file}: case {case} is damaged")]
    SpssCase {
        /// The file.
        file: String,
        /// The case, counted from one.
        case: u64,
        /// What is wrong.
        source: SpssFault,
    },
    /// A workbook in the format before 2007, or one locked by a password.
    #[error("read {file}: it is a workbook of an older format, or locked by a password")]
    OldWorkbook {
        /// The file.
        file: String,
    },
    /// The workbook cannot be taken apart.
    #[error("read {file}: the workbook is damaged")]
    Workbook {
        /// The file.
        file: String,
        /// What is wrong with it.
        source: Box<XlsxError>,
    },
    /// The reader of workbooks gave up without saying why.
    #[error("read {file}: the workbook is damaged beyond description")]
    WorkbookBeyondReading {
        /// The file.
        file: String,
    },
    /// The workbook has no sheet with cells.
    #[error("read {file}: the workbook has no sheet of cells")]
    NoSheet {
        /// The file.
        file: String,
    },
    /// The workbook has no sheet of that name.
    #[error("read {file}: the workbook has no sheet `{sheet}`")]
    UnknownSheet {
        /// The file.
        file: String,
        /// The declared sheet.
        sheet: String,
        /// Sheets with names like it.
        nearest: Vec<String>,
        /// All sheets.
        known: Vec<String>,
    },
    /// The sheet cannot be read on.
    #[error("read {file}: the sheet `{sheet}` is damaged after row {row}")]
    Sheet {
        /// The file.
        file: String,
        /// The sheet.
        sheet: String,
        /// The last row that could be read; 0 before the first.
        row: u64,
        /// What is wrong with it.
        source: Box<XlsxError>,
    },
    /// Cells stand where no sheet has any, or out of order.
    #[error("read {file}: the sheet `{sheet}` has a cell out of its place in row {row}")]
    MisplacedCell {
        /// The file.
        file: String,
        /// The sheet.
        sheet: String,
        /// The row.
        row: u64,
    },
    /// A reference table must be whole, for a join to be right.
    #[error("read {file}: row {row}: {detail}")]
    ReferenceRow {
        /// The file.
        file: String,
        /// The row.
        row: u64,
        /// What is wrong with the row.
        detail: String,
    },
    /// The columns do not fit together, which no export can cause.
    #[error("read {file}: its rows do not form columns")]
    Columns {
        /// The file.
        file: String,
        /// What Arrow says.
        source: arrow::error::ArrowError,
    },
}

impl IngestError {
    /// What may help.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::HeaderCut { .. } => "set `header_rows` to the number of rows that name the columns".to_owned(),
            Self::BlankHeader { .. } => {
                "the header begins in row 1: remove blank rows above it, or set `header_rows`".to_owned()
            }
            Self::BrokenHeader { .. } | Self::LongRow { .. } => {
                "look for a quote that is opened in this row and not closed, or for another `delimiter`".to_owned()
            }
            Self::UnknownEncoding { known, .. } => format!("use {}, or leave it out to detect it", alternatives(known)),
            Self::ContradictedEncoding { found, .. } => format!("set `encoding = \"{found}\"`, or leave it out"),
            Self::Utf32 { .. } => "save the file as UTF-8".to_owned(),
            Self::Delimiter { .. } => {
                "use one ASCII character that is no quote and no line end, such as `,` `;` or `\\t`".to_owned()
            }
            Self::WorkbookAsText { .. } => "set `format = \"xlsx\"`, or export as CSV".to_owned(),
            Self::NotAWorkbook { .. } => "set `format = \"csv\"` if it is text".to_owned(),
            Self::NoSupersetOfAscii { .. } => "leave it out: the file names its encoding".to_owned(),
            Self::NotASystemFile { .. } => {
                "set `format = \"por\"` if it is a portable file, `csv` if it is text".to_owned()
            }
            Self::EbcdicSystemFile { .. } => "save it as .sav with a current version of SPSS".to_owned(),
            Self::NotPortable { .. } => "set `format = \"sav\"` if it is a system file, `csv` if it is text".to_owned(),
            Self::UndeclaredSystemFile { .. } => "set `format = \"sav\"`".to_owned(),
            Self::DictionaryCut { .. } | Self::CaseCut { .. } => {
                "receive the file again: its end is missing".to_owned()
            }
            Self::OldWorkbook { .. } => "save it as .xlsx without a password".to_owned(),
            Self::UnknownSheet { nearest, known, .. } => {
                if nearest.is_empty() {
                    format!("its sheets are {}", alternatives(known))
                } else {
                    format!("did you mean {}? its sheets are {}", alternatives(nearest), alternatives(known))
                }
            }
            _ => return None,
        };
        Some(hint)
    }
}

fn alternatives(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
