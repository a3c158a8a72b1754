//! The folders that runs of this process are writing, so that a signal can clear them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

static STAGED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Removes what this process has staged or set aside. The process is to end now: whoever would stage or publish waits for ever.
pub fn clear_staged() {
    let staged = staged();
    for folder in staged.iter() {
        // What is still being written may come back once or twice.
        for _ in 0..100 {
            match fs::remove_dir_all(folder) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {}
                _ => break,
            }
        }
    }
    std::mem::forget(staged);
}

/// Enters a folder while `make` makes it, which no signal comes between.
pub(crate) fn enter<T, E>(folder: &Path, make: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let mut staged = staged();
    let entered = make()?;
    staged.push(folder.to_owned());
    Ok(entered)
}

/// Makes a change that no signal comes between.
pub(crate) fn undisturbed<T>(change: impl FnOnce() -> T) -> T {
    let _staged = staged();
    change()
}

/// Takes a folder out while `change` is made of it, which no signal comes between.
pub(crate) fn leave<T>(folder: &Path, change: impl FnOnce() -> T) -> T {
    let mut staged = staged();
    let changed = change();
    staged.retain(|entered| entered != folder);
    changed
}

fn staged() -> MutexGuard<'static, Vec<PathBuf>> {
    STAGED.lock().unwrap_or_else(PoisonError::into_inner)
}
