//! SQL over the tables of a run.

use std::io::Write;

use arrow::array::RecordBatch;
use arrow::util::pretty::pretty_format_batches_with_schema;
use topline_pipeline::{RunError, Session};

use crate::arguments::Format;
use crate::failure::Failure;

/// Runs a query and writes its rows.
pub(crate) async fn answer(session: &Session, sql: &str, format: Format, out: &mut impl Write) -> Result<(), Failure> {
    let (schema, batches) = match session.rows("the query", sql).await {
        Ok(rows) => rows,
        Err(error) => return Err(RunError::Aggregate { hint: session.hint(&error), error }.into()),
    };
    match format {
        Format::Table => {
            let table = pretty_format_batches_with_schema(schema, &batches).map_err(Failure::Rows)?;
            writeln!(out, "{table}").map_err(Failure::Output)?;
            let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
            writeln!(out, "{rows} row{}", if rows == 1 { "" } else { "s" }).map_err(Failure::Output)
        }
        Format::Csv => {
            let mut writer = arrow::csv::WriterBuilder::new().with_header(true).build(Vec::new());
            if batches.is_empty() {
                writer.write(&RecordBatch::new_empty(schema)).map_err(Failure::Rows)?;
            }
            for batch in &batches {
                writer.write(batch).map_err(Failure::Rows)?;
            }
            out.write_all(&writer.into_inner()).map_err(Failure::Output)
        }
        Format::Json => write_json(&batches, out),
    }
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
