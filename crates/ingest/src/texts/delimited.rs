//! An export of delimited text (CSV, TSV): its header, its rows, and what is wrong with them.

use std::io::{Read, Seek};

use topline_survey::{Place, Source};

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::raw::batch_builder::{BatchBuilder, MOST_COLUMNS, RawBatch, Shape};
use crate::raw::header::column_names;
use crate::raw::header_fault::HeaderFault;
use crate::raw::rows::{Certainty, Opened, Rows};
use crate::texts::delimiter::delimiter_of;
use crate::texts::encoding::first_encoding;
use crate::texts::mojibake::Misdecoded;
use crate::texts::row_block::{Block, Fault, Row};
use crate::texts::short_rows::ShortRows;
use crate::texts::splitter::Splitter;
use crate::texts::text::{Decoded, Text};

/// The most rows that become rows of a batch together.
const ROWS: usize = 128;

/// The rows below the header.
pub(crate) struct Delimited {
    splitter: Splitter,
    batch: BatchBuilder,
    misdecoded: Misdecoded,
    short: ShortRows,
    delimiter: u8,
    file: String,
}

impl Delimited {
    /// Reads the header.
    pub(crate) fn open<R: Read + Seek + Send + 'static>(
        source: &Source,
        file: String,
        mut input: R,
    ) -> Result<Opened, IngestError> {
        let encoded = first_encoding(&mut input, source.encoding.as_deref(), &file)?;
        let delimiter = delimiter_of(source.delimiter, &mut input, encoded, &file)?;
        let text = Text::new(Box::new(input), encoded);
        let mut splitter = Splitter::new(text, file.clone(), delimiter.byte);
        if delimiter.said_in_first_row {
            splitter.next_row()?;
        }
        let header = read_header(&mut splitter, source.header_rows, &file)?;
        let columns = column_names(&header.rows, header.width, source.name_row);
        let place = Place { file: source.name.clone(), ..Place::default() };
        let mut batch = BatchBuilder::new(&columns, place, source.blank_rows, &file)?;
        for (row, column) in header.undecodable {
            batch.find_undecodable(row, column, splitter.encoding().name());
        }
        let mut misdecoded = Misdecoded::new(header.width);
        for (row, cells) in (1..).zip(&header.rows) {
            for (column, cell) in cells.iter().enumerate() {
                misdecoded.see(row, column, cell, splitter.encoding());
            }
        }
        let (schema, encoding) = (batch.schema(), splitter.encoding().name());
        let rows = Box::new(Self {
            splitter,
            batch,
            misdecoded,
            short: ShortRows::default(),
            delimiter: delimiter.byte,
            file,
        });
        Ok(Opened { encoding, certainty: encoded.certainty, ..Opened::new(schema, columns, rows) })
    }
}

impl Rows for Delimited {
    fn next_batch(&mut self) -> Result<Option<RawBatch>, IngestError> {
        while !self.batch.is_full() {
            let Some(block) = self.splitter.next_block(ROWS.min(self.batch.room()))? else {
                self.misdecoded.tell(&mut self.batch);
                break;
            };
            push(&mut self.batch, &mut self.misdecoded, &mut self.short, block);
        }
        self.batch.finish().map_err(|source| IngestError::new(self.file.clone(), IngestFault::Columns(source)))
    }

    fn delimiter(&self) -> Option<char> {
        Some(self.delimiter.into())
    }

    fn decide_encoding(&mut self) -> Result<Option<(&'static str, Certainty)>, IngestError> {
        let (encoding, certainty) = self.splitter.decide_encoding()?;
        Ok(Some((encoding.name(), certainty)))
    }
}

/// The rows that name the columns.
struct Header {
    rows: Vec<Vec<String>>,
    /// How many columns there are: the cells of the longest row.
    width: usize,
    /// Row and position of the cells that could not be decoded.
    undecodable: Vec<(u64, usize)>,
}

fn read_header(splitter: &mut Splitter, rows: usize, file: &str) -> Result<Header, IngestError> {
    if rows == 0 {
        let Some(first) = splitter.next_block(ROWS)? else {
            return Err(IngestError::new(file.to_owned(), IngestFault::Empty));
        };
        // Empty lines say nothing of the width.
        let width = first.rows().map(Row::len).find(|width| *width > 0);
        splitter.unread();
        let Some(width) = width else {
            return Err(IngestError::new(file.to_owned(), HeaderFault::Blank { row: 1 }));
        };
        return Ok(Header { rows: Vec::new(), width, undecodable: Vec::new() });
    }
    let mut header = Header { rows: Vec::with_capacity(rows.min(8)), width: 0, undecodable: Vec::new() };
    let above = splitter.rows_read();
    while header.rows.len() < rows {
        let read = splitter.rows_read() - above;
        let Some(row) = splitter.next_row()? else {
            return Err(match read {
                0 => IngestError::new(file.to_owned(), IngestFault::Empty),
                read => IngestError::new(file.to_owned(), HeaderFault::Cut { rows: read, expected: rows }),
            });
        };
        if row.len() > MOST_COLUMNS {
            return Err(IngestError::new(file.to_owned(), IngestFault::TooWide { limit: MOST_COLUMNS }));
        }
        if row.fault().is_some() {
            return Err(IngestError::new(file.to_owned(), HeaderFault::Broken { row: row.number() }));
        }
        let mut cells = Vec::with_capacity(row.len());
        for index in 0..row.len() {
            let number = row.number();
            let (text, decoded) = row.cell(index);
            cells.push(text.into_owned());
            if decoded == Decoded::InPart {
                header.undecodable.push((number, index));
            }
        }
        header.width = header.width.max(cells.len());
        header.rows.push(cells);
    }
    if header.rows.iter().flatten().all(|cell| cell.trim().is_empty()) {
        return Err(IngestError::new(file.to_owned(), HeaderFault::Blank { row: splitter.rows_read() }));
    }
    Ok(header)
}

