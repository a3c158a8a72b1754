//! The `topline` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    topline_cli::main(std::env::args_os())
}
