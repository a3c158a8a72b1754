//! The same inputs give the same bytes.

use crate::program::topline;
use crate::workspace::{files, path, root, seeds};

/// The lines of a ledger that tell the time.
const CLOCK: [&str; 2] = ["\"started\":", "\"milliseconds\":"];

#[test]
fn two_runs_differ_in_the_times_of_the_ledger_alone() {
    let again = tempfile::tempdir().expect("a temporary folder");
    topline(&root(), &["run", "--out", path(again.path())]).exits(0);
    let visible = |folder| files(folder).into_iter().filter(|(name, _)| !name.starts_with('.')).collect::<Vec<_>>();
    let first = visible(&seeds().out);
    let second = visible(again.path());
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&first), names(&second));
    assert!(first.len() > 3 * 10, "{} files are too few for three surveys", first.len());
    for ((name, one), (_, other)) in first.iter().zip(&second) {
        if name.ends_with("run.json") {
            assert_eq!(timeless(one), timeless(other), "{name}");
        } else {
            assert!(one == other, "{name} differs");
        }
    }
}

fn timeless(ledger: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(ledger).expect("a ledger in UTF-8");
    let lines = text.lines().filter(|line| !CLOCK.iter().any(|key| line.trim_start().starts_with(key)));
    let lines: Vec<String> = lines.map(str::to_owned).collect();
    assert_eq!(lines.len() + CLOCK.len(), text.lines().count(), "the ledger tells the time in two lines");
    lines
}
