//! Crosstabs of a question by several breaks, filled together from rows in the order of their units.
//!
//! The bits are those of sums row by row: sums are exact both ways.

use std::ops::Range;

use topline_exact::lanes::{LaneScale, Lanes, ROWS_AT_MOST};

use crate::rows_by_unit::{LanesByPlace, RowsByUnit};
use crate::sorted_codes::SortedCodes;
use crate::table_sums::TableSums;

/// A question by some breaks, and where the cells of their tables are among those of a unit: a line for each answer and one for
/// none, and in it for each break a place for each of its columns and one for none of them.
pub(crate) struct Crosstabs<'c> {
    pub question: &'c SortedCodes,
    pub breaks: &'c [&'c SortedCodes],
    /// Where each break starts in a line.
    pub starts: Vec<usize>,
    pub width: usize,
}

impl<'c> Crosstabs<'c> {
    pub fn new(question: &'c SortedCodes, breaks: &'c [&'c SortedCodes]) -> Self {
        let mut width = 0;
        let start = |own: &&SortedCodes| {
            width += own.categories + 1;
            width - own.categories - 1
        };
        let starts = breaks.iter().map(start).collect();
        Self { question, breaks, starts, width }
    }

    /// No rows of a unit yet.
    pub fn unit_cells<const L: usize>(&self) -> Vec<Lanes<L>> {
        vec![[0; L]; (self.question.categories + 1) * self.width]
    }

    /// Add the rows at some places, [`ROWS_AT_MOST`] together.
    pub fn add_rows<const L: usize>(&self, unit_cells: &mut [Lanes<L>], lanes: &[Lanes<L>], at: Range<usize>) {
        // By several breaks side by side: a sum need not wait for the one before, which may be of the same cell.
        let (fours, rest) = self.breaks.as_chunks::<4>();
        let (starts, rest_starts) = self.starts.as_chunks::<4>();
        for (breaks, starts) in fours.iter().zip(starts) {
            self.add_rows_by(unit_cells, lanes, at.clone(), (breaks, starts));
        }
        let (twos, one) = rest.as_chunks::<2>();
        let (starts, one_start) = rest_starts.as_chunks::<2>();
        for (breaks, starts) in twos.iter().zip(starts) {
            self.add_rows_by(unit_cells, lanes, at.clone(), (breaks, starts));
        }
        if let ([own], [start]) = (one, one_start) {
            self.add_rows_by(unit_cells, lanes, at, (&[own], &[*start]));
        }
    }

    fn add_rows_by<const L: usize, const B: usize>(
        &self,
        unit_cells: &mut [Lanes<L>],
        lanes: &[Lanes<L>],
        at: Range<usize>,
        (breaks, starts): (&[&SortedCodes; B], &[usize; B]),
    ) {
        let columns = breaks.map(|own| &own.codes[at.clone()]);
        let rows = self.question.codes[at.clone()].iter().zip(&lanes[at]).enumerate();
        for (row, (&code, lanes)) in rows {
            let line = usize::from(code) * self.width;
            for (columns, start) in columns.iter().zip(starts) {
                let sums = &mut unit_cells[line + start + usize::from(columns[row])];
                for lane in 0..L {
                    sums[lane] = sums[lane].wrapping_add(lanes[lane]);
                }
            }
        }
    }
}

/// The sums of a question by each break: of each break a table with a row for each category of the question and a
/// column for each of the break, row by row.
///
/// A row whose answer or whose break has no category is in no cell. Codes are those that `rows` put in order.
pub(crate) fn crosstab_sums(rows: &RowsByUnit, tables: &Crosstabs) -> Vec<TableSums> {
    let cells = tables.breaks.iter().map(|own| tables.question.categories * own.categories);
    let mut sums: Vec<TableSums> = cells.map(|cells| TableSums::new(rows.frame, cells)).collect();
    match &rows.lanes {
        LanesByPlace::InClusters(lanes) => fill(&mut sums, rows, lanes, tables, TableSums::add_lanes),
        LanesByPlace::ByThemselves(lanes) => fill(&mut sums, rows, lanes, tables, TableSums::add_lanes_with_squares),
    }
    add_without_lanes(&mut sums, rows, tables);
    sums
}

/// Adds what the rows of a unit add up to in a cell.
type AddLanes<const L: usize> = fn(&mut TableSums, (usize, usize), &Lanes<L>, LaneScale);

fn fill<const L: usize>(
    sums: &mut [TableSums],
    rows: &RowsByUnit,
    lanes: &[Lanes<L>],
    tables: &Crosstabs,
    add: AddLanes<L>,
) {
    let mut unit_cells = tables.unit_cells();
    for (unit, bounds) in rows.starts.windows(2).enumerate() {
        let mut first = bounds[0];
        while first < bounds[1] {
            let last = bounds[1].min(first + ROWS_AT_MOST);
            tables.add_rows(&mut unit_cells, lanes, first..last);
            for ((sums, own), start) in sums.iter_mut().zip(tables.breaks).zip(&tables.starts) {
                for answer in 0..tables.question.categories {
                    let line = &unit_cells[answer * tables.width + start..][..own.categories];
                    for (column, lanes) in line.iter().enumerate() {
                        add(sums, (unit, answer * own.categories + column), lanes, rows.scale);
                    }
                }
            }
            unit_cells.fill([0; L]);
            first = last;
        }
    }
}

fn add_without_lanes(sums: &mut [TableSums], rows: &RowsByUnit, tables: &Crosstabs) {
    for &place in &rows.without_lanes {
        let place = place as usize;
        let unit = rows.starts.partition_point(|&start| start <= place) - 1;
        for (sums, own) in sums.iter_mut().zip(tables.breaks) {
            if let Some(cell) = tables.question.cell_by(own, place) {
                sums.add(unit, cell, rows.weight(place));
            }
        }
    }
}
