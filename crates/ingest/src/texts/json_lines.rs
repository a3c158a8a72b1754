//! An export of JSON lines: an object a line, whose keys are the columns.
//!
//! Keys come in the order in which they first appear, which one pass over the file finds out before a second reads the rows:
//! later lines may have keys that earlier ones lack. A row is a line; there is no header row.

use std::collections::{HashMap, HashSet};
use std::io::{Seek, SeekFrom};

use encoding_rs::Encoding;
use topline_survey::{Place, Source};

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::packed::unpack::{Input, Shared};
use crate::raw::batch_builder::{BatchBuilder, RawBatch, Shape};
use crate::raw::header::distinct_names;
use crate::raw::rows::{Opened, Rows};
use crate::texts::encoding::encoding_of;
use crate::texts::json_cells::cells_of;
use crate::texts::json_fault::JsonFault;
use crate::texts::lines::{Line, Lines};
use crate::texts::mojibake::Misdecoded;
use crate::texts::text::{Decoded, Text};

/// The most keys, and the most bytes that their names may take together.
const MOST_KEYS: usize = 100_000;
const MOST_NAMES: usize = 32 << 20;

/// The rows of an export of JSON lines.
pub(crate) struct JsonLines {
    lines: Lines,
    keys: HashMap<String, usize>,
    batch: BatchBuilder,
    misdecoded: Misdecoded,
    encoding: &'static Encoding,
    /// The cells of a row, used again for the next.
    cells: Vec<Option<String>>,
    file: String,
}

/// A table with more cells than this,
const MOST_BLANK: u64 = 1 << 28;
/// of which fewer than one in so many holds something, is none.
const FEWEST_FILLED: u64 = 1000;

impl JsonLines {
    /// Reads the keys.
    pub(crate) fn open(source: &Source, file: String, input: Box<dyn Input>) -> Result<Opened, IngestError> {
        let mut input = Shared::new(input);
        let encoded = encoding_of(&mut input, source.encoding.as_deref(), &file)?;
        let lines = |input: &Shared| Lines::new(Text::new(Box::new(input.clone()), encoded), file.clone());
        let names = read_keys(lines(&input), &file)?;
        input
            .seek(SeekFrom::Start(encoded.mark))
            .map_err(|source| IngestError::new(file.clone(), IngestFault::Io(source)))?;
        let columns = distinct_names(names.iter().cloned());
        let place = Place { file: source.name.clone(), ..Place::default() };
        let batch = BatchBuilder::new(&columns, place, source.blank_rows, &file)?;
        let (schema, encoding) = (batch.schema(), encoded.encoding);
        let rows = Box::new(Self {
            lines: lines(&input),
            keys: names.into_iter().zip(0..).collect(),
            batch,
            misdecoded: Misdecoded::new(columns.len()),
            encoding,
            cells: vec![None; columns.len()],
            file,
        });
        Ok(Opened { encoding: encoding.name(), certainty: encoded.certainty, ..Opened::new(schema, columns, rows) })
    }
}

/// The keys of all lines, in the order in which they first appear.
fn read_keys(mut lines: Lines, file: &str) -> Result<Vec<String>, IngestError> {
    let mut names: Vec<String> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut bytes = 0;
    let mut lines_read = 0;
    let mut filled = 0_u64;
    while let Some(line) = lines.next_line()? {
        lines_read = line.number;
        let Ok(cells) = cells_of(&line.text) else { continue };
        filled += cells.len() as u64;
        for (key, _) in cells {
            if !known.contains(&key) {
                bytes += key.len();
                known.insert(key.clone());
                names.push(key);
            }
        }
        if names.len() > MOST_KEYS || bytes > MOST_NAMES {
            return Err(IngestError::new(file.to_owned(), JsonFault::TooManyKeys { limit: MOST_KEYS }));
        }
    }
    match lines_read {
        0 => Err(IngestError::new(file.to_owned(), IngestFault::Empty)),
        lines if is_scattered(filled, lines, names.len()) => {
            Err(IngestError::new(file.to_owned(), JsonFault::ScatteredKeys { lines, keys: names.len() }))
        }
        _ if names.is_empty() => Err(IngestError::new(file.to_owned(), JsonFault::NoObject)),
        _ => Ok(names),
    }
}

/// Whether a table of so many rows and columns would be large, and all but empty.
fn is_scattered(filled: u64, lines: u64, keys: usize) -> bool {
    let cells = lines.saturating_mul(keys as u64);
    cells > MOST_BLANK && filled < cells / FEWEST_FILLED
}

impl Rows for JsonLines {
    fn next_batch(&mut self) -> Result<Option<RawBatch>, IngestError> {
        while !self.batch.is_full() {
            let Some(line) = self.lines.next_line()? else {
                self.misdecoded.tell(&mut self.batch);
                break;
            };
            let (number, decoded) = (line.number, line.decoded);
            let (shape, extra) = sort_cells(&line, &self.keys, &mut self.cells);
            for (column, cell) in self.cells.iter_mut().enumerate() {
                let cell = cell.take();
                if let Some(text) = &cell {
                    self.misdecoded.see(number, column, text, self.encoding);
                    if decoded == Decoded::InPart && text.contains(char::REPLACEMENT_CHARACTER) {
                        self.batch.find_undecodable(number, column, self.encoding.name());
                    }
                }
                self.batch.cell(column, cell.as_deref());
            }
            self.batch.end_row(number, &extra, &shape);
        }
        self.batch.finish().map_err(|source| IngestError::new(self.file.clone(), IngestFault::Columns(source)))
    }
}

/// The cells of a line, each in its column; and what the line is, with what has no column.
fn sort_cells(line: &Line<'_>, keys: &HashMap<String, usize>, cells: &mut [Option<String>]) -> (Shape, Vec<String>) {
    if line.text.trim().is_empty() {
        return (Shape::Blank, Vec::new());
    }
    let found = match cells_of(&line.text) {
        Ok(found) => found,
        Err(column) => {
            let detail = match column {
                0 => "the line is no JSON object".to_owned(),
                column => format!("the line is no JSON object: character {column} fits none"),
            };
            return (Shape::Broken(detail), vec![line.text.trim_end().to_owned()]);
        }
    };
    let mut extra = Vec::new();
    let mut blank = true;
    let mut filled = vec![false; cells.len()];
    for (key, cell) in found {
        blank = blank && cell.as_ref().is_none_or(|cell| cell.trim().is_empty());
        match keys.get(&key) {
            Some(column) if !filled[*column] => {
                filled[*column] = true;
                cells[*column] = cell;
            }
            _ => extra.push(cell.unwrap_or_default()),
        }
    }
    let shape = if !extra.is_empty() {
        Shape::Broken(format!("a key stands twice in the object: {} cells have no column", extra.len()))
    } else if blank {
        Shape::Blank
    } else {
        Shape::Whole
    };
    (shape, extra)
}
