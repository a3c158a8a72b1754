//! Which commit the program is built from, for the ledger of a run. Outside a repository there is none.

use std::path::Path;
use std::process::Command;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    println!("cargo::rustc-env=TOPLINE_COMMIT={}", commit(&root).unwrap_or_default());
    println!("cargo::rerun-if-changed=build.rs");
    // Whether the sources are those of the commit: of this crate and of all that it is made of.
    for krate in std::fs::read_dir(root.join("crates")).into_iter().flatten().flatten() {
        if krate.file_name() != "cli" && krate.path().join("src").is_dir() {
            println!("cargo::rerun-if-changed={}", krate.path().join("src").display());
        }
    }
    // Each commit adds a line to this log.
    if let Some(log) = git(&root, &["rev-parse", "--git-path", "logs/HEAD"]) {
        let log = root.join(log);
        if log.is_file() {
            println!("cargo::rerun-if-changed={}", log.display());
        }
    }
}

/// The commit, with `+changes` where files under version control differ from it.
fn commit(root: &Path) -> Option<String> {
    // The sources may lie within a repository that is not theirs.
    let top = git(root, &["rev-parse", "--show-toplevel"])?;
    if Path::new(&top).canonicalize().ok()? != root.canonicalize().ok()? {
        return None;
    }
    let commit = git(root, &["rev-parse", "HEAD"])?;
    let changes = git(root, &["status", "--porcelain", "--untracked-files=no"])?;
    Some(if changes.is_empty() { commit } else { commit + "+changes" })
}

/// What git says, if it is there and has something to say.
fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim_end().to_owned())
}
