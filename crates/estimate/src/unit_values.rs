//! The sums of crosstabs as doubles by unit, straight from rows in the order of their units.

use topline_exact::ExactSum;
use topline_exact::lanes::{LaneScale, Lanes, NUMBERS, ROWS_AT_MOST, count_of};

use crate::cell_values::{CellTotals, UnitValues};
use crate::crosstab_sums::{add_rows, new_unit_cells};
use crate::rows_by_unit::{BannerCodes, LanesByPlace, QuestionCodes, RowsByUnit};

/// How many units' sums are kept before they are moved to the tables, where the units of a cell are side by side: as many as a
/// cache line has room for.
const TOGETHER: usize = 8;

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
    let mut reading = Reading::new(rows.frame.units(), question, banner);
    let mut unit_cells = new_unit_cells(question, banner);
    let mut added = 0;
    for (unit, bounds) in rows.starts.windows(2).enumerate() {
        // Lanes are emptied when they have no more room: what a unit adds to them is a difference.
        if added + bounds[1] - bounds[0] > ROWS_AT_MOST {
            reading.empty(&mut unit_cells, rows.scale);
            added = 0;
        }
        added += bounds[1] - bounds[0];
        add_rows(&mut unit_cells, lanes, bounds[0]..bounds[1], question, banner);
        reading.take(unit, &unit_cells, rows.scale);
    }
    reading.empty(&mut unit_cells, rows.scale);
    Some(reading.tables)
}

/// Tables that are being read.
struct Reading {
    units: usize,
    /// Where the cells of each table are among those that are summed up: its cell, table and place there.
    places: Vec<Place>,
    tables: Vec<UnitValues>,
    /// What the lanes of each place held after the unit before.
    before: Vec<[u64; 2]>,
    /// The sums of the last units in each place.
    last: Vec<[f64; TOGETHER]>,
}

#[derive(Clone, Copy)]
struct Place {
    at: usize,
    table: usize,
    cell: usize,
}

impl Reading {
    fn new(units: usize, question: &QuestionCodes, banner: &BannerCodes) -> Self {
        let answers = question.categories;
        let table = |columns: &usize| {
            let cells = answers * columns;
            let sums = || vec![ExactSum::new(); cells];
            let totals = CellTotals { n: vec![0; cells], weights: sums(), squares: sums() };
            UnitValues { weights: vec![0.0; units * cells], by_row: None, totals }
        };
        let breaks = || banner.starts.iter().zip(&banner.categories).enumerate();
        let of_answer = |answer: usize| {
            breaks().flat_map(move |(table, (&start, &columns))| {
                let of_column = move |column| Place {
                    at: answer * banner.width + start + column,
                    table,
                    cell: answer * columns + column,
                };
                (0..columns).map(of_column)
            })
        };
        let size = answers * banner.width;
        Self {
            units,
            places: (0..answers).flat_map(of_answer).collect(),
            tables: banner.categories.iter().map(table).collect(),
            before: vec![[0; 2]; size],
            last: vec![[0.0; TOGETHER]; size],
        }
    }

    /// Takes what the rows of the next unit have added.
    fn take(&mut self, unit: usize, unit_cells: &[Lanes<NUMBERS>], scale: LaneScale) {
        let own = unit % TOGETHER;
        for ((lanes, before), last) in unit_cells.iter().zip(&mut self.before).zip(&mut self.last) {
            last[own] = scale.first_since(lanes, before);
        }
        let (is_full, is_end) = (own + 1 == TOGETHER, unit + 1 == self.units);
        for &Place { at, table, cell } in self.places.iter().filter(|_| is_full || is_end) {
            let weights = &mut self.tables[table].weights[cell * self.units + unit - own..];
            match weights.first_chunk_mut() {
                Some(weights) if is_full => *weights = self.last[at],
                _ => weights[..=own].copy_from_slice(&self.last[at][..=own]),
            }
        }
    }

    /// Takes what the lanes hold to the totals of the cells.
    fn empty(&mut self, unit_cells: &mut [Lanes<NUMBERS>], scale: LaneScale) {
        for &Place { at, table, cell } in &self.places {
            let (lanes, totals) = (&unit_cells[at], &mut self.tables[table].totals);
            let [weights, squares] = scale.sums(lanes);
            totals.n[cell] += count_of(lanes);
            totals.weights[cell].add_fixed(weights);
            totals.squares[cell].add_fixed(squares);
        }
        unit_cells.fill([0; NUMBERS]);
        self.before.fill([0; 2]);
    }
}
