//! The words around a value that say of what it is, and how much each of them counts.

use topline_survey::{Quantity, Stated};

use crate::group::{compared_groups, group_words};
use crate::listing::respective;
use crate::respondents::bare;
use crate::value::{Value, Word};

/// What the words count that are in the clause of the value.
const CLAUSE: f64 = 1.0;
/// What those of the clause count on the other side of the value.
const OTHER_SIDE: f64 = 0.4;
/// What those count before the first value of the sentence, or behind the last, that all of its values share; and where each value has its
/// own label.
const SHARED: f64 = 0.45;
const LISTED: f64 = 0.2;
/// What the rest of the sentence counts, the sentence before it, and the heading.
const SENTENCE: f64 = 0.15;
const BEFORE: f64 = 0.2;
const HEADING: f64 = 0.3;

/// Words that join the clauses of two values.
const JOINTS: [&str; 14] = [
    "and", "or", "but", "while", "whereas", "against", "versus", "v", "vs", "with", "than", "then", "compared", "only",
];

/// What the words of the clause count that a value is compared with (`40% of men agree, compared with 28% of all`), or that its own clause
/// speaks of.
const COMPARED: f64 = 0.8;

/// Words that a clause can begin with, and that say nothing of what a value is.
const BEGINNINGS: [&str; 16] = [
    "and", "but", "or", "as", "with", "so", "because", "since", "where", "when", "while", "although", "though",
    "which", "that", "after",
];

/// Words that compare a value with the one before.
const COMPARING: [&str; 5] = ["than", "against", "versus", "vs", "v"];

/// Words before a value that say that what it is of stands before it: `is used by 55%`.
const LEADING: [&str; 20] = [
    "by", "at", "to", "for", "of", "with", "from", "is", "are", "was", "were", "among", "makes", "make", "reaches",
    "gets", "up", "totals", "is:", "names",
];

/// The words around a value: those of its clause, of the rest of the sentence, of the sentence before, and of the heading.
pub(crate) fn context(
    text: &str,
    words: &[Word<'_>],
    values: &[Value],
    place: usize,
    (before, heading): (&str, &str),
) -> Vec<(String, f64)> {
    let value = &values[place];
    let sentence = Sentence { text, words, values };
    let (behind, ahead) = (sentence.behind(place), sentence.ahead(place));
    let mut context = if sentence.is_labelled_behind(place) {
        vec![(behind.to_owned(), CLAUSE), (ahead.to_owned(), OTHER_SIDE)]
    } else {
        let other_side = if refers_back(ahead) { COMPARED } else { OTHER_SIDE };
        vec![(ahead.to_owned(), CLAUSE), (behind.to_owned(), other_side)]
    };
    if value.stated.iter().any(|stated| matches!(stated, Stated::Exactly(Quantity::Number(_)))) {
        // A count says of whom in the words behind it: `25 from local authorities`.
        let near: Vec<&str> = ahead.split_whitespace().take(4).collect();
        context = vec![(near.join(" "), CLAUSE), (ahead.to_owned(), OTHER_SIDE), (behind.to_owned(), OTHER_SIDE)];
    }
    if let Some(label) = sentence.respective_label(place) {
        // The words of the others say nothing of this one.
        context = vec![(label, CLAUSE)];
    } else {
        context.extend(sentence.shared(place));
        context.extend(sentence.compared(place));
        context.extend(sentence.bracketed(place));
    }
    let is_base = text.to_lowercase().contains("base");
    context.push((text.to_owned(), SENTENCE));
    context.push((heading.to_owned(), if is_base { 1.0 } else { HEADING }));
    context.push((before.to_owned(), BEFORE));
    context
}

/// The words that say of whom a value is: `40% of straight men`, `among men with children, 43%`.
pub(crate) fn group(text: &str, words: &[Word<'_>], values: &[Value], place: usize) -> String {
    let sentence = Sentence { text, words, values };
    let ahead = sentence.ahead(place).trim_start();
    let is_of = words[values[place].last].text == "of";
    if let Some(rest) = ahead.strip_prefix("of ").or_else(|| ahead.strip_prefix("among ")) {
        return group_words(rest);
    }
    if is_of {
        return group_words(ahead);
    }
    let lead = [sentence.behind(place), sentence.gap(0)].into_iter().find_map(|part| {
        let at = part.find("among ").or_else(|| part.find("Among "))?;
        part.get(at + "among ".len()..)
    });
    lead.map(group_words).or_else(|| sentence.compared_group(place)).unwrap_or_default()
}

/// A sentence with its values.
struct Sentence<'s> {
    text: &'s str,
    words: &'s [Word<'s>],
    values: &'s [Value],
}

impl<'s> Sentence<'s> {
    fn start_of(&self, word: usize) -> usize {
        self.words.get(word).map_or(self.text.len(), |word| word.start)
    }

