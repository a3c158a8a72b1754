//! Rows that a query gave, as a Parquet file of the user's.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use crate::error::StoreError;
use crate::table_file::TableFile;

/// A Parquet file that takes its name when it is whole.
pub struct RowsFile {
    path: PathBuf,
    partial: PathBuf,
    writer: ArrowWriter<File>,
}

impl RowsFile {
    /// Begins the file `path`.
    pub fn create(path: &Path, schema: &SchemaRef) -> Result<Self, StoreError> {
        let partial = partial_path(path);
        let file = File::create(&partial).map_err(StoreError::write(&partial))?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties));
        let writer = writer.map_err(|source| StoreError::Parquet { path: path.to_owned(), source })?;
        Ok(Self { path: path.to_owned(), partial, writer })
    }

    /// Appends rows.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        self.writer.write(batch).map_err(|source| self.failed(source))
    }

    /// Ends the file.
    pub fn finish(self) -> Result<(), StoreError> {
        let Self { path, partial, writer } = self;
        writer.close().map_err(|source| StoreError::Parquet { path: path.clone(), source })?;
        fs::rename(&partial, &path).map_err(StoreError::write(&path))
    }

    fn failed(&self, source: ParquetError) -> StoreError {
        StoreError::Parquet { path: self.path.clone(), source }
    }
}

/// Writes rows into the file `path` as those of a run are written: its bytes depend on the rows alone. It is whole or not there.
pub fn write_rows(path: &Path, rows: &RecordBatch) -> Result<(), StoreError> {
    let partial = partial_path(path);
    let mut table = TableFile::create(&partial, &rows.schema())?;
    table.write(rows)?;
    table.finish("")?;
    fs::rename(&partial, path).map_err(StoreError::write(path))
}

/// The name of a file that is being written.
fn partial_path(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    path.with_file_name(name)
}
