//! A draft for the next export of a survey that has a pipeline: codes, names, nets and what a person decided stay as they are.
//!
//! The earlier files are kept as texts, comments and all. What the export does not have any more is taken out or put into
//! comments, and what is new in it is added.

mod codebook_text;
mod draft_like;
mod earlier_entry;
mod question_text;
mod renamed_columns;
mod settings_text;
mod toml_blocks;

pub use draft_like::{Earlier, LikeDraft, draft_like};
