//! The text of a number as SPSS keeps it: itself, or seconds since the 14th of October 1582.

use std::fmt::Write;

use crate::calendar;
use crate::description::Holds;

/// Seconds from the origin of SPSS's calendar to 1970.
const TO_1970: i64 = 141_428 * DAY;
/// Seconds of a day.
const DAY: i64 = 86_400;
/// From the first day of the calendar, which is not its origin, to the end of the year 9999. What lies outside is a number: as a
/// rule a code for missing, such as 99.
const CALENDAR: std::ops::Range<f64> = 86_400.0..265_621_680_000.0;
/// Lengths of time beyond these are no answers.
const TIMES: std::ops::Range<f64> = -1e12..1e12;

/// Writes a number as what it holds.
///
/// Seconds are rounded to millionths. A day whose number has a time of day is written with it.
pub(crate) fn write_number(number: f64, holds: Holds, into: &mut String) {
    into.clear();
    let number = number + 0.0; // No `-0`.
    let written = match holds {
        Holds::Day if CALENDAR.contains(&number) && number % 86_400.0 == 0.0 => write_day(number, into),
        Holds::Day | Holds::Moment if CALENDAR.contains(&number) => write_moment(number, into),
        Holds::Time if TIMES.contains(&number) => write_time(number, into),
        _ => write!(into, "{number}"),
    };
    debug_assert!(written.is_ok(), "a String takes everything");
}

fn write_day(seconds: f64, into: &mut String) -> std::fmt::Result {
    if calendar::write_day((seconds as i64 - TO_1970) / DAY, into) { Ok(()) } else { write!(into, "{seconds}") }
}

fn write_moment(seconds: f64, into: &mut String) -> std::fmt::Result {
    let since_1970 = microseconds(seconds) - TO_1970 * 1_000_000;
    if !calendar::write_day(since_1970.div_euclid(DAY * 1_000_000), into) {
        return write!(into, "{seconds}");
    }
    into.push('T');
    write_clock(since_1970.rem_euclid(DAY * 1_000_000), into)
}

/// Hours may go beyond a day.
fn write_time(seconds: f64, into: &mut String) -> std::fmt::Result {
    let all = microseconds(seconds.abs());
    if seconds < 0.0 && all > 0 {
        into.push('-');
    }
    write_clock(all, into)
}

/// Hours, minutes and seconds, with three or six digits of a fraction where there is one.
fn write_clock(microseconds: i64, into: &mut String) -> std::fmt::Result {
    let (seconds, fraction) = (microseconds / 1_000_000, microseconds % 1_000_000);
    write!(into, "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)?;
    match fraction {
        0 => Ok(()),
        _ if fraction % 1000 == 0 => write!(into, ".{:03}", fraction / 1000),
        _ => write!(into, ".{fraction:06}"),
    }
}

/// Rounded from the shortest decimal, since doubles of this size are as coarse as two millionths: 13707939300.123 is meant.
fn microseconds(seconds: f64) -> i64 {
    let decimal = seconds.to_string();
    let (whole, fraction) = decimal.split_once('.').unwrap_or((&decimal, ""));
    let whole: i64 = whole.parse().unwrap_or(0); // Within the bounds that both callers have seen to.
    let mut millionths = 0;
    for place in 0..6 {
        millionths = millionths * 10 + fraction.as_bytes().get(place).map_or(0, |digit| i64::from(digit - b'0'));
    }
    let up = fraction.as_bytes().get(6).is_some_and(|digit| *digit >= b'5');
    whole * 1_000_000 + millionths + i64::from(up)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expected texts are those of Python: `datetime(1582, 10, 14) + timedelta(seconds=number)`, and `timedelta`.
    #[test]
    fn numbers_are_days_times_and_moments() {
        for (number, holds, expected) in [
            (86_400.0, Holds::Day, "1582-10-15"),
            (13_708_569_600.0, Holds::Day, "2017-03-11"),
            (13_708_569_600.0, Holds::Moment, "2017-03-11T00:00:00"),
            (13_707_998_100.0, Holds::Day, "2017-03-04T09:15:00"),
            (13_707_998_100.5, Holds::Moment, "2017-03-04T09:15:00.500"),
            (13_707_998_100.123, Holds::Moment, "2017-03-04T09:15:00.123"),
            (265_621_679_999.0, Holds::Moment, "9999-12-31T23:59:59"),
            (265_621_680_000.0, Holds::Moment, "265621680000"),
            (99.0, Holds::Day, "99"),
            (-1.0, Holds::Moment, "-1"),
            (33_300.0, Holds::Time, "09:15:00"),
            (131_400.0, Holds::Time, "36:30:00"),
            (-5400.0, Holds::Time, "-01:30:00"),
            (3_960.000_000_000_000_5, Holds::Time, "01:06:00"),
            (0.999_999_9, Holds::Time, "00:00:01"),
            (0.000_25, Holds::Time, "00:00:00.000250"),
            (7.0, Holds::Number, "7"),
            (-0.0, Holds::Number, "0"),
            (1.1, Holds::Number, "1.1"),
            (1e-7, Holds::Number, "0.0000001"),
            (1e21, Holds::Number, "1000000000000000000000"),
        ] {
            let mut text = String::new();
            write_number(number, holds, &mut text);
            assert_eq!(text, expected, "{number} {holds:?}");
        }
    }
}
