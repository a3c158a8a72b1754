//! The columns that a new table takes over from a finished one: their chunks are copied as they are, and no value is read.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, Write};
use std::path::Path;

use arrow::datatypes::Schema;
use bytes::{Buf as _, Bytes};
use parquet::basic::ConvertedType;
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::{
    ColumnChunkMetaData, PageIndexPolicy, ParquetMetaData, ParquetMetaDataOptions, ParquetMetaDataReader,
};
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::statistics::Statistics;
use parquet::file::writer::SerializedRowGroupWriter;

/// How much of the file is read at once.
const BUFFER: usize = 1 << 18;

/// An open file whose columns are copied, row group by row group.
pub(crate) struct CopiedColumns {
    file: BufReader<File>,
    /// Where the next byte is in the file.
    at: u64,
    metadata: ParquetMetaData,
    /// The column of the file that each column of the new table is, if it is one.
    leaves: Vec<Option<usize>>,
}

impl CopiedColumns {
    /// All columns of a file, each of which has its place in a table by its name.
    pub(crate) fn open(path: &Path, schema: &Schema) -> Result<Self, ParquetError> {
        let file = File::open(path).map_err(|error| ParquetError::External(Box::new(error)))?;
        let options = ParquetMetaDataOptions::new().with_encoding_stats_as_mask(false);
        let metadata = ParquetMetaDataReader::new()
            .with_metadata_options(Some(options))
            .with_offset_index_policy(PageIndexPolicy::Optional)
            .parse_and_finish(&file)?;
        let columns = metadata.file_metadata().schema_descr().columns();
        let known: HashMap<&str, usize> =
            columns.iter().enumerate().map(|(leaf, column)| (column.name(), leaf)).collect();
        let leaf = |name: &str| known.get(name).copied();
        let leaves: Vec<Option<usize>> = schema.fields().iter().map(|field| leaf(field.name())).collect();
        if leaves.iter().flatten().count() != columns.len() {
            return Err(ParquetError::General("a table lacks columns that it is to take over".to_owned()));
        }
        // The metadata are at its end.
        let mut file = BufReader::with_capacity(BUFFER, file);
        file.rewind().map_err(|error| ParquetError::External(Box::new(error)))?;
        Ok(Self { file, at: 0, metadata, leaves })
    }

    /// Whether a column of the table is copied.
    pub(crate) fn has(&self, column: usize) -> bool {
        self.leaves[column].is_some()
    }

    /// How many row groups there are.
    pub(crate) fn groups(&self) -> usize {
        self.metadata.num_row_groups()
    }

    /// Appends a column of the table to its row group of this number.
    pub(crate) fn append<W: Write + Send>(
        &mut self,
        group: usize,
        column: usize,
        to: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), ParquetError> {
        let missing =
            || ParquetError::General("a table has more rows than that whose columns it takes over".to_owned());
        let leaf = self.leaves[column].ok_or_else(missing)?;
        if group >= self.groups() {
            return Err(missing());
        }
        let (rows, chunk) =
            (self.metadata.row_group(group).num_rows(), self.metadata.row_group(group).column(leaf).clone());
        let offset_index = self.metadata.offset_index().and_then(|index| index.get(group)?.get(leaf)).cloned();
        let (start, length) = chunk.byte_range();
        let bytes = self.read(start, length).map_err(|error| ParquetError::External(Box::new(error)))?;
        let close = ColumnCloseResult {
            bytes_written: length,
            rows_written: rows as u64,
            metadata: as_written(chunk)?,
            bloom_filter: None,
            column_index: None,
            offset_index,
        };
        to.append_column(&CopiedChunk { start, bytes }, close)
    }

    fn read(&mut self, start: u64, length: u64) -> std::io::Result<Bytes> {
        // Mostly it is the next chunk, and in the buffer already.
        self.file.seek_relative(start.cast_signed() - self.at.cast_signed())?;
        let mut bytes = vec![0; length as usize];
        self.file.read_exact(&mut bytes)?;
        self.at = start + length;
        Ok(bytes.into())
    }
}

/// What a file says of a chunk, as its writer said it. What is read does not tell that the bounds of whole numbers and dates, whose
/// order all readers have agreed on, stand in the fields of old readers too: those of columns that arrow's writer writes.
fn as_written(chunk: ColumnChunkMetaData) -> Result<ColumnChunkMetaData, ParquetError> {
    let is_date = chunk.column_descr().converted_type() == ConvertedType::DATE;
    let statistics = match chunk.statistics() {
        Some(Statistics::Int64(bounds)) => Statistics::Int64(bounds.clone().with_backwards_compatible_min_max(true)),
        Some(Statistics::Int32(bounds)) if is_date => {
            Statistics::Int32(bounds.clone().with_backwards_compatible_min_max(true))
        }
        _ => return Ok(chunk),
    };
    chunk.into_builder().set_statistics(statistics).build()
}

/// The bytes of a column chunk, and where it begins in its file.
struct CopiedChunk {
    start: u64,
    bytes: Bytes,
}

impl Length for CopiedChunk {
    fn len(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }
}

impl ChunkReader for CopiedChunk {
    type T = bytes::buf::Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        let length = self.len().saturating_sub(start) as usize;
        Ok(self.get_bytes(start, length)?.reader())
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let first = start.checked_sub(self.start).map(|first| first as usize);
        let within = first.filter(|first| first.checked_add(length).is_some_and(|end| end <= self.bytes.len()));
        let first =
            within.ok_or_else(|| ParquetError::EOF("a column chunk is shorter than its file says".to_owned()))?;
        Ok(self.bytes.slice(first..first + length))
    }
}
