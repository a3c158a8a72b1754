//! `report.typ`: the release as a source of Typst, of which an accessible PDF can be made.

mod chart;
mod document;
mod source;

pub(crate) use document::ReportTypst;
