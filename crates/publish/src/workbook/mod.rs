//! `tables.xlsx` and `tables.ods`: all tables of a run as a workbook, both from one model.
//!
//! The accessible form follows the guidance of the UK Government Analysis Function on spreadsheets: a cover, contents, notes, and
//! one marked-up table to a sheet. The banner form is for a person at a desk: tables with their columns side by side, several to
//! a sheet, and an index with links.

mod accessible;
mod banner;
mod document;
mod front;
mod lines;
mod notes;

pub(crate) use document::{WorkbookOds, WorkbookXlsx};
