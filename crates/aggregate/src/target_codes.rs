//! The codes of a target's categories: by label, another spelling of it, or the code itself.

use topline_survey::Question;

/// The code of a label, another spelling of it, or the code itself.
pub(crate) fn code_of(question: &Question, text: &str) -> Option<i32> {
    let labelled =
        question.options().iter().find(|option| option.label == text || option.also.iter().any(|also| also == text));
    labelled.map(|option| option.code).or_else(|| {
        let code = text.parse().ok()?;
        question.option(code).map(|option| option.code)
    })
}

pub(crate) fn labels(questions: &[&Question], codes: &[i32]) -> String {
    let label = |(question, code): (&&Question, &i32)| {
        question.option(*code).map_or_else(|| code.to_string(), |option| option.label.clone())
    };
    questions.iter().zip(codes).map(label).collect::<Vec<_>>().join(", ")
}
