//! Figures of the last run by their words or their value.

use std::collections::BTreeMap;
use std::path::Path;

use topline_aggregate::tabulations;
use topline_claims::{FigureIndex, Found, Query, describe_figure, wanted_unit};
use topline_plan::wording::{StatedError, parse_phrase, read_house_words};
use topline_survey::{Plan, Tabulation};

use crate::error::RunError;
use crate::load::Pipeline;
use crate::open_run::open_run;

/// A figure that fits what was looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundFigure {
    /// Its name.
    pub figure: String,
    /// Its value and counts.
    pub value: String,
    /// The labels of its table, item, row and column.
    pub labels: String,
    /// How well its words fit; the best have the most.
    pub score: f64,
    /// Whether it has the value that was looked for; nothing where none was.
    pub has_value: Option<bool>,
}

/// The figures of the last run that fit words, a value, or both, the best first.
pub async fn find_figures(
    pipeline: &Pipeline,
    out: &Path,
    words: &str,
    value: Option<&str>,
    most: usize,
) -> Result<Vec<FoundFigure>, RunError> {
    let plan = &pipeline.plan;
    let query = query(plan, words, value)?;
    let tables = tables_of_run(pipeline, out).await?;
    let index = FigureIndex::new(&tables, &question_texts(plan));
    Ok(index.find(&query, &plan.survey.rounding, most).iter().map(|found| described(found, plan)).collect())
}

/// What is looked for: a wording for a value where no value is named, else words.
fn query(plan: &Plan, words: &str, value: Option<&str>) -> Result<Query, RunError> {
    let (house, _) = read_house_words(&plan.survey.claims.words);
    let wording = |text: &str| parse_phrase(text, &house);
    let failed = |error: StatedError| RunError::Wording { error };
    let (words, phrase) = match value {
        Some(value) => (words, Some(wording(value).map_err(failed)?)),
        None => match wording(words) {
            Ok(phrase) => ("", Some(phrase)),
            Err(_) => (words, None),
        },
    };
    let mut query = Query::of_words(words);
    if let Some(phrase) = phrase {
        query.unit = wanted_unit(&phrase.stated);
        query.stated = phrase.stated;
        query.of = phrase.of;
    }
    Ok(query)
}

pub(crate) fn described(found: &Found<'_>, plan: &Plan) -> FoundFigure {
    let (value, labels) = describe_figure(&found.figure, &plan.survey.rounding);
    FoundFigure {
        figure: found.figure.name().to_string(),
        value,
        labels,
        score: found.score,
        has_value: found.has_value,
    }
}

/// The tables of the last run, counted again from its responses.
pub(crate) async fn tables_of_run(pipeline: &Pipeline, out: &Path) -> Result<Vec<Tabulation>, RunError> {
    let session = open_run(pipeline, out).await?;
    match tabulations(&session, &pipeline.plan).await {
        Ok(tables) => Ok(tables),
        Err(error) => Err(RunError::Aggregate { hint: session.hint(&error), error }),
    }
}

/// The text of each question, as asked.
pub(crate) fn question_texts(plan: &Plan) -> BTreeMap<String, String> {
    let questions = plan.codebook.questions.iter();
    questions.map(|question| (question.id.clone(), format!("{} {}", question.title(), question.text))).collect()
}
