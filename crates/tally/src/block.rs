//! Rows as the histograms take them: a place on each dimension, conditions, values and a weight.

use topline_exact::lanes::ROWS_AT_MOST;

/// The least rows of a block, where rows are wide.
const ROWS_AT_LEAST: usize = 1 << 12;
/// What the columns of a block may take in memory, about.
const BYTES: usize = 1 << 24;

/// Rows, column by column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    pub rows: usize,
    /// For each dimension, the place of each row.
    pub places: Vec<Vec<u16>>,
    /// For each dimension, the places that rows have; maybe others too.
    pub used: Vec<Used>,
    /// For each condition, whether a row meets it.
    pub filters: Vec<Vec<bool>>,
    /// For each argument of values, that of each row; not a number where it has none.
    pub values: Vec<Vec<f64>>,
    /// The weight of each row; nothing where all weigh the same.
    pub weights: Vec<f64>,
}

impl Block {
    /// Without rows, of dimensions with so many places each.
    pub(crate) fn new(places: impl Iterator<Item = usize>, filters: usize, values: usize) -> Self {
        let used: Vec<Used> = places.map(Used::new).collect();
        Self {
            rows: 0,
            places: vec![Vec::new(); used.len()],
            used,
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

    /// The rows that weigh something, where some weigh nothing.
    pub(crate) fn weighing(&self) -> Option<Self> {
        let weighs: Vec<bool> = self.weights.iter().map(|weight| weight.abs() > 0.0).collect();
        if weighs.iter().all(|weighs| *weighs) {
            return None;
        }
        Some(Self {
            rows: weighs.iter().filter(|weighs| **weighs).count(),
            places: self.places.iter().map(|column| kept(column, &weighs)).collect(),
            used: self.used.clone(),
            filters: self.filters.iter().map(|column| kept(column, &weighs)).collect(),
            values: self.values.iter().map(|column| kept(column, &weighs)).collect(),
            weights: kept(&self.weights, &weighs),
        })
    }

    /// Without rows again.
    pub(crate) fn clear(&mut self) {
        self.truncate(0);
        self.used.iter_mut().for_each(Used::clear);
    }

    /// What it takes in memory.
    pub(crate) fn size(&self) -> usize {
        let places: usize = self.places.iter().map(Vec::capacity).sum();
        let filters: usize = self.filters.iter().map(Vec::capacity).sum();
        let values: usize = self.values.iter().map(Vec::capacity).sum();
        2 * places + filters + 8 * (values + self.weights.capacity())
    }
}

/// The values of the rows that are kept.
fn kept<T: Copy>(column: &[T], keeps: &[bool]) -> Vec<T> {
    column.iter().zip(keeps).filter(|(_, keeps)| **keeps).map(|(value, _)| *value).collect()
}

/// Which places of a dimension the rows of a block have.
#[derive(Debug, Clone, Default)]
pub(crate) struct Used(Vec<bool>);

impl Used {
    fn new(places: usize) -> Self {
        Self(vec![false; places])
    }

    fn clear(&mut self) {
        self.0.fill(false);
    }

    /// How many places there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Marks a place.
    #[inline]
    pub(crate) fn mark(&mut self, place: u16) {
        self.0[usize::from(place)] = true;
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.iter().filter(|used| **used).count()
    }

    /// The places.
    pub(crate) fn places(&self) -> Vec<usize> {
        (0..self.0.len()).filter(|place| self.0[*place]).collect()
    }

    /// For each place, how many before it are used.
    pub(crate) fn slots(&self) -> Vec<u16> {
        let mut next = 0;
        let slot = |used: &bool| {
            let slot = next;
            next += u16::from(*used);
            slot
        };
        self.0.iter().map(slot).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A block of dimensions with two places each.
    fn block(dimensions: usize, filters: usize, values: usize) -> Block {
        Block::new(std::iter::repeat_n(2, dimensions), filters, values)
    }

    #[test]
    fn a_block_of_wide_rows_has_fewer_of_them() {
        // A place takes 2 bytes, a condition 1, a value 8 and a weight 8, of 16 megabytes in all; rows are a power of two.
        for (dimensions, filters, values, rows) in [
            (0, 0, 0, 1 << 17),
            // 128 bytes a row are 2^17 rows, and 129 are not.
            (60, 0, 0, 1 << 17),
            (60, 1, 0, 1 << 16),
            // 2,008 bytes are 8,355 rows, 1,010 would be 16,611.
            (1_000, 0, 0, 1 << 13),
            // 808 bytes are 20,764 rows.
            (0, 0, 100, 1 << 14),
            (100, 300, 37, 1 << 14),
            // 80,008 bytes are 209 rows.
            (0, 0, 10_000, 1 << 12),
        ] {
            assert_eq!(block(dimensions, filters, values).capacity(), rows, "{dimensions}, {filters}, {values}");
        }
    }

    #[test]
    fn a_block_says_what_it_takes() {
        let mut block = block(2, 1, 1);
        block.places = vec![Vec::with_capacity(10), Vec::with_capacity(20)];
        (block.filters[0], block.values[0], block.weights) =
            (Vec::with_capacity(40), Vec::with_capacity(7), Vec::with_capacity(5));
        assert_eq!(block.size(), 2 * 30 + 40 + 8 * 12);
    }

    #[test]
    fn used_places_have_slots_one_after_the_other() {
        let mut used = Used::new(5);
        assert_eq!((used.len(), used.count()), (5, 0));
        for place in [3, 1, 3] {
            used.mark(place);
        }
        assert_eq!((used.count(), used.places()), (2, vec![1, 3]));
        let slots = used.slots();
        assert_eq!([slots[1], slots[3]], [0, 1]);
        used.clear();
        assert_eq!(used.places(), [0_usize; 0]);
    }
}
