//! The wordings that can be judged, as a list: the reference of the guide is made of it.

use topline_plan::wording::{HEDGES, QUANTIFIERS, parse_stated};
use topline_survey::{Admitted, Stated};

use crate::interval::in_words;
use crate::quantifier::{admitted, least, source};

/// Words that mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonyms {
    /// The words.
    pub words: Vec<String>,
    /// The values that they admit.
    pub meaning: String,
    /// Where that comes from, of words without a number.
    pub source: &'static str,
}

/// The words that loosen a quantity, each with the values that it admits before `quantity`.
#[must_use]
pub fn hedges(quantity: &str) -> Vec<Synonyms> {
    grouped(HEDGES.iter().map(|(words, _)| (*words).to_owned()), |words| {
        match parse_stated(&format!("{words} {quantity}")) {
            Ok(Stated::Hedged { hedge, quantity }) => Some((in_words(&Admitted::of(Some(hedge), quantity)), "")),
            Ok(Stated::Exactly(_)) => {
                Some(("the same as without the word; of a fraction, exactly that".to_owned(), ""))
            }
            _ => None,
        }
    })
}

/// The words for a share that name no number, each with the shares that it admits.
#[must_use]
pub fn quantifiers() -> Vec<Synonyms> {
    grouped(QUANTIFIERS.iter().map(|(words, _)| (*words).to_owned()), |words| match parse_stated(words) {
        Ok(Stated::Quantifier(quantifier)) => {
            let shares = in_words(&admitted(quantifier));
            let meaning = match least(quantifier) {
                0 | 1 => shares,
                least => format!("{shares}, and at least {least} respondents"),
            };
            Some((meaning, source(quantifier)))
        }
        _ => None,
    })
}

/// Words with the same meaning together, in the order in which each meaning first appears.
fn grouped(
    words: impl Iterator<Item = String>,
    meaning: impl Fn(&str) -> Option<(String, &'static str)>,
) -> Vec<Synonyms> {
    let mut wordings: Vec<Synonyms> = Vec::new();
    for words in words {
        let Some((meaning, source)) = meaning(&words) else { continue };
        match wordings.iter_mut().find(|wording| wording.meaning == meaning && wording.source == source) {
            Some(wording) => wording.words.push(words),
            None => wordings.push(Synonyms { words: vec![words], meaning, source }),
        }
    }
    wordings
}
