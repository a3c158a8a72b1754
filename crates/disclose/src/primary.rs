//! Which counts must not be known, by what the policy says of each figure alone.

use std::collections::BTreeMap;

use topline_survey::{Disclosure, Figure, Kind, Plan, SqlFigures, Statistic, Tabulation, Unit};

use crate::earlier::Newcomers;
use crate::release::{CountOf, Release, figures};
use crate::standing::{Reason, Standing};

/// A count that must not be known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target {
    pub count: usize,
    /// How wide the range should be in which it can lie.
    pub need: f64,
    /// How wide it must be at least.
    pub least: f64,
    /// The count whose figures are held back for it: itself, as a rule.
    pub hides: usize,
    pub reason: Reason,
    /// Whether its rounded count is published, as long as that protects it.
    pub is_shown: bool,
}

impl Target {
    /// Whether it is attacked by a measure: earlier releases are by the number of respondents alone.
    pub(crate) fn is_of(&self, measure: usize) -> bool {
        measure == 0 || self.reason != Reason::FewSince
    }
}

/// The counts that must not be known, each once, and what is held back for other reasons.
pub(crate) fn targets(
    plan: &Plan,
    tables: &[Tabulation],
    release: &mut Release,
    standing: &mut Standing,
    since: &Newcomers,
) -> Vec<Target> {
    let policy = &plan.survey.disclosure;
    let mut found: BTreeMap<usize, Target> = BTreeMap::new();
    let mut complements: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (number, figure) in figures(tables).enumerate() {
        if standing.open.contains(&number) {
            continue;
        }
        if let Some(reason) = by_itself(plan, policy, release, number, &figure) {
            standing.hold(release, number, reason);
        }
        for mut target in of_figure(policy, release, standing, number) {
            if let Some(base) = target.outside_of {
                let part = target.target.hides;
                target.target.count =
                    *complements.entry((base, part)).or_insert_with(|| release.complement(base, part));
            }
            let target = target.target;
            let known = found.entry(target.count).or_insert(target);
            known.need = known.need.max(target.need);
            known.least = known.least.max(target.least);
        }
    }
    if policy.threshold.is_some() {
        for count in 0..release.counts.len() {
            let Some(CountOf::OutsideCondition(part)) = release.counts[count].of else { continue };
            let is_shown = !release.counts[part].figures.is_empty();
            if is_shown && is_few(policy, release.counts[count].values[0]) {
                let need = policy.width() as f64;
                let reason = Reason::SmallComplement;
                let least = policy.least_width() as f64;
                found.entry(count).or_insert(Target { count, need, least, hides: part, reason, is_shown: false });
            }
        }
    }
    for (count, new, change) in since.known.iter().filter(|_| policy.threshold.is_some()) {
        if change + 0.5 < policy.least_count() as f64 {
            found.entry(*new).or_insert(Target {
                count: *new,
                need: policy.width() as f64,
                least: policy.least_width() as f64,
                hides: *count,
                reason: Reason::FewSince,
                is_shown: false,
            });
        }
    }
    let is_small = |target: &&Target| matches!(target.reason, Reason::SmallCount | Reason::SmallColumn);
    for target in found.values().filter(is_small).filter(|target| !target.is_shown && target.count == target.hides) {
        standing.is_few(target.count);
    }
    found.into_values().collect()
}

/// Whether a count is protected.
fn is_few(policy: &Disclosure, n: f64) -> bool {
    (n > 0.5 || policy.hides_zeros()) && n + 0.5 < policy.least_count() as f64
}

/// A target, which may be no count yet.
struct Found {
    target: Target,
    /// The base of which the target is those who are not counted.
    outside_of: Option<usize>,
}

fn of_figure(policy: &Disclosure, release: &Release, standing: &Standing, number: usize) -> Vec<Found> {
    let counts = &release.figures[number];
    let n = |count: usize| release.counts[count].values[0];
    let target = |count: usize, need: f64, reason: Reason| Found {
        target: Target {
            count,
            need,
            least: need.min(policy.least_width() as f64),
            hides: count,
            reason,
            is_shown: policy.threshold.is_none(),
        },
        outside_of: None,
    };
    let width = policy.width() as f64;
    let mut found = Vec::new();
    if standing.held[number] == Some(Reason::SmallBase)
        && let (Some(counted), Some(base)) = (counts.counted, counts.column_base)
        && counted != base
        && n(base) > 0.5
        && !is_common_knowledge(release, number)
    {
        let mut small = target(counted, width.min(n(base)), Reason::SmallBase);
        small.target.is_shown = false;
        found.push(small);
    }
    if !policy.is_of_counts() {
        return found;
    }
    for (count, reason) in
        [(counts.counted, Reason::SmallCount), (counts.column_base.or(counts.base), Reason::SmallColumn)]
    {
        if let Some(count) = count.filter(|count| is_few(policy, n(*count))) {
            found.push(target(count, width, reason));
        }
    }
    if let (Some(counted), Some(base)) = (counts.counted, counts.column_base)
        && policy.hides_complements()
        && is_few(policy, n(base) - n(counted))
    {
        found.push(Found { outside_of: Some(base), ..target(counted, width, Reason::SmallComplement) });
    }
    found
}

