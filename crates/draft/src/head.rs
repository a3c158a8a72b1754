//! The first rows of an export of text rows: what separates its cells, and how many rows name its columns.

use std::io::{self, Cursor, Read, Seek};

use arrow::array::{Array, AsArray};
use topline_ingest::{Certainty, Export, IngestError, IngestFault, SheetFault, open_with};
use topline_records::EXTRA;
use topline_survey::Source;

use crate::batch_cells::Cells;
use crate::error::DraftError;
use crate::files::Files;
use crate::header_rows::{MOST_NOTES, blank_placeholders};

/// The most rows that are looked at.
const MOST_ROWS: usize = 400;
/// A sheet with fewer rows may hold notes before the sheet of the export.
const FEW_ROWS: usize = 10;
/// No name of a sheet, in which some of these signs may not stand.
const NO_SHEET: &str = "[:]";
/// The rows of the beginning, header rows among them.
pub(crate) struct Head {
    pub rows: Vec<Vec<String>>,
    /// The delimiter, where it is not a comma.
    pub delimiter: Option<char>,
    pub encoding: &'static str,
    /// How sure that is.
    pub certainty: Certainty,
    /// How many rows the header has by its merged cells, where it has any.
    pub merged_header_rows: Option<usize>,
}

impl Head {
    /// Of an export whose format has no header rows.
    pub(crate) fn none() -> Self {
        let (encoding, certainty) = ("", Certainty::Certain);
        Self { rows: Vec::new(), delimiter: None, encoding, certainty, merged_header_rows: None }
    }
}

/// Reads the first rows, without taking any for a header.
pub(crate) fn read_head<R: Read + Seek + Send + 'static>(
    source: &Source,
    input: &mut dyn FnMut() -> io::Result<Files<R>>,
) -> Result<Head, DraftError> {
    let bare = Source { header_rows: 0, name_row: None, ..source.clone() };
    let mut first = opened(&bare, input)?;
    // A comma need not be written down.
    let delimiter = source.delimiter.or(first.delimiter().filter(|delimiter| *delimiter != ','));
    let mut rows = first_rows(&mut first)?;
    rows.iter_mut().take(MOST_NOTES).for_each(|row| blank_placeholders(row));
    let merged_header_rows = first.merged_header_rows();
    let (encoding, certainty) = first.encoding().map_err(DraftError::Ingest)?;
    Ok(Head { rows, delimiter, encoding, certainty, merged_header_rows })
}

/// Whether a sheet has the rows of an export, and not only a few of notes; or what is wrong with it is something else.
pub(crate) fn has_rows(head: &Result<Head, DraftError>) -> bool {
    match head {
        Ok(head) => head.rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).count() >= FEW_ROWS,
        Err(error) => !matches!(error, DraftError::Ingest(IngestError { fault: IngestFault::Empty, .. })),
    }
}

/// The sheet of a workbook with the most cells in its first rows, where that is not its first sheet.
pub(crate) fn filled_sheet<R: Read + Seek + Send + 'static>(
    source: &Source,
    input: &mut dyn FnMut() -> io::Result<Files<R>>,
) -> Option<String> {
    // A name that no sheet can have is answered with those that there are.
    let none = Source { sheet: Some(NO_SHEET.to_owned()), header_rows: 0, ..source.clone() };
    let Err(DraftError::Ingest(IngestError {
        fault: IngestFault::Sheet(SheetFault::UnknownSheet { known, .. }), ..
    })) = opened(&none, input)
    else {
        return None;
    };
    let mut most = (0, 0);
    for (at, sheet) in known.iter().enumerate() {
        let other = Source { sheet: Some(sheet.clone()), ..source.clone() };
        let head = read_head(&other, input);
        let cells = head.map_or(0, |head| head.rows.iter().flatten().filter(|cell| !cell.is_empty()).count());
        if cells > most.0 {
            most = (cells, at);
        }
    }
    known.into_iter().nth(most.1).filter(|_| most.1 > 0)
}

pub(crate) fn opened<R: Read + Seek + Send + 'static>(
    source: &Source,
    input: &mut dyn FnMut() -> io::Result<Files<R>>,
) -> Result<Export, DraftError> {
    let files = input().map_err(|error| DraftError::Open { path: source.path.clone(), source: error })?;
    open_with(source, files.export, files.metadata.map(Cursor::new)).map_err(DraftError::Ingest)
}

fn first_rows(export: &mut Export) -> Result<Vec<Vec<String>>, DraftError> {
    let width = export.columns().len();
    let Some(batch) = export.next_batch().map_err(DraftError::Ingest)? else { return Ok(Vec::new()) };
    let batch = batch.batch;
    let columns: Vec<Cells<'_>> = (3..3 + width).map(|position| Cells::of(&batch, position)).collect();
    let extra = batch.column_by_name(EXTRA).and_then(|column| column.as_string_opt::<i32>());
    let rows = (0..batch.num_rows().min(MOST_ROWS)).map(|row| {
        let mut cells: Vec<String> =
            columns.iter().map(|column| column.get(row).unwrap_or_default().to_owned()).collect();
        if let Some(json) = extra.filter(|extra| extra.is_valid(row)).map(|extra| extra.value(row)) {
            cells.extend(serde_json::from_str::<Vec<String>>(json).unwrap_or_default());
        }
        cells
    });
    Ok(rows.collect())
}
