//! Rows whose id a row before them has: copies of that row, or answers of their own.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read, Seek};

use topline_records::row_numbers;
use topline_survey::Source;

use crate::batch_cells::Cells;
use crate::column::Column;
use crate::error::DraftError;
use crate::files::Files;
use crate::head::opened;
use crate::totals::RowsApart;

/// The most rows that are named.
const MOST_NAMED: usize = 8;

/// Rows that repeat the id of a row before them.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct RepeatedIds {
    /// Rows that answer every question as the first row of their id does.
    pub copies: u64,
    /// Rows that answer a question otherwise.
    pub others: u64,
    /// The first of them, as the file numbers its rows.
    rows: Vec<u64>,
}

impl RepeatedIds {
    /// Which rows there are: `rows 7, 12`.
    pub(crate) fn named(&self) -> String {
        let rows: Vec<String> = self.rows.iter().map(u64::to_string).collect();
        let more = self.copies + self.others - self.rows.len() as u64;
        let end = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{} {}{end}", if rows.len() == 1 { "row" } else { "rows" }, rows.join(", "))
    }

    fn take(&mut self, row: Option<u64>, is_copy: bool) {
        *(if is_copy { &mut self.copies } else { &mut self.others }) += 1;
        self.rows.extend(row.filter(|_| self.rows.len() < MOST_NAMED));
    }
}

/// Compares the rows of each id in a column by what they answer.
pub(crate) fn repeated_ids<R: Read + Seek + Send + 'static>(
    source: &Source,
    columns: &[Column],
    id: usize,
    apart: Option<&RowsApart>,
    input: &mut dyn FnMut() -> io::Result<Files<R>>,
) -> Result<RepeatedIds, DraftError> {
    let asking: Vec<usize> = (0..columns.len()).filter(|at| columns[*at].metadata.is_none() && *at != id).collect();
    let mut export = opened(source, input)?;
    let hasher = RandomState::new();
    let mut first: HashMap<u64, u64> = HashMap::new();
    let mut repeated = RepeatedIds::default();
    while let Some(batch) = export.next_batch().map_err(DraftError::Ingest)? {
        let batch = batch.batch;
        let numbers = row_numbers(&batch).unwrap_or_default();
        let cells = |column: usize| Cells::of(&batch, column + 3);
        let (ids, named) = (cells(id), apart.map(|apart| (apart, cells(apart.column))));
        let answers: Vec<Cells<'_>> = asking.iter().map(|column| cells(*column)).collect();
        for row in 0..batch.num_rows() {
            let Some(own) = ids.get(row) else { continue };
            if named.as_ref().is_some_and(|(apart, cells)| apart.has(cells.get(row))) {
                continue;
            }
            let answered: Vec<Option<&str>> = answers.iter().map(|cells| cells.get(row)).collect();
            let answered = hasher.hash_one(answered);
            match first.get(&hasher.hash_one(own)) {
                Some(known) => repeated.take(numbers.get(row).copied(), *known == answered),
                None => {
                    first.insert(hasher.hash_one(own), answered);
                }
            }
        }
    }
    Ok(repeated)
}
