//! Columns that are held back whole: of somebody who is in one of them, nobody can say in which.
//!
//! Where most figures of a column count too few, what is left of it says little, and protecting each figure by itself takes many
//! others. Held back together, such columns are as one column that nobody sees, with enough respondents.

use std::collections::{BTreeMap, BTreeSet};

use crate::linear::{Change, NOTHING};
use crate::primary::Target;
use crate::release::{RelationKind, Release};
use crate::standing::{Reason, Standing};

/// How much of a break is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The columns of which most figures are small, with as many others as it takes for most of their rows to have enough.
    Columns,
    /// All columns of a break that has such a column.
    Breaks,
}

/// The part of the rows that must have enough respondents in the columns that are held back together.
const ENOUGH: f64 = 0.9;

/// The columns that are to be held back whole, ascending.
pub(crate) fn crowded(release: &Release, targets: &[Target], extent: Extent) -> Vec<usize> {
    let mut is_small = vec![false; release.figures.len()];
    for target in targets.iter().filter(|target| !target.is_shown) {
        release.counts[target.hides].figures.iter().for_each(|figure| is_small[*figure] = true);
    }
    let small = |column: usize| {
        let figures = &release.columns[column].figures;
        2 * figures.iter().filter(|figure| is_small[**figure]).count() > figures.len()
    };
    let mut found = Vec::new();
    for columns in breaks(release) {
        let most = columns.iter().filter(|column| small(**column)).count();
        if most == 0 {
            continue;
        }
        match extent {
            Extent::Breaks => found.extend(columns),
            Extent::Columns => found.extend(together(release, targets, columns, &small)),
        }
    }
    found.sort_unstable();
    found
}

/// The columns of each break, by number.
fn breaks(release: &Release) -> Vec<Vec<usize>> {
    let mut breaks: BTreeMap<&[usize], Vec<usize>> = BTreeMap::new();
    for (number, column) in release.columns.iter().enumerate().filter(|(_, column)| !column.variables.is_empty()) {
        breaks.entry(&column.variables).or_default().push(number);
    }
    breaks.into_values().collect()
}

/// The small columns of a break, and the smallest of the others, until most rows have enough in them.
fn together(
    release: &Release,
    targets: &[Target],
    mut columns: Vec<usize>,
    small: &dyn Fn(usize) -> bool,
) -> Vec<usize> {
    let need = targets.iter().map(|target| target.need).fold(0.0, f64::max);
    let size = |column: usize| {
        let bases = release.columns[column].figures.iter().filter_map(|figure| release.figures[*figure].base);
        bases.map(|base| release.counts[base].values[0]).fold(0.0, f64::max)
    };
    columns.sort_by(|one, other| {
        (!small(*one)).cmp(&!small(*other)).then(size(*one).total_cmp(&size(*other))).then(one.cmp(other))
    });
    let place: BTreeMap<usize, usize> = columns
        .iter()
        .enumerate()
        .flat_map(|(at, column)| release.columns[*column].sets.iter().map(move |set| (*set, at)))
        .collect();
    // The counts of each row by the place of their column.
    let rows: Vec<Vec<(usize, f64)>> = (0..release.relations.len())
        .filter(|relation| release.relations[*relation].kind == RelationKind::Columns)
        .filter_map(|relation| {
            let parts = parts(release, relation);
            let placed: Vec<(usize, f64)> = parts
                .iter()
                .filter_map(|(count, column)| Some((*place.get(column)?, release.counts[*count].values[0])))
                .collect();
            (placed.len() > 1 && placed.len() == parts.len()).then_some(placed)
        })
        .collect();
    let has_enough = |taken: usize| {
        let sum = |row: &[(usize, f64)], below: usize| -> f64 {
            row.iter().filter(|(at, _)| *at < below).map(|(_, n)| n).sum()
        };
        let can: Vec<&Vec<(usize, f64)>> = rows.iter().filter(|row| sum(row, usize::MAX) > need - NOTHING).collect();
        let enough = can.iter().filter(|row| sum(row, taken) > need - NOTHING).count();
        enough as f64 >= ENOUGH * can.len() as f64
    };
    let mut taken = columns.iter().filter(|column| small(**column)).count().max(2).min(columns.len());
    while taken < columns.len() && !has_enough(taken) {
        taken += 1;
    }
    // The total less the others would be the last one.
    if taken + 1 >= columns.len() {
        taken = columns.len();
    }
    columns.truncate(taken);
    columns
}

