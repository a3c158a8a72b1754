//! Columns straight from the pages of a Parquet file: a table from number of dictionary to place, and no arrays between.
//!
//! Pages are read and unpacked by the `parquet` crate; levels and values are decoded here, so that the four bits of an answer
//! become its place without being a whole number of an array first. Left out, and said so by
//! [`FileError::Unsupported`](crate::FileError): nested columns, and encodings other than dictionaries, plain values and runs.

mod bits;
mod column;
mod hybrid;
mod plain;
mod read_ahead;

pub(crate) use column::{ColumnReader, Meaning, Raw, Seen, Value};
pub(crate) use read_ahead::SharedFile;
