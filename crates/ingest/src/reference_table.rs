//! A reference table: small, read whole, and refused where a row is in doubt, since a join would quietly miss it.

use std::io::{Read, Seek};
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, RecordBatch};
use arrow::compute::{cast, concat_batches, filter_record_batch};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use topline_records::{RAW_COLUMNS, row_numbers, row_problems};
use topline_survey::{FindingKind, Format, Source};

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::export::open;

/// A reference table, read whole.
#[derive(Debug, Clone)]
pub struct ReferenceRows {
    /// The rows, all columns text.
    pub table: RecordBatch,
    /// The number of each in the file, header and blank rows counted.
    pub numbers: Vec<u64>,
}

/// A whole reference table: delimited text with a header row. Blank rows are left out.
pub fn read_table<R: Read + Seek + Send + 'static>(name: &str, input: R) -> Result<ReferenceRows, IngestError> {
    let source = Source::undeclared(name, "reference table", Format::Csv);
    let mut export = open(&source, input)?;
    let file = format!("`{name}` (reference table)");
    let columns: Vec<usize> = (RAW_COLUMNS..export.schema().fields().len()).collect();
    let mut batches = Vec::new();
    let mut numbers = Vec::new();
    while let Some(read) = export.next_batch()? {
        let doubtful = |kind| matches!(kind, FindingKind::BrokenRow | FindingKind::ShortRow | FindingKind::Undecodable);
        if let Some(finding) = read.findings.into_iter().find(|finding| doubtful(finding.kind)) {
            let row = finding.place.row.unwrap_or_default();
            return Err(IngestError::new(file, IngestFault::ReferenceRow { row, detail: finding.detail }));
        }
        let failed = |source| IngestError::new(file.clone(), IngestFault::Columns(source));
        let batch = without_problems(&read.batch).map_err(failed)?;
        numbers.extend(row_numbers(&batch).map_err(|error| failed(ArrowError::from_external_error(Box::new(error))))?);
        batches.push(batch);
    }
    let schema = export.schema();
    let table = concat_batches(&schema, &batches)
        .and_then(|table| plain_text(&table.project(&columns)?))
        .map_err(|source| IngestError::new(file, IngestFault::Columns(source)))?;
    Ok(ReferenceRows { table, numbers })
}

/// The table with its texts written out: joins compare them.
fn plain_text(table: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let columns =
        table.schema_ref().fields().iter().zip(table.columns()).map(|(field, column)| {
            Ok((Field::new(field.name(), DataType::Utf8, true), cast(column, &DataType::Utf8)?))
        });
    let (fields, columns): (Vec<Field>, Vec<ArrayRef>) =
        columns.collect::<Result<Vec<_>, ArrowError>>()?.into_iter().unzip();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

/// The rows that have no problem.
fn without_problems(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let problems = row_problems(batch).map_err(|error| ArrowError::from_external_error(Box::new(error)))?;
    let keep: BooleanArray = problems.into_iter().map(|problem| Some(problem.is_none())).collect();
    filter_record_batch(batch, &keep)
}
