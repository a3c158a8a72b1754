//! Why a document has no text.

use thiserror::Error;

/// Why the text of a document cannot be read.
#[derive(Debug, Error)]
pub enum DocumentTextError {
    /// Its format is none of those that are read.
    #[error("read the text of `{name}`: it is no .txt, .md, .html or .docx")]
    Format {
        /// The name of the file.
        name: String,
    },
    /// A Word file is no archive, or lacks its text.
    #[error("open `{name}` as a Word document")]
    Archive {
        /// The name of the file.
        name: String,
        /// Why.
        source: zip::result::ZipError,
    },
    /// The text in a Word file is no XML.
    #[error("read the text of `{name}`")]
    Xml {
        /// The name of the file.
        name: String,
        /// Why.
        source: quick_xml::Error,
    },
    /// A Word file whose text is larger than any document.
    #[error("read the text of `{name}`: it has more than {limit} bytes")]
    TooLarge {
        /// The name of the file.
        name: String,
        /// The most that is read.
        limit: u64,
    },
}
