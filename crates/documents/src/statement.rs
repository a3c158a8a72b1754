//! What a document states: every number and word for a share, with the words around it that say of what.

use topline_plan::wording::{HouseWords, parse_phrase};
use topline_survey::{Quantity, Stated};

use crate::document_text::DocumentText;
use crate::listing::respective;
use crate::passage::{DocumentPassage, PassageKind, passages};
use crate::scope::{is_beginning, is_of_survey};

/// The most words that one wording has.
const LONGEST: usize = 10;

/// What a document states in one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The words of the document.
    pub quote: String,
    /// Its first and last line.
    pub lines: (u32, u32),
    /// The value in the document's words.
    pub words: String,
    /// The value; several where it is stated in words and in digits.
    pub stated: Vec<Stated>,
    /// The base, if it is given.
    pub of: Option<u64>,
    /// The words around it that say of what, each part with how much it counts.
    pub context: Vec<(String, f64)>,
}

/// Everything that a document states, in order.
#[must_use]
pub fn find_statements(document: &DocumentText, house: &HouseWords) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    let passages = passages(document);
    let mut before = String::new();
    for passage in &passages {
        match &passage.kind {
            PassageKind::Cell { label } => statements.extend(of_cell(passage, label, house)),
            PassageKind::Sentence => {
                statements.extend(of_sentence(passage, &before, house));
                before.clone_from(&passage.text);
            }
        }
    }
    statements
}

fn of_cell(passage: &DocumentPassage, label: &str, house: &HouseWords) -> Option<Statement> {
    let phrase = parse_phrase(&passage.text, house).ok()?;
    Some(Statement {
        quote: passage.text.clone(),
        lines: passage.lines,
        words: passage.text.clone(),
        stated: phrase.stated,
        of: phrase.of,
        context: vec![(label.to_owned(), 1.0), (passage.heading.clone(), 0.8)],
    })
}

/// A word of a sentence, by its place.
struct Word<'s> {
    text: &'s str,
    start: usize,
}

/// A value in a sentence, from one word to another.
struct Value {
    first: usize,
    last: usize,
    words: String,
    stated: Vec<Stated>,
    of: Option<u64>,
}

fn of_sentence(passage: &DocumentPassage, before: &str, house: &HouseWords) -> Vec<Statement> {
    let words = words(&passage.text);
    let values = values(&words, house);
    let statement = |(place, value): (usize, &Value)| Statement {
        quote: passage.text.clone(),
        lines: passage.lines,
        words: value.words.clone(),
        stated: value.stated.clone(),
        of: value.of,
        context: context(&passage.text, &words, &values, place, (before, &passage.heading)),
    };
    values.iter().enumerate().map(statement).collect()
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, each) in text.char_indices().chain([(text.len(), ' ')]) {
        if each.is_whitespace() {
            if let Some(start) = start.take() {
                words.push(Word { text: &text[start..at], start });
            }
        } else {
            start = start.or(Some(at));
        }
    }
    words
}

/// The values in a sentence: at each word the longest wording that begins there.
fn values(words: &[Word<'_>], house: &HouseWords) -> Vec<Value> {
    let mut values = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let opened = words[at].text.trim_start_matches(['(', '[', '"', '\u{201c}', '\u{2018}', '\'']);
        let is_phrase = opened.eq_ignore_ascii_case("all,") && at > 0 && is_before_all(words[at - 1].text);
        let found = (is_beginning(opened) && !is_phrase).then(|| longest(words, at, house)).flatten();
        match found {
            Some(value) if is_of_survey(&texts(words), value.first, value.last, &value.stated) => {
                at = value.last + 1;
                values.push(value);
            }
            Some(value) => at = value.last.max(at) + 1,
            None => at += 1,
        }
    }
    values
}

/// Whether `all,` behind the word says nothing of how many: `in all, 35%`, `above all,`.
fn is_before_all(word: &str) -> bool {
    ["in", "of", "above", "after"].iter().any(|known| word.eq_ignore_ascii_case(known))
}

fn texts<'s>(words: &[Word<'s>]) -> Vec<&'s str> {
    words.iter().map(|word| word.text).collect()
}

