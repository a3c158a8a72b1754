//! Whether the survey's joins and exclusions are whole, and name what is there.

use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{Codebook, Kind, RUN_TABLES, Survey};

use crate::checks::names::hinted;
use crate::checks::sources;
use crate::problem::Problem;

type File = Arc<NamedSource<String>>;

/// Joins go from known questions to known tables.
pub(crate) fn survey(survey: &Survey, spans: &[Range<usize>], codebook: &Codebook, source: &File) -> Vec<Problem> {
    let mut problems = Vec::new();
    let can_be_file = |name: &str| {
        name.chars().all(|each| each.is_ascii_alphanumeric() || "-_.".contains(each))
            && !name.is_empty()
            && !name.starts_with('.')
    };
    if !can_be_file(&survey.id) {
        problems.push(
            Problem::new(source, None, format!("the id `{}` cannot name a folder", survey.id))
                .with_hint("use letters, digits, `-`, `_` and `.`"),
        );
    }
    if !(0.0..=100.0).contains(&survey.quarantine_limit) {
        let limit = survey.quarantine_limit;
        problems.push(
            Problem::new(source, None, format!("`quarantine_limit` is {limit}, and is a percentage of all rows"))
                .with_hint("use a number from 0 to 100"),
        );
    }
    problems.extend(sources::sources(survey, spans, source));
    for name in
        survey.references.iter().map(|reference| &reference.name).filter(|name| RUN_TABLES.contains(&name.as_str()))
    {
        problems.push(Problem::new(
            source,
            None,
            format!("the reference table `{name}` has the name of a table of the run"),
        ));
    }
    let references: Vec<&str> = survey.references.iter().map(|reference| reference.name.as_str()).collect();
    let questions: Vec<&str> = codebook.asked().map(|question| question.id.as_str()).collect();
    for join in &survey.joins {
        if !references.contains(&join.reference.as_str()) {
            let problem =
                Problem::new(source, None, format!("a join to the unknown reference table `{}`", join.reference));
            problems.push(hinted(problem, &join.reference, &references));
        }
        match codebook.question(&join.question) {
            Some(question) if !question.is_derived() && matches!(question.kind(), Kind::Text | Kind::Single) => {}
            Some(_) => problems.push(Problem::new(
                source,
                None,
                format!("a join on `{}`, which is neither a text nor a single question", join.question),
            )),
            None => {
                let problem = Problem::new(source, None, format!("a join on the unknown question `{}`", join.question));
                problems.push(hinted(problem, &join.question, &questions));
            }
        }
    }
    for exclusion in &survey.exclusions {
        if exclusion.column.is_some() == exclusion.is.is_empty()
            || (exclusion.column.is_none() && exclusion.answers_fewer_than.is_none())
        {
            problems.push(
                Problem::new(source, None, format!("the exclusion \"{}\" has no whole condition", exclusion.reason))
                    .with_hint("give `column` and `is`, or `answers_fewer_than`"),
            );
        }
    }
    problems
}
