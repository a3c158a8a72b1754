//! Figures of an earlier wave of a survey, as it published them: a number that nobody brought up to date is right of the same figure there.

use std::collections::HashMap;

use topline_exact::Decimal;
use topline_survey::{Figure, FigureRef, StatedValue};

use crate::label::fold;

/// What a wave published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierWave {
    /// Its name, as messages call it.
    pub name: String,
    /// Its figures.
    pub figures: HashMap<FigureRef, EarlierValue>,
}

/// A figure of an earlier wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierValue {
    /// The label of its row: codes may have changed their meaning.
    pub row_label: String,
    /// The value as published.
    pub published: Decimal,
    /// How many are counted, and out of how many.
    pub counts: (u64, u64),
}

/// The wave in which the same figure has the value that is stated, in words.
pub(crate) fn right_earlier(stated: StatedValue, figure: &Figure<'_>, waves: &[EarlierWave]) -> Option<String> {
    waves.iter().find_map(|wave| {
        let value = wave.figures.get(&figure.name())?;
        let (count, base) = value.counts;
        let is_same = fold(&value.row_label) == fold(&figure.row.label);
        (is_same && is_value(stated, value)).then(|| format!("it is right of {}: {count} of {base}", wave.name))
    })
}

fn is_value(stated: StatedValue, value: &EarlierValue) -> bool {
    match stated {
        StatedValue::Percentage(percentage) => percentage.compare(value.published).is_eq(),
        StatedValue::Number(number) => {
            number.whole() == Some(value.counts.0) || number.compare(value.published).is_eq()
        }
        StatedValue::CountOf { count, base } => (count, base) == value.counts,
    }
}
