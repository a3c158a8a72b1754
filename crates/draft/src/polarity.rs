//! Scales with two sides: how much one agrees, likes, trusts. Each label has a sign by its root, and a strength by what stands
//! beside it.

use crate::lexicon::{english, has};
use crate::scale_values::mostly;
use crate::text::words;

/// The strength of a root alone, and of its opposite by a negation.
const PLAIN: f64 = 3.0;
/// "Not at all", "never".
const NOTHING: f64 = 4.0;
/// "Not very".
const SOFTENED: f64 = 2.0;

/// How strong the words make what they stand beside.
fn strength(words: &[String]) -> Option<f64> {
    let strengths = &english().agreement.strength;
    words.iter().find_map(|word| strengths.iter().find(|known| has(&known.words, word)).map(|known| known.weight))
}

/// The words without those that say how strongly, and whether not.
fn root_words(words: &[String]) -> Vec<&str> {
    let known = &english().agreement;
    let plain = |word: &&String| {
        !has(&known.fillers, word)
            && (has(&known.strong_roots, word) || strength(std::slice::from_ref(*word)).is_none())
    };
    words.iter().filter(plain).map(String::as_str).collect()
}

/// The value of a label on a scale with two sides.
fn polarity(label: &str, is_root: &dyn Fn(&str) -> bool) -> Option<f64> {
    let known = &english().agreement;
    let words = words(label);
    let says = |wanted: &[String]| words.iter().any(|word| has(wanted, word));
    if says(&known.middle_words) {
        return Some(0.0);
    }
    let starts = |list: &[String]| words.iter().any(|word| list.iter().any(|root| word.starts_with(root.as_str())));
    let is_opposite = starts(&known.opposites);
    if !is_opposite && !starts(&known.roots) && !words.iter().any(|word| is_root(word)) {
        return None;
    }
    if let Some(at) = words.iter().position(|word| has(&known.negations, word)) {
        let value = if says(&known.absolutes) {
            NOTHING
        } else if says(&known.softeners) {
            SOFTENED
        } else {
            // "Definitely would not", and no "not definitely".
            strength(&words[..at]).unwrap_or(PLAIN)
        };
        return Some(if is_opposite { value } else { -value });
    }
    let value = strength(&words).unwrap_or(PLAIN);
    Some(if is_opposite { -value } else { value })
}

pub(crate) fn polar(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    // An adjective that the lists do not know is known by standing in every label: very masculine, not at all masculine.
    let split: Vec<Vec<String>> = labels.iter().map(|label| words(label)).collect();
    let roots: Vec<&str> = match split.as_slice() {
        [first, rest @ ..] if rest.len() >= 2 && split.iter().all(|words| words.len() <= 6) => root_words(first)
            .into_iter()
            .filter(|root| root.len() > 3 && rest.iter().all(|words| words.iter().any(|word| word == root)))
            .collect(),
        _ => Vec::new(),
    };
    let graded =
        split.iter().filter(|words| strength(words).is_some() || words.iter().any(|word| word == "not")).count();
    let is_root = |word: &str| roots.contains(&word) && graded * 2 >= labels.len();
    let values = mostly(labels, |label| polarity(label, &is_root))?;
    let mut known: Vec<f64> = values.iter().flatten().copied().collect();
    known.sort_by(f64::total_cmp);
    let distinct = known.windows(2).all(|pair| pair[1] - pair[0] > 1e-9);
    let sides = known[0] < 0.0 && known[known.len() - 1] > 0.0;
    let unipolar = known.len() >= 3 && labels.iter().all(|label| words(label).len() <= 6);
    (distinct && (sides || unipolar)).then_some(values)
}
