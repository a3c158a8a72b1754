//! A workbook as an OpenDocument spreadsheet (OASIS OpenDocument 1.3), `.ods`.

mod content;
mod parts;
mod shown;
mod styles;

pub use parts::ods;
