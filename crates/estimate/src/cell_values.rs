//! A table's sums as they are read: doubles by unit, and exact totals by cell. What a crosstab's estimates are made of.

use topline_exact::ExactSum;

/// The sums of a table, read.
#[derive(Clone, Debug)]
pub(crate) struct UnitValues {
    /// Sums of weights by cell, then unit: what is made of them is made of all units of a few cells.
    pub(crate) weights: Vec<f64>,
    /// Where rows were drawn by themselves, rows with weight by unit, and squares of weights by unit, then cell.
    pub(crate) by_row: Option<(Vec<u64>, Vec<f64>)>,
    pub(crate) totals: CellTotals,
}

/// The sums of each cell, over all units.
#[derive(Clone, Debug)]
pub(crate) struct CellTotals {
    /// Rows with weight.
    pub(crate) n: Vec<u64>,
    pub(crate) weights: Vec<ExactSum>,
    /// Of the weights, each rounded.
    pub(crate) squares: Vec<ExactSum>,
}

/// The sums of several cells together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Base {
    pub(crate) n: u64,
    pub(crate) weights: ExactSum,
    pub(crate) squares: ExactSum,
}

impl CellTotals {
    pub(crate) fn base(&self, cells: impl IntoIterator<Item = usize>) -> Base {
        let mut base = Base::default();
        for cell in cells {
            base.n += self.n[cell];
            base.weights.merge(&self.weights[cell]);
            base.squares.merge(&self.squares[cell]);
        }
        base
    }
}

impl Base {
    /// Kish's effective size; 0 without rows.
    pub(crate) fn n_effective(&self) -> f64 {
        let (sum, squares) = (self.weights.value(), self.squares.value());
        if squares > 0.0 { sum * sum / squares } else { 0.0 }
    }
}
