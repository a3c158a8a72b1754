//! Responses, tables and SQL into figures. The one home of DataFusion.
//!
//! A [`Session`] holds the tables of one run and runs closed SQL over them, with the survey functions beside the engine's
//! own ([`functions`]). Derived questions are SQL expressions
//! ([`Session::derive`]); the cells of all tables are filled in one pass by one aggregate ([`tally`]); `figures/*.sql` are
//! plain queries. Every figure can also be had by a plain query of its own ([`plain_sql()`]), which is what `explain` shows,
//! and a table by one for all its cells ([`table_sql()`]): tests hold the aggregate against both.
//!
//! Left out: reading and writing files other than the run's Parquet, estimates (`estimate`), verdicts (`claims`).

// A new variant of an enum of ours must not be counted, named or compared as if it were another.
#![deny(clippy::wildcard_enum_match_arm)]

mod aggregate_error;
mod answers_table;
mod batches;
mod checked;
mod closed;
mod column_tests;
mod columns;
mod condition;
mod counted;
mod counting;
mod derive;
mod design_pass;
mod design_questions;
mod design_reads;
mod design_requests;
mod fixed;
mod functions;
mod grid;
mod in_order;
mod layout;
mod letters;
mod membership;
mod memory;
mod page_rows;
mod plain_sql;
mod plan_rules;
mod ratio;
mod rehearsal;
mod row_numbers;
mod sample;
mod sample_error;
mod session;
mod settle;
mod single_expression;
mod sql_error;
mod sql_table;
mod standard_errors;
mod standards;
mod stated_cells;
mod statistics;
mod table_sql;
mod tabulations;
mod tally;
mod target_codes;
mod waves;
mod weighting;

pub use aggregate_error::AggregateError;
pub use answers_table::{AnswerBatches, AnswerRows, AnswerRowsError};
pub use batches::Batches;
pub use closed::Refusal;
pub use functions::portable_functions;
pub use memory::limit_memory;
pub use plain_sql::{FigureSql, PlainValue, plain_sql};
pub use rehearsal::{Failing, Snippet, rehearse_checks, rehearse_derived, rehearse_figures};
pub use sample_error::SampleError;
pub use session::Session;
pub use sql_error::{SqlError, SqlSpan};
pub use statistics::{Documentation, Example, documentation};
pub use table_sql::table_sql;
pub use tabulations::{tabulations, tabulations_and_members};
pub use waves::{
    Change, ChangedFigure, Reason, SampleValue, Times, Trend, Unlike, Wave, WaveComparison, WaveDifference, WaveErrors,
    chance_of_difference, compare_waves, wave_errors,
};
pub use weighting::Weighted;
