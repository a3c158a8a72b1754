//! The program, from its command line to its exit code.

use std::ffi::OsString;
use std::process::ExitCode;

use crate::{arguments, commands, ending, failure, logging, panics};

/// Does what a command line asks for, the name of the program being its first word.
pub fn main(given: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = arguments::parse(given);
    logging::start(&arguments);
    failure::say_as(&arguments);
    panics::caught(move || {
        ending::watch(&arguments);
        if let Some(threads) = arguments.threads {
            topline_pipeline::limit_threads(threads);
        }
        if let Ok(scratch) = topline_pipeline::scratch_folder() {
            topline_pipeline::limit_memory(arguments.limits().memory, scratch);
        }
        ending::exit_code(commands::obey(&arguments).unwrap_or_else(|failure| failure.tell(None)))
    })
}
