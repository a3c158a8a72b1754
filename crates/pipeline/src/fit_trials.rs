//! The tables of a pipeline under each convention, and which published figures hold under it.

use std::path::Path;

use topline_survey::{
    BaseRule, Break, BreakColumns, Codebook, Disclosure, Exclusion, Kind, Mark, Plan, Published, Question,
    RoundingMode, Table, TableCell, Tabulation, Weights, Why, table_columns,
};

use crate::ending::Ending;
use crate::error::RunError;
use crate::fit_conventions::{FitFilter, FitRows, FitWeights, TableConvention};
use crate::fit_published::PublishedTable;
use crate::load::Pipeline;
use crate::progress::Silent;
use crate::run::run;

/// Between the name of a table and the number of its variant.
const VARIANT: &str = "__";
/// Of more unpublished options than this, none is tried alone: chance would find one.
const FEW_OPTIONS: usize = 12;
/// Answers of questions with more options than this are no filters.
const FILTER_OPTIONS: usize = 40;
/// So many cells are made for the filters of one table.
const FILTER_CELLS: usize = 1_000_000;

/// Which figures of a table hold: by variant, then by way of rounding.
pub(crate) type Held = Vec<[Vec<bool>; 3]>;

/// One reading of the export: the rows that are responses, and their weights.
#[derive(Debug, Clone)]
pub(crate) struct FitRun {
    /// Which rows.
    pub rows: FitRows,
    /// Which weights.
    pub weights: FitWeights,
    /// For each published table, which of its figures hold.
    pub held: Vec<Held>,
    /// How many respondents there are.
    pub respondents: u64,
}

/// The conventions that are tried on a table: what it declares first.
pub(crate) fn variants_of(plan: &Plan, published: &PublishedTable) -> Vec<TableConvention> {
    let Some(table) = plan.table(&published.id) else { return Vec::new() };
    let questions: Vec<&Question> = table.rows.iter().filter_map(|id| plan.codebook.question(id)).collect();
    let mut excludes = vec![table.exclude.clone(), Vec::new()];
    for marks in [&[Mark::DontKnow, Mark::NotApplicable][..], &[Mark::DontKnow], &[Mark::NotApplicable]] {
        excludes.push(marked(&questions, marks));
    }
    let unpublished = unpublished(&questions, published);
    if (1..=FEW_OPTIONS).contains(&unpublished.len()) {
        excludes.extend(unpublished.iter().map(|code| vec![*code]));
        excludes.push(unpublished);
    }
    let mut variants: Vec<TableConvention> = Vec::new();
    for base in [table.base, BaseRule::Answered, BaseRule::Asked, BaseRule::All] {
        for exclude in &excludes {
            let mut exclude = exclude.clone();
            exclude.sort_unstable();
            exclude.dedup();
            let variant = TableConvention { base, exclude, filter: None };
            if !variants.contains(&variant) {
                variants.push(variant);
            }
        }
    }
    variants
}

/// The codes of options with one of these marks.
pub(crate) fn marked(questions: &[&Question], marks: &[Mark]) -> Vec<i32> {
    let options = questions.iter().flat_map(|question| question.options());
    options.filter(|option| option.mark.is_some_and(|mark| marks.contains(&mark))).map(|option| option.code).collect()
}

