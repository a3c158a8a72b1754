//! An export as received into raw record batches: streamed, lossless.
//!
//! [`open`] reads the header of a CSV file, an Excel workbook or a file of SPSS; [`Export::next_batch`] then gives its rows, each cell as it
//! was received and each row with its number in the file. A row that cannot be a response (broken, blank) is in the batch like
//! every other, marked in the column `_problem`, and told as a [`Finding`](topline_survey::Finding).
//!
//! Left out: what the cells mean (`normalise`), and where the file stands (`store`): the caller opens it.

mod batch_builder;
mod cell_text;
mod coded_column;
mod delimited;
mod description;
mod encoding;
mod error;
mod export;
mod header;
mod missing_columns;
mod reference_table;
mod sheet_rows;
mod splitter;
mod spss;
mod text;
mod workbook;

pub use batch_builder::{EXTRA, PROBLEM, ROW, RawBatch};
pub use description::{ColumnDescription, ColumnSet, Description, Holds, Measure, Missing, SetKind};
pub use error::IngestError;
pub use export::{Export, open};
pub use missing_columns::{MissingColumn, MissingColumns, require_columns};
pub use reference_table::read_table;
pub use spss::SpssFault;
