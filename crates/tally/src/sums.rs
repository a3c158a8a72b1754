//! The cells so far.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef};
use arrow::datatypes::i256;

use crate::block::Block;
use crate::cell::Cell;
use crate::error::TallyError;
use crate::fixed::{add, double, fixed};
use crate::gather::Gathering;
use crate::point::Point;
use crate::tally::{Pair, Tally};

/// The sums of all cells so far: rows are added, and sums of other rows.
///
/// Rows wait in a block until there are enough of them to be counted together.
#[derive(Debug, Clone)]
pub struct Sums {
    pub(crate) tally: Arc<Tally>,
    gathering: Gathering,
    waiting: Block,
    pub(crate) totals: Totals,
}

/// What is summed up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Totals {
    /// Of each cell of each pair.
    pub n: Vec<u64>,
    /// The same, where there are weights.
    pub weight: Vec<i256>,
    pub weight_squared: Vec<i256>,
    /// Of each cell of each pair that has values.
    pub valued_n: Vec<u64>,
    pub valued_weight: Vec<i256>,
    pub value: Vec<i256>,
    pub value_squared: Vec<i256>,
    /// Of each distribution: of each value in each column, those who have it.
    pub distributions: Vec<BTreeMap<(u32, u64), Holders>>,
}

/// Those who have a value.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Holders {
    pub n: u64,
    pub weight: i256,
}

/// Where the cells of a pair begin: among all, and among those that have values.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Offsets {
    pub cells: usize,
    pub valued: usize,
}

impl Sums {
    /// No rows yet.
    pub fn new(tally: Arc<Tally>) -> Result<Self, TallyError> {
        tally.check()?;
        let gathering = Gathering::new(&tally);
        let cells: usize = tally.pairs.iter().map(|pair| tally.cells_of(pair)).sum();
        let valued: usize =
            tally.pairs.iter().filter(|pair| pair.value.is_some()).map(|pair| tally.cells_of(pair)).sum();
        let [weighted, valued_weighted] = [cells, valued].map(|cells| if tally.weight.is_some() { cells } else { 0 });
        let totals = Totals {
            n: vec![0; cells],
            weight: vec![i256::ZERO; weighted],
            weight_squared: vec![i256::ZERO; weighted],
            valued_n: vec![0; valued],
            valued_weight: vec![i256::ZERO; valued_weighted],
            value: vec![i256::ZERO; valued],
            value_squared: vec![i256::ZERO; valued],
            distributions: vec![BTreeMap::new(); tally.distributions.len()],
        };
        Ok(Self { waiting: gathering.block(), gathering, totals, tally })
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
        self.merge_totals(&other.totals)?;
        self.add_block(&other.waiting)
    }

    pub(crate) fn merge_totals(&mut self, other: &Totals) -> Result<(), TallyError> {
        let totals = &mut self.totals;
        for (sums, others) in [(&mut totals.n, &other.n), (&mut totals.valued_n, &other.valued_n)] {
            sums.iter_mut().zip(others).for_each(|(sum, other)| *sum += other);
        }
        for (sums, others) in [
            (&mut totals.weight, &other.weight),
            (&mut totals.weight_squared, &other.weight_squared),
            (&mut totals.valued_weight, &other.valued_weight),
            (&mut totals.value, &other.value),
            (&mut totals.value_squared, &other.value_squared),
        ] {
            sums.iter_mut().zip(others).try_for_each(|(sum, other)| add(sum, *other))?;
        }
        for (known, others) in totals.distributions.iter_mut().zip(&other.distributions) {
            for (at, holders) in others {
                let known = known.entry(*at).or_default();
                known.n += holders.n;
                add(&mut known.weight, holders.weight)?;
            }
        }
        Ok(())
    }

    /// Counts the rows that wait.
    pub(crate) fn settle(&mut self) -> Result<(), TallyError> {
        let mut waiting = std::mem::replace(&mut self.waiting, self.gathering.block());
        let counted = self.add_block(&waiting);
        waiting.truncate(0);
        self.waiting = waiting;
        counted
    }

