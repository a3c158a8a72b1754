//! An export into a first draft of its pipeline.
//!
//! [`draft()`] finds out which tool wrote an export, which columns are one question, what its options are and in which order
//! they stand, and writes the files of a pipeline that runs as it is. What it guessed stands in comments beside the guess.
//!
//! Left out: where files stand (`store`), and running the pipeline (`pipeline`).

mod absent_labels;
mod bands;
mod banners;
mod batch_cells;
mod batteries;
mod block;
mod block_questions;
mod blocks;
mod codebook_entry;
mod column;
mod column_names;
mod column_runs;
mod comment_columns;
mod design;
mod dictionary;
mod difference;
mod draft;
mod error;
mod evidence;
mod export_columns;
mod export_questions;
mod few_respondents;
mod files;
mod foreign_scales;
mod form;
mod frequency;
mod head;
mod header_rows;
mod headerless_columns;
mod heading;
mod headings;
mod html;
mod item_questions;
mod labels;
mod language;
mod levels;
mod lexicon;
mod like;
mod list_cells;
mod marks;
mod matrix;
mod matrix_questions;
mod metadata;
mod metadata_columns;
mod naming;
mod number_codes;
mod parts;
mod pipeline_texts;
mod polarity;
mod privacy;
mod profile;
mod question_draft;
mod questionnaire;
mod questionnaires;
mod respondents;
mod roles;
mod scale;
mod scale_values;
mod screen;
mod separators;
mod shape;
mod single_column;
mod spreadsheet_dates;
mod text;
mod tick_boxes;
mod tick_words;
mod toml_text;
mod tools;
mod totals;
mod value_labels;
mod variable_sets;
mod weights;
mod wording;

pub use difference::{Difference, NewAnswers, difference};
pub use draft::{Draft, DraftRequest, draft, draft_labelled, draft_with};
pub use error::DraftError;
pub use files::Files;
pub use like::{Earlier, LikeDraft, draft_like};
pub use tools::Tool;
