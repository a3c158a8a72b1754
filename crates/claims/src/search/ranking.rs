//! Figures in the order of how well they fit words.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use topline_survey::{Figure, FigureRef, Quantity, Rounding, RowKind, Ruling, Stated, Unit};

use crate::found::as_published;
use crate::search::index::{FigureIndex, FigureWords};
use crate::search::terms::terms;
use crate::value::judge_figure;

/// How much the words of each part of a figure count.
const QUESTION: f64 = 1.0;
const ITEM: f64 = 1.4;
const ROW: f64 = 1.6;
const COLUMN: f64 = 1.3;
/// What each word of a part costs that is not asked for.
const UNASKED_ITEM: f64 = 0.35;
const UNASKED_ROW: f64 = 0.3;
const UNASKED_COLUMN: f64 = 0.9;
/// How much it counts that an answer denies, as the words do.
const DENIAL: f64 = 3.0;
/// Figures whose scores differ by no more than this part of the best are a near tie.
const NEAR: f64 = 0.12;

/// Few figures share a count of everybody, so that its value tells more.
const NEAR_COUNTS: f64 = 0.3;

/// A word that is looked for, and how much it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryWord {
    /// The word.
    pub word: String,
    /// How much it counts: 1 in the clause that states the value, less further off.
    pub weight: f64,
}

/// What kind of figure is looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum WantedUnit {
    /// Any.
    #[default]
    Any,
    /// A percentage, or a count with a base.
    Share,
    /// A count of everybody there is: a base.
    Everybody,
    /// A count.
    Count,
    /// A mean or another value.
    Value,
}

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// The words.
    pub words: Vec<QueryWord>,
    /// The kind of figure.
    pub unit: WantedUnit,
    /// The value, which decides between near ties; without words it is all there is.
    pub stated: Vec<Stated>,
    /// The base.
    pub of: Option<u64>,
    /// Whether the words deny something: `not at all`, `no alignment`, `haven't been`.
    pub is_denied: bool,
}

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

impl Query {
    /// Words that all count the same.
    #[must_use]
    pub fn of_words(text: &str) -> Self {
        let words = terms(text).into_iter().map(|word| QueryWord { word, weight: 1.0 }).collect();
        Self { words, ..Self::default() }
    }

    /// Adds the words of a text, each of this weight; a word that is there keeps the greater one.
    pub fn add(&mut self, text: &str, weight: f64) {
        for word in terms(text) {
            match self.words.iter_mut().find(|known| known.word == word) {
                Some(known) => known.weight = known.weight.max(weight),
                None => self.words.push(QueryWord { word, weight }),
            }
        }
    }
}

impl<'f> FigureIndex<'f> {
    /// The figures that fit best, at most `most` of them.
    #[must_use]
    pub fn find(&self, query: &Query, rounding: &Rounding, most: usize) -> Vec<Found<'f>> {
        let wanted: BTreeMap<&str, f64> =
            query.words.iter().map(|known| (known.word.as_str(), known.weight * self.weight(&known.word))).collect();
        let has_value = |figure: &Figure<'f>| {
            let holds = |stated: &Stated| {
                let ruling = judge_figure(stated, query.of, figure, &self.figures, rounding).ruling;
                matches!(ruling, Ruling::Holds | Ruling::SumOfRoundedParts)
            };
            (!query.stated.is_empty()).then(|| query.stated.iter().any(holds))
        };
        let several = self.columns_of_several(&wanted);
        let mut found: Vec<Found<'f>> = Vec::new();
        for entry in &self.entries {
            let is_one_of_several = several.contains(entry.figure.column.key.as_str());
            let score = match (wanted.is_empty(), is_one_of_several) {
                (true, _) => 0.0,
                (false, true) => 0.6 * self.score(entry, &wanted, query),
                (false, false) => self.score(entry, &wanted, query),
            };
            if !wanted.is_empty() && score <= 0.0 {
                continue;
            }
            let has_value = if wanted.is_empty() { has_value(&entry.figure) } else { None };
            if !wanted.is_empty() || has_value == Some(true) {
                found.push(Found { figure: entry.figure, score, has_value });
            }
        }
        let by_score = |one: &Found<'_>, other: &Found<'_>| other.score.total_cmp(&one.score);
        found.sort_by(|one, other| by_score(one, other).then_with(|| by_reading(&one.figure, &other.figure)));
        found.truncate(most.max(20));
        if !wanted.is_empty() && !query.stated.is_empty() {
            for each in &mut found {
                each.has_value = has_value(&each.figure);
            }
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

    /// The columns of breaks of which several are named: `NHS organisations and local authorities` are everybody.
    fn columns_of_several(&self, wanted: &BTreeMap<&str, f64>) -> BTreeSet<&'f str> {
        let mut named: BTreeMap<&str, BTreeSet<&'f str>> = BTreeMap::new();
        for entry in &self.entries {
            let is_named =
                !entry.column.is_empty() && entry.column.iter().all(|word| wanted.contains_key(word.as_str()));
            if let Some((of, _)) = entry.figure.column.key.split_once('.').filter(|_| is_named) {
                named.entry(of).or_default().insert(entry.figure.column.key.as_str());
            }
        }
        named.into_values().filter(|columns| columns.len() > 1).flatten().collect()
    }

    fn score(&self, entry: &FigureWords<'_>, wanted: &BTreeMap<&str, f64>, query: &Query) -> f64 {
        let mut score = 0.0;
        for (word, weight) in wanted {
            let place = [(&entry.row, ROW), (&entry.item, ITEM), (&entry.column, COLUMN), (&entry.question, QUESTION)];
            let best = place.iter().filter(|(words, _)| words.contains(*word)).map(|(_, factor)| *factor);
            score += weight * best.fold(0.0, f64::max);
        }
        let unasked = |words: &BTreeSet<String>| -> f64 {
            words.iter().filter(|word| !wanted.contains_key(word.as_str())).map(|word| self.weight(word)).sum()
        };
        score -= UNASKED_ROW * unasked(&entry.row);
        score -= UNASKED_ITEM * unasked(&entry.item);
        score -= UNASKED_COLUMN * unasked(&entry.column);
        score += match (query.is_denied, is_denial(&entry.figure.row.label)) {
            (true, true) => DENIAL,
            (false, true) => -DENIAL / 2.0,
            (true | false, false) => 0.0,
        };
        score * unit_factor(&entry.figure, query) * table_factor(&entry.figure)
    }
}

