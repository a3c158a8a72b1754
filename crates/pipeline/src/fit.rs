//! Under which conventions figures that somebody published come out of an export: base, rounding, decimals, weights, rows, excluded
//! answers, filters. Each is tried, the published figures that hold are counted, and what they speak for is proposed as changes of
//! the pipeline's files.

use std::collections::BTreeMap;
use std::path::Path;

use topline_plan::read_plan;
use topline_store::write_input;
use topline_survey::{BaseRule, Disclosure, Mark, Plan, Question, RoundingMode, Ruling, Tabulation, Verdict};

use crate::ending::Ending;
use crate::error::RunError;
use crate::fit_choice::{FitChoice, FitTrials, best_filters};
use crate::fit_conventions::{FitReport, FitRow, FitRows, FitWeights, TableConvention};
use crate::fit_proposal::{FitAims, Proposal};
use crate::fit_published::{FitPublished, PublishedTable, row_of};
use crate::fit_reasons::{add_filter, aims_of, reading, undecided};
use crate::fit_trials::{
    FitRun, count_respondents, marked, rows_to_try, try_filters, try_run, variants_of, weights_to_try,
};
use crate::load::Pipeline;
use crate::progress::Silent;
use crate::run::run;

/// Tries every convention on the published figures of a document, of all documents of the pipeline, or of a CSV file.
pub async fn fit(pipeline: &Pipeline, out: &Path, wanted: Option<&str>) -> Result<FitReport, RunError> {
    let plan = &pipeline.plan;
    let mut published = FitPublished::read(pipeline, wanted)?;
    let tables = tables_of(pipeline, out).await?;
    let widest = widest_tables(pipeline, out).await?;
    published.find_labels(&widest);
    let now = published.judge(&tables, &plan.survey.rounding);
    let names = names_of(&now, published.judge(&widest, &plan.survey.rounding));
    let (by_table, nameless) = published.by_table(&names);
    let mut report = FitReport { nameless, held_now: count(&now), ..FitReport::default() };
    report.published = names.len() - report.nameless.len();
    if by_table.is_empty() {
        return Ok(report);
    }
    let tables: Vec<(PublishedTable, Vec<TableConvention>)> =
        by_table.into_iter().map(|table| (table.clone(), variants_of(plan, &table))).collect();
    let mut runs = FitRuns { pipeline, out, tables: &tables, tried: Vec::new(), untried: Vec::new() };
    let marked_codes: Vec<Vec<i32>> = tables.iter().map(|(table, _)| marked_of(plan, &table.id)).collect();
    let (base, rounding) = (usual_base(plan), plan.survey.rounding.mode);
    runs.try_all(&marked_codes, (base, rounding)).await?;
    let FitRuns { tried: runs, untried, .. } = runs;
    report.untried = untried;
    let trials = FitTrials { tables: &tables, marked: &marked_codes, runs: &runs, base, rounding };
    report.trials = trials.uniform();
    let (choice, ties) = trials.best();
    report.undecided = undecided(&trials, choice, &ties);
    let mut aims = aims_of(plan, &trials, choice, &published.name());
    add_filters(pipeline, out, &trials, choice, &mut aims, &mut report).await?;
    let (then, verdicts) = propose(pipeline, out, &published, &aims, &mut report).await?;
    report.held_then = then;
    sort_failures(&names, &verdicts, &trials, &mut report);
    Ok(report)
}

/// Writes the changes that a report proposes into the pipeline's files.
pub fn write_fit(pipeline: &Pipeline, report: &FitReport) -> Result<(), RunError> {
    for (file, text) in &report.texts {
        write_input(&pipeline.folder.join(file), text.as_bytes()).map_err(RunError::Store)?;
    }
    Ok(())
}

/// The readings of the export that were tried.
struct FitRuns<'f> {
    pipeline: &'f Pipeline,
    out: &'f Path,
    tables: &'f [(PublishedTable, Vec<TableConvention>)],
    tried: Vec<FitRun>,
    untried: Vec<String>,
}

impl FitRuns<'_> {
    /// Tries each way of taking rows, then each of weighting them; and each way of taking rows again by the weights that fit best.
    async fn try_all(
        &mut self,
        marked: &[Vec<i32>],
        (base, rounding): (BaseRule, RoundingMode),
    ) -> Result<(), RunError> {
        let plan = &self.pipeline.plan;
        for rows in rows_to_try(plan) {
            self.try_one(rows, &FitWeights::AsDeclared).await?;
        }
        for weights in weights_to_try(plan) {
            self.try_one(FitRows::AsDeclared, &weights).await?;
        }
        let trials = FitTrials { tables: self.tables, marked, runs: &self.tried, base, rounding };
        let weights = self.tried[trials.best().0.run].weights.clone();
        for rows in rows_to_try(plan) {
            self.try_one(rows, &weights).await?;
        }
        Ok(())
    }

    /// Tries one, unless it was tried, or takes the same respondents as one that was.
    async fn try_one(&mut self, rows: FitRows, weights: &FitWeights) -> Result<(), RunError> {
        let (pipeline, out) = (self.pipeline, self.out);
        let is_declared = self.tried.is_empty();
        let same = |run: &FitRun| run.weights == *weights && run.rows == rows;
        if self.tried.iter().any(same) {
            return Ok(());
        }
        let counted = match count_respondents(pipeline, out, (rows, weights)).await {
            Ok(counted) => counted,
            // Nobody answers so many questions.
            Err(RunError::NoResponses { .. }) if !is_declared => return Ok(()),
            Err(error) if is_declared => return Err(error),
            Err(error) => {
                self.untried.push(format!("{}: {error}", reading(rows, weights)));
                return Ok(());
            }
        };
        if self.tried.iter().any(|run| run.weights == *weights && run.respondents == counted) {
            return Ok(());
        }
        self.tried.push(try_run(pipeline, out, (rows, weights.clone()), self.tables).await?);
        Ok(())
    }
}

