//! An export as received into raw record batches: streamed, lossless.
//!
//! [`open`] reads the header of an export, whatever its format, and what it says of its own columns; [`Export::next_batch`] then gives its rows, each cell as it
//! was received and each row with its number in the file. A row that cannot be a response (broken, blank) is in the batch like
//! every other, marked in the column `_problem`, and told as a [`Finding`](topline_survey::Finding).
//!
//! Left out: what the cells mean (`normalise`), and where the file stands (`store`): the caller opens it.

mod archive;
mod arrow_text;
mod batch_builder;
mod byte_census;
mod byte_reader;
mod calendar;
mod cell_ends;
mod cell_text;
mod coded_column;
mod compound_file;
mod damage;
mod delimited;
mod delimiter;
mod description;
mod encoding;
mod error;
mod export;
mod fixed_width;
mod hand_over;
mod header;
mod iso_time;
mod joined;
mod json_cells;
mod json_lines;
mod line_reader;
mod lines;
mod lost_digits;
mod misdecoded;
mod missing_columns;
mod number_text;
mod old_workbook;
mod old_workbook_records;
mod old_workbook_texts;
mod open_document;
mod parquet_file;
mod reference_table;
mod row_block;
mod sas;
mod sheet;
mod sheet_thread;
mod splitter;
mod spss;
mod stata;
mod text;
mod transport;
mod triple_s;
mod unpack;
mod words;
mod workbook;
mod workbook_parts;
mod workbook_rows;
mod xml_pieces;

pub use archive::format_in_archive;
pub use batch_builder::{EXTRA, PROBLEM, ROW, RawBatch};
pub use damage::Damage;
pub use description::{ColumnDescription, ColumnSet, Description, Holds, Measure, Missing, SetKind};
pub use error::IngestError;
pub use export::{Export, open, open_with};
pub use missing_columns::{MissingColumn, MissingColumns, require_columns};
pub use reference_table::{ReferenceRows, read_table};
pub use spss::SpssFault;
pub use triple_s::DefinitionError;
