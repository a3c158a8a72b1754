//! Rows that are no responses, by what stands in a column: sums and notes below them, as people add them in a spreadsheet (`Total` where
//! others have their id), the header over again where files were put together, and the rows of repeating instruments.

use crate::lexicon::is_any;
use crate::profile::{Profile, number};
use crate::text::fold;

/// Rows that are no responses, by what stands in a column.
#[derive(Debug, Clone)]
pub(crate) struct RowsApart {
    pub column: usize,
    pub texts: Vec<String>,
    pub reason: &'static str,
    /// How many there are.
    pub rows: u64,
}

/// They name rows in one of the first columns.
const FIRST_COLUMNS: usize = 2;
/// The fewest other rows.
const FEWEST_ROWS: u64 = 5;
/// The most such rows.
const MOST_TOTALS: u64 = 4;
/// The fewest ids that tell what is none, and the most rows below the responses.
const FEWEST_IDS: usize = 20;
const MOST_BELOW: usize = 6;
/// Numbers further apart than this, on the average, measure something.
const MOST_SPACED: f64 = 2.0;

/// The rows of totals of an export, whose responses are numbered or named apart.
pub(crate) fn total_rows(profiles: &[Profile]) -> Option<RowsApart> {
    profiles.iter().take(FIRST_COLUMNS).enumerate().find_map(|(column, profile)| {
        let is_total = |text: &str| is_any(&fold(text.trim_end_matches(':')), |language| &language.totals.labels);
        let totals: Vec<&(String, u64)> = profile.texts.iter().filter(|(text, _)| is_total(text)).collect();
        let count: u64 = totals.iter().map(|(_, count)| count).sum();
        let others = profile.filled.saturating_sub(count);
        let is_id = profile.numbers.count == others || profile.is_unique();
        let found = (1..=MOST_TOTALS).contains(&count) && others >= FEWEST_ROWS && others > 2 * profile.blank && is_id;
        found.then(|| RowsApart {
            column,
            texts: totals.iter().map(|(text, _)| text.clone()).collect(),
            reason: "row of totals",
            rows: count,
        })
    })
}

/// The header over again, as files that were put one below the other have it: columns hold their own names, all as often.
pub(crate) fn header_rows_again(names: &[String], profiles: &[Profile]) -> Option<RowsApart> {
    let times = |at: usize| {
        let own = profiles[at].texts.iter().find(|(text, _)| text == names[at].trim());
        own.map_or(0, |(_, count)| *count)
    };
    let counts: Vec<u64> = (0..names.len()).map(times).collect();
    let rows = counts.iter().copied().max().filter(|rows| *rows > 0)?;
    let have = counts.iter().filter(|count| **count == rows).count();
    // A column with more texts than are kept may have its name among the others.
    let is_header = have >= 2 && have * 10 >= names.len() * 8 && rows * 5 <= profiles[0].filled + profiles[0].blank;
    let column = counts.iter().position(|count| *count == rows)?;
    is_header.then(|| RowsApart {
        column,
        texts: vec![names[column].trim().to_owned()],
        reason: "the header again",
        rows,
    })
}

/// The rows below the responses, whose ids are numbers: where a program or a person wrote a note or counts, words stand instead.
pub(crate) fn rows_below(profiles: &[Profile]) -> Option<RowsApart> {
    profiles.iter().take(FIRST_COLUMNS).enumerate().find_map(|(column, profile)| {
        let is_number = |text: &String| number(text).is_some();
        let words = profile.texts.iter().rev().take_while(|(text, _)| !is_number(text)).count();
        let (ids, below) = profile.texts.split_at(profile.texts.len() - words);
        let span = profile.numbers.greatest - profile.numbers.least + 1.0;
        let are_ids = ids.len() >= FEWEST_IDS
            && !profile.overflows
            && span <= MOST_SPACED * ids.len() as f64
            && ids.iter().all(|(text, count)| is_number(text) && *count == 1)
            && ids.len() as u64 > (profile.filled + profile.blank) * 9 / 10;
        // A word with a digit may be an id that is written otherwise.
        let are_words =
            |text: &str| !text.contains(|each: char| each.is_ascii_digit()) || text.split_whitespace().nth(2).is_some();
        let are_below = (1..=MOST_BELOW).contains(&words) && below.iter().all(|(text, _)| are_words(text));
        (are_ids && are_below).then(|| RowsApart {
            column,
            texts: below.iter().map(|(text, _)| text.clone()).collect(),
            reason: "row below the responses",
            rows: below.iter().map(|(_, count)| count).sum(),
        })
    })
}

/// The rows that a column names, where others have none: those of an instrument that repeats.
pub(crate) fn repeated_rows(profiles: &[Profile], column: usize) -> Option<RowsApart> {
    let profile = &profiles[column];
    let are_some = profile.filled > 0 && profile.blank > 0 && !profile.overflows;
    are_some.then(|| RowsApart {
        column,
        texts: profile.texts.iter().map(|(text, _)| text.clone()).collect(),
        reason: "row of a repeating instrument",
        rows: profile.filled,
    })
}

impl RowsApart {
    /// Whether what stands in the column says so.
    pub(crate) fn has(&self, text: Option<&str>) -> bool {
        text.is_some_and(|text| self.texts.iter().any(|known| known == text.trim()))
    }
}
