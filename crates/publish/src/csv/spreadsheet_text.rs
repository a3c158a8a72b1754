//! Text that a spreadsheet shows as it is.
//!
//! A spreadsheet that opens CSV takes `=1+1` for a formula, `1-5` for a day in January, and `007` for 7. An apostrophe before such
//! a text keeps it as it is.

use std::borrow::Cow;

/// The beginnings of months in English, as Excel knows them in every language.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// The digits that a number of a spreadsheet keeps.
const KEPT_DIGITS: usize = 15;

/// The text, with an apostrophe before it if a spreadsheet would take it for something else.
#[must_use]
pub fn spreadsheet_text(text: &str) -> Cow<'_, str> {
    if is_taken_for_something_else(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

fn is_taken_for_something_else(text: &str) -> bool {
    let trimmed = text.trim_start_matches([' ', '\u{a0}', '\u{feff}']);
    if is_number(trimmed) {
        return false;
    }
    trimmed.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
        || is_code(trimmed)
        || is_day(trimmed)
}

/// A number that comes out as the same number.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole)
        && decimals.is_none_or(all_digits)
        && (whole == "0" || !whole.starts_with('0'))
        && whole.len() + decimals.map_or(0, str::len) <= KEPT_DIGITS
}

/// Digits that lose something as a number: zeros in front, or too many; or `1E5`.
fn is_code(text: &str) -> bool {
    let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = text.split_once(['e', 'E']).is_some_and(|(before, after)| {
        let all_digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        all_digits(before) && all_digits(after.trim_start_matches(['+', '-']))
    });
    is_digits || exponent
}

/// `1-5`, `1/2/2017`, `12:30`, `Mar-5`, `5 May`.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '/', '.', ':', ' ']).collect();
    let is_part = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_month = |part: &str| {
        let part = part.to_lowercase();
        part.len() <= 9 && part.chars().all(char::is_alphabetic) && MONTHS.iter().any(|month| part.starts_with(month))
    };
    let numbers = parts.iter().filter(|part| is_part(part)).count();
    let months = parts.iter().filter(|part| is_month(part)).count();
    (2..=4).contains(&parts.len()) && numbers >= 1 && numbers + months == parts.len() && months <= 1
}

#[cfg(test)]
mod tests {
    use super::spreadsheet_text;

    #[test]
    fn what_a_spreadsheet_would_change_is_kept() {
        for text in [
            "=cmd|' /C calc'!A0",
            "+1+1",
            "-2+3",
            "@SUM(1)",
            "\t=1",
            "\r=1",
            " =1",
            "＝1",
            "-",
            "+",
            "1-5",
            "1/2",
            "01-02-2017",
            "12:30",
            "Mar-5",
            "5 May",
            "march 2017",
            "007",
            "1E5",
            "1234567890123456",
            "-1234567890.123456",
            "-5.",
            "-.5",
            "-x",
            "1.2.17",
        ] {
            assert_eq!(spreadsheet_text(text), format!("'{text}"), "{text}");
        }
        for text in [
            "",
            "0",
            "12",
            "-5",
            "3.25",
            "123456789012345",
            "-123456789.012345",
            "-0",
            "0.5",
            "80%",
            "Yes",
            "18 to 24",
            "18–24",
            "Under 18",
            "a-b",
            "[c]",
            "May",
            "1,234",
            "x=1",
            "1 in 4 people",
        ] {
            assert_eq!(spreadsheet_text(text), text, "{text}");
        }
    }
}
