//! Labels with the number that respondents saw before them: `0 - Not at all likely`, `5 (very good)`.

use std::collections::HashSet;

/// What stands between a number and its words.
const SIGNS: [&str; 9] = ["=", ":", " =", " - ", " \u{2013} ", " \u{2014} ", ". ", ") ", " ("];
/// The greatest number of a scale.
const GREATEST: i32 = 100;

/// The numbers that labels begin with, nothing beside those that stand beside a scale: "Don't know". Nothing where another label
/// has no number, or where two have the same: the numbers count or measure something.
pub(crate) fn numbers_before(labels: &[&str], stands_beside: fn(&str) -> bool) -> Option<Vec<Option<i32>>> {
    let numbers: Vec<Option<i32>> = labels.iter().map(|label| number_before(label)).collect();
    let is_scale = numbers
        .iter()
        .zip(labels)
        .all(|(number, label)| number.is_some() || (stands_beside(label) && !has_digit(label)));
    let known: Vec<i32> = numbers.iter().flatten().copied().collect();
    let distinct: HashSet<i32> = known.iter().copied().collect();
    (is_scale && known.len() >= 2 && distinct.len() == known.len()).then_some(numbers)
}

/// A label without the number before its words.
pub(crate) fn unnumbered(label: &str) -> &str {
    match split(label) {
        Some((_, words)) if !words.is_empty() => words,
        _ => label,
    }
}

/// The words behind a number that need not be a point of a scale, nor have a sign behind it: `-1. Refused`, `9 Refused`.
pub(crate) fn behind_any_number(label: &str) -> &str {
    let label = label.trim();
    let words = label.trim_start_matches(['-', '\u{2212}']).trim_start_matches(|each: char| each.is_ascii_digit());
    let has_number = label.len() > words.len() && words.len() < label.trim_start_matches(['-', '\u{2212}']).len();
    let plain = words.trim_start_matches(['.', ')', ':', '=', '-', ' ']);
    if has_number && plain.len() < words.len() && plain.starts_with(char::is_alphabetic) { plain } else { label }
}

fn number_before(label: &str) -> Option<i32> {
    split(label).map(|(number, _)| number)
}

/// The number before a label's words, or the label that is one, and the words.
fn split(label: &str) -> Option<(i32, &str)> {
    let digits = label.len() - label.trim_start_matches(|each: char| each.is_ascii_digit()).len();
    let (number, rest) = label.split_at(digits);
    let number =
        number.parse().ok().filter(|code: &i32| (0..=GREATEST).contains(code) && code.to_string() == number)?;
    if rest.is_empty() {
        return Some((number, rest));
    }
    let words = SIGNS.iter().find_map(|sign| rest.strip_prefix(sign))?.trim();
    let words = if rest.starts_with(" (") { words.trim_end_matches(')') } else { words };
    // `1 - 2 hours` is a band, and `10:30` a time.
    (!words.is_empty() && !words.starts_with(|each: char| each.is_ascii_digit())).then_some((number, words))
}

fn has_digit(label: &str) -> bool {
    label.contains(|each: char| each.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{behind_any_number, numbers_before as numbers, unnumbered};

    fn numbers_before(labels: &[&str]) -> Option<Vec<Option<i32>>> {
        numbers(labels, |label| label == "Don't know")
    }

    #[test]
    fn words_stand_behind_their_numbers() {
        assert_eq!(unnumbered("5 (very good)"), "very good");
        assert_eq!(unnumbered("99 = No answer"), "No answer");
        assert_eq!(unnumbered("18-29"), "18-29");
        assert_eq!(unnumbered("3"), "3");
        for numbered in ["-1. Refused", "9 Refused", "99: Refused", "-8 = Refused"] {
            assert_eq!(behind_any_number(numbered), "Refused");
        }
        assert_eq!(behind_any_number("18-29"), "18-29");
        assert_eq!(behind_any_number("3rd"), "3rd");
    }

    #[test]
    fn labels_at_the_ends_of_a_scale_have_their_numbers() {
        let ends = ["10 - Extremely likely", "3", "0 - Not at all likely", "Don't know"];
        assert_eq!(numbers_before(&ends), Some(vec![Some(10), Some(3), Some(0), None]));
        assert_eq!(numbers_before(&["1 (poor)", "2", "3 (good)"]), Some(vec![Some(1), Some(2), Some(3)]));
        assert_eq!(numbers_before(&["1. Agree", "2. Disagree"]), Some(vec![Some(1), Some(2)]));
        assert_eq!(numbers_before(&["5 = sehr gut", "4", "1 = schlecht"]), Some(vec![Some(5), Some(4), Some(1)]));
    }

    #[test]
    fn amounts_and_bands_have_none() {
        for labels in [
            ["1 - 2 hours", "3 - 4 hours"],
            ["1 year", "2 years"],
            ["18-29", "30-44"],
            ["10:30", "11:30"],
            ["1 - Yes", "1 - No"],
            ["1 - Yes", "No"],
        ] {
            assert_eq!(numbers_before(&labels), None, "{labels:?}");
        }
    }
}
