//! What a number is, by the format it is printed in: a number, a day, a time or both.

use crate::description::Holds;

/// What the cells of a numeric variable hold, by the code of its print format.
///
/// Months, quarters and weeks (`MOYR`, `QYR`, `WKYR`) are the days that they are stored as. Names of weekdays and months
/// (`WKDAY`, `MONTH`) are numbers from one, as are all formats that show digits.
///
/// SPSS writes codes of days and times into portable files 82 too high; other programs do not.
pub(crate) fn held_by(print_format: u8) -> Holds {
    let print_format = if print_format > HIGHEST { print_format.saturating_sub(82) } else { print_format };
    match print_format {
        // DATE, ADATE, JDATE; MOYR, QYR, WKYR; EDATE, SDATE.
        20 | 23 | 24 | 28..=30 | 38 | 39 => Holds::Day,
        // TIME, DTIME, MTIME.
        21 | 25 | 40 => Holds::Time,
        // DATETIME, YMDHMS.
        22 | 41 => Holds::Moment,
        _ => Holds::Number,
    }
}

/// The highest code of a format.
const HIGHEST: u8 = 41;
