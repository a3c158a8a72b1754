//! Running the program.

use std::path::Path;
use std::process::{Command, Stdio};

/// What became of a call of the program.
#[derive(Debug)]
pub(crate) struct Finished {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Finished {
    /// The same, if the exit code is `code`.
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }
}

/// The program, to be called in `folder`; its output is caught and its surroundings say nothing of this machine.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_topline"));
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for variable in ["CI", "RUST_LOG", "RUST_BACKTRACE", "NO_COLOR", "TOPLINE_REAL"] {
        command.env_remove(variable);
    }
    command
}

/// Calls the program in `folder`; whatever it is given, it may not panic.
pub(crate) fn topline(folder: &Path, arguments: &[&str]) -> Finished {
    finish(program(folder).args(arguments))
}

/// Lets a call run to its end.
pub(crate) fn finish(command: &mut Command) -> Finished {
    let output = command.output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    let finished = Finished { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) };
    assert!(!finished.stderr.contains("panicked"), "{}", finished.stderr);
    finished
}
