//! Whether the policy of disclosure control protects anything, and names what is there.

use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{SqlFigures, Survey, figure_named};

use crate::checks::figures::{KnownFigures, reference};
use crate::faults::DisclosureFault;
use crate::known::Known;
use crate::problem::Problem;

type File = Arc<NamedSource<String>>;

/// What is wrong with the policy.
pub(crate) fn disclosure(survey: &Survey, known: &KnownFigures<'_>, source: &File) -> Vec<Problem> {
    let policy = &survey.disclosure;
    let mut problems = Vec::new();
    let mut problem = |fault: DisclosureFault| problems.push(Problem::new(source, None, fault));
    if let Some(threshold) = policy.threshold.filter(|threshold| *threshold < 2) {
        problem(DisclosureFault::Threshold { threshold });
    }
    if policy.protection == Some(0) {
        problem(DisclosureFault::Protection {});
    }
    if policy.profile.is_none() && policy.round_to.is_some_and(|to| to < 2) {
        problem(DisclosureFault::RoundTo {});
    }
    let is_percent = |percent: f64| percent > 0.0 && percent < 100.0;
    if policy.dominance.is_some_and(|rule| rule.contributors == 0 || !is_percent(rule.percent)) {
        problem(DisclosureFault::Dominance {});
    }
    if policy.p_percent.is_some_and(|percent| !(percent > 0.0 && percent.is_finite())) {
        problem(DisclosureFault::PPercent {});
    }
    let keys = [
        (policy.complements.is_some(), "complements", policy.threshold.is_some()),
        (policy.zeros.is_some(), "zeros", policy.threshold.is_some()),
        (policy.sql != SqlFigures::default(), "sql", policy.is_of_counts()),
        (policy.protection.is_some(), "protection", policy.is_policy()),
        (!policy.open.is_empty(), "open", policy.is_policy()),
        (policy.against.is_some(), "against", policy.threshold.is_some()),
    ];
    for (_, key, _) in keys.into_iter().filter(|(is_given, _, is_protected)| *is_given && !is_protected) {
        problem(DisclosureFault::NothingProtected { key });
    }
    let names: Vec<&String> =
        known.tables.iter().map(|table| &table.id).chain(known.figures.iter().map(|(name, _)| name)).collect();
    for name in policy.open.iter().filter(|name| !names.contains(name)) {
        let is_figure = figure_named(known.tables, known.codebook, name).is_some()
            || name.parse().is_ok_and(|figure| reference(&figure, known).is_none());
        if !is_figure {
            problem(DisclosureFault::UnknownOpen { name: name.clone(), known: Known::of(name, &names) });
        }
    }
    problems
}
