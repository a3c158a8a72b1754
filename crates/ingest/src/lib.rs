//! An export as received into raw record batches: streamed, lossless.
//!
//! [`open`] reads the header of an export, whatever its format, and what it says of its own columns; [`Export::next_batch`] then gives its rows, each cell as it
//! was received and each row with its number in the file. A row that cannot be a response (broken, blank) is in the batch like
//! every other, marked in the column `_problem`, and told as a [`Finding`](topline_survey::Finding).
//!
//! Left out: what the cells mean (`normalise`), and where the file stands (`store`): the caller opens it.

mod columnar;
mod error;
mod export;
mod missing_columns;
mod packed;
mod raw;
mod reference_table;
mod sheets;
mod statfile;
mod texts;
mod triple_s;

pub use error::IngestError;
pub use export::{Export, open, open_with};
pub use missing_columns::{MissingColumn, MissingColumns, require_columns};
pub use packed::archive::format_in_archive;
pub use raw::batch_builder::{EXTRA, PROBLEM, ROW, RawBatch};
pub use reference_table::{ReferenceRows, read_table};
pub use statfile::damage::Damage;
pub use statfile::description::{ColumnDescription, ColumnSet, Description, Holds, Measure, Missing, SetKind};
pub use statfile::spss::SpssFault;
pub use triple_s::DefinitionError;
