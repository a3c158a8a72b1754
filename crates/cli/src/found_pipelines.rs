//! The pipelines that the command line names.

use std::path::{Path, PathBuf};

use topline_pipeline::{Pipeline, RunError, is_file, list_pipelines, load};
use topline_survey::nearest;

use crate::arguments::OneRun;
use crate::failure::Failure;

/// The folder in which pipelines stand.
pub(crate) const PIPELINES: &str = "pipelines";

/// The folders of the pipelines that are named, or of all.
pub(crate) fn named_or_all(named: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    if named.is_empty() {
        let all = known();
        return if all.is_empty() {
            Err(Failure::NoPipeline { path: PIPELINES.into(), known: Vec::new() })
        } else {
            Ok(all)
        };
    }
    let mut folders = Vec::new();
    for path in named {
        let within =
            if is_file(&path.join("survey.toml")).map_err(RunError::Store)? { Vec::new() } else { within(path) };
        if within.is_empty() {
            folders.push(find(path)?);
        }
        folders.extend(within);
    }
    Ok(folders)
}

/// The pipelines in a folder that is none itself.
fn within(folder: &Path) -> Vec<PathBuf> {
    list_pipelines(folder).unwrap_or_default()
}

/// The one pipeline that is meant.
pub(crate) fn one(of: &OneRun) -> Result<Pipeline, Failure> {
    Ok(load(&folder_of(of)?)?)
}

/// The folder of the one pipeline that is meant.
pub(crate) fn folder_of(of: &OneRun) -> Result<PathBuf, Failure> {
    match &of.pipeline {
        Some(path) => find(path),
        None => match known().as_slice() {
            [only] => Ok(only.clone()),
            [] => Err(Failure::NoPipeline { path: PIPELINES.into(), known: Vec::new() }),
            several => Err(Failure::WhichPipeline { known: names(several) }),
        },
    }
}

/// The folder of a pipeline.
pub(crate) fn find(path: &Path) -> Result<PathBuf, Failure> {
    let named = Path::new(PIPELINES).join(path);
    for folder in [path, &named] {
        if is_file(&folder.join("survey.toml")).map_err(RunError::Store)? {
            return Ok(folder.to_owned());
        }
    }
    let all = names(&known());
    let wanted = path.file_name().unwrap_or_default().to_string_lossy();
    let near = nearest(&wanted, all.iter().map(String::as_str));
    let known = near.into_iter().map(str::to_owned).collect();
    Err(Failure::NoPipeline { path: path.to_owned(), known })
}

fn known() -> Vec<PathBuf> {
    list_pipelines(Path::new(PIPELINES)).unwrap_or_default()
}

fn names(folders: &[PathBuf]) -> Vec<String> {
    folders.iter().filter_map(|folder| folder.file_name()).map(|name| name.to_string_lossy().into_owned()).collect()
}
