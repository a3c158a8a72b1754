//! `topline reconstruct`: the export of a survey whose respondent-level data were never published.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use arrow::array::{Array, AsArray, RecordBatch};
use topline_reconstruct::reconstruct;
use topline_store::{expand, write_input};

use crate::error::RunError;
use crate::load::Pipeline;
use crate::references::read_references;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebuilt {
    /// The export.
    pub export: PathBuf,
    /// What is said of it.
    pub source_note: PathBuf,
}

/// Writes the export that `reconstruct.toml` describes to where `survey.toml` reads it, with a SOURCE.md beside it.
pub fn rebuild(pipeline: &Pipeline) -> Result<Rebuilt, RunError> {
    let Some(spec) = &pipeline.reconstruct else {
        return Err(RunError::NoReconstruction { path: pipeline.folder.join("reconstruct.toml") });
    };
    if pipeline.plan.survey.is_stacked() || !pipeline.plan.survey.further.is_empty() {
        return Err(RunError::SeveralSources);
    }
    let mut references = BTreeMap::new();
    for table in read_references(pipeline)? {
        references.insert(table.name, records(&table.rows));
    }
    let rebuilt = reconstruct(&pipeline.plan, spec, &references).map_err(RunError::Reconstruct)?;
    let export = pipeline.folder.join(expand(&pipeline.plan.survey.source.path).map_err(RunError::Store)?);
    let source_note = export.parent().unwrap_or(Path::new(".")).join("SOURCE.md");
    write_input(&export, &rebuilt.bytes).map_err(RunError::Store)?;
    write_input(&source_note, rebuilt.source_note.as_bytes()).map_err(RunError::Store)?;
    Ok(Rebuilt { export, source_note })
}

fn records(rows: &RecordBatch) -> Vec<BTreeMap<String, String>> {
    let schema = rows.schema();
    (0..rows.num_rows())
        .map(|index| {
            let cells = schema.fields().iter().zip(rows.columns()).filter_map(|(field, column)| {
                let column = column.as_string_opt::<i32>()?;
                Some((
                    field.name().clone(),
                    if column.is_valid(index) { column.value(index).to_owned() } else { String::new() },
                ))
            });
            cells.collect()
        })
        .collect()
}
