//! What changed between two runs: figures, and what figures are of.
//!
//! What changed as one is told once: of a table that came its figures are not listed, of an option that came its row and its
//! columns are not. Exact values are taken as the same where they differ in the last bits alone.

use std::collections::{HashMap, HashSet};

use topline_aggregate::{SampleValue, chance_of_difference};

use crate::codebook_changes::codebook_changes;
use crate::part_change::{Alteration, PartChange, RunPart};
use crate::stored_run::{StoredFigure, StoredRun, StoredVerdict};

/// What changed between two runs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RunChanges {
    /// Questions, items, options, tables, rows, columns and claims.
    pub parts: Vec<PartChange>,
    /// Figures of tables, rows and columns that both runs have.
    pub figures: Vec<FigureChange>,
}

/// A figure that is not the same in both runs.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureChange {
    /// Its name.
    pub name: String,
    /// What it is of.
    pub label: String,
    /// What it counts.
    pub unit: String,
    /// What became of it.
    pub alteration: Alteration,
    /// As published, or why it is not, before and after; nothing where the run does not have it.
    pub published: [Option<String>; 2],
    /// The unweighted base, before and after.
    pub base: [Option<i64>; 2],
    /// By how much the exact value rose.
    pub difference: Option<f64>,
    /// The chance of a difference as large where nothing changed but the sample; missing where no error is known.
    pub p: Option<f64>,
    /// Whether the exact values differ by more than half a unit of the last digit that is published.
    pub beyond_rounding: bool,
}

impl FigureChange {
    /// Whether a reader of the published figures sees it.
    #[must_use]
    pub fn is_published(&self) -> bool {
        self.published[0] != self.published[1] || self.base[0] != self.base[1]
    }

    /// Whether a published value is no longer there.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.alteration == Alteration::Went || (self.published[0].is_some() && self.published[1].is_none())
    }
}

/// What changed from the run `before` to the run `after`.
pub(crate) fn run_changes(before: &StoredRun, after: &StoredRun) -> RunChanges {
    let mut parts = Vec::new();
    if before.respondents != after.respondents {
        let numbers = [before.respondents.to_string(), after.respondents.to_string()];
        parts.push(PartChange::changed(RunPart::Respondents, "respondents", "number", [&numbers[0], &numbers[1]]));
    }
    parts.extend(codebook_changes(before, after));
    let mut heads = Heads::of(&before.figures, &after.figures);
    let known = [before, after].map(|run| run.figures.iter().map(|figure| (figure.name.as_str(), figure)).collect());
    let [were, are]: [HashMap<&str, &StoredFigure>; 2] = known;
    let mut figures = Vec::new();
    for figure in &after.figures {
        match were.get(figure.name.as_str()) {
            Some(was) => figures.extend(changed_figure(was, figure, [&were, &are])),
            None if heads.explain(figure, Alteration::Came) || figure.is_base => {}
            None => figures.push(single(figure, Alteration::Came)),
        }
    }
    for figure in before.figures.iter().filter(|figure| !are.contains_key(figure.name.as_str())) {
        if !heads.explain(figure, Alteration::Went) && !figure.is_base {
            figures.push(single(figure, Alteration::Went));
        }
    }
    let known = parts.clone();
    parts.extend(table_titles(before, after, &known));
    parts.extend(heads.parts.into_iter().filter(|part| !is_of_codebook(part, &known, before, after)));
    parts.extend(verdict_changes(&before.verdicts, &after.verdicts));
    RunChanges { parts, figures }
}

