//! Whether the checks of a survey have one condition each, on what is there.

use std::collections::HashSet;
use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{CheckCondition, Codebook, Kind, QualityCheck};

use crate::faults::CheckFault;
use crate::known::Known;
use crate::problem::Problem;

/// What is wrong with the checks.
pub(crate) fn quality_checks(
    checks: &[QualityCheck],
    codebook: &Codebook,
    source: &Arc<NamedSource<String>>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut names = HashSet::new();
    for check in checks {
        let name = check.name.get_ref();
        let mut problem = |fault: CheckFault| problems.push(Problem::new(source, Some(check.name.span()), fault));
        if !names.insert(name) {
            problem(CheckFault::NameTwice { check: name.clone() });
        }
        if check.conditions().count() != 1 {
            problem(CheckFault::OneCondition { check: name.clone() });
        }
        for condition in check.conditions() {
            if let Some(fault) = fault_of(name, condition, codebook) {
                problem(fault);
            }
        }
    }
    problems
}

fn fault_of(check: &str, condition: CheckCondition<'_>, codebook: &Codebook) -> Option<CheckFault> {
    let check = check.to_owned();
    let no_share = |most: f64| !(0.0..=100.0).contains(&most);
    let of_kind = |question: &str, kinds: &[Kind], wanted: &'static str| match codebook.question(question) {
        None => {
            let known = Known::of(question, codebook.questions.iter().map(|question| &question.id));
            Some(CheckFault::NoQuestion { check: check.clone(), question: question.to_owned(), known })
        }
        Some(found) if !kinds.is_empty() && !kinds.contains(&found.kind()) => {
            Some(CheckFault::KindOfQuestion { check: check.clone(), question: question.to_owned(), wanted })
        }
        Some(_) => None,
    };
    match condition {
        CheckCondition::Rows(limits) | CheckCondition::Respondents(limits) => {
            let is_none = limits.least.is_none() && limits.most.is_none();
            let is_crossed = limits.least.zip(limits.most).is_some_and(|(least, most)| least > most);
            (is_none || is_crossed).then_some(CheckFault::NoLimits { check })
        }
        CheckCondition::Quarantined(most) => no_share(most).then_some(CheckFault::NoShare { check, most }),
        CheckCondition::Missing(limit) | CheckCondition::Moved(limit) if no_share(limit.most) => {
            Some(CheckFault::NoShare { check, most: limit.most })
        }
        CheckCondition::Missing(limit) => of_kind(&limit.question, &[], ""),
        CheckCondition::Moved(limit) => {
            of_kind(&limit.question, &[Kind::Single, Kind::Multi, Kind::Grid], "a question with options")
        }
        CheckCondition::Fresh(limit) => {
            limit.question.as_deref().and_then(|question| of_kind(question, &[Kind::Date], "a date"))
        }
        CheckCondition::Total(total) => {
            let is_number = total.is.is_finite() && total.within.is_finite() && total.within >= 0.0;
            (!is_number).then_some(CheckFault::NoTotal { check })
        }
        CheckCondition::NoRows(_) => None,
    }
}
