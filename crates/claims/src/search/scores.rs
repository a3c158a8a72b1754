//! How well figures fit the words of a query.

use std::collections::{BTreeMap, BTreeSet};

use topline_survey::{Figure, RowKind, Unit};

use crate::search::index::{ColumnWords, FigureIndex, IndexedFigure};
use crate::search::query::{Query, WantedUnit};

/// How much the words of a column count.
const COLUMN: f64 = 1.3;
/// What each word of a part costs that is not asked for.
const UNASKED_ITEM: f64 = 0.35;
const UNASKED_ROW: f64 = 0.3;
const UNASKED_COLUMN: f64 = 0.9;
/// How much it counts that an answer denies, as the words do.
const DENIAL: f64 = 3.0;
/// The most that the words of an item cost that are not asked for: long statements are told in few words.
const MOST_OF_ITEM: f64 = 2.5;
/// How much it counts that a row has the label that the table of a document has.
const SAME_LABEL: f64 = 3.0;
/// How much it counts that a question is asked for in all of its words.
const WHOLE_QUESTION: f64 = 1.5;
/// What is left of the score of a column of which others of its break are named too.
const ONE_OF_SEVERAL: f64 = 0.6;
/// What a word counts that is nowhere asked for in full: less the further off it is.
const ASKED: f64 = 0.4;
/// How far the words of a heading are from being asked for in full.
const HEADING_DISTANCE: f64 = 0.3;
/// What is left of the score of a column where nobody says that the value is of its respondents.
const UNSAID_COLUMN: f64 = 0.9;
/// The least that a column costs of which nothing is asked for.
const COLUMN_COST: f64 = 3.0;
/// What the words count for whom the value is of: `40% of straight men` is of a column rather than of a row.
const GROUP_COLUMN: f64 = 1.9;
const GROUP_LINE: f64 = 0.6;
/// What they count in a row where no column has them: `48% of developers` of a survey of developers.
const EVERYBODY_LINE: f64 = 0.4;
/// The least that a word counts which names a column: what the rest of a sentence says names none.
pub(super) const NAMING: f64 = 0.35;
/// Scores that differ by less are equal: sums of doubles depend on their order.
const STEP: f64 = 1e-9;

/// The words of a query that figures have.
struct Wanted {
    /// By number of word: how much it counts; 0 where it is not asked for.
    weights: Vec<f64>,
    /// By number of word: how far it is from being asked for, from 0 to 1.
    distances: Vec<f64>,
    /// The words for whom the value is of.
    groups: BTreeSet<usize>,
    /// Those of them that no column has: what all are called who answer.
    everybody: BTreeSet<usize>,
    /// The numbers of the words that are asked for.
    numbers: Vec<usize>,
    /// Those of them that the clause of the value has, or near it.
    near: BTreeSet<usize>,
    is_denied: bool,
    /// The label of the row, folded; empty where none is known.
    label: String,
}

/// What a column adds to the score of a row.
struct ColumnScore {
    /// The words that it shares with the query.
    asked: Vec<usize>,
    cost: f64,
    is_one_of_several: bool,
    /// Whether it is the total, or those for whom the value is said to be.
    is_meant: bool,
}

