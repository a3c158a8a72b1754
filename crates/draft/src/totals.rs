//! Rows that are no responses, by what stands in a column: sums below them, as people add them in a spreadsheet (`Total` where
//! others have their id), and the rows of repeating instruments.

use crate::lexicon::is_any;
use crate::profile::Profile;
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
