//! Documents (press releases, reports, articles) into their text, line by line; what it states, and where a quote is in it.
//!
//! Left out: the wordings themselves (`plan`), which figure is meant, and whether it is right (`claims`). Nothing here touches the disk.

mod ages;
mod changes;
mod chart;
mod context;
mod document_error;
mod document_file;
mod document_passage;
mod document_text;
mod elsewhere;
mod group;
mod html;
mod listing;
mod markdown;
mod method;
mod passage;
mod quotation;
mod respondents;
mod sample;
mod scope;
mod stacked_rows;
mod statement;
mod table;
mod value;
mod word_file;

pub use document_error::DocumentTextError;
pub use document_file::read_document;
pub use document_passage::{DocumentPassage, PassageKind, TableValue};
pub use document_text::{DocumentText, TextLine};
pub use passage::passages;
pub use quotation::{Placement, find_quote};
pub use statement::{Statement, find_statements};
