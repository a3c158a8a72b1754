//! Parquet.

pub(crate) mod arrow_text;
pub(crate) mod parquet_fault;
pub(crate) mod parquet_file;
