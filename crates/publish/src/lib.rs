//! Figures, findings and verdicts into the bytes of each document that is published.
//!
//! [`report`] writes the whole release as one self-contained HTML file, [`bulletin`] fills the headlines into the pipeline's
//! text, and [`table_csv`] writes one table as its readers see it. All three read a [`Publication`] or its figures, and give
//! the same bytes for the same input.
//!
//! Left out: computing and rounding figures (`aggregate`), judging claims (`claims`), and the disk (`store`). No respondent
//! reaches this crate: a figure is the smallest thing it sees.

// A new variant of our own enums must be decided on wherever a number, a verdict or what is held back depends on it.
#![deny(clippy::wildcard_enum_match_arm)]

mod arrangement;
mod bases;
mod bulletin;
mod element;
mod layout;
mod markdown;
mod publication;
mod report;
mod rounding;
mod shown;
mod table_csv;
mod table_text;
mod words;

pub use bulletin::{BulletinError, bulletin};
pub use publication::Publication;
pub use report::report;
pub use table_csv::table_csv;
pub use table_text::table_text;
