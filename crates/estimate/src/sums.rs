//! Weighted sums by unit: the mergeable state of every linearised estimate.
//!
//! Add rows in any order, in as many states as there are threads, merge the states in any order: the totals have the same bits.
//! Memory grows with the units that have rows, not with the rows.

use crate::exact_sum::ExactSum;

const NO_SLOT: u32 = u32::MAX;

/// Sums of weighted values in several columns, for each unit of a [`crate::frame::Frame`].
#[derive(Clone, Debug)]
pub struct UnitSums {
    columns: usize,
    /// For each unit, its place in `sums` (by row of `columns`), or none while it has no row.
    slots: Vec<u32>,
    sums: Vec<ExactSum>,
    n: u64,
    weights: ExactSum,
    squares: ExactSum,
}

impl UnitSums {
    /// No rows yet, of a frame with this many units.
    #[must_use]
    pub fn new(units: usize, columns: usize) -> Self {
        Self {
            columns,
            slots: vec![NO_SLOT; units],
            sums: Vec::new(),
            n: 0,
            weights: ExactSum::new(),
            squares: ExactSum::new(),
        }
    }

    /// Add a row: `weight * value` goes to each `(column, value)`; other columns get nothing.
    ///
    /// A row of no weight is in the design and not in the estimate: it is not counted. The unit is one of the frame's.
    pub fn add(&mut self, unit: u32, weight: f64, values: impl IntoIterator<Item = (usize, f64)>) {
        if weight.abs() <= 0.0 {
            return;
        }
        self.n += 1;
        self.weights.add(weight);
        self.squares.add(weight * weight);
        let sums = self.slot(unit);
        for (column, value) in values {
            sums[column].add(weight * value);
        }
    }

    /// Add all rows of another state over the same frame and columns.
    pub fn merge(&mut self, other: &Self) {
        self.n += other.n;
        self.weights.merge(&other.weights);
        self.squares.merge(&other.squares);
        for (unit, &slot) in (0..).zip(&other.slots) {
            if slot != NO_SLOT {
                let start = slot as usize * self.columns;
                let columns = self.columns;
                let sums = self.slot(unit);
                for (sum, added) in sums.iter_mut().zip(&other.sums[start..start + columns]) {
                    sum.merge(added);
                }
            }
        }
    }

    /// Rows with weight.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Sum of the weights.
    #[must_use]
    pub fn n_weighted(&self) -> f64 {
        self.weights.value()
    }

    /// Kish's effective size, `(sum w)^2 / sum w^2`; 0 without rows.
    #[must_use]
    pub fn n_effective(&self) -> f64 {
        let (sum, squares) = (self.weights.value(), self.squares.value());
        if squares > 0.0 { sum * sum / squares } else { 0.0 }
    }

    /// The total of each column over all units.
    #[must_use]
    pub fn totals(&self) -> Vec<f64> {
        let mut totals = vec![ExactSum::new(); self.columns];
        for unit in self.sums.chunks(self.columns.max(1)) {
            for (total, sum) in totals.iter_mut().zip(unit) {
                total.merge(sum);
            }
        }
        totals.iter().map(ExactSum::value).collect()
    }

    /// Which units have a row.
    #[must_use]
    pub fn present(&self) -> Vec<bool> {
        self.slots.iter().map(|&slot| slot != NO_SLOT).collect()
    }

    /// The sum of a unit in each column, zeros where it has no row.
    pub(crate) fn unit(&self, unit: usize) -> Vec<f64> {
        match self.slots[unit] {
            NO_SLOT => vec![0.0; self.columns],
            slot => {
                let start = slot as usize * self.columns;
                let sums = &self.sums[start..start + self.columns];
                sums.iter().map(ExactSum::value).collect()
            }
        }
    }

    fn slot(&mut self, unit: u32) -> &mut [ExactSum] {
        let slot = &mut self.slots[unit as usize];
        if *slot == NO_SLOT {
            *slot = (self.sums.len() / self.columns.max(1)) as u32;
            self.sums.resize(self.sums.len() + self.columns, ExactSum::new());
        }
        let start = *slot as usize * self.columns;
        &mut self.sums[start..start + self.columns]
    }
}
