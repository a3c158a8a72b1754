//! Rows below the responses that sum them up, as people add them in a spreadsheet: `Total` where others have their id.

use crate::lexicon::is_any;
use crate::profile::Profile;
use crate::text::fold;

/// Rows that are no responses, by what stands in a column.
#[derive(Debug, Clone)]
pub(crate) struct TotalRows {
    pub column: usize,
    pub texts: Vec<String>,
}

/// They name rows in one of the first columns.
const FIRST_COLUMNS: usize = 2;
/// The fewest other rows.
const FEWEST_ROWS: u64 = 5;
/// The most such rows.
const MOST_TOTALS: u64 = 4;

/// The rows of totals of an export, whose responses are numbered or named apart.
pub(crate) fn total_rows(profiles: &[Profile]) -> Option<TotalRows> {
    profiles.iter().take(FIRST_COLUMNS).enumerate().find_map(|(column, profile)| {
        let is_total = |text: &str| is_any(&fold(text.trim_end_matches(':')), |language| &language.totals.labels);
        let totals: Vec<&(String, u64)> = profile.texts.iter().filter(|(text, _)| is_total(text)).collect();
        let count: u64 = totals.iter().map(|(_, count)| count).sum();
        let others = profile.filled.saturating_sub(count);
        let is_id = profile.numbers == others || profile.is_unique();
        let found = (1..=MOST_TOTALS).contains(&count) && others >= FEWEST_ROWS && others > 2 * profile.blank && is_id;
        found.then(|| TotalRows { column, texts: totals.iter().map(|(text, _)| text.clone()).collect() })
    })
}

impl TotalRows {
    /// Whether what stands in the column names totals.
    pub(crate) fn has(&self, text: Option<&str>) -> bool {
        text.is_some_and(|text| self.texts.iter().any(|known| known == text.trim()))
    }
}
