//! Whether a file is of the format that is declared for it.

use topline_survey::Format;

use crate::error::IngestError;
use crate::format_fault::FormatFault;
use crate::packed::archive::Contents;
use crate::sheets::compound_file;

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
