//! Under which conventions figures that somebody published come out of an export: base, rounding, weights, excluded answers, rows with few
//! answers. Each is tried with each, and the published figures that hold are counted.

use std::collections::BTreeMap;
use std::path::Path;

use topline_claims::{JudgeRules, judge_documents, judge_expected};
use topline_store::{StoreError, read_input};
use topline_survey::{
    BaseRule, Claims, Mark, Plan, Published, Rounding, RoundingMode, Ruling, Tabulation, Unit, Verdict,
};

use crate::ending::Ending;
use crate::error::RunError;
use crate::fit_conventions::{FitAnswers, FitConvention, FitReport, FitRow, FitRows, FitTrial, FitWeights};
use crate::load::Pipeline;
use crate::progress::Silent;
use crate::run::run;

/// Tries every convention on the published figures of a document, or of all documents of the pipeline.
pub async fn fit(pipeline: &Pipeline, out: &Path, document: Option<&str>) -> Result<FitReport, RunError> {
    let plan = &pipeline.plan;
    let documents: Vec<&Claims> =
        plan.claims.iter().filter(|claims| document.is_none_or(|wanted| is_named(claims, wanted))).collect();
    if documents.is_empty() {
        let known = plan.claims.iter().map(|claims| claims.document.id.clone()).collect();
        return Err(RunError::NoPublished { wanted: document.unwrap_or_default().to_owned(), known });
    }
    let texts = published_texts(pipeline, &documents)?;
    let mut trials = Vec::new();
    for rows in rows_to_try(plan) {
        for answers in answers_to_try(plan) {
            for base in [BaseRule::Answered, BaseRule::Asked, BaseRule::All] {
                let tried = changed(pipeline, rows, answers, base);
                let tables = run(&tried, out, Ending::Discard, &Silent).await?.tables;
                for weights in weights_to_try(plan) {
                    let counted = as_counted(&tables, weights);
                    for rounding in RoundingMode::ALL {
                        let convention = FitConvention { rows, answers, base, weights, rounding };
                        let judged = judged(&documents, &texts, &counted, plan, rounding)?;
                        trials.push(FitTrial { convention, rows: judged });
                    }
                }
            }
        }
    }
    Ok(FitReport::new(trials, own(plan)))
}

fn is_named(claims: &Claims, wanted: &str) -> bool {
    let file = claims.file.trim_start_matches("claims/").trim_end_matches(".toml");
    claims.document.id == wanted || file == wanted || Path::new(wanted).file_stem().is_some_and(|stem| stem == file)
}

/// The tables of published figures, by the place of their document.
fn published_texts(pipeline: &Pipeline, documents: &[&Claims]) -> Result<Vec<Option<String>>, RunError> {
    let text = |claims: &&Claims| {
        let Some(expected) = &claims.expected else { return Ok(None) };
        let input = read_input(&pipeline.folder, &expected.path).map_err(RunError::Store)?;
        let not_text = |_| RunError::Store(StoreError::NotText { path: pipeline.folder.join(&expected.path) });
        String::from_utf8(input.bytes).map(Some).map_err(not_text)
    };
    documents.iter().map(text).collect()
}

/// The convention that the pipeline declares, so far as one holds for all its tables.
fn own(plan: &Plan) -> FitConvention {
    let mut count: BTreeMap<&str, (usize, BaseRule)> = BTreeMap::new();
    for table in &plan.tables {
        count.entry(table.base.as_str()).or_insert((0, table.base)).0 += 1;
    }
    let base = count.into_values().max_by_key(|(times, _)| *times).map_or_else(BaseRule::default, |(_, base)| base);
    FitConvention {
        rows: FitRows::AsDeclared,
        answers: FitAnswers::AsDeclared,
        base,
        weights: FitWeights::AsDeclared,
        rounding: plan.survey.rounding.mode,
    }
}

fn rows_to_try(plan: &Plan) -> Vec<FitRows> {
    let has_partial = plan.survey.exclusions.iter().any(|exclusion| exclusion.answers_fewer_than.is_some());
    if has_partial { vec![FitRows::AsDeclared, FitRows::PartialKept] } else { vec![FitRows::AsDeclared] }
}

