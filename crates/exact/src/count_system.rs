//! Whole numbers of respondents behind several published numbers at once: which are still possible, and which cannot hold together.
//!
//! The unknowns are how many gave each answer. A statement bounds a sum of them: a percentage of a known base, a count, a net, or that the
//! answers add to the base. The search is exact: bounds are drawn together until nothing changes, then the narrowest unknown is tried value
//! by value. Left out: what was stated, and in which words.

use std::ops::RangeInclusive;

/// How many steps one search may take. A system that takes more counts as possible: nothing is called wrong that was not shown to be.
const STEPS: u32 = 200_000;

/// What is stated of a sum of unknowns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountStatement {
    /// The unknowns that are added, by their places.
    pub parts: Vec<usize>,
    /// What the sum can be.
    pub counts: RangeInclusive<i64>,
}

/// Unknown counts, and what is stated of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountSystem {
    /// How many unknowns there are, each from 0 to `most`.
    pub unknowns: usize,
    /// The most that one can be.
    pub most: i64,
    /// What is stated.
    pub statements: Vec<CountStatement>,
}

impl CountSystem {
    /// Whether some counts agree with every statement.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        self.holds_together(&vec![true; self.statements.len()])
    }

    /// What the sum of each statement can still be, given all the others; nothing where no counts agree.
    #[must_use]
    pub fn possible_counts(&self) -> Option<Vec<RangeInclusive<i64>>> {
        self.is_possible().then(|| (0..self.statements.len()).map(|place| self.possible_of(place)).collect())
    }

    fn possible_of(&self, place: usize) -> RangeInclusive<i64> {
        let stated = &self.statements[place].counts;
        let agrees = |count: &i64| {
            let mut narrowed = self.clone();
            narrowed.statements[place].counts = *count..=*count;
            narrowed.is_possible()
        };
        let (first, last) = (*stated.start().max(&0), *stated.end().min(&self.sum_of_most(place)));
        let low = (first..=last).find(agrees).unwrap_or(first);
        let high = (low..=last).rev().find(agrees).unwrap_or(low);
        low..=high
    }

    fn sum_of_most(&self, place: usize) -> i64 {
        self.most.saturating_mul(self.statements[place].parts.len() as i64)
    }

    /// A smallest set of statements that cannot hold together: without any of them the rest can. Empty where all can.
    #[must_use]
    pub fn conflict(&self) -> Vec<usize> {
        let mut kept = vec![true; self.statements.len()];
        if self.holds_together(&kept) {
            return Vec::new();
        }
        for place in 0..kept.len() {
            kept[place] = false;
            if self.holds_together(&kept) {
                kept[place] = true;
            }
        }
        (0..kept.len()).filter(|place| kept[*place]).collect()
    }

    fn holds_together(&self, kept: &[bool]) -> bool {
        let statements: Vec<&CountStatement> =
            self.statements.iter().zip(kept).filter(|(_, kept)| **kept).map(|(statement, _)| statement).collect();
        let mut steps = 0;
        search(&statements, vec![(0, self.most); self.unknowns], &mut steps)
    }
}

fn search(statements: &[&CountStatement], mut bounds: Vec<(i64, i64)>, steps: &mut u32) -> bool {
    *steps += 1;
    if *steps > STEPS {
        return true;
    }
    if !draw_together(statements, &mut bounds) {
        return false;
    }
    let open = (0..bounds.len()).filter(|at| bounds[*at].0 < bounds[*at].1);
    let Some(at) = open.min_by_key(|at| bounds[*at].1 - bounds[*at].0) else { return true };
    (bounds[at].0..=bounds[at].1).any(|count| {
        let mut tried = bounds.clone();
        tried[at] = (count, count);
        search(statements, tried, steps)
    })
}

