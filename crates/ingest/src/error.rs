//! Why an export cannot be read at all. What is wrong with a row or a cell is a finding instead.

use std::io;

use calamine::{XlsError, XlsxError};
use parquet::errors::ParquetError;
use thiserror::Error;
use zip::result::ZipError;

use crate::statfile::damage::Damage;
use crate::statfile::spss::SpssFault;
use crate::triple_s::DefinitionError;

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
    /// The declared delimiter separates nothing, and another one all rows.
    #[error("read {file}: {declared:?} does not separate its cells, but {found:?} does")]
    OtherDelimiter {
        /// The file.
        file: String,
        /// The declared delimiter.
        declared: char,
        /// The delimiter of the file.
        found: char,
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
    /// The header has more columns than any survey.
    #[error("read {file}: it has more than {limit} columns")]
    TooWide {
        /// The file.
        file: String,
        /// The most that a file may have.
        limit: usize,
    },
    /// A file of one format declared as another.
    #[error("read {file}: it is declared as {declared}, but is {found}")]
    OtherFormat {
        /// The file.
        file: String,
        /// The declared format.
        declared: &'static str,
        /// What it is, as `format` calls it.
        found: &'static str,
    },
    /// Not of the declared format.
    #[error("read {file}: it is declared as {declared}, but is no such file")]
    NotOfFormat {
        /// The file.
        file: String,
        /// The declared format.
        declared: &'static str,
    },
    /// The ZIP archive cannot be taken apart.
    #[error("read {file}: the ZIP archive is damaged")]
    Archive {
        /// The file.
        file: String,
        /// What is wrong with it.
        source: Box<ZipError>,
    },
    /// A member is declared, and there is no archive.
    #[error("read {file}: `member` is given, but it is no ZIP archive")]
    NotAnArchive {
        /// The file.
        file: String,
    },
    /// The archive holds no file.
    #[error("read {file}: the ZIP archive holds no file")]
    EmptyArchive {
        /// The file.
        file: String,
    },
    /// The archive holds several files, and none is declared.
    #[error("read {file}: the ZIP archive holds {} files", .known.len())]
    SeveralMembers {
        /// The file.
        file: String,
        /// The files in the archive.
        known: Vec<String>,
    },
    /// The archive has no file of that name.
    #[error("read {file}: the ZIP archive has no file `{member}`")]
    UnknownMember {
        /// The file.
        file: String,
        /// The declared member.
        member: String,
        /// Files with names like it.
        nearest: Vec<String>,
        /// The files in the archive.
        known: Vec<String>,
    },
    /// The file in the archive is encrypted.
    #[error("read {file}: `{member}` in the ZIP archive is locked by a password")]
    LockedMember {
        /// The file.
        file: String,
        /// The file in the archive.
        member: String,
    },
    /// The file in the archive is compressed in an unusual way.
    #[error("read {file}: `{member}` in the ZIP archive is compressed by {method}")]
    MemberMethod {
        /// The file.
        file: String,
        /// The file in the archive.
        member: String,
        /// The method.
        method: String,
    },
    /// Archives within archives.
    #[error("read {file}: it is packed more than {layers} times over")]
    PackedTooOften {
        /// The file.
        file: String,
        /// How often it may be.
        layers: usize,
    },
    /// What is packed is larger than any data.
    #[error("read {file}: it unpacks to more than {limit} bytes")]
    UnpacksWithoutEnd {
        /// The file.
        file: String,
        /// The most that it may unpack to.
        limit: u64,
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
    /// The workbook in the format before 2007 cannot be taken apart.
    #[error("read {file}: the workbook is damaged")]
    Xls {
        /// The file.
        file: String,
        /// What is wrong with it.
        source: Box<XlsError>,
    },
    /// A compound file without a workbook: another document of Office, or an encrypted one.
    #[error("read {file}: there is no workbook in it")]
    NoWorkbook {
        /// The file.
        file: String,
    },
    /// The sheets of a workbook in the format before 2007 take more memory than its size explains: their cells stand far apart,
    /// or many share a long text.
    #[error("read {file}: its cells would take {mebibytes} MiB of memory, far more than the file")]
    SpreadSheets {
        /// The file.
        file: String,
        /// What they would take, in units of 2^20 bytes.
        mebibytes: u64,
    },
    /// Rows are said to repeat more often than those of any table.
    #[error("read {file}: row {row} and others are repeated without end")]
    RepeatedRows {
        /// The file.
        file: String,
        /// The first of the rows.
        row: u64,
    },
    /// A sheet has far more rows without cells, as wide as its header, than those of any table.
    #[error("read {file}: up to row {row}, most of its rows are without cells")]
    BlankRows {
        /// The file.
        file: String,
        /// A row.
        row: u64,
    },
    /// The content of an OpenDocument spreadsheet cannot be read on.
    #[error("read {file}: the spreadsheet is damaged after row {row}")]
    OpenDocument {
        /// The file.
        file: String,
        /// The last row that could be read; 0 before the first.
        row: u64,
        /// What is wrong with it.
        source: quick_xml::Error,
    },
    /// Nobody may read it without its password.
    #[error("read {file}: it is locked by a password")]
    Locked {
        /// The file.
        file: String,
    },
    /// The Parquet file cannot be taken apart.
    #[error("read {file}: the Parquet file is damaged after row {row}")]
    Parquet {
        /// The file.
        file: String,
        /// The last row that could be read; 0 before the first.
        row: u64,
        /// What is wrong with it.
        source: ParquetError,
    },
    /// A line of JSON names more columns than any survey has.
    #[error("read {file}: its objects have more than {limit} keys")]
    TooManyKeys {
        /// The file.
        file: String,
        /// The most that it may have.
        limit: usize,
    },
    /// Not one object in it.
    #[error("read {file}: no line of it is a JSON object")]
    NoObject {
        /// The file.
        file: String,
    },
    /// The reader of the format gave up without saying why.
    #[error("read {file}: it is damaged beyond description")]
    BeyondReading {
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
    /// The declared encoding does not have ASCII as a part, which the format needs.
    #[error("read {file}: it is declared as {declared}, which files of its format cannot be")]
    NoSupersetOfAscii {
        /// The file.
        file: String,
        /// The declared encoding.
        declared: &'static str,
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
    /// A release of the format that nothing here reads.
    #[error("read {file}: it is {format} of release {release}, which is not read")]
    Release {
        /// The file.
        file: String,
        /// The format.
        format: &'static str,
        /// The release.
        release: String,
    },
    /// The file cannot be taken apart.
    #[error("read {file}: it is {format}, but damaged")]
    Damaged {
        /// The file.
        file: String,
        /// The format.
        format: &'static str,
        /// What is wrong with it.
        source: Damage,
    },
    /// The format needs a second file.
    #[error("read {file}: it has no meaning without its definition")]
    NoMetadata {
        /// The file.
        file: String,
    },
    /// The definition of Triple-S cannot be used.
    #[error("read {file}: its definition cannot be used")]
    Definition {
        /// The file.
        file: String,
        /// What is wrong with it.
        source: DefinitionError,
    },
    /// A file with several datasets has none of that name.
    #[error("read {file}: it has no dataset `{dataset}`")]
    UnknownDataset {
        /// The file.
        file: String,
        /// The declared dataset.
        dataset: String,
        /// All datasets.
        known: Vec<String>,
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
            Self::TooWide { .. } => "look for another `format` or `delimiter`".to_owned(),
            Self::UnknownEncoding { known, .. } => format!("use {}, or leave it out to detect it", alternatives(known)),
            Self::ContradictedEncoding { found, .. } => format!("set `encoding = \"{found}\"`, or leave it out"),
            Self::Utf32 { .. } => "save the file as UTF-8".to_owned(),
            Self::Delimiter { .. } => {
                "use one ASCII character that is no quote and no line end, such as `,` `;` or `\\t`".to_owned()
            }
            Self::OtherDelimiter { found, .. } => {
                format!("set `delimiter = \"{}\"`, or leave it out to detect it", found.escape_default())
            }
            Self::OtherFormat { found, .. } => format!("set `format = \"{found}\"`"),
            Self::NotOfFormat { .. } => "set `format = \"csv\"` if it is delimited text".to_owned(),
            Self::NotAnArchive { .. } => "leave `member` out".to_owned(),
            Self::SeveralMembers { known, .. } => {
                format!("set `member` to the one that is the export: {}", first_of(known))
            }
            Self::UnknownMember { nearest, known, .. } => {
                if nearest.is_empty() {
                    format!("its files are {}", first_of(known))
                } else {
                    format!("did you mean {}? its files are {}", alternatives(nearest), first_of(known))
                }
            }
            Self::LockedMember { .. } | Self::MemberMethod { .. } => "unpack it first".to_owned(),
            Self::OldWorkbook { .. } => {
                "set `format = \"xls\"` if it is of the older format, or save it without a password".to_owned()
            }
            Self::Locked { .. } => "save it without a password".to_owned(),
            Self::BlankRows { .. } => "remove the cells far below the table".to_owned(),
            Self::SpreadSheets { .. } => "save it as .xlsx, which is read row by row".to_owned(),
            Self::NoObject { .. } => {
                "write one object a line: an array of objects, or one over several lines, is no JSON lines".to_owned()
            }
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
            Self::Release { .. } => "save it in an older release of the format".to_owned(),
            Self::NoMetadata { .. } => "set `metadata` to the path of the definition, `.sss` or `.xml`".to_owned(),
            Self::UnknownDataset { known, .. } => format!("its datasets are {}", alternatives(known)),
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

/// Some of many names.
fn first_of(names: &[String]) -> String {
    match names.get(20..).map_or(0, <[String]>::len) {
        0 => alternatives(names),
        more => format!("{} and {more} more", alternatives(&names[..20])),
    }
}

fn alternatives(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
