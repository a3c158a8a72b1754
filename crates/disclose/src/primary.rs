//! Which counts must not be known, by what the policy says of each figure alone.

use std::collections::BTreeMap;

use topline_survey::{Disclosure, Figure, Kind, Plan, SqlFigures, Statistic, Tabulation};

use crate::release::{CountOf, Release, figures};
use crate::standing::{Reason, Standing};

/// A count that must not be known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target {
    pub count: usize,
    /// How wide the range must be in which it can lie.
    pub need: f64,
    /// The count whose figures are held back for it: itself, as a rule.
    pub hides: usize,
    pub reason: Reason,
}

/// The counts that must not be known, each once, and what is held back for other reasons.
pub(crate) fn targets(
    plan: &Plan,
    tables: &[Tabulation],
    release: &mut Release,
    standing: &mut Standing,
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
        }
    }
    if policy.threshold.is_some() {
        for count in 0..release.counts.len() {
            let Some(CountOf::OutsideCondition(part)) = release.counts[count].of else { continue };
            let is_shown = !release.counts[part].figures.is_empty();
            if is_shown && is_few(policy, release.counts[count].values[0]) {
                let need = policy.width() as f64;
                found.entry(count).or_insert(Target { count, need, hides: part, reason: Reason::SmallComplement });
            }
        }
    }
    found.into_values().collect()
}

/// Whether a count is protected.
fn is_few(policy: &Disclosure, n: f64) -> bool {
    n > 0.5 && n + 0.5 < policy.least_count() as f64
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
        target: Target { count, need, hides: count, reason },
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
        found.push(target(counted, width.min(n(base)), Reason::SmallBase));
    }
    if policy.threshold.is_none() {
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
        && policy.complements
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

/// Why a figure is held back for what it is, whatever its counts are.
fn by_itself(
    plan: &Plan,
    policy: &Disclosure,
    release: &Release,
    number: usize,
    figure: &Figure<'_>,
) -> Option<Reason> {
    let counts = &release.figures[number];
    policy.threshold?;
    if counts.is_sql {
        let (n, base) = (figure.cell.n as f64, figure.cell.base.n as f64);
        let is_small = is_few(policy, n) || is_few(policy, base) || (policy.complements && is_few(policy, base - n));
        return match policy.sql {
            SqlFigures::HoldBack => Some(Reason::Sql),
            SqlFigures::Threshold => is_small.then_some(Reason::SmallCount),
            SqlFigures::Publish => None,
        };
    }
    let is_number =
        plan.codebook.question(&figure.section.question).is_some_and(|question| question.kind() == Kind::Number);
    match figure.row.statistic.filter(|_| is_number && counts.column_base.is_none())? {
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
