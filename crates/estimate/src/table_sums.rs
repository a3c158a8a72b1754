//! Exact sums of weights by unit and cell of a table: what a crosstab's estimates are made of where rows were drawn by themselves,
//! and where weights are too far apart for doubles that are read unit by unit.

use std::collections::BTreeMap;

use topline_exact::lanes::{LaneScale, Lanes, WITH_SQUARE, count_of};
use topline_exact::{ExactSum, FixedPoint};

use crate::cell_values::UnitValues;
use crate::frame::Frame;

/// Sums of weights for each unit of a [`Frame`] and each cell of a table.
#[derive(Clone, Debug)]
pub(crate) struct TableSums {
    cells: usize,
    /// By unit, then cell.
    weights: Sums,
    /// Of rows that were drawn by themselves, how many there are and the sum of their squared weights, by unit and cell.
    by_row: Option<(Vec<u32>, Vec<ExactSum>)>,
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

    fn add_fixed(&mut self, place: usize, addend: FixedPoint) {
        let sum = &mut self.fixed[place];
        match sum.checked_add(addend) {
            Some(next) => *sum = next,
            None => self.others.entry(place).or_default().add_fixed(addend),
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
    pub fn new(frame: &Frame, cells: usize) -> Self {
        let places = frame.units() * cells;
        let by_row = frame.rows_are_clusters().then(|| (vec![0; places], vec![ExactSum::new(); places]));
        Self { cells, weights: Sums::new(places), by_row }
    }

    /// Add a row of a unit, which has weight, to a cell of the table.
    pub fn add(&mut self, unit: usize, cell: usize, weight: f64) {
        let place = unit * self.cells + cell;
        self.weights.others.entry(place).or_default().add(weight);
        if let Some((rows, squares)) = &mut self.by_row {
            let square = weight * weight;
            rows[place] += 1;
            squares[place].add(square);
            squares[place].add(weight.mul_add(weight, -square));
        }
    }

    /// Add rows of a unit to a cell, several at once.
    pub fn add_lanes<const L: usize>(&mut self, (unit, cell): (usize, usize), lanes: &Lanes<L>, scale: LaneScale) {
        if count_of(lanes) > 0 {
            self.weights.add_fixed(unit * self.cells + cell, scale.sum(lanes));
        }
    }

    /// Add rows that were drawn by themselves.
    pub fn add_lanes_with_squares(
        &mut self,
        (unit, cell): (usize, usize),
        lanes: &Lanes<WITH_SQUARE>,
        scale: LaneScale,
    ) {
        self.add_lanes((unit, cell), lanes, scale);
        if let Some((rows, squares)) = &mut self.by_row {
            let place = unit * self.cells + cell;
            rows[place] += count_of(lanes) as u32;
            scale.add_squares(lanes, &mut squares[place]);
        }
    }

    /// How many cells there are.
    pub fn cells(&self) -> usize {
        self.cells
    }

    /// What the units of each cell add up to.
    pub fn totals(&self) -> Vec<f64> {
        let mut totals = vec![ExactSum::new(); self.cells];
        for unit in self.weights.fixed.chunks_exact(self.cells.max(1)) {
            for (total, &sum) in totals.iter_mut().zip(unit) {
                total.add_fixed(sum);
            }
        }
        for (place, sum) in &self.weights.others {
            totals[place % self.cells].merge(sum);
        }
        totals.iter().map(ExactSum::value).collect()
    }

    /// Rows with weight of a unit in a cell, where rows were drawn by themselves.
    pub fn rows(&self, unit: usize, cell: usize) -> u64 {
        self.by_row.as_ref().map_or(0, |(rows, _)| rows[unit * self.cells + cell].into())
    }

    /// The weights of a unit in a cell.
    pub fn weight(&self, unit: usize, cell: usize) -> ExactSum {
        self.weights.sum(unit * self.cells + cell)
    }

    /// The exact squares of the weights of a unit in a cell, where rows were drawn by themselves.
    pub fn square(&self, unit: usize, cell: usize) -> Option<&ExactSum> {
        self.by_row.as_ref().map(|(_, squares)| &squares[unit * self.cells + cell])
    }

    /// The sums, read.
    pub fn values(&self) -> UnitValues {
        let units = self.weights.fixed.len() / self.cells.max(1);
        let places = (0..self.cells).flat_map(|cell| (0..units).map(move |unit| unit * self.cells + cell));
        UnitValues { weights: places.map(|place| self.weights.sum(place).value()).collect(), totals: self.totals() }
    }
}