impl<'f> FigureIndex<'f> {
    /// The figures with the highest scores and their scores, the highest first; those with equal ones in the order of the index.
    pub(super) fn best(&self, query: &Query, most: usize) -> Vec<(usize, f64)> {
        let wanted = self.wanted(query);
        let columns = self.column_scores(&wanted);
        let counted = self.counted_in_lines(&columns, &wanted);
        let mut lines = self.line_scores(&wanted);
        let mut found: Vec<(usize, f64)> = Vec::new();
        let mut add = |entry: usize, line: f64, overlap: f64| {
            let score = Self::score(&self.entries[entry], line + overlap, &columns, query);
            if score > 0.0 {
                found.push((entry, score));
            }
        };
        // The words of a column may be enough for a figure whose row has none.
        for (column, scored) in self.columns.iter().zip(&columns).filter(|(_, scored)| !scored.asked.is_empty()) {
            for entry in &column.entries {
                let line = self.entries[*entry].line;
                let of_line = *lines[line].get_or_insert_with(|| self.cost(line, &wanted));
                add(*entry, of_line, gain(line, scored, &counted, &wanted));
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
        let mut distances = vec![1.0; self.lines_with.len()];
        let (mut numbers, mut near) = (BTreeSet::new(), BTreeSet::new());
        for known in &query.words {
            // `Section 2` above a value is no answer `2` to a question.
            let is_meant = |number: &usize| known.weight >= NAMING || !self.is_numeral(*number);
            if let Some(number) = self.number(&known.word).filter(is_meant) {
                weights[number] = known.weight * self.weight(number);
                distances[number] = (1.0 - known.weight / ASKED).max(0.0);
                numbers.insert(number);
                if known.weight >= NAMING {
                    near.insert(number);
                }
            }
        }
        let groups: BTreeSet<usize> = query.groups.iter().filter_map(|word| self.number(word)).collect();
        let everybody = groups.iter().copied().filter(|number| !self.is_of_column[*number]).collect();
        Wanted {
            weights,
            distances,
            groups,
            everybody,
            numbers: numbers.into_iter().collect(),
            near,
            is_denied: query.is_denied,
            label: query.label.clone(),
        }
    }

    /// The score of each row that has a word of the query: what its words gain, less what those cost that are not asked for.
    fn line_scores(&self, wanted: &Wanted) -> Vec<Option<f64>> {
        let mut scores: Vec<Option<f64>> = vec![None; self.lines.len()];
        for number in &wanted.numbers {
            for (line, factor) in &self.lines_with[*number] {
                let score = scores[*line].get_or_insert_with(|| self.cost(*line, wanted));
                *score += wanted.weights[*number] * wanted.line_factor(*number, *factor);
            }
        }
        for (line, score) in scores.iter_mut().enumerate() {
            if !wanted.label.is_empty() && self.lines[line].label == wanted.label {
                *score.get_or_insert_with(|| self.cost(line, wanted)) += SAME_LABEL;
            }
            if let Some(score) = score.as_mut().filter(|_| self.is_whole_question(line, wanted)) {
                *score += WHOLE_QUESTION;
            }
        }
        scores
    }

    /// Whether all words of the question of a row are said near the value or above it.
    fn is_whole_question(&self, line: usize, wanted: &Wanted) -> bool {
        let question = &self.lines[line].question;
        !question.is_empty() && question.iter().all(|number| wanted.distances[*number] <= HEADING_DISTANCE)
    }

    /// What the words of a row cost that are not asked for, below zero; and what it counts that the answer denies.
    fn cost(&self, line: usize, wanted: &Wanted) -> f64 {
        let line = &self.lines[line];
        let denial = match (wanted.is_denied, line.is_denial) {
            (true, true) => DENIAL,
            (false, true) => -DENIAL / 2.0,
            (true | false, false) => 0.0,
        };
        // `viewed favourably` is very or somewhat so.
        let is_of_one = |number: &usize| wanted.near.contains(number) && !line.common.contains(number);
        let is_net = !line.common.is_empty() && !line.row.iter().any(is_of_one);
        let of_row = if is_net { self.unasked(&line.common, wanted) } else { self.least(&line.row_names, wanted) };
        let of_item = (UNASKED_ITEM * self.least(&line.item_names, wanted)).min(MOST_OF_ITEM);
        denial - UNASKED_ROW * of_row - of_item
    }

    /// The score of a row without a word of the query whose answer denies, as the words do.
    fn denies(&self, line: usize, wanted: &Wanted) -> Option<f64> {
        (wanted.is_denied && self.lines[line].is_denial).then(|| self.cost(line, wanted))
    }

    /// What the words of the one of several names cost that is asked for most.
    fn least(&self, names: &[Vec<usize>], wanted: &Wanted) -> f64 {
        names.iter().map(|words| self.unasked(words, wanted)).min_by(f64::total_cmp).unwrap_or(0.0)
    }

    fn unasked(&self, words: &[usize], wanted: &Wanted) -> f64 {
        words.iter().map(|number| wanted.distances[*number] * self.weight(*number)).sum()
    }

    fn column_scores(&self, wanted: &Wanted) -> Vec<ColumnScore> {
        let several = self.columns_of_several(wanted);
        let scored = |column: &ColumnWords<'f>| ColumnScore {
            asked: column.all_words.iter().copied().filter(|number| wanted.is_asked(*number)).collect(),
            cost: UNASKED_COLUMN * self.column_cost(column, wanted),
            is_one_of_several: several.contains(column.key),
            is_meant: column.key.is_empty() || column.words.iter().any(|number| wanted.groups.contains(number)),
        };
        self.columns.iter().map(scored).collect()
    }

    /// What the words of a column cost that are not asked for. A column costs something, though its words say nothing.
    fn column_cost(&self, column: &ColumnWords<'f>, wanted: &Wanted) -> f64 {
        let is_named = column.words.iter().any(|number| wanted.near.contains(number));
        let unasked = self.unasked(&column.words, wanted);
        if column.key.is_empty() || is_named { unasked } else { unasked.max(COLUMN_COST) }
    }

    /// The columns of breaks of which several are named: `NHS organisations and local authorities` are everybody.
    fn columns_of_several(&self, wanted: &Wanted) -> BTreeSet<&'f str> {
        let mut named: BTreeMap<&str, BTreeSet<&'f str>> = BTreeMap::new();
        for column in &self.columns {
            let is_named = !column.words.is_empty() && column.words.iter().all(|number| wanted.near.contains(number));
            if let Some((of, _)) = column.key.split_once('.').filter(|_| is_named) {
                named.entry(of).or_default().insert(column.key);
            }
        }
        // `Men are likelier than women to agree: 72% against 60%`.
        let is_group = |column: &&ColumnWords<'f>| {
            !column.words.is_empty() && column.words.iter().all(|number| wanted.groups.contains(number))
        };
        let groups: BTreeSet<&str> = self.columns.iter().filter(is_group).map(|column| column.key).collect();
        let several = named.into_values().filter(|columns| columns.len() > 1);
        several
            .flat_map(|mut columns| {
                if columns.intersection(&groups).count() == 1 {
                    columns.retain(|column| !groups.contains(column));
                }
                columns
            })
            .collect()
    }

    /// By number of each word that a column shares with the query, and by row: what the word counts in the row.
    fn counted_in_lines(&self, columns: &[ColumnScore], wanted: &Wanted) -> Vec<Vec<f64>> {
        let asked: BTreeSet<usize> = columns.iter().flat_map(|column| &column.asked).copied().collect();
        let mut counted = vec![Vec::new(); self.lines_with.len()];
        for number in asked {
            let in_lines = &mut counted[number];
            in_lines.resize(self.lines.len(), 0.0);
            for (line, factor) in &self.lines_with[number] {
                in_lines[*line] = wanted.line_factor(number, *factor);
            }
        }
        counted
    }

    fn score(entry: &IndexedFigure<'_>, line: f64, columns: &[ColumnScore], query: &Query) -> f64 {
        let column = &columns[entry.column];
        let several = if column.is_one_of_several { ONE_OF_SEVERAL } else { 1.0 };
        let break_factor = if column.is_meant { 1.0 } else { UNSAID_COLUMN };
        let factors = unit_factor(&entry.figure, query) * table_factor(&entry.figure) * several * break_factor;
        ((line - column.cost) * factors / STEP).round() * STEP
    }
}

impl Wanted {
    fn is_asked(&self, number: usize) -> bool {
        self.weights[number] > 0.0
    }

    /// What a word counts in a row.
    fn line_factor(&self, number: usize, factor: f64) -> f64 {
        if self.everybody.contains(&number) {
            factor.min(EVERYBODY_LINE)
        } else if self.groups.contains(&number) {
            factor.min(GROUP_LINE)
        } else {
            factor
        }
    }
}

/// What the words of a column add that is more than they count in the row.
fn gain(line: usize, column: &ColumnScore, counted: &[Vec<f64>], wanted: &Wanted) -> f64 {
    let more = |number: usize| {
        let factor = if wanted.groups.contains(&number) { GROUP_COLUMN } else { COLUMN };
        wanted.weights[number] * (factor - counted[number][line]).max(0.0)
    };
    column.asked.iter().map(|number| more(*number)).sum()
}

/// A question's own table goes before others of it, and a net before its parts: prose speaks of nets.
fn table_factor(figure: &Figure<'_>) -> f64 {
    let is_own = figure.section.question.is_empty() || figure.table.id == figure.section.question;
    (if is_own { 1.0 } else { 0.92 }) * (if figure.row.kind == RowKind::Net { 1.02 } else { 1.0 })
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
