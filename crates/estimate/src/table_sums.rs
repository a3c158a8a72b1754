//! Sums of weights by unit and cell of a table: the fast way to the state of a crosstab.
//!
//! A row adds its weight, prepared once for all tables, to one place: rows in the order of their clusters are fastest,
//! as their places are near each other. The bits are those of [`UnitSums`], whatever the order.

use std::collections::BTreeMap;

use topline_exact::lanes::{LaneScale, Lanes, count_of};
use topline_exact::{ExactSum, FixedPoint};

use crate::cell_values::{Base, CellTotals, UnitValues};
use crate::frame::Frame;
use crate::sums::UnitSums;

/// A weight ready to be added to many tables.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PreparedWeight {
    weight: f64,
    /// The weight and its square, where both have a fixed-point form.
    fixed: Option<(FixedPoint, FixedPoint)>,
}

impl PreparedWeight {
    /// A weight, which is finite and not negative (see [`crate::weight::check_weights`]).
    #[must_use]
    pub fn new(weight: f64) -> Self {
        Self { weight, fixed: FixedPoint::exactly(weight).zip(FixedPoint::exactly(weight * weight)) }
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
    /// Rows by unit and cell where rows were drawn by themselves.
    rows: Vec<u32>,
    /// Rows, weights' squares by cell.
    n: Vec<u64>,
    squares: Sums,
}

/// Exact sums at numbered places: most in fixed-point form, what does not fit in an exact sum of its own.
#[derive(Clone, Debug)]
struct Sums {
    fixed: Vec<FixedPoint>,
    others: BTreeMap<usize, ExactSum>,
}

impl Sums {
    fn new(places: usize) -> Self {
        Self { fixed: vec![FixedPoint::ZERO; places], others: BTreeMap::new() }
    }

    fn add_other(&mut self, place: usize, value: f64) {
        self.others.entry(place).or_default().add(value);
    }

    fn add_fixed(&mut self, place: usize, addend: FixedPoint) {
        let sum = &mut self.fixed[place];
        match sum.checked_add(addend) {
            Some(next) => *sum = next,
            None => self.others.entry(place).or_default().add_fixed(addend),
        }
    }

    fn merge(&mut self, other: &Self) {
        for (place, &sum) in other.fixed.iter().enumerate() {
            self.add_fixed(place, sum);
        }
        for (&place, sum) in &other.others {
            self.others.entry(place).or_default().merge(sum);
        }
    }

    fn sum(&self, place: usize) -> ExactSum {
        let mut sum = ExactSum::from(self.fixed[place]);
        if let Some(other) = self.others.get(&place) {
            sum.merge(other);
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
        let rows = if by_row.is_some() { vec![0; places] } else { Vec::new() };
        Self { cells, weights: Sums::new(places), by_row, rows, n: vec![0; cells], squares: Sums::new(cells) }
    }

    /// Add a row of a unit of the frame to a cell of the table.
    ///
    /// A row of no weight is in the design and not in the estimate: it is not counted.
    pub fn add(&mut self, unit: u32, cell: usize, weight: &PreparedWeight) {
        let place = unit as usize * self.cells + cell;
        if weight.weight <= 0.0 {
            return;
        }
        if let Some((fixed, square)) = weight.fixed {
            self.weights.add_fixed(place, fixed);
            self.squares.add_fixed(cell, square);
        } else {
            self.weights.add_other(place, weight.weight);
            self.squares.add_other(cell, weight.weight * weight.weight);
        }
        self.n[cell] += 1;
        if let Some((rows, squares)) = &mut self.by_row {
            let square = weight.weight * weight.weight;
            rows[unit as usize] += 1;
            self.rows[place] += 1;
            squares[place].add(square);
            squares[place].add(weight.weight.mul_add(weight.weight, -square));
        }
    }

    /// Add rows of a unit to a cell, several at once.
    pub(crate) fn add_lanes<const L: usize>(&mut self, unit: usize, cell: usize, lanes: &Lanes<L>, scale: LaneScale) {
        let count = count_of(lanes);
        if count == 0 {
            return;
        }
        let place = unit * self.cells + cell;
        let [weights, squares] = scale.sums(lanes);
        self.weights.add_fixed(place, weights);
        self.squares.add_fixed(cell, squares);
        self.n[cell] += count;
        if let Some((rows, squares)) = &mut self.by_row {
            rows[unit] += count;
            self.rows[place] += count as u32;
            scale.add_exact_squares(lanes, &mut squares[place]);
        }
    }

    /// Add all rows of another state over the same frame and cells.
    pub fn merge(&mut self, other: &Self) {
        self.weights.merge(&other.weights);
        self.squares.merge(&other.squares);
        for (n, added) in self.n.iter_mut().zip(&other.n) {
            *n += added;
        }
        for (rows, added) in self.rows.iter_mut().zip(&other.rows) {
            *rows += added;
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
        for unit in self.weights.fixed.chunks_exact(self.cells.max(1)) {
            for (total, &sum) in weights.iter_mut().zip(unit) {
                total.add_fixed(sum);
            }
        }
        for (place, sum) in &self.weights.others {
            weights[place % self.cells].merge(sum);
        }
        let squares = (0..self.cells).map(|cell| self.squares.sum(cell)).collect();
        CellTotals { n: self.n.clone(), weights, squares }
    }

    /// Rows with weight of a unit in a cell, where rows were drawn by themselves.
    pub(crate) fn rows(&self, unit: usize, cell: usize) -> u64 {
        self.rows.get(unit * self.cells + cell).copied().map_or(0, u64::from)
    }

    /// The weights of a unit in a cell.
    pub(crate) fn weight(&self, unit: usize, cell: usize) -> ExactSum {
        self.weights.sum(unit * self.cells + cell)
    }

    /// The exact squares of the weights of a unit in a cell, where rows were drawn by themselves.
    pub(crate) fn square(&self, unit: usize, cell: usize) -> Option<&ExactSum> {
        self.by_row.as_ref().map(|(_, squares)| &squares[unit * self.cells + cell])
    }

    /// The sums, read.
    pub(crate) fn values(&self) -> UnitValues {
        let units = self.weights.fixed.len() / self.cells.max(1);
        let places = (0..self.cells).flat_map(|cell| (0..units).map(move |unit| unit * self.cells + cell));
        UnitValues {
            weights: places.map(|place| self.weights.sum(place).value()).collect(),
            by_row: self.by_row.as_ref().map(|(rows, squares)| {
                let squares = squares.iter().map(ExactSum::value).collect();
                (rows.clone(), squares)
            }),
            totals: self.totals(),
        }
    }
}
