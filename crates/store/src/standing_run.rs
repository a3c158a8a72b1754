//! The outputs that are there: which pipeline made them, and which files are a run's.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use topline_survey::Accounting;

use crate::error::StoreError;
use crate::file_state::is_absence;
use crate::fingerprint::Fingerprint;
use crate::ledger::{CheckCount, Output};
use crate::pipeline_mark::PipelineMark;

/// What the ledger of a run that is there says of it.
#[derive(Debug, Clone, Deserialize)]
pub struct StandingRun {
    /// The version of topline that made it.
    #[serde(default)]
    pub version: String,
    /// The commit that topline was built from.
    #[serde(default)]
    pub commit: String,
    /// The program file, where the commit does not say what it was built from.
    #[serde(default)]
    pub program_file: Option<String>,
    /// Which pipeline made it; older versions of topline did not write that.
    #[serde(default)]
    pub pipeline: Option<PipelineMark>,
    /// When it began, in seconds since 1970.
    #[serde(default)]
    pub started: u64,
    /// How long it took.
    #[serde(default)]
    pub milliseconds: u64,
    /// Where each row of the export went.
    #[serde(default)]
    pub rows: Accounting,
    /// How many verdicts of each kind.
    #[serde(default)]
    pub verdicts: Vec<(String, u64)>,
    /// Verdicts that are not as the pipeline expects.
    #[serde(default)]
    pub unexpected: u64,
    /// How many of its checks failed.
    #[serde(default)]
    pub checks: CheckCount,
    /// What was read for it.
    pub inputs: Vec<Fingerprint>,
    /// What it wrote.
    pub outputs: Vec<Output>,
}

impl StandingRun {
    /// Reads the ledger in a folder of outputs; nothing where there is none.
    pub fn read(folder: &Path) -> Result<Option<Self>, StoreError> {
        let path = folder.join("run.json");
        let text = match fs::read(&path) {
            Err(error) if is_absence(&error) => return Ok(None),
            text => text.map_err(StoreError::read(&path))?,
        };
        serde_json::from_slice(&text).map(Some).map_err(|source| StoreError::Unreadable { path, source })
    }

    /// The rows of one of its tables, where it has that table.
    #[must_use]
    pub fn rows_of(&self, table: &str) -> Option<u64> {
        self.outputs.iter().find(|output| output.path == table)?.rows
    }

    /// The first of its outputs that is no longer in its folder, or has another size.
    pub fn damaged_output(&self, folder: &Path) -> Result<Option<&str>, StoreError> {
        for output in &self.outputs {
            let path = folder.join(&output.path);
            match fs::symlink_metadata(&path) {
                Ok(found) if found.is_file() && found.len() == output.bytes => {}
                Ok(_) => return Ok(Some(&output.path)),
                Err(error) if is_absence(&error) => return Ok(Some(&output.path)),
                Err(source) => return Err(StoreError::Read { path, source }),
            }
        }
        Ok(None)
    }

    /// A file in the folder of these outputs that no run wrote.
    pub fn foreign_file(&self, folder: &Path) -> Result<Option<PathBuf>, StoreError> {
        let mut own: HashSet<PathBuf> = self.outputs.iter().map(|output| folder.join(&output.path)).collect();
        own.insert(folder.join("run.json"));
        foreign(folder, &own).map_err(StoreError::read(folder))
    }
}

fn foreign(folder: &Path, own: &HashSet<PathBuf>) -> io::Result<Option<PathBuf>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if own.contains(&path) {
            continue;
        }
        if !fs::symlink_metadata(&path)?.is_dir() {
            return Ok(Some(path));
        }
        if let Some(found) = foreign(&path, own)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
