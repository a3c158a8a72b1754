//! Columns that may name a person: by their names and questions in several languages, or by what their cells look like.

use topline_ingest::{ColumnDescription, Description};

use crate::column::Column;
use crate::lexicon::{column_names, has, is_any, is_closed_list, languages};
use crate::marks::mark_of;
use crate::metadata::Metadata;
use crate::profile::{Profile, number};
use crate::text::{fold, is_unparted, squeezed};
use crate::tick_words::{is_tick_word, is_yes_or_no};

/// Why a column may name a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// By its name.
    Name,
    /// By its question, or the label that the file gives it.
    Question,
    /// Long numbers that differ in nearly every row.
    Digits,
    /// Places on the earth.
    Place,
    /// Value labels that differ in nearly every row.
    Labels,
}

impl Reason {
    pub(crate) fn says(self) -> &'static str {
        match self {
            Self::Name => "by its name",
            Self::Question => "by its question",
            Self::Digits => "long numbers that differ in nearly every row",
            Self::Place => "places on the earth",
            Self::Labels => "value labels that differ in nearly every row",
        }
    }
}

/// Fewer cells than these tell little of what a column holds.
const FEW_CELLS: u64 = 20;

/// The label that a file gives to a column.
fn label_of<'d>(column: &Column, description: Option<&'d Description>) -> Option<&'d str> {
    let known = description?.columns.iter().find(|told| told.name == column.heading.name)?;
    known.label.as_deref()
}

/// Why a column may name a person, by what it is called.
pub(crate) fn reason_by_words(column: &Column, description: Option<&Description>) -> Option<Reason> {
    let heading = &column.heading;
    if names_others(column) {
        return Some(Reason::Name);
    }
    if !could_identify(&column.profile, heading.part.as_deref()) {
        return None;
    }
    if has_own_labels(column, description) {
        return Some(Reason::Labels);
    }
    let is_name = |text: &str| {
        let last = squeezed(text.rsplit('/').next().unwrap_or(text));
        has(&column_names().personal.names, &last) || is_any(&last, |language| &language.personal.names)
    };
    let label = label_of(column, description);
    let names = [Some(heading.name.as_str()), heading.part.as_deref(), heading.code.as_deref()];
    if names.into_iter().flatten().any(is_name) || says_place(&heading.name, &column.profile) {
        return Some(Reason::Name);
    }
    let texts = [Some(heading.name.as_str()), Some(heading.question.as_str()), heading.part.as_deref(), label];
    let says = |text: &str| {
        let words = format!(" {} ", fold(&text.replace(['_', '.'], " ")));
        is_name(text) || languages().iter().any(|language| says_any(&words, &language.personal.phrases))
    };
    texts.into_iter().flatten().any(says).then_some(Reason::Question)
}

/// Whether a text has one of these phrases between other words: `iban`, and no Taliban.
fn says_any(text: &str, phrases: &[String]) -> bool {
    let stands_alone = |at: usize, phrase: &str| {
        let (before, behind) = (&text[..at], &text[at + phrase.len()..]);
        let behind = behind.strip_prefix('s').unwrap_or(behind);
        !before.ends_with(char::is_alphanumeric) && !behind.starts_with(char::is_alphanumeric)
    };
    let is_said =
        |phrase: &str| text.match_indices(phrase).any(|(at, _)| is_unparted(phrase) || stands_alone(at, phrase));
    phrases.iter().any(|phrase| is_said(phrase))
}

/// Why a column may name a person, by its cells.
pub(crate) fn reason_by_cells(column: &Column) -> Option<Reason> {
    let profile = &column.profile;
    let nearly_all = |count: u64| count * 10 >= profile.filled * 9;
    if profile.filled >= 5 && nearly_all(profile.coordinates) {
        return Some(Reason::Place);
    }
    (profile.filled >= 2 && nearly_all(profile.long_digits) && profile.is_nearly_unique()).then_some(Reason::Digits)
}

/// Why a column that is passed over may name a person.
pub(crate) fn reason(column: &Column, description: Option<&Description>) -> Reason {
    reason_by_words(column, description).or_else(|| reason_by_cells(column)).unwrap_or(Reason::Name)
}

/// Marks what may name a person by its name or question; an identifier of responses stays one.
pub(crate) fn mark_by_words(columns: &mut [Column], description: Option<&Description>) {
    for column in columns.iter_mut().filter(|column| column.metadata.is_none()) {
        if reason_by_words(column, description).is_some() {
            column.metadata = Some(Metadata::Personal);
        }
    }
}

/// Marks what may name a person by its cells; columns with a part of their own are marked already.
pub(crate) fn mark_by_cells(columns: &mut [Column]) {
    for column in columns.iter_mut().filter(|column| column.metadata.is_none()) {
        if reason_by_cells(column).is_some() {
            column.metadata = Some(Metadata::Personal);
        }
    }
}

/// Whether a column is called after those who asked or taught or led, and holds what names them: few, of many rows each.
fn names_others(column: &Column) -> bool {
    let has_name = |text: &str| text.chars().any(char::is_alphabetic);
    let is_called = |text: &str| is_any(&squeezed(text), |language| &language.personal.others);
    let heading = &column.heading;
    let texts = &column.profile.texts;
    [&heading.name, &heading.question].into_iter().any(|text| is_called(text))
        && texts.iter().any(|(text, _)| has_name(text) && !is_yes_or_no(text) && mark_of(text).is_none())
}

/// Whether a file has a label for the value of nearly every row: names of who answered, and no list that was offered.
fn has_own_labels(column: &Column, description: Option<&Description>) -> bool {
    let told = description.and_then(|told| told.columns.iter().find(|told| told.name == column.heading.name));
    let profile = &column.profile;
    let is_labelled = |told: &ColumnDescription| {
        let labels = told.values.iter().filter(|(value, _)| profile.has(value)).map(|(_, label)| label);
        let own = labels.clone().filter(|label| !is_closed_list(label) && number(label).is_none()).count() as u64;
        own * 10 >= profile.filled * 9
    };
    profile.filled >= FEW_CELLS && profile.is_nearly_unique() && told.is_some_and(is_labelled)
}

/// Whether the cells could identify people: they are varied, or numbers and codes, and no ticks or answers of a list.
fn could_identify(profile: &Profile, part: Option<&str>) -> bool {
    let is_answer = |text: &str| {
        is_yes_or_no(text)
            || is_tick_word(text)
            || mark_of(text).is_some()
            || part.is_some_and(|part| fold(part) == fold(text))
    };
    if !profile.overflows && profile.filled > 0 && profile.texts.iter().all(|(text, _)| is_answer(text)) {
        return false;
    }
    let distinct = profile.distinct() as u64;
    let is_varied =
        if profile.filled < FEW_CELLS { distinct * 2 > profile.filled } else { distinct * 5 > profile.filled };
    let numbered = |text: &str| text.bytes().filter(u8::is_ascii_digit).count() >= 4;
    let are_codes = profile.texts.iter().filter(|(text, _)| numbered(text)).count() * 10 >= profile.texts.len() * 9;
    profile.filled == 0 || is_varied || (are_codes && distinct > 3)
}

/// Whether a name has a word for a place on the earth, and cells could be one.
fn says_place(name: &str, profile: &Profile) -> bool {
    let lower = name.to_lowercase();
    let mut words = lower.split(|each: char| !each.is_alphanumeric());
    let could_be = profile.coordinates > 0
        || (profile.numbers.count == profile.filled && profile.numbers.integers < profile.filled);
    could_be && words.any(|word| has(&column_names().place.words, word))
}
