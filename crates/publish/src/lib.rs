//! Figures, findings and verdicts into the bytes of each document that is published.
//!
//! A [`RunDocument`] makes files of a [`Publication`]: the same publication gives the same bytes. [`document()`] says which one each
//! format is, and each has a folder of its own. [`table_csv`] and [`table_text`] write a single table.
//!
//! Left out: computing and rounding figures (`aggregate`), judging claims (`claims`), and the disk (`store`). No respondent
//! reaches this crate: a figure is the smallest thing it sees.

// A new variant of our own enums must be decided on wherever a number, a verdict or what is held back depends on it.
#![deny(clippy::wildcard_enum_match_arm)]

mod arrangement;
mod bases;
mod bulletin;
mod chart;
mod csv;
mod direction;
mod document;
mod element;
mod formats;
mod grid;
mod layout;
mod machines;
mod method_statement;
mod p_values;
mod publication;
mod questionnaire_section;
mod reading_notes;
mod report;
mod report_by;
mod rounding;
mod shown;
mod text;
mod typst;
mod waves;
mod weight_cost;
mod words;
mod workbook;

pub use bulletin::{BulletinError, bulletin};
pub use csv::{spreadsheet_text, table_csv};
pub use document::{DocumentError, DocumentFile, RunDocument};
pub use formats::document;
pub use publication::Publication;
pub use report_by::group_reports;
pub use text::table_text;
pub use waves::{WaveChange, WaveFigure, WavePoint, WavesPage, waves_page};
