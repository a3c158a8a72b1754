//! Columns that hold survey weights: by their names and labels, and by their numbers, which kilograms have too.

use topline_ingest::Description;

use crate::column::Column;
use crate::column_numbers::ColumnNumbers;
use crate::lexicon::{column_names, has};
use crate::text::squeezed;

/// What is made of a column that may hold weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finding {
    /// The file declares it.
    Declared,
    /// It has the name of a weight of a large survey.
    Known,
    /// Its name or label says so, and its numbers are those of weights.
    Named,
    /// Its name says so, and its numbers may be of something else.
    Unlikely,
    /// Its numbers are those of weights, and nothing says so.
    Alike,
    /// Its name says so, and bodies or goods are weighed.
    Body,
    /// Its name says so, and it lacks a number in some rows, or has one below 0.
    Incomplete,
}

impl Finding {
    /// Whether figures are weighted by it unasked.
    pub(crate) fn is_used(self) -> bool {
        matches!(self, Self::Declared | Self::Known | Self::Named)
    }

    pub(crate) fn says(self) -> &'static str {
        match self {
            Self::Declared => "the file declares it",
            Self::Known => "the name of a weight of a large survey",
            Self::Named => "its name or label says so, and its numbers are those of weights",
            Self::Unlikely => "its name says so, but its numbers may be of something else",
            Self::Alike => "its numbers have a mean of about 1, as weights have, and nothing else says so",
            Self::Body => "its name says so, but bodies or goods are weighed here",
            Self::Incomplete => "its name says so, but some rows have no number, or one below 0",
        }
    }
}

/// Means between these are those of weights that were scaled to the sample.
const SCALED: std::ops::RangeInclusive<f64> = 0.2..=5.0;
/// Means within these are of nothing but that, whatever the column is called.
const AT_ONE: std::ops::RangeInclusive<f64> = 0.98..=1.02;
/// Means from here on can be of weights that add up to a population.
const TO_POPULATION: f64 = 300.0;
/// The most characters and words of a name.
const LONGEST_NAME: usize = 30;
const MOST_WORDS: usize = 2;
/// The most words of one that has a word for nothing but survey weights: `Fattore di ponderazione`.
const MOST_TELLING_WORDS: usize = 4;

/// The columns that may hold weights, in the order of the export. `respondent` is none of them.
pub(crate) fn find_weights(
    columns: &[Column],
    description: Option<&Description>,
    respondent: Option<usize>,
    delimiter: Option<char>,
) -> Vec<(usize, Finding)> {
    let declared = description.and_then(|description| description.weight.as_deref());
    let weighs_bodies = columns.iter().any(|column| {
        let names = [column.heading.name.as_str(), column.heading.question.as_str()];
        names.into_iter().chain(label_of(column, description)).any(|name| says(name, &column_names().weight.neighbours))
    });
    let finding = |at: usize| -> Option<Finding> {
        let column = &columns[at];
        let profile = &column.profile;
        if Some(at) == respondent || column.heading.part.is_some() {
            return None;
        }
        let numbers = if profile.is_numeric() {
            profile.numbers
        } else if profile.has_decimal_commas(delimiter) {
            profile.comma_numbers
        } else {
            return None;
        };
        let name = column.heading.name.as_str();
        let label = label_of(column, description);
        let is_complete = profile.blank == 0 && numbers.least >= 0.0 && numbers.mean() > 0.0;
        if Some(name) == declared {
            return is_complete.then_some(Finding::Declared);
        }
        let is_known = has(&column_names().weight.surveys, &squeezed(name));
        let most_words = if tells_of_weights(name) { MOST_TELLING_WORDS } else { MOST_WORDS };
        let short_name = name.len() <= LONGEST_NAME && name.split_whitespace().count() <= most_words;
        let is_named = (short_name && says_weight(name)) || label.is_some_and(label_says_weight);
        if !is_known && !is_named {
            return could_be_alike(column, &numbers).then_some(Finding::Alike);
        }
        if !is_complete {
            return Some(Finding::Incomplete);
        }
        if is_known {
            return Some(Finding::Known);
        }
        let bodies = &column_names().weight.bodies;
        let is_body = [Some(name), label].into_iter().flatten().any(|text| says(text, bodies))
            || (weighs_bodies && is_ambiguous(name, label));
        Some(if is_body {
            Finding::Body
        } else if numbers_fit(column, &numbers, is_ambiguous(name, label)) {
            Finding::Named
        } else {
            Finding::Unlikely
        })
    };
    (0..columns.len()).filter_map(|at| finding(at).map(|finding| (at, finding))).collect()
}

