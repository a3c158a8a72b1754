//! Why a Parquet file cannot be read.

use parquet::errors::ParquetError;
use thiserror::Error;

/// Why a Parquet file cannot be read.
#[derive(Debug, Error)]
pub enum ParquetFault {
    /// It cannot be taken apart.
    #[error("the Parquet file is damaged after row {row}")]
    Damaged {
        /// The last row that could be read; 0 before the first.
        row: u64,
        /// What is wrong with it.
        source: ParquetError,
    },
}