    /// The words before a value, and behind the one before it.
    fn gap(&self, place: usize) -> &'s str {
        let from = place.checked_sub(1).map_or(0, |before| self.start_of(self.values[before].last + 1));
        let to = self.values.get(place).map_or(self.text.len(), |value| self.start_of(value.first));
        &self.text[from..to]
    }

    /// The words of the clause of a value before it.
    fn behind(&self, place: usize) -> &'s str {
        let gap = self.gap(place);
        let part = if place == 0 { gap } else { self.divided(place).map_or(gap, |(_, behind)| behind) };
        part.rsplit([';', ':']).find(|part| has_words(part)).unwrap_or(part)
    }

    /// The words of the clause of a value behind it.
    fn ahead(&self, place: usize) -> &'s str {
        let gap = self.gap(place + 1);
        let is_last = place + 1 == self.values.len();
        let part = if is_last { gap } else { self.divided(place + 1).map_or(gap, |(ahead, _)| ahead) };
        let part = part.split(';').next().unwrap_or(part);
        // What stands behind the brackets is said of something else.
        if self.brackets(place).is_some() { part.split(')').next().unwrap_or(part) } else { part }
    }

    /// Whether what a value is of stands before it: `is used by 55%`, `their weight (54%)`.
    fn is_labelled_behind(&self, place: usize) -> bool {
        let behind = self.behind(place);
        let is_bracketed = self.words[self.values[place].first].text.starts_with(['(', '[']);
        let is_led = last_word(behind).is_some_and(|word| LEADING.contains(&word.as_str()));
        has_words(behind) && (is_bracketed || is_led || !has_words(self.ahead(place)))
    }

    /// The words that all values share: those before the first, and those behind the last that are no label of it.
    fn shared(&self, place: usize) -> Vec<(String, f64)> {
        let last = self.values.len() - 1;
        let mut shared = Vec::new();
        // `More than half worry about their weight (54%) and their finances (53%)`.
        let frame = usize::from(!has_words(self.gap(0)));
        if place > frame {
            let is_listed = self.is_labelled_behind(frame) && self.is_labelled_behind(place);
            let weight = match is_listed {
                _ if self.is_end_of_change(place) => CLAUSE,
                true => LISTED,
                false => SHARED,
            };
            shared.push((self.gap(frame).to_owned(), weight));
        }
        if place < last {
            let tail = self.gap(last + 1);
            let of_group = tail.trim_start().starts_with("of ") || tail.trim_start().starts_with("among ");
            if of_group {
                let group = group_words(tail.trim_start().split_once(' ').map_or("", |(_, rest)| rest));
                let rest = tail.split_once(group.as_str()).map_or("", |(_, rest)| rest);
                shared.push((rest.to_owned(), SHARED));
            } else if self.is_labelled_behind(last) {
                shared.push((tail.to_owned(), SHARED));
            }
        }
        shared
    }

    /// `rose from 54% to 63%`, `going from 35% in 2018 to 42% in 2020`.
    fn is_end_of_change(&self, place: usize) -> bool {
        const MOST_WORDS: usize = 5;
        let between: Vec<&str> = self.gap(place).split_whitespace().collect();
        let is_from =
            place.checked_sub(1).and_then(|before| last_word(self.gap(before))).is_some_and(|word| word == "from");
        between == ["to"] || is_from && between.len() <= MOST_WORDS && between.last().is_some_and(|word| *word == "to")
    }

    /// Where the brackets begin that a value stands in.
    fn brackets(&self, place: usize) -> Option<usize> {
        let start = self.words[self.values[place].first].start;
        let before = self.text.get(..=start)?;
        before.rfind('(').filter(|open| !before[*open..].contains(')'))
    }

    /// `websites (21% of daily users against 10% of others)`: what stands before the brackets is said of all values in them.
    fn bracketed(&self, place: usize) -> Option<(String, f64)> {
        let open = self.brackets(place)?;
        let first = (0..place).find(|other| self.words[self.values[*other].first].start >= open)?;
        Some((self.behind(first).to_owned(), CLAUSE))
    }

    /// Whom a value is of that stands side by side with another: `men are likelier than women to agree: 72% against 60%`.
    fn compared_group(&self, place: usize) -> Option<String> {
        const JOINING: [&str; 10] = ["against", "versus", "vs", "v", "compared", "with", "to", "and", "only", "just"];
        let is_pair = |first: &usize| {
            let joint = self.gap(first + 1).split_whitespace().map(bare).filter(|word| !word.is_empty());
            let joint: Vec<String> = joint.collect();
            first + 1 < self.values.len()
                && !joint.is_empty()
                && joint.iter().all(|word| JOINING.contains(&word.as_str()))
        };
        let first = [Some(place), place.checked_sub(1)].into_iter().flatten().find(is_pair)?;
        let [one, other] = compared_groups(self.gap(first))?;
        Some(if first == place { one } else { other })
    }

    /// The words that say of what the value is with which this one is compared: where it says nothing but of whom it is itself.
    fn compared(&self, place: usize) -> Vec<(String, f64)> {
        let Some(before) = place.checked_sub(1) else { return Vec::new() };
        let gap: Vec<String> = self.gap(place).split_whitespace().map(bare).collect();
        let is_compared = match gap.as_slice() {
            [.., first, second] if first == "compared" => second == "with" || second == "to",
            [.., last] => COMPARING.contains(&last.as_str()),
            [] => false,
        };
        let without_group = |place: usize| {
            let (ahead, group) = (self.ahead(place), group(self.text, self.words, self.values, place));
            if group.is_empty() { ahead.to_owned() } else { ahead.replacen(&group, "", 1) }
        };
        if !is_compared || says_what(&without_group(place)) {
            return Vec::new();
        }
        let behind = self.behind(before);
        // What the group does may be taken for a part of it: `44% of islanders eat pancakes`.
        let of_other = Some(without_group(before)).filter(|ahead| says_what(ahead));
        let of_other = of_other.unwrap_or_else(|| self.ahead(before).to_owned());
        let is_behind = self.is_labelled_behind(before) || refers_back(&of_other);
        let weights = if is_behind { (COMPARED, OTHER_SIDE) } else { (OTHER_SIDE, COMPARED) };
        vec![(behind.to_owned(), weights.0), (of_other, weights.1)]
    }

    /// The words between two values, divided into those of the first and those of the second; nothing where both share them.
    fn divided(&self, place: usize) -> Option<(&'s str, &'s str)> {
        let gap = self.gap(place);
        let is_joint =
            |word: &str| JOINTS.contains(&word.to_lowercase().trim_matches(|each: char| !each.is_alphanumeric()));
        let ends = gap.trim_end().ends_with([',', ';', '\u{2013}', '\u{2014}'])
            || gap.split_whitespace().next_back().is_some_and(is_joint);
        if ends {
            return Some((gap, ""));
        }
        let of_first = &self.words[self.values[place - 1].last].text;
        let is_apart =
            of_first.ends_with([',', ';']) || gap.trim_start().starts_with([',', ';', '\u{2013}', '\u{2014}']);
        if is_apart || gap.split_whitespace().next().is_some_and(is_joint) {
            return Some(("", gap));
        }
        // Where nothing but `as` or `with which` is left, the clause began before.
        let says = |at: &usize| gap[*at..].split_whitespace().map(bare).any(|word| !is_beginning_of_clause(&word));
        let last = |joint: &str| gap.rmatch_indices(joint).map(|(at, _)| at).find(says);
        let strong = [", ", "; ", " while ", " whereas ", " but ", " against ", " compared with ", " \u{2013} "];
        let at = strong.iter().filter_map(|joint| last(joint)).max();
        let is_bracketed = self.words[self.values[place].first].text.starts_with(['(', '[']);
        let at = at.or_else(|| last(" and ").filter(|_| !is_bracketed))?;
        Some((&gap[..at], &gap[at..]))
    }

    /// The label of a value in a list of them: `cost, time and staff were named by 33%, 28% and 9% respectively`.
    fn respective_label(&self, place: usize) -> Option<String> {
        let is_joint = |value: usize| {
            let joint = self.gap(value + 1).trim_matches(|each: char| each == ',' || each.is_whitespace());
            let ends = self.words[self.values[value].last].text.ends_with([',', '%']) || !joint.is_empty();
            ends && matches!(joint, "" | "and" | "or")
        };
        let first = (0..place).rev().take_while(|before| is_joint(*before)).last().unwrap_or(place);
        let after = (place..self.values.len() - 1).take_while(|after| is_joint(*after));
        let last = after.last().map_or(place, |after| after + 1);
        let behind = &self.text[..self.start_of(self.values[first].first)];
        let ahead = &self.text[self.start_of(self.values[last].last + 1)..];
        respective(behind, ahead, last + 1 - first)?.get(place - first).cloned()
    }
}

/// Whether a clause speaks of what stands before it: `squash is served, as 56% say it is a staple`.
fn refers_back(clause: &str) -> bool {
    clause.split_whitespace().map(bare).any(|word| matches!(word.as_str(), "it" | "so" | "them" | "they" | "this"))
}

/// Whether words say more than of whom a value is, and that it is compared.
fn says_what(words: &str) -> bool {
    let is_filling = |word: &str| {
        is_beginning_of_clause(word)
            || COMPARING.contains(&word)
            || matches!(
                word,
                "compared" | "to" | "of" | "among" | "in" | "for" | "overall" | "generally" | "nationally"
            )
    };
    words.split_whitespace().map(bare).any(|word| !is_filling(&word))
}

fn is_beginning_of_clause(word: &str) -> bool {
    word.is_empty() || BEGINNINGS.contains(&word)
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

fn last_word(text: &str) -> Option<String> {
    text.split_whitespace().next_back().map(str::to_lowercase)
}
