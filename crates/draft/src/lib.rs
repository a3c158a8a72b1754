//! An export into a first draft of its pipeline.
//!
//! [`draft`] finds out which tool wrote an export, which columns are one question, what its options are and in which order
//! they stand, and writes the files of a pipeline that runs as it is. What it guessed stands in comments beside the guess.
//!
//! Left out: where files stand (`store`), and running the pipeline (`pipeline`).

mod abroad;
mod alone;
mod asides;
mod bands;
mod block;
mod column;
mod described;
mod design;
mod difference;
mod draft;
mod drafted;
mod drawn;
mod error;
mod evidence;
mod files;
mod form;
mod frequency;
mod gathered;
mod head;
mod header_rows;
mod heading;
mod html;
mod levels;
mod limesurvey_codes;
mod marks;
mod matrix;
mod metadata;
mod nameless;
mod naming;
mod parts;
mod polarity;
mod profile;
mod questionnaire;
mod raw;
mod restored;
mod roles;
mod scale;
mod shape;
mod together;
mod tool;
mod totals;
mod value_labels;
mod words;
mod write;

pub use difference::{Difference, NewAnswers, difference};
pub use draft::{Draft, DraftRequest, draft, draft_with};
pub use error::DraftError;
pub use files::Files;
pub use tool::Tool;
