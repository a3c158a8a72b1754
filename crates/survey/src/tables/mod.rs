//! Tables, before anything is counted.
//!
//! A [`Table`] has its [`rows`] and [`columns`](breaks), which every stage takes from here: names of figures are checked against them, cells are filled by them, and plain queries say them.

mod breaks;
mod column_tests;
mod reading_order;
mod rows;
mod statistic;
mod table;
mod table_row;

pub use breaks::{Break, BreakColumns, TableColumn, columns};
pub use column_tests::{LetterAgainst, LetterBase, LetterCorrection, Letters, Tests};
pub use rows::TablePart;
pub use statistic::Statistic;
pub use table::{Arrangement, BaseRule, Order, Sort, Table, TableNet, Unranked};
pub use table_row::{Gathers, TableRow};
