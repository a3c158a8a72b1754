//! Which columns the rows of an export fill: a session that was opened and left fills those of the tool alone.

use std::collections::HashMap;

use crate::column::Column;

/// The most ways to fill a row that are kept, and the most columns that are looked at.
const MOST_WAYS: usize = 4096;

/// The filled columns of rows, each way with its rows.
#[derive(Debug)]
pub(crate) struct FilledColumns {
    ways: HashMap<Vec<u64>, u64>,
    batch: Vec<Vec<u64>>,
    width: usize,
}

impl FilledColumns {
    pub(crate) fn new(columns: usize) -> Self {
        Self { ways: HashMap::new(), batch: Vec::new(), width: columns.min(MOST_WAYS) }
    }

    /// Begins with so many rows; those before are complete.
    pub(crate) fn begin(&mut self, rows: usize) {
        self.end();
        self.batch = vec![vec![0; self.width.div_ceil(64)]; rows];
    }

    /// Takes in a column of these rows.
    pub(crate) fn take(&mut self, column: usize, filled: impl Iterator<Item = bool>) {
        if column >= self.width {
            return;
        }
        for (row, filled) in self.batch.iter_mut().zip(filled) {
            row[column / 64] |= u64::from(filled) << (column % 64);
        }
    }

    fn end(&mut self) {
        for row in std::mem::take(&mut self.batch) {
            if let Some(rows) = self.ways.get_mut(&row) {
                *rows += 1;
            } else if self.ways.len() < MOST_WAYS {
                self.ways.insert(row, 1);
            }
        }
    }

    /// How many rows fill nothing but columns that ask nothing.
    pub(crate) fn without_answers(mut self, columns: &[Column], read: &[usize]) -> u64 {
        self.end();
        if columns.len() > self.width {
            return 0;
        }
        let mut asks = vec![0_u64; self.width.div_ceil(64)];
        for at in (0..columns.len()).filter(|at| columns[*at].metadata.is_none() && !read.contains(at)) {
            asks[at / 64] |= 1 << (at % 64);
        }
        let is_empty = |row: &[u64]| row.iter().zip(&asks).all(|(filled, asks)| filled & asks == 0);
        self.ways.iter().filter(|(row, _)| is_empty(row)).map(|(_, rows)| rows).sum()
    }
}
