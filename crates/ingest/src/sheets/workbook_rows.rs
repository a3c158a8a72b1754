//! The cells of a workbook's sheet gathered into rows, in their order and without gaps.

use std::io::{Read, Seek};

use calamine::{DataRef, XlsxCellReader};

use crate::error::IngestError;
use crate::sheets::cell_text::cell_of;
use crate::sheets::sheet::{Cell, SheetRow, SheetRows};
use crate::sheets::sheet_fault::SheetFault;
use crate::sheets::sheet_limits::{MOST_COLUMNS, MOST_ROWS};
use crate::sheets::workbook_fault::WorkbookFault;

/// Reads a sheet row by row.
pub(crate) struct WorkbookRows<'w, R: Read + Seek> {
    reader: XlsxCellReader<'w, R>,
    file: String,
    sheet: String,
    /// The row that was given last; 0 before the first.
    given: u64,
    /// The row that `cells` belong to; 0 before the first.
    gathered: u64,
    cells: Vec<Cell>,
    /// The row and column of the cell `value`: the first behind `cells`.
    ahead: Option<(u64, usize)>,
    value: Cell,
}

impl<'w, R: Read + Seek> WorkbookRows<'w, R> {
    pub(crate) fn new(reader: XlsxCellReader<'w, R>, file: String, sheet: String) -> Self {
        Self { reader, file, sheet, given: 0, gathered: 0, cells: Vec::new(), ahead: None, value: Cell::Missing }
    }

    /// Gathers the cells of the next row that has any.
    fn gather(&mut self) -> Result<bool, IngestError> {
        if self.gathered == 0 {
            self.read_cell()?;
        }
        self.cells.clear();
        let Some((row, _)) = self.ahead else { return Ok(false) };
        if row <= self.gathered {
            return Err(self.misplaced(row));
        }
        self.gathered = row;
        while let Some((_, column)) = self.ahead.filter(|(of, _)| *of == row) {
            if column < self.cells.len() {
                return Err(self.misplaced(row));
            }
            self.cells.resize_with(column, Cell::default);
            self.cells.push(std::mem::take(&mut self.value));
            self.read_cell()?;
        }
        Ok(true)
    }

    /// Reads on to the next cell with a value.
    fn read_cell(&mut self) -> Result<(), IngestError> {
        loop {
            let cell = self.reader.next_cell().map_err(|error| {
                IngestError::new(
                    self.file.clone(),
                    WorkbookFault::DamagedSheet {
                        sheet: self.sheet.clone(),
                        row: self.gathered,
                        source: Box::new(error),
                    },
                )
            })?;
            let Some(cell) = cell else {
                self.ahead = None;
                return Ok(());
            };
            if *cell.get_value() == DataRef::Empty {
                continue;
            }
            let (row, column) = cell.get_position();
            self.value = cell_of(cell.get_value());
            if row >= MOST_ROWS || column >= MOST_COLUMNS {
                return Err(self.misplaced(u64::from(row) + 1));
            }
            self.ahead = Some((u64::from(row) + 1, column as usize));
            return Ok(());
        }
    }

    fn misplaced(&self, row: u64) -> IngestError {
        IngestError::new(self.file.clone(), SheetFault::MisplacedCell { sheet: self.sheet.clone(), row })
    }
}

impl<R: Read + Seek> SheetRows for WorkbookRows<'_, R> {
    fn next_row(&mut self) -> Result<Option<SheetRow<'_>>, IngestError> {
        if self.given == self.gathered && !self.gather()? {
            return Ok(None);
        }
        self.given += 1;
        let cells = if self.given == self.gathered { self.cells.as_slice() } else { &[] };
        Ok(Some(SheetRow { number: self.given, cells }))
    }

    fn unread_row(&mut self) {
        self.given -= 1;
    }
}
