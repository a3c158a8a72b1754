//! `tables/<id>.csv`: each table as its readers see it.

mod columns;
mod document;
mod spreadsheet_text;
mod table;

pub(crate) use columns::{CsvKind, MISSING, columns};
pub(crate) use document::TablesCsv;
pub use spreadsheet_text::spreadsheet_text;
pub use table::table_csv;
