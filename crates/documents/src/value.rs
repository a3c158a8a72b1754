//! The values in a sentence: at each word the longest wording that begins there.

use topline_plan::wording::{HouseWords, parse_phrase};
use topline_survey::{Quantity, Stated};

use crate::ages::end_of_ages;
use crate::changes::is_change;
use crate::respondents::names_people;
use crate::scope::{is_beginning, is_of_survey};

/// The most words that one wording has.
const LONGEST: usize = 10;

/// A word of a sentence, by its place.
pub(crate) struct Word<'s> {
    pub text: &'s str,
    pub start: usize,
}

/// A value in a sentence, from one word to another.
pub(crate) struct Value {
    pub first: usize,
    pub last: usize,
    pub words: String,
    pub stated: Vec<Stated>,
    pub of: Option<u64>,
}

/// The words of a text.
pub(crate) fn words(text: &str) -> Vec<Word<'_>> {
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
pub(crate) fn values(words: &[Word<'_>], house: &HouseWords) -> Vec<Value> {
    let texts = texts(words);
    let mut values: Vec<Value> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some(after) = end_of_ages(&texts, at) {
            at = after;
            continue;
        }
        let opened = words[at].text.trim_start_matches(['(', '[', '"', '\u{201c}', '\u{2018}', '\'']);
        let is_phrase = opened.eq_ignore_ascii_case("all,") && at > 0 && is_before_all(words[at - 1].text);
        let is_part_of_last = opened.eq_ignore_ascii_case("all") && is_behind_of(values.last(), at, &texts);
        let found = (is_beginning(opened) && !is_phrase && !is_part_of_last).then(|| longest(words, at, house));
        match found.flatten() {
            Some(value) if let Some(ends) = change(words, &value, house) => {
                at = value.last + 1;
                values.extend(ends);
            }
            Some(value) if is_of_survey(&texts, value.first, value.last, &value.stated) => {
                at = end_of_score(&texts, &value).unwrap_or(value.last + 1);
                values.push(value);
            }
            // What stands in brackets may be one all the same.
            Some(value) if value.stated.len() > 1 => at += 1,
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

/// Whether a word follows the last value and `of`: `half of all organisations` states half.
fn is_behind_of(last: Option<&Value>, at: usize, words: &[&str]) -> bool {
    let is_of = |at: usize| words[at].eq_ignore_ascii_case("of");
    last.is_some_and(|last| last.last + 1 == at && is_of(last.last) || last.last + 2 == at && is_of(last.last + 1))
}

fn texts<'s>(words: &[Word<'s>]) -> Vec<&'s str> {
    words.iter().map(|word| word.text).collect()
}

fn longest(words: &[Word<'_>], first: usize, house: &HouseWords) -> Option<Value> {
    let most = words.len().min(first + LONGEST);
    let read = |last: usize| {
        let joined: Vec<&str> = words[first..=last].iter().map(|word| word.text).collect();
        let text = joined.join(" ");
        let text = trimmed(&text);
        let phrase = parse_phrase(text, house).ok()?;
        let words = text.strip_suffix(" of").unwrap_or(text).to_owned();
        Some(Value { first, last, words, stated: phrase.stated, of: phrase.of })
    };
    let is_one = |words: &[Word<'_>]| !is_crossed(words) && !is_in_year(words);
    let value = (first..most).rev().filter(|last| is_one(&words[first..=*last])).find_map(read)?;
    // Words behind the base say what those do who are counted: `67% of 412 respondents agreed`.
    let mut value = value;
    while value.last > first && !is_counted(words[value.last].text) {
        match read(value.last - 1) {
            Some(shorter) if (&shorter.stated, shorter.of) == (&value.stated, value.of) => value = shorter,
            Some(_) | None => break,
        }
    }
    Some(value)
}

/// `19 in 2020`: a number and a year, and not so many of 2,020.
fn is_in_year(words: &[Word<'_>]) -> bool {
    let [.., joint, last] = words else { return false };
    joint.text.eq_ignore_ascii_case("in")
        && trimmed(last.text).parse().is_ok_and(|year: u32| (1900..=2100).contains(&year))
}

/// Whether a word can end the name of those who are counted: `of 370 councils`, `of those surveyed`.
fn is_counted(word: &str) -> bool {
    const ENDINGS: [&str; 8] = ["surveyed", "asked", "questioned", "answered", "responded", "replied", "part", "total"];
    names_people(word) || ENDINGS.iter().any(|ending| trimmed(word).eq_ignore_ascii_case(ending))
}

/// Whether the words go on behind the end of a clause: a semicolon, or a comma outside brackets that `or` does not follow.
fn is_crossed(words: &[Word<'_>]) -> bool {
    let mut depth = 0_i32;
    words.windows(2).any(|pair| {
        let count = |each: char| pair[0].text.matches(each).count() as i32;
        depth += count('(') - count(')');
        let is_or = pair[1].text.eq_ignore_ascii_case("or");
        pair[0].text.ends_with([';', ':']) || depth <= 0 && pair[0].text.ends_with(',') && !is_or
    })
}

/// The values before and after a change: `has grown from 11% to 22%` is no range.
fn change(words: &[Word<'_>], value: &Value, house: &HouseWords) -> Option<[Value; 2]> {
    let [Stated::Between(_)] = value.stated.as_slice() else { return None };
    let is_from = words[value.first].text.eq_ignore_ascii_case("from");
    let to = (value.first..value.last).find(|at| words[*at].text.eq_ignore_ascii_case("to"))?;
    if !is_from || !is_change(&texts(&words[..value.first])) {
        return None;
    }
    let read = |first: usize, last: usize| longest(&words[..=last], first, house).filter(|read| read.last == last);
    Some([read(value.first + 1, to - 1)?, read(to + 1, value.last)?])
}

/// Behind the scale of a score: `7.4 out of 10` is 7.4.
fn end_of_score(words: &[&str], value: &Value) -> Option<usize> {
    let [Stated::Exactly(Quantity::Number(number))] = value.stated.as_slice() else { return None };
    match words.get(value.last + 1..)? {
        ["out", "of", whole, ..] if number.decimals() > 0 && whole.starts_with(|each: char| each.is_ascii_digit()) => {
            Some(value.last + 4)
        }
        _ => None,
    }
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
