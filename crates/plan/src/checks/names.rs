//! What can be a name, and what was meant by one that is not known.

use topline_survey::nearest;

use crate::problem::Problem;

pub(crate) fn hinted(problem: Problem, name: &str, known: &[&str]) -> Problem {
    let near = nearest(name, known.iter().copied());
    if near.is_empty() {
        if known.is_empty() || known.len() > 30 {
            return problem;
        }
        return problem.with_hint(format!("known: {}", known.join(", ")));
    }
    problem.with_hint(format!(
        "did you mean {}?",
        near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
    ))
}

pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|other| other.is_ascii_alphanumeric() || other == '_')
}
