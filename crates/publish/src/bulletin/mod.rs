//! `bulletin.md`: the pipeline's text with the headlines filled in, also as a page and for Word.

mod document;
mod docx;
mod docx_body;
mod filled;
mod markdown;
mod page;
mod prose;
mod quoted;

pub(crate) use document::{BulletinDocx, BulletinHtml, BulletinMarkdown};
pub use filled::{BulletinError, bulletin};
