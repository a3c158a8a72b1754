//! Questionnaires as survey tools keep them beside their exports: the survey structure of `LimeSurvey`, the data dictionary of
//! `REDCap`, an `XLSForm`.
//!
//! Each says in its own way what was asked, and what codes stand for. Here they become the same list of fields, and fields become
//! questions of a draft where the export has their columns. What the export has beyond them is drafted from its cells.

mod field;
mod limesurvey;
mod matching;
mod options;
mod questions;
mod reader;
mod redcap;
mod table;
mod xlsform;

pub(crate) use field::Form;
pub(crate) use questions::asked;
pub(crate) use reader::form_of;
