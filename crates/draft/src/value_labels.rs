//! Options and missing values from the labels that a file gives to values.

use topline_ingest::{ColumnDescription, Missing};
use topline_survey::{Absent, AbsentLabels, Mark};

use crate::absent_labels::list_of;
use crate::codebook_entry::OptionEntry;
use crate::column::Column;
use crate::language::DeclaredAbsences;
use crate::lexicon::{contains_any, is_any};
use crate::marks::{is_refusal, mark_of, reason_of, stands_last};
use crate::profile::{is_tag, number};
use crate::question_draft::option;
use crate::text::fold;

/// Options in the order of the file: values that are small numbers are their own codes, others are counted on.
pub(crate) fn options(values: &[(String, String)]) -> Vec<OptionEntry> {
    let own = |text: &str| text.parse::<i32>().ok().filter(|code| (0..=999_999).contains(code));
    let mut next = values.iter().filter_map(|(text, _)| own(text)).max().unwrap_or(0);
    let mut taken: Vec<String> = Vec::new();
    let mut options = Vec::with_capacity(values.len());
    for (text, label) in values {
        let code = own(text).unwrap_or_else(|| {
            next += 1;
            next
        });
        let label = if label.trim().is_empty() { text } else { label };
        let is_taken = |label: &str, taken: &[String]| {
            taken.iter().any(|known| known == label) || values.iter().any(|(other, _)| other == label && other != text)
        };
        let label =
            if is_taken(label, &taken) { format!("{} ({text})", label.trim()) } else { label.trim().to_owned() };
        taken.push(label.clone());
        let also = if own(text).is_some_and(|code| code.to_string() == *text) || *text == label {
            Vec::new()
        } else {
            vec![text.clone()]
        };
        // What counts in a mean is the file's own number.
        let value = if own(text).is_some() { None } else { number(text) };
        let plain = option(code, &label);
        let value = value.filter(|_| plain.mark.is_none());
        options.push(OptionEntry { also, value, ..plain });
    }
    options
}

/// Puts the values of a scale into the order of their numbers, and behind them what is no point of it. Values that are no
/// numbers stay in the order of the file.
pub(crate) fn in_order(values: &mut [(String, String)]) {
    if values.iter().any(|(text, _)| number(text).is_none()) {
        return;
    }
    let place = |(text, label): &(String, String)| (stands_last(label), number(text).unwrap_or_default());
    values.sort_by(|one, other| {
        let ((one, a), (other, b)) = (place(one), place(other));
        one.cmp(&other).then(a.total_cmp(&b))
    });
}

/// Why the value of a label is no answer, though the file does not declare it missing: "Missing", "No answer". A refusal stays
/// an answer, out of means.
pub(crate) fn undeclared_absence(label: &str) -> Option<Absent> {
    let is_missing =
        is_any(fold(label).trim_matches(['(', ')', '[', ']', '<', '>']), |language| &language.absent.missing);
    match reason_of(label) {
        Some(Absent::Refused) => None,
        None if is_missing => Some(Absent::NoAnswer),
        reason => reason,
    }
}

/// Why the value of a label is no number, where other values of its column are.
pub(crate) fn no_number(label: &str) -> Option<Absent> {
    if is_refusal(label) {
        return Some(Absent::Refused);
    }
    let is_none = undeclared_absence(label).is_some() || reason_of(label).is_some();
    match mark_of(label) {
        Some(Mark::DontKnow | Mark::NotApplicable) => Some(reason(label)),
        Some(Mark::Other) | None => is_none.then(|| reason(label)),
    }
}

/// Texts that the file declares missing, by what their labels say.
pub(crate) fn declared_missing(column: &Column, told: &ColumnDescription, absent: &mut AbsentLabels) {
    let label =
        |text: &str| told.values.iter().find(|(value, _)| value == text).map_or("", |(_, label)| label.as_str());
    let occurs = |text: &str| column.profile.tags.iter().any(|tag| tag == text);
    let mut add = |text: &str| {
        if !absent.texts().any(|(known, _)| known == text) {
            list_of(absent, reason(label(text))).push(text.to_owned());
        }
    };
    for missing in &told.missing {
        match missing {
            // Stata and SAS have 27 such values for each number: a codebook names those that occur.
            Missing::Value(text) if is_tag(text) && label(text).is_empty() && !occurs(text) => {}
            Missing::Value(text) => add(text),
            Missing::Range(from, to) => {
                let within = |text: &str| number(text).is_some_and(|value| (*from..=*to).contains(&value));
                let labelled = told.values.iter().map(|(value, _)| value);
                let held = column.profile.texts.iter().map(|(text, _)| text);
                labelled.chain(held).filter(|text| within(text)).for_each(|text| add(text));
            }
        }
    }
}

/// Why an answer is missing, by the label of its value.
fn reason(label: &str) -> Absent {
    let text = fold(label);
    let has =
        |list: fn(&DeclaredAbsences) -> &[String]| contains_any(&text, |language| list(&language.absent.declared));
    if has(|declared| &declared.refused) {
        Absent::Refused
    } else if has(|declared| &declared.not_asked) {
        Absent::NotAsked
    } else if has(|declared| &declared.invalid) {
        Absent::Invalid
    } else {
        Absent::NoAnswer
    }
}
