//! Whether the survey's joins and exclusions are whole, and name what is there.

use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{Codebook, DocumentFormat, Kind, RUN_TABLES, Survey};

use crate::checks::quality_checks::quality_checks;
use crate::checks::sources;
use crate::faults::SurveyFault;
use crate::known::Known;
use crate::problem::Problem;

type File = Arc<NamedSource<String>>;

/// Joins go from known questions to known tables.
pub(crate) fn survey(survey: &Survey, spans: &[Range<usize>], codebook: &Codebook, source: &File) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut problem = |fault: SurveyFault| problems.push(Problem::new(source, None, fault));
    let can_be_file = |name: &str| {
        name.chars().all(|each| each.is_ascii_alphanumeric() || "-_.".contains(each))
            && !name.is_empty()
            && !name.starts_with('.')
    };
    if !can_be_file(&survey.id) {
        problem(SurveyFault::FolderName { id: survey.id.clone() });
    }
    if !(0.0..=100.0).contains(&survey.quarantine_limit) {
        problem(SurveyFault::QuarantineLimit { limit: survey.quarantine_limit });
    }
    let formats = survey.publishing.formats();
    for format in formats.iter().filter(|format| format.describes_csv() && !formats.contains(&DocumentFormat::Csv)) {
        problem(SurveyFault::NoCsv { format: format.as_str() });
    }
    problems.extend(sources::sources(survey, spans, source));
    problems.extend(quality_checks(&survey.checks, codebook, source));
    let mut problem = |fault: SurveyFault| problems.push(Problem::new(source, None, fault));
    for name in
        survey.references.iter().map(|reference| &reference.name).filter(|name| RUN_TABLES.contains(&name.as_str()))
    {
        problem(SurveyFault::ReservedReference { reference: name.clone() });
    }
    let references: Vec<String> = survey.references.iter().map(|reference| reference.name.clone()).collect();
    for join in &survey.joins {
        if !references.contains(&join.reference) {
            problem(SurveyFault::JoinReference {
                reference: join.reference.clone(),
                known: Known::of(&join.reference, &references),
            });
        }
        if join.question.is_some() != join.column.is_some() || join.question.is_some() != join.on.is_empty() {
            problem(SurveyFault::JoinCondition { reference: join.reference.clone() });
        }
        for (name, _) in join.pairs() {
            match codebook.question(name) {
                Some(question) if !question.is_derived() && matches!(question.kind(), Kind::Text | Kind::Single) => {}
                Some(_) => problem(SurveyFault::JoinKind { question: name.to_owned() }),
                None => {
                    let known = Known::of(name, codebook.asked().map(|question| &question.id));
                    problem(SurveyFault::JoinQuestion { question: name.to_owned(), known });
                }
            }
        }
    }
    for exclusion in &survey.exclusions {
        if exclusion.column.is_some() == exclusion.is.is_empty()
            || (exclusion.column.is_none() && exclusion.answers_fewer_than.is_none())
        {
            problem(SurveyFault::ExclusionCondition { reason: exclusion.reason.clone() });
        }
    }
    problems
}
