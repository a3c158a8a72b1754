//! The folder of a run: staged, then published at once.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::Schema;

use crate::error::StoreError;
use crate::file_state::is_absence;
use crate::fingerprint::{Fingerprint, fingerprint};
use crate::hasher::digest;
use crate::kept_runs::{Keep, keep};
use crate::ledger::{Ledger, Output};
use crate::lock::lock_file;
use crate::pipeline_mark::PipelineMark;
use crate::publication::{aside, sync_all, sync_names, take_place};
use crate::staged;
use crate::standing_run::StandingRun;
use crate::table_file::{TableFile, create_private};

/// Room for what is written between two calls of the disk.
const WRITE_BUFFER: usize = 256 << 10;

/// Where the outputs of a survey stand.
#[must_use]
pub fn run_path(out: &Path, survey: &str) -> PathBuf {
    out.join(survey)
}

/// Where the outputs of a survey are written before they are published.
fn staging_path(out: &Path, survey: &str) -> PathBuf {
    out.join(format!(".{survey}.staging"))
}

/// What a run does where another one of the same survey is under way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Busy {
    /// It fails.
    #[default]
    Refuse,
    /// It waits for the end of the other.
    Wait,
}

/// A run that is being written. Dropped before [`RunFolder::publish`], it leaves no trace.
///
/// The staging folder stands beside the outputs, so that taking their place is one rename. A lock keeps two runs of one
/// survey apart; what a killed run left is cleared by the next. Nothing but the outputs of a run of the same pipeline is ever
/// replaced.
#[derive(Debug)]
pub struct RunFolder {
    staging: PathBuf,
    target: PathBuf,
    /// The permissions of the folder when it is published.
    usual: fs::Permissions,
    mark: PipelineMark,
    outputs: Vec<Output>,
    _lock: File,
}

impl RunFolder {
    /// Begins a run of `survey` whose outputs will stand under `out`; `mark` says which pipeline makes it.
    pub fn stage(out: &Path, survey: &str, mark: PipelineMark, busy: Busy) -> Result<Self, StoreError> {
        let target = run_path(out, survey);
        // Where it must not write, nothing is touched.
        check_target(&target, &mark)?;
        let (lock_path, lock) = lock_file(out, survey)?;
        match (lock.try_lock(), busy) {
            (Ok(()), _) => {}
            (Err(TryLockError::WouldBlock), Busy::Wait) => lock.lock().map_err(StoreError::write(&lock_path))?,
            (Err(TryLockError::WouldBlock), Busy::Refuse) => return Err(StoreError::Busy { path: target }),
            (Err(TryLockError::Error(source)), _) => return Err(StoreError::Write { path: lock_path, source }),
        }
        let aside = aside(&staging_path(out, survey));
        if aside.exists() && !target.exists() {
            // A run was killed in the moment without outputs.
            fs::rename(&aside, &target).map_err(StoreError::write(&target))?;
        }
        check_target(&target, &mark)?;
        Self::begin(out, survey, mark, lock)
    }

    /// Begins a run of `survey` that will never be published, and so keeps out of the way of those that will.
    ///
    /// Waits for another of its kind: they share a place, so that what a killed one left is cleared by the next.
    pub fn scratch(out: &Path, survey: &str) -> Result<Self, StoreError> {
        // No survey has `~` in its name.
        let name = format!("{survey}~scratch");
        let (lock_path, lock) = lock_file(out, &name)?;
        lock.lock().map_err(StoreError::write(&lock_path))?;
        Self::begin(out, &name, PipelineMark::default(), lock)
    }

    /// Begins a folder for what will be the file `path`, beside it. It is never published.
    pub(crate) fn beside(path: &Path) -> Result<Self, StoreError> {
        let within = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (lock_path, lock) = lock_file(within, &name)?;
        match lock.try_lock() {
            Ok(()) => Self::begin(within, &name, PipelineMark::default(), lock),
            Err(TryLockError::WouldBlock) => Err(StoreError::StateBusy { path: path.to_owned() }),
            Err(TryLockError::Error(source)) => Err(StoreError::Write { path: lock_path, source }),
        }
    }

    /// Clears what a killed run of `survey` left beside its outputs, for those who find that no run is needed.
    pub fn clear_killed(out: &Path, survey: &str) -> Result<(), StoreError> {
        let staging = staging_path(out, survey);
        if !staging.exists() {
            return Ok(());
        }
        let (lock_path, lock) = lock_file(out, survey)?;
        match lock.try_lock() {
            Ok(()) => remove(&staging),
            // It is not killed, but under way.
            Err(TryLockError::WouldBlock) => Ok(()),
            Err(TryLockError::Error(source)) => Err(StoreError::Write { path: lock_path, source }),
        }
    }

