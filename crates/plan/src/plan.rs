//! A pipeline's files, read and checked together.

use std::collections::BTreeSet;
use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{Plan, PlanFiles, PlanText, States, figure_named};

use crate::problem::{Problem, Problems};
use crate::{checks, claims_file, codebook_file, columns_file, headlines_file, survey_file, tables_file};

/// Reads and checks a pipeline's files; all their problems at once where there are any.
pub fn read_plan(files: &PlanFiles) -> Result<Plan, Problems> {
    let named = |file: &PlanText| Arc::new(NamedSource::new(&file.name, file.text.clone()));
    let mut problems: Vec<Problem> = Vec::new();

    let survey_source = named(&files.survey);
    let (survey, source_spans, found) = survey_file::parse(&survey_source);
    problems.extend(found);

    let codebook_source = named(&files.codebook);
    let (codebook, question_spans, found) = codebook_file::parse(&codebook_source);
    let codebook_is_broken = !found.is_empty();
    problems.extend(found);
    problems.extend(checks::codebook(&codebook, &question_spans, &codebook_source));
    if let Some(survey) = &survey {
        problems.extend(checks::survey(survey, &source_spans, &codebook, &survey_source));
        if survey.is_stacked() {
            problems.extend(checks::columns_of_file(&codebook, &question_spans, &codebook_source));
        }
        if !codebook_is_broken {
            problems.extend(checks::sampling(survey, &codebook, &survey_source));
        }
    }

    let (mut columns, mut columns_of) = (None, Vec::new());
    if let Some(file) = &files.columns {
        let source = named(file);
        let (declared, found) = columns_file::parse(&source);
        problems.extend(found);
        columns.clone_from(&declared.plain);
        let (by_source, found) = declared.by_source(survey.as_ref(), &source);
        problems.extend(found);
        columns_of = by_source;
    }

    let tables_source = files.tables.as_ref().map_or_else(|| named(&PlanText::default()), named);
    let (declared, found) = tables_file::parse(&tables_source);
    let tables_are_broken = codebook_is_broken || !found.is_empty();
    problems.extend(found);
    let tables = declared.resolve(&codebook);
    if !codebook_is_broken {
        problems.extend(checks::tables(&declared, &tables, &codebook, &files.figures, &tables_source));
    }
    let known = checks::KnownFigures { codebook: &codebook, tables: &tables, figures: &files.figures };

    let headlines_source = files.headlines.as_ref().map_or_else(|| named(&PlanText::default()), named);
    let (headlines, found) = headlines_file::parse(&headlines_source);
    problems.extend(found);
    let (headlines, found) = checks::headlines(headlines, &known, &headlines_source);
    if !tables_are_broken {
        problems.extend(found);
    }

    let of_headline = |name: &str| {
        let headline = headlines.iter().find(|(headline, _)| headline.id.get_ref() == name);
        headline.map(|(_, figure)| figure.clone()).or_else(|| figure_named(&tables, &codebook, name))
    };
    let mut claims = Vec::new();
    let mut stated = BTreeSet::new();
    for file in &files.claims {
        let source = named(file);
        let (parsed, found) = claims_file::parse(&source, &of_headline);
        problems.extend(found);
        if !tables_are_broken {
            problems.extend(checks::references(&parsed.referred, &known, &source));
        }
        for claim in parsed.claims.iter().flat_map(|read| &read.claims) {
            if let States::Value { figures, .. } = &claim.states {
                stated.extend(figures.iter().cloned());
            }
        }
        claims.extend(parsed.claims);
    }

    match &files.bulletin {
        Some(bulletin) => problems.extend(checks::bulletin(&bulletin.text, &headlines, &named(bulletin))),
        None => problems.extend(survey.as_ref().and_then(|survey| checks::no_bulletin(survey, &survey_source))),
    }
    match survey {
        Some(survey) if problems.is_empty() => Ok(Plan {
            survey,
            codebook,
            columns,
            columns_of,
            tables,
            figures: files.figures.iter().map(|(name, file)| (name.clone(), file.text.clone())).collect(),
            headlines,
            claims,
            bulletin: files.bulletin.as_ref().map(|file| file.text.clone()),
            stated,
        }),
        _ => Err(Problems(problems)),
    }
}
