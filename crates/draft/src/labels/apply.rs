//! The codes of one export for the labels of the other.

use std::collections::{HashMap, HashSet};

use topline_survey::Kind;

use super::cell_pairs::CellPairs;
use crate::codebook_entry::{OptionEntry, QuestionEntry};
use crate::question_draft::Drafted;
use crate::text::fold;
use crate::toml_text::quoted;

/// Which codes stand for which label in the columns of a question, with how many cells have both.
type Found = HashMap<String, HashMap<String, u64>>;

/// Gives the options of questions, drafted from the export with labels, the codes of the other. What does not fit is told.
pub(crate) fn with_codes(questions: &mut [Drafted], columns: &[String], pairs: &[CellPairs]) -> Vec<String> {
    let places: HashMap<&str, usize> = columns.iter().enumerate().map(|(at, column)| (column.as_str(), at)).collect();
    let mut notes = Vec::new();
    let mut coded = 0;
    for drafted in questions.iter_mut() {
        let own: Vec<&CellPairs> =
            drafted.question.columns().filter_map(|column| Some(&pairs[*places.get(column)?])).collect();
        if own.iter().any(|pairs| pairs.overflows) {
            continue;
        }
        let question = &mut drafted.question;
        let before = notes.len();
        match question.kind {
            Kind::Single | Kind::Grid if question.options.iter().all(|option| option.column.is_none()) => {
                let found = found(question, &own, &mut notes);
                let took = take_codes(question, &found, &mut notes);
                coded += usize::from(took);
                absent(question, &own);
            }
            Kind::Multi if question.separator.is_some() => {
                let found = found(question, &own, &mut notes);
                coded += usize::from(take_codes(question, &found, &mut notes));
            }
            Kind::Multi | Kind::Single => {
                let boxes: Vec<(String, usize)> = question
                    .options
                    .iter()
                    .filter_map(|option| Some((option.label.clone(), *places.get(option.column.as_deref()?)?)))
                    .collect();
                for (label, at) in boxes {
                    tick(question, &label, &pairs[at]);
                }
            }
            Kind::Grid | Kind::Rank | Kind::Number | Kind::Text | Kind::Date => {}
        }
        drafted.notes.extend(notes[before..].iter().cloned());
    }
    notes.insert(0, format!("labels: {coded} questions have the codes of one export and the labels of the other"));
    notes
}

/// The labels of a question with the codes in the same cells. Cells with several are taken apart.
fn found(question: &QuestionEntry, pairs: &[&CellPairs], notes: &mut Vec<String>) -> Found {
    let mut found = Found::new();
    let mut unlabelled = 0;
    for (label, code, count) in pairs.iter().flat_map(|pairs| &pairs.pairs) {
        match (label, code) {
            (Some(label), Some(code)) => {
                for (label, code) in parts(question, label, code) {
                    *found.entry(fold(label)).or_default().entry(code.to_owned()).or_default() += count;
                }
            }
            (Some(_), None) => unlabelled += count,
            (None, _) => {}
        }
    }
    if unlabelled > 0 {
        notes.push(format!("mismatch: {}: {unlabelled} answers have a label and no code", question.id));
    }
    found
}

/// The parts of a cell, each label with its code; the whole cell where they do not have as many.
fn parts<'t>(question: &QuestionEntry, label: &'t str, code: &'t str) -> Vec<(&'t str, &'t str)> {
    let whole = vec![(label, code)];
    let Some(separator) = &question.separator else { return whole };
    let labels: Vec<&str> = label.split(separator.as_str()).map(str::trim).collect();
    let same = [separator.as_str(), ",", ";", "|", " "].into_iter().find_map(|sign| {
        let codes: Vec<&str> = code.split(sign).map(str::trim).collect();
        (codes.len() == labels.len()).then_some(codes)
    });
    same.map_or(whole, |codes| labels.into_iter().zip(codes).collect())
}

