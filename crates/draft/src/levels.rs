//! Lists of labels that are known one by one: how good, how much, schooling, months, days of the week.

use crate::language::Place;
use crate::lexicon::{english, has};
use crate::scale_values::mostly;
use crate::text::{fold, words};

/// A phrase of so many letters is a word of its own.
const SHORT: usize = 3;

pub(crate) fn listed(labels: &[&str], list: &[Place]) -> Option<Vec<Option<f64>>> {
    let place = |label: &&str| list.iter().find(|place| has(&place.labels, &fold(label))).map(|place| place.place);
    let values: Vec<Option<f64>> = labels.iter().map(place).collect();
    (labels.len() >= 3 && values.iter().all(Option::is_some)).then_some(values)
}

pub(crate) fn quality(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    listed(labels, &english().quality)
}

/// How much: of what stands in all labels, `High value`, `Low value`, too.
pub(crate) fn amount(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    let known = &english().amount;
    listed(labels, known).or_else(|| listed(&without_noun(labels)?, known))
}

/// Labels without the last word, where all have the same.
fn without_noun<'t>(labels: &[&'t str]) -> Option<Vec<&'t str>> {
    let split: Vec<(&str, &str)> = labels.iter().map(|label| label.trim().rsplit_once(' ')).collect::<Option<_>>()?;
    let is_same = split.iter().all(|(_, noun)| fold(noun) == fold(split[0].1));
    is_same.then(|| split.into_iter().map(|(amount, _)| amount).collect())
}

/// How well done: the least first.
pub(crate) fn doneness(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    listed(labels, &english().doneness)
}

/// How intense, how urgent: the most first.
pub(crate) fn intensity(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    let known = english();
    listed(labels, &known.intensity).or_else(|| listed(labels, &known.priority))
}

/// Levels that go up: schooling, sizes, months, days of the week.
pub(crate) fn levels(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    let calendar = |names: &[String]| {
        let values: Vec<Option<f64>> = labels
            .iter()
            .map(|label| {
                let text = fold(label);
                let at = names.iter().position(|name| *name == text || (text.len() == 3 && name.starts_with(&text)));
                at.map(|at| at as f64)
            })
            .collect();
        (labels.len() >= 3 && values.iter().all(Option::is_some)).then_some(values)
    };
    let names = &english().calendar;
    calendar(&names.months)
        .or_else(|| calendar(&names.days))
        .or_else(|| schooling(labels))
        .or_else(|| skill(labels))
        .or_else(|| times(labels))
}

/// How well one can do something: a word that the label begins with.
fn skill(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    let known = &english().skill;
    let step = |label: &str| {
        let words = words(label);
        let back = usize::from(words.first().is_some_and(|word| *word == known.half_a_step_back));
        let at = words.get(back).and_then(|word| known.steps.iter().position(|step| step == word))?;
        Some(at as f64 - 0.5 * back as f64)
    };
    let values: Vec<Option<f64>> = labels.iter().map(|label| step(label)).collect();
    (labels.len() >= 3 && values.iter().all(Option::is_some)).then_some(values)
}

/// How many times, in words.
fn times(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    let known = &english().numbers;
    let count = |label: &str| {
        let words = words(label);
        let more = if words.starts_with(&known.more_than) { 0.5 } else { 0.0 };
        let says_times = label.to_lowercase().contains(&known.time);
        words.iter().find_map(|word| {
            if has(&known.never, word) {
                Some(0.0)
            } else if has(&known.once, word) {
                Some(1.0)
            } else if has(&known.twice, word) {
                Some(2.0)
            } else {
                let number = known.words.iter().take(10).position(|number| number == word);
                number.filter(|_| says_times).map(|number| number as f64 + more)
            }
        })
    };
    let values = mostly(labels, count)?;
    (labels.len() >= 3).then_some(values)
}

fn schooling(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    let level = |label: &str| {
        let text = fold(label);
        let is_in = |phrases: &[String]| phrases.iter().any(|phrase| has_phrase(&text, phrase));
        let level = english().schooling.level.iter().find(|level| {
            has(&level.labels, &text)
                || (is_in(&level.phrases)
                    && (level.with_phrases.is_empty() || is_in(&level.with_phrases))
                    && !is_in(&level.without_phrases))
        });
        level.map(|level| level.place)
    };
    let values = mostly(labels, level)?;
    (labels.len() >= 3).then_some(values)
}

/// Whether a text has words that begin so. What is short is a word of its own: `ged` is not in `engaged`, nor `phd` in a name.
fn has_phrase(text: &str, phrase: &str) -> bool {
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    text.match_indices(phrase).any(|(at, _)| {
        let ends = phrase.len() > SHORT || !is_letter(text[at + phrase.len()..].chars().next());
        ends && !is_letter(text[..at].chars().next_back())
    })
}
