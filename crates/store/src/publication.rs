//! A staged folder takes the place of the last run's.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Puts `staging` where `target` is; what was there ends up in `staging`.
///
/// The two are exchanged in one step, so that a reader, or a kill, finds the old outputs or the new. Where the file system
/// cannot exchange, the old outputs are moved aside first; if a kill falls into that moment, the next run moves them back.
pub(crate) fn take_place(staging: &Path, target: &Path) -> io::Result<()> {
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
pub(crate) fn aside(staging: &Path) -> PathBuf {
    staging.with_extension("previous")
}

/// Makes sure that what a folder holds is on the disk, and the names of it too: a machine that loses its power after an exchange
/// finds the new outputs whole.
pub(crate) fn sync_all(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_all(&entry.path())?;
        } else {
            File::open(entry.path())?.sync_all()?;
        }
    }
    sync_names(folder)
}

/// Makes sure that the names in a folder are on the disk.
#[cfg(unix)]
pub(crate) fn sync_names(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_names(_folder: &Path) -> io::Result<()> {
    Ok(())
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
