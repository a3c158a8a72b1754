//! What a document states: every number and word for a share, with the words around it that say of what.

use topline_plan::wording::{HouseWords, parse_phrase};
use topline_survey::Stated;

use crate::context::{context, group};
use crate::document_passage::{DocumentPassage, PassageKind, TableValue};
use crate::document_text::DocumentText;
use crate::elsewhere::{OwnTitle, is_elsewhere};
use crate::passage::passages;
use crate::sample::is_of_sample;
use crate::value::{Value, values, words};

/// What a document states in one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The words of the document.
    pub quote: String,
    /// Its first and last line.
    pub lines: (u32, u32),
    /// The value in the document's words.
    pub words: String,
    /// The value; several where it is stated in words and in digits.
    pub stated: Vec<Stated>,
    /// The base, if it is given.
    pub of: Option<u64>,
    /// The words around it that say of what, each part with how much it counts.
    pub context: Vec<(String, f64)>,
    /// The words that say of whom it is: `of men aged 18 - 34`; empty where there are none.
    pub group: String,
    /// The label of its row in a table or chart; empty in a sentence.
    pub label: String,
    /// Whether its words say that it is of an earlier time or of another survey: `up from 33% in 2018`.
    pub is_elsewhere: bool,
    /// Whether it counts all who took part.
    pub is_sample: bool,
}

/// Everything that a document states, in order.
#[must_use]
pub fn find_statements(document: &DocumentText, house: &HouseWords) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    let passages = passages(document);
    let itself = OwnTitle::of(passages.first().map_or("", |first| first.text.as_str()));
    let mut before = String::new();
    for passage in &passages {
        match &passage.kind {
            PassageKind::Cell { label } => statements.extend(of_cell(passage, label, house)),
            PassageKind::Row { values } => {
                statements.extend(values.iter().filter_map(|value| of_row(passage, value, house)));
            }
            PassageKind::Sentence => {
                statements.extend(of_sentence(passage, &before, &itself, house));
                before.clone_from(&passage.text);
            }
        }
    }
    statements
}

fn of_cell(passage: &DocumentPassage, label: &str, house: &HouseWords) -> Option<Statement> {
    let phrase = parse_phrase(&passage.text, house).ok()?;
    Some(Statement {
        quote: passage.text.clone(),
        lines: passage.lines,
        words: passage.text.clone(),
        stated: phrase.stated,
        of: phrase.of,
        context: vec![(label.to_owned(), 1.0), (passage.heading.clone(), 0.8)],
        group: String::new(),
        label: label.to_owned(),
        is_elsewhere: false,
        is_sample: false,
    })
}

/// A value of a row of a table is of the label of the row, and its column may be a group.
fn of_row(passage: &DocumentPassage, value: &TableValue, house: &HouseWords) -> Option<Statement> {
    let phrase = parse_phrase(&value.words, house).ok()?;
    let title = format!("{} {}", passage.heading, value.title);
    Some(Statement {
        quote: passage.text.clone(),
        lines: passage.lines,
        words: value.words.clone(),
        stated: phrase.stated,
        of: phrase.of,
        context: vec![(value.label.clone(), 1.0), (value.head.clone(), 1.0), (title, 0.8)],
        group: value.head.clone(),
        label: value.label.clone(),
        is_elsewhere: false,
        is_sample: false,
    })
}

fn of_sentence(passage: &DocumentPassage, before: &str, itself: &OwnTitle, house: &HouseWords) -> Vec<Statement> {
    let words = words(&passage.text);
    let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
    let values = values(&words, house);
    let statement = |(place, value): (usize, &Value)| Statement {
        quote: passage.text.clone(),
        lines: passage.lines,
        words: value.words.clone(),
        stated: value.stated.clone(),
        of: value.of,
        context: context(&passage.text, &words, &values, place, (before, &passage.heading)),
        group: group(&passage.text, &words, &values, place),
        label: String::new(),
        is_elsewhere: is_elsewhere(&texts, &values, place, itself),
        is_sample: is_of_sample(&texts, value),
    };
    values.iter().enumerate().map(statement).collect()
}
