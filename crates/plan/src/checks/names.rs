//! What can be a name, and what was meant by one that is not known.

use topline_survey::nearest;

/// What may be meant by a name that is not known: those that are near, else all, unless there are many.
pub(crate) fn near(name: &str, known: &[String]) -> Option<String> {
    let near = nearest(name, known.iter().map(String::as_str));
    if near.is_empty() {
        return (!known.is_empty() && known.len() <= 30).then(|| format!("known: {}", known.join(", ")));
    }
    let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    Some(format!("did you mean {}?", near.join(" or ")))
}

pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|other| other.is_ascii_alphanumeric() || other == '_')
}
