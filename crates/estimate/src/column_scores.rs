//! The linearised scores of parts of columns: what the errors of a crosstab come from.

use crate::frame::Frame;
use crate::matrix::Matrix;
use crate::sums::UnitScores;

/// The parts of each cell of a table in its column, zero where the column is empty.
#[derive(Clone, Debug)]
pub(crate) struct ColumnScores {
    pub(crate) parts: Vec<f64>,
    /// One over the weight of each column, zero where it is empty.
    per_weight: Vec<f64>,
}

impl ColumnScores {
    /// Of cells with these sums of weights, row by row, in columns with these.
    pub(crate) fn new(cells: &[f64], columns: &[f64]) -> Self {
        let per_weight = columns.iter().map(|&weight| if weight > 0.0 { 1.0 / weight } else { 0.0 }).collect();
        let part = |(cell, size): (usize, &f64)| {
            let column = columns[cell % columns.len()];
            if column > 0.0 { size / column } else { 0.0 }
        };
        Self { parts: cells.iter().enumerate().map(part).collect(), per_weight }
    }

    /// The scores `(t - p T) / W` of each unit, in place of its sums of weights by cell: `t` is the cell's weight in it,
    /// `T` the column's, and `W` the column's in the sample.
    ///
    /// Where rows were drawn by themselves, `by_row` has the rows of each unit and their squared weights by cell; of the
    /// products of scores, those of each value with itself are made.
    pub(crate) fn scores(
        &self,
        frame: &Frame,
        mut weights: Vec<f64>,
        by_row: Option<(Vec<u64>, Vec<f64>)>,
    ) -> UnitScores {
        let (cells, columns, units) = (self.parts.len(), self.per_weight.len(), frame.units());
        let mut has_rows = vec![0; units];
        for (column, per_weight) in self.per_weight.iter().enumerate() {
            let of_cell = |cell: usize| cell * units..(cell + 1) * units;
            let mut own = vec![0.0; units];
            for cell in (column..cells).step_by(columns) {
                own.iter_mut().zip(&weights[of_cell(cell)]).for_each(|(own, weight)| *own += weight);
            }
            has_rows.iter_mut().zip(&own).for_each(|(has_rows, own)| *has_rows |= u64::from(*own > 0.0));
            for cell in (column..cells).step_by(columns) {
                for (weight, own) in weights[of_cell(cell)].iter_mut().zip(&own) {
                    *weight = (*weight - self.parts[cell] * own) * per_weight;
                }
            }
        }
        let totals = Matrix::of_cells(units, weights);
        let Some((rows, squares)) = by_row else {
            return UnitScores { rows: has_rows, products: vec![None; totals.rows()], totals };
        };
        let units = squares.chunks_exact(cells).zip(frame.rows()).enumerate();
        let products = units.map(|(unit, (squares, &sampled))| {
            Some(Matrix::from_fn(cells, 1, |cell, _| {
                let total = totals[(cell, unit)];
                self.square(squares, cell) - total * total / sampled as f64
            }))
        });
        UnitScores { products: products.collect(), rows, totals }
    }

    /// The sum of squares of rows' scores in a cell: rows of the cell have `w (1 - p) / W`, others of its column `-w p /
    /// W`, and the rest nothing.
    fn square(&self, squares: &[f64], cell: usize) -> f64 {
        let (part, columns) = (self.parts[cell], self.per_weight.len());
        let column = cell % columns;
        let others = (column..squares.len()).step_by(columns).filter(|&other| other != cell);
        let others: f64 = others.map(|other| squares[other]).sum();
        let sum = (1.0 - part).powi(2) * squares[cell] + part * part * others;
        sum * self.per_weight[column].powi(2)
    }

    /// The scores of one row of the table, with the products of every two of its columns.
    pub(crate) fn of_row(&self, frame: &Frame, all: &UnitScores, row: usize) -> UnitScores {
        let columns = self.per_weight.len();
        let cells = row * columns..(row + 1) * columns;
        let units = cells.clone().flat_map(|cell| all.totals.row(cell)).copied();
        let totals = Matrix::of_cells(frame.units(), units.collect());
        let products = all.products.iter().zip(frame.rows()).enumerate().map(|(unit, (products, &sampled))| {
            let products = products.as_ref()?;
            Some(Matrix::from_fn(columns, columns, |a, b| {
                // A row is in one column, so that products of different ones are of their means alone.
                if a == b {
                    products[(cells.start + a, 0)]
                } else {
                    -totals[(a, unit)] * totals[(b, unit)] / sampled as f64
                }
            }))
        });
        UnitScores { products: products.collect(), rows: all.rows.clone(), totals }
    }
}
