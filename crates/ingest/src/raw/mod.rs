//! What every reader gives: rows gathered into batches of text, the names of columns, and the spellings of cells.

pub(crate) mod batch_builder;
pub(crate) mod coded_column;
pub(crate) mod hand_over;
pub(crate) mod header;
pub(crate) mod header_fault;
pub(crate) mod iso_time;
pub(crate) mod list_cells;
pub(crate) mod rows;
