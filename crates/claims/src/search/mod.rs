//! The figure that words mean: by the words of its question, item, row and column, and by its value between near ties alone.
//!
//! Among thousands of figures nearly every value is that of some, so that a value is poor evidence of which one is meant: a wrong
//! number would be taken for another figure that has it, and found right. Words go first.

mod bounds;
mod index;
mod query;
mod ranges;
mod ranking;
mod scores;
mod side_by_side;
mod terms;
mod together;

pub use index::FigureIndex;
pub use query::{Query, QueryWord, WantedUnit, wanted_unit};
pub use ranking::{Found, describe_figure, describe_sum};
