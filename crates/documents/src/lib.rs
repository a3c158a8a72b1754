//! Documents (press releases, reports, articles) into their text, line by line, and where a quote is in it.
//!
//! Left out: what the text states (`plan` reads wordings), and whether it is true (`claims`). Nothing here touches the disk.

mod document_error;
mod document_file;
mod document_text;
mod html;
mod markdown;
mod quotation;
mod word_file;

pub use document_error::DocumentTextError;
pub use document_file::read_document;
pub use document_text::{DocumentText, TextLine};
pub use quotation::{Placement, find_quote};
