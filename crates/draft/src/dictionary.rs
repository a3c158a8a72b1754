//! Questions from what a file says of its own columns: labels, value labels, missing values, sets of columns.

use std::collections::HashMap;

use topline_ingest::{ColumnDescription, Description, Holds, Measure};
use topline_survey::{AbsentLabels, Kind};

use crate::absent_labels::list_of;
use crate::column::{Column, Context};
use crate::question_draft::Drafted;
use crate::single_column::{self, Reading, reading};
use crate::text::shared_start;
use crate::text::split_texts;
use crate::tick_words::is_unticked_label;
use crate::toml_text::quoted;
use crate::value_labels::{declared_missing, no_number};
use crate::variable_sets::{TickBox, box_of, fill, from_alike, from_boxes, from_set, without_name};

/// The most distinct values without a label that become options beside those that have one.
const MOST_UNLABELLED: usize = 12;

/// Said of a question whose values have labels in the file that are no options.
pub(crate) const UNUSED_LABELS: &str =
    "value labels of the file that are not used here: some values stand for something else";

/// Whether a file says more of its columns than their names: a program without such knowledge writes statistical files too, all
/// of whose numbers are quantities to it.
pub(crate) fn tells(description: &Description) -> bool {
    let is_measured = |column: &&ColumnDescription| column.holds == Holds::Number && column.measure.is_some();
    let mut levels = description.columns.iter().filter(is_measured).map(|column| column.measure);
    let first = levels.next();
    let differ = levels.any(|level| Some(level) != first);
    let says = |column: &ColumnDescription| {
        column.label.as_deref().is_some_and(|label| !label.trim().is_empty())
            || !column.values.is_empty()
            || !column.missing.is_empty()
    };
    differ || !description.sets.is_empty() || description.columns.iter().any(says)
}

