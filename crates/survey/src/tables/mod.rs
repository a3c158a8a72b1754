//! `tables.toml`: the banners, and the tables beyond the default (every question by the standard banner).
//!
//! What is written is [`declared`]; what it comes to is a [`Table`] with its [`rows`] and [`columns`](breaks), which every
//! stage takes from here: names of figures are checked against them, cells are filled by them, and plain queries say them.

mod breaks;
mod declared;
mod reading_order;
mod rows;
mod statistic;
mod table;

pub use breaks::{Break, BreakColumns, TableColumn, columns};
pub(crate) use declared::{BannerSpec, BreakSpec, STANDARD, TableSpec, Tables, parse};
pub use rows::{Gathers, TablePart, TableRow};
pub use statistic::Statistic;
pub use table::{Arrangement, BaseRule, LetterBase, LetterCorrection, Letters, Order, Sort, Table, TableNet, Unranked};
