//! What somebody does who knows everything that is published: looks for other counts that agree with it.
//!
//! A count can still lie anywhere between the ends of such changes. Changes of few counts are looked for first, as they are found
//! sooner: whatever is found leaves all that is published as it is, and so is a proof.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::linear::{Change, Direction, NOTHING, Program, Steps};
use crate::primary::Target;
use crate::release::Release;
use crate::standing::Standing;
use crate::whole_columns::{gathered, hidden};

/// Which counts may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// Those of the same tables by the same breaks, their sums aside.
    Tables,
    /// Those of the same question by all breaks.
    Question,
    /// Those of the same question, after everybody of columns that are held back whole is in one of them.
    Columns,
    /// All that hang together.
    Release,
}

/// How far counts were seen to move while everything that is published stays as it is.
#[derive(Debug, Clone)]
pub(crate) struct Reach {
    up: Vec<f64>,
    down: Vec<f64>,
    measure: usize,
    /// Respondents, who are whole, or sums of weights.
    steps: Steps,
    /// The counts as they are.
    pub values: Vec<f64>,
    /// Changes that put everybody of some columns into one of them, with the sets of that.
    gathered: Vec<(Vec<usize>, Change)>,
}

impl Reach {
    /// Of a measure: 0 respondents, 1 sums of weights.
    pub(crate) fn new(release: &Release, measure: usize) -> Self {
        let nowhere = vec![0.0; release.counts.len()];
        Self {
            up: nowhere.clone(),
            down: nowhere,
            measure,
            steps: if measure == 0 { Steps::Whole } else { Steps::Any },
            values: release.counts.iter().map(|count| count.values[measure]).collect(),
            gathered: Vec::new(),
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

    /// How wide the range of a target must be: no wider than what is published of it alone leaves, where it is rounded.
    pub(crate) fn need(&self, standing: &Standing, target: &Target, scale: f64) -> f64 {
        let (down, up) = self.room(standing, target.count);
        if standing.rounding.is_some() { (target.need * scale).min(down + up) } else { target.need * scale }
    }

    /// How far a count can be below and above its value, for all that is published of it alone.
    pub(crate) fn room(&self, standing: &Standing, count: usize) -> (f64, f64) {
        standing.room(count, self.values[count], self.measure)
    }

    /// Takes a change, if it is one: everything still adds up, each count is as it is published, and respondents are whole.
    pub(crate) fn take(&mut self, release: &Release, standing: &Standing, change: &Change) -> bool {
        let is_whole = |by: f64| (by - by.round()).abs() < NOTHING;
        let change: Change = match self.steps {
            Steps::Whole if change.iter().all(|(_, by)| is_whole(*by)) => {
                change.iter().map(|(count, by)| (*count, by.round())).collect()
            }
            Steps::Whole => return false,
            Steps::Any => change.clone(),
        };
        let has_room = |(count, by): &(usize, f64)| {
            let (down, up) = self.room(standing, *count);
            *by < up + NOTHING && -by < down + NOTHING
        };
        if !self.adds_up(release, &change) || !change.iter().all(has_room) {
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

    /// Looks for changes of the counts of each question that move many of these counts at once.
    pub(crate) fn widen_together(&mut self, release: &Release, standing: &Standing, targets: &[Target], scale: f64) {
        let mut questions: BTreeMap<usize, Vec<&Target>> = BTreeMap::new();
        for target in targets {
            let of = &release.counts[target.count];
            if let Some(block) = of.blocks.first().filter(|_| !of.is_margin) {
                questions.entry(release.blocks[*block].question).or_default().push(target);
            }
        }
        for of_question in questions.values() {
            let Some(first) = of_question.first() else { continue };
            let free = self.free(standing, scope_of(release, standing, first.count, Scope::Question));
            let (values, measure) = (self.values.clone(), self.measure);
            let room = |count: usize| standing.room(count, values[count], measure);
            let program = Program::new(release, &values, free, &room);
            for direction in [Direction::Up, Direction::Down, Direction::Up, Direction::Down] {
                let lacking = of_question.iter().filter_map(|target| {
                    let short = self.need(standing, target, scale) - self.width(target.count);
                    (short > NOTHING).then(|| (target.count, short + self.seen(target.count, direction)))
                });
                let lacking: BTreeMap<usize, f64> = lacking.collect();
                if lacking.is_empty() {
                    break;
                }
                if let Some(change) = program.together(direction, &lacking) {
                    self.take(release, standing, &change);
                }
            }
        }
    }

    /// Looks for changes that put everybody of columns that are held back whole into one of them.
    pub(crate) fn gather(&mut self, release: &Release, standing: &Standing) {
        self.gathered.clear();
        for columns in hidden(release, standing) {
            for into in &columns {
                if let Some(change) = gathered(release, standing, &self.values, &columns, into)
                    && self.take(release, standing, &change)
                {
                    self.gathered.push((into.clone(), change));
                }
            }
        }
    }

    /// Looks for changes of the counts of a question after such a change, in which the column of a count has enough respondents.
    fn widen_gathered(&mut self, release: &Release, standing: &Standing, count: usize, need: f64) -> bool {
        let own = release.counts[count].sets;
        let is_own = |into: &[usize]| own.iter().any(|set| into.contains(set));
        let own: Vec<Change> =
            self.gathered.iter().filter(|(into, _)| is_own(into)).map(|(_, change)| change.clone()).collect();
        for first in own {
            let mut values = self.values.clone();
            for (count, by) in &first {
                values[*count] += by;
            }
            let free = self.free(standing, around(release, count, Scope::Question));
            let measure = self.measure;
            let room = |count: usize| standing.room(count, values[count], measure);
            let program = Program::new(release, &values, free, &room);
            if program.free.binary_search(&count).is_err() {
                continue;
            }
            let short = need - self.width(count);
            let moved = first.iter().find(|(moved, _)| *moved == count).map_or(0.0, |(_, by)| *by);
            let most = (self.seen(count, Direction::Up) - moved).max(0.0) + short;
            if let Some(second) = program.furthest(count, Direction::Up, most, Steps::Any) {
                let mut sum: BTreeMap<usize, f64> = first.into_iter().collect();
                for (count, by) in second {
                    *sum.entry(count).or_default() += by;
                }
                let change = sum.into_iter().filter(|(_, by)| by.abs() > NOTHING).collect();
                self.take(release, standing, &change);
            }
            if self.width(count) >= need - NOTHING {
                return true;
            }
        }
        false
    }

    /// Those of these counts that can move.
    fn free(&self, standing: &Standing, counts: Vec<usize>) -> Vec<usize> {
        let can_move = |count: &usize| {
            let (down, up) = self.room(standing, *count);
            down > NOTHING || up > NOTHING
        };
        counts.into_iter().filter(can_move).collect()
    }

    /// No range of a count is wider than this: what goes into it must come from another count of each sum.
    fn at_most(&self, release: &Release, standing: &Standing, count: usize) -> f64 {
        let (mut down, mut up) = self.room(standing, count);
        for relation in &release.touching[count] {
            let terms = &release.relations[*relation].terms;
            let Some((_, own)) = terms.iter().find(|(other, _)| *other == count) else { continue };
            let (mut gives, mut takes) = (0.0, 0.0);
            for (other, times) in terms.iter().filter(|(other, _)| *other != count) {
                let (below, above) = self.room(standing, *other);
                let share = times / own;
                let (by_less, by_more) = if share > 0.0 { (below, above) } else { (above, below) };
                gives += share.abs() * by_less;
                takes += share.abs() * by_more;
            }
            (up, down) = (up.min(gives), down.min(takes));
        }
        up + down
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
        if scope == Scope::Columns {
            return self.widen_gathered(release, standing, count, need);
        }
        if scope == Scope::Release && self.at_most(release, standing, count) < need - NOTHING {
            return false;
        }
        let free = self.free(standing, scope_of(release, standing, count, scope));
        let (values, measure) = (self.values.clone(), self.measure);
        let room = |count: usize| standing.room(count, values[count], measure);
        let program = Program::new(release, &values, free, &room);
        if program.free.binary_search(&count).is_ok() {
            for direction in [Direction::Up, Direction::Down] {
                let short = need - self.width(count);
                if short < NOTHING {
                    break;
                }
                let most = short + self.seen(count, direction);
                let found = program.furthest(count, direction, most, Steps::Any);
                if found.as_ref().is_some_and(|change| !self.take(release, standing, change))
                    && let Some(change) = program.furthest(count, direction, most, Steps::Whole)
                {
                    self.take(release, standing, &change);
                }
            }
        }
        self.width(count) >= need - NOTHING
    }
}

/// The counts of a scope that nothing tells, or that are told rounded.
fn scope_of(release: &Release, standing: &Standing, count: usize, scope: Scope) -> Vec<usize> {
    match scope {
        Scope::Tables | Scope::Question | Scope::Columns => around(release, count, scope),
        Scope::Release => {
            let mut seen = BTreeSet::from([count]);
            let mut next = vec![count];
            while let Some(count) = next.pop() {
                for relation in &release.touching[count] {
                    let terms = release.relations[*relation].terms.iter().map(|(count, _)| *count);
                    let new: Vec<usize> = terms.filter(|count| seen.insert(*count)).collect();
                    next.extend(new.into_iter().filter(|count| !standing.is_known(*count)));
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
            // A sum of a column changes with that of another.
            let is_margin = release.counts[count].is_margin;
            cells.filter(|cell| is_margin || *cell == count || !release.counts[*cell].is_margin).collect()
        }
        Scope::Question | Scope::Columns | Scope::Release => {
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
