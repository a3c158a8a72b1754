//! The options of a questionnaire beside what the cells of an export hold.

use topline_survey::Mark;

use crate::codebook_entry::{ItemEntry, OptionEntry};
use crate::column::{Column, Context, integer};
use crate::few_respondents::{FEW_RESPONDENTS, SMALL_SAMPLE, open};
use crate::profile::number;
use crate::question_draft::{Drafted, item_alone, nets_of, option};
use crate::scale::order;
use crate::text::{counted, fold};
use crate::tick_words::is_tick_word;
use crate::value_labels::options;

/// The most answers that a questionnaire may lack: with more, the column is another than it says.
const MOST_UNKNOWN: usize = 20;

/// Gives a question the options of a questionnaire, which cells may have as codes or as labels; whether these are the cells'
/// options at all. What they have beyond them stands at the end.
pub(super) fn fill(drafted: &mut Drafted, listed: &[(String, String)], columns: &[&Column], context: &Context) -> bool {
    let mut values = listed.to_vec();
    let mut unknown: Vec<(&str, u64)> = Vec::new();
    for column in columns {
        if column.profile.overflows {
            return false;
        }
        for (text, count) in column.answers(context) {
            let is_listed = listed.iter().any(|(code, label)| is_code(code, text) || fold(label) == fold(text));
            match unknown.iter_mut().find(|(known, _)| *known == text) {
                Some((_, known)) => *known += count,
                None if !is_listed => unknown.push((text, count)),
                None => {}
            }
        }
    }
    let filled: u64 = columns.iter().map(|column| column.profile.filled).sum();
    // What the questionnaire does not offer is respondents' own words, where few gave it.
    let is_own =
        |(text, count): &(&str, u64)| *count <= FEW_RESPONDENTS && filled >= SMALL_SAMPLE && number(text).is_none();
    let (own, unknown): (Vec<_>, Vec<_>) = unknown.into_iter().partition(is_own);
    if unknown.len() > MOST_UNKNOWN || values.is_empty() {
        return false;
    }
    if !unknown.is_empty() {
        drafted.notes.push("answers that the questionnaire does not have stand at the end".to_owned());
        values.extend(unknown.iter().map(|(text, _)| ((*text).to_owned(), (*text).to_owned())));
    }
    drafted.question.options = options(&values);
    let labels: Vec<&str> = drafted.question.options.iter().map(|option| option.label.as_str()).collect();
    let codes: Vec<i32> = drafted.question.options.iter().map(|option| option.code).collect();
    drafted.question.nets = nets_of(&labels, &codes, &order(&labels));
    if !own.is_empty() {
        open(&mut drafted.question.options);
        let others: u64 = own.iter().map(|(_, count)| count).sum();
        drafted.notes.push(format!("{} of few respondents each: taken for \"Other\"", counted(others, "answer")));
    }
    true
}

/// The items of a ranking, which cells may have as codes or as labels; what they have beyond them stands at the end.
pub(super) fn ranked<'t>(listed: &[(String, String)], texts: impl Iterator<Item = &'t str>) -> Vec<ItemEntry> {
    let mut items: Vec<ItemEntry> = Vec::new();
    for (code, label) in listed {
        let label = if label.trim().is_empty() { code } else { label };
        let is_taken = items.iter().any(|item| item.label == label.trim());
        let named = if is_taken { item_alone(&format!("{label} ({code})")) } else { item_alone(label) };
        let also = if *code == named.label { Vec::new() } else { vec![code.clone()] };
        items.push(ItemEntry { also, ..named });
    }
    for text in texts {
        if !items.iter().any(|item| fold(&item.label) == fold(text) || item.also.iter().any(|also| also == text)) {
            items.push(item_alone(text));
        }
    }
    items
}

/// Whether a cell holds a code, be it `1.0` for `1`.
fn is_code(code: &str, text: &str) -> bool {
    code == text || (integer(code).is_some() && integer(code) == integer(text) && text.parse::<i64>().is_ok())
}

/// The code, the label and the column of each box.
pub(super) type TickBox<'c> = (&'c str, &'c str, &'c Column);

/// Gives a question its boxes, one a column.
pub(super) fn boxes(drafted: &mut Drafted, boxes: &[TickBox<'_>], context: &Context) {
    let numbers: Vec<Option<i32>> =
        boxes.iter().map(|(code, ..)| code.parse::<i32>().ok().filter(|code| (0..=999_999).contains(code))).collect();
    let own = numbers.iter().all(Option::is_some);
    let mut labels: Vec<String> = Vec::new();
    for (((code, label, column), number), at) in boxes.iter().zip(numbers).zip(1..) {
        let label = if label.trim().is_empty() { *code } else { label };
        let label =
            if labels.iter().any(|known| known == label) { format!("{label} ({code})") } else { label.to_owned() };
        labels.push(label.clone());
        let mut also = Vec::new();
        for (text, _) in column.answers(context) {
            if is_untick(text) {
                let known = &mut drafted.question.unticked;
                if !matches!(fold(text).as_str(), "0" | "false" | "no") && !known.iter().any(|known| known == text) {
                    known.push(text.to_owned());
                }
            } else if !matches!(fold(text).as_str(), "1" | "true" | "yes" | "x") && text != label {
                if !is_tick_word(text) && fold(text) != fold(&label) && text != *code {
                    drafted.notes.push(format!("the box of code {code} is ticked by another text than is usual"));
                }
                also.push(text.to_owned());
            }
        }
        let code = if own { number.unwrap_or(at) } else { at };
        also.retain(|text| *text != code.to_string());
        also.truncate(MOST_UNKNOWN);
        let column = Some(column.heading.name.clone());
        drafted.question.options.push(OptionEntry { also, column, ..option(code, &label) });
    }
    drafted.notes.dedup();
}

/// Words that leave a box empty.
fn is_untick(text: &str) -> bool {
    matches!(
        fold(text).as_str(),
        "0" | "false" | "no" | "n" | "unchecked" | "not selected" | "unselected" | "not checked"
    )
}

/// The box whose words respondents write themselves.
pub(super) fn open_box(drafted: &mut Drafted, column: &Column) {
    let code = drafted.question.options.iter().map(|option| option.code).max().unwrap_or(0) + 1;
    let taken = drafted.question.options.iter().any(|option| option.label == "Other");
    let label = if taken { format!("Other ({code})") } else { "Other".to_owned() };
    drafted.question.options.push(OptionEntry {
        open: true,
        mark: Some(Mark::Other),
        column: Some(column.heading.name.clone()),
        ..option(code, &label)
    });
}