/// Draws the bounds together until nothing changes; false where an unknown has none left.
fn draw_together(statements: &[&CountStatement], bounds: &mut [(i64, i64)]) -> bool {
    loop {
        let mut has_changed = false;
        for statement in statements {
            let low: i64 = statement.parts.iter().map(|part| bounds[*part].0).sum();
            let high: i64 = statement.parts.iter().map(|part| bounds[*part].1).sum();
            if low > *statement.counts.end() || high < *statement.counts.start() {
                return false;
            }
            for part in &statement.parts {
                let (own_low, own_high) = bounds[*part];
                let drawn = (
                    own_low.max(statement.counts.start() - (high - own_high)),
                    own_high.min(statement.counts.end() - (low - own_low)),
                );
                if drawn.0 > drawn.1 {
                    return false;
                }
                if drawn != (own_low, own_high) {
                    bounds[*part] = drawn;
                    has_changed = true;
                    // The sums above are of the old bounds: they stay valid, if wide, until the next round.
                }
            }
        }
        if !has_changed {
            return true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CountStatement, CountSystem};
    use crate::counts::counts_for;
    use crate::decimal::Decimal;
    use crate::rounding::{RoundingMode, round_percentage};

    fn stated(parts: &[usize], low: i64, high: i64) -> CountStatement {
        CountStatement { parts: parts.to_vec(), counts: low..=high }
    }

    /// A statement without an end allows as many as its parts can have.
    #[test]
    fn a_sum_has_at_most_what_its_parts_have() {
        let system = CountSystem { unknowns: 2, most: 7, statements: vec![stated(&[0, 1], 3, i64::MAX)] };
        assert_eq!(system.possible_counts(), Some(vec![3..=14]));
    }

    /// Question 16a of the councillors' report: 4, 10, 33, 51 and 3% of 80, and 47% for the first three.
    #[test]
    fn the_sum_of_rounded_parts_cannot_hold() {
        let percent = |value| {
            let counts = counts_for(Decimal::new(value, 0).expect("few decimals"), 80, RoundingMode::HalfUp);
            (counts.start as i64, counts.end as i64 - 1)
        };
        let mut statements: Vec<CountStatement> = [4, 10, 33, 51, 3]
            .into_iter()
            .enumerate()
            .map(|(place, value)| stated(&[place], percent(value).0, percent(value).1))
            .collect();
        statements.push(stated(&[0, 1, 2, 3, 4], 80, 80));
        let parts = CountSystem { unknowns: 5, most: 80, statements };
        assert_eq!(parts.possible_counts(), Some(vec![3..=3, 8..=8, 26..=26, 41..=41, 2..=2, 80..=80]));
        let mut with_net = parts;
        with_net.statements.push(stated(&[0, 1, 2], percent(47).0, percent(47).1));
        assert!(!with_net.is_possible());
        // No count of 80 is 47% by itself: 37 are 46.25%, and 38 are 47.5%, which rounds up.
        assert_eq!(with_net.conflict(), [6]);
        // 48% is 38, and possible by itself. The parts add to 37, and so does what the others leave of 80: either is a conflict.
        with_net.statements[6] = stated(&[0, 1, 2], percent(48).0, percent(48).1);
        let conflict = with_net.conflict();
        assert!([[0, 1, 2, 6], [3, 4, 5, 6]].iter().any(|set| conflict == set), "{conflict:?}");
    }

    /// Three sums of pairs that are odd cannot hold: together they are twice the three. Two to the twentieth ways in which unknowns that
    /// are anything from 0 to 1 may turn out are too many to show it.
    #[test]
    fn what_takes_too_long_to_refute_counts_as_possible() {
        let pairs = [[0, 1], [1, 2], [0, 2]].map(|pair| stated(&pair, 7, 7));
        let odd = CountSystem { unknowns: 3, most: 7, statements: pairs.to_vec() };
        assert!(!odd.is_possible());
        let mut with_others = CountSystem { unknowns: 23, ..odd };
        with_others.statements.extend((3..23).map(|unknown| stated(&[unknown], 0, 1)));
        assert!(with_others.is_possible());
    }

    /// Small surveys with nets, every count tried.
    #[test]
    fn small_surveys_agree_with_trying_every_count() {
        let mut state = 7_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..5_000 {
            let base = 1 + next(14);
            let unknowns = 2 + next(2) as usize;
            let mut system = CountSystem { unknowns, most: base as i64, statements: Vec::new() };
            system
                .statements
                .push(CountStatement { parts: (0..unknowns).collect(), counts: base as i64..=base as i64 });
            for _ in 0..=next(3) {
                let parts: Vec<usize> = (0..unknowns).filter(|_| next(2) == 0).collect();
                if parts.is_empty() {
                    continue;
                }
                let percentage =
                    round_percentage(next(base + 1) as i64, base, 0, RoundingMode::HalfUp).expect("a percentage");
                let percentage = Decimal::new((percentage.units() + next(2) as i64).min(100), 0).expect("few decimals");
                let counts = counts_for(percentage, base, RoundingMode::HalfUp);
                system.statements.push(CountStatement { parts, counts: counts.start as i64..=counts.end as i64 - 1 });
            }
            let solutions: Vec<Vec<i64>> = all(unknowns, base as i64)
                .into_iter()
                .filter(|counts| {
                    let holds = |statement: &CountStatement| {
                        statement.counts.contains(&statement.parts.iter().map(|part| counts[*part]).sum::<i64>())
                    };
                    system.statements.iter().all(holds)
                })
                .collect();
            assert_eq!(system.is_possible(), !solutions.is_empty(), "{system:?}");
            let expect = (!solutions.is_empty()).then(|| {
                let sums = |statement: &CountStatement| {
                    let sums =
                        || solutions.iter().map(|counts| statement.parts.iter().map(|part| counts[*part]).sum::<i64>());
                    sums().min().expect("a solution")..=sums().max().expect("a solution")
                };
                system.statements.iter().map(sums).collect::<Vec<_>>()
            });
            assert_eq!(system.possible_counts(), expect, "{system:?}");
            assert_eq!(system.conflict().is_empty(), expect.is_some());
        }
    }

    fn all(unknowns: usize, most: i64) -> Vec<Vec<i64>> {
        let mut each = vec![Vec::new()];
        for _ in 0..unknowns {
            each = each
                .into_iter()
                .flat_map(|counts: Vec<i64>| {
                    (0..=most).map(move |count| counts.iter().copied().chain([count]).collect::<Vec<i64>>())
                })
                .collect();
        }
        each
    }
}
