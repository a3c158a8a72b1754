//! Linear programs over counts: how far one can move while all that is known stays as it is.

use std::collections::BTreeMap;

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

use crate::release::Release;

/// Nodes of branch and bound, after which a count is not taken to move in whole steps; fewer in a program of many counts.
const NODES: u64 = 200;
/// How many nodes and counts are many together.
const MANY: u64 = 200_000;
/// The most counts of a program.
const LARGEST: usize = 60_000;
/// What is less than this is nothing.
pub(crate) const NOTHING: f64 = 1e-6;

/// Counts that may change, and how all others stay.
pub(crate) struct Program<'r> {
    pub release: &'r Release,
    /// The counts as they are.
    pub values: &'r [f64],
    /// Those that may change, ascending.
    pub free: Vec<usize>,
    /// How far each of them can be below and above its value.
    room: Vec<(f64, f64)>,
}

/// How a count changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Up,
    Down,
}

/// Whether counts change by whole respondents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Steps {
    Any,
    Whole,
}

/// A change that leaves everything else as it is: each count, and by how much.
pub(crate) type Change = Vec<(usize, f64)>;

impl<'r> Program<'r> {
    /// Without counts that cannot change, as nothing else in one of their relations can.
    pub(crate) fn new(
        release: &'r Release,
        values: &'r [f64],
        free: Vec<usize>,
        room: &dyn Fn(usize) -> (f64, f64),
    ) -> Self {
        let mut program = Self { release, values, free, room: Vec::new() };
        program.free.sort_unstable();
        program.free.dedup();
        let mut is_free = vec![false; release.counts.len()];
        program.free.iter().for_each(|count| is_free[*count] = true);
        let mut left: std::collections::HashMap<usize, usize> = std::collections::HashMap::new();
        let mut fixed = Vec::new();
        for count in &program.free {
            for relation in &release.touching[*count] {
                left.entry(*relation).or_insert_with(|| {
                    let terms = &release.relations[*relation].terms;
                    let free = terms.iter().filter(|(count, _)| is_free[*count]).count();
                    if free == 1 {
                        fixed.push(*relation);
                    }
                    free
                });
            }
        }
        while let Some(relation) = fixed.pop() {
            let Some((count, _)) = release.relations[relation].terms.iter().find(|(count, _)| is_free[*count]) else {
                continue;
            };
            is_free[*count] = false;
            for other in &release.touching[*count] {
                if let Some(free) = left.get_mut(other) {
                    *free -= 1;
                    if *free == 1 {
                        fixed.push(*other);
                    }
                }
            }
        }
        program.free.retain(|count| is_free[*count]);
        program.room = program.free.iter().map(|count| room(*count)).collect();
        program
    }

    /// How far a free count can move.
    fn most(&self, count: usize, direction: Direction) -> f64 {
        let Ok(place) = self.free.binary_search(&count) else { return 0.0 };
        let (down, up) = self.room[place];
        if direction == Direction::Down { down.min(self.values[count]) } else { up }
    }

    /// The change that moves a count furthest, no further than `most`; none where it cannot move.
    pub(crate) fn furthest(&self, count: usize, direction: Direction, most: f64, steps: Steps) -> Option<Change> {
        let cost = |other: usize, moves: Direction| if other == count && moves == direction { -1.0 } else { 0.0 };
        self.solve(steps, &cost, |other, moves| match (other == count, moves == direction) {
            (true, true) => (0.0, most.min(self.most(count, direction))),
            (true, false) => (0.0, 0.0),
            (false, _) => (0.0, f64::INFINITY),
        })
    }

    /// A change that moves many counts this way at once, each no further than its most.
    pub(crate) fn together(&self, direction: Direction, most: &BTreeMap<usize, f64>) -> Option<Change> {
        let of = |other: usize| most.get(&other).copied();
        let cost = |other: usize, moves: Direction| if moves == direction && of(other).is_some() { -1.0 } else { 0.0 };
        self.solve(Steps::Any, &cost, |other, moves| match of(other) {
            Some(most) if moves == direction => (0.0, most),
            Some(_) | None => (0.0, f64::INFINITY),
        })
    }

    /// The cheapest change that moves a count by this much; none where nothing does.
    pub(crate) fn cheapest(
        &self,
        count: usize,
        direction: Direction,
        by: f64,
        cost: &dyn Fn(usize) -> f64,
    ) -> Option<Change> {
        if by > self.most(count, direction) + NOTHING {
            return None;
        }
        self.solve(Steps::Any, &|other, _| cost(other), |other, moves| match (other == count, moves == direction) {
            (true, true) => (by, by),
            (true, false) => (0.0, 0.0),
            (false, _) => (0.0, f64::INFINITY),
        })
    }

    fn solve(
        &self,
        steps: Steps,
        cost: &dyn Fn(usize, Direction) -> f64,
        bounds: impl Fn(usize, Direction) -> (f64, f64),
    ) -> Option<Change> {
        let work = &self.release.work;
        if work.is_spent() || self.free.len() > LARGEST {
            return None;
        }
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut add = |cost: f64, (low, high): (f64, f64)| match steps {
            Steps::Any => problem.add_var(cost, (low, high)),
            Steps::Whole => {
                let high = if high.is_finite() { (high + NOTHING).floor() as i32 } else { i32::MAX };
                problem.add_integer_var(cost, (low as i32, high))
            }
        };
        let variables: Vec<(Variable, Variable)> = self
            .free
            .iter()
            .map(|count| {
                let mut add = |direction: Direction| {
                    let (low, high) = bounds(*count, direction);
                    add(cost(*count, direction), (low, high.min(self.most(*count, direction))))
                };
                (add(Direction::Up), add(Direction::Down))
            })
            .collect();
        let mut relations: Vec<usize> =
            self.free.iter().flat_map(|count| self.release.touching[*count].iter().copied()).collect();
        relations.sort_unstable();
        relations.dedup();
        for relation in relations {
            let mut terms: Vec<(Variable, f64)> = Vec::new();
            for (count, times) in &self.release.relations[relation].terms {
                if let Ok(place) = self.free.binary_search(count) {
                    let (up, down) = variables[place];
                    terms.extend([(up, *times), (down, -*times)]);
                }
            }
            problem.add_constraint(terms.as_slice(), ComparisonOp::Eq, 0.0);
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(NODES.min(1 + MANY / (1 + self.free.len() as u64)));
        let solved = problem.solve_with(options).ok();
        work.spend(self.free.len(), solved.as_ref().map(|solved| solved.stats().lp_iterations));
        let solution = solved?.into_solution().ok()?;
        let moved = self.free.iter().zip(&variables).map(|(count, (up, down))| {
            let by = solution.var_value(*up) - solution.var_value(*down);
            (*count, if steps == Steps::Whole { by.round() } else { by })
        });
        Some(moved.filter(|(_, by)| by.abs() > NOTHING).collect())
    }
}