fn longest(words: &[Word<'_>], first: usize, house: &HouseWords) -> Option<Value> {
    let most = words.len().min(first + LONGEST);
    (first..most).rev().find_map(|last| {
        // A wording does not go on behind the end of a clause.
        if words[first..last].iter().any(|word| word.text.ends_with([';', ':'])) {
            return None;
        }
        let joined: Vec<&str> = words[first..=last].iter().map(|word| word.text).collect();
        let text = joined.join(" ");
        let text = trimmed(&text);
        let phrase = parse_phrase(text, house).ok()?;
        let words = text.strip_suffix(" of").unwrap_or(text).to_owned();
        Some(Value { first, last, words, stated: phrase.stated, of: phrase.of })
    })
}

/// The wording without the marks around it; brackets within it stay.
fn trimmed(text: &str) -> &str {
    let marks: &[char] = &['"', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '\'', ',', '.', ';', ':', '!', '?'];
    let text = text.trim_matches(marks);
    let text = if text.contains('(') && text.contains(')') && !text.starts_with('(') {
        text
    } else {
        text.trim_matches(['(', ')', '[', ']'])
    };
    text.trim_matches(marks)
}

/// The words around a value: those of its clause, of the rest of the sentence, of the sentence before, and of the heading.
fn context(
    text: &str,
    words: &[Word<'_>],
    values: &[Value],
    place: usize,
    (before, heading): (&str, &str),
) -> Vec<(String, f64)> {
    let value = &values[place];
    let start_of = |word: usize| words.get(word).map_or(text.len(), |word| word.start);
    let (start, end) = (start_of(value.first), start_of(value.last + 1));
    let from = if place > 0 { start_of(values[place - 1].last + 1) } else { 0 };
    let to = values.get(place + 1).map_or(text.len(), |next| start_of(next.first));
    let is_bracketed = words[value.first].text.starts_with(['(', '[']);
    let (behind, ahead) = (&text[from..start], &text[end..to]);
    let clause_before = behind.rsplit([';', ':']).next().unwrap_or(behind);
    let clause_after = ahead.split([';']).next().unwrap_or(ahead);
    let mut context = if is_bracketed {
        vec![(clause_before.to_owned(), 1.0), (clause_after.to_owned(), 0.35)]
    } else if clause_after.split_whitespace().count() >= 2 {
        vec![(clause_after.to_owned(), 1.0), (clause_before.to_owned(), 0.4)]
    } else {
        vec![(clause_before.to_owned(), 1.0)]
    };
    if value.stated.iter().any(|stated| matches!(stated, Stated::Exactly(Quantity::Number(_)))) {
        // A count says of whom in the words behind it: `25 from local authorities`.
        let near: Vec<&str> = clause_after.split_whitespace().take(4).collect();
        context = vec![(near.join(" "), 1.0), (clause_after.to_owned(), 0.4), (clause_before.to_owned(), 0.4)];
    }
    if let Some(label) = respective_label(text, words, values, place) {
        // The words of the others say nothing of this one.
        context = vec![(label, 1.0)];
    }
    let is_base = text.to_lowercase().contains("base");
    context.push((text.to_owned(), 0.15));
    context.push((heading.to_owned(), if is_base { 1.0 } else { 0.3 }));
    context.push((before.to_owned(), 0.2));
    context
}

/// The label of a value in a list of them: `cost, time and staff were named by 33%, 28% and 9% respectively`.
fn respective_label(text: &str, words: &[Word<'_>], values: &[Value], place: usize) -> Option<String> {
    let start_of = |word: usize| words.get(word).map_or(text.len(), |word| word.start);
    let between = |value: usize| &text[start_of(values[value].last + 1)..start_of(values[value + 1].first)];
    let is_joint = |value: usize| {
        let joint = between(value).trim_matches(|each: char| each == ',' || each.is_whitespace());
        let ends = words[values[value].last].text.ends_with([',', '%']) || !joint.is_empty();
        ends && matches!(joint, "" | "and" | "or")
    };
    let first = (0..place).rev().take_while(|before| is_joint(*before)).last().unwrap_or(place);
    let last = (place..values.len() - 1).take_while(|after| is_joint(*after)).last().map_or(place, |after| after + 1);
    let (behind, ahead) = (&text[..start_of(values[first].first)], &text[start_of(values[last].last + 1)..]);
    respective(behind, ahead, last + 1 - first)?.get(place - first).cloned()
}
