//! Cells of two questions: answers exchanged between respondents until every published cell is met.
//!
//! Exchanging the answers of two respondents to one question leaves its counts as they are, so the search only has to bring the
//! cells right. It takes the best exchange, or a sideways one that was not made lately, and starts from another order where it is
//! stuck. The result is exact or an error; [`crate::proof`] counts again from the written cells.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::random::Random;

/// The answers to a question or an item, one for each respondent.
pub(crate) type Answers = Vec<Option<i32>>;

/// Answers that can be exchanged between respondents.
#[derive(Debug, Clone)]
pub(crate) struct Exchanged {
    pub answers: Answers,
    /// Whether an answer can change places with a blank. A tick box cannot: the blank is that of the whole question.
    pub blanks: Blanks,
}

/// Where the blanks of a question are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blanks {
    Move,
    Stay,
}

type Slots = BTreeMap<String, Exchanged>;

impl Exchanged {
    /// Whether the answers of two respondents differ and can change places.
    fn can_change(&self, a: usize, b: usize) -> bool {
        let (first, second) = (self.answers[a], self.answers[b]);
        first != second && (self.blanks == Blanks::Move || (first.is_some() && second.is_some()))
    }
}

/// Who counts on one side of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Side {
    /// Who gave one of these codes.
    OneOf(Vec<i32>),
    /// Who gave any code but these.
    AnsweredBut(Vec<i32>),
    /// Who gave none of these codes, or no answer.
    NoneOf(Vec<i32>),
}

impl Side {
    pub(crate) fn holds(&self, answer: Option<i32>) -> bool {
        match (self, answer) {
            (Self::OneOf(codes), Some(code)) => codes.contains(&code),
            (Self::AnsweredBut(codes) | Self::NoneOf(codes), Some(code)) => !codes.contains(&code),
            (Self::OneOf(_) | Self::AnsweredBut(_), None) => false,
            (Self::NoneOf(_), None) => true,
        }
    }
}

/// How many are in a cell.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    /// As an error names it.
    pub name: String,
    /// The question, or `question.item`, and who counts.
    pub row: (String, Side),
    pub column: (String, Side),
    pub count: i64,
}

impl Cell {
    pub(crate) fn holds(&self, row: Option<i32>, column: Option<i32>) -> bool {
        self.row.1.holds(row) && self.column.1.holds(column)
    }
}

/// No answers were found that meet every cell.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("meet the cells of the cross-tabulations; the nearest: {}", listed(.missed))]
pub struct NoJointAnswers {
    /// The cells that the nearest answers miss: each cell, its count there, and the count that it should have.
    pub missed: Vec<(String, i64, i64)>,
}

fn listed(missed: &[(String, i64, i64)]) -> String {
    let each = missed.iter().map(|(cell, found, wanted)| format!("{cell} {found} instead of {wanted}"));
    each.collect::<Vec<_>>().join(", ")
}

/// The most exchanges of one start, and how many may bring nothing before another start is made.
const STEPS: usize = 400;
const PATIENCE: usize = 40;
const STARTS: usize = 12;
/// The most exchanges that one step looks at.
const LOOKED_AT: usize = 60_000;

/// Exchanges answers until every cell is met.
pub(crate) fn meet(random: &mut Random, answers: &mut Slots, cells: &[Cell]) -> Result<(), NoJointAnswers> {
    let mut slots: Vec<String> = cells.iter().flat_map(|cell| [cell.row.0.clone(), cell.column.0.clone()]).collect();
    slots.sort();
    slots.dedup();
    slots.retain(|slot| answers.contains_key(slot));
    let mut nearest: Option<(i64, Vec<i64>)> = None;
    for start in 0..STARTS {
        if start > 0 {
            for slot in &slots {
                // A new start keeps most of the order, so that answers still follow dispositions.
                let Some(values) = answers.get_mut(slot) else { continue };
                for _ in 0..values.answers.len() / 4 {
                    let (a, b) = (random.below(values.answers.len()), random.below(values.answers.len()));
                    if values.can_change(a, b) {
                        values.answers.swap(a, b);
                    }
                }
            }
        }
        let found = descend(random, answers, &slots, cells);
        let missed = distance(&found, cells);
        if missed == 0 {
            return Ok(());
        }
        if nearest.as_ref().is_none_or(|(least, _)| missed < *least) {
            nearest = Some((missed, found));
        }
    }
    let found = nearest.map(|(_, found)| found).unwrap_or_default();
    let missed = cells.iter().zip(found).filter(|(cell, found)| cell.count != *found);
    Err(NoJointAnswers { missed: missed.map(|(cell, found)| (cell.name.clone(), found, cell.count)).collect() })
}

