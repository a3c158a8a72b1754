//! What somebody does who knows everything that is published: looks for other counts that agree with it.
//!
//! A count can still lie anywhere between the ends of such changes. Changes of few counts are looked for first, as they are found
//! sooner: whatever is found leaves all that is published as it is, and so is a proof.

use std::collections::{BTreeSet, HashMap};

use crate::linear::{Change, Direction, NOTHING, Program, Steps};
use crate::release::Release;
use crate::standing::Standing;

/// Which counts may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// Those of the same tables by the same breaks, their sums aside.
    Tables,
    /// Those of the same question by all breaks.
    Question,
    /// All that hang together.
    Release,
}

/// How far counts were seen to move while everything that is published stays as it is.
#[derive(Debug, Clone)]
pub(crate) struct Reach {
    up: Vec<f64>,
    down: Vec<f64>,
    /// Respondents, who are whole, or sums of weights.
    steps: Steps,
    /// The counts as they are.
    pub values: Vec<f64>,
}

impl Reach {
    /// Of a measure: 0 respondents, 1 sums of weights.
    pub(crate) fn new(release: &Release, measure: usize) -> Self {
        let nowhere = vec![0.0; release.counts.len()];
        Self {
            up: nowhere.clone(),
            down: nowhere,
            steps: if measure == 0 { Steps::Whole } else { Steps::Any },
            values: release.counts.iter().map(|count| count.values[measure]).collect(),
        }
    }

    /// How wide the range is in which a count was seen.
    pub(crate) fn width(&self, count: usize) -> f64 {
        self.up[count] + self.down[count]
    }

    /// How far a count was seen this way.
    pub(crate) fn seen(&self, count: usize, direction: Direction) -> f64 {
        match direction {
            Direction::Up => self.up[count],
            Direction::Down => self.down[count],
        }
    }

    /// Takes a change, if it is one: everything still adds up, no count is below nothing, and respondents are whole.
    pub(crate) fn take(&mut self, release: &Release, change: &Change) -> bool {
        let is_whole = |by: f64| (by - by.round()).abs() < NOTHING;
        let change: Change = match self.steps {
            Steps::Whole if change.iter().all(|(_, by)| is_whole(*by)) => {
                change.iter().map(|(count, by)| (*count, by.round())).collect()
            }
            Steps::Whole => return false,
            Steps::Any => change.clone(),
        };
        if !self.adds_up(release, &change) {
            return false;
        }
        for (count, by) in change {
            self.up[count] = self.up[count].max(by);
            self.down[count] = self.down[count].max(-by);
        }
        true
    }

    fn adds_up(&self, release: &Release, change: &Change) -> bool {
        let mut sums: HashMap<usize, f64> = HashMap::new();
        for (count, by) in change {
            if self.values[*count] + by < -NOTHING {
                return false;
            }
            for relation in &release.touching[*count] {
                let terms = release.relations[*relation].terms.iter();
                let times: f64 = terms.filter(|(other, _)| other == count).map(|(_, times)| times).sum();
                *sums.entry(*relation).or_default() += times * by;
            }
        }
        sums.values().all(|sum| sum.abs() < NOTHING)
    }

    /// Looks for changes of the counts of a scope, until the range of a count is as wide as needed. Whether it is.
    pub(crate) fn widen(
        &mut self,
        release: &Release,
        standing: &Standing,
        count: usize,
        need: f64,
        scope: Scope,
    ) -> bool {
        if self.width(count) >= need - NOTHING {
            return true;
        }
        let free = scope_of(release, standing, count, scope);
        let values = self.values.clone();
        let program = Program::new(release, &values, free);
        if program.free.binary_search(&count).is_ok() {
            for direction in [Direction::Up, Direction::Down] {
                let short = need - self.width(count);
                if short < NOTHING {
                    break;
                }
                let most = short + self.seen(count, direction);
                let found = program.furthest(count, direction, most, Steps::Any);
                if found.as_ref().is_some_and(|change| !self.take(release, change))
                    && let Some(change) = program.furthest(count, direction, most, Steps::Whole)
                {
                    self.take(release, &change);
                }
            }
        }
        self.width(count) >= need - NOTHING
    }
}

/// The counts of a scope that nothing tells.
fn scope_of(release: &Release, standing: &Standing, count: usize, scope: Scope) -> Vec<usize> {
    match scope {
        Scope::Tables | Scope::Question => {
            let mut free = around(release, count, scope);
            free.retain(|count| !standing.is_known(*count));
            free
        }
        Scope::Release => {
            let mut seen = BTreeSet::from([count]);
            let mut next = vec![count];
            while let Some(count) = next.pop() {
                for relation in &release.touching[count] {
                    let terms = release.relations[*relation].terms.iter().map(|(count, _)| *count);
                    next.extend(terms.filter(|count| !standing.is_known(*count) && seen.insert(*count)));
                }
            }
            seen.into_iter().collect()
        }
    }
}

/// The counts around a count, known or not.
pub(crate) fn around(release: &Release, count: usize, scope: Scope) -> Vec<usize> {
    let own = &release.counts[count].blocks;
    let mut found: Vec<usize> = match scope {
        Scope::Tables => {
            let own = own.iter().map(|block| &release.blocks[*block]).filter(|block| !block.columns.is_empty());
            let own: BTreeSet<(usize, &[usize])> =
                own.map(|block| (block.question, block.columns.as_slice())).collect();
            let blocks =
                release.blocks.iter().filter(|block| own.contains(&(block.question, block.columns.as_slice())));
            let cells = blocks.flat_map(|block| block.cells.iter().copied());
            cells.filter(|cell| *cell == count || !release.counts[*cell].is_margin).collect()
        }
        Scope::Question | Scope::Release => {
            let questions: BTreeSet<usize> = own.iter().map(|block| release.blocks[*block].question).collect();
            let blocks = release.blocks.iter().filter(|block| questions.contains(&block.question));
            blocks.flat_map(|block| block.cells.iter().copied()).collect()
        }
    };
    found.push(count);
    found.sort_unstable();
    found.dedup();
    found
}
