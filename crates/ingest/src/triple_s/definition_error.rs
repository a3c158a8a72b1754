//! Why a definition cannot be used.

use std::io;

use thiserror::Error;

/// Why a definition of Triple-S cannot be used.
#[derive(Debug, Error)]
pub enum DefinitionError {
    /// The disk fails.
    #[error("it cannot be read")]
    Io(io::Error),
    /// It is larger than any questionnaire.
    #[error("it is longer than {limit} bytes")]
    Long {
        /// The most that is read.
        limit: u64,
    },
    /// It is no XML.
    #[error("line {line} is not XML")]
    Xml {
        /// The line.
        line: usize,
        /// What the reader of XML says.
        source: Box<quick_xml::Error>,
    },
    /// Elements stand within each other deeper than any definition has them.
    #[error("line {line} has elements within elements, more than {limit} deep")]
    Deep {
        /// The line.
        line: usize,
        /// The most that is read.
        limit: usize,
    },
    /// The file ends before its last element does.
    #[error("it ends within an element")]
    Cut,
    /// It is XML of another kind.
    #[error("it has no `{element}`, as Triple-S has")]
    NoElement {
        /// What is missing.
        element: &'static str,
    },
    /// There are several records: which one the data are of cannot be told.
    #[error("it has {records} records, where the data can be of one")]
    Records {
        /// How many.
        records: usize,
    },
    /// The data are in a format that Triple-S does not have.
    #[error("its data are in the unknown format `{format}`")]
    DataFormat {
        /// The format.
        format: String,
    },
    /// A variable is of a kind that Triple-S does not have.
    #[error("the variable `{variable}` is of the unknown type `{kind}`")]
    Kind {
        /// The variable.
        variable: String,
        /// Its kind.
        kind: String,
    },
    /// A variable stands nowhere, or at no place that can be.
    #[error("the variable `{variable}` has no {what} that can be")]
    Place {
        /// The variable.
        variable: String,
        /// What is missing or wrong.
        what: &'static str,
    },
    /// There are more columns than any survey has.
    #[error("it makes more than {limit} columns")]
    Columns {
        /// The most that is read.
        limit: usize,
    },
}
