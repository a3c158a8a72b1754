//! SQL over the tables of a run: its rows are written as they come.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, FieldRef, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::util::pretty::pretty_format_batches_with_schema;
use topline_pipeline::{Batches, RowsFile, RunError, Session, spreadsheet_text, write_input};
use topline_survey::CsvStyle;

use crate::ending::is_interrupted;
use crate::failure::Failure;
use crate::row_style::{RowFileKind, RowStyle, markdown_head, markdown_rows};

/// By it a spreadsheet knows that a file is in UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";
/// So many rows have their columns aligned together, under a header of their own.
const ROWS_TOGETHER: usize = 10_000;

/// How rows are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowFormat {
    /// How they are written.
    pub style: RowStyle,
    /// For whom, if it is CSV.
    pub csv: CsvStyle,
}

/// Runs a query and writes its rows.
pub(crate) async fn answer(
    session: &Session,
    sql: &str,
    written: RowFormat,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let failed = |error| RunError::Aggregate { hint: session.hint(&error), error };
    let mut batches = Batches::of(session, sql).await.map_err(failed)?;
    let mut writer = RowWriter { schema: batches.schema(), written, waiting: Vec::new(), rows: 0, is_begun: false };
    while let Some(batch) = batches.next().await.map_err(failed)? {
        if is_interrupted() {
            return Err(Failure::Interrupted);
        }
        writer.write(batch, out)?;
    }
    writer.finish(out)
}

/// Runs a query and writes its rows into a file, which is whole or not there; how many there are.
pub(crate) async fn answer_into_file(session: &Session, sql: &str, file: &Path, csv: CsvStyle) -> Result<u64, Failure> {
    let kind = RowFileKind::of(file).ok_or_else(|| Failure::RowFile { path: file.to_owned() })?;
    let failed = |error| RunError::Aggregate { hint: session.hint(&error), error };
    let mut batches = Batches::of(session, sql).await.map_err(failed)?;
    let mut rows = 0;
    match kind {
        RowFileKind::Parquet => {
            let mut written = RowsFile::create(file, &batches.schema()).map_err(Failure::Results)?;
            while let Some(batch) = batches.next().await.map_err(failed)? {
                rows += batch.num_rows() as u64;
                written.write(&batch).map_err(Failure::Results)?;
            }
            written.finish().map_err(Failure::Results)?;
        }
        RowFileKind::Text(style) => {
            let mut text = Vec::new();
            let written = RowFormat { style, csv };
            let mut writer =
                RowWriter { schema: batches.schema(), written, waiting: Vec::new(), rows: 0, is_begun: false };
            while let Some(batch) = batches.next().await.map_err(failed)? {
                rows += batch.num_rows() as u64;
                writer.write(batch, &mut text)?;
            }
            writer.finish(&mut text)?;
            write_input(file, &text).map_err(Failure::Results)?;
        }
    }
    Ok(rows)
}

/// The columns of a table and their types.
pub(crate) async fn columns(session: &Session, table: &str) -> Result<Vec<(String, String)>, Failure> {
    let failed = |error| RunError::Aggregate { hint: session.hint(&error), error };
    // The rows of an export are `raw.<source>`, and no other name has a point.
    let name = table.split('.').map(|part| format!("\"{part}\"")).collect::<Vec<_>>().join(".");
    let batches = Batches::of(session, &format!("select * from {name} limit 0")).await.map_err(failed)?;
    let schema = batches.schema();
    Ok(schema.fields().iter().map(|field| (field.name().clone(), field.data_type().to_string())).collect())
}

/// Rows on their way out.
struct RowWriter {
    schema: SchemaRef,
    written: RowFormat,
    /// Rows whose columns are yet to be aligned.
    waiting: Vec<RecordBatch>,
    rows: usize,
    /// Whether the header is written.
    is_begun: bool,
}

