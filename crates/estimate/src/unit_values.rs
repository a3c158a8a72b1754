//! The sums of crosstabs as doubles by unit, straight from rows in the order of their units.

use topline_exact::lanes::{LaneScale, Lanes, NUMBERS, ROWS_AT_MOST};

use crate::cell_values::{CellTotals, UnitValues};
use crate::crosstab_sums::{add_rows, new_unit_cells};
use crate::rows_by_unit::{BannerCodes, LanesByPlace, QuestionCodes, RowsByUnit};

/// The values of a question by each break, straight from rows; `None` where rows are not in clusters of at most
/// [`ROWS_AT_MOST`], or weights lie far apart: [`crosstab_sums`](crate::crosstab_sums::crosstab_sums) takes those.
pub(crate) fn unit_values(
    rows: &RowsByUnit,
    question: &QuestionCodes,
    banner: &BannerCodes,
) -> Option<Vec<UnitValues>> {
    let LanesByPlace::InClusters(lanes) = &rows.lanes else {
        return None;
    };
    let small = rows.starts.windows(2).all(|bounds| bounds[1] - bounds[0] <= ROWS_AT_MOST);
    if !small || !rows.without_lanes.is_empty() {
        return None;
    }
    if banner.categories.is_empty() {
        return Some(Vec::new());
    }
    let answers = question.categories;
    let mut tables: Vec<Reading> =
        banner.categories.iter().map(|columns| Reading::new(rows.frame.units(), answers * columns)).collect();
    let mut unit_cells = new_unit_cells(question, banner);
    let mut added = 0;
    for (unit, bounds) in rows.starts.windows(2).enumerate() {
        // Counts and squares stay in their lanes while these have room: they are not wanted by unit.
        if added + bounds[1] - bounds[0] > ROWS_AT_MOST {
            each_cell(&mut unit_cells, &mut tables, answers, banner, Reading::take_squares);
            added = 0;
        }
        added += bounds[1] - bounds[0];
        add_rows(&mut unit_cells, lanes, bounds[0]..bounds[1], question, banner);
        each_cell(&mut unit_cells, &mut tables, answers, banner, |table, cell, lanes| {
            table.take_weights(unit, cell, lanes, rows.scale);
        });
    }
    each_cell(&mut unit_cells, &mut tables, answers, banner, Reading::take_squares);
    Some(tables.into_iter().map(|table| table.values(rows.scale)).collect())
}

/// Do something to each cell of each table and the lanes that hold its sums.
fn each_cell(
    unit_cells: &mut [InCluster],
    tables: &mut [Reading],
    answers: usize,
    banner: &BannerCodes,
    mut act: impl FnMut(&mut Reading, usize, &mut InCluster),
) {
    for (answer, line) in unit_cells.chunks_exact_mut(banner.width).take(answers).enumerate() {
        for ((table, &start), &columns) in tables.iter_mut().zip(&banner.starts).zip(&banner.categories) {
            for (column, lanes) in line[start..start + columns].iter_mut().enumerate() {
                act(table, answer * columns + column, lanes);
            }
        }
    }
}

type InCluster = Lanes<NUMBERS>;

/// A table that is being read: sums in units of the lowest bit.
struct Reading {
    by_unit: Vec<f64>,
    cells: Vec<CellReading>,
}

#[derive(Clone, Copy, Default)]
struct CellReading {
    n: u64,
    weights: i128,
    squares: i128,
}

impl Reading {
    fn new(units: usize, cells: usize) -> Self {
        Self { by_unit: vec![0.0; units * cells], cells: vec![CellReading::default(); cells] }
    }

    fn take_weights(&mut self, unit: usize, cell: usize, lanes: &mut InCluster, scale: LaneScale) {
        let (value, units) = scale.take_first(lanes);
        self.by_unit[unit * self.cells.len() + cell] = value;
        self.cells[cell].weights += units;
    }

    fn take_squares(&mut self, cell: usize, lanes: &mut InCluster) {
        let (count, squares) = LaneScale::take_second(lanes);
        self.cells[cell].n += count;
        self.cells[cell].squares += squares;
    }

    fn values(self, scale: LaneScale) -> UnitValues {
        UnitValues {
            weights: self.by_unit,
            by_row: None,
            totals: CellTotals {
                n: self.cells.iter().map(|cell| cell.n).collect(),
                weights: self.cells.iter().map(|cell| scale.first(cell.weights).into()).collect(),
                squares: self.cells.iter().map(|cell| scale.second(cell.squares).into()).collect(),
            },
        }
    }
}
