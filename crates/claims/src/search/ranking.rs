//! Figures in the order of how well they fit words.

use topline_survey::{Figure, Quantity, Rounding, RowKind, Ruling, Stated};

use crate::combined::Combined;
use crate::found::as_published;
use crate::search::index::FigureIndex;
use crate::search::query::{Query, WantedUnit};
use crate::value::judge_figure;

/// Figures whose scores differ by no more than this part of the best are a near tie.
pub(super) const NEAR: f64 = 0.12;
/// Among so many of the best the value is looked for.
const LOOKED_AT: usize = 20;
/// Few figures share a count of everybody, so that its value tells more.
const NEAR_COUNTS: f64 = 0.3;

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
        let best = self.best(query, most.max(LOOKED_AT));
        let mut found: Vec<Found<'f>> = best
            .into_iter()
            .map(|(entry, score)| (self.entries[entry].figure, score))
            .map(|(figure, score)| Found { figure, score, has_value: has_value(&figure) })
            .collect();
        if !query.stated.is_empty() {
            let near = match query.unit {
                WantedUnit::Count | WantedUnit::Everybody => NEAR_COUNTS,
                WantedUnit::Any | WantedUnit::Share | WantedUnit::Value => NEAR,
            };
            let best = found.first().map_or(0.0, |best| best.score);
            let ties = found.iter().take_while(|each| each.score >= best * (1.0 - near)).count();
            found[..ties].sort_by_key(|each| each.has_value != Some(true));
        }
        found.truncate(most);
        found
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
        let of_everybody = self.entries.iter().map(|entry| entry.figure).filter(|figure| figure.column.key.is_empty());
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