impl RowWriter {
    fn write(&mut self, batch: RecordBatch, out: &mut impl Write) -> Result<(), Failure> {
        self.rows += batch.num_rows();
        match self.written.style {
            RowStyle::Csv => self.write_csv(&batch, out),
            RowStyle::Json => write_json(&[batch], out),
            RowStyle::Markdown => self.write_markdown(&batch, out),
            RowStyle::Table => {
                self.waiting.push(batch);
                let waiting: usize = self.waiting.iter().map(RecordBatch::num_rows).sum();
                if waiting >= ROWS_TOGETHER { self.write_table(out) } else { Ok(()) }
            }
        }
    }

    fn finish(mut self, out: &mut impl Write) -> Result<(), Failure> {
        match self.written.style {
            RowStyle::Csv if !self.is_begun => self.write_csv(&RecordBatch::new_empty(self.schema.clone()), out),
            RowStyle::Markdown if !self.is_begun => {
                self.write_markdown(&RecordBatch::new_empty(self.schema.clone()), out)
            }
            RowStyle::Csv | RowStyle::Json | RowStyle::Markdown => Ok(()),
            RowStyle::Table => {
                if !self.is_begun || !self.waiting.is_empty() {
                    self.write_table(out)?;
                }
                let s = if self.rows == 1 { "" } else { "s" };
                writeln!(out, "{} row{s}", self.rows).map_err(Failure::Output)
            }
        }
    }

    fn write_table(&mut self, out: &mut impl Write) -> Result<(), Failure> {
        self.is_begun = true;
        let batches = std::mem::take(&mut self.waiting);
        let table = pretty_format_batches_with_schema(self.schema.clone(), &batches).map_err(Failure::Rows)?;
        writeln!(out, "{table}").map_err(Failure::Output)
    }

    fn write_markdown(&mut self, batch: &RecordBatch, out: &mut impl Write) -> Result<(), Failure> {
        let head = if self.is_begun { String::new() } else { markdown_head(batch) };
        self.is_begun = true;
        let rows = markdown_rows(batch).map_err(Failure::Rows)?;
        out.write_all((head + &rows).as_bytes()).map_err(Failure::Output)
    }

    fn write_csv(&mut self, batch: &RecordBatch, out: &mut impl Write) -> Result<(), Failure> {
        let mut writer = arrow::csv::WriterBuilder::new().with_header(!self.is_begun).build(Vec::new());
        match self.written.csv {
            CsvStyle::Plain => writer.write(batch),
            CsvStyle::Excel => {
                if !self.is_begun {
                    out.write_all(BYTE_ORDER_MARK.as_bytes()).map_err(Failure::Output)?;
                }
                writer.write(&for_spreadsheets(batch).map_err(Failure::Rows)?)
            }
        }
        .map_err(Failure::Rows)?;
        self.is_begun = true;
        out.write_all(&writer.into_inner()).map_err(Failure::Output)
    }
}

/// The rows with each text as a spreadsheet shows it.
fn for_spreadsheets(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let shown = |column: &ArrayRef, field: &FieldRef| -> Result<(ArrayRef, FieldRef), ArrowError> {
        let of_text = match column.data_type() {
            DataType::Dictionary(_, values) => values.is_string(),
            other => other.is_string(),
        };
        if !of_text {
            return Ok((Arc::clone(column), Arc::clone(field)));
        }
        let texts = cast(column, &DataType::Utf8)?;
        let texts: StringArray = texts.as_string::<i32>().iter().map(|text| text.map(spreadsheet_text)).collect();
        let field = field.as_ref().clone().with_data_type(DataType::Utf8);
        Ok((Arc::new(texts), Arc::new(field)))
    };
    let schema = batch.schema();
    let columns = batch.columns().iter().zip(schema.fields()).map(|(column, field)| shown(column, field));
    let (columns, fields): (Vec<_>, Vec<_>) = columns.collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

/// Writes rows as JSON, an object a line.
pub(crate) fn write_json(batches: &[RecordBatch], out: &mut impl Write) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    let mut writer = arrow::json::LineDelimitedWriter::new(&mut bytes);
    for batch in batches {
        writer.write(batch).map_err(Failure::Rows)?;
    }
    writer.finish().map_err(Failure::Rows)?;
    out.write_all(&bytes).map_err(Failure::Output)
}