/// The tables of a pipeline as it is.
async fn tables_of(pipeline: &Pipeline, out: &Path) -> Result<Vec<Tabulation>, RunError> {
    let mut pipeline = pipeline.clone();
    // What documents state is judged here.
    pipeline.plan.claims.clear();
    Ok(Box::pin(run(&pipeline, out, Ending::Discard, &Silent)).await?.tables)
}

/// The tables out of everybody: they have every row that a published table can have, one for each reason of absence among them.
async fn widest_tables(pipeline: &Pipeline, out: &Path) -> Result<Vec<Tabulation>, RunError> {
    let mut widest = pipeline.clone();
    for table in &mut widest.plan.tables {
        table.base = BaseRule::All;
        table.exclude.clear();
        table.show_no_answer = true;
    }
    widest.plan.survey.disclosure = Disclosure::default();
    tables_of(&widest, out).await
}

/// The verdicts, with the names of figures that only the widest tables have.
fn names_of(now: &[Verdict], widest: Vec<Verdict>) -> Vec<Verdict> {
    now.iter().zip(widest).map(|(now, widest)| if now.figures.is_empty() { widest } else { now.clone() }).collect()
}

fn named(verdicts: &[Verdict]) -> impl Iterator<Item = &Verdict> {
    verdicts.iter().filter(|verdict| !verdict.figures.is_empty())
}

fn count(verdicts: &[Verdict]) -> usize {
    named(verdicts).filter(|verdict| verdict.ruling == Ruling::Holds).count()
}

/// The base that most tables have.
fn usual_base(plan: &Plan) -> BaseRule {
    let mut count: BTreeMap<&str, (usize, BaseRule)> = BTreeMap::new();
    for table in &plan.tables {
        count.entry(table.base.as_str()).or_insert((0, table.base)).0 += 1;
    }
    count.into_values().max_by_key(|(times, _)| *times).map_or_else(BaseRule::default, |(_, base)| base)
}

fn marked_of(plan: &Plan, table: &str) -> Vec<i32> {
    let rows = plan.table(table).map(|table| table.rows.as_slice()).unwrap_or_default();
    let questions: Vec<&Question> = rows.iter().filter_map(|id| plan.codebook.question(id)).collect();
    let mut codes = marked(&questions, &[Mark::DontKnow, Mark::NotApplicable]);
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Tries the answers of other questions as filters of the tables that are not explained yet.
async fn add_filters(
    pipeline: &Pipeline,
    out: &Path,
    trials: &FitTrials<'_>,
    choice: FitChoice,
    aims: &mut FitAims,
    report: &mut FitReport,
) -> Result<(), RunError> {
    let run = &trials.runs[choice.run];
    for (place, (table, variants)) in trials.tables.iter().enumerate() {
        let (variant, _) = trials.best_variant(choice, place);
        let without = trials.held(choice, place, variant);
        let is_alone = table.needs.len() == 1;
        let Some(own) = variants.get(variant) else { continue };
        if without.0 == table.evidence.len() || !is_alone {
            continue;
        }
        let of = (table, own.exclude.as_slice(), choice.rounding);
        let (tried, all) = try_filters(pipeline, out, (run.rows, &run.weights), of).await?;
        if !all {
            report
                .untried
                .push(format!("table `{}`: answers of all questions as filters, there are too many", table.id));
        }
        add_filter(table, &best_filters(table, &tried, without), without.0, aims, &mut report.undecided);
    }
    Ok(())
}

/// Makes the changes, runs the changed pipeline, and judges the figures by it.
async fn propose(
    pipeline: &Pipeline,
    out: &Path,
    published: &FitPublished,
    aims: &FitAims,
    report: &mut FitReport,
) -> Result<(usize, Vec<Verdict>), RunError> {
    let mut proposal = Proposal::of(&pipeline.files);
    if let Err(error) = proposal.make(pipeline, aims) {
        report.untried.push(format!("to change the files: failed to {error}"));
    }
    let files = proposal.files(&pipeline.files);
    let mut changed = pipeline.clone();
    match read_plan(&files) {
        Ok(plan) => (changed.plan, changed.files) = (plan, files),
        Err(problems) => report.untried.push(format!("the changed files: {problems}")),
    }
    (report.proposals, report.texts) = proposal.finish();
    let tables = tables_of(&changed, out).await?;
    let verdicts = published.judge(&tables, &changed.plan.survey.rounding);
    Ok((count(&verdicts), verdicts))
}

/// Tells the figures that no convention explains from those that another one than the proposed explains.
fn sort_failures(now: &[Verdict], then: &[Verdict], trials: &FitTrials<'_>, report: &mut FitReport) {
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for (now, then) in now.iter().zip(then) {
        let Some(first) = now.figures.first() else { continue };
        let place = met.entry(first.table.as_str()).or_default();
        let figure = *place;
        *place += 1;
        if then.ruling == Ruling::Holds {
            continue;
        }
        let table = trials.tables.iter().position(|(table, _)| table.id == first.table);
        let row: FitRow = row_of(then);
        if table.is_some_and(|table| trials.ever_held(table, figure)) {
            report.otherwise.push(row);
        } else {
            report.unexplained.push(row);
        }
    }
}