/// Appends rows as they are, column by column, and says what is wrong with them.
fn push(batch: &mut BatchBuilder, misdecoded: &mut Misdecoded, short: &mut ShortRows, block: Block<'_>) {
    let (width, encoding) = (batch.width(), block.text.encoding());
    let mut undecodable: Vec<(u64, usize)> = Vec::new();
    for index in 0..width {
        let mut column = batch.column(index);
        for (row, glimpse) in block.rows().zip(block.glimpses(index)) {
            // Most cells repeat one above, and their bytes need not be looked at as text again.
            if glimpse.is_some_and(|text| column.append_known(text)) {
                continue;
            }
            if index >= row.len() {
                column.append(None);
                continue;
            }
            let (text, decoded) = row.cell(index);
            column.append(Some(&text));
            misdecoded.see(row.number(), index, &text, encoding);
            if decoded == Decoded::InPart {
                undecodable.push((row.number(), index));
            }
        }
    }
    // What is told comes in the order of the rows.
    undecodable.sort_unstable();
    let mut undecodable = undecodable.into_iter().peekable();
    for (row, shape) in block.rows().zip(shapes(block, width, short)) {
        let number = row.number();
        while let Some((_, index)) = undecodable.next_if(|(of, _)| *of == number) {
            batch.find_undecodable(number, index, encoding.name());
        }
        let mut extra = Vec::new();
        for index in width..row.len() {
            let (text, decoded) = row.cell(index);
            extra.push(text.into_owned());
            if decoded == Decoded::InPart {
                batch.find_undecodable(number, index, encoding.name());
            }
        }
        batch.end_row(number, &extra, &shape);
    }
}

/// The shape of each row of a block.
fn shapes(block: Block<'_>, width: usize, short: &mut ShortRows) -> Vec<Shape> {
    let mut shapes: Vec<Shape> = Vec::new();
    for row in block.rows() {
        let overfull = (width..row.len()).any(|index| !row.cell(index).0.trim().is_empty());
        let cells = row.len();
        let shape = match shape_of(row.fault(), row.is_blank(), cells, width, overfull) {
            Shape::Whole => {
                short.see_whole(&row.cell(0).0);
                Shape::Whole
            }
            Shape::Short { .. } if row.is_cut_off() && !short.are_usual() => {
                Shape::Broken(format!("the file ends within this row: {cells} cells where {width} are expected"))
            }
            Shape::Short { .. } if short.is_piece(&row.cell(0).0) => {
                if let Some(before @ Shape::Short { .. }) = shapes.last_mut() {
                    *before = Shape::Broken(pieces(width));
                }
                Shape::Broken(pieces(width))
            }
            Shape::Short { cells } => {
                short.see_short();
                Shape::Short { cells }
            }
            shape @ (Shape::Blank | Shape::Broken(_)) => shape,
        };
        shapes.push(shape);
    }
    shapes
}

fn pieces(width: usize) -> String {
    format!("fewer than {width} cells: this row and its neighbour may be one row, broken by a line end without quotes")
}

/// How a row with so many cells compares with the expected width; it may have something in cells beyond.
pub(crate) fn shape_of(fault: Option<Fault>, is_blank: bool, cells: usize, width: usize, overfull: bool) -> Shape {
    match fault {
        Some(Fault::OpenQuote) => Shape::Broken(
            "a quote is opened in this row and not closed: the rest of the file is in one cell".to_owned(),
        ),
        Some(Fault::TextAfterQuote) => {
            Shape::Broken("text follows a closing quote: rows may run together here".to_owned())
        }
        Some(Fault::ManyCells) => Shape::Broken(format!("more than {MOST_COLUMNS} cells where {width} are expected")),
        None if is_blank => Shape::Blank,
        None if cells < width => Shape::Short { cells },
        None if overfull => Shape::Broken(format!("{cells} cells where {width} are expected")),
        None => Shape::Whole,
    }
}
