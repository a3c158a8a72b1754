//! Answers of one question that words name side by side: `very or extremely critical`.
//!
//! Reports add answers up that no net of a table holds. Words that name each of them propose their sum first; so do words that name one and the
//! rest of the list. Where no row that fits has the value, and answers of a question that fits have it together, they are offered last: a value alone is poor evidence.

use std::collections::{BTreeMap, BTreeSet};

use topline_survey::{Figure, FigureRef, Quantity, Rounding, RowKind, Ruling, Stated, Statistic, Unit};

use crate::combined::Combined;

use crate::search::bounds::Bounds;
use crate::search::index::{FigureIndex, section_place};
use crate::search::query::{Query, WantedUnit};
use crate::search::ranking::{Found, NEAR};
use crate::search::terms::term;
use crate::value::judge_figure;

/// Between the names of two answers stand no more words than these.
const FARTHEST: usize = 4;

/// Words for the rest of a list, behind `or`: `half of the time or more`.
const REST: [&str; 18] = [
    "more", "better", "higher", "above", "greater", "longer", "older", "over", "oftener", "less", "fewer", "lower",
    "worse", "below", "shorter", "younger", "under", "rarer",
];

/// A word of a clause, and its number, if figures have it.
struct Spoken {
    text: String,
    number: Option<usize>,
}

/// An answer that words name: its first and its last word.
struct Named<'f> {
    first: usize,
    last: usize,
    answer: Figure<'f>,
}

