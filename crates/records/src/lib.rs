//! Every table of a run: the name, type, unit, null and meaning of each column. This is the public contract.
//!
//! Each table is described once, as a [`RecordTable`]. Its batches are made from that description, other crates take the names
//! of columns from here, and the reference of outputs in the docs is generated from it.
//!
//! Left out: how a table becomes a file (`store`), and where its values come from.

mod answers;
mod checks;
mod codebook;
mod error;
mod figures;
mod findings;
mod raw;
mod record;
mod responses;
mod tables;
mod values;
mod verdicts;
mod weighting;

pub use answers::{ANSWERS, answers_schema};
pub use checks::{CHECKS, checks_batch};
pub use codebook::{OPTIONS, QUESTIONS, options_batch, questions_batch};
pub use error::RecordError;
pub use figures::{FIGURES, figures_batch};
pub use findings::{FINDINGS, findings_batch, findings_of, findings_schema};
pub use raw::{EXTRA, PROBLEM, RAW, RAW_COLUMNS, ROW, RowProblem, raw_schema, row_numbers, row_problems};
pub use record::{RecordColumn, RecordTable, RecordType};
pub use responses::{
    RESPONDENT, RESPONSES, ROW_ID, ResponseColumns, SOURCE, SOURCE_ROW, WEIGHT, asked_schema, derived_schema, holds,
    question_metadata, responses_schema, row_ids, unweighted_schema, weight_schema,
};
pub use tables::RUN_TABLES;
pub use values::wholes;
pub use verdicts::{VERDICTS, verdicts_batch};
pub use weighting::{WEIGHTING, WEIGHTING_SUMMARY, weighting_batch, weighting_summary_batch};