    fn add_block(&mut self, block: &Block) -> Result<(), TallyError> {
        let tally = Arc::clone(&self.tally);
        for (pair, offsets) in tally.pairs.iter().zip(offsets(&tally)) {
            self.add_pair(pair, offsets, block)?;
        }
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

    fn add_pair(&mut self, pair: &Pair, offsets: Offsets, block: &Block) -> Result<(), TallyError> {
        let tally = Arc::clone(&self.tally);
        let width = tally.columns_of(&pair.columns);
        let meets = pair.filter.map(|filter| &block.filters[position_of(&self.gathering.filters, filter)]);
        let values = pair.value.map(|value| &block.values[position_of(&self.gathering.values, value)]);
        let totals = &mut self.totals;
        for (row, place) in block.places[pair.rows].iter().enumerate() {
            if meets.is_some_and(|meets| !meets[row]) {
                continue;
            }
            let cell = usize::from(*place) * width + column_of(&tally, &pair.columns, block, row);
            totals.n[offsets.cells + cell] += 1;
            let weight = block.weights.get(row).copied();
            if let Some(weight) = weight {
                add(&mut totals.weight[offsets.cells + cell], fixed(weight)?)?;
                add(&mut totals.weight_squared[offsets.cells + cell], fixed(weight * weight)?)?;
            }
            if let Some(value) = values.map(|values| values[row]).filter(|value| !value.is_nan()) {
                let at = offsets.valued + cell;
                totals.valued_n[at] += 1;
                if let Some(weight) = weight {
                    add(&mut totals.valued_weight[at], fixed(weight)?)?;
                }
                let weight = weight.unwrap_or(1.0);
                add(&mut totals.value[at], fixed(weight * value)?)?;
                add(&mut totals.value_squared[at], fixed(weight * (value * value))?)?;
            }
        }
        Ok(())
    }

    /// The cells of each pair, in the order of its rows and columns.
    pub fn cells(&mut self) -> Result<Vec<Vec<Cell>>, TallyError> {
        self.settle()?;
        let tally = Arc::clone(&self.tally);
        let totals = &self.totals;
        let sum = |sums: &[i256], at: usize, n: u64| sums.get(at).map_or(n as f64, |sum| double(*sum));
        let cells_of = |(pair, offsets): (&Pair, Offsets)| {
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
                    found.value = double(totals.value[at]);
                    found.value_squared = double(totals.value_squared[at]);
                }
                found
            };
            cells.map(cell).collect()
        };
        Ok(tally.pairs.iter().zip(offsets(&tally)).map(cells_of).collect())
    }

    /// The values of each distribution in each of its columns, in their order.
    pub fn points(&mut self) -> Result<Vec<Vec<Vec<Point>>>, TallyError> {
        self.settle()?;
        let mut distributions = Vec::new();
        for (of, found) in self.tally.distributions.iter().zip(&self.totals.distributions) {
            let mut columns: Vec<Vec<Point>> = vec![Vec::new(); self.tally.columns_of(&of.columns)];
            let mut up_to = (u32::MAX, i256::ZERO, 0);
            for ((column, value), holders) in found {
                if up_to.0 != *column {
                    up_to = (*column, i256::ZERO, 0);
                }
                add(&mut up_to.1, holders.weight)?;
                up_to.2 += holders.n;
                let weighted = self.tally.weight.is_some();
                columns[*column as usize].push(Point {
                    value: unordered(*value),
                    n: holders.n,
                    weight: if weighted { double(holders.weight) } else { holders.n as f64 },
                    weight_up_to: if weighted { double(up_to.1) } else { up_to.2 as f64 },
                });
            }
            distributions.push(columns);
        }
        Ok(distributions)
    }

    /// What it takes in memory.
    #[must_use]
    pub fn size(&self) -> usize {
        let totals = &self.totals;
        let wide =
            [&totals.weight, &totals.weight_squared, &totals.valued_weight, &totals.value, &totals.value_squared];
        let points: usize = totals.distributions.iter().map(BTreeMap::len).sum();
        size_of_val(self)
            + 8 * (totals.n.len() + totals.valued_n.len())
            + 32 * wide.iter().map(|sums| sums.len()).sum::<usize>()
            + 96 * points
            + self.waiting.size()
    }
}

/// Where the cells of each pair begin.
pub(crate) fn offsets(tally: &Tally) -> Vec<Offsets> {
    let mut next = Offsets::default();
    let of = |pair: &Pair| {
        let offsets = next;
        next.cells += tally.cells_of(pair);
        next.valued += if pair.value.is_some() { tally.cells_of(pair) } else { 0 };
        offsets
    };
    tally.pairs.iter().map(of).collect()
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

/// The bits of a number such that their order is that of numbers.
pub(crate) fn ordered(value: f64) -> u64 {
    // Zero has one form.
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

/// The number of such bits.
pub(crate) fn unordered(bits: u64) -> f64 {
    f64::from_bits(if bits >> 63 == 1 { bits & !(1 << 63) } else { !bits })
}
