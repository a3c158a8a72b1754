//! One sheet of a workbook, whatever its format: its header, its rows, and what is wrong with them.
//!
//! A row without cells is blank; rows after the last cell with a value are formatting and no rows. Cells that are not there are
//! missing, which breaks no row, as sheets leave out what is empty.

use topline_survey::{Place, Source, nearest};

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::raw::batch_builder::{BatchBuilder, Shape};
use crate::raw::hand_over::{Ended, Hand};
use crate::raw::header::column_names;
use crate::raw::header_fault::HeaderFault;
use crate::sheets::lost_digits::LostDigits;
use crate::sheets::sheet_fault::SheetFault;
use crate::sheets::sheet_notes::SheetNotes;

/// The most cells of rows that have none, as wide as the header is: a cell in the last row of a sheet, and one in the last column,
/// make seventeen billion.
const MOST_BLANK: u64 = 1 << 25;

/// A cell of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Cell {
    /// None is there.
    #[default]
    Missing,
    /// Text, or anything that is written like it.
    Text(String),
    /// A number, which a spreadsheet holds to some 15 digits.
    Number(String),
}

impl Cell {
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Missing => None,
            Self::Text(text) | Self::Number(text) => Some(text),
        }
    }
}

/// A row, up to its last cell with a value.
pub(crate) struct SheetRow<'r> {
    /// Its number in the sheet, counted from one.
    pub number: u64,
    pub cells: &'r [Cell],
}

/// The rows of a sheet.
pub(crate) trait SheetRows {
    /// The next row; one without cells where the sheet leaves it out; nothing after the last cell with a value.
    fn next_row(&mut self) -> Result<Option<SheetRow<'_>>, IngestError>;

    /// Gives the last row once more.
    fn unread_row(&mut self);
}

/// Hands over the header and the rows of a sheet.
pub(crate) fn hand_over(
    rows: &mut dyn SheetRows,
    sheet: String,
    notes: &SheetNotes,
    source: &Source,
    file: &str,
    hand: &Hand,
) -> Result<(), Ended> {
    let header = read_header(rows, source.header_rows, file)?;
    let columns = column_names(&header.rows, header.width, source.name_row);
    let place = Place { file: source.name.clone(), sheet: Some(sheet), ..Place::default() };
    let mut batch = BatchBuilder::new(&columns, place, source.blank_rows, file)?;
    hand.header(batch.schema(), columns, notes.header_rows(header.width))?;
    notes.tell(&mut batch);
    let mut lost = LostDigits::new(header.width);
    let (mut blank, mut ended) = (0, false);
    while !ended {
        while !batch.is_full() {
            let Some(row) = rows.next_row()? else {
                lost.tell(&mut batch);
                ended = true;
                break;
            };
            if row.cells.is_empty() {
                blank += batch.width() as u64;
                if blank > MOST_BLANK {
                    return Err(IngestError::new(file.to_owned(), SheetFault::BlankRows { row: row.number }).into());
                }
            }
            push(&mut batch, &mut lost, &row);
        }
        let finished =
            batch.finish().map_err(|source| IngestError::new(file.to_owned(), IngestFault::Columns(source)))?;
        if let Some(finished) = finished {
            hand.batch(finished)?;
        }
    }
    Ok(())
}

/// The declared sheet, or the first.
pub(crate) fn sheet_of(declared: Option<&str>, sheets: &[&str], file: &str) -> Result<String, IngestError> {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    match declared {
        Some(sheet) if sheets.contains(&sheet) => Ok(sheet.to_owned()),
        Some(sheet) => Err(IngestError::new(
            file.to_owned(),
            SheetFault::UnknownSheet {
                sheet: sheet.to_owned(),
                nearest: owned(&nearest(sheet, sheets.iter().copied())),
                known: owned(sheets),
            },
        )),
        None => sheets
            .first()
            .map(|sheet| (*sheet).to_owned())
            .ok_or_else(|| IngestError::new(file.to_owned(), SheetFault::NoSheet)),
    }
}

/// The rows that name the columns.
struct Header {
    rows: Vec<Vec<String>>,
    /// How many columns there are: up to the last cell with a value in the header.
    width: usize,
}

fn read_header(rows: &mut dyn SheetRows, expected: usize, file: &str) -> Result<Header, IngestError> {
    let mut header = Header { rows: Vec::with_capacity(expected.min(8)), width: 0 };
    if expected == 0 {
        let Some(first) = rows.next_row()? else { return Err(IngestError::new(file.to_owned(), IngestFault::Empty)) };
        // Where the first row is blank, what others have stands beyond the one column that there is.
        header.width = first.cells.len().max(1);
        rows.unread_row();
        return Ok(header);
    }
    while header.rows.len() < expected {
        let Some(row) = rows.next_row()? else {
            return Err(match header.rows.len() {
                0 => IngestError::new(file.to_owned(), IngestFault::Empty),
                read => IngestError::new(file.to_owned(), HeaderFault::Cut { rows: read as u64, expected }),
            });
        };
        let cells: Vec<String> = row.cells.iter().map(|cell| cell.text().unwrap_or_default().to_owned()).collect();
        header.width = header.width.max(cells.len());
        header.rows.push(cells);
    }
    if header.rows.iter().flatten().all(|cell| cell.trim().is_empty()) {
        return Err(IngestError::new(file.to_owned(), HeaderFault::Blank { row: expected as u64 }));
    }
    Ok(header)
}

/// Appends a row as it is, and says what is wrong with it.
fn push(batch: &mut BatchBuilder, lost: &mut LostDigits, row: &SheetRow<'_>) {
    let width = batch.width();
    let mut extra: Vec<String> = Vec::new();
    let mut filled = 0;
    for (column, cell) in row.cells.iter().enumerate() {
        if column < width {
            batch.cell(column, cell.text());
            filled = column + 1;
        } else {
            extra.push(cell.text().unwrap_or_default().to_owned());
        }
        if let Cell::Number(number) = cell {
            lost.see(row.number, column, number);
        }
    }
    for column in filled..width {
        batch.cell(column, None);
    }
    let shape = if row.cells.iter().filter_map(Cell::text).all(|cell| cell.trim().is_empty()) {
        Shape::Blank
    } else if extra.iter().any(|cell| !cell.trim().is_empty()) {
        Shape::Broken(format!("{} cells where {width} are expected", width + extra.len()))
    } else {
        Shape::Whole
    };
    batch.end_row(row.number, &extra, &shape);
}