fn weights_to_try(plan: &Plan) -> Vec<FitWeights> {
    if plan.survey.weights.is_some() {
        vec![FitWeights::AsDeclared, FitWeights::None]
    } else {
        vec![FitWeights::AsDeclared]
    }
}

fn answers_to_try(plan: &Plan) -> Vec<FitAnswers> {
    let is_marked = |option: &topline_survey::Opt| matches!(option.mark, Some(Mark::DontKnow | Mark::NotApplicable));
    let has_marked = plan.codebook.questions.iter().any(|question| question.options().iter().any(is_marked));
    let has_excluded = plan.tables.iter().any(|table| !table.exclude.is_empty());
    let mut tried = vec![FitAnswers::AsDeclared];
    tried.extend(has_marked.then_some(FitAnswers::MarkedExcluded));
    tried.extend(has_excluded.then_some(FitAnswers::AllKept));
    tried
}

/// The pipeline with other conventions.
fn changed(pipeline: &Pipeline, rows: FitRows, answers: FitAnswers, base: BaseRule) -> Pipeline {
    let mut changed = pipeline.clone();
    let plan = &mut changed.plan;
    if rows == FitRows::PartialKept {
        plan.survey.exclusions.retain(|exclusion| exclusion.answers_fewer_than.is_none());
    }
    for table in &mut plan.tables {
        table.base = base;
        match answers {
            FitAnswers::AsDeclared => {}
            FitAnswers::AllKept => table.exclude.clear(),
            FitAnswers::MarkedExcluded => {
                let questions = plan.codebook.questions.iter().filter(|question| table.rows.contains(&question.id));
                let marked = questions
                    .flat_map(topline_survey::Question::options)
                    .filter(|option| matches!(option.mark, Some(Mark::DontKnow | Mark::NotApplicable)));
                let marked: Vec<i32> =
                    marked.map(|option| option.code).filter(|code| !table.exclude.contains(code)).collect();
                table.exclude.extend(marked);
            }
        }
    }
    // What documents state is judged here, under each convention.
    plan.claims.clear();
    changed
}

/// The tables as they were counted: values to be rounded anew, and without the weights where none are wanted.
fn as_counted(tables: &[Tabulation], weights: FitWeights) -> Vec<Tabulation> {
    let mut tables = tables.to_vec();
    let rows = tables.iter_mut().flat_map(|table| &mut table.sections).flat_map(|section| &mut section.rows);
    for row in rows {
        for cell in &mut row.cells {
            if cell.published.held_back().is_none() {
                cell.published = Published::Empty;
            }
            if weights == FitWeights::None && row.head.unit == Unit::Percent {
                cell.n_weighted = cell.n as f64;
                cell.base.weighted = cell.base.n as f64;
                cell.base.effective = None;
                cell.x = (cell.base.n > 0).then(|| 100.0 * cell.n as f64 / cell.base.n as f64);
            }
        }
    }
    tables
}

/// Whether each published figure holds.
fn judged(
    documents: &[&Claims],
    texts: &[Option<String>],
    tables: &[Tabulation],
    plan: &Plan,
    mode: RoundingMode,
) -> Result<Vec<FitRow>, RunError> {
    let rounding = Rounding { mode, ..plan.survey.rounding.clone() };
    let rules = JudgeRules { rounding: &rounding, is_reconstructed: false };
    let mut rows = Vec::new();
    for (claims, text) in documents.iter().zip(texts) {
        let mut verdicts = judge_documents(std::slice::from_ref(*claims), tables, &rules);
        if let (Some(expected), Some(text)) = (&claims.expected, text) {
            let document = &claims.document.id;
            let judged = judge_expected(document, expected, text, tables, &rounding);
            verdicts.extend(judged.map_err(|source| RunError::Expected { document: document.clone(), source })?);
        }
        rows.extend(verdicts.iter().filter(|verdict| !verdict.figures.is_empty()).map(row_of));
    }
    Ok(rows)
}

fn row_of(verdict: &Verdict) -> FitRow {
    let first = verdict.figures.first();
    FitRow {
        table: first.map(|figure| figure.table.clone()).unwrap_or_default(),
        what: format!("{}:{} {}", verdict.document, verdict.lines, verdict.quote),
        stated: verdict.stated.clone(),
        found: verdict.found.clone(),
        holds: verdict.ruling == Ruling::Holds,
    }
}
