//! Crosstabs of a question by each break of a banner, filled together from rows in the order of their units.
//!
//! The bits are those of [`TableSums::add`] row by row: sums are exact both ways.

use std::ops::Range;

use topline_exact::lanes::{LaneScale, Lanes, ROWS_AT_MOST};

use crate::rows_by_unit::{BannerCodes, LanesByPlace, QuestionCodes, RowsByUnit};
use crate::table_sums::{PreparedWeight, TableSums};

/// The sums of a question by each break: of each break a table with a row for each category of the question and a
/// column for each of the break, row by row.
///
/// A row whose answer or whose break has no category is in no cell. Codes are those that `rows` put in order.
#[must_use]
pub fn crosstab_sums(rows: &RowsByUnit, question: &QuestionCodes, banner: &BannerCodes) -> Vec<TableSums> {
    let cells = banner.categories.iter().map(|columns| question.categories * columns);
    let mut tables: Vec<TableSums> = cells.map(|cells| TableSums::new(rows.frame, cells)).collect();
    match &rows.lanes {
        LanesByPlace::InClusters(lanes) => fill(&mut tables, rows, lanes, question, banner),
        LanesByPlace::ByThemselves(lanes) => fill(&mut tables, rows, lanes, question, banner),
    }
    add_without_lanes(&mut tables, rows, question, banner);
    tables
}

fn fill<const L: usize>(
    tables: &mut [TableSums],
    rows: &RowsByUnit,
    lanes: &[Lanes<L>],
    question: &QuestionCodes,
    banner: &BannerCodes,
) {
    let breaks = tables.len();
    if breaks == 0 {
        return;
    }
    let mut unit_cells = new_unit_cells(question, banner);
    for (unit, bounds) in rows.starts.windows(2).enumerate() {
        let mut first = bounds[0];
        while first < bounds[1] {
            let last = bounds[1].min(first + ROWS_AT_MOST);
            add_rows(&mut unit_cells, lanes, first..last, question, banner);
            move_to_tables(&mut unit_cells, tables, unit, rows.scale, banner);
            first = last;
        }
    }
}

/// Sums of one unit: a line for each answer and one for none, with a place for each column of each break and one for
/// none.
pub(crate) fn new_unit_cells<const L: usize>(question: &QuestionCodes, banner: &BannerCodes) -> Vec<Lanes<L>> {
    vec![[0; L]; (question.categories + 1) * banner.width]
}

/// Add the rows at some places, [`ROWS_AT_MOST`] together.
pub(crate) fn add_rows<const L: usize>(
    unit_cells: &mut [Lanes<L>],
    lanes: &[Lanes<L>],
    at: Range<usize>,
    question: &QuestionCodes,
    banner: &BannerCodes,
) {
    let breaks = banner.categories.len();
    let places = banner.places[at.start * breaks..at.end * breaks].chunks_exact(breaks);
    for ((&code, &lanes), places) in question.codes[at.clone()].iter().zip(&lanes[at]).zip(places) {
        let start = usize::from(code) * banner.width;
        let line = &mut unit_cells[start..start + banner.width];
        for &place in places {
            let sums = &mut line[usize::from(place)];
            for lane in 0..L {
                sums[lane] += lanes[lane];
            }
        }
    }
}

/// Move the sums of a unit to the tables.
fn move_to_tables<const L: usize>(
    unit_cells: &mut [Lanes<L>],
    tables: &mut [TableSums],
    unit: usize,
    scale: LaneScale,
    banner: &BannerCodes,
) {
    // The last line is that of no answer.
    let answers = unit_cells.len() / banner.width - 1;
    for (answer, line) in unit_cells.chunks_exact(banner.width).take(answers).enumerate() {
        for ((table, &start), &columns) in tables.iter_mut().zip(&banner.starts).zip(&banner.categories) {
            for (column, lanes) in line[start..start + columns].iter().enumerate() {
                table.add_lanes(unit, answer * columns + column, lanes, scale);
            }
        }
    }
    unit_cells.fill([0; L]);
}

fn add_without_lanes(tables: &mut [TableSums], rows: &RowsByUnit, question: &QuestionCodes, banner: &BannerCodes) {
    for &place in &rows.without_lanes {
        let place = place as usize;
        let answer = usize::from(question.codes[place]);
        if answer == question.categories {
            continue;
        }
        let unit = rows.starts.partition_point(|&start| start <= place) - 1;
        let weight = PreparedWeight::new(rows.weights[place]);
        let columns = &banner.places[place * tables.len()..];
        for (own, (table, &column)) in tables.iter_mut().zip(columns).enumerate() {
            let (column, categories) = (usize::from(column) - banner.starts[own], banner.categories[own]);
            if column < categories {
                table.add(unit as u32, answer * categories + column, &weight);
            }
        }
    }
}
