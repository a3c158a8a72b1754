//! Two runs of one survey do not write at once.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::StoreError;

/// The file that a run of `name` locks, opened. It is made where it is missing, and never written to.
pub(crate) fn lock_file(out: &Path, name: &str) -> Result<(PathBuf, File), StoreError> {
    fs::create_dir_all(out).map_err(StoreError::write(out))?;
    let path = out.join(format!(".{name}.lock"));
    let file = open(&path).map_err(StoreError::write(&path))?;
    Ok((path, file))
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    // A link that somebody put here leads to a file that is none of ours.
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    File::options().write(true).create(true).truncate(false).custom_flags(flags.bits().cast_signed()).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::options().write(true).create(true).truncate(false).open(path)
}
