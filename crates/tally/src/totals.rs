//! What is summed up so far, cell by cell.

use std::collections::BTreeMap;

use topline_exact::FixedPoint;

use crate::error::TallyError;
use crate::fixed::add;
use crate::recipe::What;
use crate::tally::{Pair, Tally};

/// Where sums belong: a cell among all, and among those that have values.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    pub cell: usize,
    pub valued: usize,
}

/// What is summed up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Totals {
    /// Of each cell of each pair.
    pub n: Vec<u64>,
    /// The same, where there are weights.
    pub weight: Vec<FixedPoint>,
    pub weight_squared: Vec<FixedPoint>,
    /// Of each cell of each pair that has values.
    pub valued_n: Vec<u64>,
    pub valued_weight: Vec<FixedPoint>,
    pub value: Vec<FixedPoint>,
    pub value_squared: Vec<FixedPoint>,
    /// Of each distribution: of each value in each column, those who have it.
    pub distributions: Vec<BTreeMap<(u32, u64), Holders>>,
}

/// Those who have a value.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Holders {
    pub n: u64,
    pub weight: FixedPoint,
}

/// Where the cells of a pair begin: among all, and among those that have values.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Offsets {
    pub cells: usize,
    pub valued: usize,
}

impl Totals {
    /// Of no rows.
    pub(crate) fn new(tally: &Tally) -> Self {
        let cells: usize = tally.pairs.iter().map(|pair| tally.cells_of(pair)).sum();
        let with_values = tally.pairs.iter().filter(|pair| pair.value.is_some());
        let valued: usize = with_values.map(|pair| tally.cells_of(pair)).sum();
        let [weighted, valued_weighted] = [cells, valued].map(|cells| if tally.weight.is_some() { cells } else { 0 });
        Self {
            n: vec![0; cells],
            weight: vec![FixedPoint::ZERO; weighted],
            weight_squared: vec![FixedPoint::ZERO; weighted],
            valued_n: vec![0; valued],
            valued_weight: vec![FixedPoint::ZERO; valued_weighted],
            value: vec![FixedPoint::ZERO; valued],
            value_squared: vec![FixedPoint::ZERO; valued],
            distributions: vec![BTreeMap::new(); tally.distributions.len()],
        }
    }

    /// Adds respondents, their weights and the squares of these to a cell.
    pub(crate) fn add_weights(&mut self, what: What, at: At, n: u64, sums: [FixedPoint; 2]) -> Result<(), TallyError> {
        let [weight, squared] = sums;
        self.add_count(what, at, n);
        if what.values().is_some() {
            return add(&mut self.valued_weight[at.valued], weight);
        }
        add(&mut self.weight[at.cell], weight)?;
        add(&mut self.weight_squared[at.cell], squared)
    }

    /// Adds respondents to a cell.
    pub(crate) fn add_count(&mut self, what: What, at: At, n: u64) {
        match what {
            What::Weights => self.n[at.cell] += n,
            What::ValuedWeights(_) => self.valued_n[at.valued] += n,
            What::Values(_) => {}
        }
    }

    /// Adds the sums of other rows.
    pub(crate) fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        for (sums, others) in [(&mut self.n, &other.n), (&mut self.valued_n, &other.valued_n)] {
            sums.iter_mut().zip(others).for_each(|(sum, other)| *sum += other);
        }
        for (sums, others) in [
            (&mut self.weight, &other.weight),
            (&mut self.weight_squared, &other.weight_squared),
            (&mut self.valued_weight, &other.valued_weight),
            (&mut self.value, &other.value),
            (&mut self.value_squared, &other.value_squared),
        ] {
            sums.iter_mut().zip(others).try_for_each(|(sum, other)| add(sum, *other))?;
        }
        for (known, others) in self.distributions.iter_mut().zip(&other.distributions) {
            for (at, holders) in others {
                let known = known.entry(*at).or_default();
                known.n += holders.n;
                add(&mut known.weight, holders.weight)?;
            }
        }
        Ok(())
    }

    /// What they take in memory.
    pub(crate) fn size(&self) -> usize {
        let counts = self.n.len() + self.valued_n.len();
        let weights = self.weight.len() + self.weight_squared.len() + self.valued_weight.len();
        let points: usize = self.distributions.iter().map(BTreeMap::len).sum();
        8 * counts + 32 * (weights + self.value.len() + self.value_squared.len()) + 96 * points
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_say_what_they_take() {
        let sums = |number: usize| vec![FixedPoint::ZERO; number];
        let points = [((0, 1), Holders::default()), ((0, 2), Holders::default())];
        let totals = Totals {
            n: vec![0; 3],
            weight: sums(5),
            weight_squared: sums(7),
            valued_n: vec![0; 11],
            valued_weight: sums(13),
            value: sums(17),
            value_squared: sums(19),
            distributions: vec![BTreeMap::from(points), BTreeMap::new()],
        };
        // Counts of 8 bytes, sums of 32, and points of 96 or so.
        assert_eq!(totals.size(), 8 * 14 + 32 * 61 + 96 * 2);
    }
}
