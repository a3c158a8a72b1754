//! The scores of values that a table's cells add up to, by unit: as [`UnitSums::scores`](crate::sums::UnitSums::scores) gives
//! them, for cells that do not overlap.
//!
//! A value depends on few of the cells, a percentage on those of its column. Values that depend on the same cells are worked out
//! together.

use topline_exact::ExactSum;

use crate::cell_values::UnitValues;
use crate::covariance::Extent;
use crate::frame::Frame;
use crate::matrix::Matrix;
use crate::moments::{TwoDoubles, around_mean};
use crate::sums::UnitScores;
use crate::table_sums::TableSums;

/// Values that depend on the same cells.
struct Block {
    cells: Vec<usize>,
    /// The values, by their places.
    values: Vec<usize>,
    /// The derivative of each value by each of the cells, cell by cell.
    slopes: Vec<f64>,
}

/// The derivatives of several values by the cells that they depend on.
pub(crate) struct Slopes {
    values: usize,
    blocks: Vec<Block>,
}

/// How many units are worked out at once: what they have in the cells of a block is near then.
const UNITS: usize = 512;

impl Slopes {
    /// Of a gradient, cells by values.
    pub(crate) fn of(gradient: &Matrix) -> Self {
        let mut blocks: Vec<Block> = Vec::new();
        for value in 0..gradient.columns() {
            let cells: Vec<usize> = (0..gradient.rows()).filter(|&cell| gradient[(cell, value)].abs() > 0.0).collect();
            match blocks.iter_mut().find(|block| block.cells == cells) {
                Some(block) => block.values.push(value),
                None => blocks.push(Block { cells, values: vec![value], slopes: Vec::new() }),
            }
        }
        for block in &mut blocks {
            let slopes = block.cells.iter().flat_map(|&cell| block.values.iter().map(move |&value| (cell, value)));
            block.slopes = slopes.map(|at| gradient[at]).collect();
        }
        Self { values: gradient.columns(), blocks }
    }

    /// Values that depend on the same cells in groups of about so many, each with the places of its values.
    pub(crate) fn in_groups_of(self, most: usize) -> Vec<(Self, Vec<usize>)> {
        let mut groups: Vec<(Self, Vec<usize>)> = Vec::new();
        for mut block in self.blocks {
            match groups.last() {
                Some((group, _)) if group.values + block.values.len() <= most => {}
                _ => groups.push((Self { values: 0, blocks: Vec::new() }, Vec::new())),
            }
            if let Some((group, places)) = groups.last_mut() {
                places.append(&mut block.values);
                block.values = (group.values..places.len()).collect();
                group.values = places.len();
                group.blocks.push(block);
            }
        }
        groups
    }
}

/// The scores where clusters were drawn; `rows` are those of each unit in the domain.
pub(crate) fn scores_of_clusters(values: &UnitValues, rows: &[u64], slopes: &Slopes) -> UnitScores {
    let units = rows.len();
    // As a sum of doubles begins.
    let mut totals = vec![-0.0; units * slopes.values];
    for block in &slopes.blocks {
        for start in (0..units).step_by(UNITS) {
            let some = start..units.min(start + UNITS);
            for (place, value) in block.values.iter().enumerate() {
                let totals = &mut totals[value * units..][some.clone()];
                for (cell, slopes) in block.cells.iter().zip(block.slopes.chunks_exact(block.values.len())) {
                    let sums = &values.weights[cell * units..][some.clone()];
                    totals.iter_mut().zip(sums).for_each(|(total, sum)| *total += sum * slopes[place]);
                }
            }
        }
    }
    let totals = Matrix::of_cells(units, totals);
    UnitScores { rows: rows.to_vec(), products: vec![None; units], totals }
}

/// The scores where rows were drawn by themselves, with their products: of each value with itself, or of every two.
pub(crate) fn scores_of_rows(
    frame: &Frame,
    table: &TableSums,
    rows: &[u64],
    slopes: &Slopes,
    extent: Extent,
) -> UnitScores {
    let cells = table.cells();
    let mut totals = Matrix::zeros(slopes.values, rows.len());
    let mut products = vec![None; rows.len()];
    for unit in (0..rows.len()).filter(|unit| rows[*unit] > 0) {
        let moments = Moments::of(table, unit, cells, frame.rows()[unit]);
        for block in &slopes.blocks {
            for (place, value) in block.values.iter().enumerate() {
                let slopes = block.slopes.iter().skip(place).step_by(block.values.len());
                let of_cells = block.cells.iter().map(|cell| moments.totals[*cell].0).zip(slopes);
                totals[(*value, unit)] = of_cells.map(|(sum, slope)| sum * slope).sum();
            }
        }
        products[unit] = Some(match extent {
            Extent::Variances => slopes.squares(&moments),
            Extent::All => slopes.products(&moments),
        });
    }
    UnitScores { rows: rows.to_vec(), products, totals }
}

/// What the rows of a unit add up to in each cell.
struct Moments {
    totals: Vec<TwoDoubles>,
    squares: Vec<TwoDoubles>,
    sampled: f64,
}

impl Moments {
    fn of(table: &TableSums, unit: usize, cells: usize, sampled: u64) -> Self {
        let totals = (0..cells).map(|cell| table.weight(unit, cell).value_and_rest()).collect();
        let square = |cell| table.square(unit, cell).map_or((0.0, 0.0), ExactSum::value_and_rest);
        Self { totals, squares: (0..cells).map(square).collect(), sampled: sampled as f64 }
    }

    /// The sum of products of two cells around their means: no row is in both.
    fn product(&self, one: usize, other: usize) -> f64 {
        let (lower, upper) = (one.min(other), one.max(other));
        let product = if one == other { self.squares[one] } else { (0.0, 0.0) };
        around_mean(product, (self.totals[lower], self.totals[upper]), self.sampled)
    }
}

impl Slopes {
    /// The sum of squares of each value's scores, in one column.
    fn squares(&self, moments: &Moments) -> Matrix {
        let mut squares = vec![0.0; self.values];
        for block in &self.blocks {
            let (size, cells) = (block.values.len(), &block.cells);
            let known: Vec<f64> =
                cells.iter().flat_map(|&one| cells.iter().map(move |&other| moments.product(one, other))).collect();
            for (place, &value) in block.values.iter().enumerate() {
                let slope = |at: usize| block.slopes[at * size + place];
                let lines = known.chunks_exact(cells.len().max(1)).enumerate();
                let inner = lines.map(|(row, line)| {
                    let sum: f64 = line.iter().enumerate().map(|(column, moment)| moment * slope(column)).sum();
                    slope(row) * sum
                });
                squares[value] = inner.sum();
            }
        }
        Matrix::of_cells(1, squares)
    }

    /// The sums of products of every two values' scores.
    fn products(&self, moments: &Moments) -> Matrix {
        let mut of_value: Vec<Vec<(usize, f64)>> = vec![Vec::new(); self.values];
        for block in &self.blocks {
            for (place, &value) in block.values.iter().enumerate() {
                let slopes = block.slopes.iter().skip(place).step_by(block.values.len());
                of_value[value] = block.cells.iter().copied().zip(slopes.copied()).collect();
            }
        }
        Matrix::from_fn(self.values, self.values, |one, other| {
            let inner = |cell: usize| -> f64 {
                of_value[other].iter().map(|&(at, slope)| moments.product(cell, at) * slope).sum()
            };
            of_value[one].iter().map(|&(cell, slope)| slope * inner(cell)).sum()
        })
    }
}
