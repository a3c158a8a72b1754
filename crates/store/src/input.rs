//! What a run reads.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::error::StoreError;
use crate::file_state::{is_file, open_watched};
use crate::fingerprint::{Fingerprint, fingerprint};

/// An input that was read whole. Its fingerprint is of the very bytes that are handed on.
#[derive(Debug, Clone)]
pub struct Input {
    /// What the file holds.
    pub bytes: Vec<u8>,
    /// Its name as the pipeline writes it, its size and SHA-256.
    pub fingerprint: Fingerprint,
}

/// Reads the file that a pipeline in `folder` names as `path`.
pub fn read_input(folder: &Path, path: &str) -> Result<Input, StoreError> {
    let bytes = read_whole(&folder.join(expand(path)?), &folder.join(path))?;
    let fingerprint = fingerprint(path, &bytes);
    Ok(Input { bytes, fingerprint })
}

/// The size of the file that a pipeline in `folder` names as `path`.
pub fn input_size(folder: &Path, path: &str) -> Result<u64, StoreError> {
    let found = std::fs::metadata(folder.join(expand(path)?)).map_err(StoreError::read(&folder.join(path)))?;
    if found.is_file() { Ok(found.len()) } else { Err(StoreError::NoFile { path: folder.join(path) }) }
}

/// The bytes of a file.
pub fn read_file(path: &Path) -> Result<Vec<u8>, StoreError> {
    read_whole(path, path)
}

/// The bytes of a file, which is called `shown` in messages.
pub(crate) fn read_whole(path: &Path, shown: &Path) -> Result<Vec<u8>, StoreError> {
    let (mut file, watch) = open_watched(path, shown)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(StoreError::read(shown))?;
    watch.check()?;
    Ok(bytes)
}

/// The files that a pipeline in `folder` names as `path`, whose last part may have `*` for any characters and `?` for one: as
/// paths like it, sorted by name.
pub fn list_inputs(folder: &Path, path: &str) -> Result<Vec<String>, StoreError> {
    let written = path;
    let path = expand(path)?;
    let (parent, pattern) = path.rsplit_once('/').map_or(("", path.as_str()), |(parent, name)| (parent, name));
    let within = if path.starts_with('/') { Path::new("/").join(parent) } else { folder.join(parent) };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&within).map_err(StoreError::read(&folder.join(written)))? {
        let entry = entry.map_err(StoreError::read(&folder.join(written)))?;
        // A name that is no text cannot be written in a pipeline either.
        let Ok(name) = entry.file_name().into_string() else { continue };
        if is_like(&name, pattern) && entry.path().is_file() {
            names.push(name);
        }
    }
    names.sort();
    if names.is_empty() {
        return Err(StoreError::NoInput { path: written.to_owned() });
    }
    let before = path.len() - pattern.len();
    Ok(names.into_iter().map(|name| format!("{}{name}", &path[..before])).collect())
}

/// Whether a name is like a pattern. A hidden file is like one alone that begins with a point.
fn is_like(name: &str, pattern: &str) -> bool {
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let (name, pattern): (Vec<char>, Vec<char>) = (name.chars().collect(), pattern.chars().collect());
    let (mut at, mut in_pattern) = (0, 0);
    // Where the last `*` stands, and how far it reaches: where the rest does not fit, it takes in one more.
    let mut star: Option<(usize, usize)> = None;
    while at < name.len() {
        match pattern.get(in_pattern) {
            Some('*') => {
                star = Some((in_pattern, at));
                in_pattern += 1;
            }
            Some(each) if *each == '?' || *each == name[at] => {
                at += 1;
                in_pattern += 1;
            }
            _ => {
                let Some((of_star, reach)) = star else { return false };
                star = Some((of_star, reach + 1));
                (in_pattern, at) = (of_star + 1, reach + 1);
            }
        }
    }
    pattern[in_pattern..].iter().all(|each| *each == '*')
}

/// Writes a file that pipelines read, whole: a reader finds the old bytes or the new.
pub fn write_input(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(StoreError::write(folder))?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    let partial = path.with_file_name(name);
    std::fs::write(&partial, bytes).map_err(StoreError::write(&partial))?;
    std::fs::rename(&partial, path).map_err(StoreError::write(path))
}

/// The path with each `${NAME:-default}` replaced by the environment variable, or by the default where it is not set.
pub fn expand(path: &str) -> Result<String, StoreError> {
    let mut expanded = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((inner, tail)) = after.split_once('}') else { break };
        let (variable, default) = inner.split_once(":-").map_or((inner, None), |(name, default)| (name, Some(default)));
        let value = std::env::var(variable).ok().filter(|value| !value.is_empty());
        let Some(value) = value.as_deref().or(default) else {
            return Err(StoreError::Variable { path: path.to_owned(), variable: variable.to_owned() });
        };
        expanded.push_str(before);
        expanded.push_str(value);
        rest = tail;
    }
    expanded.push_str(rest);
    Ok(expanded)
}

/// The pipelines in a folder: those of its folders that hold a `survey.toml`, by name.
pub fn list_pipelines(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(StoreError::read(folder))? {
        let path = entry.map_err(StoreError::read(folder))?.path();
        if is_file(&path.join("survey.toml"))? {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{expand, is_like, list_inputs};

    #[test]
    fn a_pattern_stands_for_names() {
        for (name, pattern, expected) in [
            ("a.csv", "*.csv", true),
            ("a.csv", "*", true),
            ("a.csv", "a.csv", true),
            ("a.csv", "?.csv", true),
            ("é.csv", "?.csv", true),
            ("ab.csv", "?.csv", false),
            ("a.csv.gz", "*.csv", false),
            ("a.csv.csv", "*.csv", true),
            (".a.csv", "*.csv", false),
            (".a.csv", ".*", true),
            ("aab", "*ab", true),
            ("aab", "a*b*", true),
            ("aab", "*a*a*a*", false),
            ("", "*", true),
            ("a", "", false),
        ] {
            assert_eq!(is_like(name, pattern), expected, "{name} {pattern}");
        }
        // It takes no longer than the name is long.
        assert!(!is_like(&"a".repeat(20_000), &format!("{}b", "*a".repeat(20))));
    }

    #[test]
    fn inputs_are_listed_by_name() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["b 2.csv", "a.csv", "c.txt", ".hidden.csv"] {
            std::fs::write(folder.path().join(name), "x").expect("a file");
        }
        std::fs::create_dir(folder.path().join("d.csv")).expect("a folder");
        assert_eq!(list_inputs(folder.path(), "*.csv").expect("inputs"), ["a.csv", "b 2.csv"]);
        let absolute = format!("{}/*.csv", folder.path().display());
        assert_eq!(list_inputs(folder.path(), &absolute).expect("inputs").len(), 2);
        assert!(list_inputs(folder.path(), "*.sav").is_err());
        assert!(list_inputs(folder.path(), "none/*.csv").is_err());
    }

    #[test]
    fn a_variable_that_is_not_set_takes_its_default() {
        assert_eq!(expand("${TOPLINE_NOT_SET:-../shared}/a.csv").expect("a path"), "../shared/a.csv");
        assert_eq!(expand("data/a.csv").expect("a path"), "data/a.csv");
        let home = std::env::var("PATH").expect("a variable that is set");
        assert_eq!(expand("${PATH:-x}").expect("a path"), home);
        assert!(expand("${TOPLINE_NOT_SET}/a.csv").is_err());
    }
}
