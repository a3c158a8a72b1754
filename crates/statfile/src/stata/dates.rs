//! Dates of Stata: counts of days, milliseconds or periods since 1960, by the display format.

use crate::calendar::{FROM_1960, days_from_civil, whole, write_day, write_moment};
use crate::description::Holds;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    /// Nothing but itself. So do years (`%ty`): 2017 is 2017.
    Itself,
    /// Days: `%td`.
    Days,
    /// Milliseconds: `%tc`.
    Milliseconds,
    /// Milliseconds with leap seconds: `%tC`.
    LeapMilliseconds,
    /// Weeks, 52 in each year: `%tw`. A period is shown by its first day.
    Weeks,
    /// Months, so many in a period: `%tm`, `%tq`, `%th`.
    Months(i64),
}

/// The ends of the days that had a leap second, as days since 1970-01-01 of the days after them: the list of the IERS.
const LEAP_SECONDS: [i64; 27] = [
    912, 1096, 1461, 1826, 2191, 2557, 2922, 3287, 3652, 4199, 4564, 4929, 5660, 6574, 7305, 7670, 8217, 8582, 8947,
    9496, 10_043, 10_592, 13_149, 14_245, 15_522, 16_617, 17_167,
];

impl Counts {
    /// By a display format, such as `%td` or `%-tcDDmonCCYY`; `%d` was `%td` once.
    pub(super) fn by(display_format: &str) -> Self {
        let Some(format) = display_format.strip_prefix('%') else { return Self::Itself };
        let format = format.trim_start_matches(['-', '~', '0', ' ']);
        if format.starts_with('d') {
            return Self::Days;
        }
        match format.strip_prefix('t').and_then(|format| format.chars().next()) {
            Some('d') => Self::Days,
            Some('c') => Self::Milliseconds,
            Some('C') => Self::LeapMilliseconds,
            Some('w') => Self::Weeks,
            Some('m') => Self::Months(1),
            Some('q') => Self::Months(3),
            Some('h') => Self::Months(6),
            _ => Self::Itself,
        }
    }

    pub(super) fn holds(self) -> Holds {
        match self {
            Self::Itself => Holds::Number,
            Self::Days | Self::Weeks | Self::Months(_) => Holds::Day,
            Self::Milliseconds | Self::LeapMilliseconds => Holds::Moment,
        }
    }

    /// Writes the day or the moment; nothing, and it says so, where the number is none.
    pub(super) fn write(self, number: f64, into: &mut String) -> bool {
        match self {
            Self::Itself => false,
            Self::Days => whole(number.floor()).is_some_and(|days| write_day(days - FROM_1960, into)),
            Self::Milliseconds => microseconds(number).is_some_and(|moment| write_moment(moment, into)),
            Self::LeapMilliseconds => microseconds(number).is_some_and(|moment| write_leap_moment(moment, into)),
            Self::Weeks => whole(number).is_some_and(|weeks| {
                let year = 1960 + weeks.div_euclid(52);
                write_day(days_from_civil(year, 1, 1) + 7 * weeks.rem_euclid(52), into)
            }),
            Self::Months(each) => whole(number).is_some_and(|periods| {
                let months = periods * each;
                write_day(days_from_civil(1960 + months.div_euclid(12), months.rem_euclid(12) + 1, 1), into)
            }),
        }
    }
}

/// Microseconds since 1970-01-01 of milliseconds since 1960.
fn microseconds(milliseconds: f64) -> Option<i64> {
    (milliseconds.abs() < 4e14).then(|| (milliseconds * 1000.0).round() as i64 - FROM_1960 * 86_400_000_000)
}

/// Takes the leap seconds out; within one, the second is the sixtieth.
fn write_leap_moment(moment: i64, into: &mut String) -> bool {
    const SECOND: i64 = 1_000_000;
    for (before, day) in LEAP_SECONDS.iter().enumerate().rev() {
        // The leap second begins where the day after it would, had there been none.
        let leap = day * 86_400 * SECOND + before as i64 * SECOND;
        if moment >= leap + SECOND {
            return write_moment(moment - (before as i64 + 1) * SECOND, into);
        }
        if moment >= leap {
            let start = into.len();
            let written = write_moment(moment - (before as i64 + 1) * SECOND, into);
            if let Some(second) = into[start..].rfind(":59") {
                into.replace_range(start + second..start + second + 3, ":60");
            }
            return written;
        }
    }
    write_moment(moment, into)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(display_format: &str, number: f64, expect: Option<&str>) {
        let mut text = String::new();
        let written = Counts::by(display_format).write(number, &mut text);
        assert_eq!(written.then_some(text.as_str()), expect, "{display_format} {number}");
    }

    /// The values are those of Stata's manual ("Datetime": `help datetime`), and of pandas where it converts.
    #[test]
    fn numbers_become_days_and_moments() {
        check("%td", 0.0, Some("1960-01-01"));
        check("%tdDD/NN/CCYY", 20_882.0, Some("2017-03-04"));
        check("%-td", -1.0, Some("1959-12-31"));
        check("%d", 20_882.0, Some("2017-03-04"));
        check("%tc", 1_804_238_100_000.0, Some("2017-03-04T09:15:00"));
        check("%tc", 250.0, Some("1960-01-01T00:00:00.25"));
        check("%tw", 0.0, Some("1960-01-01"));
        check("%tw", 52.0 * 57.0 + 8.0, Some("2017-02-26"));
        check("%tm", 12.0 * 57.0 + 2.0, Some("2017-03-01"));
        check("%tm", -1.0, Some("1959-12-01"));
        check("%tq", 4.0 * 57.0 + 1.0, Some("2017-04-01"));
        check("%th", 2.0 * 57.0 + 1.0, Some("2017-07-01"));
        check("%ty", 2017.0, None);
        check("%9.0g", 2017.0, None);
        check("%td", 1e300, None);
        check("%tm", 0.5, None);
    }

    /// Stata's manual: 31dec2016 23:59:60 is a moment of %tC; 27 seconds are between %tc and %tC after it.
    #[test]
    fn leap_seconds_are_seconds() {
        check("%tC", 1_798_848_000_000.0 + 26_000.0, Some("2016-12-31T23:59:60"));
        check("%tC", 1_798_848_000_000.0 + 25_999.0, Some("2016-12-31T23:59:59.999"));
        check("%tC", 1_798_848_000_000.0 + 27_000.0, Some("2017-01-01T00:00:00"));
        check("%tC", 1000.0, Some("1960-01-01T00:00:01"));
    }
}
