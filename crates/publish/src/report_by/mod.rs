//! `report-by/<question>/`: a report for each group of respondents, with its figures beside those of all.
//!
//! The figures are cells of the run's tables, with what is held back in them. Nothing is counted anew, so that the reports tell nothing
//! that the tables do not tell, and a report has no column of another group.

mod files;
mod group;
mod index;
mod page;

pub use files::group_reports;
