//! A table of published figures beside the export, judged row by row.
//!
//! A row names a figure by labels, as a reader of the published table sees it: the table, the question or the item; the row;
//! the column. How the labels are looked up is told in `cells`.

use csv::{ReaderBuilder, StringRecord};
use thiserror::Error;
use topline_survey::{Expected, Figure, Rounding, Ruling, Unit, Verdict, nearest};

use crate::cells::Cells;
use crate::found;
use crate::judged::Judged;
use crate::share::no_value;
use crate::stated::{Quantity, Stated};
use crate::value::{Figures, by_place, judge_figure};
use crate::wording::parse_stated;

/// Why a table of published figures could not be read.
#[derive(Debug, Error)]
pub enum ExpectedError {
    /// It has no column of that name.
    #[error("find the column `{name}` of published figures")]
    NoColumn {
        /// The column.
        name: String,
        /// The columns that it has.
        known: Vec<String>,
    },
    /// A row has more or fewer cells than the header.
    #[error("read row {row} of published figures: it has {found} cells, and the header {header}")]
    BrokenRow {
        /// The row, the header being the first.
        row: u64,
        /// Its cells.
        found: u64,
        /// The cells of the header.
        header: u64,
    },
    /// It is not CSV.
    #[error("read published figures as CSV")]
    NotCsv {
        /// The reader's error.
        #[source]
        source: csv::Error,
    },
    /// It has no rows.
    #[error("find any published figure below the header")]
    Empty,
}

impl ExpectedError {
    /// Advice, where there is any.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let Self::NoColumn { name, known } = self else { return None };
        let near = nearest(name, known.iter().map(String::as_str));
        Some(if near.is_empty() {
            format!("its columns are {}", known.join(", "))
        } else {
            format!("did you mean `{}`?", near.join("` or `"))
        })
    }
}

/// A row of the published table: its number, the cells that name a figure, and the value.
struct Row {
    number: u64,
    table: String,
    option: String,
    column: String,
    value: String,
}

/// The published figures of a table beside the export, judged, in order.
///
/// | cell | is held against, in this order |
/// |---|---|
/// | `table` | the table's id; the item's id or label; the question's id |
/// | `row` | the label of the row; its name (a code, a net) |
/// | `column` | the label of the column or its name (`BREAK.COLUMN`); the declared word for the total, `Total` or a blank is the total |
///
/// A bare number is a percentage where the figure is one. A blank value says that the figure was held back or has no value.
/// What names no figure, or several, is not checkable and says so.
pub fn judge_expected(
    document: &str,
    expected: &Expected,
    csv_text: &str,
    figures: &[Figure],
    rounding: &Rounding,
) -> Result<Vec<Verdict>, ExpectedError> {
    let rows = read(expected, csv_text)?;
    let cells = Cells::of(figures, rows.iter().map(|row| row.table.as_str()), expected.total.as_deref());
    let places = by_place(figures);
    let verdicts = rows.iter().map(|row| {
        let (names, judged) = match cells.find(&row.table, &row.option, &row.column) {
            Ok(figure) => (vec![figure.key.clone()], judge_cell(&row.value, figure, &places, rounding)),
            Err(reason) => (Vec::new(), Judged::not_checkable("no figure", reason)),
        };
        let quoted = [&row.table, &row.option, &row.column, &row.value];
        let quoted: Vec<&str> = quoted.iter().map(|cell| cell.as_str()).filter(|cell| !cell.is_empty()).collect();
        Verdict {
            document: document.to_owned(),
            lines: format!("row {}", row.number),
            quote: quoted.join(" | "),
            figures: names,
            stated: if row.value.is_empty() { "no value".to_owned() } else { row.value.clone() },
            found: judged.found,
            ruling: judged.ruling,
            reason: judged.reason,
            expected: Ruling::Holds,
            because: None,
        }
    });
    Ok(verdicts.collect())
}

fn judge_cell(value: &str, figure: &Figure, places: &Figures<'_>, rounding: &Rounding) -> Judged {
    if value.is_empty() {
        let found = found::as_published(figure, rounding);
        if let Some(reason) = no_value(figure) {
            return Judged::new(Ruling::Holds, found, format!("nothing is published, and {reason}"));
        }
        let reason = format!("nothing is published, and the data say {found}");
        return Judged::new(Ruling::Contradicted, found, reason);
    }
    // A score in a table may have more decimals than prose states, and a sign.
    if figure.unit.is_value()
        && let Ok(number) = value.parse()
    {
        return judge_figure(&Stated::Exactly(Quantity::Number(number)), None, figure, places, rounding);
    }
    match parse_stated(value) {
        Ok(Stated::Exactly(Quantity::Number(number))) if figure.unit == Unit::Percent => {
            judge_figure(&Stated::Exactly(Quantity::Percentage(number)), None, figure, places, rounding)
        }
        Ok(stated) => judge_figure(&stated, None, figure, places, rounding),
        Err(error) => Judged::not_checkable(found::as_published(figure, rounding), error.to_string()),
    }
}

fn read(expected: &Expected, csv_text: &str) -> Result<Vec<Row>, ExpectedError> {
    let text = csv_text.strip_prefix('\u{feff}').unwrap_or(csv_text);
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let header = reader.headers().map_err(|source| ExpectedError::NotCsv { source })?.clone();
    let position = |name: &str| {
        header.iter().position(|cell| cell.trim() == name).ok_or_else(|| ExpectedError::NoColumn {
            name: name.to_owned(),
            known: header.iter().map(|cell| cell.trim().to_owned()).collect(),
        })
    };
    let (row, value) = (position(&expected.row)?, position(&expected.value)?);
    let table = expected.table.as_deref().map(position).transpose()?;
    let column = expected.column.as_deref().map(position).transpose()?;
    let mut rows = Vec::new();
    for (record, number) in reader.records().zip(2..) {
        let record: StringRecord = record.map_err(|source| broken(source, number))?;
        let cell = |at: usize| record.get(at).unwrap_or_default().trim().to_owned();
        rows.push(Row {
            number,
            table: table.map(cell).or_else(|| expected.of.clone()).unwrap_or_default(),
            option: cell(row),
            column: column.map(cell).unwrap_or_default(),
            value: cell(value),
        });
    }
    if rows.is_empty() { Err(ExpectedError::Empty) } else { Ok(rows) }
}

fn broken(source: csv::Error, row: u64) -> ExpectedError {
    match *source.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            ExpectedError::BrokenRow { row, found: len, header: expected_len }
        }
        _ => ExpectedError::NotCsv { source },
    }
}
