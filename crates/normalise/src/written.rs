//! Numbers and days as exports write them.

use std::borrow::Cow;

use arrow::compute::kernels::cast_utils::Parser;
use arrow::datatypes::Date32Type;
use topline_survey::{DateOrder, WrittenNumber, fold, without_guard};

/// Days since 1970 of `YYYY-MM-DD`, with or without a time after it.
pub(crate) fn days(text: &str) -> Option<i32> {
    let day = text.get(..10)?;
    let rest = text.as_bytes().get(10);
    if !rest.is_none_or(|next| matches!(next, b' ' | b'T')) {
        return None;
    }
    <Date32Type as Parser>::parse(day)
}

/// A number with a point before its decimals and nothing between its thousands; nothing where a point stands for neither.
pub(crate) fn plain_number(text: &str, decimal: Option<char>, grouping: Option<char>) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    for each in text.chars() {
        match each {
            each if Some(each) == grouping || (grouping == Some(' ') && each.is_whitespace()) => {}
            each if each == decimal.unwrap_or('.') => plain.push('.'),
            '.' => return None,
            _ => plain.push(each),
        }
    }
    Some(plain)
}

/// A finite number written in this way.
pub(crate) fn number_in(text: &str, written: &WrittenNumber) -> Option<f64> {
    let text = without_guard(text);
    if written.units.is_empty() {
        return signed_number(text, written);
    }
    written.units.iter().find_map(|unit| signed_number(&without_unit(text, unit)?, written))
}

fn signed_number(text: &str, written: &WrittenNumber) -> Option<f64> {
    let number = if written.decimal.is_none() && written.grouping.is_none() {
        text.parse::<f64>()
    } else {
        plain_number(text, written.decimal, written.grouping)?.parse::<f64>()
    };
    number.ok().filter(|number| number.is_finite())
}

/// The text without its unit, which stands before the number, behind it, or between its sign and it, in any case.
fn without_unit(text: &str, unit: &str) -> Option<String> {
    let (sign, size) = match text.trim().strip_prefix(['-', '\u{2212}']) {
        Some(size) => ("-", fold(size)),
        None => ("", fold(text)),
    };
    let unit = fold(unit);
    let bare = size.strip_prefix(unit.as_str()).or_else(|| size.strip_suffix(unit.as_str()))?;
    Some(format!("{sign}{}", bare.trim()))
}

/// A text without control characters, but for line ends and tabulators.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    let is_kept = |each: char| !each.is_control() || matches!(each, '\n' | '\r' | '\t');
    if text.chars().all(is_kept) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|each| is_kept(*each)).collect())
    }
}

/// A weight, whose decimals stand behind this sign.
pub(crate) fn weight_in(text: &str, decimal: Option<char>) -> Option<f64> {
    match decimal {
        None => text.parse().ok(),
        Some(_) => plain_number(text, decimal, None)?.parse().ok(),
    }
}

/// Days since 1970 of a day that a spreadsheet has numbered; decimals are the time of day. Days before March 1900 are left out: some
/// spreadsheets count one that there was not.
fn serial_day(text: &str) -> Option<i32> {
    let number = text.parse::<f64>().ok().filter(|number| (61.0..2_958_466.0).contains(number))?;
    Some(number.floor() as i32 - 25_569)
}

/// Days since 1970 of a day with its parts in this order, with or without a time after it.
pub(crate) fn day_in(order: DateOrder, text: &str) -> Option<i32> {
    if order == DateOrder::SpreadsheetSerial {
        return serial_day(text);
    }
    let mut parts = text.split(['/', '.', '-', ' ', ',', 'T']).filter(|part| !part.is_empty());
    let mut part = || {
        let part = parts.next().filter(|part| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        Some((part.parse::<i32>().ok()?, part.len()))
    };
    let (first, second, third) = (part()?, part()?, part()?);
    let (day, month, year) = match order {
        DateOrder::DayMonthYear => (first, second, third),
        DateOrder::MonthDayYear => (second, first, third),
        DateOrder::YearMonthDay | DateOrder::SpreadsheetSerial => (third, second, first),
    };
    let year = match year {
        (year, 4) => year,
        (year, 2) if year < 70 => 2000 + year,
        (year, 2) => 1900 + year,
        _ => return None,
    };
    <Date32Type as Parser>::parse(&format!("{year:04}-{:02}-{:02}", month.0, day.0))
}
