//! Days that lost their format in a spreadsheet: 46023 is 2026-01-01.

use crate::calendar::date_of;
use crate::column::Column;
use crate::text::words;

/// The numbers of days from 1998 to 2064.
const DAYS: std::ops::RangeInclusive<f64> = 36_000.0..=60_000.0;
/// Words of columns that hold days.
const DAY_WORDS: [&str; 24] = [
    "date",
    "day",
    "when",
    "datum",
    "tag",
    "wann",
    "jour",
    "quand",
    "fecha",
    "dia",
    "d\u{ed}a",
    "cu\u{e1}ndo",
    "data",
    "giorno",
    "quando",
    "dato",
    "dag",
    "wanneer",
    "dzie\u{144}",
    "kiedy",
    "submitted",
    "completed",
    "interviewdate",
    "timestamp",
];

/// What is said of numbers that are days; nothing where they are none.
pub(crate) fn serial_days(column: &Column, text: &str) -> Option<String> {
    let profile = &column.profile;
    let is_named =
        words(text).iter().chain(&words(&column.heading.name)).any(|word| DAY_WORDS.contains(&word.as_str()));
    let are_days =
        profile.is_numeric() && DAYS.contains(&profile.numbers.least) && DAYS.contains(&profile.numbers.greatest);
    (is_named && are_days).then(|| {
        let (first, last) = (profile.numbers.least.floor(), profile.numbers.greatest.floor());
        format!(
            "{first} to {last} are taken for days of a spreadsheet, {} to {}: workbooks of 1904 are 4 years and a day later",
            day(first),
            day(last)
        )
    })
}

/// The day of a number as text.
fn day(number: f64) -> String {
    let (year, month, day) = date_of(number);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn numbers_are_days() {
        let days = [36_000.0, 36_526.0, 36_585.0, 46_023.0, 46_052.0, 60_000.0].map(day);
        assert_eq!(days, ["1998-07-24", "2000-01-01", "2000-02-29", "2026-01-01", "2026-01-30", "2064-04-08"]);
    }
}
