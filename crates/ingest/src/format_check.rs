//! Whether a file is of the format that is declared for it.

use thiserror::Error;
use topline_survey::Format;

use crate::error::IngestError;
use crate::packed::archive::Contents;
use crate::sheets::compound_file;

/// Why a file is taken for another than it is declared as.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FormatFault {
    /// A file of one format declared as another.
    #[error("it is declared as {declared}, but is {found}")]
    OtherFormat {
        /// The declared format.
        declared: &'static str,
        /// What it is, as `format` calls it.
        found: &'static str,
    },
    /// Not of the declared format.
    #[error("it is declared as {declared}, but is no such file")]
    NotOfFormat {
        /// The declared format.
        declared: &'static str,
    },
    /// A workbook in the format before 2007, or one locked by a password.
    #[error("it is a workbook of an older format, or locked by a password")]
    OldWorkbook,
    /// Something else declared as a system file of SPSS.
    #[error("it is declared as sav, but is no system file of SPSS")]
    NotASystemFile,
    /// A system file in the characters of mainframes.
    #[error("it is a system file of SPSS in EBCDIC")]
    EbcdicSystemFile,
    /// A system file of SPSS declared as something else.
    #[error("it is declared as {declared}, but is a system file of SPSS")]
    UndeclaredSystemFile {
        /// The declared format.
        declared: &'static str,
    },
}

impl FormatFault {
    /// What helps where a file is of no format that is read.
    pub(crate) const PERHAPS_TEXT: &str = "set `format = \"csv\"` if it is delimited text";

    /// What may help.
    pub(crate) fn hint(&self) -> String {
        match self {
            Self::OtherFormat { found, .. } => format!("set `format = \"{found}\"`"),
            Self::NotOfFormat { .. } => Self::PERHAPS_TEXT.to_owned(),
            Self::OldWorkbook => {
                "set `format = \"xls\"` if it is of the older format, or save it without a password".to_owned()
            }
            Self::NotASystemFile => "set `format = \"por\"` if it is a portable file, `csv` if it is text".to_owned(),
            Self::EbcdicSystemFile => "save it as .sav with a current version of SPSS".to_owned(),
            Self::UndeclaredSystemFile { .. } => "set `format = \"sav\"`".to_owned(),
        }
    }
}

/// Whether a file is of its declared format, as far as its first bytes tell.
pub(crate) fn check_format(format: Format, start: &[u8], contents: &Contents, file: &str) -> Result<(), IngestError> {
    let found = match contents {
        Contents::OpenXml => Some(Format::Xlsx),
        Contents::OpenDocument => Some(Format::Ods),
        // A workbook of Excel 97, or an encrypted one.
        _ if start.starts_with(compound_file::MARK) => Some(Format::Xls),
        _ if start.starts_with(b"PAR1") => Some(Format::Parquet),
        _ if is_system_file(start) => Some(Format::Sav),
        _ if format == Format::Sav && SYSTEM_FILES.iter().any(|mark| start.starts_with(mark)) => Some(format),
        // A damaged archive: its reader says what is wrong.
        _ if start.starts_with(b"PK") && matches!(format, Format::Xlsx | Format::Ods) => Some(format),
        _ => None,
    };
    let file = file.to_owned();
    match (format, found) {
        (format, Some(found)) if format == found => Ok(()),
        (format, Some(Format::Sav)) => {
            Err(IngestError::new(file, FormatFault::UndeclaredSystemFile { declared: format.as_str() }))
        }
        (Format::Sav, None) if start.starts_with(EBCDIC_SYSTEM_FILE) => {
            Err(IngestError::new(file, FormatFault::EbcdicSystemFile))
        }
        (Format::Sav, None) => Err(IngestError::new(file, FormatFault::NotASystemFile)),
        // So a workbook of any format looks that is locked by a password.
        (Format::Xlsx | Format::Ods, Some(Format::Xls)) => Err(IngestError::new(file, FormatFault::OldWorkbook)),
        (format, Some(found)) => {
            Err(IngestError::new(file, FormatFault::OtherFormat { declared: format.as_str(), found: found.as_str() }))
        }
        // Text has no mark; the readers of the others look closer.
        (
            Format::Csv
            | Format::Jsonl
            | Format::Por
            | Format::Dta
            | Format::Xpt
            | Format::Sas7bdat
            | Format::TripleS
            | Format::FixedWidth,
            None,
        ) => Ok(()),
        (format, None) => Err(IngestError::new(file, FormatFault::NotOfFormat { declared: format.as_str() })),
    }
}

/// How a system file of SPSS begins on mainframes: `$FL2` in EBCDIC.
const EBCDIC_SYSTEM_FILE: &[u8] = b"\x5B\xC6\xD3\xF2";

/// How a system file of SPSS begins, `.zsav` in the second way.
const SYSTEM_FILES: [&[u8]; 2] = [b"$FL2", b"$FL3"];

/// Whether it is a system file of SPSS, whatever it is declared as: most programs put this before their name, and no text does.
fn is_system_file(start: &[u8]) -> bool {
    SYSTEM_FILES.iter().any(|mark| start.strip_prefix(*mark).is_some_and(|rest| rest.starts_with(b"@(#)")))
}
