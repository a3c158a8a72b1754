//! The files of a pipeline's folder.

use std::path::{Path, PathBuf};

use topline_survey::{PlanFiles, PlanText};

use crate::error::StoreError;

/// Reads the files of the pipeline in `folder`. Only `survey.toml` and `codebook.toml` must be there.
pub fn read_pipeline(folder: &Path) -> Result<PlanFiles, StoreError> {
    let optional = |name: &str| {
        let path = folder.join(name);
        path.is_file().then(|| read(&path)).transpose()
    };
    let figures = list(&folder.join("figures"), "sql")?.into_iter().map(|path| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        read(&path).map(|text| (stem, text))
    });
    Ok(PlanFiles {
        survey: read(&folder.join("survey.toml"))?,
        codebook: read(&folder.join("codebook.toml"))?,
        columns: optional("columns.toml")?,
        tables: optional("tables.toml")?,
        headlines: optional("headlines.toml")?,
        claims: list(&folder.join("claims"), "toml")?.iter().map(|path| read(path)).collect::<Result<_, _>>()?,
        figures: figures.collect::<Result<_, _>>()?,
        bulletin: optional("bulletin.md")?,
        reconstruct: optional("reconstruct.toml")?,
    })
}

fn read(path: &Path) -> Result<PlanText, StoreError> {
    let bytes = std::fs::read(path).map_err(StoreError::read(path))?;
    let text = String::from_utf8(bytes).map_err(|_| StoreError::NotText { path: path.to_owned() })?;
    Ok(PlanText { name: path.display().to_string(), text })
}

fn list(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, StoreError> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(StoreError::read(folder))?.path();
        if path.extension().is_some_and(|found| found == extension) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
