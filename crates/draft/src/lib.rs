//! An export into a first draft of its pipeline.
//!
//! [`draft`] finds out which tool wrote an export, which columns are one question, what its options are and in which order
//! they stand, and writes the files of a pipeline that runs as it is. What it guessed stands in comments beside the guess.
//!
//! Left out: where files stand (`store`), and running the pipeline (`pipeline`).

mod bands;
mod batch_cells;
mod block;
mod block_questions;
mod column;
mod comment_columns;
mod design;
mod dictionary;
mod difference;
mod draft;
mod error;
mod evidence;
mod files;
mod foreign_scales;
mod form;
mod frequency;
mod head;
mod header_rows;
mod headerless_columns;
mod heading;
mod html;
mod levels;
mod limesurvey_codes;
mod marks;
mod matrix;
mod metadata;
mod naming;
mod parts;
mod pipeline_texts;
mod polarity;
mod profile;
mod question_draft;
mod questionnaire;
mod roles;
mod scale;
mod shape;
mod single_column;
mod spreadsheet_dates;
mod text;
mod toml_text;
mod tool;
mod totals;
mod value_labels;
mod variable_sets;

pub use difference::{Difference, NewAnswers, difference};
pub use draft::{Draft, DraftRequest, draft, draft_with};
pub use error::DraftError;
pub use files::Files;
pub use tool::Tool;
