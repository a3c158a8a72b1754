//! `bulletin.md`: the pipeline's text with the headlines filled in.

mod document;
mod filled;
mod markdown;

pub(crate) use document::BulletinMarkdown;
pub use filled::{BulletinError, bulletin};
