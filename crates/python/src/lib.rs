//! The module behind the package for Python: the program, and queries of a run in the process of the one who asks.
//!
//! Runs go on in processes of their own, which the package starts; what is here reads.

mod engine;
mod labels;
mod open_run;
mod rows;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use pyo3::prelude::*;

/// What the package uses.
#[pymodule]
mod _topline {
    #[pymodule_export]
    use super::open_run::{OpenRun, open};
    #[pymodule_export]
    use super::program;
    #[pymodule_export]
    use super::rows::Rows;
}

/// The program, with the words of its command line, the name first. `command` starts it again, and `file` is this module.
/// Gives the exit code.
#[pyfunction]
fn program(py: Python<'_>, words: Vec<OsString>, command: Vec<OsString>, file: PathBuf) -> u8 {
    py.detach(|| {
        topline_cli::start_as_guest(command, &file);
        let ended = topline_cli::main(words);
        // An exit code does not say its number.
        (0..=u8::MAX).find(|code| ExitCode::from(*code) == ended).unwrap_or(u8::MAX)
    })
}