/// How many are in each cell.
pub(crate) fn counted(answers: &Slots, cells: &[Cell]) -> Vec<i64> {
    let of = |slot: &str| answers.get(slot).map_or(&[][..], |slot| &slot.answers);
    let count = |cell: &Cell| {
        let pairs = of(&cell.row.0).iter().zip(of(&cell.column.0));
        pairs.filter(|(row, column)| cell.holds(**row, **column)).count() as i64
    };
    cells.iter().map(count).collect()
}

fn distance(found: &[i64], cells: &[Cell]) -> i64 {
    found.iter().zip(cells).map(|(found, cell)| (found - cell.count).abs()).sum()
}

/// One descent; gives the counts that it ends with.
fn descend(random: &mut Random, answers: &mut Slots, slots: &[String], cells: &[Cell]) -> Vec<i64> {
    let mut found = counted(answers, cells);
    let mut lately: Vec<(usize, usize, usize)> = Vec::new();
    let (mut least_yet, mut since) = (i64::MAX, 0);
    for _ in 0..STEPS {
        let now = distance(&found, cells);
        since = if now < least_yet { 0 } else { since + 1 };
        least_yet = least_yet.min(now);
        if now == 0 || since > PATIENCE {
            break;
        }
        let mut best: Option<(i64, Vec<i64>)> = None;
        let mut ties: Vec<(usize, usize, usize)> = Vec::new();
        for exchange in exchanges(random, answers, slots) {
            let (slot, a, b) = exchange;
            let changed = after(answers, &slots[slot], (a, b), &found, cells);
            let reached = distance(&changed, cells);
            let least = best.as_ref().map_or(i64::MAX, |(least, _)| *least);
            if reached > least || (reached >= now && lately.contains(&exchange)) {
                continue;
            }
            if reached < least {
                ties.clear();
                best = Some((reached, changed));
            }
            ties.push(exchange);
        }
        if ties.is_empty() {
            break;
        }
        let (slot, a, b) = ties[random.below(ties.len())];
        found = after(answers, &slots[slot], (a, b), &found, cells);
        if let Some(values) = answers.get_mut(&slots[slot]) {
            values.answers.swap(a, b);
        }
        lately.push((slot, a, b));
        if lately.len() > 12 {
            lately.remove(0);
        }
    }
    found
}

/// The exchanges to look at: all of them, or a random part where there are too many.
fn exchanges(random: &mut Random, answers: &Slots, slots: &[String]) -> Vec<(usize, usize, usize)> {
    let respondents = slots.first().and_then(|slot| answers.get(slot)).map_or(0, |slot| slot.answers.len());
    let differ = |(slot, a, b): &(usize, usize, usize)| answers[&slots[*slot]].can_change(*a, *b);
    let all = slots.len() * respondents * respondents.saturating_sub(1) / 2;
    if all <= LOOKED_AT {
        let pairs = (0..slots.len())
            .flat_map(|slot| (0..respondents).flat_map(move |a| (a + 1..respondents).map(move |b| (slot, a, b))));
        return pairs.filter(differ).collect();
    }
    let drawn = (0..LOOKED_AT).map(|_| {
        let (a, b) = (random.below(respondents), random.below(respondents));
        (random.below(slots.len()), a.min(b), a.max(b))
    });
    drawn.filter(differ).collect()
}

