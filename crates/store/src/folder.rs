//! The folder of a run: staged, then published at once.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::StoreError;
use crate::ledger::{Ledger, Output, digest};
use crate::parquet_file::TableFile;
use arrow::array::RecordBatch;
use arrow::datatypes::Schema;

/// Where the outputs of a survey stand.
#[must_use]
pub fn run_path(out: &Path, survey: &str) -> PathBuf {
    out.join(survey)
}

/// A run that is being written. Dropped before [`RunFolder::publish`], it leaves no trace.
///
/// The staging folder stands beside the outputs, so that taking their place is one rename. A lock keeps two runs of one
/// survey apart; what a killed run left is cleared by the next. Nothing but the outputs of a run is ever replaced.
#[derive(Debug)]
pub struct RunFolder {
    staging: PathBuf,
    target: PathBuf,
    outputs: Vec<Output>,
    _lock: File,
}

impl RunFolder {
    /// Begins a run of `survey` whose outputs will stand under `out`.
    pub fn stage(out: &Path, survey: &str) -> Result<Self, StoreError> {
        let target = run_path(out, survey);
        if !can_be_replaced(&target) {
            return Err(StoreError::NoRun { path: target });
        }
        let (lock_path, lock) = lock_file(out, survey)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Busy { path: target }),
            Err(TryLockError::Error(source)) => return Err(StoreError::Write { path: lock_path, source }),
        }
        let aside = aside(&out.join(format!(".{survey}.staging")));
        if aside.exists() && !target.exists() {
            // A run was killed in the moment without outputs.
            fs::rename(&aside, &target).map_err(StoreError::write(&target))?;
        }
        Self::begin(out, survey, target, lock)
    }

    /// Begins a run of `survey` that will never be published, and so keeps out of the way of those that will.
    ///
    /// Waits for another of its kind: they share a place, so that what a killed one left is cleared by the next.
    pub fn scratch(out: &Path, survey: &str) -> Result<Self, StoreError> {
        // No survey has `~` in its name.
        let name = format!("{survey}~scratch");
        let (lock_path, lock) = lock_file(out, &name)?;
        lock.lock().map_err(StoreError::write(&lock_path))?;
        Self::begin(out, &name, run_path(out, survey), lock)
    }

    fn begin(out: &Path, name: &str, target: PathBuf, lock: File) -> Result<Self, StoreError> {
        let staging = out.join(format!(".{name}.staging"));
        remove(&staging)?;
        fs::create_dir_all(&staging).map_err(StoreError::write(&staging))?;
        Ok(Self { staging, target, outputs: Vec::new(), _lock: lock })
    }

    /// The path that a file of the run has while the run is being written.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.staging.join(name)
    }

    /// Begins a Parquet table, to be handed to [`RunFolder::finish_table`].
    pub fn table(&self, name: &str, schema: &Arc<Schema>) -> Result<TableFile, StoreError> {
        TableFile::create(&self.prepared(name)?, schema)
    }

    /// Ends a table and enters it in the ledger.
    pub fn finish_table(&mut self, name: &str, table: TableFile) -> Result<(), StoreError> {
        let rows = table.finish()?;
        self.enter(name, Some(rows))
    }

    /// Writes a table of one batch.
    pub fn write_table(&mut self, name: &str, batch: &RecordBatch) -> Result<(), StoreError> {
        let mut table = self.table(name, &batch.schema())?;
        table.write(batch)?;
        self.finish_table(name, table)
    }

    /// Writes a whole file.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.prepared(name)?;
        fs::write(&path, bytes).map_err(StoreError::write(&path))?;
        self.enter(name, None)
    }

    /// Removes a file that was only needed on the way.
    pub fn remove(&mut self, name: &str) -> Result<(), StoreError> {
        let path = self.path(name);
        fs::remove_file(&path).map_err(StoreError::write(&path))?;
        self.outputs.retain(|output| output.path != name);
        Ok(())
    }

    /// Writes the ledger, and puts the run in the place of the last one. Gives the path of the outputs.
    pub fn publish(mut self, mut ledger: Ledger) -> Result<PathBuf, StoreError> {
        self.outputs.sort_by(|one, other| one.path.cmp(&other.path));
        ledger.outputs = std::mem::take(&mut self.outputs);
        let mut text = serde_json::to_vec_pretty(&ledger).map_err(|source| StoreError::Ledger { source })?;
        text.push(b'\n');
        let path = self.path("run.json");
        let written = File::create(&path).and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all()));
        written.map_err(StoreError::write(&path))?;
        take_place(&self.staging, &self.target).map_err(StoreError::write(&self.target))?;
        Ok(self.target.clone())
    }

    fn prepared(&self, name: &str) -> Result<PathBuf, StoreError> {
        let path = self.path(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(StoreError::write(parent))?;
        }
        Ok(path)
    }

    fn enter(&mut self, name: &str, rows: Option<u64>) -> Result<(), StoreError> {
        let path = self.path(name);
        let mut file = File::open(&path).map_err(StoreError::read(&path))?;
        let (bytes, sha256) = digest(&mut file).map_err(StoreError::read(&path))?;
        self.outputs.push(Output { path: name.to_owned(), bytes, sha256, rows });
        Ok(())
    }
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        // What cannot be cleared now, the next run clears.
        let _ = fs::remove_dir_all(&self.staging);
    }
}

fn lock_file(out: &Path, name: &str) -> Result<(PathBuf, File), StoreError> {
    fs::create_dir_all(out).map_err(StoreError::write(out))?;
    let path = out.join(format!(".{name}.lock"));
    let file = File::create(&path).map_err(StoreError::write(&path))?;
    Ok((path, file))
}

/// Whether nothing is lost when a run takes this place: there is nothing, or an earlier run.
fn can_be_replaced(target: &Path) -> bool {
    match fs::symlink_metadata(target) {
        Ok(found) if found.is_dir() => {
            target.join("run.json").is_file() || fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none())
        }
        Ok(_) => false,
        Err(_) => true,
    }
}

fn remove(folder: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::Write { path: folder.to_owned(), source: error })
        }
        _ => Ok(()),
    }
}

/// Puts `staging` where `target` is; what was there ends up in `staging`.
///
/// The two are exchanged in one step, so that a reader, or a kill, finds the old outputs or the new. Where the file system
/// cannot exchange, the old outputs are moved aside first; if a kill falls into that moment, the next run moves them back.
fn take_place(staging: &Path, target: &Path) -> io::Result<()> {
    match fs::rename(staging, target) {
        Ok(()) => return Ok(()),
        Err(error) if !target.exists() => return Err(error),
        Err(_) => {}
    }
    if exchange(staging, target).is_ok() {
        return Ok(());
    }
    let aside = aside(staging);
    fs::rename(target, &aside)?;
    fs::rename(staging, target)?;
    fs::rename(&aside, staging)
}

/// Where the old outputs stand while the new ones take their place.
fn aside(staging: &Path) -> PathBuf {
    staging.with_extension("previous")
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(staging: &Path, target: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, staging, CWD, target, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_staging: &Path, _target: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
