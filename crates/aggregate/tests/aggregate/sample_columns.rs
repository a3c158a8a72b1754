//! Samples as columns of numbers: a session over them, and what it says of queries.

use std::fmt::Write as _;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Float64Array, RecordBatch, StringArray};
use arrow::datatypes::Float64Type;
use topline_aggregate::{AggregateError, Session};

use crate::{plan, wait};

const HEAD: &str = "id = 's'\ntitle = 'S'\n[source]\nname = 's'\npath = 's.csv'\nformat = 'csv'\nrespondent = '#'\n";

/// A question with options, by its name and their labels.
pub type Options<'o> = (&'o str, &'o [&'o str]);

/// A reference table, by its name, its columns and its rows.
pub type ReferenceTable<'r> = (&'r str, [&'r str; 2], &'r [[&'r str; 2]]);

/// A session over columns, which are questions but for weights: of numbers, or `single` ones with the codes of their options.
pub fn session(
    declared: &str,
    singles: &[Options<'_>],
    columns: &[(&str, &[f64])],
    references: &[ReferenceTable<'_>],
) -> Session {
    let is_weight = |name: &str| name.starts_with("weight") || name.starts_with("replicate_weight");
    let question = |(name, _): &(&str, &[f64])| {
        let head =
            |kind: &str| format!("[[question]]\nid = '{name}'\nkind = '{kind}'\ntext = '?'\ncolumn = '{name}'\n");
        let Some((_, labels)) = singles.iter().find(|(single, _)| single == name) else { return head("number") };
        let mut options = String::new();
        for (label, code) in labels.iter().zip(1..) {
            let _ = write!(options, "{{ code = {code}, label = '{label}' }}, ");
        }
        format!("{}options = [{options}]\n", head("single"))
    };
    let codebook: String = columns.iter().filter(|(name, _)| !is_weight(name)).map(question).collect();
    let plan = plan(&format!("{HEAD}{declared}"), &codebook, "", &[]);
    let rows = columns[0].1.len();
    let array = |values: &[f64]| -> ArrayRef { Arc::new(Float64Array::from(values.to_vec())) };
    let mut all: Vec<(String, ArrayRef)> = vec![
        ("respondent".into(), Arc::new(StringArray::from_iter_values((1..=rows).map(|row| row.to_string())))),
        ("row_id".into(), topline_records::wholes(2..rows as u64 + 2)),
    ];
    all.extend(columns.iter().map(|(name, values)| ((*name).to_owned(), array(values))));
    let mut session = Session::new(&plan);
    session.add_batch("responses", RecordBatch::try_from_iter(all).expect("columns")).expect("a table");
    for (name, columns, rows) in references {
        let texts =
            |column: usize| -> ArrayRef { Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row[column]))) };
        let batch = RecordBatch::try_from_iter([(columns[0], texts(0)), (columns[1], texts(1))]).expect("a table");
        session.add_batch(name, batch).expect("a table");
    }
    session
}

/// The first row of a query, as numbers.
pub fn numbers(session: &Session, sql: &str) -> Vec<Option<f64>> {
    try_numbers(session, sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"))
}

/// The same, or why there are none.
pub fn try_numbers(session: &Session, sql: &str) -> Result<Vec<Option<f64>>, AggregateError> {
    let (_, batches) = wait(session.rows("a test", sql))?;
    let number = |column: &ArrayRef| {
        let column = arrow::compute::cast(column, &arrow::datatypes::DataType::Float64).expect("a number");
        let column = column.as_primitive::<Float64Type>();
        column.is_valid(0).then(|| column.value(0))
    };
    Ok(batches[0].columns().iter().map(number).collect())
}

/// Fields of the struct that a call gives.
pub fn fields(session: &Session, call: &str, filter: &str, fields: &[&str]) -> Vec<Option<f64>> {
    let fields: Vec<String> = fields.iter().map(|field| format!("e['{field}']")).collect();
    numbers(session, &format!("select {} from (select {call} as e from responses where {filter})", fields.join(", ")))
}

pub fn check(found: &[Option<f64>], expect: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expect.len());
    for (found, expect) in found.iter().zip(expect) {
        let found = found.unwrap_or(f64::NAN);
        assert!((found - expect).abs() <= tolerance * expect.abs().max(1e-9), "{found} is not {expect}");
    }
}
