//! Days, times and moments as text, from the counts that statistical packages keep.

use std::fmt::Write;

/// The days from 1960-01-01, where Stata and SAS count from, to 1970-01-01.
pub(crate) const FROM_1960: i64 = 3653;

/// Days since 1970-01-01 of the first and last days whose years have four digits.
const CALENDAR: std::ops::RangeInclusive<i64> = -719_528..=2_932_896;
const MICROSECONDS: i64 = 1_000_000;
const DAY: i64 = 86_400 * MICROSECONDS;

/// Days since 1970-01-01 of a day of the Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
pub(crate) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a number of days since 1970-01-01; from the same source.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

/// Writes `2017-03-04`. Nothing is written, and it says so, where the year has no four digits.
#[must_use]
pub(crate) fn write_day(days_since_1970: i64, into: &mut String) -> bool {
    if !CALENDAR.contains(&days_since_1970) {
        return false;
    }
    let (year, month, day) = civil_from_days(days_since_1970);
    write!(into, "{year:04}-{month:02}-{day:02}").is_ok()
}

/// Writes `2017-03-04T09:15:00`, with the fraction of the second where there is one; nothing where the year has no four digits.
#[must_use]
pub(crate) fn write_moment(microseconds_since_1970: i64, into: &mut String) -> bool {
    if !write_day(microseconds_since_1970.div_euclid(DAY), into) {
        return false;
    }
    into.push('T');
    write_time(microseconds_since_1970.rem_euclid(DAY), into);
    true
}

/// Writes a time of day or a length of time: `09:15:00`, `36:30:00`, `-00:00:01`.
pub(crate) fn write_time(microseconds: i64, into: &mut String) {
    let sign = if microseconds < 0 { "-" } else { "" };
    let (seconds, fraction) =
        (microseconds.unsigned_abs() / MICROSECONDS as u64, microseconds.unsigned_abs() % MICROSECONDS as u64);
    let written = write!(into, "{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    debug_assert!(written.is_ok(), "a String takes everything");
    if fraction > 0 {
        let written = write!(into, ".{fraction:06}");
        debug_assert!(written.is_ok(), "a String takes everything");
        into.truncate(into.trim_end_matches('0').len());
    }
}

/// A number of seconds in microseconds; nothing beyond some ten thousand years, or where there is no number.
pub(crate) fn microseconds(seconds: f64) -> Option<i64> {
    (seconds.abs() < 4e11).then(|| (seconds * MICROSECONDS as f64).round() as i64)
}

/// A whole number; nothing where it has a fraction, or is beyond all counts.
pub(crate) fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 1e15).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values are those of Python's `datetime`.
    #[test]
    fn counts_become_days_times_and_moments() {
        let written = |write: &dyn Fn(&mut String) -> bool| {
            let mut text = String::new();
            write(&mut text).then_some(text)
        };
        for (days, text) in [
            (0, Some("1970-01-01")),
            (-3653, Some("1960-01-01")),
            (11_016, Some("2000-02-29")),
            (17_229, Some("2017-03-04")),
            (-719_528, Some("0000-01-01")),
            (-719_162, Some("0001-01-01")),
            (2_932_896, Some("9999-12-31")),
            (2_932_897, None),
            (i64::MAX, None),
        ] {
            assert_eq!(written(&|into| write_day(days, into)).as_deref(), text);
            if let Some(text) = text {
                let parts: Vec<i64> = text.split('-').map(|part| part.parse().expect("a number")).collect();
                assert_eq!(days_from_civil(parts[0], parts[1], parts[2]), days);
            }
        }
        for (moment, text) in [
            (1_488_618_900_000_000, "2017-03-04T09:15:00"),
            (1_488_618_900_250_000, "2017-03-04T09:15:00.25"),
            (-1, "1969-12-31T23:59:59.999999"),
        ] {
            assert_eq!(written(&|into| write_moment(moment, into)).as_deref(), Some(text));
        }
        for (time, text) in [(33_300_000_000, "09:15:00"), (131_400_000_000, "36:30:00"), (-1_500_000, "-00:00:01.5")] {
            let mut written = String::new();
            write_time(time, &mut written);
            assert_eq!(written, text);
        }
    }
}