/// Gives the options their codes where each has a number of its own; whether it did.
fn take_codes(question: &mut QuestionEntry, found: &Found, notes: &mut Vec<String>) -> bool {
    let own = |option: &OptionEntry| -> Vec<(String, u64)> {
        let spelled = std::iter::once(&option.label).chain(&option.also);
        let mut codes: HashMap<String, u64> = HashMap::new();
        for (code, count) in spelled.filter_map(|text| found.get(&fold(text))).flatten() {
            *codes.entry(code.clone()).or_default() += count;
        }
        let mut codes: Vec<(String, u64)> = codes.into_iter().collect();
        codes.sort_by(|(one, a), (other, b)| b.cmp(a).then_with(|| one.cmp(other)));
        codes
    };
    let mut taken: HashMap<String, String> = HashMap::new();
    let mut new_codes: Vec<Option<i32>> = Vec::new();
    let mut spellings: Vec<Vec<String>> = Vec::new();
    for option in &question.options {
        let mut codes = own(option);
        // A code that another label has more often is the other's.
        codes.retain(|(code, count)| {
            let other = taken.get(code);
            if let Some(other) = other {
                notes.push(format!(
                    "mismatch: {}: code {code} is {} and, in {count} cells, {}",
                    question.id,
                    quoted(other),
                    quoted(&option.label)
                ));
            }
            other.is_none()
        });
        if codes.len() > 1 {
            let all: Vec<&str> = codes.iter().map(|(code, _)| code.as_str()).collect();
            notes.push(format!(
                "mismatch: {}: {} has several codes, {}",
                question.id,
                quoted(&option.label),
                all.join(", ")
            ));
        }
        for (code, _) in &codes {
            taken.insert(code.clone(), option.label.clone());
        }
        let number = codes.first().and_then(|(code, _)| code.parse::<i32>().ok()).filter(|code| *code >= 0);
        new_codes.push(number);
        spellings.push(codes.into_iter().map(|(code, _)| code).collect());
    }
    let distinct: HashSet<i32> = new_codes.iter().flatten().copied().collect();
    let are_codes = distinct.len() == new_codes.iter().flatten().count() && !distinct.is_empty();
    if !are_codes {
        return false;
    }
    let mut next = distinct.iter().max().copied().unwrap_or(0);
    let mut renumbered: HashMap<i32, i32> = HashMap::new();
    for ((option, code), spelled) in question.options.iter_mut().zip(&new_codes).zip(spellings) {
        let code = code.unwrap_or_else(|| {
            next += 1;
            next
        });
        renumbered.insert(option.code, code);
        option.code = code;
        for text in spelled {
            if text != code.to_string() && text != option.label && !option.also.contains(&text) {
                option.also.push(text);
            }
        }
    }
    for net in &mut question.nets {
        for code in &mut net.codes {
            *code = renumbered.get(code).copied().unwrap_or(*code);
        }
    }
    true
}

/// A code where the label is blank says that there is no answer.
fn absent(question: &mut QuestionEntry, pairs: &[&CellPairs]) {
    let codes: Vec<&String> = pairs
        .iter()
        .flat_map(|pairs| &pairs.pairs)
        .filter(|(label, _, _)| label.is_none())
        .filter_map(|(_, code, _)| code.as_ref())
        .collect();
    for code in codes {
        let is_option =
            question.options.iter().any(|option| option.code.to_string() == *code || option.also.contains(code));
        let is_known = question.absent.texts().any(|(text, _)| text == code);
        if !is_option && !is_known {
            question.absent.no_answer.push(code.clone());
        }
    }
}

/// What the box of an option holds in the other export.
fn tick(question: &mut QuestionEntry, label: &str, pairs: &CellPairs) {
    for (text, code, _) in &pairs.pairs {
        let Some(code) = code else { continue };
        if text.is_none() {
            if !question.unticked.contains(code) {
                question.unticked.push(code.clone());
            }
            continue;
        }
        let Some(option) = question.options.iter_mut().find(|option| option.label == label) else { continue };
        let is_known = option.label == *code || option.also.contains(code) || option.open;
        if !is_known && Some(code) != text.as_ref() {
            option.also.push(code.clone());
        }
    }
}
