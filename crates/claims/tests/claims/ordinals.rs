//! Places in a ranking, in words and in digits.

use std::collections::BTreeMap;

use topline_claims::{FigureIndex, Query};
use topline_survey::RoundingMode;

use crate::fixture::{Cell, cell, joined, rounding};

#[test]
fn a_place_in_words_is_that_in_digits() {
    let place = |row: u64| Cell { row_label: format!("Ranked {row}"), ..cell(&format!("Q.{row}"), 20 + row, 200) };
    let tables = joined(&[place(1), place(2), place(3)]);
    let index = FigureIndex::new(&tables, &BTreeMap::new());
    let first = |words: &str| {
        let found = index.find(&Query::of_words(words), &rounding(RoundingMode::HalfUp), 3);
        found.first().map(|found| found.figure.name().to_string())
    };
    for (words, name) in [("ranked it first", "Q.1"), ("was ranked second, by men", "Q.2"), ("ranked third", "Q.3")] {
        assert_eq!(first(words).as_deref(), Some(name), "{words}");
    }
}
