//! The disk has few doors: files are opened, made and removed in a few named places.

use std::collections::BTreeSet;

use super::are_those_listed;
use super::source::{Source, sources};

/// The crates that are doors themselves.
const DOORS: &[&str] = &["pages", "store"];

/// Files beyond them that touch the disk, and why.
const TOUCHING: &[(&str, &str)] = &[
    ("crates/cli/src/shell.rs", "keeps the history of the prompt in the user's home"),
    (
        "crates/ingest/src/packed/unpack.rs",
        "an archive that is read back and forth is unpacked into a file without a name",
    ),
    (
        "crates/normalise/src/respondents/name_file.rs",
        "identifiers of respondents that do not fit into memory: files without a name",
    ),
];

#[test]
fn the_disk_is_behind_its_doors() {
    let elsewhere = sources().iter().filter(|source| !DOORS.contains(&source.krate.as_str()));
    let touching = elsewhere.filter(|source| touches_the_disk(source)).map(|source| source.path.clone());
    let listed: BTreeSet<String> = TOUCHING.iter().map(|(path, _)| (*path).to_owned()).collect();
    are_those_listed("the disk is touched in `store` and `pages`", &touching.collect(), &listed);
}

/// Whether a file names what opens, makes or removes files. A `File` that was opened elsewhere may be read and handed on.
fn touches_the_disk(source: &Source) -> bool {
    let uses = source.uses.iter().map(|used| &used.path);
    uses.chain(&source.paths).any(|path| {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["std", "fs", "File"] | ["fs", "File"] => false,
            ["tempfile", ..]
            | ["std" | "tokio", "fs", ..]
            | ["fs", _, ..]
            | [.., "File", "open" | "create" | "create_new" | "options"]
            | [.., "OpenOptions", "new"] => true,
            _ => false,
        }
    })
}
