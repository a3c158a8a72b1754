//! Parquet files whose bytes depend on their rows alone.

use std::io::{self, Write};
use std::path::Path;
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
use crate::copied_columns::CopiedColumns;
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
    /// The columns that are written here.
    fields: Arc<[Arc<Field>]>,
    /// Whether each column of the table is.
    is_own: Vec<bool>,
    /// The columns that are not: they are another table's.
    copied: Option<CopiedColumns>,
    /// Makes the writers of columns that `ColumnChunk` does not write, in their order.
    others: Option<ArrowRowGroupWriterFactory>,
    group: Option<RowGroup>,
    /// How many row groups have been begun, and how many are written.
    groups: usize,
    written: usize,
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
        Self::begin(sink, schema, None)
    }

    /// A table of as many rows as the finished one in `known`, of which it takes all columns over. Batches have the others, which
    /// are columns of `schema` too.
    ///
    /// # Errors
    /// The disk's, and schemas that do not go together.
    pub fn extending(sink: W, schema: &Arc<Schema>, known: &Path) -> Result<Self, ParquetError> {
        Self::begin(sink, schema, Some(CopiedColumns::open(known, schema)?))
    }

    fn begin(sink: W, schema: &Arc<Schema>, copied: Option<CopiedColumns>) -> Result<Self, ParquetError> {
        let written = ArrowWriter::try_new(sink, written_out(schema), Some(properties(schema)))?;
        let (writer, _) = written.into_serialized_writer()?;
        let is_own = |column| copied.as_ref().is_none_or(|copied| !copied.has(column));
        let is_own: Vec<bool> = (0..schema.fields().len()).map(is_own).collect();
        let own =
            schema.fields().iter().zip(&is_own).filter(|(_, is_own)| **is_own).map(|(field, _)| Arc::clone(field));
        let fields: Arc<[Arc<Field>]> = own.collect();
        let others: Vec<Arc<Field>> = fields.iter().filter(|field| kind(field).is_none()).cloned().collect();
        let others = (!others.is_empty()).then(|| Schema::new(others));
        let others = others.map(|schema| {
            let writer = ArrowWriter::try_new(io::sink(), written_out(&schema), Some(properties(&schema)))?;
            Ok::<_, ParquetError>(writer.into_serialized_writer()?.1)
        });
        let others = others.transpose()?;
        let (group, workers) = (None, None);
        Ok(Self { writer, fields, is_own, copied, others, group, groups: 0, written: 0, rows: 0, workers })
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
        if self.copied.as_ref().is_some_and(|copied| copied.groups() != self.written) {
            return Err(ParquetError::General(
                "a table has fewer rows than that whose columns it takes over".to_owned(),
            ));
        }
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
        let others = self.others.as_ref().map(|others| others.create_column_writers(self.groups)).transpose()?;
        self.groups += 1;
        let mut others = others.into_iter().flatten();
        let described = self.writer.schema_descr().columns().iter().zip(&self.is_own).filter(|(_, is_own)| **is_own);
        let chunks = self.fields.iter().zip(described).filter_map(|(field, (column, _))| match kind(field) {
            Some(kind) => Some(TableChunk::Coded(Box::new(ColumnChunk::new(Arc::clone(column), kind)))),
            None => others.next().map(|other| TableChunk::Other(Box::new(other))),
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
        let mut chunks = chunks.into_iter();
        for (column, is_own) in self.is_own.iter().enumerate() {
            match (&mut self.copied, is_own) {
                (Some(copied), false) => copied.append(self.written, column, &mut writer)?,
                (Some(_) | None, _) => chunks.next().map_or(Ok(()), |chunk| chunk.append_to(&mut writer))?,
            }
        }
        self.written += 1;
        writer.close().map(drop)
    }
}

/// How tables are written: the version of the writing library is left out, so that a new one changes bytes only where it writes
/// differently.
fn properties(schema: &Schema) -> WriterProperties {
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
    properties.build()
}

/// What the values of a column are that a `ColumnChunk` writes.
fn kind(field: &Field) -> Option<ValueKind> {
    ValueKind::of(field.data_type()).filter(|_| !is_whole(field))
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
