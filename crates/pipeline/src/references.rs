//! The reference tables of a pipeline.

use std::collections::HashMap;
use std::io::Cursor;

use arrow::array::{Array, AsArray, RecordBatch, StringArray};
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
            let columns: Vec<&str> = join.pairs().map(|(_, column)| column).collect();
            check_key(&reference.name, &columns, &rows)?;
        }
        tables.push(ReferenceTable { name: reference.name.clone(), rows: rows.table, fingerprint: input.fingerprint });
    }
    Ok(tables)
}

fn check_key(reference: &str, columns: &[&str], rows: &ReferenceRows) -> Result<(), RunError> {
    let ReferenceRows { table, numbers } = rows;
    let column = |column: &&str| {
        let cells = table.column_by_name(column).and_then(|cells| cells.as_string_opt::<i32>());
        cells.ok_or_else(|| {
            let known = table.schema().fields().iter().map(|field| field.name().clone()).collect();
            RunError::ReferenceColumn { reference: reference.to_owned(), column: (*column).to_owned(), known }
        })
    };
    let cells = columns.iter().map(column).collect::<Result<Vec<_>, _>>()?;
    let mut seen = HashMap::new();
    for index in 0..table.num_rows() {
        let of_row = |cells: &&StringArray| cells.is_valid(index).then(|| cells.value(index).to_owned());
        let Some(key) = cells.iter().map(of_row).collect::<Option<Vec<String>>>() else { continue };
        if let Some(first) = seen.insert(key, index) {
            return Err(RunError::ReferenceKey {
                reference: reference.to_owned(),
                column: columns.join("`, `"),
                row: numbers[index],
                first: numbers[first],
            });
        }
    }
    Ok(())
}
