//! How large a sheet can be.

/// The most rows and columns of a sheet (ECMA-376, and what spreadsheets of other formats open): beyond, the file is damaged.
pub(crate) const MOST_ROWS: u32 = 1_048_576;
pub(crate) const MOST_COLUMNS: u32 = 16_384;
