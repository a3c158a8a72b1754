//! What is looked for.

use std::collections::BTreeSet;

use topline_survey::{Quantity, Stated};

use crate::label::fold;
use crate::search::terms::terms;

/// A word that is looked for, and how much it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryWord {
    /// The word.
    pub word: String,
    /// How much it counts: 1 in the clause that states the value, less further off.
    pub weight: f64,
}

/// What kind of figure is looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum WantedUnit {
    /// Any.
    #[default]
    Any,
    /// A percentage, or a count with a base.
    Share,
    /// A count of everybody there is: a base.
    Everybody,
    /// A count.
    Count,
    /// A mean or another value.
    Value,
}

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// The words.
    pub words: Vec<QueryWord>,
    /// The kind of figure.
    pub unit: WantedUnit,
    /// The value, which decides between near ties; without words it is all there is.
    pub stated: Vec<Stated>,
    /// The base.
    pub of: Option<u64>,
    /// Those of the words that say of whom the value is: `40% of straight men`.
    pub groups: BTreeSet<String>,
    /// The label of a row, as a table or chart of the document has it; empty where there is none.
    pub label: String,
    /// Whether the words deny something: `not at all`, `no alignment`, `haven't been`.
    pub is_denied: bool,
}

impl Query {
    /// Words that all count the same.
    #[must_use]
    pub fn of_words(text: &str) -> Self {
        let words = terms(text).into_iter().map(|word| QueryWord { word, weight: 1.0 }).collect();
        Self { words, ..Self::default() }
    }

    /// Says of whom the value is.
    pub fn set_group(&mut self, text: &str) {
        self.groups = terms(text).into_iter().collect();
    }

    /// Says what the label of the row is.
    pub fn set_label(&mut self, label: &str) {
        self.label = fold(label);
    }

    /// Adds the words of a text, each of this weight; a word that is there keeps the greater one.
    pub fn add(&mut self, text: &str, weight: f64) {
        for word in terms(text) {
            match self.words.iter_mut().find(|known| known.word == word) {
                Some(known) => known.weight = known.weight.max(weight),
                None => self.words.push(QueryWord { word, weight }),
            }
        }
    }
}

/// The kind of figure that a value is of.
#[must_use]
pub fn wanted_unit(stated: &[Stated]) -> WantedUnit {
    match stated.first() {
        None => WantedUnit::Any,
        Some(Stated::Exactly(Quantity::Number(number)) | Stated::Hedged { quantity: Quantity::Number(number), .. }) => {
            if number.decimals() > 0 {
                WantedUnit::Value
            } else {
                WantedUnit::Count
            }
        }
        Some(Stated::Exactly(Quantity::Points(_))) => WantedUnit::Value,
        Some(
            Stated::Exactly(Quantity::Percentage(_) | Quantity::Part(_))
            | Stated::Hedged { quantity: Quantity::Percentage(_) | Quantity::Part(_) | Quantity::Points(_), .. }
            | Stated::CountOf { .. }
            | Stated::AllBut(_)
            | Stated::Between(_)
            | Stated::Quantifier(_)
            | Stated::MostCommon
            | Stated::LeastCommon,
        ) => WantedUnit::Share,
    }
}
