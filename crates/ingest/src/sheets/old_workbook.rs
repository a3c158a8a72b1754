//! An export in an Excel workbook of the format before 2007, which holds 65,536 rows and is read whole.

use std::io::{Cursor, Read, Seek, SeekFrom};

use calamine::{Data, DataRef, Range, Reader, SheetType, Xls, XlsError, XlsOptions};
use topline_survey::Source;

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::packed::unpack::Input;
use crate::raw::hand_over::{Ended, Hand};
use crate::sheets::cell_text::cell_of;
use crate::sheets::compound_file::{stream_of, written_around};
use crate::sheets::old_workbook_fault::OldWorkbookFault;
use crate::sheets::old_workbook_records::{Refused, cells_of};
use crate::sheets::sheet::{Cell, SheetRow, SheetRows, hand_over, sheet_of};
use crate::sheets::sheet_fault::SheetFault;
use crate::sheets::sheet_notes::SheetNotes;

/// The number that Windows gives to UTF-16.
const UTF_16: u16 = 1200;

/// Hands over the declared sheet, or the first.
pub(crate) fn read(input: Box<dyn Input>, source: &Source, file: &str, hand: &Hand) -> Result<(), Ended> {
    let damaged = |error| damaged(error, file);
    let (cells, is_unicode) = cells(input, file)?;
    let mut options = XlsOptions::default();
    if is_unicode {
        options.force_codepage = Some(UTF_16);
    }
    let mut workbook = Xls::new_with_options(Cursor::new(cells), options).map_err(damaged)?;
    let sheets: Vec<&str> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.as_str())
        .collect();
    let sheet = sheet_of(source.sheet.as_deref(), &sheets, file)?;
    let range = workbook.worksheet_range(&sheet).map_err(damaged)?;
    drop(workbook);
    let mut rows = OldRows { range, given: 0, cells: Vec::new() };
    hand_over(&mut rows, sheet, &SheetNotes::default(), source, file, hand)
}

/// The workbook as calamine may read it: with its cells alone, which fit in memory.
///
/// Also whether its text is UTF-16, as it is from Excel 97 on, whatever code page the file states beside it: the stream is then
/// called `Workbook`, and no longer `Book` ([MS-XLS] 2.1.2).
fn cells(mut input: Box<dyn Input>, file: &str) -> Result<(Vec<u8>, bool), IngestError> {
    let damaged = |source| IngestError::new(file.to_owned(), OldWorkbookFault::Record(source));
    let mut bytes = Vec::new();
    input
        .seek(SeekFrom::Start(0))
        .and_then(|_| input.read_to_end(&mut bytes))
        .map_err(|source| IngestError::new(file.to_owned(), IngestFault::Io(source)))?;
    let stream = stream_of(&bytes, &STREAMS).map_err(damaged)?;
    drop(bytes);
    let Some((which, stream)) = stream else {
        return Err(IngestError::new(file.to_owned(), OldWorkbookFault::NoWorkbook));
    };
    let cells = cells_of(&stream).map_err(|refused| match refused {
        Refused::Damaged(damage) => damaged(damage),
        Refused::Spread(memory) => {
            IngestError::new(file.to_owned(), OldWorkbookFault::SpreadSheets { mebibytes: memory >> 20 })
        }
    })?;
    drop(stream);
    Ok((written_around(&cells, STREAMS[which]), which == 0))
}

/// What the stream of a workbook is called.
const STREAMS: [&str; 2] = ["Workbook", "Book"];

fn damaged(error: XlsError, file: &str) -> IngestError {
    let file = file.to_owned();
    match error {
        XlsError::Password => IngestError::new(file, SheetFault::Locked),
        XlsError::Io(source) => IngestError::new(file, IngestFault::Io(source)),
        error => IngestError::new(file, OldWorkbookFault::Damaged { source: Box::new(error) }),
    }
}

/// The rows of a sheet in memory.
struct OldRows {
    range: Range<Data>,
    /// The row that was given last; 0 before the first.
    given: u32,
    cells: Vec<Cell>,
}

impl SheetRows for OldRows {
    fn next_row(&mut self) -> Result<Option<SheetRow<'_>>, IngestError> {
        let Some((last, last_column)) = self.range.end().filter(|(last, _)| self.given <= *last) else {
            return Ok(None);
        };
        debug_assert!(self.given <= last);
        let columns = 0..=last_column;
        self.cells.clear();
        self.cells.extend(columns.map(|column| self.range.get_value((self.given, column)).map_or(Cell::Missing, cell)));
        while self.cells.last() == Some(&Cell::Missing) {
            self.cells.pop();
        }
        self.given += 1;
        Ok(Some(SheetRow { number: self.given.into(), cells: &self.cells }))
    }

    fn unread_row(&mut self) {
        self.given -= 1;
    }
}

fn cell(value: &Data) -> Cell {
    cell_of(&match value {
        Data::Empty => return Cell::Missing,
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
    })
}