    fn begin(out: &Path, name: &str, mark: PipelineMark, lock: File) -> Result<Self, StoreError> {
        let staging = staging_path(out, name);
        remove(&staging)?;
        let usual = staged::enter(&staging, || create_private_folder(&staging)).map_err(StoreError::write(&staging))?;
        Ok(Self { target: run_path(out, name), staging, usual, mark, outputs: Vec::new(), _lock: lock })
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

    /// As [`RunFolder::table`], of a table with what respondents answered: nobody but the owner may read the file.
    pub fn private_table(&self, name: &str, schema: &Arc<Schema>) -> Result<TableFile, StoreError> {
        TableFile::create_private(&self.prepared(name)?, schema)
    }

    /// As [`RunFolder::private_table`], with all columns of a table of the run that is finished: batches have the other columns of
    /// as many rows.
    pub fn extended_table(&self, name: &str, schema: &Arc<Schema>, known: &str) -> Result<TableFile, StoreError> {
        TableFile::create_extending(&self.prepared(name)?, schema, &self.path(known))
    }

    /// Ends a table and enters it in the ledger.
    pub fn finish_table(&mut self, name: &str, table: TableFile) -> Result<(), StoreError> {
        self.outputs.push(table.finish(name)?);
        Ok(())
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
        let Fingerprint { name, bytes, sha256 } = fingerprint(name, bytes);
        self.outputs.push(Output { path: name, bytes, sha256, rows: None });
        Ok(())
    }

    /// Begins a file with what respondents answered, to be handed to [`RunFolder::finish_file`]: nobody but the owner may read it.
    pub fn private_file(&self, name: &str) -> Result<BufWriter<File>, StoreError> {
        let path = self.prepared(name)?;
        let file = create_private(&path).map_err(StoreError::write(&path))?;
        Ok(BufWriter::with_capacity(WRITE_BUFFER, file))
    }

    /// Enters a file in the ledger that has been written to its end.
    pub fn finish_file(&mut self, name: &str) -> Result<(), StoreError> {
        let path = self.path(name);
        let digest = File::open(&path).and_then(|mut file| digest(&mut file));
        let (bytes, sha256) = digest.map_err(StoreError::read(&path))?;
        self.outputs.push(Output { path: name.to_owned(), bytes, sha256, rows: None });
        Ok(())
    }

    /// Whether an output that is finished has the bytes that it had in an earlier run.
    #[must_use]
    pub fn repeats(&self, run: &StandingRun, name: &str) -> bool {
        let of =
            |outputs: &[Output]| outputs.iter().find(|output| output.path == name).map(|found| found.sha256.clone());
        of(&self.outputs).is_some_and(|own| of(&run.outputs) == Some(own))
    }

    /// Removes a file that was only needed on the way.
    pub fn remove(&mut self, name: &str) -> Result<(), StoreError> {
        let path = self.path(name);
        fs::remove_file(&path).map_err(StoreError::write(&path))?;
        self.outputs.retain(|output| output.path != name);
        Ok(())
    }

    /// Writes the ledger, and puts the run in the place of the last one, which is kept if so many are to be. Gives the path of the
    /// outputs.
    pub fn publish(mut self, mut ledger: Ledger, kept: Keep) -> Result<PathBuf, StoreError> {
        self.outputs.sort_by(|one, other| one.path.cmp(&other.path));
        ledger.outputs = std::mem::take(&mut self.outputs);
        ledger.pipeline = self.mark.clone();
        let mut text = serde_json::to_vec_pretty(&ledger).map_err(|source| StoreError::Ledger { source })?;
        text.push(b'\n');
        let path = self.path("run.json");
        let written = File::create(&path).and_then(|mut file| file.write_all(&text));
        written.map_err(StoreError::write(&path))?;
        fs::set_permissions(&self.staging, self.usual.clone()).map_err(StoreError::write(&self.staging))?;
        sync_all(&self.staging).map_err(StoreError::write(&self.staging))?;
        let out = self.target.parent().unwrap_or(Path::new("."));
        sync_names(out).map_err(StoreError::write(out))?;
        // Somebody may have put something there in the meantime.
        check_target(&self.target, &self.mark)?;
        // The folder stays entered: where outputs were exchanged, it now holds the earlier ones, which a signal must clear too.
        let survey = self.target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        staged::undisturbed(|| {
            take_place(&self.staging, &self.target).map_err(StoreError::write(&self.target))?;
            keep(&self.staging, out, &survey, kept)
        })?;
        sync_names(out).map_err(StoreError::write(out))?;
        Ok(self.target.clone())
    }

    fn prepared(&self, name: &str) -> Result<PathBuf, StoreError> {
        let path = self.path(name);
        // Not the folder of the run itself, nor what is above it: a signal may just have removed it.
        let within: Vec<&Path> = path.ancestors().skip(1).take_while(|folder| *folder != self.staging).collect();
        for folder in within.into_iter().rev() {
            match fs::create_dir(folder) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(StoreError::write(folder)(error));
                }
                _ => {}
            }
        }
        Ok(path)
    }
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        // What cannot be cleared now, the next run clears.
        staged::leave(&self.staging, || {
            let _ = fs::remove_dir_all(&self.staging);
        });
    }
}

/// Fails where something would be lost if a run took this place: there may be nothing, an empty folder, or an earlier run of
/// the same pipeline with no file that no run wrote.
fn check_target(target: &Path, mark: &PipelineMark) -> Result<(), StoreError> {
    match fs::symlink_metadata(target) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return Err(StoreError::NoRun { path: target.to_owned() }),
        Err(error) if is_absence(&error) => return Ok(()),
        Err(error) => return Err(StoreError::Read { path: target.to_owned(), source: error }),
    }
    let Some(run) = StandingRun::read(target)? else {
        let mut entries = fs::read_dir(target).map_err(StoreError::read(target))?;
        return if entries.next().is_none() { Ok(()) } else { Err(StoreError::NoRun { path: target.to_owned() }) };
    };
    if let Some(pipeline) = &run.pipeline
        && !pipeline.is_same_pipeline(mark)
    {
        return Err(StoreError::OtherPipeline { path: target.to_owned(), pipeline: pipeline.path.clone() });
    }
    match run.foreign_file(target)? {
        Some(path) => Err(StoreError::Foreign { path }),
        None => Ok(()),
    }
}

/// Makes a folder that nobody but its owner may enter while it is being written; and the permissions that it gets in the end.
fn create_private_folder(folder: &Path) -> io::Result<fs::Permissions> {
    fs::create_dir(folder)?;
    let usual = fs::metadata(folder)?.permissions();
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(usual)
}

fn remove(folder: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::Write { path: folder.to_owned(), source: error })
        }
        _ => Ok(()),
    }
}
