//! How well figures fit the words of a query.

use std::collections::{BTreeMap, BTreeSet};

use topline_survey::{Figure, RowKind, Unit};

use crate::search::index::{ColumnWords, FigureIndex, IndexedFigure};
use crate::search::ranking::{Query, WantedUnit};

/// How much the words of a column count.
const COLUMN: f64 = 1.3;
/// What each word of a part costs that is not asked for.
const UNASKED_ITEM: f64 = 0.35;
const UNASKED_ROW: f64 = 0.3;
const UNASKED_COLUMN: f64 = 0.9;
/// How much it counts that an answer denies, as the words do.
const DENIAL: f64 = 3.0;
/// What is left of the score of a column of which others of its break are named too.
const ONE_OF_SEVERAL: f64 = 0.6;
/// Scores that differ by less are equal: sums of doubles depend on their order.
const STEP: f64 = 1e-9;

/// The words of a query that figures have.
struct Wanted {
    /// By number of word: how much it counts; 0 where it is not asked for.
    weights: Vec<f64>,
    /// The numbers of the words that are asked for.
    numbers: Vec<usize>,
    is_denied: bool,
}

/// What a column adds to the score of a row.
struct ColumnScore {
    /// The words that it shares with the query.
    asked: Vec<usize>,
    cost: f64,
    is_one_of_several: bool,
}

impl<'f> FigureIndex<'f> {
    /// The figures with the highest scores and their scores, the highest first; those with equal ones in the order of the index.
    pub(super) fn best(&self, query: &Query, most: usize) -> Vec<(usize, f64)> {
        let wanted = self.wanted(query);
        let columns = self.column_scores(&wanted);
        let mut lines = self.line_scores(&wanted);
        let mut found: Vec<(usize, f64)> = Vec::new();
        let mut add = |entry: usize, line: f64, overlap: f64| {
            let score = self.score(&self.entries[entry], line + overlap, &columns, query);
            if score > 0.0 {
                found.push((entry, score));
            }
        };
        // The words of a column may be enough for a figure whose row has none.
        for (column, scored) in self.columns.iter().zip(&columns).filter(|(_, scored)| !scored.asked.is_empty()) {
            for entry in &column.entries {
                let line = self.entries[*entry].line;
                let of_line = *lines[line].get_or_insert_with(|| self.cost(line, &wanted));
                add(*entry, of_line, self.gain(line, scored, &wanted));
            }
        }
        for (line, score) in lines.iter().enumerate() {
            let Some(score) = score.or_else(|| self.denies(line, &wanted)) else { continue };
            for entry in &self.lines[line].entries {
                if columns[self.entries[*entry].column].asked.is_empty() {
                    add(*entry, score, 0.0);
                }
            }
        }
        let order = |one: &(usize, f64), other: &(usize, f64)| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0));
        if found.len() > most {
            found.select_nth_unstable_by(most, order);
            found.truncate(most);
        }
        found.sort_unstable_by(order);
        found
    }

    fn wanted(&self, query: &Query) -> Wanted {
        let mut weights = vec![0.0; self.lines_with.len()];
        let mut numbers = BTreeSet::new();
        for known in &query.words {
            if let Some(number) = self.number(&known.word) {
                weights[number] = known.weight * self.weight(number);
                numbers.insert(number);
            }
        }
        Wanted { weights, numbers: numbers.into_iter().collect(), is_denied: query.is_denied }
    }

    /// The score of each row that has a word of the query: what its words gain, less what those cost that are not asked for.
    fn line_scores(&self, wanted: &Wanted) -> Vec<Option<f64>> {
        let mut scores: Vec<Option<f64>> = vec![None; self.lines.len()];
        for number in &wanted.numbers {
            for (line, factor) in &self.lines_with[*number] {
                let score = scores[*line].get_or_insert_with(|| self.cost(*line, wanted));
                *score += wanted.weights[*number] * factor;
            }
        }
        scores
    }

    /// What the words of a row cost that are not asked for, below zero; and what it counts that the answer denies.
    fn cost(&self, line: usize, wanted: &Wanted) -> f64 {
        let line = &self.lines[line];
        let denial = match (wanted.is_denied, line.is_denial) {
            (true, true) => DENIAL,
            (false, true) => -DENIAL / 2.0,
            (true | false, false) => 0.0,
        };
        denial - UNASKED_ROW * self.unasked(&line.row, wanted) - UNASKED_ITEM * self.unasked(&line.item, wanted)
    }

    /// The score of a row without a word of the query whose answer denies, as the words do.
    fn denies(&self, line: usize, wanted: &Wanted) -> Option<f64> {
        (wanted.is_denied && self.lines[line].is_denial).then(|| self.cost(line, wanted))
    }

    fn unasked(&self, words: &[usize], wanted: &Wanted) -> f64 {
        let unasked = words.iter().filter(|number| !wanted.is_asked(**number));
        unasked.map(|number| self.weight(*number)).sum()
    }

    fn column_scores(&self, wanted: &Wanted) -> Vec<ColumnScore> {
        let several = self.columns_of_several(wanted);
        let scored = |column: &ColumnWords<'f>| ColumnScore {
            asked: column.words.iter().copied().filter(|number| wanted.is_asked(*number)).collect(),
            cost: UNASKED_COLUMN * self.unasked(&column.words, wanted),
            is_one_of_several: several.contains(column.key),
        };
        self.columns.iter().map(scored).collect()
    }

    /// The columns of breaks of which several are named: `NHS organisations and local authorities` are everybody.
    fn columns_of_several(&self, wanted: &Wanted) -> BTreeSet<&'f str> {
        let mut named: BTreeMap<&str, BTreeSet<&'f str>> = BTreeMap::new();
        for column in &self.columns {
            let is_named = !column.words.is_empty() && column.words.iter().all(|number| wanted.is_asked(*number));
            if let Some((of, _)) = column.key.split_once('.').filter(|_| is_named) {
                named.entry(of).or_default().insert(column.key);
            }
        }
        named.into_values().filter(|columns| columns.len() > 1).flatten().collect()
    }

    /// What the words of a column add that is more than they count in the row.
    fn gain(&self, line: usize, column: &ColumnScore, wanted: &Wanted) -> f64 {
        let in_line = |number: usize| {
            let lines = &self.lines_with[number];
            lines.binary_search_by_key(&line, |(line, _)| *line).map_or(0.0, |at| lines[at].1)
        };
        let each = column.asked.iter().map(|number| wanted.weights[*number] * (COLUMN - in_line(*number)).max(0.0));
        each.sum()
    }

    fn score(&self, entry: &IndexedFigure<'_>, line: f64, columns: &[ColumnScore], query: &Query) -> f64 {
        let column = &columns[entry.column];
        let several = if column.is_one_of_several { ONE_OF_SEVERAL } else { 1.0 };
        let factors = unit_factor(&entry.figure, query) * table_factor(&entry.figure) * several;
        ((line - column.cost) * factors / STEP).round() * STEP
    }
}

impl Wanted {
    fn is_asked(&self, number: usize) -> bool {
        self.weights[number] > 0.0
    }
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
