//! How rows of a query are written, and where to.

use std::fmt::Write as _;
use std::path::Path;

use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};

use crate::arguments::Format;

/// How rows are written as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowStyle {
    /// Aligned columns.
    Table,
    /// Comma-separated values with a header.
    Csv,
    /// An object a line.
    Json,
    /// A table of Markdown.
    Markdown,
}

impl From<Format> for RowStyle {
    fn from(format: Format) -> Self {
        match format {
            Format::Table => Self::Table,
            Format::Csv => Self::Csv,
            Format::Json => Self::Json,
        }
    }
}

/// What a file of rows is, by the end of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowFileKind {
    /// Parquet.
    Parquet,
    /// Text.
    Text(RowStyle),
}

impl RowFileKind {
    /// The endings that are known.
    pub(crate) const ENDINGS: &'static str = ".parquet, .csv, .json, .md or .txt";

    /// By the end of a name; nothing where it is not known.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "parquet" => Some(Self::Parquet),
            "csv" => Some(Self::Text(RowStyle::Csv)),
            "json" | "jsonl" | "ndjson" => Some(Self::Text(RowStyle::Json)),
            "md" => Some(Self::Text(RowStyle::Markdown)),
            "txt" => Some(Self::Text(RowStyle::Table)),
            _ => None,
        }
    }
}

/// The names of the columns as the head of a table of Markdown.
pub(crate) fn markdown_head(batch: &RecordBatch) -> String {
    let schema = batch.schema();
    let names: Vec<String> = schema.fields().iter().map(|field| escaped(field.name())).collect();
    let rules = schema.fields().iter().map(|field| if field.data_type().is_numeric() { "---:" } else { "---" });
    format!("| {} |\n| {} |\n", names.join(" | "), rules.collect::<Vec<_>>().join(" | "))
}

/// Rows as lines of a table of Markdown.
pub(crate) fn markdown_rows(batch: &RecordBatch) -> Result<String, ArrowError> {
    let options = FormatOptions::default();
    let columns = batch.columns().iter().map(|column| ArrayFormatter::try_new(column.as_ref(), &options));
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let mut text = String::new();
    for at in 0..batch.num_rows() {
        let cells: Vec<String> = columns.iter().map(|column| escaped(&column.value(at).to_string())).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    Ok(text)
}

/// A text that stays in its cell.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|").replace(['\n', '\r'], " ")
}