impl<'f> FigureIndex<'f> {
    /// The answers of one question that the words around a value name with `or` between the last two, in the question that fits best; none
    /// where a row of its table counts just them.
    #[must_use]
    pub fn side_by_side(&self, clause: &str, found: &[Found<'f>]) -> Option<Vec<Figure<'f>>> {
        let words = self.spoken(clause);
        let mut seen = BTreeSet::new();
        let questions = found.iter().map(|found| found.figure);
        questions.filter(|figure| seen.insert(section_place(figure))).find_map(|figure| self.named_in(&figure, &words))
    }

    /// The answers from one that the words around a value name to an end of its list, where the words say so: `half of the time or more`, `at
    /// least very likely`. Of the two ends it is the one whose share is nearer to what is stated: which answer is more, words do not tell.
    #[must_use]
    pub fn rest_of_list(&self, clause: &str, query: &Query, found: &[Found<'f>]) -> Option<Vec<Figure<'f>>> {
        let stated = query.stated.iter().find_map(share)?;
        let words = self.spoken(clause);
        let word = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
        let is_open = |named: &Named<'f>| {
            let is_rest = |at: usize| REST.contains(&word(if word(at) == "even" { at + 1 } else { at }));
            let behind = (named.last + 1..named.last + 4).any(|at| word(at) == "or" && is_rest(at + 1));
            let before = &words[named.first.saturating_sub(3)..named.first];
            behind
                || before
                    .windows(2)
                    .any(|pair| pair[0].text == "at" && matches!(pair[1].text.as_str(), "least" | "most"))
        };
        let mut seen = BTreeSet::new();
        let mut questions = found.iter().map(|found| found.figure).filter(|figure| seen.insert(section_place(figure)));
        questions.find_map(|figure| {
            let named = self.named(&figure, &words).into_iter().find(is_open)?;
            let answers = self.answers(&figure);
            let at = answers.iter().position(|answer| answer.row.key == named.answer.row.key)?;
            let ends = [&answers[..=at], &answers[at..]].into_iter();
            let ends = ends.filter(|end| end.len() > 1 && end.len() < answers.len());
            let far = |end: &&[Figure<'f>]| distance(end, Some(stated));
            let end = ends.min_by(|one, other| far(one).total_cmp(&far(other)))?;
            Some(end.to_vec())
        })
    }

    /// The row that counts just these answers of one question, if its table has it.
    #[must_use]
    pub fn net_of(&self, answers: &[Figure<'f>]) -> Option<Figure<'f>> {
        let rows = self.rows(answers.first()?);
        rows.into_iter().map(|(figure, _)| figure).find(|row| row.row.kind == RowKind::Net && counts_just(row, answers))
    }

    /// The answers that a range of numbers takes together, where no answer is that range: `250 or fewer` of `2-50`, `51-250` and more.
    #[must_use]
    pub fn in_range(&self, query: &Query, least: f64, found: &[Found<'f>]) -> Option<Vec<Figure<'f>>> {
        if query.unit != WantedUnit::Share {
            return None;
        }
        let stated = query.stated.iter().find_map(share);
        // `40% of those aged 18-34` are of a group.
        let spoken = query.words.iter().filter(|word| word.weight >= least && !query.groups.contains(&word.word));
        let wanted: Vec<Bounds> = spoken.filter_map(|word| Bounds::read(&word.word)).collect();
        let mut seen = BTreeSet::new();
        let mut questions = found.iter().map(|found| found.figure).filter(|figure| seen.insert(section_place(figure)));
        questions.find_map(|figure| {
            let bounded = |answer: Figure<'f>| Some((answer, Bounds::of_label(&answer.row.label)?));
            let answers: Vec<(Figure<'f>, Bounds)> = self.answers(&figure).into_iter().filter_map(bounded).collect();
            let is_open = |wanted: &&Bounds| !answers.iter().any(|(_, bounds)| *bounds == **wanted);
            wanted.iter().filter(is_open).find_map(|wanted| {
                let within = |(_, bounds): &&(Figure<'f>, Bounds)| bounds.is_within(*wanted);
                let with_end: Vec<(Figure<'f>, Bounds)> = answers.iter().filter(within).copied().collect();
                let beyond = with_end.iter().filter(|(_, bounds)| !bounds.is_end_of(*wanted)).copied().collect();
                let sets: [Vec<(Figure<'f>, Bounds)>; 2] = [beyond, with_end];
                let sets = sets.into_iter().filter(|set| {
                    let bounds: Vec<Bounds> = set.iter().map(|(_, bounds)| *bounds).collect();
                    set.len() > 1 && wanted.is_filled_by(&bounds)
                });
                let sets = sets.map(|set| set.into_iter().map(|(figure, _)| figure).collect::<Vec<Figure<'f>>>());
                sets.min_by(|one, other| distance(one, stated).total_cmp(&distance(other, stated)))
            })
        })
    }

    /// Whether answers taken together have the value that is looked for.
    fn have_value(&self, answers: &[Figure<'f>], stated: &Stated, query: &Query, rounding: &Rounding) -> bool {
        Combined::of(answers).is_ok_and(|combined| {
            let figure = combined.figure(&answers[0]);
            let ruling = judge_figure(stated, query.of, &figure, &self.figures, rounding).ruling;
            matches!(ruling, Ruling::Holds | Ruling::SumOfRoundedParts)
        })
    }

    /// Answers of a question that fits which have the stated percentage together: the best with one that the words fit about as well, the first or
    /// the last of the list, or the best with any other. And whether the words fit each of them about as well as the best figure, and say the
    /// whole of all or of none.
    #[must_use]
    pub fn adding_up(
        &self,
        query: &Query,
        rounding: &Rounding,
        found: &[Found<'f>],
    ) -> Option<(Vec<Figure<'f>>, bool)> {
        let is_percentage = |stated: &&Stated| matches!(stated, Stated::Exactly(Quantity::Percentage(_)));
        let stated = query.stated.iter().find(is_percentage)?;
        let least = found.first().map_or(0.0, |best| best.score * (1.0 - NEAR));
        let is_near =
            |answer: &Figure<'f>| found.iter().any(|each| each.score >= least && each.figure.name() == answer.name());
        let words: BTreeSet<usize> = query.words.iter().filter_map(|each| self.number(&each.word)).collect();
        let is_said = |answer: &Figure<'f>| self.row_words(answer).iter().all(|word| words.contains(word));
        // Words that say the whole of one answer, and not of the other, are about that one.
        let are_near = |answers: &[Figure<'f>]| {
            let said = answers.iter().filter(|answer| is_said(answer)).count();
            answers.iter().all(is_near) && (said == 0 || said == answers.len())
        };
        let mut seen = BTreeSet::new();
        let mut questions = found.iter().map(|found| found.figure).filter(|figure| seen.insert(section_place(figure)));
        questions.find_map(|best| {
            let answers = self.answers(&best);
            let most = answers.len().saturating_sub(1);
            let ends = (2..=most).flat_map(|many| [&answers[..many], &answers[answers.len() - many..]]);
            let is_other = |other: &&Figure<'f>| best.row.kind == RowKind::Option && other.row.key != best.row.key;
            let pairs = answers.iter().filter(is_other).map(|other| vec![best, *other]);
            let (near, far): (Vec<_>, Vec<_>) = pairs.partition(|pair| are_near(pair));
            let sums = near.into_iter().chain(ends.map(<[Figure<'f>]>::to_vec)).chain(far);
            let answers = sums.into_iter().find(|answers| self.have_value(answers, stated, query, rounding))?;
            let are_near = are_near(&answers);
            Some((answers, are_near))
        })
    }

    /// The answers of the question of a figure in its column, in the order of the table.
    fn answers(&self, figure: &Figure<'f>) -> Vec<Figure<'f>> {
        let rows = figure.section.rows.iter().map(|row| &row.head).filter(|head| head.kind == RowKind::Option);
        let percents =
            rows.filter(|head| head.unit == Unit::Percent && head.statistic == Some(Statistic::ColumnPercent));
        percents
            .filter_map(|head| self.figures.get(&FigureRef { row: head.key.clone(), ..figure.name() }).copied())
            .collect()
    }

    /// The words of the row of a figure.
    fn row_words(&self, figure: &Figure<'f>) -> &[usize] {
        let row = self.rows(figure).into_iter().find(|(other, _)| other.row.key == figure.row.key);
        row.map_or(&[], |(_, words)| words)
    }

    /// The words of a clause.
    fn spoken(&self, clause: &str) -> Vec<Spoken> {
        let words = clause.split_whitespace().map(bare);
        words.map(|text| Spoken { number: term(&text).and_then(|term| self.number(&term)), text }).collect()
    }

    /// The answers of the question of a figure that words name, in the order of the words.
    fn named(&self, figure: &Figure<'f>, words: &[Spoken]) -> Vec<Named<'f>> {
        let rows = self.rows(figure);
        let answers: Vec<&(Figure<'f>, &[usize])> =
            rows.iter().filter(|(figure, _)| figure.row.kind == RowKind::Option).collect();
        let mut with: BTreeMap<usize, usize> = BTreeMap::new();
        answers.iter().flat_map(|(_, row)| *row).for_each(|word| *with.entry(*word).or_default() += 1);
        // What most answers say tells none of them from the others.
        let telling = |row: &[usize]| -> Vec<usize> {
            row.iter().copied().filter(|word| 2 * with[word] <= answers.len()).collect()
        };
        let at =
            |word: usize| -> Vec<usize> { (0..words.len()).filter(|at| words[*at].number == Some(word)).collect() };
        let name = |(answer, row): &&(Figure<'f>, &[usize])| {
            let spelled: Vec<usize> = telling(row).into_iter().filter(|word| !self.is_numeral(*word)).collect();
            let places: Vec<Vec<usize>> = spelled.iter().map(|word| at(*word)).collect();
            let is_whole = !places.is_empty() && !places.iter().any(Vec::is_empty);
            let first = *places.iter().filter_map(|places| places.first()).min()?;
            let last = *places.iter().filter_map(|places| places.last()).max()?;
            is_whole.then_some(Named { first, last, answer: *answer })
        };
        let mut named: Vec<Named<'f>> = answers.iter().copied().filter_map(|answer| name(&answer)).collect();
        named.sort_by_key(|each| (each.first, each.last));
        named
    }

    /// The rows of the question of a figure in its column, each with its words.
    fn rows(&self, figure: &Figure<'f>) -> Vec<(Figure<'f>, &[usize])> {
        let entries = self.sections.get(&section_place(figure)).into_iter().flatten();
        let entries = entries.map(|entry| &self.entries[*entry]);
        entries.map(|entry| (entry.figure, self.lines[entry.line].row.as_slice())).collect()
    }

    fn named_in(&self, figure: &Figure<'f>, words: &[Spoken]) -> Option<Vec<Figure<'f>>> {
        let named = self.named(figure, words);
        let is_near = |pair: &[Named<'f>]| pair[0].last < pair[1].first && pair[1].first - pair[0].last <= FARTHEST + 1;
        let [.., before, last] = named.as_slice() else { return None };
        let is_or = before.last < last.first && words[before.last..last.first].iter().any(|word| word.text == "or");
        if !is_or || !named.windows(2).all(is_near) {
            return None;
        }
        let answers: Vec<Figure<'f>> = named.iter().map(|named| named.answer).collect();
        self.net_of(&answers).is_none().then_some(answers)
    }
}

/// Whether a row counts just these answers.
fn counts_just(row: &Figure<'_>, answers: &[Figure<'_>]) -> bool {
    let keys: BTreeSet<&str> = answers.iter().map(|answer| answer.row.key.as_str()).collect();
    row.row.codes.len() == keys.len() && row.row.codes.iter().all(|code| keys.contains(code.to_string().as_str()))
}

/// How far the share of answers taken together is from the one that is stated.
fn distance(answers: &[Figure<'_>], stated: Option<f64>) -> f64 {
    let together: Option<f64> = answers.iter().map(|answer| answer.cell.x).sum();
    together.zip(stated).map_or(f64::INFINITY, |(together, stated)| (together - stated).abs())
}

/// The percentage that is stated, exactly or loosely.
fn share(stated: &Stated) -> Option<f64> {
    let (Stated::Exactly(quantity) | Stated::Hedged { quantity, .. }) = stated else { return None };
    match quantity {
        Quantity::Percentage(percentage) => Some(percentage.to_f64()),
        Quantity::Part(part) => Some(100.0 * f64::from(part.numerator) / f64::from(part.denominator)),
        Quantity::Number(_) | Quantity::Points(_) => None,
    }
}

/// A word without the marks around it.
fn bare(word: &str) -> String {
    word.to_lowercase().trim_matches(|each: char| !each.is_alphanumeric()).to_owned()
}
