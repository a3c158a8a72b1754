//! The rows of a Parquet file of a run, read again while the run is being written.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;
use parquet::file::reader::ChunkReader;

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
        Self::open_some(path, None)
    }

    /// Opens a file, of which these columns are read, as far as it has them.
    pub fn open_columns(path: &Path, columns: &BTreeSet<String>) -> Result<Self, StoreError> {
        Self::open_some(path, Some(columns))
    }

    /// The rows of a table in the file `path`, with columns of these types, as which they can be read.
    pub(crate) fn of(path: &Path, table: impl ChunkReader + 'static, schema: &SchemaRef) -> Result<Self, StoreError> {
        let fail = |source| StoreError::Parquet { path: path.to_owned(), source };
        let options = ArrowReaderOptions::new().with_schema(Arc::clone(schema));
        let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(table, options);
        Self::read(path, builder.map_err(fail)?, None)
    }

    fn open_some(path: &Path, columns: Option<&BTreeSet<String>>) -> Result<Self, StoreError> {
        let file = File::open(path).map_err(StoreError::read(path))?;
        let fail = |source| StoreError::Parquet { path: path.to_owned(), source };
        Self::read(path, ParquetRecordBatchReaderBuilder::try_new(file).map_err(fail)?, columns)
    }

    fn read<T: ChunkReader + 'static>(
        path: &Path,
        mut builder: ParquetRecordBatchReaderBuilder<T>,
        columns: Option<&BTreeSet<String>>,
    ) -> Result<Self, StoreError> {
        let fail = |source| StoreError::Parquet { path: path.to_owned(), source };
        let mut width = builder.schema().fields().len();
        if let Some(columns) = columns {
            let names = builder.schema().fields().iter().map(|field| columns.contains(field.name()));
            let roots: Vec<usize> = names.enumerate().filter(|(_, is_read)| *is_read).map(|(at, _)| at).collect();
            width = roots.len();
            let mask = ProjectionMask::roots(builder.parquet_schema(), roots);
            builder = builder.with_projection(mask);
        }
        let rows = (CELLS / width.max(1)).clamp(LEAST_ROWS, MOST_ROWS);
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
