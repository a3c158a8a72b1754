//! The words of what published figures speak for.

use std::collections::BTreeMap;

use topline_survey::{BaseRule, Opt, Plan, Question};

use crate::fit_choice::{FitChoice, FitTrials};
use crate::fit_conventions::{FitRows, FitWeights, TableConvention};
use crate::fit_proposal::{FitAims, TableAim, rounding_word};
use crate::fit_published::PublishedTable;

/// A table has decimals of its own if so many of its percentages have them.
const OWN_DECIMALS: usize = 3;

/// A reading of the export in words.
pub(crate) fn reading(rows: FitRows, weights: &FitWeights) -> String {
    let weights = match weights {
        FitWeights::AsDeclared => "weights as declared".to_owned(),
        FitWeights::None => "no weights".to_owned(),
        FitWeights::Column(column) => format!("weights `{column}`"),
    };
    format!("{}, {weights}", rows_words(rows))
}

fn rows_words(rows: FitRows) -> String {
    match rows {
        FitRows::AsDeclared => "rows as declared".to_owned(),
        FitRows::AllKept => "rows of few answers too".to_owned(),
        FitRows::FewExcluded(1) => "no rows without an answer".to_owned(),
        FitRows::FewExcluded(fewest) => format!("no rows of fewer than {fewest} answers"),
    }
}

/// The changes that a choice asks for, filters aside.
pub(crate) fn aims_of(plan: &Plan, trials: &FitTrials<'_>, choice: FitChoice, name: &str) -> FitAims {
    let run = &trials.runs[choice.run];
    let held = trials.count(choice);
    let all: usize = trials.tables.iter().map(|(table, _)| table.evidence.len()).sum();
    let so = |without: Option<usize>, what: &str| {
        let without = without.map(|without| format!(", {without} {what}")).unwrap_or_default();
        format!("topline fit: {held} of {all} figures of {name} hold so{without}")
    };
    let run_of = |rows: FitRows, weights: &FitWeights| {
        let run = trials.runs.iter().position(|run| run.rows == rows && run.weights == *weights)?;
        Some(trials.count(FitChoice { run, ..choice }))
    };
    let mut aims = FitAims::default();
    if choice.base != trials.base {
        let [held, without] =
            [choice, FitChoice { base: trials.base, ..choice }].map(|choice| trials.count_alike(choice));
        let declared = trials.base.as_str();
        let reason = format!("topline fit: {held} of {all} figures of {name} hold so, {without} out of `{declared}`");
        aims.base = Some((choice.base, reason));
    }
    if choice.rounding != trials.rounding {
        let without = trials.count(FitChoice { rounding: trials.rounding, ..choice });
        aims.rounding = Some((choice.rounding, so(Some(without), &format!("by `{}`", rounding_word(trials.rounding)))));
    }
    if run.rows != FitRows::AsDeclared {
        let without = run_of(FitRows::AsDeclared, &run.weights);
        aims.rows = Some((run.rows, so(without, "with the rows as they were")));
    }
    if run.weights != FitWeights::AsDeclared {
        let without = run_of(run.rows, &FitWeights::AsDeclared);
        aims.weights = Some((run.weights.clone(), so(without, "as it was weighted")));
    }
    let usual = usual_decimals(trials);
    if let Some(decimals) = usual.filter(|decimals| *decimals != plan.survey.rounding.decimals) {
        aims.decimals = Some((decimals, format!("topline fit: most percentages of {name} have so many decimals")));
    }
    let survey = usual.unwrap_or(plan.survey.rounding.decimals);
    aims.tables = trials
        .tables
        .iter()
        .enumerate()
        .filter_map(|(place, _)| table_aim(plan, trials, choice, (place, survey)))
        .collect();
    aims
}

fn table_aim(plan: &Plan, trials: &FitTrials<'_>, choice: FitChoice, (place, survey): (usize, u8)) -> Option<TableAim> {
    let (table, variants) = &trials.tables[place];
    let (variant, _) = trials.best_variant(choice, place);
    let convention = variants.get(variant)?.clone();
    let follows = trials.followed(choice, place);
    let own = decimals_of(table).filter(|decimals| *decimals != survey && table.decimals.len() >= OWN_DECIMALS);
    let decimals = own.filter(|decimals| plan.table(&table.id).is_some_and(|table| table.decimals != Some(*decimals)));
    let reason = if variant == follows {
        "topline fit: so many decimals have the published percentages of this table".to_owned()
    } else {
        let (held, _) = trials.held(choice, place, variant);
        let (without, _) = trials.held(choice, place, follows);
        let (all, excluded) = (table.evidence.len(), excluded_words(plan, &table.id, &convention));
        format!("topline fit: {held} of {all} figures of this table hold so, {without} otherwise{excluded}")
    };
    Some(TableAim { id: table.id.clone(), convention, decimals, reason })
}