/// The counts after one exchange.
fn after(answers: &Slots, slot: &str, (a, b): (usize, usize), found: &[i64], cells: &[Cell]) -> Vec<i64> {
    let read = |of: &str, respondent: usize| {
        let from = if of != slot {
            respondent
        } else if respondent == a {
            b
        } else {
            a
        };
        answers[of].answers[from]
    };
    let change = |cell: &Cell| {
        if cell.row.0 != slot && cell.column.0 != slot {
            return 0;
        }
        let each = [a, b].map(|at| {
            let before = cell.holds(answers[&cell.row.0].answers[at], answers[&cell.column.0].answers[at]);
            let after = cell.holds(read(&cell.row.0, at), read(&cell.column.0, at));
            i64::from(after) - i64::from(before)
        });
        each[0] + each[1]
    };
    found.iter().zip(cells).map(|(count, cell)| count + change(cell)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(name: &str, row: &[i32], column: &[i32], count: i64) -> Cell {
        Cell {
            name: name.to_owned(),
            row: ("A".to_owned(), Side::OneOf(row.to_vec())),
            column: ("B".to_owned(), Side::OneOf(column.to_vec())),
            count,
        }
    }

    /// 30 respondents: A is 1 for ten and 2 for twenty; B is 1 for fifteen, 2 for fourteen and blank for one.
    fn answers() -> Slots {
        let slot = |answers: Answers| Exchanged { answers, blanks: Blanks::Move };
        let a: Answers = (0..30).map(|at| Some(if at < 10 { 1 } else { 2 })).collect();
        let b: Answers = (0..30).map(|at| if at == 29 { None } else { Some(if at < 15 { 1 } else { 2 }) }).collect();
        [("A".to_owned(), slot(a)), ("B".to_owned(), slot(b))].into()
    }

    #[test]
    fn cells_are_met_and_counts_kept() {
        let mut given = answers();
        // The blank of B must come to lie beside a 1 of A.
        let cells = [cell("1 by 1", &[1], &[1], 3), cell("1 by 2", &[1], &[2], 6), cell("2 by 2", &[2], &[2], 8)];
        meet(&mut Random::new(1, "joint"), &mut given, &cells).expect("met");
        assert_eq!(counted(&given, &cells), [3, 6, 8]);
        let count = |slot: &str, code| given[slot].answers.iter().filter(|answer| **answer == code).count();
        assert_eq!([count("A", Some(1)), count("A", Some(2))], [10, 20]);
        assert_eq!([count("B", Some(1)), count("B", Some(2)), count("B", None)], [15, 14, 1]);
    }

    #[test]
    fn cells_that_contradict_the_counts_are_an_error() {
        let error = meet(&mut Random::new(1, "joint"), &mut answers(), &[cell("1 by 1", &[1], &[1], 11)]);
        let error = error.expect_err("ten have code 1");
        assert_eq!(error.missed, [("1 by 1".to_owned(), 10, 11)]);
        assert_eq!(error.to_string(), "meet the cells of the cross-tabulations; the nearest: 1 by 1 10 instead of 11");
    }

    #[test]
    fn the_blank_of_a_tick_box_stays() {
        let mut given = answers();
        if let Some(ticked) = given.get_mut("B") {
            ticked.blanks = Blanks::Stay;
        }
        // Respondent 29, who is blank at B, has code 2 at A unless A changes: B alone could not bring this about.
        let cells = [cell("1 by any", &[1], &[1, 2], 9)];
        meet(&mut Random::new(1, "joint"), &mut given, &cells).expect("met by changing A");
        assert_eq!((given["B"].answers[29], given["A"].answers[29]), (None, Some(1)));
    }

    #[test]
    fn sides_tell_no_answer_from_another_answer() {
        for (side, blank, one, two) in [
            (Side::OneOf(vec![1]), false, true, false),
            (Side::AnsweredBut(vec![1]), false, false, true),
            (Side::NoneOf(vec![1]), true, false, true),
        ] {
            assert_eq!([None, Some(1), Some(2)].map(|answer| side.holds(answer)), [blank, one, two], "{side:?}");
        }
    }
}
