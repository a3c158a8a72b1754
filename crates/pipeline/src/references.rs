//! The reference tables of a pipeline.

use std::collections::HashMap;
use std::io::Cursor;

use arrow::array::{Array, AsArray, RecordBatch};
use topline_ingest::{ReferenceRows, read_table};
use topline_store::{Fingerprint, read_input};

use crate::error::RunError;
use crate::load::Pipeline;

/// A reference table, read whole, with its fingerprint.
pub(crate) struct ReferenceTable {
    pub name: String,
    pub rows: RecordBatch,
    pub fingerprint: Fingerprint,
}

/// Reads the reference tables, and makes sure that each join finds at most one row.
pub(crate) fn read_references(pipeline: &Pipeline) -> Result<Vec<ReferenceTable>, RunError> {
    let survey = &pipeline.plan.survey;
    let mut tables = Vec::new();
    for reference in &survey.references {
        let input = read_input(&pipeline.folder, &reference.path).map_err(RunError::Store)?;
        let rows = read_table(&reference.name, Cursor::new(input.bytes))
            .map_err(|source| RunError::Reference { reference: reference.name.clone(), source: Box::new(source) })?;
        for join in survey.joins.iter().filter(|join| join.reference == reference.name) {
            check_key(&reference.name, &join.column, &rows)?;
        }
        tables.push(ReferenceTable { name: reference.name.clone(), rows: rows.table, fingerprint: input.fingerprint });
    }
    Ok(tables)
}

fn check_key(reference: &str, column: &str, rows: &ReferenceRows) -> Result<(), RunError> {
    let ReferenceRows { table, numbers } = rows;
    let Some(keys) = table.column_by_name(column).and_then(|keys| keys.as_string_opt::<i32>()) else {
        let known = table.schema().fields().iter().map(|field| field.name().clone()).collect();
        return Err(RunError::ReferenceColumn { reference: reference.to_owned(), column: column.to_owned(), known });
    };
    let mut seen = HashMap::new();
    for index in (0..keys.len()).filter(|index| keys.is_valid(*index)) {
        if let Some(first) = seen.insert(keys.value(index), index) {
            return Err(RunError::ReferenceKey {
                reference: reference.to_owned(),
                column: column.to_owned(),
                row: numbers[index],
                first: numbers[first],
            });
        }
    }
    Ok(())
}
