//! `tables/<id>.csv`: each table as its readers see it.

mod document;
mod table;

pub(crate) use document::TablesCsv;
pub use table::table_csv;
