//! What a number counts, by the format of its column: days, seconds of a day or seconds since 1960, or nothing.

use crate::calendar::{FROM_1960, microseconds, whole, write_day, write_moment, write_time};
use crate::description::Holds;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counts {
    /// Nothing but itself.
    Itself,
    /// Days since 1960-01-01.
    Days,
    /// Seconds since midnight, or of a length of time.
    Time,
    /// Seconds since 1960-01-01.
    Moment,
}

/// Formats of days ("SAS Formats and Informats: Reference", category Date and Time), without their widths.
const DAYS: [&str; 34] = [
    "DATE", "DAY", "DOWNAME", "E8601DA", "B8601DA", "IS8601DA", "HDATE", "HEBDATE", "JULDAY", "JULIAN", "MINGUO",
    "MONNAME", "MONTH", "MONYY", "NENGO", "NLDATE", "NLDATEL", "NLDATEM", "NLDATEMD", "NLDATEMN", "NLDATES", "NLDATEW",
    "NLDATEYM", "PDJULG", "PDJULI", "QTR", "QTRR", "WEEKDATE", "WEEKDATX", "WEEKDAY", "WORDDATE", "WORDDATX", "YEAR",
    "YYMON",
];
/// Formats of days whose names end with a letter for the separator, or with none.
const DAYS_SEPARATED: [&str; 9] = ["DDMMYY", "MMDDYY", "YYMMDD", "MMYY", "YYMM", "YYQ", "YYQR", "YYWEEK", "WEEK"];
const TIMES: [&str; 14] = [
    "TIME", "TIMEAMPM", "HHMM", "HOUR", "MMSS", "TOD", "E8601TM", "E8601LZ", "E8601TZ", "B8601TM", "B8601LZ",
    "B8601TZ", "IS8601TM", "NLTIME",
];
const MOMENTS: [&str; 20] = [
    "DATETIME", "DATEAMPM", "DTDATE", "DTMONYY", "DTWKDATX", "DTYEAR", "DTYYQC", "E8601DT", "E8601DN", "E8601DX",
    "E8601DZ", "B8601DT", "B8601DN", "B8601DX", "B8601DZ", "IS8601DT", "MDYAMPM", "NLDATM", "NLDATMTM", "NLDATMAP",
];

impl Counts {
    /// By the name of a format, with or without its width.
    pub(crate) fn by(format: &str) -> Self {
        let name = name_of(format);
        let separated = |stem: &&str| {
            let rest = name.strip_prefix(*stem);
            rest.is_some_and(|rest| matches!(rest, "" | "B" | "C" | "D" | "N" | "P" | "S" | "U" | "V" | "W"))
        };
        match name.as_str() {
            name if DAYS.contains(&name) => Self::Days,
            name if TIMES.contains(&name) => Self::Time,
            name if MOMENTS.contains(&name) => Self::Moment,
            _ if DAYS_SEPARATED.iter().any(separated) => Self::Days,
            _ => Self::Itself,
        }
    }

    pub(crate) fn holds(self) -> Holds {
        match self {
            Self::Itself => Holds::Number,
            Self::Days => Holds::Day,
            Self::Time => Holds::Time,
            Self::Moment => Holds::Moment,
        }
    }

    /// Writes the day, time or moment; nothing, and it says so, where the number is none.
    pub(crate) fn write(self, number: f64, into: &mut String) -> bool {
        match self {
            Self::Itself => false,
            // SAS ignores the fraction of a day.
            Self::Days => whole(number.floor()).is_some_and(|days| write_day(days - FROM_1960, into)),
            Self::Time => microseconds(number).is_some_and(|time| {
                write_time(time, into);
                true
            }),
            Self::Moment => {
                microseconds(number).is_some_and(|moment| write_moment(moment - FROM_1960 * 86_400_000_000, into))
            }
        }
    }
}

/// The name of a format in capitals, without its width and decimals: `DATE9.` is `DATE`.
pub(crate) fn name_of(format: &str) -> String {
    format.trim().trim_end_matches(|end: char| end.is_ascii_digit() || end == '.').to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values are those of the reference of SAS formats, in which each format shows a number.
    #[test]
    fn formats_say_what_numbers_count() {
        let check = |format: &str, number: f64, expect: Option<&str>| {
            let mut text = String::new();
            let written = Counts::by(format).write(number, &mut text);
            assert_eq!(written.then_some(text.as_str()), expect, "{format} {number}");
        };
        check("DATE9.", 19_431.0, Some("2013-03-14"));
        check("yymmdd10", 0.0, Some("1960-01-01"));
        check("DDMMYYS8.", -1.0, Some("1959-12-31"));
        check("MONYY7.", 19_431.0, Some("2013-03-14"));
        check("TIME8.", 59_083.0, Some("16:24:43"));
        check("HHMM5", 90_000.0, Some("25:00:00"));
        check("DATETIME20.3", 1_678_807_483.25, Some("2013-03-13T15:24:43.25"));
        check("E8601DT19.", 0.0, Some("1960-01-01T00:00:00"));
        check("BEST12.", 19_431.0, None);
        check("DOLLAR8.2", 19_431.0, None);
        check("DATE9.", 1e9, None);
        assert_eq!((Counts::by("WEEKU5."), Counts::by("WEEKEND")), (Counts::Days, Counts::Itself));
    }
}
