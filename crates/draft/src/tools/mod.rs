//! Survey tools: how each writes its exports, one file a tool, behind one trait.
//!
//! To add a tool, write its file with a [`Dialect`], name it in [`Tool`], and enter it where tools are told apart (`tool.rs`).

mod alchemer;
mod dialect;
mod google_forms;
mod import_id;
mod limesurvey;
mod limesurvey_codes;
mod microsoft_forms;
mod odk;
mod plain;
mod qualtrics;
mod redcap;
mod smartsurvey;
mod sosci;
mod surveymonkey;
mod tool;
mod typeform;
mod unipark;

pub(crate) use dialect::{CodeOf, Dialect};
pub(crate) use import_id::is_import_id;
pub(crate) use limesurvey_codes::{code_and_text, code_separator};
pub(crate) use qualtrics::qualtrics_heading;
pub use tool::Tool;
pub(crate) use tool::tool_of;
