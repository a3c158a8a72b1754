//! Why a file is taken for another than it is declared as.

use thiserror::Error;

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
