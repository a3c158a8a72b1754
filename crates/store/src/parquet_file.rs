//! Parquet files whose bytes depend on their rows alone.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::Schema;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::error::StoreError;

/// A Parquet file that is being written, batch by batch.
pub struct TableFile {
    path: PathBuf,
    writer: ArrowWriter<File>,
    rows: u64,
}

impl TableFile {
    pub(crate) fn create(path: &Path, schema: &Arc<Schema>) -> Result<Self, StoreError> {
        let file = File::create(path).map_err(StoreError::write(path))?;
        // The version of the writing library is left out, so that a new one changes bytes only where it writes differently.
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("topline".to_owned())
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_max_row_group_row_count(Some(1 << 17))
            .build();
        let writer = ArrowWriter::try_new(file, Arc::clone(schema), Some(properties))
            .map_err(|source| StoreError::Parquet { path: path.to_owned(), source })?;
        Ok(Self { path: path.to_owned(), writer, rows: 0 })
    }

    /// Appends a batch.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        self.rows += batch.num_rows() as u64;
        self.writer.write(batch).map_err(|source| StoreError::Parquet { path: self.path.clone(), source })
    }

    /// Ends the file; the number of its rows.
    pub(crate) fn finish(self) -> Result<u64, StoreError> {
        self.writer.close().map_err(|source| StoreError::Parquet { path: self.path, source })?;
        Ok(self.rows)
    }
}
