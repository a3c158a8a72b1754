//! The rows of a block, counted into the totals.

use topline_exact::FixedPoint;
use topline_exact::lanes::{Lanes, RowLanes, count_of, counting};

use crate::block::Block;
use crate::error::TallyError;
use crate::fixed::{add, fixed};
use crate::histogram::{self, Axis, Rows, fill};
use crate::packing::{Keys, groups};
use crate::recipe::{Job, What, Who};
use crate::tally::{Pair, Tally};
use crate::totals::{At, Offsets, Totals};

/// Buffers that one block leaves to the next.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    weights: RowLanes,
    values: RowLanes,
    ones: Vec<Lanes<1>>,
    keys: Keys,
    selected: Vec<u32>,
    cells: Vec<Lanes<4>>,
    counts: Vec<Lanes<1>>,
}

impl Scratch {
    /// What it takes in memory.
    pub(crate) fn size(&self) -> usize {
        let small = 8 * (self.ones.capacity() + self.counts.capacity());
        small + self.weights.size() + self.values.size() + 4 * self.selected.capacity() + 32 * self.cells.capacity()
    }
}

/// What a tally counts, and where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout<'a> {
    pub tally: &'a Tally,
    pub jobs: &'a [Job],
    pub offsets: &'a [Offsets],
}

/// One histogram: a group of columns beside rows.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pass {
    who: Who,
    dimensions: Vec<usize>,
    rows: usize,
    pairs: Vec<usize>,
}

/// Counts the rows of a block.
pub(crate) fn count(
    layout: Layout<'_>,
    block: &Block,
    scratch: &mut Scratch,
    totals: &mut Totals,
) -> Result<(), TallyError> {
    if block.rows == 0 {
        return Ok(());
    }
    if layout.tally.weight.is_some() {
        scratch.weights.fill(block.weights.iter().map(|weight| [*weight, weight * weight]))?;
    } else {
        scratch.ones = counting(block.rows);
    }
    let (passes, alone) = passes(layout, block);
    for (job, pair) in alone {
        count_alone(layout, job.who, pair, block, None, totals)?;
    }
    let mut last: Option<&Pass> = None;
    let mut selected = Selected::All;
    for pass in &passes {
        if last.is_none_or(|last| last.who.what != pass.who.what)
            && let What::Values(values) = pass.who.what
        {
            let numbers = block.values[values].iter().enumerate().map(|(row, value)| {
                let weight = block.weights.get(row).copied().unwrap_or(1.0);
                if value.is_nan() { [0.0; 2] } else { [weight * value, weight * (value * value)] }
            });
            scratch.values.fill(numbers).map_err(|_| too_large(layout.tally, values))?;
        }
        if last.is_none_or(|last| last.dimensions != pass.dimensions) {
            scratch.keys.pack(block, &pass.dimensions);
        }
        if last.is_none_or(|last| last.who != pass.who) {
            selected = select(block, pass.who, &mut scratch.selected);
        }
        count_pass(layout, block, pass, (scratch, selected), totals)?;
        last = Some(pass);
    }
    Ok(())
}

