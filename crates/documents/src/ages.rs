//! Ages of respondents, which are no values.

use crate::respondents::{PEOPLE, bare};

/// Words before the age of respondents.
const BEFORE_AGES: [&str; 3] = ["aged", "age", "ages"];

/// Behind the ages that begin at a word: `aged 18 to 24`, `people under 25`.
pub(crate) fn end_of_ages(words: &[&str], at: usize) -> Option<usize> {
    const BETWEEN: [&str; 11] =
        ["between", "from", "to", "and", "or", "over", "above", "under", "up", "older", "younger"];
    let is_number = |word: &str| {
        let digits = word.trim_end_matches([',', '.', ';', '+', ')']);
        let parts: Vec<&str> = digits.split(['-', '\u{2013}']).collect();
        parts.iter().all(|part| (1..=3).contains(&part.len()) && part.chars().all(|each| each.is_ascii_digit()))
    };
    let before = bare(words.get(at.checked_sub(1)?)?);
    let of_whom = PEOPLE.contains(&before.as_str()) && before != "of"
        || matches!(before.as_str(), "anyone" | "everyone" | "nobody" | "few" | "many" | "most" | "all" | "is" | "are");
    let is_aged = BEFORE_AGES.contains(&before.as_str());
    let is_bounded = of_whom
        && matches!(bare(words[at]).as_str(), "over" | "under")
        && words.get(at + 1).is_some_and(|next| is_number(next) && !next.starts_with('('));
    let follows =
        |place: usize, known: &[&str]| words.get(at + place).is_some_and(|word| known.contains(&bare(word).as_str()));
    let is_open = of_whom
        && is_number(words[at])
        && follows(1, &["and", "or"])
        && follows(2, &["up", "over", "older", "above", "under", "younger"]);
    if !(is_aged || is_bounded || is_open) {
        return None;
    }
    let mut end = at;
    while let Some(word) = words.get(end) {
        let is_last = word.ends_with([',', '.', ';', ')']);
        let is_dash = matches!(*word, "-" | "\u{2013}");
        if word.starts_with('(') || !(is_number(word) || is_dash || BETWEEN.contains(&bare(word).as_str())) {
            break;
        }
        end += 1;
        if is_last {
            break;
        }
    }
    words[at..end].iter().any(|word| is_number(word)).then_some(end)
}
