//! The cells so far.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef};
use topline_exact::FixedPoint;

use crate::block::Block;
use crate::cell::Cell;
use crate::count::{Layout, Scratch, count};
use crate::error::TallyError;
use crate::fixed::{add, fixed};
use crate::gather::Gathering;
use crate::point::Point;
use crate::recipe::{Job, jobs};
use crate::tally::{Pair, Tally};
use crate::totals::{Offsets, Totals, offsets, ordered, unordered};

/// The sums of all cells so far: rows are added, and sums of other rows.
///
/// Rows wait in a block until there are enough of them to be counted together.
#[derive(Debug, Clone)]
pub struct Sums {
    pub(crate) tally: Arc<Tally>,
    gathering: Gathering,
    jobs: Vec<Job>,
    offsets: Vec<Offsets>,
    waiting: Block,
    scratch: Scratch,
    pub(crate) totals: Totals,
}

impl Sums {
    /// No rows yet.
    pub fn new(tally: Arc<Tally>) -> Result<Self, TallyError> {
        tally.check()?;
        let gathering = Gathering::new(&tally);
        let offsets = offsets(&tally);
        let jobs = jobs(&tally, &gathering.filters, &gathering.values);
        Ok(Self {
            waiting: gathering.block(&tally),
            totals: Totals::new(&tally),
            jobs,
            offsets,
            gathering,
            scratch: Scratch::default(),
            tally,
        })
    }

    /// What is counted.
    #[must_use]
    pub fn tally(&self) -> &Arc<Tally> {
        &self.tally
    }

    /// Adds rows: an array for each argument, of the type that [`Tally::argument_types`] says. Reasons may also come as
    /// a dictionary of texts.
    pub fn add(&mut self, arguments: &[ArrayRef]) -> Result<(), TallyError> {
        let rows = arguments.first().map_or(0, Array::len);
        let mut start = 0;
        while start < rows {
            let length = (rows - start).min(self.waiting.capacity() - self.waiting.rows);
            let sliced: Vec<ArrayRef> = arguments
                .iter()
                .enumerate()
                .map(|(argument, array)| {
                    let same = (array.len() == rows).then(|| array.slice(start, length));
                    same.ok_or(TallyError::ArgumentLength(argument))
                })
                .collect::<Result<_, _>>()?;
            let before = self.waiting.rows;
            if let Err(error) = self.gathering.append(&self.tally, &sliced, &mut self.waiting) {
                self.waiting.truncate(before);
                return Err(error);
            }
            start += length;
            if self.waiting.rows == self.waiting.capacity() {
                self.settle()?;
            }
        }
        Ok(())
    }

    /// Adds the sums of other rows, of the same tally.
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        if *self.tally != *other.tally {
            return Err(TallyError::State);
        }
        self.totals.merge(&other.totals)?;
        self.add_block(&other.waiting)
    }

    /// The rows that wait.
    pub(crate) fn waiting(&mut self) -> &mut Block {
        &mut self.waiting
    }

    /// Counts the rows that wait.
    pub(crate) fn settle(&mut self) -> Result<(), TallyError> {
        let mut waiting = std::mem::take(&mut self.waiting);
        let counted = self.add_block(&waiting);
        waiting.clear();
        self.waiting = waiting;
        counted
    }

    fn add_block(&mut self, block: &Block) -> Result<(), TallyError> {
        // Who weighs nothing is nobody's base.
        let weighing = block.weighing();
        let block = weighing.as_ref().unwrap_or(block);
        let tally = Arc::clone(&self.tally);
        let layout = Layout { tally: &tally, jobs: &self.jobs, offsets: &self.offsets };
        count(layout, block, &mut self.scratch, &mut self.totals)?;
        for (position, of) in tally.distributions.iter().enumerate() {
            let values = &block.values[position_of(&self.gathering.values, of.value)];
            let meets = of.filter.map(|filter| &block.filters[position_of(&self.gathering.filters, filter)]);
            for (row, value) in values.iter().enumerate() {
                if value.is_nan() || meets.is_some_and(|meets| !meets[row]) {
                    continue;
                }
                let column = column_of(&tally, &of.columns, block, row);
                let holders = self.totals.distributions[position].entry((column as u32, ordered(*value))).or_default();
                holders.n += 1;
                if let Some(weight) = block.weights.get(row) {
                    add(&mut holders.weight, fixed(*weight)?)?;
                }
            }
        }
        Ok(())
    }

    /// The cells of each pair, in the order of its rows and columns.
    pub fn cells(&mut self) -> Result<Vec<Vec<Cell>>, TallyError> {
        self.settle()?;
        let tally = Arc::clone(&self.tally);
        let totals = &self.totals;
        let sum = |sums: &[FixedPoint], at: usize, n: u64| sums.get(at).map_or(n as f64, |sum| sum.value());
        let cells_of = |(pair, offsets): (&Pair, &Offsets)| {
            let cells = 0..tally.cells_of(pair);
            let cell = |cell: usize| {
                let at = offsets.cells + cell;
                let n = totals.n[at];
                let mut found = Cell {
                    n,
                    weight: sum(&totals.weight, at, n),
                    weight_squared: sum(&totals.weight_squared, at, n),
                    ..Cell::default()
                };
                if pair.value.is_some() {
                    let at = offsets.valued + cell;
                    found.valued_n = totals.valued_n[at];
                    found.valued_weight = sum(&totals.valued_weight, at, found.valued_n);
                    found.value = totals.value[at].value();
                    found.value_squared = totals.value_squared[at].value();
                }
                found
            };
            cells.map(cell).collect()
        };
        Ok(tally.pairs.iter().zip(&self.offsets).map(cells_of).collect())
    }

    /// The values of each distribution in each of its columns, in their order.
    pub fn points(&mut self) -> Result<Vec<Vec<Vec<Point>>>, TallyError> {
        self.settle()?;
        let mut distributions = Vec::new();
        for (of, found) in self.tally.distributions.iter().zip(&self.totals.distributions) {
            let mut columns: Vec<Vec<Point>> = vec![Vec::new(); self.tally.columns_of(&of.columns)];
            let mut up_to = (u32::MAX, FixedPoint::ZERO, 0);
            for ((column, value), holders) in found {
                if up_to.0 != *column {
                    up_to = (*column, FixedPoint::ZERO, 0);
                }
                add(&mut up_to.1, holders.weight)?;
                up_to.2 += holders.n;
                let weighted = self.tally.weight.is_some();
                columns[*column as usize].push(Point {
                    value: unordered(*value),
                    n: holders.n,
                    weight: if weighted { holders.weight.value() } else { holders.n as f64 },
                    weight_up_to: if weighted { up_to.1.value() } else { up_to.2 as f64 },
                });
            }
            distributions.push(columns);
        }
        Ok(distributions)
    }

    /// What it takes in memory.
    #[must_use]
    pub fn size(&self) -> usize {
        size_of_val(self) + self.totals.size() + self.waiting.size() + self.scratch.size()
    }
}

/// The column that a row stands in, of breaks nested in each other.
fn column_of(tally: &Tally, columns: &[usize], block: &Block, row: usize) -> usize {
    columns.iter().fold(0, |column, dimension| {
        column * tally.dimensions[*dimension].places() + usize::from(block.places[*dimension][row])
    })
}

fn position_of(arguments: &[usize], argument: usize) -> usize {
    arguments.binary_search(&argument).unwrap_or(0)
}