/// The labels of excluded answers.
fn excluded_words(plan: &Plan, table: &str, convention: &TableConvention) -> String {
    let rows = plan.table(table).map(|table| table.rows.as_slice()).unwrap_or_default();
    let questions = rows.iter().filter_map(|id| plan.codebook.question(id));
    let options: Vec<&Opt> = questions.flat_map(Question::options).collect();
    let label = |code: &i32| options.iter().find(|option| option.code == *code).map(|option| option.label.as_str());
    let labels: Vec<&str> = convention.exclude.iter().filter_map(label).collect();
    if labels.is_empty() { String::new() } else { String::new() + "; out of the base: " + &labels.join(", ") }
}

/// The decimals of the percentages of a table: a zero at the end may be left out of some.
fn decimals_of(table: &PublishedTable) -> Option<u8> {
    table.decimals.iter().copied().max()
}

/// The decimals that most tables have.
fn usual_decimals(trials: &FitTrials<'_>) -> Option<u8> {
    let mut tables: BTreeMap<u8, usize> = BTreeMap::new();
    for decimals in trials.tables.iter().filter_map(|(table, _)| decimals_of(table)) {
        *tables.entry(decimals).or_default() += 1;
    }
    tables.into_iter().max_by_key(|(decimals, count)| (*count, *decimals)).map(|(decimals, _)| decimals)
}

/// What the figures cannot tell apart.
pub(crate) fn undecided(trials: &FitTrials<'_>, choice: FitChoice, ties: &[FitChoice]) -> Vec<String> {
    let run = &trials.runs[choice.run];
    let mut told = Vec::new();
    let bases: Vec<&str> = ties
        .iter()
        .filter(|other| **other == FitChoice { base: other.base, ..choice })
        .map(|other| other.base.as_str())
        .collect();
    told.extend(either("base", choice.base.as_str(), &bases));
    let modes: Vec<&str> = ties
        .iter()
        .filter(|other| **other == FitChoice { rounding: other.rounding, ..choice })
        .map(|other| rounding_word(other.rounding))
        .collect();
    told.extend(either("rounding", rounding_word(choice.rounding), &modes));
    let others = ties.iter().filter(|other| **other == FitChoice { run: other.run, ..choice });
    let readings: Vec<String> = others
        .map(|other| &trials.runs[other.run])
        .filter(|other| other.respondents != run.respondents || other.weights != run.weights)
        .map(|other| reading(other.rows, &other.weights))
        .collect();
    let readings: Vec<&str> = readings.iter().map(String::as_str).collect();
    told.extend(either("rows and weights", &reading(run.rows, &run.weights), &readings));
    for (place, (table, variants)) in trials.tables.iter().enumerate() {
        let (variant, _) = trials.best_variant(choice, place);
        if variant == trials.followed(choice, place) {
            continue;
        }
        let words = |variant: usize| variants.get(variant).map(convention_words).unwrap_or_default();
        let others: Vec<String> = trials.ties(choice, place).into_iter().map(words).collect();
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        told.extend(either(&format!("table `{}`", table.id), &words(variant), &others));
    }
    told
}

fn either(what: &str, chosen: &str, others: &[&str]) -> Option<String> {
    (!others.is_empty()).then(|| format!("{what}: {chosen}, or as well {}", others.join(", or ")))
}

fn convention_words(convention: &TableConvention) -> String {
    let base: BaseRule = convention.base;
    let codes: Vec<String> = convention.exclude.iter().map(ToString::to_string).collect();
    let exclude =
        if codes.is_empty() { "nothing excluded".to_owned() } else { format!("without {}", codes.join(", ")) };
    format!("base {}, {exclude}", base.as_str())
}

/// Aims at the filter of a table, if one fits better than any other.
pub(crate) fn add_filter(
    table: &PublishedTable,
    best: &[(TableConvention, usize)],
    without: usize,
    aims: &mut FitAims,
    undecided: &mut Vec<String>,
) {
    let sql = |convention: &TableConvention| {
        convention.filter.as_ref().map(super::fit_conventions::FitFilter::sql).unwrap_or_default()
    };
    match best {
        [] => {}
        [(convention, held)] => {
            let reason = format!(
                "topline fit: {held} of {} figures of this table hold so, {without} without the filter",
                table.evidence.len()
            );
            if let Some(aim) = aims.tables.iter_mut().find(|aim| aim.id == table.id) {
                aim.convention = convention.clone();
                aim.reason = reason;
            }
        }
        [(first, _), others @ ..] => {
            let others: Vec<String> = others.iter().map(|(other, _)| sql(other)).collect();
            let others: Vec<&str> = others.iter().map(String::as_str).collect();
            undecided.extend(either(&format!("filter of table `{}`", table.id), &sql(first), &others));
        }
    }
}
