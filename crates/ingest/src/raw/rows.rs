//! The contract between the front door and the reader of a format.

use arrow::datatypes::SchemaRef;

use crate::error::IngestError;
use crate::raw::batch_builder::RawBatch;
use topline_statfile::Description;

/// What the reader of a format gives when it has read the header.
pub(crate) struct Opened {
    pub schema: SchemaRef,
    pub columns: Vec<String>,
    /// Empty where the format leaves no choice; as far as the beginning of the file tells it ([`Rows::decide_encoding`]).
    pub encoding: &'static str,
    /// Where the format has one.
    pub description: Option<Description>,
    /// How sure the encoding is.
    pub certainty: Certainty,
    /// How many rows the header has by the merged cells of a sheet, where there are any.
    pub merged_header_rows: Option<usize>,
    pub rows: Box<dyn Rows>,
}

impl Opened {
    /// Of a format that leaves no choice of the encoding, and has no place for a description.
    pub(crate) fn new(schema: SchemaRef, columns: Vec<String>, rows: Box<dyn Rows>) -> Self {
        Self {
            schema,
            columns,
            encoding: "",
            description: None,
            certainty: Certainty::Certain,
            merged_header_rows: None,
            rows,
        }
    }
}

/// How sure it is that a file has the encoding in which it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// It is declared, or the bytes of the file show it.
    Certain,
    /// It is the likeliest by the letters that it makes of the bytes.
    Guessed,
}

/// The rows below the header, in their order.
pub(crate) trait Rows: Send {
    /// The next rows, as [`BatchBuilder`](crate::raw::batch_builder::BatchBuilder) closes its batches; nothing after the last one.
    fn next_batch(&mut self) -> Result<Option<RawBatch>, IngestError>;

    /// The encoding of the whole file and how sure it is, where it was left open when the file was opened.
    fn decide_encoding(&mut self) -> Result<Option<(&'static str, Certainty)>, IngestError> {
        Ok(None)
    }

    /// The character between cells, where there is one.
    fn delimiter(&self) -> Option<char> {
        None
    }
}
