//! The contract between the front door and the reader of a format.

use arrow::datatypes::SchemaRef;

use crate::error::IngestError;
use crate::raw::batch_builder::RawBatch;
use topline_statfile::Description;

/// What the reader of a format gives when it has read the header.
pub(crate) struct Opened {
    pub schema: SchemaRef,
    pub columns: Vec<String>,
    /// Empty where the format leaves no choice.
    pub encoding: &'static str,
    /// Where the format has one.
    pub description: Option<Description>,
    pub rows: Box<dyn Rows>,
}

/// The rows below the header, in their order.
pub(crate) trait Rows: Send {
    /// The next rows, as [`BatchBuilder`](crate::raw::batch_builder::BatchBuilder) closes its batches; nothing after the last one.
    fn next_batch(&mut self) -> Result<Option<RawBatch>, IngestError>;

    /// The character between cells, where there is one.
    fn delimiter(&self) -> Option<char> {
        None
    }
}
