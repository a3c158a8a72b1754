//! Parquet files whose bytes depend on their rows alone.

use std::io::Write;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Field, Float64Type, Int32Type, Int64Type, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::{Compression, Encoding};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;

use crate::column_chunk::ColumnChunk;
use crate::column_values::Values;
use crate::row_indices::{Coded, Plain};
use crate::value_kind::ValueKind;

/// The most rows of a row group.
const GROUP_ROWS: usize = 1 << 17;

/// A Parquet file that is being written, batch by batch.
pub struct TableWriter<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: ArrowRowGroupWriterFactory,
    fields: Vec<Arc<Field>>,
    group: Option<RowGroup>,
    groups: usize,
    rows: u64,
}

/// Rows on their way into the file.
struct RowGroup {
    chunks: Vec<Chunk>,
    rows: usize,
}

/// One column of them.
enum Chunk {
    Coded(Box<ColumnChunk>),
    Other(Box<ArrowColumnWriter>),
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
        Ok(Self { writer, columns, fields, group: None, groups: 0, rows: 0 })
    }

    /// Appends a batch.
    ///
    /// # Errors
    /// The sink's, and arrays of other types than the schema has.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), ParquetError> {
        self.rows += batch.num_rows() as u64;
        self.append(batch)
    }

    /// Ends the file; the number of its rows.
    ///
    /// # Errors
    /// The sink's.
    pub fn finish(mut self) -> Result<u64, ParquetError> {
        self.end_group()?;
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
            for ((chunk, field), array) in group.chunks.iter_mut().zip(&self.fields).zip(batch.columns()) {
                chunk.append(field, &array.slice(start, length))?;
            }
            group.rows += length;
            start += length;
            if group.rows == GROUP_ROWS {
                self.end_group()?;
            }
        }
        Ok(())
    }

    fn begin_group(&self) -> Result<RowGroup, ParquetError> {
        let others = self.columns.create_column_writers(self.groups)?;
        let described = self.writer.schema_descr().columns();
        let chunks =
            self.fields.iter().zip(others).zip(described).map(|((field, other), column)| {
                match ValueKind::of(field.data_type()).filter(|_| !is_whole(field)) {
                    Some(kind) => Chunk::Coded(Box::new(ColumnChunk::new(Arc::clone(column), kind))),
                    None => Chunk::Other(Box::new(other)),
                }
            });
        Ok(RowGroup { chunks: chunks.collect(), rows: 0 })
    }

    fn end_group(&mut self) -> Result<(), ParquetError> {
        let Some(group) = self.group.take() else { return Ok(()) };
        let mut writer = self.writer.next_row_group()?;
        for chunk in group.chunks {
            match chunk {
                Chunk::Coded(coded) => {
                    let (bytes, close) = coded.finish()?;
                    writer.append_column(&bytes, close)?;
                }
                Chunk::Other(other) => other.close()?.append_to_row_group(&mut writer)?,
            }
        }
        writer.close()?;
        self.groups += 1;
        Ok(())
    }
}

impl Chunk {
    fn append(&mut self, field: &Field, array: &ArrayRef) -> Result<(), ParquetError> {
        let coded = match self {
            Self::Coded(coded) => coded,
            Self::Other(other) => {
                return compute_leaves(field, array)?.iter().try_for_each(|leaf| other.write(leaf));
            }
        };
        append(coded, array)
    }
}

/// Appends the rows of an array, whichever way it holds its values.
fn append(chunk: &mut ColumnChunk, array: &ArrayRef) -> Result<(), ParquetError> {
    fn rows<V: Values>(chunk: &mut ColumnChunk, array: &ArrayRef, values: &V) -> Result<(), ParquetError> {
        if let Some(coded) = array.as_dictionary_opt::<Int32Type>() {
            chunk.append(&Coded::new(coded.keys(), values))
        } else if let Some(runs) = array.as_run_opt::<Int32Type>() {
            chunk.append_runs(runs, values)
        } else {
            chunk.append(&Plain::new(values))
        }
    }
    let values = match (array.as_dictionary_opt::<Int32Type>(), array.as_run_opt::<Int32Type>()) {
        (Some(coded), _) => coded.values(),
        (_, Some(runs)) => runs.values(),
        _ => array,
    };
    match ValueKind::of(values.data_type()).filter(|kind| *kind == chunk.kind()) {
        Some(ValueKind::Text) => rows(chunk, array, values.as_string::<i32>()),
        Some(ValueKind::Int32) => rows(chunk, array, values.as_primitive::<Int32Type>()),
        Some(ValueKind::Int64) => rows(chunk, array, values.as_primitive::<Int64Type>()),
        Some(ValueKind::Float64) => rows(chunk, array, values.as_primitive::<Float64Type>()),
        None => Err(ParquetError::ArrowError(format!("{:?} and not {}", chunk.kind(), array.data_type()))),
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
