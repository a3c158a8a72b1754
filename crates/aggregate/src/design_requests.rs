//! What is wanted of tables whose errors come of a design: the cells and columns that it needs, numbered without the others.

use std::collections::{BTreeMap, BTreeSet};

use topline_estimate::parts::Part as Ratio;
use topline_estimate::sorted_codes::SortedCodes;
use topline_tally::{Pair, Tally};

use crate::column_tests::WholeRequest;
use crate::letters::JointRequest;
use crate::standard_errors::CellRequest;

/// The code of a place that no cell is wanted of.
const NOWHERE: u16 = u16::MAX;

/// What is wanted of the sums of a pair: cells, columns together and whole questions, each with the position of its grid.
#[derive(Default)]
pub(crate) struct Requests<'l> {
    pub cells: Vec<(usize, CellRequest)>,
    pub joint: Vec<(usize, JointRequest)>,
    pub wholes: Vec<(usize, WholeRequest<'l>)>,
}

/// What is wanted of pairs, by their positions in the tally.
pub(crate) type Wanted<'l> = BTreeMap<usize, Requests<'l>>;

/// A break as pairs have it: its dimensions, the columns that are wanted of it, and that of each respondent among those.
pub(crate) struct Axis {
    pub dimensions: Vec<usize>,
    pub columns: Vec<usize>,
    pub codes: SortedCodes,
}

/// Whether breaks are those of pairs, with all columns that are wanted.
pub(crate) fn serves(breaks: &[Axis], tally: &Tally, wanted: &Wanted<'_>) -> bool {
    wanted.iter().all(|(pair, requests)| {
        let pair = &tally.pairs[*pair];
        let own = breaks.iter().find(|own| own.dimensions == pair.columns);
        let has = |axis: &Axis| {
            needed_columns(tally, pair, requests).iter().all(|column| axis.columns.binary_search(column).is_ok())
        };
        own.is_some_and(has)
    })
}

/// The columns of a pair that anything is wanted of.
pub(crate) fn needed_columns(tally: &Tally, pair: &Pair, requests: &Requests<'_>) -> Vec<usize> {
    needed(tally, pair, requests, |cell, width| cell % width)
}

/// The rows or columns of a pair that anything is wanted of, in rising order.
pub(crate) fn needed(
    tally: &Tally,
    pair: &Pair,
    requests: &Requests<'_>,
    of: impl Fn(usize, usize) -> usize,
) -> Vec<usize> {
    let (cells, width) = (tally.cells_of(pair), tally.columns_of(&pair.columns));
    let of_cells = requests.cells.iter().map(|(_, request)| &request.ratio);
    let of_columns = requests.joint.iter().flat_map(|(_, request)| &request.ratios);
    let of_wholes = requests.wholes.iter().flat_map(|(_, request)| &request.ratios);
    let mut needed = BTreeSet::new();
    for ratio in of_cells.chain(of_columns).chain(of_wholes) {
        let counted = ratio.counted.iter().map(|(cell, _)| cell);
        needed.extend(counted.chain(&ratio.base).map(|cell| of(cell % cells, width)));
    }
    needed.into_iter().collect()
}

/// The cells that are wanted of a pair, numbered without the others.
pub(crate) struct Compact<'c> {
    pub tally: &'c Tally,
    pub pair: &'c Pair,
    pub rows: &'c [usize],
    pub columns: &'c [usize],
}

impl Compact<'_> {
    pub(crate) fn renumber(&self, ratio: &mut Ratio) {
        let (cells, width) = (self.tally.cells_of(self.pair), self.tally.columns_of(&self.pair.columns));
        let number = |cell: usize| {
            let own = cell % cells;
            let row = self.rows.binary_search(&(own / width)).unwrap_or_default();
            let column = self.columns.binary_search(&(own % width)).unwrap_or_default();
            let valued = if cell < cells { 0 } else { self.rows.len() * self.columns.len() };
            valued + row * self.columns.len() + column
        };
        ratio.counted.iter_mut().for_each(|(cell, _)| *cell = number(*cell));
        ratio.base.iter_mut().for_each(|cell| *cell = number(*cell));
    }
}

/// For each of so many numbers its place among some of them.
pub(crate) fn numbered(size: usize, some: &[usize]) -> Vec<u16> {
    let mut places = vec![NOWHERE; size];
    for (place, number) in (0..).zip(some) {
        places[*number] = place;
    }
    places
}
