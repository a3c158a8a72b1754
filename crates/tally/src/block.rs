//! Rows as the histograms take them: a place on each dimension, conditions, values and a weight.

/// The most rows of a block: so many may be added up in the lanes of a histogram.
pub(crate) const ROWS_AT_MOST: usize = 1 << 17;
/// The least, where rows are wide.
const ROWS_AT_LEAST: usize = 1 << 12;
/// What the columns of a block may take in memory, about.
const BYTES: usize = 1 << 24;

/// Rows, column by column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    pub rows: usize,
    /// For each dimension, the place of each row.
    pub places: Vec<Vec<u16>>,
    /// For each condition, whether a row meets it.
    pub filters: Vec<Vec<bool>>,
    /// For each argument of values, that of each row; not a number where it has none.
    pub values: Vec<Vec<f64>>,
    /// The weight of each row; nothing where all weigh the same.
    pub weights: Vec<f64>,
}

impl Block {
    pub(crate) fn new(dimensions: usize, filters: usize, values: usize) -> Self {
        Self {
            rows: 0,
            places: vec![Vec::new(); dimensions],
            filters: vec![Vec::new(); filters],
            values: vec![Vec::new(); values],
            weights: Vec::new(),
        }
    }

    /// How many rows it should have at most.
    pub(crate) fn capacity(&self) -> usize {
        let row = 2 * self.places.len() + self.filters.len() + 8 * self.values.len() + 8;
        let rows = (BYTES / row).max(1);
        (1 << rows.ilog2()).clamp(ROWS_AT_LEAST, ROWS_AT_MOST)
    }

    /// Keeps the first rows alone, of all columns.
    pub(crate) fn truncate(&mut self, rows: usize) {
        self.rows = rows;
        self.places.iter_mut().for_each(|column| column.truncate(rows));
        self.filters.iter_mut().for_each(|column| column.truncate(rows));
        self.values.iter_mut().for_each(|column| column.truncate(rows));
        self.weights.truncate(rows);
    }

    /// What it takes in memory.
    pub(crate) fn size(&self) -> usize {
        let places: usize = self.places.iter().map(Vec::capacity).sum();
        let filters: usize = self.filters.iter().map(Vec::capacity).sum();
        let values: usize = self.values.iter().map(Vec::capacity).sum();
        2 * places + filters + 8 * (values + self.weights.capacity())
    }
}
