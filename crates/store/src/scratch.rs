//! Folders for what a process does not keep in memory, among the temporary files of the system.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::staged;

/// The folders of this process, which stay locked until it ends.
static LOCKED: Mutex<Vec<File>> = Mutex::new(Vec::new());

/// A folder younger than this may be about to be locked.
const SETTLED: Duration = Duration::from_mins(1);

/// Makes a folder that nobody else may enter. [`crate::clear_staged`] removes it; where the process is killed, the next one does.
pub fn scratch_folder() -> io::Result<PathBuf> {
    let among = std::env::temp_dir();
    clear_abandoned(&among, SETTLED);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    let folder = among.join(format!("topline-{}-{since:x}", process::id()));
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    staged::enter(&folder, || builder.create(&folder))?;
    // Where a folder cannot be locked, it is only not cleared by others.
    if let Ok(lock) = File::open(&folder)
        && lock.try_lock_shared().is_ok()
    {
        LOCKED.lock().unwrap_or_else(PoisonError::into_inner).push(lock);
    }
    Ok(folder)
}

/// Removes the folders of processes that were killed: nobody holds their locks.
fn clear_abandoned(among: &Path, settled: Duration) {
    let Ok(entries) = fs::read_dir(among) else { return };
    for entry in entries.flatten().filter(|entry| is_scratch(&entry.file_name().to_string_lossy())) {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let age = entry.metadata().and_then(|found| found.modified()).map(|made| made.elapsed().unwrap_or_default());
        let is_abandoned = is_folder
            && age.is_ok_and(|age| age >= settled)
            && File::open(entry.path()).is_ok_and(|folder| folder.try_lock().is_ok());
        if is_abandoned {
            // Another user's stays.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Whether a name is `topline-`, the number of a process, and a time.
fn is_scratch(name: &str) -> bool {
    let own = name.strip_prefix("topline-").and_then(|rest| rest.split_once('-'));
    own.is_some_and(|(process, time)| {
        !process.is_empty()
            && process.bytes().all(|byte| byte.is_ascii_digit())
            && time.len() > 8
            && time.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::time::Duration;

    use super::clear_abandoned;

    #[test]
    fn folders_of_killed_processes_go_and_others_stay() {
        let among = tempfile::tempdir().expect("a temporary folder");
        let names =
            ["topline-17-18eccc2b03e99482", "topline-18-18eccc2b03e99483", "topline-data", "topline-19-figures"];
        for name in names {
            fs::create_dir(among.path().join(name)).expect("a folder");
            fs::write(among.path().join(name).join("rows"), "answers").expect("a file");
        }
        let running = File::open(among.path().join(names[1])).expect("the folder");
        running.try_lock_shared().expect("a lock");
        clear_abandoned(among.path(), Duration::from_mins(1));
        assert_eq!(fs::read_dir(among.path()).expect("the folder").count(), 4, "they may have just been made");
        clear_abandoned(among.path(), Duration::ZERO);
        let left = names.map(|name| among.path().join(name).exists());
        assert_eq!(left, [false, true, true, true]);
    }
}
