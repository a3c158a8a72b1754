//! Figures in the order of how well they fit words.

use std::collections::BTreeSet;

use topline_survey::{Figure, FigureRef, Quantity, Rounding, RowKind, Ruling, Stated};

use crate::combined::Combined;
use crate::found::as_published;
use crate::search::index::{ColumnWords, FigureIndex};
use crate::search::query::{Query, WantedUnit};
use crate::search::scores::NAMING;
use crate::value::judge_figure;

/// Figures whose scores differ by no more than this part of the best are a near tie.
pub(super) const NEAR: f64 = 0.12;
/// Among so many of the best the value is looked for.
const LOOKED_AT: usize = 20;
/// Few figures share a count of everybody, so that its value tells more.
const NEAR_COUNTS: f64 = 0.3;

/// The label of a row says more than its value.
const NEAR_LABELS: f64 = 0.08;
/// From so large a part of the greatest base on, a base may be all who took part.
const NEAR_ALL: f64 = 0.9;

/// A figure that fits.
#[derive(Debug, Clone)]
pub struct Found<'f> {
    /// The figure.
    pub figure: Figure<'f>,
    /// How well its words fit; 0 where there are none to compare.
    pub score: f64,
    /// Whether it has the value that is looked for; nothing where none is.
    pub has_value: Option<bool>,
}

impl<'f> FigureIndex<'f> {
    /// The figures that fit best, at most `most` of them.
    #[must_use]
    pub fn find(&self, query: &Query, rounding: &Rounding, most: usize) -> Vec<Found<'f>> {
        self.find_together(std::slice::from_ref(query), rounding, most).pop().unwrap_or_default()
    }

    /// The figures that fit best each of the values of one sentence, at most `most` of them. Among figures that fit about equally well, those
    /// go first whose question another value of the sentence may be about.
    #[must_use]
    pub fn find_together(&self, queries: &[Query], rounding: &Rounding, most: usize) -> Vec<Vec<Found<'f>>> {
        let mut scores: Vec<Vec<(usize, f64)>> =
            queries.iter().map(|query| self.best(query, most.max(LOOKED_AT))).collect();
        self.prefer_shared_questions(queries, &mut scores);
        let with_scores = queries.iter().zip(scores);
        with_scores.map(|(query, scores)| self.settle(query, scores, rounding, most)).collect()
    }

    /// The figure of the total, where a column holds all who were asked.
    fn of_everybody(&self, figure: Figure<'f>) -> Figure<'f> {
        let total = self.figures.get(&FigureRef { column: String::new(), ..figure.name() }).copied();
        let counts = |figure: &Figure<'f>| (figure.cell.n, figure.cell.base.n);
        total.filter(|total| counts(total) == counts(&figure)).unwrap_or(figure)
    }

    /// The figures with their scores, the highest first: the value decides between near ties, and is all there is without words.
    fn settle(&self, query: &Query, scores: Vec<(usize, f64)>, rounding: &Rounding, most: usize) -> Vec<Found<'f>> {
        let has_value = |figure: &Figure<'f>| {
            let holds = |stated: &Stated| {
                let ruling = judge_figure(stated, query.of, figure, &self.figures, rounding).ruling;
                matches!(ruling, Ruling::Holds | Ruling::SumOfRoundedParts)
            };
            (!query.stated.is_empty()).then(|| query.stated.iter().any(holds))
        };
        if query.words.is_empty() {
            let figures = self.entries.iter().map(|entry| entry.figure);
            let found = figures.map(|figure| Found { figure, score: 0.0, has_value: has_value(&figure) });
            return found.filter(|found| found.has_value == Some(true)).take(most).collect();
        }
        let mut seen = BTreeSet::new();
        let mut found: Vec<Found<'f>> = scores
            .into_iter()
            .map(|(entry, score)| (self.of_everybody(self.entries[entry].figure), score))
            .filter(|(figure, _)| seen.insert(figure.name()))
            .map(|(figure, score)| Found { figure, score, has_value: has_value(&figure) })
            .collect();
        let said = self.columns_said(query);
        let best_column = found.first().map_or("", |best| best.figure.column.key.as_str());
        let is_tie = |figure: &Figure<'f>| {
            let column = figure.column.key.as_str();
            column.is_empty() || column == best_column || said.contains(column)
        };
        if !query.stated.is_empty() {
            let near = match query.unit {
                WantedUnit::Count | WantedUnit::Everybody => NEAR_COUNTS,
                WantedUnit::Any | WantedUnit::Share | WantedUnit::Value if query.label.is_empty() => NEAR,
                WantedUnit::Any | WantedUnit::Share | WantedUnit::Value => NEAR_LABELS,
            };
            let best = found.first().map_or(0.0, |best| best.score);
            let ties = found.iter().take_while(|each| each.score >= best * (1.0 - near)).count();
            found[..ties].sort_by_key(|each| each.has_value != Some(true) || !is_tie(&each.figure));
        }
        found.truncate(most);
        found
    }

    /// The columns that the words near the value name: among many columns one has nearly every value, and one that nobody speaks of is not
    /// meant because it has that which is stated.
    fn columns_said(&self, query: &Query) -> BTreeSet<&'f str> {
        let near = query.words.iter().filter(|word| word.weight >= NAMING);
        let near: BTreeSet<usize> = near.filter_map(|word| self.number(&word.word)).collect();
        let is_said = |column: &&ColumnWords<'f>| {
            // `Yes` and `No` say nothing by themselves.
            let words = if column.words.is_empty() { &column.all_words } else { &column.words };
            words.iter().any(|word| near.contains(word))
        };
        self.columns.iter().filter(is_said).map(|column| column.key).collect()
    }
}

