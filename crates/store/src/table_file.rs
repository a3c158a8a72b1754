//! Parquet files of a run.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::RecordBatch;
use arrow::datatypes::Schema;
use parquet::errors::ParquetError;
use topline_pages::TableWriter;

use crate::error::StoreError;
use crate::hasher::Hasher;
use crate::ledger::Output;

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
    writer: TableWriter<HashedSink>,
    hasher: Arc<Mutex<Hasher>>,
}

/// A file that is hashed as it is written.
struct HashedSink {
    file: File,
    hasher: Arc<Mutex<Hasher>>,
}

impl Write for HashedSink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.lock().unwrap_or_else(PoisonError::into_inner).update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl TableFile {
    pub(crate) fn create(path: &Path, schema: &Arc<Schema>) -> Result<Self, StoreError> {
        Self::begin(path, File::create(path), schema)
    }

    /// A file that nobody but its owner may read.
    pub(crate) fn create_private(path: &Path, schema: &Arc<Schema>) -> Result<Self, StoreError> {
        Self::begin(path, create_private(path), schema)
    }

    /// The same with all columns of the finished table `known`, to which the columns of batches are added.
    pub(crate) fn create_extending(path: &Path, schema: &Arc<Schema>, known: &Path) -> Result<Self, StoreError> {
        Self::begin_by(path, create_private(path), |sink| TableWriter::extending(sink, schema, known))
    }

    fn begin(path: &Path, file: io::Result<File>, schema: &Arc<Schema>) -> Result<Self, StoreError> {
        Self::begin_by(path, file, |sink| TableWriter::new(sink, schema))
    }

    fn begin_by(
        path: &Path,
        file: io::Result<File>,
        writer: impl FnOnce(HashedSink) -> Result<TableWriter<HashedSink>, ParquetError>,
    ) -> Result<Self, StoreError> {
        let file = file.map_err(StoreError::write(path))?;
        let hasher = Arc::new(Mutex::new(Hasher::new()));
        let writer = writer(HashedSink { file, hasher: Arc::clone(&hasher) });
        let writer = writer.map_err(|source| StoreError::Parquet { path: path.to_owned(), source })?;
        Ok(Self { path: path.to_owned(), writer, hasher })
    }

    /// Appends a batch.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        self.writer.write(batch).map_err(|source| StoreError::Parquet { path: self.path.clone(), source })
    }

    /// Ends the file; what the ledger says of it under this name.
    pub(crate) fn finish(self, name: &str) -> Result<Output, StoreError> {
        let rows = self.writer.finish().map_err(|source| StoreError::Parquet { path: self.path, source })?;
        let mut hasher = self.hasher.lock().unwrap_or_else(PoisonError::into_inner);
        let (bytes, sha256) = std::mem::replace(&mut *hasher, Hasher::new()).finish();
        Ok(Output { path: name.to_owned(), bytes, sha256, rows: Some(rows) })
    }
}
