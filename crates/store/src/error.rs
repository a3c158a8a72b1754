//! What the disk can refuse.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::state_fault::StateFault;

/// Why something could not be read or written.
#[derive(Debug, Error)]
pub enum StoreError {
    /// A file or folder of the user's cannot be read.
    #[error("read {path}")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not UTF-8 text.
    #[error("read {path}: it is not UTF-8 text")]
    NotText {
        /// Which.
        path: PathBuf,
    },
    /// A file changed while it was read, so that what was read may be of neither state.
    #[error("read {path}: it changed while it was read")]
    Changed {
        /// Which.
        path: PathBuf,
    },
    /// A path is that of a folder, a device or a named pipe.
    #[error("read {path}: it is not a file")]
    NoFile {
        /// Which.
        path: PathBuf,
    },
    /// A path names an environment variable that is not there, and no other folder.
    #[error("read {path}: the environment variable `{variable}` is not set")]
    Variable {
        /// The path as written.
        path: String,
        /// The variable.
        variable: String,
    },
    /// No file is like a path.
    #[error("read {path}: no file has a name like it")]
    NoInput {
        /// The path.
        path: String,
    },
    /// Something of the run cannot be written.
    #[error("write {path}")]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A Parquet file cannot be written.
    #[error("write {path}")]
    Parquet {
        /// Which.
        path: PathBuf,
        /// Why.
        source: parquet::errors::ParquetError,
    },
    /// The ledger cannot be made.
    #[error("write the ledger")]
    Ledger {
        /// Why.
        source: serde_json::Error,
    },
    /// What stands where the outputs should is none of ours to replace.
    #[error("write {path}: what stands there is not the outputs of a run")]
    NoRun {
        /// The outputs.
        path: PathBuf,
    },
    /// The outputs that stand there are those of another pipeline.
    #[error("write {path}: there are the outputs of another pipeline, {pipeline}")]
    OtherPipeline {
        /// The outputs.
        path: PathBuf,
        /// The pipeline that made them.
        pipeline: String,
    },
    /// Among the outputs is a file that no run wrote.
    #[error("write the outputs: no run wrote {path}, and it would be lost")]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A ledger cannot be understood.
    #[error("read {path}: it is not the ledger of a run")]
    Unreadable {
        /// The ledger.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// A file is not the state of a part, or no longer as it was written.
    #[error("read {path}: {fault}")]
    State {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        fault: StateFault,
    },
    /// Where the state of a part is to be, something else is.
    #[error("write {path}: what stands there is not the state of a part")]
    NoState {
        /// Where.
        path: PathBuf,
    },
    /// Another process writes the same state.
    #[error("write {path}: another process is writing it")]
    StateBusy {
        /// The state.
        path: PathBuf,
    },
    /// Another run writes the same outputs.
    #[error("write {path}: another run is under way")]
    Busy {
        /// The outputs.
        path: PathBuf,
    },
}

impl StoreError {
    pub(crate) fn read(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Read { path, source }
    }

    pub(crate) fn write(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Write { path, source }
    }
}
