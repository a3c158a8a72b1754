//! Parquet pages by number, written and read: dictionary indices instead of values.
//!
//! Survey data is a few labels over and over. A [`TableWriter`] writes columns from the dictionary indices that batches have, so
//! that the value of a row is not hashed again; a [`ColumnReader`] makes of each dictionary index what the caller wants, so that
//! no array is built in between. Both do what the `parquet` crate does with arrays, for flat columns: another reader finds what
//! any writer makes, and files of another writer are read where their encodings are dictionaries, PLAIN and RLE. Everything
//! else is refused by [`PageError::Unsupported`], and read by arrow.
//!
//! | side | modules |
//! |---|---|
//! | writing | `table_writer` (row groups) over `column_workers` (threads), `table_chunk` and `column_chunk` (pages), `dictionary`, `row_indices`, `hybrid::writer`; `copied_columns` (chunks of another file) |
//! | reading | `page_file` (metadata) over `column_reader` (pages), `validity` (definition levels), `plain`, `hybrid::reader`, `read_ahead` |
//!
//! It is a thousand lines that the `parquet` crate has too, so it must stay faster: `just bench-pages` measures both sides beside
//! arrow's, in CPU seconds, and checks that they see the same rows. What does not pay any more should go.

mod column_chunk;
mod column_reader;
mod column_values;
mod column_workers;
mod copied_columns;
mod dictionary;
mod error;
mod hybrid;
mod page_file;
mod plain;
mod read_ahead;
mod row_indices;
mod table_chunk;
mod table_writer;
mod validity;
mod value_kind;

pub use column_reader::{ColumnReader, RowValue, Seen};
pub use error::{Lack, PageError};
pub use page_file::{PageFile, StoredColumn, StoredKind};
pub use plain::RawValue;
pub use table_writer::TableWriter;
