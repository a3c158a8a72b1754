//! Scales of how often: in words, or times in a while. Both become about how many times a year.

use crate::language::{Frequency, Step};
use crate::lexicon::{english, has};
use crate::scale_values::mostly;
use crate::text::{fold, has_word, words};

/// The most words of a label that is no rate.
const MOST_WORDS: usize = 12;

pub(crate) fn frequency(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    let values = mostly(labels, |label| times_a_year(&english().frequency, label))?;
    (labels.len() >= 3 || values.iter().all(Option::is_some)).then_some(values)
}

/// How many times a year, about, by the words of a language.
pub(crate) fn times_a_year(known: &Frequency, label: &str) -> Option<f64> {
    let text = fold(label);
    let words = words(label);
    rate(known, &text, &words).or_else(|| {
        let step = known.step.iter().find(|step| words.len() <= MOST_WORDS && fits(step, &text, &words));
        step.map(|step| step.times_a_year)
    })
}

/// So many times in a unit of time.
fn rate(known: &Frequency, text: &str, words: &[String]) -> Option<f64> {
    let says = |list: &[String]| list.iter().any(|known| has_word(words, known));
    let is_in = |phrases: &[String]| phrases.iter().any(|phrase| text.contains(phrase.as_str()));
    let unit = known.unit.iter().find(|unit| says(&unit.words))?;
    if !says(&known.rate_words) && !is_in(&known.rate_phrases) {
        return None;
    }
    let count = known.count.iter().rev().find(|count| says(&count.words) || is_in(&count.phrases));
    let counted = count.map(|count| count.times).filter(|_| !text.contains(|each: char| each.is_ascii_digit()));
    let times = counted.or_else(|| written_times(text)).or(count.map(|count| count.times)).unwrap_or(1.0);
    let factors = known.factor.iter().filter(|factor| says(&factor.words) || is_in(&factor.phrases));
    let times = factors.fold(times, |times, factor| times * factor.times);
    Some(times * unit.times_a_year)
}

/// The number that a rate begins with: that between the ends of `2-3 times a week`.
fn written_times(text: &str) -> Option<f64> {
    let numbers = text.split(|each: char| !each.is_ascii_digit()).filter_map(|digits| digits.parse::<f64>().ok());
    let numbers: Vec<f64> = numbers.take(2).collect();
    let count = numbers.len();
    (count > 0).then(|| numbers.iter().sum::<f64>() / count as f64)
}

fn fits(step: &Step, text: &str, words: &[String]) -> bool {
    let is_in = |phrases: &[String]| phrases.iter().any(|phrase| text.contains(phrase.as_str()));
    let first = words.first().map_or("", String::as_str);
    (is_in(&step.phrases) || has(&step.first_words, first) || has(&step.labels, text))
        && (step.with_phrases.is_empty() || is_in(&step.with_phrases))
}