/// The tables, rows and columns of two runs.
struct Heads<'f> {
    known: [HashSet<(&'f str, Head<'f>)>; 2],
    /// Those that only one of them has.
    parts: Vec<PartChange>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Head<'f> {
    Table,
    Column(Option<&'f str>),
    Row(Option<&'f str>, &'f str, Option<&'f str>),
}

impl<'f> Heads<'f> {
    fn of(before: &'f [StoredFigure], after: &'f [StoredFigure]) -> Self {
        let known = [before, after].map(|figures| figures.iter().flat_map(heads).collect());
        Self { known, parts: Vec::new() }
    }

    /// Whether a figure that one run has came or went with its table, column or row, which is told once.
    fn explain(&mut self, figure: &'f StoredFigure, alteration: Alteration) -> bool {
        let other = usize::from(alteration == Alteration::Went);
        let is_new = |(table, head): &(&str, Head<'_>)| {
            !(self.known[other].contains(&(*table, *head)) || figure.is_base && matches!(head, Head::Row(..)))
        };
        let Some((_, head)) = heads(figure).into_iter().find(is_new) else {
            return false;
        };
        let item = figure.item.as_ref().map(|item| format!(".{item}")).unwrap_or_default();
        let (part, name, what) = match head {
            Head::Table => (RunPart::Table, figure.table.clone(), figure.title.as_str()),
            Head::Column(column) => {
                let column = column.map(|column| format!("@{column}")).unwrap_or_default();
                (RunPart::Column, figure.table.clone() + &column, figure.label.rsplit(", ").next().unwrap_or_default())
            }
            Head::Row(..) => {
                let name = figure.name.split('@').next().unwrap_or_default().to_owned();
                (RunPart::Row, if name.is_empty() { figure.table.clone() + &item } else { name }, figure.label.as_str())
            }
        };
        let change = match alteration {
            Alteration::Went => PartChange::went(part, &name, what),
            Alteration::Came | Alteration::Changed => PartChange::came(part, &name, what),
        };
        let is_told = |told: &PartChange| {
            told.part == change.part && told.name == change.name && told.alteration == change.alteration
        };
        if !self.parts.iter().any(is_told) {
            self.parts.push(change);
        }
        true
    }
}

fn heads(figure: &StoredFigure) -> [(&str, Head<'_>); 3] {
    let row = Head::Row(figure.item.as_deref(), &figure.row, figure.statistic.as_deref());
    [Head::Table, Head::Column(figure.column.as_deref()), row].map(|head| (figure.table.as_str(), head))
}

/// Whether a part of the tables came or went with a part of the codebook.
fn is_of_codebook(part: &PartChange, codebook: &[PartChange], before: &StoredRun, after: &StoredRun) -> bool {
    let run = if part.alteration == Alteration::Went { before } else { after };
    let (table, column) = part.name.split_once('@').map_or((part.name.as_str(), None), |(one, two)| (one, Some(two)));
    let is_there = |of: RunPart, name: &str| {
        codebook.iter().any(|known| known.part == of && known.name == name && known.alteration == part.alteration)
    };
    if part.part == RunPart::Column {
        return column.is_some_and(|column| column.split('/').any(|one| is_there(RunPart::Option, one)));
    }
    let mut figures = run.figures.iter().filter(|figure| {
        if part.part == RunPart::Table { figure.table == table } else { figure.name.split('@').next() == Some(table) }
    });
    figures.next().is_some_and(|figure| {
        let Some(question) = figure.question.as_deref() else { return false };
        let item = figure.item.as_ref().is_some_and(|item| is_there(RunPart::Item, &format!("{question}.{item}")));
        is_there(RunPart::Question, question)
            || item
            || (part.part == RunPart::Row && is_there(RunPart::Option, &format!("{question}.{}", figure.row)))
    })
}

/// The tables that both have and that are called otherwise, those aside that are called as their question.
fn table_titles(before: &StoredRun, after: &StoredRun, codebook: &[PartChange]) -> Vec<PartChange> {
    let titles: HashMap<&str, &str> = before.figures.iter().map(|figure| (&*figure.table, &*figure.title)).collect();
    let mut told: Vec<PartChange> = Vec::new();
    for figure in &after.figures {
        let Some(title) = titles.get(figure.table.as_str()).filter(|title| **title != figure.title) else { continue };
        let reworded = |known: &PartChange| {
            known.part == RunPart::Question && Some(known.name.as_str()) == figure.question.as_deref()
        };
        let change = PartChange::changed(RunPart::Table, &figure.table, "title", [title, &figure.title]);
        if !codebook.iter().any(reworded) && !told.contains(&change) {
            told.push(change);
        }
    }
    told
}

fn single(figure: &StoredFigure, alteration: Alteration) -> FigureChange {
    let is_new = alteration == Alteration::Came;
    let side = |value: Option<String>| if is_new { [None, value] } else { [value, None] };
    let base = Some(figure.base);
    FigureChange {
        name: figure.name.clone(),
        label: figure.label.clone(),
        unit: figure.unit.clone(),
        alteration,
        published: side(shown(figure)),
        base: if is_new { [None, base] } else { [base, None] },
        difference: None,
        p: None,
        beyond_rounding: true,
    }
}

/// What a reader sees of a figure.
fn shown(figure: &StoredFigure) -> Option<String> {
    figure.published.clone().or_else(|| figure.suppressed.as_ref().map(|why| format!("({why})")))
}

type Known<'f> = HashMap<&'f str, &'f StoredFigure>;

/// A figure that both runs have, if it changed.
fn changed_figure(before: &StoredFigure, after: &StoredFigure, known: [&Known<'_>; 2]) -> Option<FigureChange> {
    let is_same_value = match (before.x, after.x) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * one.abs().max(1.0),
        (one, other) => one.is_none() && other.is_none(),
    };
    let is_same = after.is_base
        || (is_same_value
            && shown(before) == shown(after)
            && before.base == after.base
            && before.base_rule == after.base_rule
            && before.unit == after.unit);
    if is_same {
        return None;
    }
    let difference = before.x.zip(after.x).map(|(before, after)| after - before);
    let half = half_unit(after.published.as_deref().or(before.published.as_deref()).unwrap_or_default());
    let values = sample_value(before, known[0]).zip(sample_value(after, known[1]));
    Some(FigureChange {
        name: after.name.clone(),
        label: after.label.clone(),
        unit: after.unit.clone(),
        alteration: Alteration::Changed,
        published: [shown(before), shown(after)],
        base: [before.base, after.base].map(Some),
        difference,
        p: if is_same_value { None } else { values.and_then(|(before, after)| chance_of_difference(before, after)) },
        beyond_rounding: difference.is_none_or(|difference| difference.abs() > half),
    })
}

/// Half a unit of the last digit of a published value.
fn half_unit(published: &str) -> f64 {
    let decimals = published.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    0.5 / 10_f64.powi(i32::try_from(decimals).unwrap_or(i32::MAX))
}

/// A percentage or a mean with its error: of a mean also that of the row `standard_error` of its table.
fn sample_value(figure: &StoredFigure, known: &Known<'_>) -> Option<SampleValue> {
    let is_percent = figure.unit == "percent";
    if !is_percent && figure.statistic.as_deref() != Some("mean") {
        return None;
    }
    let of_row = || {
        let (name, column) = figure.name.split_once('@').map_or((&*figure.name, None), |(a, b)| (a, Some(b)));
        let name = format!("{}.standard_error", name.strip_suffix(".mean")?);
        let name = column.map_or_else(|| name.clone(), |column| format!("{name}@{column}"));
        known.get(name.as_str())?.x
    };
    Some(SampleValue {
        x: figure.x?,
        se: figure.x_se.or_else(|| if is_percent { None } else { of_row() }),
        size: figure.base_effective.unwrap_or(figure.base as f64),
        df: (figure.base as f64 - 1.0).max(0.0),
        is_percent,
    })
}

/// Claims whose verdicts changed; those that came or went.
fn verdict_changes(before: &[StoredVerdict], after: &[StoredVerdict]) -> Vec<PartChange> {
    let name = |verdict: &StoredVerdict| format!("{}:{}", verdict.document, verdict.lines);
    let is_same = |one: &StoredVerdict, other: &StoredVerdict| {
        let of = |verdict: &StoredVerdict| {
            (verdict.document.clone(), verdict.quote.clone(), verdict.figures.clone(), verdict.stated.clone())
        };
        of(one) == of(other)
    };
    let mut changes = Vec::new();
    let mut rest: Vec<&StoredVerdict> = before.iter().collect();
    for verdict in after {
        match rest.iter().position(|earlier| is_same(earlier, verdict)).map(|at| rest.remove(at)) {
            None => changes.push(PartChange::came(RunPart::Claim, &name(verdict), &verdict.quote)),
            Some(earlier) if earlier.ruling == verdict.ruling => {}
            Some(earlier) => {
                let rulings = [earlier.ruling.as_str(), &verdict.ruling];
                changes.push(PartChange::changed(RunPart::Claim, &name(verdict), "verdict", rulings));
            }
        }
    }
    changes.extend(rest.into_iter().map(|verdict| PartChange::went(RunPart::Claim, &name(verdict), &verdict.quote)));
    changes
}
