//! `report.html`: the whole release on one page, for people.
//!
//! It fetches nothing: its style and its script stand in it, and its content security policy says so to the browser. Without the script
//! everything is there. It
//! is meant to be read on a screen of any width, on paper, in the dark, and by ear.

mod chart;
mod document;
mod frame;
pub(crate) mod front;
mod icon;
mod method;
mod page;
mod provenance;
mod quotes;
mod script;
mod spread;
mod table;
mod table_frame;
pub(crate) mod table_notes;
mod table_page;
mod tables;
mod verdicts;
mod weighting;

pub(crate) use document::ReportHtml;
pub(crate) use frame::{body, document};
pub(crate) use method::section as method_section;
pub(crate) use spread::whole as whole_tables;
pub(crate) use table::marked_value;
pub(crate) use table_frame::{column_header, row_header, scrolling};
pub(crate) use tables::{contents_of_tables, tables};
