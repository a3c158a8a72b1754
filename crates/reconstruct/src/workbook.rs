//! An Excel workbook whose bytes repeat: its properties are set, and nothing in it comes from a clock.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::calendar::Moment;
use crate::lines::{Cell, Line};

/// How forms tools show a time.
const MOMENT_FORMAT: &str = "m/d/yy h:mm:ss";

/// The bytes of a workbook with one sheet, made at `created`.
pub(crate) fn workbook(
    sheet: &str,
    header: &[Vec<String>],
    lines: &[Line<'_>],
    created: Moment,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&datetime(created)?));
    let worksheet = workbook.add_worksheet();
    worksheet.set_name(sheet)?;
    let moment_format = Format::new().set_num_format(MOMENT_FORMAT);
    let mut row = 0;
    for names in header {
        for (column, name) in (0..).zip(names) {
            worksheet.write_string(row, column, name)?;
        }
        row += 1;
    }
    for line in lines {
        for (column, cell) in (0..).zip(&line.cells) {
            match cell {
                Cell::Blank => continue,
                Cell::Text(text) | Cell::Label(_, text) => worksheet.write_string(row, column, text)?,
                Cell::Number(number) => worksheet.write_number(row, column, *number as f64)?,
                Cell::Moment(moment) => {
                    worksheet.write_datetime_with_format(row, column, datetime(*moment)?, &moment_format)?
                }
            };
        }
        row += 1;
    }
    workbook.save_to_buffer()
}

fn datetime(moment: Moment) -> Result<ExcelDateTime, XlsxError> {
    let ((year, month, day), (hour, minute, second)) = (moment.date(), moment.time());
    ExcelDateTime::from_ymd(year, month, day)?.and_hms(hour, minute, second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::LineKind;

    #[test]
    fn bytes_repeat() {
        let write = || {
            let cells = vec![Cell::Number(1), Cell::Text("a;b;".to_owned()), Cell::Moment(Moment::new(17_379, 36_000))];
            let header = vec![["ID", "Q", "Start time"].map(str::to_owned).to_vec()];
            let line = Line { kind: LineKind::Response(0), cells };
            workbook("Form1", &header, &[line], Moment::new(17_409, 0)).expect("a workbook")
        };
        let first = write();
        // The tool's zip entries have a fixed time; the second writing is in another second of the clock.
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        assert_eq!(first, write());
    }
}
