//! Plans from a few lines of TOML, raw batches from lists of cells, and batches written out.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, DictionaryArray, Int32Array, RecordBatch, StringArray};
use arrow::datatypes::Field;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use topline_normalise::{Finished, Normaliser, UnmappedAnswer};
use topline_plan::read_plan;
use topline_records::{PROBLEM, ROW, wholes};
use topline_survey::{Accounting, Finding, Plan, PlanFiles, PlanText};

/// A cell that the export does not have, as a row that ends early.
pub(crate) const MISSING: &str = "\u{0}";

/// A plan of an export whose column `id` names the respondent; `source` and `survey` add to `survey.toml`.
pub(crate) fn plan(source: &str, survey: &str, codebook: &str) -> Plan {
    let text = |text: String| PlanText { name: "inline".into(), text };
    let files = PlanFiles {
        survey: text(format!(
            "id = 'x'\ntitle = 'X'\n[source]\nname = 'export'\npath = 'export.csv'\nformat = 'csv'\nrespondent = 'id'\n{source}\n{survey}"
        )),
        codebook: text(codebook.to_owned()),
        ..PlanFiles::default()
    };
    read_plan(&files).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// Rows of an export from `first` on, as `ingest` gives them; a cell of the column `_problem` says why a row is none.
pub(crate) fn raw(first: u64, header: &[&str], rows: &[Vec<&str>]) -> RecordBatch {
    let numbers = wholes(first..first + rows.len() as u64);
    let mut columns = vec![(ROW, numbers, false)];
    if !header.contains(&PROBLEM) {
        columns.push((PROBLEM, Arc::new(StringArray::new_null(rows.len())), true));
    }
    for (position, name) in header.iter().enumerate() {
        let cells = rows.iter().map(|row| Some(row[position]).filter(|cell| *cell != MISSING));
        let cells = cells.map(|cell| cell.filter(|cell| *name != PROBLEM || !cell.is_empty()));
        let cells: StringArray = cells.collect();
        columns.push((name, if name.starts_with('_') { Arc::new(cells) } else { coded(&cells) }, true));
    }
    RecordBatch::try_from_iter_with_nullable(columns).expect("a raw batch")
}

/// Each distinct text once, the last one first, and one that no cell has.
fn coded(cells: &StringArray) -> ArrayRef {
    let mut texts: Vec<&str> = vec!["no cell has this"];
    texts.extend(cells.iter().flatten().collect::<std::collections::BTreeSet<_>>());
    texts.reverse();
    let keys = cells.iter().map(|cell| cell.and_then(|cell| texts.iter().position(|text| *text == cell)));
    let keys: Int32Array = keys.map(|key| key.map(|key| key as i32)).collect();
    let coded = DictionaryArray::try_new(keys, Arc::new(StringArray::from(texts)));
    Arc::new(coded.expect("a column of coded text"))
}

/// What an export became.
pub(crate) struct Normal {
    pub responses: Vec<RecordBatch>,
    pub findings: Vec<Finding>,
    pub accounting: Accounting,
    pub unmapped: Vec<UnmappedAnswer>,
}

/// Normalises an export that comes in these batches.
pub(crate) fn normalise(plan: &Plan, batches: &[RecordBatch]) -> Normal {
    let mut normaliser = Normaliser::new(plan);
    let (mut responses, mut findings) = (Vec::new(), Vec::new());
    for batch in batches {
        let part = normaliser.batch(batch).expect("a normalised batch");
        responses.extend(part.responses);
        findings.extend(part.findings);
    }
    let Finished { last: rest, accounting, unmapped } = normaliser.finish().expect("the end of the export");
    responses.extend(rest.responses);
    findings.extend(rest.findings);
    assert!(accounting.is_whole(), "a row is lost: {accounting:?}");
    let accepted: usize = responses.iter().map(RecordBatch::num_rows).sum();
    assert_eq!(accepted as u64, accounting.respondents, "a respondent is lost");
    Normal { responses, findings, accounting, unmapped }
}

/// The rows of batches, each column's value or `-`, and `!reason` where a column says why one is absent.
pub(crate) fn written(batches: &[RecordBatch]) -> Vec<String> {
    let options = FormatOptions::default();
    let mut rows = Vec::new();
    for batch in batches {
        let column = |(field, column): (&Arc<Field>, &ArrayRef)| {
            let nulls = column.logical_nulls();
            let formatter = ArrayFormatter::try_new(column, &options).expect("a column");
            let is_valid = |index: &usize| nulls.as_ref().is_none_or(|nulls| nulls.is_valid(*index));
            let value = |index| Some(index).filter(is_valid).map(|index| formatter.value(index).to_string());
            (field.name().ends_with("_absent"), (0..column.len()).map(value).collect())
        };
        let columns: Vec<(bool, Vec<Option<String>>)> =
            batch.schema_ref().fields().iter().zip(batch.columns()).map(column).collect();
        for index in 0..batch.num_rows() {
            let cells = columns.iter().filter_map(|(says_why, values)| match (says_why, &values[index]) {
                (true, None) => None,
                (true, Some(reason)) => Some(format!("!{reason}")),
                (false, value) => Some(value.clone().unwrap_or_else(|| "-".to_owned())),
            });
            rows.push(cells.collect::<Vec<_>>().join(" "));
        }
    }
    rows
}

/// A finding as `row column: kind action`.
pub(crate) fn told(finding: &Finding) -> String {
    assert_eq!(finding.place.file, "export");
    let row = finding.place.row.map(|row| row.to_string()).unwrap_or_default();
    let column = finding.place.column.as_deref().unwrap_or("-");
    format!("{row} {column}: {} {}", finding.kind.as_str(), finding.action.as_str())
}
