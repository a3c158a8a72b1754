//! The text of a field as a cell.

use std::borrow::Cow;

/// A number as short as it can be written, digit by digit, so that none is lost; any other text as it is, trimmed. Nothing where
/// it is blank.
pub(crate) fn number(field: &str) -> Option<Cow<'_, str>> {
    let field = field.trim();
    if field.is_empty() {
        return None;
    }
    let (sign, digits) = match field.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", field.strip_prefix('+').unwrap_or(field)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = (!whole.is_empty() || !fraction.is_empty())
        && whole.bytes().chain(fraction.bytes()).all(|digit| digit.is_ascii_digit());
    if !is_number {
        return Some(Cow::Borrowed(field));
    }
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    if whole.len() == field.len() {
        return Some(Cow::Borrowed(field));
    }
    let sign = if whole.is_empty() && fraction.is_empty() { "" } else { sign };
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(Cow::Owned(format!("{sign}{whole}{point}{fraction}")))
}

/// A day, `20170304`, as `2017-03-04`; any other text as it is, trimmed. Nothing where it is blank.
pub(super) fn day(field: &str) -> Option<Cow<'_, str>> {
    let field = field.trim();
    if field.is_empty() {
        return None;
    }
    let number = |digits: &str| digits.parse::<u32>().unwrap_or_default();
    let is_day = field.len() == 8
        && field.bytes().all(|digit| digit.is_ascii_digit())
        && (1..=12).contains(&number(&field[4..6]))
        && (1..=31).contains(&number(&field[6..]));
    if !is_day {
        return Some(Cow::Borrowed(field));
    }
    Some(Cow::Owned(format!("{}-{}-{}", &field[..4], &field[4..6], &field[6..])))
}

/// A time, `091500` or `0915`, as `09:15:00`; any other text as it is, trimmed. Nothing where it is blank.
///
/// Where a spreadsheet has taken the first nought away, it is put back.
pub(super) fn time(field: &str) -> Option<Cow<'_, str>> {
    let field = field.trim();
    if field.is_empty() {
        return None;
    }
    if !(3..=6).contains(&field.len()) || !field.bytes().all(|digit| digit.is_ascii_digit()) {
        return Some(Cow::Borrowed(field));
    }
    let digits = match field.len() {
        3 | 4 => format!("{field:0>4}00"),
        _ => format!("{field:0>6}"),
    };
    let part = |at: usize| digits[at..at + 2].parse::<u32>().unwrap_or_default();
    if part(0) > 24 || part(2) > 59 || part(4) > 60 {
        return Some(Cow::Borrowed(field));
    }
    Some(Cow::Owned(format!("{}:{}:{}", &digits[..2], &digits[2..4], &digits[4..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_become_cells() {
        let check = |write: fn(&str) -> Option<Cow<'_, str>>, pairs: &[(&str, Option<&str>)]| {
            for (field, expect) in pairs {
                assert_eq!(write(field).as_deref(), *expect, "{field:?}");
            }
        };
        let numbers = [
            ("  7", Some("7")),
            ("007", Some("7")),
            ("1.4000", Some("1.4")),
            ("-0.50", Some("-0.5")),
            (".5", Some("0.5")),
            ("5.", Some("5")),
            ("000", Some("0")),
            ("-0", Some("0")),
            ("+12", Some("12")),
            ("123456789012345678901234567890", Some("123456789012345678901234567890")),
            ("0T", Some("0T")),
            ("1e5", Some("1e5")),
            ("-", Some("-")),
            (".", Some(".")),
            ("   ", None),
        ];
        check(number, &numbers);
        check(day, &[("20170304", Some("2017-03-04")), ("20171304", Some("20171304")), ("        ", None)]);
        check(day, &[("2017-03-04", Some("2017-03-04")), ("00000000", Some("00000000"))]);
        check(time, &[("091500", Some("09:15:00")), ("0915", Some("09:15:00")), ("91500", Some("09:15:00"))]);
        check(time, &[("915", Some("09:15:00")), ("9:15", Some("9:15")), ("9975", Some("9975")), ("", None)]);
    }
}
