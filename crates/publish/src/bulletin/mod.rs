//! `bulletin.md`: the pipeline's text with the headlines filled in, also as a page and for Word.

mod calls;
mod document;
mod docx;
mod docx_body;
mod error;
mod filled;
mod markdown;
mod page;
mod prose;
mod published_figure;
mod quoted;

pub(crate) use document::{BulletinDocx, BulletinHtml, BulletinMarkdown};
pub use error::BulletinError;
pub use filled::bulletin;
