//! What a folder of outputs holds besides outputs, and whether a folder can be written.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::process;

use crate::error::StoreError;
use crate::file_state::is_absence;

/// Fails where no file can be made in a folder.
pub fn can_write(folder: &Path) -> io::Result<()> {
    let path = folder.join(format!(".topline-{}.tmp", process::id()));
    File::create_new(&path)?;
    fs::remove_file(&path)
}

/// The surveys whose runs have staged something below `out`, and whether these runs are under way; the others were killed.
pub fn outputs_under_way(out: &Path) -> Result<Vec<(String, bool)>, StoreError> {
    let entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if is_absence(&error) => return Ok(Vec::new()),
        Err(source) => return Err(StoreError::Read { path: out.to_owned(), source }),
    };
    let mut found = Vec::new();
    for entry in entries {
        let name = entry.map_err(StoreError::read(out))?.file_name().to_string_lossy().into_owned();
        let Some(survey) = name.strip_prefix('.').and_then(|name| name.strip_suffix(".staging")) else { continue };
        let lock = File::open(out.join(format!(".{survey}.lock")));
        let is_running = lock.is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)));
        found.push((survey.trim_end_matches("~scratch").to_owned(), is_running));
    }
    found.sort();
    Ok(found)
}
