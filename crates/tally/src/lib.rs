//! The cells of every table in one pass over the responses.
//!
//! A [`Tally`] says what to count: *dimensions*, on each of which a respondent has one place; *pairs*, the joint histograms
//! of a row dimension and of columns; and *distributions* of numbers. [`Sums`] takes rows, as Arrow arrays or from a Parquet
//! file, and gives [`Cell`]s. Sums are exact: the same rows give the same bits in whatever order, batches and
//! partitions they come. What the cells mean (nets, bases, percentages) is made of them elsewhere, and no query engine
//! is known here.

mod block;
mod cell;
mod count;
mod dimension;
mod error;
mod file_columns;
mod file_error;
mod file_rows;
pub mod fixed;
mod gather;
mod histogram;
mod packing;
mod place_of_code;
mod point;
mod recipe;
mod source;
mod standing;
mod state;
mod sums;
mod tally;
mod totals;
mod whole_file;

pub use cell::Cell;
pub use dimension::{Bounds, Dimension};
pub use error::TallyError;
pub use file_error::FileError;
pub use file_rows::FileRows;
pub use point::Point;
pub use source::Source;
pub use standing::Standing;
pub use sums::Sums;
pub use tally::{Distribution, Pair, Tally};
pub use whole_file::{file, opened_file};
