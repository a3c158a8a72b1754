//! An export in an Excel workbook: one sheet, read cell by cell.
//!
//! The reader of cells borrows from the workbook, so both live in a thread of their own, which hands over one batch at a time.
//! Memory holds a batch or two and the workbook's shared strings, not the sheet. Should the reader of workbooks panic on a
//! damaged file, that ends its thread and is an error here.
//!
//! A row without cells is blank; rows after the last cell with a value are formatting and no rows. Cells that are not there are
//! missing, which breaks no row, as sheets leave out what is empty.

use std::io::{BufReader, Read, Seek};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use arrow::datatypes::SchemaRef;
use calamine::{Reader, SheetType, Xlsx, XlsxError};
use topline_survey::{Place, Source, nearest};

use crate::batch_builder::{BatchBuilder, RawBatch, Shape};
use crate::error::IngestError;
use crate::export::{Opened, Rows};
use crate::header::column_names;
use crate::sheet_rows::{SheetRow, SheetRows};

/// The rows below the header.
pub(crate) struct Workbook {
    messages: Receiver<Result<Message, IngestError>>,
    file: String,
}

/// What the thread hands over, in this order.
enum Message {
    Header { schema: SchemaRef, columns: Vec<String> },
    Batch(RawBatch),
    End,
}

impl Workbook {
    /// Reads the header.
    pub(crate) fn open<R: Read + Seek + Send + 'static>(
        source: &Source,
        file: String,
        input: R,
    ) -> Result<Opened, IngestError> {
        let (sender, messages) = sync_channel(1);
        let job = Job { source: source.clone(), file: file.clone(), sender };
        thread::Builder::new()
            .name("workbook".to_owned())
            .spawn(move || job.run(input))
            .map_err(|source| IngestError::Io { file: file.clone(), source })?;
        let workbook = Self { messages, file };
        match workbook.receive()? {
            Message::Header { schema, columns } => {
                Ok(Opened { schema, columns, encoding: "", description: None, rows: Box::new(workbook) })
            }
            Message::Batch(_) | Message::End => Err(workbook.beyond_reading()),
        }
    }

    fn receive(&self) -> Result<Message, IngestError> {
        // The thread says when it ends: if it does not, it panicked.
        self.messages.recv().unwrap_or_else(|_| Err(self.beyond_reading()))
    }

    fn beyond_reading(&self) -> IngestError {
        IngestError::WorkbookBeyondReading { file: self.file.clone() }
    }
}

impl Rows for Workbook {
    fn next_batch(&mut self) -> Result<Option<RawBatch>, IngestError> {
        match self.receive()? {
            Message::Batch(batch) => Ok(Some(batch)),
            Message::End => Ok(None),
            Message::Header { .. } => Err(self.beyond_reading()),
        }
    }
}

/// What the thread does.
struct Job {
    source: Source,
    file: String,
    sender: SyncSender<Result<Message, IngestError>>,
}

impl Job {
    fn run<R: Read + Seek>(self, input: R) {
        let end = self.read(input).map(|()| Message::End);
        // Nobody listens any more where the export has been dropped.
        let _ = self.sender.send(end);
    }

    fn read<R: Read + Seek>(&self, input: R) -> Result<(), IngestError> {
        let mut workbook = Xlsx::new(BufReader::new(input)).map_err(|error| self.damaged(error))?;
        let sheet = self.sheet_of(&workbook)?;
        let reader = workbook.worksheet_cells_reader(&sheet).map_err(|error| self.damaged(error))?;
        let mut rows = SheetRows::new(reader, self.file.clone(), sheet.clone());
        let header = read_header(&mut rows, self.source.header_rows, &self.file)?;
        let columns = column_names(&header.rows, header.width);
        let place = Place { file: self.source.name.clone(), sheet: Some(sheet), ..Place::default() };
        let mut batch = BatchBuilder::new(&columns, place);
        if self.sender.send(Ok(Message::Header { schema: batch.schema(), columns })).is_err() {
            return Ok(());
        }
        let mut ended = false;
        while !ended {
            while !batch.is_full() {
                let Some(row) = rows.next_row()? else {
                    ended = true;
                    break;
                };
                push(&mut batch, &row);
            }
            let finished = batch.finish();
            let finished = finished.map_err(|source| IngestError::Columns { file: self.file.clone(), source })?;
            if let Some(finished) = finished
                && self.sender.send(Ok(Message::Batch(finished))).is_err()
            {
                return Ok(());
            }
        }
        Ok(())
    }

