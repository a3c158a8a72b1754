//! The other languages of the guide, which are run where they are installed.

use std::env;
use std::process::{Command, Stdio};

/// The Python that is asked: `TOPLINE_PYTHON`, else `python3`.
pub(super) fn python() -> String {
    env::var("TOPLINE_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

/// What this machine lacks for a piece of Python.
pub(super) fn missing_for_python(code: &str) -> Option<String> {
    let modules = code.lines().filter_map(|line| line.strip_prefix("import ").or_else(|| line.strip_prefix("from ")));
    let modules = modules.filter_map(|module| module.split([' ', '.']).next());
    modules
        .map(str::to_owned)
        .find(|module| !succeeds(&python(), &["-c", &format!("import {module}")]))
        .map(|module| format!("Python has no module {module} here"))
}

/// What this machine lacks for a piece of R.
pub(super) fn missing_for_r(code: &str) -> Option<String> {
    let packages =
        code.lines().filter_map(|line| line.strip_prefix("library(")).filter_map(|rest| rest.split(')').next());
    packages
        .map(str::to_owned)
        .find(|package| !succeeds("Rscript", &["-e", &format!("library({package})")]))
        .map(|package| format!("R has no package {package} here"))
}

/// The Python that asks DuckDB.
pub(super) fn duckdb(query: &str) -> String {
    format!("import duckdb\nprint(duckdb.sql({query:?}))\n")
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
