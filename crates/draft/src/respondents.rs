//! The column that identifies respondents: by its name, whatever repeats in it, and never a measure.

use topline_ingest::Description;

use crate::column::Column;
use crate::lexicon::{column_names, has};
use crate::metadata::Metadata;
use crate::text::squeezed;
use crate::weights::says_weight;

/// The column that identifies respondents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Respondent {
    pub column: usize,
    /// Rows whose respondent has one before.
    pub repeats: u64,
    pub why: &'static str,
}

/// Columns that are looked at by their place.
const FIRST_COLUMNS: usize = 3;

/// Finds it: an identifier by its name without repetitions, one with few, or a column that numbers or codes each row.
pub(crate) fn find_respondent(columns: &[Column], description: Option<&Description>) -> Option<Respondent> {
    let named = || (0..columns.len()).filter(|at| columns[*at].metadata == Some(Metadata::Identifier));
    let found = |why: &'static str| move |column: usize| Respondent { column, repeats: 0, why };
    named()
        .find(|at| columns[*at].profile.is_unique())
        .map(found("named like an identifier, and no row repeats another"))
        .or_else(|| {
            let repeating = |at: &usize| columns[*at].profile.is_nearly_unique() && columns[*at].profile.blank == 0;
            named().find(repeating).map(|column| Respondent {
                column,
                repeats: columns[column].profile.repeats().unwrap_or_default(),
                why: "named like an identifier",
            })
        })
        .or_else(|| numbering(columns, description).map(found("numbers or codes each row")))
}

/// The first column without blanks and repetitions that is named like an identifier, or is one of the first and holds codes or
/// running numbers. A column with value labels is an answer, and so is the only one that could be.
fn numbering(columns: &[Column], description: Option<&Description>) -> Option<usize> {
    if columns.iter().filter(|column| column.metadata.is_none()).count() < 2 {
        return None;
    }
    (0..columns.len()).find(|at| {
        let column = &columns[*at];
        let name = &column.heading.name;
        let told = description.and_then(|told| told.columns.iter().find(|told| told.name == *name));
        let label = told.and_then(|told| told.label.as_deref()).unwrap_or_default().to_lowercase();
        let is_named =
            is_numbering_name(name) || column_names().numbering.labels.iter().any(|end| label.ends_with(end.as_str()));
        let profile = &column.profile;
        let plain = profile.texts.iter().all(|(text, _)| !text.contains(char::is_whitespace) && !text.contains('@'));
        profile.is_unique()
            && (is_named
                || (*at < FIRST_COLUMNS && (are_codes(column) || are_running(column)))
                || (*at == 0 && is_row_names(column)))
            && told.is_none_or(|told| told.values.is_empty())
            && plain
            && (profile.numbers.integers == profile.filled || profile.numbers.count == 0)
            && profile.moments == 0
            && !profile.is_dated()
            && column.heading.part.is_none()
            && !matches!(column.metadata, Some(Metadata::Personal | Metadata::Time | Metadata::Technical))
            && !says_weight(name)
    })
}

/// Whether a first column is the row names of the program that saved the export: rows were left out or shuffled, so that they do
/// not run.
fn is_row_names(column: &Column) -> bool {
    has(&column_names().numbering.row_names, &column.heading.name.to_lowercase())
}

/// Whether the last word of a name numbers things: `case_no`, `KANTARID`, `Interview number`.
pub(crate) fn is_numbering_name(name: &str) -> bool {
    let known = &column_names().numbering.names;
    let last = name.rsplit(|each: char| !each.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
    // `RespondentID`, `caseId`.
    let before_capitals = |end: &str| last.len() > end.len() && last.ends_with(end);
    has(known, &last.to_lowercase())
        || before_capitals("ID")
        || before_capitals("Id")
        || has(&column_names().respondent.usually, &squeezed(name))
        || has(&column_names().respondent.always, &squeezed(name))
}

/// Whether nearly all cells are codes with a digit in them, and no numbers.
fn are_codes(column: &Column) -> bool {
    let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    let texts = &column.profile.texts;
    column.profile.numbers.count == 0
        && texts.iter().filter(|(text, _)| has_digit(text)).count() * 10 >= texts.len() * 9
}

/// Whether cells number the rows: whole numbers without a gap.
fn are_running(column: &Column) -> bool {
    let profile = &column.profile;
    let span = profile.numbers.greatest - profile.numbers.least + 1.0;
    profile.numbers.integers == profile.filled && (span - profile.filled as f64).abs() < 0.5
}