impl<'f> FigureIndex<'f> {
    /// The figure of everybody that alone has the exact value, whatever its words: of bases that have it, the first.
    #[must_use]
    pub fn only_with_value(&self, query: &Query, rounding: &Rounding) -> Option<Figure<'f>> {
        let stated = query.stated.iter().find(|stated| matches!(stated, Stated::Exactly(_)))?;
        let is_number = matches!(stated, Stated::Exactly(Quantity::Number(_)));
        let is_kind = |figure: &Figure<'f>| match figure.row.kind {
            RowKind::Base | RowKind::Total => is_number,
            RowKind::Option | RowKind::Net | RowKind::Mean | RowKind::Statistic | RowKind::Sql => true,
            RowKind::Rest | RowKind::Absent | RowKind::Missing => false,
        };
        let of_everybody = self.of_total();
        let has_value = |figure: &Figure<'f>| {
            judge_figure(stated, query.of, figure, &self.figures, rounding).ruling == Ruling::Holds
        };
        let with_value: Vec<Figure<'f>> = of_everybody.filter(is_kind).filter(has_value).collect();
        let base = with_value.iter().find(|figure| figure.row.kind == RowKind::Base);
        match (base, with_value.as_slice()) {
            (Some(base), _) => Some(*base),
            (None, [figure]) => Some(*figure),
            (None, _) => None,
        }
    }
}

impl<'f> FigureIndex<'f> {
    /// The figures of the total, which go before those of columns.
    fn of_total(&self) -> impl Iterator<Item = Figure<'f>> {
        let totals = self.entries.partition_point(|entry| entry.figure.column.key.is_empty());
        self.entries[..totals].iter().map(|entry| entry.figure)
    }

    /// The base that all who took part are: one of everybody that has the value, else the greatest.
    #[must_use]
    pub fn sample(&self, query: &Query, rounding: &Rounding) -> Option<Figure<'f>> {
        let bases: Vec<Figure<'f>> = self.of_total().filter(|figure| figure.row.kind == RowKind::Base).collect();
        let has_value = |figure: &&Figure<'f>| {
            let holds = |stated: &Stated| {
                judge_figure(stated, query.of, figure, &self.figures, rounding).ruling == Ruling::Holds
            };
            !query.stated.is_empty() && query.stated.iter().all(holds)
        };
        let greatest = bases.iter().map(|figure| figure.cell.n).max()?;
        let is_near = |figure: &&Figure<'f>| figure.cell.n as f64 >= NEAR_ALL * greatest as f64;
        let found = bases
            .iter()
            .filter(is_near)
            .find(has_value)
            .or_else(|| bases.iter().find(|figure| figure.cell.n == greatest));
        found.copied()
    }
}

/// The value of answers taken together, and their labels; none where one of them has no value.
#[must_use]
pub fn describe_sum(answers: &[Figure<'_>], rounding: &Rounding) -> Option<(String, String)> {
    let combined = Combined::of(answers).ok()?;
    Some(describe_figure(&combined.figure(answers.first()?), rounding))
}

/// The value of a figure as published, and the labels of its table, item, row and column.
#[must_use]
pub fn describe_figure(figure: &Figure<'_>, rounding: &Rounding) -> (String, String) {
    let labels = [&figure.table.title, &figure.section.label, &figure.row.label, &figure.column.label];
    let mut told: Vec<&str> = Vec::new();
    for label in labels.into_iter().map(|label| label.trim()).filter(|label| !label.is_empty()) {
        if !told.contains(&label) {
            told.push(label);
        }
    }
    (as_published(figure, rounding), told.join(", "))
}
