//! Words for shares whose meaning a house has declared: `[claims.words]` of `survey.toml`.

use std::collections::BTreeMap;

use topline_survey::{Quantity, Stated};

use crate::wording::grammar::{folded, parse_stated};
use crate::wording::house_words::HouseWords;
use crate::wording::quantifiers::bare;
use crate::wording::stated_error::StatedError;

/// Reads the words, each with the percentages that it means: `over 90%`, `75% to 90%`. With those that mean no percentages.
#[must_use]
pub fn read_house_words(declared: &BTreeMap<String, String>) -> (HouseWords, Vec<(String, StatedError)>) {
    let (mut house, mut wrong) = (HouseWords::default(), Vec::new());
    for (word, meaning) in declared {
        match parse_stated(meaning) {
            Ok(stated) if is_of_percentages(stated) => {
                let folded = folded(word);
                let words: Vec<&str> = folded.split_whitespace().collect();
                house.declare(bare(&words), stated);
            }
            Ok(_) => wrong.push((word.clone(), StatedError::Unknown { text: meaning.clone() })),
            Err(error) => wrong.push((word.clone(), error)),
        }
    }
    (house, wrong)
}

fn is_of_percentages(stated: Stated) -> bool {
    match stated {
        Stated::Hedged { quantity, .. } | Stated::Exactly(quantity) => matches!(quantity, Quantity::Percentage(_)),
        Stated::Between(range) => range.percentages().is_some(),
        Stated::CountOf { .. }
        | Stated::AllBut(_)
        | Stated::Quantifier(_)
        | Stated::MostCommon
        | Stated::LeastCommon => false,
    }
}