/// Whether a label denies: `No`, `Not at all`, `None of these`.
fn is_denial(label: &str) -> bool {
    let first = label.split(|each: char| !each.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    matches!(first.as_str(), "no" | "not" | "none" | "never" | "nothing" | "nobody")
}

/// A question's own table goes before others of it, and a net before its parts: prose speaks of nets.
fn table_factor(figure: &Figure<'_>) -> f64 {
    let is_own = figure.section.question.is_empty() || figure.table.id == figure.section.question;
    (if is_own { 1.0 } else { 0.92 }) * (if figure.row.kind == RowKind::Net { 1.04 } else { 1.0 })
}

/// How well the kind of a figure fits what is looked for.
fn unit_factor(figure: &Figure<'_>, query: &Query) -> f64 {
    let is_base = figure.row.kind == RowKind::Base;
    let is_kind = match query.unit {
        WantedUnit::Any => !is_base,
        WantedUnit::Share => {
            !is_base
                && (figure.row.unit == Unit::Percent
                    || figure.row.unit == Unit::Count && figure.cell.base.n > figure.cell.n)
        }
        WantedUnit::Everybody => is_base || figure.row.unit == Unit::Count,
        WantedUnit::Count if figure.row.unit == Unit::Percent => {
            return if is_base { 0.8 } else { 0.6 };
        }
        WantedUnit::Count => figure.row.unit == Unit::Count,
        WantedUnit::Value => figure.row.unit.is_value(),
    };
    let of = query.of.is_none_or(|of| figure.cell.base.n == of);
    (if is_kind { 1.0 } else { 0.4 }) * (if of { 1.0 } else { 0.85 })
}

/// The order of figures that fit equally well: totals before columns, then by name.
fn by_reading(one: &Figure<'_>, other: &Figure<'_>) -> Ordering {
    let key = |figure: &Figure<'_>| -> (bool, FigureRef) { (!figure.column.key.is_empty(), figure.name()) };
    key(one).cmp(&key(other))
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

/// The kind of figure that a value is of.
#[must_use]
pub fn wanted_unit(stated: &[Stated]) -> WantedUnit {
    match stated.first() {
        None => WantedUnit::Any,
        Some(Stated::Exactly(Quantity::Number(number)) | Stated::Hedged { quantity: Quantity::Number(number), .. }) => {
            if number.decimals() > 0 {
                WantedUnit::Value
            } else {
                WantedUnit::Count
            }
        }
        Some(Stated::Exactly(Quantity::Points(_))) => WantedUnit::Value,
        Some(
            Stated::Exactly(Quantity::Percentage(_) | Quantity::Part(_))
            | Stated::Hedged { quantity: Quantity::Percentage(_) | Quantity::Part(_) | Quantity::Points(_), .. }
            | Stated::CountOf { .. }
            | Stated::AllBut(_)
            | Stated::Between(_)
            | Stated::Quantifier(_)
            | Stated::MostCommon
            | Stated::LeastCommon,
        ) => WantedUnit::Share,
    }
}
