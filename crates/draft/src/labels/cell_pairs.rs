//! Which cells of two exports are in the same place.

use std::collections::HashMap;
use std::io::{self, Read, Seek};

use arrow::array::RecordBatch;
use topline_records::PROBLEM;
use topline_survey::{FindingKind, Source};

use crate::batch_cells::Cells;
use crate::error::DraftError;
use crate::files::Files;
use crate::head::opened;

/// The most pairs that are kept of a column: more are no codes and labels.
const MOST_PAIRS: usize = 2000;

/// The cells of a column in the one export and in the other, each pair with its count, in the order in which they first appear.
#[derive(Debug, Default)]
pub(crate) struct CellPairs {
    /// The cell with a label, the cell with a code; nothing where one is blank.
    pub pairs: Vec<(Option<String>, Option<String>, u64)>,
    index: HashMap<(Option<String>, Option<String>), usize>,
    /// There are more than are kept.
    pub overflows: bool,
}

impl CellPairs {
    fn take(&mut self, label: Option<&str>, code: Option<&str>) {
        if label.is_none() && code.is_none() {
            return;
        }
        let key = (label.map(str::to_owned), code.map(str::to_owned));
        if let Some(at) = self.index.get(&key) {
            self.pairs[*at].2 += 1;
        } else if self.pairs.len() < MOST_PAIRS {
            self.index.insert(key.clone(), self.pairs.len());
            self.pairs.push((key.0, key.1, 1));
        } else {
            self.overflows = true;
        }
    }
}

/// The rows of an export, one after the other, whatever batches they come in.
struct RowReader {
    export: topline_ingest::Export,
    batch: Option<RecordBatch>,
    /// The rows of the batch that are not blank.
    rows: Vec<usize>,
    at: usize,
}

impl RowReader {
    /// Makes sure that there is a row; whether there is.
    fn has_row(&mut self) -> Result<bool, DraftError> {
        while self.batch.is_none() || self.at >= self.rows.len() {
            let Some(next) = self.export.next_batch().map_err(DraftError::Ingest)? else { return Ok(false) };
            let batch = next.batch;
            let problems = batch.schema().index_of(PROBLEM).ok().map(|position| Cells::of(&batch, position));
            let is_blank = |row: &usize| {
                problems.as_ref().is_some_and(|problems| problems.get(*row) == Some(FindingKind::BlankRow.as_str()))
            };
            self.rows = (0..batch.num_rows()).filter(|row| !is_blank(row)).collect();
            self.at = 0;
            self.batch = Some(batch);
        }
        Ok(true)
    }
}

/// Reads both exports row by row. They must have the same columns and as many rows.
pub(crate) fn cell_pairs<R: Read + Seek + Send + 'static>(
    labels: &Source,
    labels_input: &mut dyn FnMut() -> io::Result<Files<R>>,
    codes: &Source,
    codes_input: &mut dyn FnMut() -> io::Result<Files<R>>,
) -> Result<Vec<CellPairs>, DraftError> {
    let mut labels = RowReader { export: opened(labels, labels_input)?, batch: None, rows: Vec::new(), at: 0 };
    let mut codes = RowReader { export: opened(codes, codes_input)?, batch: None, rows: Vec::new(), at: 0 };
    let (names, others) = (labels.export.columns(), codes.export.columns());
    if names.len() != others.len() {
        let (one, other) = (names.len() as u64, others.len() as u64);
        return Err(DraftError::OtherShape { what: "columns", one, other });
    }
    if let Some((one, other)) = names.iter().zip(others).find(|(one, other)| one != other) {
        return Err(DraftError::OtherColumn { one: one.clone(), other: other.clone() });
    }
    let mut pairs: Vec<CellPairs> = names.iter().map(|_| CellPairs::default()).collect();
    let mut rows = 0;
    loop {
        let (has_label, has_code) = (labels.has_row()?, codes.has_row()?);
        if has_label != has_code {
            return Err(rows_differ(rows, labels, codes)?);
        }
        let (Some(one), Some(other)) = (labels.batch.as_ref(), codes.batch.as_ref()) else { break };
        if !has_label {
            break;
        }
        let count = (labels.rows.len() - labels.at).min(codes.rows.len() - codes.at);
        for (column, pairs) in pairs.iter_mut().enumerate() {
            let (label, code) = (Cells::of(one, column + 3), Cells::of(other, column + 3));
            for row in 0..count {
                pairs.take(label.get(labels.rows[labels.at + row]), code.get(codes.rows[codes.at + row]));
            }
        }
        rows += count as u64;
        labels.at += count;
        codes.at += count;
    }
    Ok(pairs)
}

/// How many rows each has.
fn rows_differ(rows: u64, labels: RowReader, codes: RowReader) -> Result<DraftError, DraftError> {
    let count = |mut reader: RowReader| -> Result<u64, DraftError> {
        let mut count = rows;
        while reader.has_row()? {
            count += (reader.rows.len() - reader.at) as u64;
            reader.at = reader.rows.len();
        }
        Ok(count)
    };
    Ok(DraftError::OtherShape { what: "rows", one: count(labels)?, other: count(codes)? })
}
