//! Workbooks from one model as Excel and OpenDocument files, and whether a finished workbook keeps the rules for accessible ones.
//!
//! A [`Workbook`] has [`WorkSheet`]s of rows, some of which are marked up as tables. [`xlsx()`] and [`ods()`] write the same workbook:
//! with a title, a language, an author, headings that are named styles, real numbers, and the cursor in the first cell. The same
//! workbook gives the same bytes.
//!
//! [`lint`] reads a finished workbook of any program, and names what breaks the rules ([`LintRule`]).
//!
//! Left out: charts, formulas, colours and merged cells, which a workbook for everybody does not have; what the cells mean
//! (`publish`); the disk (`store`).

#![deny(clippy::wildcard_enum_match_arm)]

mod cell;
mod cell_name;
mod finished;
mod names;
mod ods;
mod rules;
mod sheet;
mod style;
mod xlsx;

pub use cell::{CellContent, CellLook, LinkTarget, NumberLook, SheetCell};
pub use finished::UnreadableWorkbook;
pub use names::WorkbookNames;
pub use ods::ods;
pub use rules::{Fault, LintRule, lint};
pub use sheet::{MarkedTable, WorkSheet, Workbook};
pub use topline_markup::PackageError;
pub use xlsx::xlsx;
