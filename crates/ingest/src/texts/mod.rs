//! Exports that are text: its encoding, and its rows as delimited text, JSON lines or text of fixed width.

pub(crate) mod byte_census;
pub(crate) mod cell_ends;
pub(crate) mod delimited;
pub(crate) mod delimiter;
pub(crate) mod delimiter_fault;
pub(crate) mod encoding;
pub(crate) mod encoding_fault;
pub(crate) mod fixed_layout;
pub(crate) mod fixed_width;
pub(crate) mod json_cells;
pub(crate) mod json_fault;
pub(crate) mod json_lines;
pub(crate) mod letters;
pub(crate) mod line_reader;
pub(crate) mod lines;
pub(crate) mod mojibake;
pub(crate) mod row_block;
pub(crate) mod scripts;
pub(crate) mod short_rows;
pub(crate) mod splitter;
pub(crate) mod text;
