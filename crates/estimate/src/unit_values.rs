//! The sums of crosstabs as doubles by unit, straight from rows in the order of their units.

use topline_exact::ExactSum;
use topline_exact::lanes::{LaneScale, Lanes, NUMBER, NumberLanes, ROWS_AT_MOST};

use crate::cell_values::UnitValues;
use crate::crosstab_sums::Crosstabs;
use crate::rows_by_unit::{LanesByPlace, RowsByUnit};

/// How many units' sums are kept before they are moved to the tables, where the units of a cell are side by side: as many as a
/// cache line has room for.
const TOGETHER: usize = 8;

/// The weights of a question by each break, straight from rows; `None` where rows are not in clusters of at most
/// [`ROWS_AT_MOST`], or weights lie far apart: [`crosstab_sums`](crate::crosstab_sums::crosstab_sums) takes those.
pub(crate) fn unit_weights(rows: &RowsByUnit, tables: &Crosstabs) -> Option<Vec<UnitValues>> {
    let LanesByPlace::InClusters(lanes) = &rows.lanes else {
        return None;
    };
    let small = rows.starts.windows(2).all(|bounds| bounds[1] - bounds[0] <= ROWS_AT_MOST);
    (small && rows.without_lanes.is_empty()).then(|| unit_values(rows, tables, (lanes, rows.scale)))
}

/// The same, and for each cell a second one, as many on as there are cells, with the weighted values of its rows.
pub(crate) fn valued_unit_weights(
    rows: &RowsByUnit,
    tables: &Crosstabs,
    value: impl Fn(usize) -> f64,
) -> Option<Vec<UnitValues>> {
    let mut found = unit_weights(rows, tables)?;
    let values = rows.order.iter().enumerate().map(|(place, row)| rows.weight(place) * value(*row as usize));
    let values = NumberLanes::of(values).ok().filter(|lanes| lanes.odd.is_empty())?;
    for (own, more) in found.iter_mut().zip(unit_values(rows, tables, (&values.lanes, values.scale))) {
        own.weights.extend(more.weights);
        own.totals.extend(more.totals);
    }
    Some(found)
}

/// The sums of the numbers in lanes, one of each row.
fn unit_values(
    rows: &RowsByUnit,
    tables: &Crosstabs,
    (lanes, scale): (&[Lanes<NUMBER>], LaneScale),
) -> Vec<UnitValues> {
    let mut reading = Reading::new(rows.frame.units(), tables);
    let mut unit_cells = tables.unit_cells();
    let mut added = 0;
    for (unit, bounds) in rows.starts.windows(2).enumerate() {
        // Lanes are emptied when they have no more room: what a unit adds to them is a difference.
        if added + bounds[1] - bounds[0] > ROWS_AT_MOST {
            reading.empty(&mut unit_cells, scale);
            added = 0;
        }
        added += bounds[1] - bounds[0];
        tables.add_rows(&mut unit_cells, lanes, bounds[0]..bounds[1]);
        reading.take(unit, &unit_cells, scale);
    }
    reading.empty(&mut unit_cells, scale);
    reading.finish()
}

/// Tables that are being read.
struct Reading {
    units: usize,
    /// Where the cells of each table are among those that are summed up: its cell, table and place there.
    places: Vec<Place>,
    /// Of each table the weights by cell and unit, and the sum of each cell.
    tables: Vec<(Vec<f64>, Vec<ExactSum>)>,
    /// What the lanes of each place held after the unit before.
    before: Vec<Lanes<NUMBER>>,
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
    fn new(units: usize, tables: &Crosstabs) -> Self {
        let answers = tables.question.categories;
        let breaks = || tables.breaks.iter().zip(&tables.starts).enumerate();
        let of_answer = |answer: usize| {
            breaks().flat_map(move |(table, (own, start))| {
                (0..own.categories).map(move |column| Place {
                    at: answer * tables.width + start + column,
                    table,
                    cell: answer * own.categories + column,
                })
            })
        };
        let size = answers * tables.width;
        let table = |cells: usize| (vec![0.0; units * cells], vec![ExactSum::new(); cells]);
        Self {
            units,
            places: (0..answers).flat_map(of_answer).collect(),
            tables: tables.breaks.iter().map(|own| table(answers * own.categories)).collect(),
            before: vec![[0; NUMBER]; size],
            last: vec![[0.0; TOGETHER]; size],
        }
    }

    /// Takes what the rows of the next unit have added.
    fn take(&mut self, unit: usize, unit_cells: &[Lanes<NUMBER>], scale: LaneScale) {
        let own = unit % TOGETHER;
        for ((lanes, before), last) in unit_cells.iter().zip(&mut self.before).zip(&mut self.last) {
            last[own] = scale.first_since(lanes, before);
        }
        let (is_full, is_end) = (own + 1 == TOGETHER, unit + 1 == self.units);
        for &Place { at, table, cell } in self.places.iter().filter(|_| is_full || is_end) {
            let weights = &mut self.tables[table].0[cell * self.units + unit - own..];
            match weights.first_chunk_mut() {
                Some(weights) if is_full => *weights = self.last[at],
                _ => weights[..=own].copy_from_slice(&self.last[at][..=own]),
            }
        }
    }

    /// Takes what the lanes hold to the totals of the cells.
    fn empty(&mut self, unit_cells: &mut [Lanes<NUMBER>], scale: LaneScale) {
        for &Place { at, table, cell } in &self.places {
            self.tables[table].1[cell].add_fixed(scale.sum(&unit_cells[at]));
        }
        unit_cells.fill([0; NUMBER]);
        self.before.fill([0; NUMBER]);
    }

    fn finish(self) -> Vec<UnitValues> {
        let read = |(weights, totals): (Vec<f64>, Vec<ExactSum>)| UnitValues {
            weights,
            totals: totals.iter().map(ExactSum::value).collect(),
        };
        self.tables.into_iter().map(read).collect()
    }
}
