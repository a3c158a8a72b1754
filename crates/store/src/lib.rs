//! The one door to the disk.
//!
//! Reads a pipeline's files and its inputs, and writes a run: everything goes into a staging folder, which takes the place of
//! the last run at once when it is whole, or not at all. Every input and output is in the ledger, `run.json`, with its SHA-256.
//!
//! Left out: what the bytes mean. Excel and CSV are read by `ingest`, Parquet by `aggregate`.

mod coded_chunk;
mod column_rows;
mod column_values;
mod error;
mod folder;
mod hybrid;
mod input;
mod ledger;
mod parquet_file;
mod pipeline_files;
mod records;
mod streamed_input;
mod value_dictionary;
mod value_kind;

pub use error::StoreError;
pub use folder::{RunFolder, run_path};
pub use input::{Input, expand, list_inputs, list_pipelines, open_input, reopen_input, write_input};
pub use ledger::{Fingerprint, Ledger, Output};
pub use parquet_file::TableFile;
pub use pipeline_files::read_pipeline;
pub use records::{
    figures_batch, findings_batch, findings_schema, options_batch, questions_batch, verdicts_batch, weighting_batch,
    weighting_summary_batch,
};
pub use streamed_input::{HashedFile, PendingFingerprint, StreamedInput, stream_input};
