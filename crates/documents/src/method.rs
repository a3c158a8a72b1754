//! Numbers of the method of a survey: margins of error, scales, what is not shown.

use crate::respondents::bare;

/// Whether the words around a value say that it is of the method, and not of what was asked.
pub(crate) fn is_of_method(words: &[&str], first: usize, last: usize) -> bool {
    let before: Vec<String> = words[first.saturating_sub(7)..first].iter().map(|word| bare(word)).collect();
    let behind: Vec<String> = words[last + 1..].iter().take(3).map(|word| bare(word)).collect();
    let has = |words: &[String], known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let is_scale = has(&before, &["scale"]) || behind.first().is_some_and(|word| word == "scale");
    let is_error = has(&before, &["margin", "margins"]) && has(&before, &["error"]);
    let is_whole = has(&before, &["add", "adds", "sum", "sums", "total", "equal"])
        && before.last().is_some_and(|word| matches!(word.as_str(), "to" | "exactly" | "equal"))
        && bare(words[last]).starts_with("100");
    let is_limit = before.last().is_some_and(|word| matches!(word.as_str(), "percentages" | "values" | "figures"));
    is_scale || is_error || is_whole || is_limit || behind.first().is_some_and(|word| word == "confidence")
}
