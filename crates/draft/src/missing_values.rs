//! What a file calls missing, with the codes, labels and ranges that it has there.

use topline_ingest::{ColumnDescription, Description, Missing};
use topline_survey::{Absent, AbsentLabels, Kind, Mark, MissingValue};

use crate::codebook_entry::QuestionEntry;
use crate::dictionary::UNUSED_LABELS;
use crate::profile::number;
use crate::question_draft::Drafted;
use crate::toml_text::quoted;

/// Gives what a file declares missing to the questions that read its columns: texts for absent answers become missing values with
/// their labels, ranges stay ranges, and a "Don't know" that the file calls missing is out of the base.
pub(crate) fn keep_missing(drafted: &mut [Drafted], description: &Description) {
    for Drafted { question, notes, .. } in drafted {
        let of_question = |column: &&ColumnDescription| question.columns().any(|name| name == column.name);
        let told: Vec<&ColumnDescription> = description.columns.iter().filter(of_question).collect();
        // A box has a text for its tick, and others that leave it empty.
        if question.kind == Kind::Multi && question.options.iter().any(|option| option.column.is_some()) {
            continue;
        }
        for missing in told.iter().flat_map(|column| column.missing.iter().map(move |missing| (column, missing))) {
            keep(question, missing.0, missing.1);
        }
        exclude(question, notes, &told);
        let is_kept = |text: &str| question.missing.iter().any(|missing| missing.is(text));
        // What the file declares is in no doubt.
        let are_kept = |note: &String| {
            let codes = note.split_once(" may stand for ").map(|(codes, _)| codes);
            codes.is_some_and(|codes| codes.split(", ").all(is_kept))
        };
        notes.retain(|note| !are_kept(note));
        if told.iter().flat_map(|column| &column.values).all(|(value, _)| is_kept(value)) {
            notes.retain(|note| note != UNUSED_LABELS);
        }
    }
}

fn keep(question: &mut QuestionEntry, told: &ColumnDescription, missing: &Missing) {
    match missing {
        Missing::Value(text) => {
            if let Some(reason) = take(&mut question.absent, text) {
                enter_value(question, text, label_of(told, text), reason);
            }
        }
        Missing::Range(from, to) => {
            let within = |text: &str| number(text).is_some_and(|value| (*from..=*to).contains(&value));
            let texts: Vec<String> = question.absent.texts().map(|(text, _)| text.to_owned()).collect();
            for text in texts.iter().filter(|text| within(text)) {
                if let Some(reason) = take(&mut question.absent, text)
                    && !label_of(told, text).is_empty()
                {
                    enter_value(question, text, label_of(told, text), reason);
                }
            }
            enter_range(question, *from, *to);
        }
    }
}

fn label_of<'t>(told: &'t ColumnDescription, text: &str) -> &'t str {
    told.values.iter().find(|(value, _)| value == text).map_or("", |(_, label)| label.trim())
}

/// Takes a text out of those for absent answers.
fn take(absent: &mut AbsentLabels, text: &str) -> Option<Absent> {
    let lists = [
        (&mut absent.not_asked, Absent::NotAsked),
        (&mut absent.no_answer, Absent::NoAnswer),
        (&mut absent.refused, Absent::Refused),
        (&mut absent.invalid, Absent::Invalid),
    ];
    for (list, reason) in lists {
        if let Some(at) = list.iter().position(|known| known == text) {
            list.remove(at);
            return Some(reason);
        }
    }
    None
}

fn enter_value(question: &mut QuestionEntry, text: &str, label: &str, reason: Absent) {
    let own = text.parse::<i32>().ok().filter(|code| code.to_string() == text && is_free(question, *code));
    let code = own.unwrap_or_else(|| next_code(question));
    let also = if own.is_some() { Vec::new() } else { vec![text.to_owned()] };
    let label = if label.is_empty() { text } else { label };
    question.missing.push(MissingValue { code, label: label.to_owned(), reason, also, from: None, to: None });
}

fn enter_range(question: &mut QuestionEntry, from: f64, to: f64) {
    let (from, to) = (Some(from).filter(|from| from.is_finite()), Some(to).filter(|to| to.is_finite()));
    if question.missing.iter().any(|known| (known.from, known.to) == (from, to)) || (from.is_none() && to.is_none()) {
        return;
    }
    let whole = |bound: f64| (bound.fract() == 0.0 && bound.abs() < f64::from(i32::MAX)).then_some(bound as i32);
    let bounds = [from, to].into_iter().flatten().filter_map(whole);
    let code = bounds.into_iter().find(|code| is_free(question, *code)).unwrap_or_else(|| next_code(question));
    let label = match (from, to) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("{from} and more"),
        (None, Some(to)) => format!("{to} and less"),
        (None, None) => String::new(),
    };
    question.missing.push(MissingValue { code, label, reason: Absent::NoAnswer, also: Vec::new(), from, to });
}

fn is_free(question: &QuestionEntry, code: i32) -> bool {
    question.options.iter().all(|option| option.code != code) && question.missing.iter().all(|known| known.code != code)
}

/// A code that nothing has, apart from those of answers.
fn next_code(question: &QuestionEntry) -> i32 {
    let options = question.options.iter().map(|option| option.code);
    let missing = question.missing.iter().map(|known| known.code);
    options.chain(missing).max().unwrap_or_default().max(1000).saturating_add(1)
}

/// Keeps out of the base those who do not know, where the file calls their answer missing.
fn exclude(question: &mut QuestionEntry, notes: &mut Vec<String>, told: &[&ColumnDescription]) {
    let is_missing = |text: &str| {
        told.iter().flat_map(|column| &column.missing).any(|missing| match missing {
            Missing::Value(value) => value == text,
            Missing::Range(from, to) => number(text).is_some_and(|number| (*from..=*to).contains(&number)),
        })
    };
    for option in question.options.iter().filter(|option| option.mark == Some(Mark::DontKnow)) {
        let code = option.code.to_string();
        if std::iter::once(&code).chain(&option.also).any(|text| is_missing(text)) {
            question.exclude.push(option.code);
            let label = quoted(&option.label);
            notes
                .push(format!("the file calls {label} missing: it is an answer here, and out of the base (`exclude`)"));
        }
    }
}
