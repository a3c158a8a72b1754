//! Words and digits together: `one in six (15%)`, `10 of 16 (63%)`, `21% of 370 councils`.

use topline_survey::{Quantity, Stated};

use crate::wording::grammar::{folded, parse_by};
use crate::wording::house_words::HouseWords;
use crate::wording::number::read_whole;
use crate::wording::stated_error::StatedError;

/// All that a wording states of one figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// What it states, in order.
    pub stated: Vec<Stated>,
    /// The base that it gives.
    pub of: Option<u64>,
}

/// Reads a wording that may state a figure twice, in words and in digits, and give its base.
pub fn parse_phrase(text: &str, house: &HouseWords) -> Result<Phrase, StatedError> {
    let mut phrase = Phrase { stated: Vec::new(), of: None };
    match parse_by(text, house) {
        Ok(stated) => phrase.stated.push(stated),
        Err(error) => {
            let parts = parts(text);
            if let [_] = parts.as_slice()
                && part(text, house).is_err()
            {
                return Err(error);
            }
            for words in parts {
                let read = part(&words, house)?;
                phrase.stated.extend(read.stated);
                if phrase.of.is_some() && read.of.is_some() && phrase.of != read.of {
                    return Err(StatedError::TwoBases { text: text.to_owned() });
                }
                phrase.of = phrase.of.or(read.of);
            }
            if phrase.stated.is_empty() {
                return Err(error);
            }
        }
    }
    Ok(phrase)
}

/// What stands before, in and after brackets; in brackets, between commas and semicolons.
fn parts(text: &str) -> Vec<String> {
    let (mut outer, mut inner, mut is_inside) = (String::new(), String::new(), false);
    for each in text.chars() {
        match each {
            '(' | '[' => is_inside = true,
            ')' | ']' => {
                is_inside = false;
                inner.push(';');
            }
            _ if is_inside => inner.push(each),
            _ => outer.push(each),
        }
    }
    let separate = |text: &str| -> Vec<String> {
        let each = text.split([';', '\u{2014}']).flat_map(|part| part.split(" \u{2013} "));
        let each = each
            .flat_map(|part| part.split(" - "))
            .flat_map(|part| part.split(", "))
            .flat_map(|part| part.split(" or "));
        each.map(|part| part.trim().trim_end_matches(',').trim_start_matches("or ").to_owned())
            .filter(|part| !part.is_empty())
            .collect()
    };
    separate(&outer).into_iter().chain(separate(&inner)).collect()
}

/// One of them: a wording, `n = 80`, or a percentage of so many: `21% of 370 councils`.
fn part(text: &str, house: &HouseWords) -> Result<Phrase, StatedError> {
    let error = match parse_by(text, house) {
        Ok(stated) => return Ok(Phrase { stated: vec![stated], of: None }),
        Err(error) => error,
    };
    let folded = folded(text);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let base = match words.as_slice() {
        ["n", "=", base @ ..] | ["base", ":" | "=", base @ ..] | ["base:", base @ ..] => read_whole(base),
        [joined] => joined.strip_prefix("n=").and_then(|base| read_whole(&[base])),
        _ => None,
    };
    if base.is_some() {
        return Ok(Phrase { stated: Vec::new(), of: base });
    }
    let Some(at) = words.iter().position(|word| *word == "of") else { return Err(error) };
    let whole = words[at + 1..].strip_prefix(&["the"]).unwrap_or(&words[at + 1..]);
    let whole = whole.strip_prefix(&["all"]).unwrap_or(whole);
    // The number may be followed by what is counted: `370 councils`.
    let base = (1..=whole.len()).rev().find_map(|end| read_whole(&whole[..end]));
    match (parse_by(&words[..at].join(" "), house), base) {
        (
            Ok(
                stated @ (Stated::Exactly(Quantity::Percentage(_) | Quantity::Part(_))
                | Stated::Hedged { .. }
                | Stated::Quantifier(_)),
            ),
            Some(base),
        ) => Ok(Phrase { stated: vec![stated], of: Some(base) }),
        _ => Err(error),
    }
}
