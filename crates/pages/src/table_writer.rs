//! Parquet files whose bytes depend on their rows alone.

use std::io::Write;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowRowGroupWriterFactory;
use parquet::basic::{Compression, Encoding};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;
use topline_threads::threads;

use crate::column_chunk::ColumnChunk;
use crate::column_workers::ColumnWorkers;
use crate::table_chunk::{ClosedChunk, TableChunk};
use crate::value_kind::ValueKind;

/// The most rows of a row group.
const GROUP_ROWS: usize = 1 << 17;
/// A table of no more rows than these is written by one thread.
const FEW_ROWS: u64 = 1 << 14;
/// The most threads that share the columns of a table.
const MOST_WORKERS: usize = 4;

/// A Parquet file that is being written, batch by batch.
///
/// Where several threads may work, the columns of a large table are shared among some. The bytes are the same.
pub struct TableWriter<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: ArrowRowGroupWriterFactory,
    fields: Arc<[Arc<Field>]>,
    group: Option<RowGroup>,
    /// How many row groups have been begun.
    groups: usize,
    rows: u64,
    workers: Option<ColumnWorkers>,
}

/// Rows on their way into the file.
struct RowGroup {
    /// Their columns, unless workers have them.
    chunks: Vec<TableChunk>,
    rows: usize,
}

impl<W: Write + Send> TableWriter<W> {
    /// Without rows yet.
    ///
    /// # Errors
    /// A schema that Parquet cannot have.
    pub fn new(sink: W, schema: &Arc<Schema>) -> Result<Self, ParquetError> {
        // The version of the writing library is left out, so that a new one changes bytes only where it writes differently.
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("topline".to_owned())
            .set_statistics_enabled(EnabledStatistics::Chunk);
        for field in schema.fields().iter().filter(|field| is_whole(field)) {
            let path = ColumnPath::from(field.name().as_str());
            properties = properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
        }
        let writer = ArrowWriter::try_new(sink, written_out(schema), Some(properties.build()))?;
        let (writer, columns) = writer.into_serialized_writer()?;
        let fields = schema.fields().iter().cloned().collect();
        Ok(Self { writer, columns, fields, group: None, groups: 0, rows: 0, workers: None })
    }

    /// Appends a batch.
    ///
    /// # Errors
    /// The sink's, and arrays of other types than the schema has.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), ParquetError> {
        if self.workers.is_none() && self.rows > FEW_ROWS && threads() > 1 {
            self.share();
        }
        self.rows += batch.num_rows() as u64;
        self.append(batch)?;
        let closed = self.workers.as_mut().map(ColumnWorkers::closed).transpose()?.flatten();
        closed.map_or(Ok(()), |chunks| self.write_group(chunks))
    }

    /// Ends the file; the number of its rows.
    ///
    /// # Errors
    /// The sink's.
    pub fn finish(mut self) -> Result<u64, ParquetError> {
        self.end_group()?;
        self.write_ended()?;
        self.writer.close()?;
        Ok(self.rows)
    }

    fn append(&mut self, batch: &RecordBatch) -> Result<(), ParquetError> {
        let mut start = 0;
        while start < batch.num_rows() {
            if self.group.is_none() {
                self.group = Some(self.begin_group()?);
            }
            let Some(group) = &mut self.group else { break };
            let length = (batch.num_rows() - start).min(GROUP_ROWS - group.rows);
            let arrays: Vec<ArrayRef> = batch.columns().iter().map(|array| array.slice(start, length)).collect();
            match &mut self.workers {
                Some(workers) => workers.append(&arrays),
                None => {
                    for ((chunk, field), array) in group.chunks.iter_mut().zip(&*self.fields).zip(&arrays) {
                        chunk.append(field, array)?;
                    }
                }
            }
            group.rows += length;
            start += length;
            if group.rows == GROUP_ROWS {
                self.end_group()?;
            }
        }
        Ok(())
    }

    /// Shares the columns among workers from now on. Where the system gives no threads, everything stays as it is.
    fn share(&mut self) {
        let count = (threads() / 2).clamp(1, MOST_WORKERS);
        let Ok(mut workers) = ColumnWorkers::new(&self.fields, count) else { return };
        if let Some(group) = &mut self.group {
            workers.begin(std::mem::take(&mut group.chunks));
        }
        self.workers = Some(workers);
    }

    fn begin_group(&mut self) -> Result<RowGroup, ParquetError> {
        let others = self.columns.create_column_writers(self.groups)?;
        self.groups += 1;
        let described = self.writer.schema_descr().columns();
        let chunks =
            self.fields.iter().zip(others).zip(described).map(|((field, other), column)| {
                match ValueKind::of(field.data_type()).filter(|_| !is_whole(field)) {
                    Some(kind) => TableChunk::Coded(Box::new(ColumnChunk::new(Arc::clone(column), kind))),
                    None => TableChunk::Other(Box::new(other)),
                }
            });
        let mut chunks: Vec<TableChunk> = chunks.collect();
        if let Some(workers) = &mut self.workers {
            workers.begin(std::mem::take(&mut chunks));
        }
        Ok(RowGroup { chunks, rows: 0 })
    }

    fn end_group(&mut self) -> Result<(), ParquetError> {
        // Of two row groups that have ended, one would have to be kept in memory.
        self.write_ended()?;
        let Some(group) = self.group.take() else { return Ok(()) };
        if let Some(workers) = &mut self.workers {
            workers.end();
            return Ok(());
        }
        let chunks = group.chunks.into_iter().map(TableChunk::close).collect::<Result<_, _>>()?;
        self.write_group(chunks)
    }

    /// Writes the row group that workers have ended, and is not written yet.
    fn write_ended(&mut self) -> Result<(), ParquetError> {
        let closed = self.workers.as_mut().map(ColumnWorkers::wait).transpose()?.flatten();
        closed.map_or(Ok(()), |chunks| self.write_group(chunks))
    }

    fn write_group(&mut self, chunks: Vec<ClosedChunk>) -> Result<(), ParquetError> {
        let mut writer = self.writer.next_row_group()?;
        for chunk in chunks {
            chunk.append_to(&mut writer)?;
        }
        writer.close().map(drop)
    }
}

/// Whether a column has whole numbers of 64 bits: numbers of rows, which all differ and by little, and counts. They are written
/// as differences.
fn is_whole(field: &Field) -> bool {
    *field.data_type() == DataType::Int64
}

/// The schema of the file: values that come by number or in runs are values to its readers.
fn written_out(schema: &Schema) -> Arc<Schema> {
    let fields = schema.fields().iter().map(|field| match field.data_type() {
        DataType::Dictionary(_, values) => Arc::new(field.as_ref().clone().with_data_type(values.as_ref().clone())),
        DataType::RunEndEncoded(_, values) => {
            Arc::new(field.as_ref().clone().with_data_type(values.data_type().clone()))
        }
        _ => Arc::clone(field),
    });
    Arc::new(Schema::new_with_metadata(fields.collect::<Vec<_>>(), schema.metadata().clone()))
}
