//! Which program makes a run: another one may make other figures of the same inputs.

use topline_store::program_file;

/// A build of topline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Program {
    pub version: String,
    /// The commit that it was built from, with `+changes` where the sources were changed since; empty where it is not known.
    pub commit: String,
    /// Its file, where the commit does not say what it was built from.
    pub file: Option<String>,
}

/// This program.
pub(crate) fn program() -> Program {
    let commit = env!("TOPLINE_COMMIT");
    let is_known = !commit.is_empty() && !commit.ends_with("+changes");
    Program {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: commit.to_owned(),
        file: if is_known { None } else { program_file() },
    }
}

/// What tells this build of topline from others, on any machine: its version, and the commit that it was built from.
#[must_use]
pub fn build_name() -> String {
    match program() {
        Program { version, commit, .. } if commit.is_empty() => version,
        Program { version, commit, .. } => format!("{version} ({commit})"),
    }
}
