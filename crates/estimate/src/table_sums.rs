//! Sums of weights by unit and cell of a table: the fast way to the state of a crosstab.
//!
//! A row adds its weight, prepared once for all tables, to one place: rows in the order of their clusters are fastest,
//! as their places are near each other. The bits are those of [`UnitSums`], whatever the order.

use std::collections::BTreeMap;

use topline_exact::ExactSum;
use topline_exact::lanes::{Lanes, Scale};

use crate::frame::Frame;
use crate::sums::UnitSums;
use crate::unit_values::{Base, CellTotals, UnitValues};

/// A weight ready to be added to many tables.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PreparedWeight {
    weight: f64,
    /// Significands and shifts of the weight and its square, where both fit the window.
    significand: i64,
    square: i64,
    shifts: Option<(u8, u8)>,
}

impl PreparedWeight {
    /// A weight, which is finite and not negative (see [`crate::weight::check_weights`]).
    #[must_use]
    pub fn new(weight: f64) -> Self {
        let both = ExactSum::shifted(weight).zip(ExactSum::shifted(weight * weight));
        let ((significand, shift), (square, square_shift)) = both.unwrap_or_default();
        Self { weight, significand, square, shifts: both.map(|_| (shift, square_shift)) }
    }
}

/// Sums of weights for each unit of a [`Frame`] and each cell of a table.
#[derive(Clone, Debug)]
pub struct TableSums {
    cells: usize,
    /// By unit, then cell.
    weights: Sums,
    /// Rows by unit where rows were drawn by themselves, and squares by unit and cell.
    by_row: Option<(Vec<u64>, Vec<ExactSum>)>,
    /// Rows, weights' squares by cell.
    n: Vec<u64>,
    squares: Sums,
}

/// Exact sums at numbered places: most in a window of 128 bits, the few that do not fit beside it.
#[derive(Clone, Debug)]
struct Sums {
    windows: Vec<i128>,
    beside: BTreeMap<usize, ExactSum>,
}

impl Sums {
    fn new(places: usize) -> Self {
        Self { windows: vec![0; places], beside: BTreeMap::new() }
    }

    fn add_beside(&mut self, place: usize, value: f64) {
        self.beside.entry(place).or_default().add(value);
    }

    fn add_window(&mut self, place: usize, window: i128) {
        let sum = &mut self.windows[place];
        match sum.checked_add(window) {
            Some(next) => *sum = next,
            None => self.beside.entry(place).or_default().merge(&ExactSum::of_window(window)),
        }
    }

    fn merge(&mut self, other: &Self) {
        for (place, &window) in other.windows.iter().enumerate() {
            self.add_window(place, window);
        }
        for (&place, sum) in &other.beside {
            self.beside.entry(place).or_default().merge(sum);
        }
    }

    fn sum(&self, place: usize) -> ExactSum {
        let mut sum = ExactSum::of_window(self.windows[place]);
        if let Some(beside) = self.beside.get(&place) {
            sum.merge(beside);
        }
        sum
    }
}

impl TableSums {
    /// No rows yet, of this frame and so many cells.
    #[must_use]
    pub fn new(frame: &Frame, cells: usize) -> Self {
        let places = frame.units() * cells;
        let by_row = frame.rows_are_clusters().then(|| (vec![0; frame.units()], vec![ExactSum::new(); places]));
        Self { cells, weights: Sums::new(places), by_row, n: vec![0; cells], squares: Sums::new(cells) }
    }

    /// Add a row of a unit of the frame to a cell of the table.
    ///
    /// A row of no weight is in the design and not in the estimate: it is not counted.
    pub fn add(&mut self, unit: u32, cell: usize, weight: &PreparedWeight) {
        let place = unit as usize * self.cells + cell;
        if let Some((shift, square_shift)) = weight.shifts
            && weight.significand != 0
        {
            self.weights.add_window(place, i128::from(weight.significand) << shift);
            self.squares.add_window(cell, i128::from(weight.square) << square_shift);
        } else if weight.weight > 0.0 {
            self.weights.add_beside(place, weight.weight);
            self.squares.add_beside(cell, weight.weight * weight.weight);
        } else {
            return;
        }
        self.n[cell] += 1;
        if let Some((rows, squares)) = &mut self.by_row {
            let square = weight.weight * weight.weight;
            rows[unit as usize] += 1;
            squares[place].add(square);
            squares[place].add(weight.weight.mul_add(weight.weight, -square));
        }
    }

