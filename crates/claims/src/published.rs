//! The rows of a table of published figures, as texts.
//!
//! What they name and how they are judged is in `expected`.

use csv::{ReaderBuilder, StringRecord};
use thiserror::Error;
use topline_survey::{Expected, FinalZeros, nearest};

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
    /// It has no rows, or none of those that are to be read.
    #[error("find any published figure below the header")]
    Empty,
    /// A cell that says which rows are read is not in the column.
    #[error("find `{cell}` in the column `{column}` of published figures")]
    NoCell {
        /// The column.
        column: String,
        /// What should stand there in some row.
        cell: String,
    },
    /// A row that is said to hold otherwise is not among those read.
    #[error("find row {row} among the published figures")]
    NoRow {
        /// The row.
        row: u64,
    },
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

/// A row of a published table: its number, the cells that name a figure, and what is stated of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublishedCell {
    /// Its number, the header being the first.
    pub number: u64,
    /// The table, item or question, by name or label.
    pub table: String,
    /// The row, by label or name.
    pub option: String,
    /// The column; blank for the total.
    pub column: String,
    /// The value; blank where nothing was published.
    pub value: Option<String>,
    /// The number of respondents.
    pub count: Option<String>,
    /// The base.
    pub base: Option<String>,
}

impl PublishedCell {
    /// What the row states, in words.
    pub(crate) fn stated(&self) -> String {
        let value = self.value.as_deref().map(|value| if value.is_empty() { "no value" } else { value });
        let base = self.base.as_ref().map(|base| format!("of {base}"));
        let said = [value, self.count.as_deref(), base.as_deref()];
        said.into_iter().flatten().collect::<Vec<_>>().join(" | ")
    }
}

/// The rows that are to be read, in order.
pub fn read_published(expected: &Expected, csv_text: &str) -> Result<Vec<PublishedCell>, ExpectedError> {
    let text = csv_text.strip_prefix('\u{feff}').unwrap_or(csv_text);
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let header = reader.headers().map_err(|source| ExpectedError::NotCsv { source })?.clone();
    let position = |name: &str| {
        header.iter().position(|cell| cell.trim() == name).ok_or_else(|| ExpectedError::NoColumn {
            name: name.to_owned(),
            known: header.iter().map(|cell| cell.trim().to_owned()).collect(),
        })
    };
    let optional = |name: &Option<String>| name.as_deref().map(position).transpose();
    let row = position(&expected.row)?;
    let (table, column) = (optional(&expected.table)?, optional(&expected.column)?);
    let (value, count, base) = (optional(&expected.value)?, optional(&expected.count)?, optional(&expected.base)?);
    let only = expected.only.as_ref().map(|only| Ok((position(&only.column)?, only))).transpose()?;
    let mut met = vec![false; only.as_ref().map_or(0, |(_, only)| only.is.len())];
    let mut rows = Vec::new();
    for (record, number) in reader.records().zip(2..) {
        let record: StringRecord = record.map_err(|source| broken(source, number))?;
        let cell = |at: usize| record.get(at).unwrap_or_default().trim().to_owned();
        if let Some((at, only)) = &only {
            let Some(which) = only.is.iter().position(|wanted| *wanted == cell(*at)) else { continue };
            met[which] = true;
        }
        let filled = |at: Option<usize>| at.map(cell).filter(|cell| !cell.is_empty());
        let count = filled(count);
        let value = value.map(cell).filter(|value| !value.is_empty() || count.is_none());
        rows.push(PublishedCell {
            number,
            table: table.map(cell).or_else(|| expected.of.clone()).unwrap_or_default(),
            option: cell(row),
            column: column.map(cell).unwrap_or_default(),
            value: value.map(|value| as_published(value, expected.final_zeros)),
            count,
            base: filled(base),
        });
    }
    if let Some((_, only)) = only
        && let Some((cell, _)) = only.is.iter().zip(met).find(|(_, met)| !met)
    {
        return Err(ExpectedError::NoCell { column: only.column.clone(), cell: cell.clone() });
    }
    let mut known_otherwise = expected.otherwise.iter().flat_map(|otherwise| &otherwise.rows);
    if let Some(row) = known_otherwise.find(|row| !rows.iter().any(|read| read.number == **row)) {
        return Err(ExpectedError::NoRow { row: *row });
    }
    if rows.is_empty() { Err(ExpectedError::Empty) } else { Ok(rows) }
}

/// The value without zeros that the program that wrote the table added: `58%` of `58.0%`.
fn as_published(value: String, final_zeros: FinalZeros) -> String {
    let (number, sign) = match value.strip_suffix('%') {
        Some(number) => (number.trim_end(), "%"),
        None => (value.as_str(), ""),
    };
    if final_zeros == FinalZeros::Published || !number.contains('.') {
        return value;
    }
    format!("{}{sign}", number.trim_end_matches('0').trim_end_matches('.'))
}

fn broken(source: csv::Error, row: u64) -> ExpectedError {
    if let csv::ErrorKind::UnequalLengths { expected_len, len, .. } = *source.kind() {
        return ExpectedError::BrokenRow { row, found: len, header: expected_len };
    }
    ExpectedError::NotCsv { source }
}
