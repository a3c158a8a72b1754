//! Scales in languages other than English: how often, and how much one agrees.
//!
//! As in English, a label has a sign by its root and by a negation, and a strength by the words beside them. What is not known
//! keeps the order in which it first appears. The words of all languages are looked for at once.

use crate::frequency::times_a_year;
use crate::language::{Language, Steps};
use crate::levels::listed;
use crate::lexicon::other_languages;
use crate::scale_values::mostly;
use crate::text::{fold, has_word, is_unparted, words};

/// The strength of a root alone.
const PLAIN: f64 = 3.0;
/// What "not very satisfied" says against, which is less than "not satisfied" does.
const SOFTENED: f64 = 2.5;
/// What is hardly so; what is hardly its opposite is nearer the middle.
const HARDLY: f64 = -1.5;
const HARDLY_OPPOSITE: f64 = -1.0;
/// The most words of a label that rates.
const MOST_WORDS: usize = 7;

fn lists<'l>(list: impl Fn(&'l Language) -> &'l [String]) -> impl Iterator<Item = &'l String> {
    other_languages().iter().flat_map(list)
}

/// How much one agrees, or what else is rated: signed where there are two sides.
pub(crate) fn polar(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    let values = mostly(labels, rating)?;
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let distinct = (1..known.len()).all(|at| known[..at].iter().all(|other| (other - known[at]).abs() > 1e-9));
    (known.len() >= 3 && distinct).then_some(values)
}

fn rating(label: &str) -> Option<f64> {
    let text = fold(label);
    let words = words(label);
    let has = |list: fn(&Language) -> &[String]| lists(list).any(|known| has_word(&words, known));
    let starts = |list: fn(&Language) -> &[String]| {
        let begins = |word: &String, root: &str| word.starts_with(root) || (is_unparted(root) && word.contains(root));
        lists(list).any(|root| words.iter().any(|word| begins(word, root)))
    };
    if lists(|language| &language.agreement.middle).any(|middle| *middle == text)
        || lists(|language| &language.agreement.neither).any(|start| text.starts_with(start.as_str()))
    {
        return Some(0.0);
    }
    let opposite = starts(|language| &language.agreement.opposites);
    if words.len() > MOST_WORDS || !(opposite || starts(|language| &language.agreement.roots)) {
        return None;
    }
    if has(|language| &language.agreement.hardly) {
        return Some(if opposite { HARDLY_OPPOSITE } else { HARDLY });
    }
    let negated = has(|language| &language.agreement.negations);
    let value = words.iter().find_map(|word| strength(word)).unwrap_or(PLAIN);
    let is_softened = negated && has(|language| &language.agreement.softeners);
    let value = if is_softened { SOFTENED } else { value };
    Some(if negated == opposite { value } else { -value })
}

fn strength(word: &str) -> Option<f64> {
    let mut strengths = other_languages().iter().flat_map(|language| &language.agreement.strength);
    let is = |known: &String| known == word || (is_unparted(known) && word.contains(known.as_str()));
    strengths.find(|strength| strength.words.iter().any(is)).map(|strength| strength.weight)
}

/// How good: labels that a language has one by one.
pub(crate) fn quality(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    other_languages().iter().find_map(|language| listed(labels, &language.quality))
}

/// How much.
pub(crate) fn amount(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    other_languages().iter().find_map(|language| listed(labels, &language.amount))
}

/// About how many times a year what is said of how often means.
const ALWAYS: f64 = 9000.0;
const OFTEN: f64 = 250.0;
const SOMETIMES: f64 = 40.0;
const RARELY: f64 = 3.0;
/// A scale of amounts has the words of the lower steps too, and nothing above them.
const MORE_THAN_AMOUNTS: f64 = 30.0;
/// Between the steps that "very" makes more of, and those that it makes less of.
const TURN: f64 = 10.0;

/// How often, about how many times a year.
pub(crate) fn frequency(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    let rate = |label: &str| other_languages().iter().find_map(|language| times_a_year(&language.frequency, label));
    let values = mostly(labels, |label| rate(label).or_else(|| often(label)))?;
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    (known.len() >= 3 && known.iter().any(|value| *value >= MORE_THAN_AMOUNTS)).then_some(values)
}

fn often(label: &str) -> Option<f64> {
    let words = words(label);
    let text = words.join(" ");
    if words.len() > 4 {
        return None;
    }
    let says = |list: fn(&Steps) -> &Vec<String>| {
        other_languages().iter().any(|language| list(&language.often).iter().any(|known| text.contains(known.as_str())))
    };
    let has = |list: fn(&Steps) -> &Vec<String>| {
        other_languages().iter().any(|language| list(&language.often).iter().any(|known| has_word(&words, known)))
    };
    let value = if says(|often| &often.always) {
        ALWAYS
    } else if says(|often| &often.often) {
        OFTEN
    } else if says(|often| &often.sometimes) {
        SOMETIMES
    } else if says(|often| &often.rarely) {
        RARELY
    } else if lists(|language| &language.often.never).any(|never| *never == text) {
        return Some(0.0);
    } else {
        return None;
    };
    let is_much = value > TURN;
    Some(if has(|often| &often.more) {
        if is_much { value * 1.4 } else { value * 0.5 }
    } else if has(|often| &often.less) {
        if is_much { value * 0.8 } else { value * 1.4 }
    } else if has(|often| &often.almost) {
        value * 0.9
    } else {
        value
    })
}
