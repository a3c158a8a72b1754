//! A small survey with changes: whether it runs, and what it says.

use crate::program::topline;
use crate::workspace::{Change, Library};

pub const EXPORT: &str = "data/raw/library.csv";
pub const BRANCHES: &str = "data/reference/branches.csv";
pub const SURVEY: &str = "pipelines/library/survey.toml";
pub const CODEBOOK: &str = "pipelines/library/codebook.toml";
pub const TABLES: &str = "pipelines/library/tables.toml";
pub const HEADLINES: &str = "pipelines/library/headlines.toml";
pub const CLAIMS: &str = "pipelines/library/claims/leaflet.toml";
pub const SAMPLE: &str = "pipelines/library/figures/sample.sql";
pub const BULLETIN: &str = "pipelines/library/bulletin.md";

/// The survey with these changes cannot be run (or, for a plan, checked), and standard error says each of these things.
pub fn refuses(changes: &[Change<'_>], says: &[&str]) {
    let library = Library::with(changes);
    let told = topline(library.folder(), &["run", "pipelines/library", "--out", "out"]).exits(2);
    assert_eq!(told.stdout, "", "{changes:?}");
    // Long messages are broken into lines behind a bar.
    let words = told.stderr.replace('│', " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in says {
        assert!(words.contains(part), "{changes:?} should say {part:?}:\n{}", told.stderr);
    }
    let left = library.left();
    assert!(left.iter().all(|name| name == ".library.lock"), "{changes:?} left {left:?}");
}

/// The survey with these changes runs, and standard output says each of these things.
pub fn goes_on(changes: &[Change<'_>], says: &[&str]) -> Library {
    let library = Library::with(changes);
    let told = topline(library.folder(), &["run", "pipelines/library", "--out", "out"]);
    assert_ne!(told.code, Some(2), "{changes:?}: {}", told.stderr);
    for part in says {
        assert!(told.stdout.contains(part), "{changes:?} should say {part:?}:\n{}", told.stdout);
    }
    library
}
