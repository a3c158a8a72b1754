//! Parquet files of a run.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::Schema;
use topline_pages::TableWriter;

use crate::error::StoreError;

/// A new file that nobody but its owner may read.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A Parquet file that is being written, batch by batch; its bytes depend on its rows alone.
pub struct TableFile {
    path: PathBuf,
    writer: TableWriter<File>,
}

impl TableFile {
    pub(crate) fn create(path: &Path, schema: &Arc<Schema>) -> Result<Self, StoreError> {
        Self::begin(path, File::create(path), schema)
    }

    /// A file that nobody but its owner may read.
    pub(crate) fn create_private(path: &Path, schema: &Arc<Schema>) -> Result<Self, StoreError> {
        Self::begin(path, create_private(path), schema)
    }

    fn begin(path: &Path, file: io::Result<File>, schema: &Arc<Schema>) -> Result<Self, StoreError> {
        let file = file.map_err(StoreError::write(path))?;
        let writer = TableWriter::new(file, schema);
        let writer = writer.map_err(|source| StoreError::Parquet { path: path.to_owned(), source })?;
        Ok(Self { path: path.to_owned(), writer })
    }

    /// Appends a batch.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        self.writer.write(batch).map_err(|source| StoreError::Parquet { path: self.path.clone(), source })
    }

    /// Ends the file; the number of its rows.
    pub(crate) fn finish(self) -> Result<u64, StoreError> {
        self.writer.finish().map_err(|source| StoreError::Parquet { path: self.path, source })
    }
}
