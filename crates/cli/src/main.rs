//! The `topline` program.

mod arguments;
mod bars;
mod commands;
mod drafting;
mod explanation;
mod failure;
mod listing;
mod logging;
mod query;
mod shell;
mod summary;
mod verdict_list;
mod wave_list;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = arguments::parse();
    logging::start(&arguments);
    commands::obey(&arguments).unwrap_or_else(failure::Failure::tell)
}
