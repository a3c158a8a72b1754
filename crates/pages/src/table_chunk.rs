//! A column of a row group, whichever way it is written.

use std::io::Write;

use arrow::array::{Array as _, ArrayRef, AsArray};
use arrow::datatypes::{Field, Float64Type, Int32Type, Int64Type};
use bytes::Bytes;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowColumnWriter, compute_leaves};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::writer::SerializedRowGroupWriter;

use crate::column_chunk::ColumnChunk;
use crate::column_values::Values;
use crate::row_indices::{Coded, Plain};
use crate::value_kind::ValueKind;

/// A column that is being written.
pub(crate) enum TableChunk {
    Coded(Box<ColumnChunk>),
    Other(Box<ArrowColumnWriter>),
}

/// A column that is whole.
pub(crate) enum ClosedChunk {
    Coded(Bytes, Box<ColumnCloseResult>),
    Other(Box<ArrowColumnChunk>),
}

impl TableChunk {
    /// Appends the rows of an array.
    pub(crate) fn append(&mut self, field: &Field, array: &ArrayRef) -> Result<(), ParquetError> {
        match self {
            Self::Coded(coded) => append(coded, array),
            Self::Other(other) => compute_leaves(field, array)?.iter().try_for_each(|leaf| other.write(leaf)),
        }
    }

    pub(crate) fn close(self) -> Result<ClosedChunk, ParquetError> {
        match self {
            Self::Coded(coded) => {
                let (bytes, close) = coded.finish()?;
                Ok(ClosedChunk::Coded(bytes, Box::new(close)))
            }
            Self::Other(other) => Ok(ClosedChunk::Other(Box::new(other.close()?))),
        }
    }
}

impl ClosedChunk {
    /// Appends it to a row group.
    pub(crate) fn append_to<W: Write + Send>(
        self,
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), ParquetError> {
        match self {
            Self::Coded(bytes, close) => group.append_column(&bytes, *close),
            Self::Other(other) => other.append_to_row_group(group),
        }
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
