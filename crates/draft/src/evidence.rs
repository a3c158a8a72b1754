//! What only whole rows can tell: how many columns of a question a respondent fills, and with what.

use std::collections::{HashMap, HashSet};

use topline_ingest::RawBatch;
use topline_records::PROBLEM;

use crate::batch_cells::Cells;
use crate::list_cells::Separator;
use crate::parts::Parts;
use crate::totals::RowsApart;

/// What is to be found out.
#[derive(Debug, Clone)]
pub(crate) enum Task {
    /// How many of these columns hold something other than these texts.
    Filled { columns: Vec<usize>, empty: Vec<String> },
    /// Which labels stand together in the cells of a column.
    Parts { column: usize, separator: Separator },
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

impl Filled {
    /// Takes in the texts of a row.
    fn take(&mut self, texts: &[&str]) {
        self.rows += u64::from(!texts.is_empty());
        if texts.len() > 1 {
            self.several += 1;
            let distinct: HashSet<&str> = texts.iter().copied().collect();
            self.different += u64::from(distinct.len() == texts.len());
        }
    }
}

/// What was found out of whole rows: of which columns, and what.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    filled: HashMap<Vec<usize>, Filled>,
    parts: HashMap<usize, Parts>,
}

impl Evidence {
    /// How many of these columns the rows fill.
    pub(crate) fn filled(&self, columns: &[usize]) -> Filled {
        self.filled.get(columns).copied().unwrap_or_default()
    }

    /// The parts of the cells of a column, where they were asked for.
    pub(crate) fn parts(&self, column: usize) -> Option<&Parts> {
        self.parts.get(&column)
    }
}

/// The search for what the rows tell.
pub(crate) struct Search<'t> {
    filled: Vec<(Vec<usize>, Vec<String>, Filled)>,
    parts: Vec<(usize, Parts)>,
    totals: Option<&'t RowsApart>,
}

impl<'t> Search<'t> {
    pub(crate) fn new(tasks: Vec<Task>, totals: Option<&'t RowsApart>) -> Self {
        let mut search = Self { filled: Vec::new(), parts: Vec::new(), totals };
        for task in tasks {
            match task {
                Task::Filled { columns, empty } => search.filled.push((columns, empty, Filled::default())),
                Task::Parts { column, separator } => search.parts.push((column, Parts::new(separator))),
            }
        }
        search
    }

    /// Whether there is nothing to be found out.
    pub(crate) fn is_done(&self) -> bool {
        self.filled.is_empty() && self.parts.is_empty()
    }

    /// Takes in a batch of the export.
    pub(crate) fn take(&mut self, batch: &RawBatch) {
        let batch = &batch.batch;
        let problems = batch.schema().index_of(PROBLEM).ok().map(|position| Cells::of(batch, position));
        let named = self.totals.map(|totals| (totals, Cells::of(batch, totals.column + 3)));
        let is_response = |row: &usize| {
            problems.as_ref().is_none_or(|problems| problems.get(*row).is_none())
                && named.as_ref().is_none_or(|(totals, cells)| !totals.has(cells.get(*row)))
        };
        let rows: Vec<usize> = (0..batch.num_rows()).filter(is_response).collect();
        for (columns, empty, filled) in &mut self.filled {
            let columns: Vec<Cells<'_>> = columns.iter().map(|column| Cells::of(batch, column + 3)).collect();
            let is_filled = |text: &&str| !empty.iter().any(|known| known == text);
            let mut texts: Vec<&str> = Vec::new();
            for row in &rows {
                texts.clear();
                texts.extend(columns.iter().filter_map(|column| column.get(*row)).filter(is_filled));
                filled.take(&texts);
            }
        }
        for (column, parts) in &mut self.parts {
            let column = Cells::of(batch, *column + 3);
            for text in rows.iter().filter_map(|row| column.get(*row)) {
                parts.take(text, 1);
            }
        }
    }

    pub(crate) fn finish(self) -> Evidence {
        let filled = self.filled.into_iter().map(|(columns, _, filled)| (columns, filled)).collect();
        Evidence { filled, parts: self.parts.into_iter().collect() }
    }
}
