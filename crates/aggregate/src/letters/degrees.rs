//! The degrees of freedom of columns under a design: those of the clusters that have anybody in them.

use std::collections::HashMap;

use topline_estimate::cell_sums::CellSums;
use topline_estimate::degrees::Presence;

use crate::sample::Sample;

/// The degrees of freedom of each two columns of a table, worked out once: most of its rows have the same bases.
pub(crate) struct DegreesOfPairs<'s> {
    pub sample: &'s Sample,
    pub sums: &'s CellSums,
    presences: HashMap<Vec<usize>, Presence>,
    found: HashMap<[Vec<usize>; 2], f64>,
}

impl<'s> DegreesOfPairs<'s> {
    pub(crate) fn new(sample: &'s Sample, sums: &'s CellSums) -> Self {
        Self { sample, sums, presences: HashMap::new(), found: HashMap::new() }
    }

    /// Those of the clusters that have anybody in any of these cells, of which some may be named twice.
    pub(crate) fn of_all<'c>(&mut self, cells: impl IntoIterator<Item = &'c usize>) -> f64 {
        let mut cells: Vec<usize> = cells.into_iter().copied().collect();
        cells.sort_unstable();
        cells.dedup();
        let presence = self.presence(&cells);
        self.sample.summation.degrees(&presence)
    }

    /// Those of the clusters that have anybody in either base; nobody is in both.
    pub(super) fn of_two(&mut self, one: &[usize], other: &[usize]) -> f64 {
        let key = [one.to_vec(), other.to_vec()];
        if let Some(known) = self.found.get(&key) {
            return *known;
        }
        let both = self.presence(one).or(&self.presence(other));
        let degrees = self.sample.summation.degrees(&both);
        self.found.insert(key, degrees);
        degrees
    }

    fn presence(&mut self, base: &[usize]) -> Presence {
        let (sample, sums) = (self.sample, self.sums);
        let known = self.presences.entry(base.to_vec());
        known.or_insert_with(|| sample.summation.presence(sums, base)).clone()
    }
}
