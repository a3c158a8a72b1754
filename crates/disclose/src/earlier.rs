//! What an earlier release of the same survey tells of this one.
//!
//! Each count of this release is made of those who were counted in the earlier one and of those since. The first are known where the
//! earlier release published them, and add up as the counts of this release do.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};
use topline_survey::Tabulation;

use crate::release::{Count, CountOf, Relation, RelationKind, Release, figures};

/// The figures of an earlier release, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EarlierRelease {
    /// Each figure.
    pub figures: BTreeMap<String, EarlierFigure>,
}

impl EarlierRelease {
    /// Whether all its counts are rounded to this.
    pub(crate) fn is_rounded(&self, to: u64) -> bool {
        let counts = self.figures.values().flat_map(|figure| [figure.n, figure.base]).flatten();
        counts.into_iter().all(|count| count.is_multiple_of(to))
    }
}

/// What an earlier release tells of a figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EarlierFigure {
    /// Respondents counted; none where held back.
    pub n: Option<u64>,
    /// Respondents in the base, likewise.
    pub base: Option<u64>,
    /// Who the base is, in words: a figure of another base is another figure.
    pub base_rule: String,
}

/// A count of which nobody knows how many it had before: it can be fewer by any number.
const UNKNOWN: f64 = 1e9;

/// Those who came since the earlier release, by the counts of this one.
pub(crate) struct Newcomers {
    /// Each count that differs from its earlier one, with the count of those since, and by how many.
    pub known: Vec<(usize, usize, f64)>,
}

/// Adds the earlier counts of a release, and how they add up.
pub(crate) fn add_earlier(release: &mut Release, tables: &[Tabulation], earlier: &EarlierRelease) -> Newcomers {
    let known = known_counts(release, tables, earlier);
    // Answers can be taken back: then nothing is sure of those since.
    let only_grew = known.iter().all(|(count, before)| *before <= release.counts[*count].values[0] + 0.5);
    let mut touched: BTreeSet<usize> = known.keys().copied().collect();
    for relation in &release.relations {
        if relation.terms.iter().any(|(count, _)| known.contains_key(count)) {
            touched.extend(relation.terms.iter().map(|(count, _)| *count));
        }
    }
    let relations = release.relations.clone();
    let possible = if only_grew { possible_newcomers(release, &touched, &known) } else { BTreeMap::new() };
    let mut twins = BTreeMap::new();
    let mut newcomers = Vec::new();
    for count in touched {
        let now = release.counts[count].values[0];
        let before = known.get(&count).copied();
        // Where nothing agrees with both releases, neither part can be fewer than none.
        let possible = possible.get(&count).copied();
        let earlier = before.or(possible.map(|since| (now - since).max(0.0))).unwrap_or(0.0);
        let new = before.map(|before| now - before).or(possible).unwrap_or(0.0).max(0.0);
        let since = if only_grew { new } else { UNKNOWN };
        let twin = add(release, count, earlier, CountOf::Earlier(count));
        let new = add(release, count, since, CountOf::Since(count));
        relate(release, vec![(twin, 1.0), (new, 1.0), (count, -1.0)], RelationKind::Earlier);
        twins.insert(count, twin);
        if let Some(before) = before {
            release.given.push(twin);
            if (now - before).abs() > 0.5 && release.whole != Some(count) {
                newcomers.push((count, new, (now - before).abs()));
            }
        }
    }
    for Relation { terms, kind } in relations {
        let of_twins: Option<Vec<(usize, f64)>> =
            terms.iter().map(|(count, times)| Some((*twins.get(count)?, *times))).collect();
        if let Some(terms) = of_twins {
            relate(release, terms, kind);
        }
    }
    Newcomers { known: newcomers }
}

/// The counts of this release that the earlier one tells, each with what it was.
fn known_counts(release: &Release, tables: &[Tabulation], earlier: &EarlierRelease) -> BTreeMap<usize, f64> {
    let mut known = BTreeMap::new();
    for (figure, counts) in figures(tables).zip(&release.figures) {
        let before = earlier.figures.get(&figure.name().to_string());
        let Some(before) = before.filter(|before| before.base_rule == figure.row.base_rule) else { continue };
        let told = [(counts.counted, before.n), (counts.base, before.base)];
        for (count, n) in told.into_iter().filter_map(|(count, n)| count.zip(n)) {
            known.entry(count).or_insert(n as f64);
        }
    }
    known
}

/// Of each count that was held back, some number of those since with which all counts add up.
fn possible_newcomers(
    release: &Release,
    touched: &BTreeSet<usize>,
    known: &BTreeMap<usize, f64>,
) -> BTreeMap<usize, f64> {
    let now = |count: usize| release.counts[count].values[0];
    let mut possible = BTreeMap::new();
    for (counts, relations) in unknown_parts(release, touched, known) {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let variables: BTreeMap<usize, Variable> =
            counts.iter().map(|count| (*count, problem.add_var(1.0, (0.0, now(*count).max(0.0))))).collect();
        for relation in relations {
            let since = |count: &usize| Some(now(*count) - known.get(count)?);
            let sum: f64 = relation.terms.iter().filter_map(|(count, times)| Some(times * since(count)?)).sum();
            let terms: Vec<(Variable, f64)> =
                relation.terms.iter().filter_map(|(count, times)| Some((*variables.get(count)?, *times))).collect();
            problem.add_constraint(terms.as_slice(), ComparisonOp::Eq, -sum);
        }
        let solution = problem.solve_with(SolveOptions::default()).ok().and_then(|solved| solved.into_solution().ok());
        if let Some(solution) = solution {
            possible.extend(variables.iter().map(|(count, variable)| (*count, solution.var_value(*variable))));
        }
    }
    possible
}

/// The counts that the earlier release held back, in parts that hang together, each with its relations.
fn unknown_parts<'r>(
    release: &'r Release,
    touched: &BTreeSet<usize>,
    known: &BTreeMap<usize, f64>,
) -> Vec<(BTreeSet<usize>, Vec<&'r Relation>)> {
    let mut parts: Vec<(BTreeSet<usize>, Vec<&Relation>)> = Vec::new();
    for relation in &release.relations {
        let counts = || relation.terms.iter().map(|(count, _)| *count);
        let unknown: BTreeSet<usize> = counts().filter(|count| !known.contains_key(count)).collect();
        if unknown.is_empty() || !counts().all(|count| touched.contains(&count)) {
            continue;
        }
        let (near, far): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(counts, _)| !counts.is_disjoint(&unknown));
        let mut joined = (unknown, vec![relation]);
        for (counts, relations) in near {
            joined.0.extend(counts);
            joined.1.extend(relations);
        }
        parts = far;
        parts.push(joined);
    }
    parts
}

fn add(release: &mut Release, like: usize, value: f64, of: CountOf) -> usize {
    let number = release.counts.len();
    let Count { blocks, is_total, is_margin, .. } = release.counts[like].clone();
    for block in &blocks {
        release.blocks[*block].cells.push(number);
    }
    let values = [value, UNKNOWN];
    release.counts.push(Count { values, blocks, is_total, is_margin, of: Some(of), ..Count::default() });
    release.touching.push(Vec::new());
    number
}

fn relate(release: &mut Release, terms: Vec<(usize, f64)>, kind: RelationKind) {
    let number = release.relations.len();
    for (count, _) in &terms {
        release.touching[*count].push(number);
    }
    release.relations.push(Relation { terms, kind });
}
