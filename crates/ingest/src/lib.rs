//! An export as received into raw record batches: streamed, lossless.
//!
//! [`open`] reads the header of an export, whatever its format, and what it says of its own columns; [`Export::next_batch`] then gives its rows, each cell as it
//! was received and each row with its number in the file. A row that cannot be a response (broken, blank) is in the batch like
//! every other, marked in the column `_problem`, and told as a [`Finding`](topline_survey::Finding).
//!
//! Left out: what the cells mean (`normalise`), and where the file stands (`store`): the caller opens it.

mod case_rows;
mod columnar;
mod error;
mod export;
mod format_check;
mod format_fault;
mod missing_columns;
mod name_list;
mod packed;
mod raw;
mod reference_table;
mod sheets;
mod texts;
mod triple_s;

pub use columnar::parquet_fault::ParquetFault;
pub use error::{IngestError, IngestFault};
pub use export::{Export, open, open_with};
pub use format_fault::FormatFault;
pub use missing_columns::{MissingColumn, MissingColumns, require_columns};
pub use packed::archive::format_in_archive;
pub use packed::packing_fault::PackingFault;
pub use raw::batch_builder::RawBatch;
pub use raw::header_fault::HeaderFault;
pub use raw::rows::Certainty;
pub use reference_table::{ReferenceRows, read_table};
pub use sheets::old_workbook_fault::OldWorkbookFault;
pub use sheets::open_document_fault::OpenDocumentFault;
pub use sheets::sheet_fault::SheetFault;
pub use sheets::workbook_fault::WorkbookFault;
pub use texts::delimiter_fault::DelimiterFault;
pub use texts::encoding_fault::EncodingFault;
pub use texts::json_fault::JsonFault;
pub use topline_statfile::{
    ColumnDescription, ColumnSet, Damage, Description, Holds, Measure, Missing, SetKind, SpssError, SpssFault,
    StatError, SyntaxError, SyntaxFault,
};
pub use triple_s::{DefinitionError, TripleSFault};
