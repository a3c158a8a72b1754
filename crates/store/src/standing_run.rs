//! The outputs that are there: which pipeline made them, and which files are a run's.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::StoreError;
use crate::file_state::is_absence;
use crate::fingerprint::Fingerprint;
use crate::ledger::Output;
use crate::pipeline_mark::PipelineMark;

/// What the ledger of a run that is there says of it.
#[derive(Debug, Clone, Deserialize)]
pub struct StandingRun {
    /// Which pipeline made it; older versions of topline did not write that.
    #[serde(default)]
    pub pipeline: Option<PipelineMark>,
    /// What was read for it.
    pub inputs: Vec<Fingerprint>,
    outputs: Vec<Output>,
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

    /// A file in the folder of these outputs that no run wrote.
    pub(crate) fn foreign_file(&self, folder: &Path) -> Result<Option<PathBuf>, StoreError> {
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
