//! The text of a workbook's cell: its value, not how it is shown.

use std::fmt::Write;

use calamine::{DataRef, ExcelDateTime};

use crate::sheets::sheet::Cell;

/// The day after the last one of Excel's calendar.
const END_OF_CALENDAR: f64 = 2_958_466.0;

/// A cell with a value.
///
/// Numbers are as short as can be (`7`, not `7.0`), booleans are `TRUE` and `FALSE`, errors are `#N/A` and the like.
pub(crate) fn cell_of(value: &DataRef<'_>) -> Cell {
    let mut text = String::new();
    write_cell(value, &mut text);
    match value {
        DataRef::Int(_) | DataRef::Float(_) => Cell::Number(text),
        _ => Cell::Text(text),
    }
}

fn write_cell(value: &DataRef<'_>, into: &mut String) {
    let written = match value {
        DataRef::Empty => Ok(()),
        DataRef::Int(number) => write!(into, "{number}"),
        DataRef::Float(number) => write!(into, "{number}"),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => into.write_str(text),
        DataRef::SharedString(text) => into.write_str(text),
        DataRef::Bool(value) => into.write_str(if *value { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(moment) => write_moment(moment, into),
        DataRef::Error(error) => write!(into, "{error}"),
    };
    debug_assert!(written.is_ok(), "a String takes everything");
}

/// A day as `2017-03-04`, a time as `09:15:00`, both as `2017-03-04T09:15:00`; a length of time as `36:30:00`.
///
/// A number outside Excel's calendar stays a number.
fn write_moment(moment: &ExcelDateTime, into: &mut String) -> std::fmt::Result {
    let serial = moment.as_f64();
    if !(0.0..END_OF_CALENDAR).contains(&serial) {
        return write!(into, "{serial}");
    }
    let (year, month, day, hour, minute, second, millisecond) = moment.to_ymd_hms_milli();
    let mut hours = u64::from(hour);
    if moment.is_duration() {
        hours += 24 * serial.trunc() as u64;
    } else if serial >= 1.0 {
        write!(into, "{year:04}-{month:02}-{day:02}")?;
        if (hours, minute, second, millisecond) == (0, 0, 0, 0) {
            return Ok(());
        }
        into.push('T');
    }
    write!(into, "{hours:02}:{minute:02}:{second:02}")?;
    if millisecond > 0 {
        write!(into, ".{millisecond:03}")?;
    }
    Ok(())
}