/// Counts the rows of one histogram, whose keys and rows are in `scratch`.
fn count_pass(
    layout: Layout<'_>,
    block: &Block,
    pass: &Pass,
    (scratch, selected): (&mut Scratch, Selected),
    totals: &mut Totals,
) -> Result<(), TallyError> {
    let rows = match selected {
        Selected::All => Rows::All,
        Selected::Some => Rows::Some(&scratch.selected),
    };
    let axis = Axis { places: &block.places[pass.rows], width: scratch.keys.width };
    let cells = layout.tally.dimensions[pass.rows].places() * axis.width;
    let keys = &scratch.keys;
    let settling = Settling { layout, block, pass, keys };
    let what = pass.who.what;
    let mut odd: &[u32] = &[];
    match what {
        What::Values(_) => {
            scratch.cells.resize(scratch.cells.len().max(cells), [0; 4]);
            fill(&mut scratch.cells[..cells], axis, &keys.of_row, &scratch.values.lanes, rows);
            let scale = scratch.values.scale;
            settling.settle(&mut scratch.cells[..cells], |at, sums| {
                let [value, squared] = scale.sums(sums);
                add(&mut totals.value[at.valued], value)?;
                add(&mut totals.value_squared[at.valued], squared)
            })?;
            odd = &scratch.values.odd;
        }
        What::Weights | What::ValuedWeights(_) if layout.tally.weight.is_some() => {
            scratch.cells.resize(scratch.cells.len().max(cells), [0; 4]);
            fill(&mut scratch.cells[..cells], axis, &keys.of_row, &scratch.weights.lanes, rows);
            let scale = scratch.weights.scale;
            settling.settle(&mut scratch.cells[..cells], |at, sums| {
                totals.add_weights(what, at, count_of(sums), scale.sums(sums))
            })?;
            odd = &scratch.weights.odd;
        }
        What::Weights | What::ValuedWeights(_) => {
            scratch.counts.resize(scratch.counts.len().max(cells), [0]);
            fill(&mut scratch.counts[..cells], axis, &keys.of_row, &scratch.ones, rows);
            settling.settle(&mut scratch.counts[..cells], |at, sums| {
                totals.add_count(what, at, count_of(sums));
                Ok(())
            })?;
        }
    }
    if !odd.is_empty() {
        for pair in &pass.pairs {
            count_alone(layout, pass.who, *pair, block, Some(odd), totals)?;
        }
    }
    Ok(())
}

/// The histograms that a block takes, those of the same keys after each other; and the pairs that have too many cells for one.
fn passes<'a>(layout: Layout<'a>, block: &Block) -> (Vec<Pass>, Vec<(&'a Job, usize)>) {
    let mut passes = Vec::new();
    let mut too_many = Vec::new();
    for job in layout.jobs {
        let columns: Vec<&[usize]> =
            job.pairs.iter().map(|pair| layout.tally.pairs[*pair].columns.as_slice()).collect();
        let (groups, alone) = groups(block, job.rows, &columns, block.rows);
        too_many.extend(alone.iter().map(|member| (job, job.pairs[*member])));
        passes.extend(groups.into_iter().map(|group| Pass {
            who: job.who,
            dimensions: group.dimensions,
            rows: job.rows,
            pairs: group.members.iter().map(|member| job.pairs[*member]).collect(),
        }));
    }
    passes.sort_unstable();
    (passes, too_many)
}

/// Which rows count.
#[derive(Debug, Clone, Copy)]
enum Selected {
    All,
    Some,
}

/// Finds the rows that meet a condition and have a value.
fn select(block: &Block, who: Who, selected: &mut Vec<u32>) -> Selected {
    if who.filter.is_none() && who.what.values().is_none() {
        return Selected::All;
    }
    // Written whether or not the row counts: no branch is guessed wrong.
    selected.clear();
    selected.resize(block.rows, 0);
    let mut length = 0;
    for row in 0..block.rows {
        selected[length] = row as u32;
        length += usize::from(who.counts(block, row));
    }
    selected.truncate(length);
    Selected::Some
}

/// The way from a histogram to the cells of its pairs.
struct Settling<'a> {
    layout: Layout<'a>,
    block: &'a Block,
    pass: &'a Pass,
    keys: &'a Keys,
}

