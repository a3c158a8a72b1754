//! Ticked labels that stand together in one cell: what separates them, and what the labels are.
//!
//! A label may hold the separator itself. Such a label is found by its parts always standing together, in this order: the
//! parts of "Cloud, hosted" are never seen apart where it is one option, and are where they are two.

use std::collections::HashMap;

use crate::few_respondents::{FEW_RESPONDENTS, SMALL_SAMPLE, is_offered};
use crate::list_cells::{BRACKETS, Separator, split, unbracketed, unlisted, unquoted};
use crate::text::fold;

/// The most parts that are kept of a column.
const MOST_PARTS: usize = 2000;
/// The most labels that become options.
const MOST_OPTIONS: usize = 60;

/// What stands beside a part in all cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Unseen,
    Always(usize),
    Varies,
}

impl Beside {
    fn see(&mut self, part: Option<usize>) {
        *self = match (*self, part) {
            (Self::Unseen, Some(part)) => Self::Always(part),
            (Self::Always(known), Some(part)) if known == part => Self::Always(part),
            _ => Self::Varies,
        };
    }
}

#[derive(Debug)]
struct Part {
    text: String,
    /// The white space before it, where it goes on a label.
    space: String,
    count: u64,
    /// Distinct cells with it.
    cells: u64,
    before: Beside,
    after: Beside,
}

/// The parts of a column's cells.
#[derive(Debug)]
pub(crate) struct Parts {
    pub separator: Separator,
    known: Vec<Part>,
    index: HashMap<String, usize>,
    /// How often one part stands before another in a cell.
    order: HashMap<(usize, usize), u64>,
    cells: u64,
    /// Distinct cells with several parts.
    joined: u64,
    /// Parts met beyond those kept.
    beyond: u64,
    repeated: u64,
    /// Cells that are lists in brackets.
    lists: u64,
    brackets: (char, char),
    empty_list: Option<String>,
}

/// An option found in joined cells.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct JoinedLabel {
    pub text: String,
    /// Other spellings.
    pub also: Vec<String>,
    pub count: u64,
}

impl Parts {
    pub(crate) fn new(separator: Separator) -> Self {
        Self {
            separator,
            known: Vec::new(),
            index: HashMap::new(),
            order: HashMap::new(),
            cells: 0,
            joined: 0,
            beyond: 0,
            repeated: 0,
            lists: 0,
            brackets: BRACKETS[0],
            empty_list: None,
        }
    }

    /// Takes in a cell that occurs so many times.
    pub(crate) fn take(&mut self, text: &str, times: u64) {
        self.cells += times;
        let list = unbracketed(text).map(|(inner, brackets)| {
            self.brackets = brackets;
            inner
        });
        self.lists += if list.is_some() { times } else { 0 };
        if list.is_some_and(|inner| inner.trim().is_empty()) {
            self.empty_list = Some(text.to_owned());
        }
        let mut places: Vec<Option<usize>> = Vec::new();
        for raw in split(list.unwrap_or(text), self.separator).into_iter().filter(|part| !part.trim().is_empty()) {
            let part = raw.trim();
            let known = self.index.get(part).copied();
            if known.is_none() && self.known.len() >= MOST_PARTS {
                self.beyond += times;
                places.push(None);
                continue;
            }
            let place = known.unwrap_or_else(|| {
                self.index.insert(part.to_owned(), self.known.len());
                let (before, after) = (Beside::Unseen, Beside::Unseen);
                let space = raw[..raw.len() - raw.trim_start().len()].to_owned();
                self.known.push(Part { text: part.to_owned(), space, count: 0, cells: 0, before, after });
                self.known.len() - 1
            });
            places.push(Some(place));
        }
        self.joined += u64::from(places.len() > 1);
        for (at, place) in places.iter().enumerate() {
            let Some(place) = *place else { continue };
            let repeats = places[..at].contains(&Some(place));
            self.repeated += if repeats { times } else { 0 };
            let part = &mut self.known[place];
            part.count += times;
            part.cells += u64::from(!repeats);
            part.before.see(at.checked_sub(1).and_then(|before| places[before]));
            part.after.see(places.get(at + 1).copied().flatten());
            if places.len() <= 40 && self.order.len() < 20_000 {
                for earlier in places[..at].iter().flatten() {
                    *self.order.entry((*earlier, place)).or_default() += times;
                }
            }
        }
    }

    /// Chains of parts that are one label, each by the positions of its parts.
    fn chains(&self) -> Vec<Vec<usize>> {
        let fewest = if self.separator.text().starts_with(',') { 2 } else { 5 };
        let joins = |one: usize| match self.known[one].after {
            Beside::Always(next)
                if self.known[next].before == Beside::Always(one) && next != one && self.known[one].count >= fewest =>
            {
                Some(next)
            }
            _ => None,
        };
        let mut inner = vec![false; self.known.len()];
        for next in (0..self.known.len()).filter_map(joins) {
            inner[next] = true;
        }
        let heads = (0..self.known.len()).filter(|place| !inner[*place]);
        heads
            .map(|head| {
                let mut chain = vec![head];
                while let Some(next) = joins(chain[chain.len() - 1]) {
                    if chain.contains(&next) {
                        break;
                    }
                    chain.push(next);
                }
                chain
            })
            .collect()
    }

