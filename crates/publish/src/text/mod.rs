//! One table as text, for a terminal. A run writes no such file: `topline tables` prints it.

mod table;

pub use table::table_text;
