//! What can be wrong with a batch of a run's table.

use thiserror::Error;

/// Why a batch is not one of its table.
#[derive(Debug, Error)]
pub enum RecordError {
    /// A column is missing, or has another type.
    #[error("read `{table}`: it has no column `{column}` of type {data_type}")]
    Column {
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
        /// The type that it should have.
        data_type: &'static str,
    },
    /// A column is missing.
    #[error("read `{table}`: it has no column `{column}`")]
    NoColumn {
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
    },
    /// A row has a problem that the contract does not know.
    #[error("read `{table}`: row {row} has the unknown problem `{word}`")]
    UnknownProblem {
        /// The table.
        table: &'static str,
        /// The row of the batch, counted from one.
        row: usize,
        /// The word that stands for it.
        word: String,
    },
    /// A row has a word that the contract does not know.
    #[error("read `{table}`: row {row} has an unknown `{column}`")]
    UnknownWord {
        /// The table.
        table: &'static str,
        /// The row of the batch, counted from one.
        row: usize,
        /// The column.
        column: &'static str,
    },
    /// The columns do not fit the description of the table.
    #[error("write `{table}`: the batch has not the columns that are described")]
    Names {
        /// The table.
        table: &'static str,
    },
    /// The columns have other types than the description, or a null where there is none.
    #[error("write `{table}`")]
    Batch {
        /// The table.
        table: &'static str,
        /// Why.
        source: arrow::error::ArrowError,
    },
}