/// The questions of a file that describes its columns, and the columns that hold nothing.
pub(crate) fn draft(description: &Description, columns: &[Column], context: &Context) -> (Vec<Drafted>, Vec<usize>) {
    let place: HashMap<&str, usize> =
        columns.iter().enumerate().map(|(at, column)| (column.heading.name.as_str(), at)).collect();
    let told: HashMap<&str, &ColumnDescription> =
        description.columns.iter().map(|column| (column.name.as_str(), column)).collect();
    let none = ColumnDescription::default();
    let of = |at: usize| *told.get(columns[at].heading.name.as_str()).unwrap_or(&&none);
    let mut used = vec![false; columns.len()];
    let mut drafted: Vec<(usize, Drafted)> = Vec::new();
    let mut empty = Vec::new();
    let is_question = |at: usize| columns[at].metadata.is_none();
    for set in &description.sets {
        let members: Vec<usize> = set
            .columns
            .iter()
            .filter_map(|name| place.get(name.as_str()).copied())
            .filter(|at| is_question(*at))
            .collect();
        if members.len() < 2 || members.iter().any(|at| used[*at]) {
            continue;
        }
        for at in &members {
            used[*at] = true;
        }
        let described: Vec<(&Column, &ColumnDescription)> = members.iter().map(|at| (&columns[*at], of(*at))).collect();
        drafted.push((members[0], from_set(set, &described)));
    }
    let mut at = 0;
    while at < columns.len() {
        if used[at] || !is_question(at) {
            at += 1;
            continue;
        }
        let boxes: Vec<(&Column, &ColumnDescription, TickBox<'_>)> = (at..columns.len())
            .take_while(|next| !used[*next] && is_question(*next) && are_numbered(columns, at, *next))
            .map_while(|next| Some((&columns[next], of(next), box_of(&columns[next], of(next))?)))
            .collect();
        if boxes.len() >= 2 {
            drafted.push((at, from_boxes(&boxes)));
            at += boxes.len();
            continue;
        }
        let length = (at..columns.len())
            .take_while(|next| {
                !used[*next] && is_question(*next) && belong_together(columns, at, *next, of(at), of(*next))
            })
            .count();
        if length >= 2 {
            let described: Vec<(&Column, &ColumnDescription)> =
                (at..at + length).map(|at| (&columns[at], of(at))).collect();
            drafted.push((at, from_alike(&described)));
            at += length;
            continue;
        }
        match from_column(&columns[at], of(at), context) {
            Some(question) => drafted.push((at, question)),
            None => empty.push(at),
        }
        at += 1;
    }
    drafted.sort_by_key(|(at, _)| *at);
    (drafted.into_iter().map(|(_, question)| question).collect(), empty)
}

/// Whether two columns have the same value labels, and names that number them.
fn belong_together(
    columns: &[Column],
    first: usize,
    next: usize,
    one: &ColumnDescription,
    other: &ColumnDescription,
) -> bool {
    if first == next {
        return !one.values.is_empty();
    }
    let labels = [one.label.as_deref().unwrap_or_default(), other.label.as_deref().unwrap_or_default()];
    let worded =
        shared_start(&labels).chars().count() >= 15 && split_texts(&labels).1.iter().all(|part| !part.is_empty());
    one.values == other.values
        && one.values.len() >= 2
        && (are_numbered(columns, first, next)
            || (worded && (stem_of(columns, first, next).len() >= 2 || are_box_values(&one.values))))
}

/// Whether value labels are those of a tick, and of a box without one.
fn are_box_values(values: &[(String, String)]) -> bool {
    values.len() == 2 && values.iter().filter(|(_, label)| is_unticked_label(label)).count() == 1
}

/// What the names of two columns share, without the beginning of a number.
fn stem_of(columns: &[Column], first: usize, next: usize) -> &str {
    let names = [columns[first].heading.name.as_str(), columns[next].heading.name.as_str()];
    shared_start(&names).trim_end_matches(|each: char| each.is_ascii_digit())
}

/// Whether names number their columns: `Q1` and `Q2` are two questions, `Q1_1` and `Q1_2`, or `Q1a` and `Q1b`, are not.
fn are_numbered(columns: &[Column], first: usize, next: usize) -> bool {
    if first == next {
        return true;
    }
    let names = [columns[first].heading.name.as_str(), columns[next].heading.name.as_str()];
    let of_letters = shared_start(&names);
    let is_letter =
        |name: &str| matches!(&name.as_bytes()[of_letters.len()..], [letter] if letter.is_ascii_alphabetic());
    if of_letters.ends_with(|each: char| each.is_ascii_digit()) && names.iter().all(|name| is_letter(name)) {
        return true;
    }
    let stem = stem_of(columns, first, next);
    let tail = |name: &str| {
        let rest = &name[stem.len()..];
        rest.len() <= 4
            && rest.chars().any(|each| each.is_ascii_digit() || rest.len() <= 1)
            && (stem.ends_with(['_', '.'])
                || rest.chars().all(|each| each.is_ascii_lowercase() || each.is_ascii_digit()))
    };
    stem.len() >= 2
        && (stem.ends_with(['_', '.']) || stem.chars().any(|each| each.is_ascii_digit()))
        && names.iter().all(|name| tail(name))
}

/// A column by itself.
fn from_column(column: &Column, told: &ColumnDescription, context: &Context) -> Option<Drafted> {
    let name = &column.heading.name;
    let text = told.label.as_deref().filter(|label| !label.trim().is_empty()).unwrap_or(name);
    let text = without_name(text, name);
    let mut absent = AbsentLabels::default();
    declared_missing(column, told, &mut absent);
    let is_absent = |text: &str| absent.texts().any(|(known, _)| known == text);
    let labelled = |text: &str| told.values.iter().any(|(value, _)| value == text);
    let unlabelled = column.profile.texts.iter().filter(|(text, _)| !labelled(text) && !is_absent(text)).count();
    let substantive = told.values.iter().filter(|(value, _)| !is_absent(value)).count();
    let has_labels = substantive > 0 && !column.profile.overflows && unlabelled <= MOST_UNLABELLED.max(substantive);
    let is_quantity = told.measure == Some(Measure::Scale) && unlabelled > substantive;
    if has_labels && !is_quantity {
        let mut drafted = Drafted::new(Kind::Single, text, Some(name)).column(name);
        fill(&mut drafted, &[(column, told)]);
        return Some(drafted);
    }
    // Where all cells are missing by declaration, what the file says that they hold is all there is.
    let none_left = column.profile.texts.iter().all(|(text, _)| is_absent(text)) && !column.profile.overflows;
    let is_number = told.holds == Holds::Number && (column.profile.numbers.count > 0 || none_left);
    let by_cells = reading(column, context);
    let mut drafted = if column.profile.filled == 0 {
        return None;
    } else if is_number && (none_left || by_cells != Reading::Codes || told.measure == Some(Measure::Scale)) {
        let number = single_column::numbers(column, text, Some(name), context);
        // Many programs call every number a quantity.
        let may_be_codes = by_cells == Reading::Codes && told.values.is_empty() && !none_left;
        if may_be_codes { number.note(single_column::MAYBE_CODES) } else { number }
    } else if matches!(by_cells, Reading::Joined(_)) && column.profile.overflows {
        Drafted::words(text, Some(name), name)
    } else {
        single_column::draft(column, text, Some(name), context, None)?
    };
    if drafted.question.kind == Kind::Number {
        drafted = without_labelled(drafted, told, &mut absent);
    }
    if told.values.iter().any(|(value, _)| !absent.texts().any(|(known, _)| known == value)) {
        drafted = drafted.note(UNUSED_LABELS);
    }
    if drafted.question.kind == Kind::Single {
        drafted.question.options.retain(|option| !absent.texts().any(|(known, _)| known == option.label));
    }
    // What the file declares, and what its cells let guess besides.
    let guessed = std::mem::replace(&mut drafted.question.absent, absent);
    for (text, reason) in guessed.texts() {
        if !drafted.question.absent.texts().any(|(known, _)| known == text) {
            list_of(&mut drafted.question.absent, reason).push(text.to_owned());
        }
    }
    Some(drafted)
}

/// Takes out of a number the values whose labels say that they are none: "Refused", "Don't know", "Missing".
fn without_labelled(mut drafted: Drafted, told: &ColumnDescription, absent: &mut AbsentLabels) -> Drafted {
    for (value, label) in &told.values {
        if let Some(reason) = no_number(label).filter(|_| !absent.texts().any(|(known, _)| known == value)) {
            drafted = drafted.note(format!("guessed: {} stands for no answer, by its label", quoted(value)));
            list_of(absent, reason).push(value.clone());
        }
    }
    drafted
}

#[cfg(test)]
mod tests;
