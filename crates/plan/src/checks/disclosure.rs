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
    let is_protected = policy.threshold.is_some() || policy.minimum_base > 0;
    let without_threshold = [(!policy.complements, "complements"), (policy.sql != SqlFigures::default(), "sql")];
    let unprotected = [(policy.protection.is_some(), "protection"), (!policy.open.is_empty(), "open")];
    for (_, key) in without_threshold.into_iter().filter(|(is_given, _)| *is_given && policy.threshold.is_none()) {
        problem(DisclosureFault::NothingProtected { key });
    }
    for (_, key) in unprotected.into_iter().filter(|(is_given, _)| *is_given && !is_protected) {
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