/// The parts of a sum of columns or of rows, each with the number of the set that only it has.
fn parts(release: &Release, relation: usize) -> Vec<(usize, usize)> {
    let terms = &release.relations[relation].terms;
    let parts: Vec<usize> = terms.iter().filter(|(_, times)| *times > 0.0).map(|(count, _)| *count).collect();
    let sets = |count: &usize| release.counts[*count].sets;
    let Some(first) = parts.first() else { return Vec::new() };
    let shared: Vec<usize> =
        sets(first).into_iter().filter(|set| parts.iter().all(|part| sets(part).contains(set))).collect();
    let own = |part: &usize| {
        let of = sets(part);
        of.into_iter().find(|set| !shared.contains(set)).unwrap_or(of[0])
    };
    parts.iter().map(|part| (*part, own(part))).collect()
}

/// Columns of a break of which every figure is held back, each by the numbers of its sets.
pub(crate) fn hidden(release: &Release, standing: &Standing) -> Vec<Vec<Vec<usize>>> {
    let is_hidden = |column: &usize| {
        let figures = &release.columns[*column].figures;
        figures.iter().all(|figure| !matches!(standing.held[*figure], None | Some(Reason::SmallBase)))
    };
    let of_break = |columns: Vec<usize>| {
        let hidden: Vec<Vec<usize>> = columns
            .iter()
            .filter(|column| is_hidden(column))
            .map(|column| release.columns[*column].sets.clone())
            .collect();
        let is_whole = hidden.len() == columns.len();
        if is_whole { with_unseen(release, standing, hidden) } else { hidden }
    };
    breaks(release).into_iter().map(of_break).filter(|hidden| hidden.len() > 1).collect()
}

/// The columns of a whole break, and the rest of it that no table shows.
fn with_unseen(release: &Release, standing: &Standing, mut hidden: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let seen: BTreeSet<usize> = hidden.iter().flatten().copied().collect();
    let mut unseen = BTreeSet::new();
    for relation in 0..release.relations.len() {
        let parts = if release.relations[relation].kind == RelationKind::Columns {
            parts(release, relation)
        } else {
            Vec::new()
        };
        let is_of_break = parts.iter().any(|(_, column)| seen.contains(column));
        if is_of_break && parts.iter().all(|(count, _)| !standing.is_known(*count)) {
            unseen.extend(parts.iter().map(|(_, column)| *column).filter(|column| !seen.contains(column)));
        }
    }
    hidden.extend(unseen.into_iter().map(|set| vec![set]));
    hidden
}

/// The change that puts everybody of these columns into one of them: nothing that is published tells it from how it is.
pub(crate) fn gathered(
    release: &Release,
    standing: &Standing,
    values: &[f64],
    columns: &[Vec<usize>],
    into: &[usize],
) -> Option<Change> {
    let sets: BTreeSet<usize> = columns.iter().flatten().copied().collect();
    let mut change: BTreeMap<usize, f64> = BTreeMap::new();
    for relation in 0..release.relations.len() {
        let is_sum = matches!(release.relations[relation].kind, RelationKind::Columns | RelationKind::Rows);
        let mut parts = if is_sum { parts(release, relation) } else { Vec::new() };
        parts.retain(|(count, column)| sets.contains(column) && !standing.is_known(*count));
        let own: BTreeSet<usize> = parts.iter().map(|(_, column)| *column).collect();
        if own.len() < 2 || own.len() < parts.len() || !own.iter().any(|column| into.contains(column)) {
            continue;
        }
        let sum: f64 = parts.iter().map(|(count, _)| values[*count]).sum();
        for (count, column) in parts {
            let by = if into.contains(&column) { sum - values[count] } else { -values[count] };
            if (change.entry(count).or_insert(by).to_owned() - by).abs() > NOTHING {
                return None;
            }
        }
    }
    follow(release, standing, &mut change)?;
    Some(change.into_iter().filter(|(_, by)| by.abs() > NOTHING).collect())
}

/// What must move with a change, where only one count of a sum is left that can.
fn follow(release: &Release, standing: &Standing, change: &mut BTreeMap<usize, f64>) -> Option<()> {
    let mut next: Vec<usize> = change.keys().copied().collect();
    while let Some(count) = next.pop() {
        for relation in &release.touching[count] {
            let terms = &release.relations[*relation].terms;
            let left: f64 = terms.iter().filter_map(|(count, times)| Some(times * change.get(count)?)).sum();
            let mut open = terms.iter().filter(|(count, _)| !change.contains_key(count) && !standing.is_known(*count));
            match (open.next(), open.next()) {
                (Some((count, times)), None) => {
                    change.insert(*count, -left / times);
                    next.push(*count);
                }
                (None, _) if left.abs() > NOTHING => return None,
                (None | Some(_), _) => {}
            }
        }
    }
    Some(())
}
