//! The answers that differ in a batch of the long form: each once, by number.
//!
//! What a row of `answers` says, whoever's it is, is one of few things: this option of that question, or why there is none. So
//! its columns are one list of numbers, and what each number says.

use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int32Array, StringArray};
use topline_survey::{Absent, Item, MissingValue, Question};

/// What a row of `answers` says, whoever's it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer<'p> {
    pub(crate) question: &'p Question,
    pub(crate) item: Option<&'p Item>,
    pub(crate) code: Option<i32>,
    pub(crate) label: Option<&'p str>,
    pub(crate) value: Option<f64>,
    pub(crate) absent: Option<Absent>,
    /// The missing value that the export has.
    pub(crate) missing: Option<&'p MissingValue>,
}

/// Answers by number.
#[derive(Debug, Default)]
pub(crate) struct DistinctAnswers<'p> {
    answers: Vec<Answer<'p>>,
}

impl<'p> DistinctAnswers<'p> {
    /// Enters an answer that is not there; its number.
    pub(crate) fn enter(&mut self, answer: Answer<'p>) -> i32 {
        self.answers.push(answer);
        self.answers.len() as i32 - 1
    }

    /// What each says, as columns: the question, its title, the item, its label, the code, its label, the value, why it is
    /// absent, and the missing value with its label.
    pub(crate) fn columns(&self) -> [ArrayRef; 10] {
        let answers = || self.answers.iter();
        let texts = |text: fn(&Answer<'p>) -> Option<&'p str>| Arc::new(answers().map(text).collect::<StringArray>());
        [
            texts(|answer| Some(&answer.question.id)),
            texts(|answer| Some(answer.question.title())),
            texts(|answer| answer.item.map(|item| item.id.as_str())),
            texts(|answer| answer.item.map(|item| item.label.as_str())),
            Arc::new(answers().map(|answer| answer.code).collect::<Int32Array>()),
            texts(|answer| answer.label),
            Arc::new(answers().map(|answer| answer.value).collect::<Float64Array>()),
            texts(|answer| answer.absent.map(Absent::as_str)),
            Arc::new(answers().map(|answer| Some(answer.missing?.code)).collect::<Int32Array>()),
            texts(|answer| answer.missing.map(|missing| missing.label.as_str())),
        ]
    }
}
