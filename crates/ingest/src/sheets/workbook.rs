//! An export in an Excel workbook: one sheet, read cell by cell.
//!
//! Memory holds the workbook's shared strings, not the sheet.

use std::io::BufReader;

use calamine::{Reader, SheetType, Xlsx, XlsxError};
use topline_survey::Source;

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::format_fault::FormatFault;
use crate::packed::unpack::Input;
use crate::raw::hand_over::{Ended, Hand};
use crate::sheets::sheet::{hand_over, sheet_of};
use crate::sheets::sheet_notes::SheetNotes;
use crate::sheets::workbook_fault::WorkbookFault;
use crate::sheets::workbook_parts::check_parts;
use crate::sheets::workbook_rows::WorkbookRows;

/// Hands over the declared sheet, or the first.
pub(crate) fn read(input: Box<dyn Input>, source: &Source, file: &str, hand: &Hand) -> Result<(), Ended> {
    let damaged = |error| damaged(error, file);
    let mut input = BufReader::new(input);
    check_parts(&mut input).map_err(|source| IngestError::new(file.to_owned(), WorkbookFault::Part(source)))?;
    let notes = SheetNotes::read(&mut input, source.sheet.as_deref(), source.header_rows);
    let mut workbook = Xlsx::new(input).map_err(damaged)?;
    let sheets: Vec<&str> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.as_str())
        .collect();
    let sheet = sheet_of(source.sheet.as_deref(), &sheets, file)?;
    let reader = workbook.worksheet_cells_reader(&sheet).map_err(damaged)?;
    let mut rows = WorkbookRows::new(reader, file.to_owned(), sheet.clone());
    hand_over(&mut rows, sheet, &notes, source, file, hand)
}

fn damaged(error: XlsxError, file: &str) -> IngestError {
    let file = file.to_owned();
    match error {
        XlsxError::Password => IngestError::new(file, FormatFault::OldWorkbook),
        XlsxError::Io(source) => IngestError::new(file, IngestFault::Io(source)),
        error => IngestError::new(file, WorkbookFault::Damaged { source: Box::new(error) }),
    }
}