impl Settling<'_> {
    /// Sums up the cells of a histogram for each pair, hands the sums on, and leaves the cells empty.
    fn settle<const L: usize>(
        &self,
        cells: &mut [Lanes<L>],
        mut take: impl FnMut(At, &Lanes<L>) -> Result<(), TallyError>,
    ) -> Result<(), TallyError> {
        let tally = self.layout.tally;
        let places_of = |dimension: usize| tally.dimensions[dimension].places();
        let rows = self.block.used[self.pass.rows].places();
        let width = self.keys.width;
        let mut sums: Vec<Lanes<L>> = Vec::new();
        for pair in &self.pass.pairs {
            let columns = &tally.pairs[*pair].columns;
            let column_of_key = self.keys.columns(self.block, columns, places_of);
            let all = tally.columns_of(columns);
            let Offsets { cells: first, valued } = self.layout.offsets[*pair];
            sums.clear();
            sums.resize(all, [0; L]);
            for row in &rows {
                for (cell, column) in cells[row * width..][..width].iter().zip(&column_of_key) {
                    histogram::add(&mut sums[*column as usize], cell);
                }
                for (column, sum) in sums.iter_mut().enumerate() {
                    if count_of(sum) > 0 {
                        take(At { cell: first + row * all + column, valued: valued + row * all + column }, sum)?;
                        *sum = [0; L];
                    }
                }
            }
        }
        for row in &rows {
            cells[row * width..][..width].fill([0; L]);
        }
        Ok(())
    }
}

fn too_large(tally: &Tally, values: usize) -> TallyError {
    TallyError::ValueTooLarge { argument: tally.values()[values] }
}

/// The cell of a row in a pair.
fn cell_of(tally: &Tally, pair: &Pair, block: &Block, row: usize) -> usize {
    [pair.rows].iter().chain(&pair.columns).fold(0, |cell, dimension| {
        cell * tally.dimensions[*dimension].places() + usize::from(block.places[*dimension][row])
    })
}

/// Counts one pair without a histogram; of these rows alone where there are some, whose count is known.
fn count_alone(
    layout: Layout<'_>,
    who: Who,
    pair: usize,
    block: &Block,
    odd: Option<&[u32]>,
    totals: &mut Totals,
) -> Result<(), TallyError> {
    let offsets = layout.offsets[pair];
    let pair = &layout.tally.pairs[pair];
    let n = u64::from(odd.is_none());
    let mut count_row = |row: usize| {
        if !who.counts(block, row) {
            return Ok(());
        }
        let cell = cell_of(layout.tally, pair, block, row);
        let at = At { cell: offsets.cells + cell, valued: offsets.valued + cell };
        let weight = block.weights.get(row).copied();
        match (who.what, weight) {
            (What::Values(values), weight) => {
                let (value, weight) = (block.values[values][row], weight.unwrap_or(1.0));
                let numbers = [weight * value, weight * (value * value)].map(fixed);
                let [Ok(number), Ok(square)] = numbers else { return Err(too_large(layout.tally, values)) };
                add(&mut totals.value[at.valued], number)?;
                add(&mut totals.value_squared[at.valued], square)
            }
            (what, Some(weight)) => {
                let sums: [FixedPoint; 2] = [fixed(weight)?, fixed(weight * weight)?];
                totals.add_weights(what, at, n, sums)
            }
            (what, None) => {
                totals.add_count(what, at, n);
                Ok(())
            }
        }
    };
    match odd {
        Some(rows) => rows.iter().try_for_each(|row| count_row(*row as usize)),
        None => (0..block.rows).try_for_each(count_row),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buffers_say_what_they_take() {
        let lanes = |capacity: usize| RowLanes { lanes: Vec::with_capacity(capacity), ..RowLanes::default() };
        let scratch = Scratch {
            weights: lanes(3),
            values: lanes(5),
            ones: Vec::with_capacity(7),
            keys: Keys::default(),
            selected: Vec::with_capacity(11),
            cells: Vec::with_capacity(13),
            counts: Vec::with_capacity(17),
        };
        // Four lanes of 8 bytes, or one; rows by their numbers of 4 bytes.
        assert_eq!(scratch.size(), 32 * (3 + 5 + 13) + 8 * (7 + 17) + 4 * 11);
    }
}
