//! Documents held against themselves, without data: words against the digits beside them, percentages against the bases that are stated,
//! and the numbers of a chart against each other.
//!
//! Only what cannot be true is told. Where a base is not known for sure, every base that may be meant is tried, and a statement that one of
//! them allows passes.

mod bases;
mod beside;
mod charts;
mod rounding;
mod statement;

pub use bases::impossible_percentages;
pub use beside::words_beside_digits;
pub use charts::{ChartCounts, chart_conflicts, chart_counts};
pub use rounding::forced_rounding;
pub use statement::{AuditFault, AuditFinding, AuditedStatement};
