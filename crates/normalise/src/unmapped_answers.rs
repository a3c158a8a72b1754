//! Answers that match no option: how often each was given.

use std::collections::{BTreeMap, HashMap};

use topline_survey::Question;

/// The most different answers that are kept of a question.
const MOST_TEXTS: usize = 1000;
/// The longest answer that is kept, in bytes.
const LONGEST: usize = 200;
/// An answer is named where at least so many respondents gave it: what one or two wrote may tell who they are.
const FEWEST: u64 = 3;

/// An answer that matches no option, and that several respondents gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmappedAnswer {
    /// The question.
    pub question: String,
    /// The answer.
    pub text: String,
    /// How many cells hold it.
    pub count: u64,
}

/// Answers that match no option, by question. Those of private questions, and of questions in the respondents' own words, are
/// not kept.
#[derive(Debug, Default)]
pub(crate) struct Unmapped {
    of_questions: HashMap<String, BTreeMap<String, u64>>,
}

impl Unmapped {
    /// Takes in an answer to a question.
    pub(crate) fn take(&mut self, question: &Question, text: &str) {
        if question.private || !question.kind().is_coded() || text.len() > LONGEST {
            return;
        }
        let texts = self.of_questions.entry(question.id.clone()).or_default();
        if let Some(count) = texts.get_mut(text) {
            *count += 1;
        } else if texts.len() < MOST_TEXTS {
            texts.insert(text.to_owned(), 1);
        }
    }

    /// Takes in answers that were counted elsewhere.
    pub(crate) fn add(&mut self, answers: &[UnmappedAnswer]) {
        for UnmappedAnswer { question, text, count } in answers {
            let texts = self.of_questions.entry(question.clone()).or_default();
            if let Some(known) = texts.get_mut(text) {
                *known += count;
            } else if texts.len() < MOST_TEXTS {
                texts.insert(text.clone(), *count);
            }
        }
    }

    /// All of them, in this order of questions.
    pub(crate) fn all<'q>(&self, questions: impl Iterator<Item = &'q Question>) -> Vec<UnmappedAnswer> {
        let of_question = |question: &'q Question| {
            let texts = self.of_questions.get(&question.id).into_iter().flatten();
            let answer = |(text, count): (&String, &u64)| UnmappedAnswer {
                question: question.id.clone(),
                text: text.clone(),
                count: *count,
            };
            texts.map(answer).collect::<Vec<_>>()
        };
        questions.flat_map(of_question).collect()
    }

    /// Those that several respondents gave, in this order of questions, the most frequent first.
    pub(crate) fn of_several<'q>(&self, questions: impl Iterator<Item = &'q Question>) -> Vec<UnmappedAnswer> {
        let mut several = Vec::new();
        for question in questions {
            let texts = self.of_questions.get(&question.id).into_iter().flatten();
            let mut named: Vec<(&String, u64)> =
                texts.map(|(text, count)| (text, *count)).filter(|(_, count)| *count >= FEWEST).collect();
            named.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
            several.extend(named.into_iter().map(|(text, count)| UnmappedAnswer {
                question: question.id.clone(),
                text: text.clone(),
                count,
            }));
        }
        several
    }
}