fn label_of<'d>(column: &Column, description: Option<&'d Description>) -> Option<&'d str> {
    let known = description?.columns.iter().find(|told| told.name == column.heading.name)?;
    known.label.as_deref().filter(|label| !label.trim().is_empty())
}

/// The words of a name: between signs, and before capitals (`weightKg`).
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for each in name.chars() {
        let begins = each.is_uppercase() && before.is_lowercase();
        if !each.is_alphanumeric() || begins || (each.is_ascii_digit() && before.is_alphabetic()) {
            words.push(String::new());
        }
        if each.is_alphanumeric() {
            words.last_mut().into_iter().for_each(|word| word.extend(each.to_lowercase()));
        }
        before = each;
    }
    words.retain(|word| !word.is_empty());
    words
}

fn says(name: &str, list: &[String]) -> bool {
    words_of(name).iter().any(|word| has(list, word))
}

/// Whether a name says that the column holds weights.
pub(crate) fn says_weight(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut plain = lower.split(|each: char| !each.is_alphanumeric());
    let known = &column_names().weight.words;
    plain.any(|word| has(known, word))
        || says(name, known)
        || lower.strip_prefix("wt").is_some_and(|rest| rest.len() >= 3 && rest.chars().all(char::is_alphanumeric))
}

fn label_says_weight(label: &str) -> bool {
    let label = label.to_lowercase();
    column_names().weight.labels.iter().any(|known| label.contains(known.as_str()))
}

/// Whether only a word says so that bodies and goods are weighed by too.
fn is_ambiguous(name: &str, label: Option<&str>) -> bool {
    let known = &column_names().weight;
    let others = words_of(name).iter().any(|word| !has(&known.ambiguous, word) && word.parse::<u32>().is_err());
    !tells_of_weights(name) && !others && !label.is_some_and(label_says_weight)
}

/// Whether a name has a word for survey weights by which nothing else is weighed.
fn tells_of_weights(name: &str) -> bool {
    let known = &column_names().weight;
    words_of(name).iter().any(|word| has(&known.words, word) && !has(&known.ambiguous, word))
}

/// Whether numbers are those of weights. Under a name that says little, whole ones from hundreds on are grams or money.
fn numbers_fit(column: &Column, numbers: &ColumnNumbers, is_ambiguous: bool) -> bool {
    let profile = &column.profile;
    let mean = numbers.mean();
    let are_whole = numbers.integers == profile.filled;
    (SCALED.contains(&mean) && !(are_whole && profile.distinct() > 1 && is_ambiguous))
        || (mean > TO_POPULATION && !(is_ambiguous && are_whole))
        || (!is_ambiguous && !(30.0..=200.0).contains(&mean))
        || (!is_ambiguous && !are_whole && numbers.greatest > 5.0 * numbers.least.max(1e-9))
}

/// Whether a column could hold weights by its numbers alone, or by a name of one letter or two.
fn could_be_alike(column: &Column, numbers: &ColumnNumbers) -> bool {
    let profile = &column.profile;
    let is_short = has(&column_names().weight.short, &column.heading.name.to_lowercase());
    let could = profile.blank == 0 && numbers.least > 0.0 && numbers.integers < profile.filled;
    could && (is_short || AT_ONE.contains(&numbers.mean()))
}

#[cfg(test)]
mod tests {
    use super::says_weight;

    #[test]
    fn weights_are_told_by_their_names() {
        for name in
            ["weight", "WT", "final_wgt", "Pesos", "WTMEC2YR", "weight_2019", "pspwght", "SampleWeight", "Gewichtung"]
        {
            assert!(says_weight(name), "{name}");
        }
        for name in ["w", "pw", "age", "weightlifting", "growth"] {
            assert!(!says_weight(name), "{name}");
        }
    }
}
