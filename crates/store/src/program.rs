//! How this program was started, and which file it is.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::SystemTime;

/// Set where the program is part of another one, as in Python.
static PROGRAM: OnceLock<Guest> = OnceLock::new();

/// A program inside another one's process.
struct Guest {
    command: Vec<OsString>,
    file: PathBuf,
}

/// This program is part of another one: the command starts it again, and the file is what it is built into. Only the first
/// call counts.
pub fn start_as_guest(command: Vec<OsString>, file: &Path) {
    // The file may be named from the folder that the program is about to leave.
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let _ = PROGRAM.set(Guest { command, file });
}

/// The command that starts this program once more.
pub fn program_command() -> io::Result<Command> {
    let guest = PROGRAM.get().and_then(|guest| guest.command.split_first());
    let Some((program, arguments)) = guest else { return Ok(Command::new(std::env::current_exe()?)) };
    let mut command = Command::new(program);
    command.args(arguments);
    Ok(command)
}

/// The size of the program's own file, and when it was written; nothing where the system does not say.
#[must_use]
pub fn program_file() -> Option<String> {
    let file = PROGRAM.get().map_or_else(std::env::current_exe, |guest| Ok(guest.file.clone())).ok()?;
    let found = std::fs::metadata(file).ok()?;
    let since = found.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(format!("{} bytes, written at {}.{:09}", found.len(), since.as_secs(), since.subsec_nanos()))
}
