//! What of a codebook names options: nets, routing, and what a question keeps out of its base.

use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use topline_survey::{AskedIf, Net, Question, fold};

use crate::faults::CodebookFault;
use crate::known::Known;
use crate::named_codes::{NamedCode, codes};
use crate::problem::Problem;

type File = Arc<NamedSource<String>>;

/// Several codes counted once, by number or by label.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Net")]
pub(crate) struct NetSpec {
    /// Its name.
    id: String,
    /// Its label as published.
    label: String,
    /// The codes that it counts, or their labels.
    codes: Vec<NamedCode>,
}

/// Routing: who was asked, by code or by label.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AskedIf")]
pub(crate) struct AskedIfSpec {
    /// The earlier question, of kind `single`.
    question: String,
    /// The codes that lead here, or their labels.
    is: Vec<NamedCode>,
}

impl NetSpec {
    /// The net with the codes of the options that it names; these are the options of its question, with what they are called.
    pub(crate) fn read(
        self,
        options: &[(i32, Vec<&str>)],
        question: &Spanned<String>,
        source: &File,
        problems: &mut Vec<Problem>,
    ) -> Net {
        let mut codes = Vec::with_capacity(self.codes.len());
        for named in self.codes {
            let words = match named {
                NamedCode::Code(code) => {
                    codes.push(code);
                    continue;
                }
                NamedCode::Words(words) => words,
            };
            let folded = fold(&words);
            let of_words = options.iter().find(|(_, labels)| labels.iter().any(|label| fold(label) == folded));
            if let Some((code, _)) = of_words {
                codes.push(*code);
                continue;
            }
            let known = Known::of(&words, options.iter().flat_map(|(_, labels)| labels.iter().copied()));
            let (id, net) = (question.get_ref().clone(), self.id.clone());
            let fault = CodebookFault::NetOption { question: id, net, option: words, known };
            problems.push(Problem::new(source, Some(question.span()), fault));
        }
        Net { id: self.id, label: self.label, codes }
    }
}

/// Says of each question who was asked it; routings stand with the places of their questions.
pub(crate) fn route(
    questions: &mut [Question],
    routings: Vec<(usize, AskedIfSpec)>,
    spans: &[Range<usize>],
    source: &File,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, routing) in routings {
        let from = questions.iter().find(|question| question.id == routing.question);
        let mut is = Vec::with_capacity(routing.is.len());
        for named in routing.is {
            match named {
                NamedCode::Code(code) => is.push(code),
                NamedCode::Words(words) => match from.map(|from| from.codes_named(&words)) {
                    Some(Some(codes)) => is.extend(codes),
                    Some(None) => {
                        let fault = CodebookFault::RoutingOption { option: words, from: routing.question.clone() };
                        problems.push(Problem::new(source, Some(spans[at].clone()), fault));
                    }
                    // Its own check says that there is no such question.
                    None => {}
                },
            }
        }
        questions[at].asked_if = Some(AskedIf { question: routing.question, is });
    }
    problems
}

/// Says which codes a question keeps out of its base.
pub(crate) fn exclude(
    question: &mut Question,
    exclude: &[NamedCode],
    span: &Range<usize>,
    source: &File,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for named in exclude {
        let (is_known, option) = match named {
            NamedCode::Code(code) => (question.option(*code).is_some(), code.to_string()),
            NamedCode::Words(words) => (question.codes_named(words).is_some(), words.clone()),
        };
        if !is_known {
            let fault = CodebookFault::Exclude { question: question.id.clone(), option };
            problems.push(Problem::new(source, Some(span.clone()), fault));
        }
    }
    question.exclude = codes(exclude, &[&*question]);
    problems
}