/// Options that no published row shows: a row of an option that is out of the base would not be there.
fn unpublished(questions: &[&Question], published: &PublishedTable) -> Vec<i32> {
    let mut codes: Vec<i32> = Vec::new();
    for question in questions {
        let shown = |key: &str| {
            published
                .row_keys
                .iter()
                .any(|row| row == key || row.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')))
        };
        let in_net = |code: i32| question.nets().iter().any(|net| net.codes.contains(&code) && shown(&net.id));
        let options = question.options().iter().map(|option| option.code);
        codes.extend(options.filter(|code| !shown(&code.to_string()) && !in_net(*code)));
    }
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Ways of telling responses from rows that are none.
pub(crate) fn rows_to_try(plan: &Plan) -> Vec<FitRows> {
    let declared = plan.survey.exclusions.iter().find_map(|exclusion| exclusion.answers_fewer_than);
    let asked = plan.codebook.asked().count();
    let mut tried = vec![FitRows::AsDeclared];
    tried.extend(declared.is_some().then_some(FitRows::AllKept));
    for fewest in [1, 2, asked.div_ceil(2), asked] {
        if Some(fewest) != declared && !tried.contains(&FitRows::FewExcluded(fewest)) && fewest > 0 {
            tried.push(FitRows::FewExcluded(fewest));
        }
    }
    tried
}

/// Ways of weighting: as declared, not at all, by each column that is called a weight.
pub(crate) fn weights_to_try(plan: &Plan) -> Vec<FitWeights> {
    let declared = plan.survey.weights.as_ref();
    let mut tried = vec![FitWeights::AsDeclared];
    tried.extend(declared.is_some().then_some(FitWeights::None));
    let known = |name: &str| declared.is_some_and(|weights| weights.column.as_deref() == Some(name));
    let columns = plan.codebook.passed_over.iter().filter(|name| is_called_weight(name) && !known(name));
    tried.extend(columns.take(3).map(|name| FitWeights::Column(name.clone())));
    tried
}

fn is_called_weight(name: &str) -> bool {
    let name = name.to_lowercase();
    name.contains("weight")
        || name.split(['_', ' ', '.', '-']).any(|word| matches!(word, "wt" | "wgt" | "wght" | "pweight"))
}

/// The pipeline with other rows and weights, and without what a trial does not need.
fn changed(pipeline: &Pipeline, rows: FitRows, weights: &FitWeights, tables: Vec<Table>) -> Pipeline {
    let mut changed = pipeline.clone();
    let plan = &mut changed.plan;
    let survey = &mut plan.survey;
    match rows {
        FitRows::AsDeclared => {}
        FitRows::AllKept => survey.exclusions.retain(|exclusion| exclusion.answers_fewer_than.is_none()),
        FitRows::FewExcluded(fewest) => {
            survey.exclusions.retain(|exclusion| exclusion.answers_fewer_than.is_none());
            let reason = format!("fewer than {fewest} questions answered");
            let few = Exclusion { reason, column: None, is: Vec::new(), answers_fewer_than: Some(fewest) };
            survey.exclusions.push(few);
        }
    }
    match weights {
        FitWeights::AsDeclared => {}
        FitWeights::None => survey.weights = None,
        FitWeights::Column(column) => {
            survey.weights = Some(Weights { column: Some(column.clone()), ..Weights::default() });
        }
    }
    survey.design = None;
    survey.disclosure = Disclosure::default();
    if tables.is_empty() {
        plan.figures.clear();
    }
    plan.tables = tables;
    // What documents state is judged here, under each convention.
    plan.claims.clear();
    plan.headlines.clear();
    changed
}

/// The tables of a pipeline that is changed so, to be rounded anew.
async fn counted(
    pipeline: &Pipeline,
    out: &Path,
    (rows, weights): (FitRows, &FitWeights),
    tables: Vec<Table>,
) -> Result<(Vec<Tabulation>, u64), RunError> {
    let tried = changed(pipeline, rows, weights, tables);
    let outcome = Box::pin(run(&tried, out, Ending::Discard, &Silent)).await?;
    let minimum = pipeline.plan.survey.disclosure.minimum_base;
    let mut tables = outcome.tables;
    let each = tables.iter_mut().flat_map(|table| &mut table.sections).flat_map(|section| &mut section.rows);
    for cell in each.flat_map(|row| &mut row.cells) {
        cell.published = to_be_rounded(cell, minimum);
    }
    Ok((tables, outcome.accounting.respondents))
}

fn to_be_rounded(cell: &TableCell, minimum: u64) -> Published {
    match cell.published {
        Published::Value(_) | Published::Empty if cell.base.n < minimum => Published::HeldBack(Why::SmallBase),
        Published::Value(_) | Published::Empty => Published::Empty,
        Published::HeldBack(why) => Published::HeldBack(why),
    }
}

/// How many respondents a reading of the export has.
pub(crate) async fn count_respondents(
    pipeline: &Pipeline,
    out: &Path,
    reading: (FitRows, &FitWeights),
) -> Result<u64, RunError> {
    Ok(counted(pipeline, out, reading, Vec::new()).await?.1)
}

/// A table as one of its variants, under another name.
fn varied(table: &Table, variant: &TableConvention, number: usize) -> Table {
    Table {
        id: format!("{}{VARIANT}{number}", table.id),
        base: variant.base,
        exclude: variant.exclude.clone(),
        letters: None,
        tests: None,
        ..table.clone()
    }
}

/// Tries every variant of the published tables on one reading of the export.
pub(crate) async fn try_run(
    pipeline: &Pipeline,
    out: &Path,
    (rows, weights): (FitRows, FitWeights),
    published: &[(PublishedTable, Vec<TableConvention>)],
) -> Result<FitRun, RunError> {
    let plan = &pipeline.plan;
    let mut tables = Vec::new();
    for (of, variants) in published {
        tables.extend(
            of.needs
                .iter()
                .filter_map(|id| plan.table(id))
                .filter(|table| !tables_have(&tables, &table.id))
                .cloned()
                .collect::<Vec<_>>(),
        );
        let Some(table) = plan.table(&of.id) else { continue };
        tables.extend(variants.iter().enumerate().map(|(number, variant)| varied(table, variant, number)));
    }
    let (tables, respondents) = counted(pipeline, out, (rows, &weights), tables).await?;
    let named = |id: &str| tables.iter().find(|table| table.id == id);
    let held = published.iter().map(|(of, variants)| {
        let others: Vec<Tabulation> =
            of.needs.iter().filter(|id| **id != of.id).filter_map(|id| named(id)).cloned().collect();
        if variants.is_empty() {
            // Made in SQL: there is nothing to vary.
            let mut shown = others;
            shown.extend(named(&of.id).cloned());
            return vec![by_rounding(of, &shown, plan)];
        }
        let each = (0..variants.len()).map(|number| {
            let mut shown = others.clone();
            shown.extend(named(&format!("{}{VARIANT}{number}", of.id)).map(|table| called(table, &of.id)));
            by_rounding(of, &shown, plan)
        });
        each.collect()
    });
    Ok(FitRun { rows, held: held.collect(), weights, respondents })
}

fn tables_have(tables: &[Table], id: &str) -> bool {
    tables.iter().any(|table| table.id == id)
}

fn called(table: &Tabulation, id: &str) -> Tabulation {
    Tabulation { id: id.to_owned(), ..table.clone() }
}

fn by_rounding(of: &PublishedTable, tables: &[Tabulation], plan: &Plan) -> [Vec<bool>; 3] {
    RoundingMode::ALL.map(|mode| of.held(tables, &plan.survey.rounding, mode))
}

/// The best filters of one answer for a table: the filter, the base, and which figures hold; and whether all could be tried.
pub(crate) async fn try_filters(
    pipeline: &Pipeline,
    out: &Path,
    (rows, weights): (FitRows, &FitWeights),
    (of, exclude, mode): (&PublishedTable, &[i32], RoundingMode),
) -> Result<(Vec<(TableConvention, Vec<bool>)>, bool), RunError> {
    let plan = &pipeline.plan;
    let Some(table) = plan.table(&of.id) else { return Ok((Vec::new(), true)) };
    let can_filter = |question: &&Question| {
        matches!(question.kind(), Kind::Single | Kind::Multi)
            && !question.private
            && (1..=FILTER_OPTIONS).contains(&question.options().len())
            && !table.rows.contains(&question.id)
    };
    let inner = if of.has_columns { table.breaks.clone() } else { Vec::new() };
    let wide = 1 + table_columns(&inner, &plan.codebook).len();
    let size = rows_of(table, &plan.codebook) * wide * 3;
    let (mut questions, mut cells, mut all) = (Vec::new(), 0, true);
    for question in plan.codebook.questions.iter().filter(can_filter) {
        cells += size * question.options().len();
        if cells > FILTER_CELLS {
            all = false;
            break;
        }
        questions.push(question);
    }
    let breaks: Vec<Break> = questions.iter().flat_map(|question| breaks_of(question, &inner)).collect();
    let bases = [BaseRule::Answered, BaseRule::Asked, BaseRule::All];
    let variant = |base: BaseRule| TableConvention { base, exclude: exclude.to_vec(), filter: None };
    let tables = bases
        .iter()
        .enumerate()
        .map(|(number, base)| Table { breaks: breaks.clone(), ..varied(table, &variant(*base), number) });
    let (tables, _) = counted(pipeline, out, (rows, weights), tables.collect()).await?;
    let mut tried = Vec::new();
    for (table, base) in tables.iter().zip(bases) {
        for question in &questions {
            for option in question.options() {
                let filter = FitFilter { question: question.id.clone(), code: option.code };
                let shown = [filtered(table, &of.id, &filter)];
                let held = of.held(&shown, &plan.survey.rounding, mode);
                tried.push((TableConvention { filter: Some(filter), ..variant(base) }, held));
            }
        }
    }
    Ok((tried, all))
}

fn rows_of(table: &Table, codebook: &Codebook) -> usize {
    table.parts(codebook).iter().map(|part| part.rows.len()).sum()
}

/// The break by a question, and the breaks of a table within it.
fn breaks_of(question: &Question, inner: &[Break]) -> Vec<Break> {
    let own = Break { question: question.id.clone(), columns: BreakColumns::Options, by: Vec::new() };
    let inner: Vec<Break> = inner.iter().filter(|by| !by.uses(&question.id)).cloned().collect();
    if inner.is_empty() {
        return vec![own];
    }
    vec![own.clone(), Break { by: inner, ..own }]
}

/// A table as it is with a filter: the column of the answer becomes the total, the columns within it the others.
fn filtered(table: &Tabulation, id: &str, filter: &FitFilter) -> Tabulation {
    let key = format!("{}.{}", filter.question, filter.code);
    let within = format!("{key}/");
    let mut places = Vec::new();
    let mut columns = Vec::new();
    for (place, column) in table.columns.iter().enumerate() {
        let inner = column.key.strip_prefix(&within);
        if column.key != key && inner.is_none() {
            continue;
        }
        let mut column = column.clone();
        inner.unwrap_or_default().clone_into(&mut column.key);
        if inner.is_none() {
            "Total".clone_into(&mut column.label);
        }
        places.push(place);
        columns.push(column);
    }
    let mut sections = table.sections.clone();
    for row in sections.iter_mut().flat_map(|section| &mut section.rows) {
        row.cells = places.iter().filter_map(|place| row.cells.get(*place).cloned()).collect();
    }
    Tabulation { id: id.to_owned(), columns, sections, ..table.clone() }
}