    /// Whether these are labels ticked together, and not one text with the separator in it.
    pub(crate) fn are_labels(&self, distinct_cells: usize) -> bool {
        let chains = self.chains();
        let total: u64 = self.known.iter().map(|part| part.count).sum::<u64>() + self.beyond;
        let fewest = (self.cells / 100).max(2);
        let often: Vec<&Vec<usize>> = chains.iter().filter(|chain| self.known[chain[0]].count >= fewest).collect();
        let covered: u64 = often.iter().map(|chain| self.known[chain[0]].count * chain.len() as u64).sum();
        let free = often.iter().filter(|chain| self.known[chain[0]].cells >= 2).count();
        let commas = self.separator.text().starts_with(',') || self.separator.text() == " ";
        let shares = if commas { (3, 4, 6) } else { (1, 2, 3) };
        // A cell with several is one among others, or is told by each of them standing alone elsewhere.
        (self.lists == 0 || self.lists == self.cells)
            && (self.joined >= 2 || (self.joined == 1 && free == chains.len()))
            && often.len() >= 2
            && often.len() <= 120
            && self.repeated * 50 <= self.cells
            && covered * shares.1 >= total * shares.0
            && free * 10 >= often.len() * shares.2
            && (!commas || distinct_cells > often.len() || free == often.len())
            && often.iter().all(|chain| chain.iter().all(|place| self.known[*place].text.chars().count() <= 200))
    }

    /// How many distinct cells have several parts.
    pub(crate) fn joined_cells(&self) -> u64 {
        self.joined
    }

    /// Whether each cell has all parts once, and the cells have them in different orders.
    pub(crate) fn is_ranking(&self) -> bool {
        let length = self.known.len();
        let differs =
            |one: usize, other: usize| self.order.contains_key(&(one, other)) && self.order.contains_key(&(other, one));
        let pairs = (0..length).flat_map(|one| (one + 1..length).map(move |other| (one, other)));
        (3..=40).contains(&length)
            && self.cells >= 3
            && self.beyond == 0
            && self.repeated == 0
            && self.known.iter().all(|part| part.count == self.cells)
            && pairs.filter(|(one, other)| differs(*one, *other)).count() * 4 >= length * (length - 1)
    }

    /// A list in brackets without anything in it, where cells hold one.
    pub(crate) fn empty_list(&self) -> Option<&str> {
        self.empty_list.as_deref()
    }

    /// The labels that become options, in the order in which cells have them, and how many ticks are of others.
    pub(crate) fn labels(&self) -> (Vec<JoinedLabel>, u64) {
        let fewest = if self.cells < SMALL_SAMPLE { 1 } else { (self.cells / 500).max(FEW_RESPONDENTS + 1) };
        let chains = self.chains();
        let mut folded: HashMap<String, usize> = HashMap::new();
        let mut labels: Vec<(JoinedLabel, Vec<usize>)> = Vec::new();
        for chain in chains {
            let mut text = self.known[chain[0]].text.clone();
            for place in &chain[1..] {
                let part = &self.known[*place];
                text.extend([self.separator.text(), part.space.as_str(), part.text.as_str()]);
            }
            let (text, also) = if self.lists > 0 { unlisted(&text, self.brackets) } else { unquoted(text) };
            let count = self.known[chain[0]].count;
            if let Some(at) = folded.get(&fold(&text)) {
                let (known, places) = &mut labels[*at];
                known.also.extend(also);
                if count > known.count {
                    known.also.push(std::mem::replace(&mut known.text, text));
                } else {
                    known.also.push(text);
                }
                known.count += count;
                places.extend(chain);
            } else {
                folded.insert(fold(&text), labels.len());
                labels.push((JoinedLabel { text, also, count }, chain));
            }
        }
        let mut counts: Vec<u64> = labels.iter().map(|(label, _)| label.count).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let known_least = counts.get(MOST_OPTIONS - 1).copied().unwrap_or(0);
        let least = known_least.max(fewest);
        let is_option =
            |label: &JoinedLabel| label.count >= least || (is_offered(&label.text) && label.count >= known_least);
        let others: u64 = labels.iter().filter(|(label, _)| !is_option(label)).map(|(label, _)| label.count).sum();
        labels.retain(|(label, _)| is_option(label));
        let before = |a: &Vec<usize>, b: &Vec<usize>| -> u64 {
            a.iter()
                .flat_map(|one| b.iter().map(move |other| (*one, *other)))
                .filter_map(|pair| self.order.get(&pair))
                .sum()
        };
        // A label stands before those that it precedes in most cells.
        let wins: Vec<usize> = labels
            .iter()
            .map(|(_, own)| labels.iter().filter(|(_, other)| before(own, other) > before(other, own)).count())
            .collect();
        let mut places: Vec<usize> = (0..labels.len()).collect();
        places.sort_by_key(|at| std::cmp::Reverse(wins[*at]));
        let mut taken: Vec<Option<JoinedLabel>> = labels.into_iter().map(|(label, _)| Some(label)).collect();
        let labels = places.into_iter().filter_map(|at| taken[at].take()).collect();
        (labels, others + self.beyond)
    }
}
