//! A copy of the project's pipelines and of their last outputs, in which the commands of one page are run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::real::folder_of_data;
use crate::workspace::{copy, names, root, seeds};

/// What is copied from the project.
const COPIED: [&str; 6] =
    ["pipelines", "data/raw", "data/reference", "docs/src/tutorial", "tests/real", "tests/fixtures"];

/// What a command left.
pub(super) struct Printed {
    pub code: i32,
    /// Standard output and standard error, as a terminal shows them.
    pub text: String,
}

pub(super) struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for part in COPIED {
            fs::create_dir_all(folder.path().join(part)).expect("a folder that can be made");
            copy(&root().join(part), &folder.path().join(part));
        }
        fs::create_dir_all(folder.path().join("data/out")).expect("a folder that can be made");
        copy(&seeds().out, &folder.path().join("data/out"));
        for survey in names(&seeds().out).iter().filter(|name| !name.starts_with('.')) {
            // A reader's first run finds nothing that is up to date.
            let ledger = folder.path().join("data/out").join(survey).join("run.json");
            let text = fs::read_to_string(&ledger).expect("a ledger");
            fs::write(&ledger, text.replace("\"version\": \"", "\"version\": \"before-")).expect("a ledger");
        }
        Self { folder }
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a line of a shell, as if the last command had ended with `last`.
    pub(super) fn shell(&self, line: &str, last: i32) -> Printed {
        let line = format!("exec 2>&1; (exit {last}); {line}");
        self.run("sh", &["-c", &line])
    }

    /// Runs a program on a file of the sandbox's own.
    pub(super) fn script(&self, program: &str, code: &str) -> Printed {
        let script = self.path().join(".script");
        fs::write(&script, code).expect("a file that can be written");
        self.shell(&format!("{program} .script"), 0)
    }

    /// Runs a program; what is printed by it must be UTF-8.
    pub(super) fn run(&self, program: &str, arguments: &[&str]) -> Printed {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null()).env("PATH", search_path());
        for variable in ["RUST_LOG", "RUST_BACKTRACE", "NO_COLOR", "COLUMNS", "CI"] {
            command.env_remove(variable);
        }
        if let Some(data) = folder_of_data() {
            command.env("TOPLINE_REAL", data);
        }
        if let Ok(documents) = root().join("../shared/seeds").canonicalize() {
            command.env("TOPLINE_SEEDS", documents);
        }
        let output = command.output().expect("the program starts");
        let text = String::from_utf8(output.stdout).expect("the program writes UTF-8");
        assert!(!text.contains("panicked at"), "{text}");
        Printed { code: output.status.code().expect("the program ends by itself"), text }
    }
}

/// Where programs are looked for: first where the program under test is.
fn search_path() -> std::ffi::OsString {
    let mut folders = vec![PathBuf::from(env!("CARGO_BIN_EXE_topline")).parent().expect("a folder").to_owned()];
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    std::env::join_paths(folders).expect("folders without a separator in their names")
}
