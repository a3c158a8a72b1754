//! The one door to the disk.
//!
//! Reads a pipeline's files and its inputs, and writes a run: everything goes into a staging folder, which takes the place of
//! the last run at once when it is whole, or not at all. Every input and output is in the ledger, `run.json`, with its SHA-256.
//!
//! Left out: what the bytes mean. Excel and CSV are read by `ingest`, Parquet by `aggregate`.

mod error;
mod file_section;
mod file_state;
mod fingerprint;
mod folder;
mod hasher;
mod input;
mod kept_runs;
mod ledger;
mod lock;
mod part_header;
mod pipeline_files;
mod pipeline_mark;
mod program;
mod publication;
mod rows_file;
mod scratch;
mod staged;
mod standing_run;
mod state_fault;
mod state_file;
mod stored_rows;
mod streamed_input;
mod surroundings;
mod table_file;
mod written_day;

pub use error::StoreError;
pub use file_state::{is_file, open_file, system_text};
pub use fingerprint::Fingerprint;
pub use folder::{Busy, RunFolder, run_path};
pub use input::{Input, expand, input_size, list_inputs, list_pipelines, read_file, read_input, write_input};
pub use kept_runs::{Keep, KeptRun, kept_runs, utc};
pub use ledger::{CheckCount, Ledger, Output};
pub use part_header::{ExportSize, MissingColumnCells, PartBatch, PartFile, PartHeader, PartNumber, PartSifted};
pub use pipeline_files::{PipelineFolder, Stray, read_pipeline};
pub use pipeline_mark::PipelineMark;
pub use program::{program_command, program_file, start_as_guest};
pub use rows_file::{RowsFile, write_rows};
pub use scratch::scratch_folder;
pub use staged::clear_staged;
pub use standing_run::StandingRun;
pub use state_fault::StateFault;
pub use state_file::{StateFile, StateFolder};
pub use stored_rows::StoredRows;
pub use streamed_input::{HashedFile, PendingFingerprint, StreamedInput, stream_input};
pub use surroundings::{can_write, outputs_under_way};
pub use table_file::TableFile;
pub use written_day::day_written;
