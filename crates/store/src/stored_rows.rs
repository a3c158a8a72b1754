//! The rows of a Parquet file of a run, read again while the run is being written.

use std::fs::File;
use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;

use crate::error::StoreError;

/// The most rows of a batch.
const MOST_ROWS: usize = 8192;
/// The fewest, however many columns there are.
const LEAST_ROWS: usize = 256;
/// How many cells a batch may have if it has more rows than those.
const CELLS: usize = 1 << 21;

/// The rows of a file, in their order, in pieces of any size.
pub struct StoredRows {
    path: PathBuf,
    reader: ParquetRecordBatchReader,
    /// What is read and not yet taken.
    read: Option<RecordBatch>,
}

impl StoredRows {
    /// Opens a file.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let fail = |source| StoreError::Parquet { path: path.to_owned(), source };
        let file = File::open(path).map_err(StoreError::read(path))?;
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(fail)?;
        let rows = (CELLS / builder.schema().fields().len().max(1)).clamp(LEAST_ROWS, MOST_ROWS);
        Ok(Self { path: path.to_owned(), reader: builder.with_batch_size(rows).build().map_err(fail)?, read: None })
    }

    /// The next rows, at most so many; none at the end.
    pub fn next(&mut self, most: usize) -> Result<Option<RecordBatch>, StoreError> {
        while self.read.as_ref().is_none_or(|read| read.num_rows() == 0) {
            let Some(read) = self.reader.next() else { return Ok(None) };
            let fail = |source| StoreError::Parquet { path: self.path.clone(), source };
            self.read = Some(read.map_err(|error| fail(ParquetError::ArrowError(error.to_string())))?);
        }
        let Some(read) = self.read.take() else { return Ok(None) };
        let taken = most.min(read.num_rows());
        self.read = Some(read.slice(taken, read.num_rows() - taken));
        Ok(Some(read.slice(0, taken)))
    }
}
