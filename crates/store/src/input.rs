//! What a run reads.

use std::fs::File;
use std::io::{BufReader, Seek};
use std::path::{Path, PathBuf};

use crate::error::StoreError;
use crate::ledger::{Fingerprint, digest};

/// An input that is there, with its fingerprint.
#[derive(Debug)]
pub struct Input {
    /// The file, at its start.
    pub file: BufReader<File>,
    /// Its name as the pipeline writes it, its size and SHA-256.
    pub fingerprint: Fingerprint,
}

/// Opens the file that a pipeline in `folder` names as `path`, and reads it through for its fingerprint.
pub fn open_input(folder: &Path, path: &str) -> Result<Input, StoreError> {
    let found = folder.join(expand(path)?);
    let mut file = File::open(&found).map_err(StoreError::read(&found))?;
    let (bytes, sha256) = digest(&mut file).map_err(StoreError::read(&found))?;
    file.rewind().map_err(StoreError::read(&found))?;
    let fingerprint = Fingerprint { name: path.to_owned(), bytes, sha256 };
    Ok(Input { file: BufReader::with_capacity(1 << 16, file), fingerprint })
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
        if path.join("survey.toml").is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::expand;

    #[test]
    fn a_variable_that_is_not_set_takes_its_default() {
        assert_eq!(expand("${TOPLINE_NOT_SET:-../shared}/a.csv").expect("a path"), "../shared/a.csv");
        assert_eq!(expand("data/a.csv").expect("a path"), "data/a.csv");
        let home = std::env::var("PATH").expect("a variable that is set");
        assert_eq!(expand("${PATH:-x}").expect("a path"), home);
        assert!(expand("${TOPLINE_NOT_SET}/a.csv").is_err());
    }
}
