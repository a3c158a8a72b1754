//! Opening files that are read, and whether they stay what they are meanwhile.

use std::fs::{File, Metadata};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::error::StoreError;

/// Opens a file of the user's. A folder, a device or a named pipe is none: it may have no end.
pub fn open_file(path: &Path) -> Result<BufReader<File>, StoreError> {
    let (file, _) = open_watched(path, path)?;
    Ok(BufReader::with_capacity(1 << 16, file))
}

/// Whether there is a file, or a link to one. What cannot be looked at is an error, and not absent.
pub fn is_file(path: &Path) -> Result<bool, StoreError> {
    match std::fs::symlink_metadata(path) {
        Ok(_) => std::fs::metadata(path).map(|found| found.is_file()).map_err(StoreError::read(path)),
        Err(error) if is_absence(&error) => Ok(false),
        Err(error) => Err(StoreError::Read { path: path.to_owned(), source: error }),
    }
}

/// What the system says in one of its files, `/proc/self/status` for example; nothing where it has no such file.
#[must_use]
pub fn system_text(path: &str) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

/// Whether an error says that nothing is there, which is the only kind of absence.
pub(crate) fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// A file that is being read, as it was when it was opened.
#[derive(Debug, Clone)]
pub(crate) struct Watch {
    path: PathBuf,
    /// The path as the pipeline writes it, for messages.
    shown: PathBuf,
    state: FileState,
}

impl Watch {
    /// Fails where the file is no longer the one that was opened, or was written to since.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        let now = std::fs::metadata(&self.path).ok().map(|found| FileState::of(&found));
        if now == Some(self.state) { Ok(()) } else { Err(StoreError::Changed { path: self.shown.clone() }) }
    }
}

/// Opens a file to be watched while it is read.
pub(crate) fn open_watched(path: &Path, shown: &Path) -> Result<(File, Watch), StoreError> {
    let file = open(path).map_err(StoreError::read(shown))?;
    let found = file.metadata().map_err(StoreError::read(shown))?;
    if !found.is_file() {
        return Err(StoreError::NoFile { path: shown.to_owned() });
    }
    Ok((file, Watch { path: path.to_owned(), shown: shown.to_owned(), state: FileState::of(&found) }))
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    // A named pipe without a writer would else be waited for.
    let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    File::options().read(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// What tells a file that was written to, or another in its place, from what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FileState {
    length: u64,
    modified: Option<SystemTime>,
    /// The device, the inode, and the time at which the inode changed last: a time of change can be set back, this cannot.
    identity: [i64; 4],
}

impl FileState {
    fn of(found: &Metadata) -> Self {
        Self { length: found.len(), modified: found.modified().ok(), identity: identity(found) }
    }
}

#[cfg(unix)]
fn identity(found: &Metadata) -> [i64; 4] {
    use std::os::unix::fs::MetadataExt as _;
    [found.dev().cast_signed(), found.ino().cast_signed(), found.ctime(), found.ctime_nsec()]
}

#[cfg(not(unix))]
fn identity(_found: &Metadata) -> [i64; 4] {
    [0; 4]
}