    fn damaged(&self, error: XlsxError) -> IngestError {
        let file = self.file.clone();
        match error {
            XlsxError::Password => IngestError::OldWorkbook { file },
            XlsxError::Io(source) => IngestError::Io { file, source },
            error => IngestError::Workbook { file, source: Box::new(error) },
        }
    }

    /// The declared sheet, or the first.
    fn sheet_of<R: Read + Seek>(&self, workbook: &Xlsx<R>) -> Result<String, IngestError> {
        let sheets: Vec<&str> = workbook
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| sheet.name.as_str())
            .collect();
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        match &self.source.sheet {
            Some(sheet) if sheets.contains(&sheet.as_str()) => Ok(sheet.clone()),
            Some(sheet) => Err(IngestError::UnknownSheet {
                file: self.file.clone(),
                sheet: sheet.clone(),
                nearest: owned(&nearest(sheet, sheets.iter().copied())),
                known: owned(&sheets),
            }),
            None => sheets
                .first()
                .map(|sheet| (*sheet).to_owned())
                .ok_or_else(|| IngestError::NoSheet { file: self.file.clone() }),
        }
    }
}

/// The rows that name the columns.
struct Header {
    rows: Vec<Vec<String>>,
    /// How many columns there are: up to the last cell with a value in the header.
    width: usize,
}

fn read_header<R: Read + Seek>(
    rows: &mut SheetRows<'_, R>,
    expected: usize,
    file: &str,
) -> Result<Header, IngestError> {
    let mut header = Header { rows: Vec::with_capacity(expected.min(8)), width: 0 };
    if expected == 0 {
        let Some(first) = rows.next_row()? else { return Err(IngestError::Empty { file: file.to_owned() }) };
        header.width = first.cells().len();
        if header.width == 0 {
            return Err(IngestError::BlankHeader { file: file.to_owned(), row: 1 });
        }
        rows.unread_row();
        return Ok(header);
    }
    while header.rows.len() < expected {
        let Some(row) = rows.next_row()? else {
            return Err(match header.rows.len() {
                0 => IngestError::Empty { file: file.to_owned() },
                read => IngestError::HeaderCut { file: file.to_owned(), rows: read as u64, expected },
            });
        };
        let cells: Vec<String> = row.cells().map(|cell| cell.unwrap_or_default().to_owned()).collect();
        header.width = header.width.max(cells.len());
        header.rows.push(cells);
    }
    if header.rows.iter().flatten().all(|cell| cell.trim().is_empty()) {
        return Err(IngestError::BlankHeader { file: file.to_owned(), row: expected as u64 });
    }
    Ok(header)
}

/// Appends a row as it is, and says what is wrong with it.
fn push(batch: &mut BatchBuilder, row: &SheetRow<'_>) {
    let width = batch.width();
    let mut extra: Vec<String> = Vec::new();
    let mut filled = 0;
    for (column, cell) in row.cells().enumerate() {
        if column < width {
            batch.cell(column, cell);
            filled = column + 1;
        } else {
            extra.push(cell.unwrap_or_default().to_owned());
        }
    }
    for column in filled..width {
        batch.cell(column, None);
    }
    let shape = if row.cells().flatten().all(|cell| cell.trim().is_empty()) {
        Shape::Blank
    } else if extra.iter().any(|cell| !cell.trim().is_empty()) {
        Shape::Broken(format!("{} cells where {width} are expected", width + extra.len()))
    } else {
        Shape::Whole
    };
    batch.end_row(row.number, &extra, &shape);
}