    /// Add rows of a unit to a cell, several at once.
    pub(crate) fn add_lanes<const L: usize>(&mut self, unit: usize, cell: usize, lanes: &Lanes<L>, scale: Scale) {
        let total = scale.total(lanes);
        if total.rows == 0 {
            return;
        }
        let place = unit * self.cells + cell;
        self.weights.add_window(place, total.weights);
        self.squares.add_window(cell, total.squares);
        self.n[cell] += total.rows;
        if let Some((rows, squares)) = &mut self.by_row {
            rows[unit] += total.rows;
            scale.add_squares(lanes, &mut squares[place]);
        }
    }

    /// Add all rows of another state over the same frame and cells.
    pub fn merge(&mut self, other: &Self) {
        self.weights.merge(&other.weights);
        self.squares.merge(&other.squares);
        for (n, added) in self.n.iter_mut().zip(&other.n) {
            *n += added;
        }
        if let (Some((rows, squares)), Some((more_rows, more_squares))) = (&mut self.by_row, &other.by_row) {
            for (rows, added) in rows.iter_mut().zip(more_rows) {
                *rows += added;
            }
            for (square, added) in squares.iter_mut().zip(more_squares) {
                square.merge(added);
            }
        }
    }

    /// Rows with weight in each cell.
    #[must_use]
    pub fn n(&self) -> &[u64] {
        &self.n
    }

    /// The sum of weights in each cell.
    #[must_use]
    pub fn n_weighted(&self) -> Vec<f64> {
        self.totals().weights.iter().map(ExactSum::value).collect()
    }

    /// Kish's effective size of several cells together, `(sum w)^2 / sum w^2`; 0 without rows.
    #[must_use]
    pub fn n_effective(&self, cells: impl IntoIterator<Item = usize>) -> f64 {
        self.totals().base(cells).n_effective()
    }

    /// The sums with a column for each cell, for [`crate::inference::infer_from_sums`].
    #[must_use]
    pub fn unit_sums(&self, frame: &Frame) -> UnitSums {
        let Base { weights, squares, .. } = self.totals().base(0..self.cells);
        let places = |unit: usize| unit * self.cells..(unit + 1) * self.cells;
        let units = (0..frame.units()).filter_map(|unit| {
            let sums: Vec<ExactSum> = places(unit).map(|place| self.weights.sum(place)).collect();
            let (rows, squares) = match &self.by_row {
                Some((rows, squares)) => (rows[unit], squares[places(unit)].to_vec()),
                // A cluster with weight has rows; how many matters to no one.
                None => (u64::from(sums.iter().any(|sum| sum.value() > 0.0)), Vec::new()),
            };
            (rows > 0).then_some((unit as u32, rows, sums, squares))
        });
        UnitSums::of_table(frame, self.cells, self.n.iter().sum(), (weights, squares), units)
    }

    /// What the units of each cell add up to.
    pub(crate) fn totals(&self) -> CellTotals {
        let mut weights = vec![ExactSum::new(); self.cells];
        for unit in self.weights.windows.chunks_exact(self.cells.max(1)) {
            for (total, &window) in weights.iter_mut().zip(unit) {
                total.merge(&ExactSum::of_window(window));
            }
        }
        for (place, sum) in &self.weights.beside {
            weights[place % self.cells].merge(sum);
        }
        let squares = (0..self.cells).map(|cell| self.squares.sum(cell)).collect();
        CellTotals { n: self.n.clone(), weights, squares }
    }

    /// The sums, read.
    pub(crate) fn values(&self) -> UnitValues {
        UnitValues {
            weights: (0..self.weights.windows.len()).map(|place| self.weights.sum(place).value()).collect(),
            by_row: self.by_row.as_ref().map(|(rows, squares)| {
                let squares = squares.iter().map(ExactSum::value).collect();
                (rows.clone(), squares)
            }),
            totals: self.totals(),
        }
    }
}
