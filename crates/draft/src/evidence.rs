//! What only whole rows can tell: how many columns of a question a respondent fills, and with what.

use std::collections::HashSet;

use topline_ingest::{PROBLEM, RawBatch};

use crate::batch_cells::Cells;
use crate::parts::Parts;
use crate::totals::TotalRows;

/// What is to be found out.
#[derive(Debug, Clone)]
pub(crate) enum Task {
    /// How many of these columns hold something other than these texts.
    Filled { columns: Vec<usize>, empty: Vec<String> },
    /// Which labels stand together in the cells of a column.
    Parts { column: usize, separator: &'static str },
}

/// What was found.
#[derive(Debug)]
pub(crate) enum Found {
    /// See [`Filled`].
    Filled(Filled),
    /// The parts of a column.
    Parts(Parts),
}

/// How many columns the rows fill.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Filled {
    /// Rows that fill at least one.
    pub rows: u64,
    /// Rows that fill several.
    pub several: u64,
    /// Of those, rows whose texts all differ.
    pub different: u64,
}

/// A task at work.
pub(crate) struct Search<'t> {
    tasks: Vec<(Task, Found)>,
    totals: Option<&'t TotalRows>,
}

impl<'t> Search<'t> {
    pub(crate) fn new(tasks: Vec<Task>, totals: Option<&'t TotalRows>) -> Self {
        let begun = |task: Task| {
            let found = match &task {
                Task::Filled { .. } => Found::Filled(Filled::default()),
                Task::Parts { separator, .. } => Found::Parts(Parts::new(separator)),
            };
            (task, found)
        };
        Self { tasks: tasks.into_iter().map(begun).collect(), totals }
    }

    /// Whether there is nothing to be found out.
    pub(crate) fn is_done(&self) -> bool {
        self.tasks.is_empty()
    }

    /// Takes in a batch of the export.
    pub(crate) fn take(&mut self, batch: &RawBatch) {
        let batch = &batch.batch;
        let problems = batch.schema().index_of(PROBLEM).ok().map(|position| Cells::of(batch, position));
        let named = self.totals.map(|totals| (totals, Cells::of(batch, totals.column + 3)));
        let is_response = |row: usize| {
            problems.as_ref().is_none_or(|problems| problems.get(row).is_none())
                && named.as_ref().is_none_or(|(totals, cells)| !totals.has(cells.get(row)))
        };
        for (task, found) in &mut self.tasks {
            match (task, found) {
                (Task::Filled { columns, empty }, Found::Filled(filled)) => {
                    let columns: Vec<Cells<'_>> = columns.iter().map(|column| Cells::of(batch, column + 3)).collect();
                    let mut texts: Vec<&str> = Vec::new();
                    for row in (0..batch.num_rows()).filter(|row| is_response(*row)) {
                        texts.clear();
                        texts.extend(
                            columns
                                .iter()
                                .filter_map(|column| column.get(row))
                                .filter(|text| !empty.iter().any(|known| known == text)),
                        );
                        filled.rows += u64::from(!texts.is_empty());
                        if texts.len() > 1 {
                            filled.several += 1;
                            let distinct: HashSet<&str> = texts.iter().copied().collect();
                            filled.different += u64::from(distinct.len() == texts.len());
                        }
                    }
                }
                (Task::Parts { column, .. }, Found::Parts(parts)) => {
                    let column = Cells::of(batch, *column + 3);
                    for row in (0..batch.num_rows()).filter(|row| is_response(*row)) {
                        if let Some(text) = column.get(row) {
                            parts.take(text, 1);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    pub(crate) fn finish(self) -> Vec<Found> {
        self.tasks.into_iter().map(|(_, found)| found).collect()
    }
}