/// Whether the total says already what a figure counts: an answer that nobody gave, or all.
fn is_common_knowledge(release: &Release, figure: usize) -> bool {
    let n = |count: usize| release.counts[count].values[0];
    release.figures[figure].in_total.is_some_and(|(counted, base)| n(counted) < 0.5 || n(base) - n(counted) < 0.5)
}

/// Whether a statistic tells counts that are not rounded: it is made neither from rounded counts nor from numbers alone.
fn is_unrounded(statistic: Statistic, is_number: bool, has_values: bool) -> bool {
    match statistic {
        Statistic::ColumnPercent
        | Statistic::UnweightedPercent
        | Statistic::Count
        | Statistic::UnweightedCount
        | Statistic::RowPercent
        | Statistic::TablePercent
        | Statistic::Index => false,
        Statistic::Mean | Statistic::NetPromoterScore | Statistic::RankScore => !is_number && !has_values,
        Statistic::StandardDeviation | Statistic::Median | Statistic::Minimum | Statistic::Maximum => !is_number,
        // With the deviation it tells the base.
        Statistic::StandardError | Statistic::ResponsePercent | Statistic::MeanAnswers => true,
    }
}

/// Why a figure is held back for what it is, whatever its counts are.
fn by_itself(
    plan: &Plan,
    policy: &Disclosure,
    release: &Release,
    number: usize,
    figure: &Figure<'_>,
) -> Option<Reason> {
    let counts = &release.figures[number];
    if !policy.is_of_counts() {
        return None;
    }
    let is_rounded = policy.rounds_to().is_some();
    if counts.is_sql {
        let (n, base) = (figure.cell.n as f64, figure.cell.base.n as f64);
        let is_small =
            is_few(policy, n) || is_few(policy, base) || (policy.hides_complements() && is_few(policy, base - n));
        // What is no count cannot be rounded.
        let is_no_count = is_rounded && figure.row.unit != Unit::Percent && figure.row.unit != Unit::Count;
        return match policy.sql {
            SqlFigures::HoldBack => Some(Reason::Sql),
            SqlFigures::Threshold if is_no_count => Some(Reason::Sql),
            // Rounded, few are as uncertain as others.
            SqlFigures::Threshold => (is_small && policy.threshold.is_some()).then_some(Reason::SmallCount),
            SqlFigures::Publish => None,
        };
    }
    let is_number =
        plan.codebook.question(&figure.section.question).is_some_and(|question| question.kind() == Kind::Number);
    let statistic = figure.row.statistic?;
    if is_rounded && is_unrounded(statistic, is_number, !counts.values.is_empty()) {
        return Some(Reason::Statistic);
    }
    if !is_number || counts.column_base.is_some() {
        return None;
    }
    match statistic {
        Statistic::Minimum | Statistic::Maximum => Some(Reason::OneRespondent),
        Statistic::Median => {
            let percent =
                figure.row.key.strip_prefix('p').and_then(|percent| percent.parse::<u64>().ok()).unwrap_or(50);
            let beyond = figure.cell.base.n * percent.min(100 - percent.min(100)) / 100;
            (figure.cell.base.n > 0 && beyond < policy.least_count()).then_some(Reason::OneRespondent)
        }
        Statistic::ColumnPercent
        | Statistic::UnweightedPercent
        | Statistic::Count
        | Statistic::UnweightedCount
        | Statistic::RowPercent
        | Statistic::TablePercent
        | Statistic::ResponsePercent
        | Statistic::Index
        | Statistic::Mean
        | Statistic::StandardDeviation
        | Statistic::StandardError
        | Statistic::NetPromoterScore
        | Statistic::MeanAnswers
        | Statistic::RankScore => None,
    }
}
