//! Delimited text split into rows and cells.
//!
//! A row is a row of a spreadsheet: it ends at LF, CRLF or CR outside quotes, and an empty line is a row without cells, so that
//! rows count as they do on the screen. A cell that begins with a quote ends at the next single one; `""` within it is a quote.
//! Quotes elsewhere are ordinary characters.
//!
//! A row is split only when it is in memory whole, and split again from its beginning when it was not: no state is carried over
//! the end of a buffer. Hence a limit to the length of a row. Rows are given in blocks, so that what comes after can take the
//! cells of one column together.
//!
//! Two faults are told of a row, since either may mean that rows run together: a quote still open where the file ends, and text
//! after a closing quote. The `csv` crate tells neither, and passes over empty lines. A third is that it has more cells than any
//! export has columns: all behind the last of these are one cell, or a few bytes of delimiters would take a thousandfold.

use std::ops::Range;

use encoding_rs::Encoding;
use memchr::memchr;

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::raw::batch_builder::MOST_COLUMNS;
use crate::raw::rows::Certainty;
use crate::texts::cell_ends::CellEnds;
use crate::texts::row_block::{Block, Cell, Fault, Row};
use crate::texts::text::Text;

/// How much is read at a time.
const PIECE: usize = 256 << 10;
/// So many bytes of rows are a block, so that they stay close to the processor.
const BLOCK: usize = 64 << 10;
/// The most bytes of a row. Excel's largest cell has 32 KiB.
const LONGEST_ROW: usize = 16 << 20;

/// What a look at the buffer finds.
enum Found {
    /// A row; the next begins at this position.
    Row { next: usize, fault: Option<Fault> },
    /// The beginning of a row.
    Beginning,
}

/// Splits a text.
pub(crate) struct Splitter {
    text: Text,
    file: String,
    delimiter: u8,
    /// What has been read, of which `..filled` is text.
    buffer: Vec<u8>,
    filled: usize,
    ends: CellEnds,
    /// Where in the text the buffer begins.
    offset: u64,
    /// Where the block begins that is being read.
    block: usize,
    /// Where the next row begins.
    start: usize,
    ended: bool,
    /// The last row ended in CR: an LF after it is part of the line end.
    after_cr: bool,
    /// How many rows stand before the block.
    above: u64,
    /// The cells of the block, row by row, and for each row where those behind it begin.
    cells: Vec<Cell>,
    row_ends: Vec<usize>,
    /// The rows of the block that have a fault, by their position.
    faults: Vec<(usize, Fault)>,
}

impl Splitter {
    pub(crate) fn new(text: Text, file: String, delimiter: u8) -> Self {
        Self {
            text,
            file,
            delimiter,
            buffer: Vec::new(),
            filled: 0,
            ends: CellEnds::new(delimiter),
            offset: 0,
            block: 0,
            start: 0,
            ended: false,
            after_cr: false,
            above: 0,
            cells: Vec::new(),
            row_ends: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Reads the next row; nothing at the end of the text.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row<'_>>, IngestError> {
        Ok(self.next_block(1)?.and_then(Block::first))
    }

    /// Reads the next rows, at most so many; nothing at the end of the text. How many they are depends on nothing but the text.
    pub(crate) fn next_block(&mut self, most: usize) -> Result<Option<Block<'_>>, IngestError> {
        self.above = self.rows_read();
        self.cells.clear();
        self.row_ends.clear();
        self.faults.clear();
        self.block = self.start;
        self.text.forget_before(self.offset + self.block as u64);
        while self.row_ends.len() < most && self.start - self.block < BLOCK && self.read_row()? {}
        if self.row_ends.is_empty() {
            return Ok(None);
        }
        Ok(Some(Block {
            above: self.above,
            is_utf_8: self.text.is_utf_8(),
            text: &self.text,
            bytes: &self.buffer[self.block..],
            offset: self.offset + self.block as u64,
            cells: &self.cells,
            row_ends: &self.row_ends,
            faults: &self.faults,
            is_cut_off: self.ended
                && self.start == self.filled
                && self.buffer[..self.filled].last().is_some_and(|last| !matches!(last, b'\n' | b'\r')),
        }))
    }

    /// Goes back to the beginning of the rows that have just been read.
    pub(crate) fn unread(&mut self) {
        self.start = self.block;
        self.ends.start_at(self.start);
        self.row_ends.clear();
        self.after_cr = false;
    }

    /// How many rows have been read.
    pub(crate) fn rows_read(&self) -> u64 {
        self.above + self.row_ends.len() as u64
    }

    /// The encoding of the text, as far as it is read.
    pub(crate) fn encoding(&self) -> &'static Encoding {
        self.text.encoding()
    }

    /// The encoding of all of the text, and how sure it is.
    pub(crate) fn decide_encoding(&mut self) -> Result<(&'static Encoding, Certainty), IngestError> {
        let io = |source| IngestError::new(self.file.clone(), IngestFault::Io(source));
        self.text.decide().map_err(io)
    }

    /// Reads another row of the block; whether there is one.
    fn read_row(&mut self) -> Result<bool, IngestError> {
        loop {
            if self.start == self.filled {
                if self.ended {
                    return Ok(false);
                }
                self.read_on()?;
            } else if self.after_cr && self.buffer[self.start] == b'\n' {
                self.start += 1;
                self.after_cr = false;
            } else {
                break;
            }
        }
        if self.row_ends.is_empty() {
            self.block = self.start;
        }
        let first = self.cells.len();
        let (next, fault) = loop {
            match self.split() {
                Found::Row { next, fault } => break (next, fault),
                Found::Beginning => {
                    self.cells.truncate(first);
                    self.read_on()?;
                }
            }
        };
        self.faults.extend(fault.map(|fault| (self.row_ends.len(), fault)));
        self.row_ends.push(self.cells.len());
        self.after_cr = self.buffer[next - 1] == b'\r';
        self.start = next;
        Ok(true)
    }

    /// Finds the cells of the row at `start`.
    fn split(&mut self) -> Found {
        let Self { ends, cells, block, delimiter, ended, .. } = self;
        let (block, delimiter, ended) = (*block, *delimiter, *ended);
        let text = &self.buffer[..self.filled];
        let within = |bytes: Range<usize>| bytes.start - block..bytes.end - block;
        let first = cells.len();
        let mut fault = None;
        let mut at = self.start;
        ends.pass(at);
        if matches!(text[at], b'\n' | b'\r') {
            return Found::Row { next: at + 1, fault };
        }
        loop {
            // Each turn is a cell. After a delimiter at the end of the file it is an empty one.
            let start = at;
            let mut quotes = None;
            if text.get(at) == Some(&b'"') {
                let Some(closing) = closing_quote(text, at + 1) else {
                    if !ended {
                        return Found::Beginning;
                    }
                    cells.push(Cell::quoted(within(start..text.len())));
                    return Found::Row { next: text.len(), fault: Some(Fault::OpenQuote) };
                };
                at = closing.at + 1;
                quotes = Some(closing.quotes);
                ends.pass(at);
            }
            let mut end = ends.next(text).unwrap_or(text.len());
            while cells.len() - first == MOST_COLUMNS && text.get(end) == Some(&delimiter) {
                fault = Some(Fault::ManyCells);
                end = ends.next(text).unwrap_or(text.len());
            }
            if end == text.len() && !ended {
                return Found::Beginning; // Even a closing quote may turn out to be the first of two.
            }
            cells.push(match quotes {
                None => Cell::plain(within(start..end)),
                Some(Quotes::Around) if at == end => Cell::plain(within(start + 1..end - 1)),
                Some(_) => Cell::quoted(within(start..end)),
            });
            // Spaces before the delimiter are how some tools align their columns.
            if quotes.is_some() && text[at..end].iter().any(|byte| !matches!(byte, b' ' | b'\t')) {
                fault = Some(Fault::TextAfterQuote);
            }
            match text.get(end) {
                Some(byte) if *byte == delimiter => at = end + 1,
                Some(_) => return Found::Row { next: end + 1, fault },
                None => return Found::Row { next: end, fault },
            }
        }
    }

    /// Reads some more behind the block and the row at `start`.
    fn read_on(&mut self) -> Result<(), IngestError> {
        let row = self.filled - self.start;
        if row > LONGEST_ROW {
            return Err(IngestError::new(
                self.file.clone(),
                IngestFault::LongRow { row: self.rows_read() + 1, limit: LONGEST_ROW },
            ));
        }
        // Room for as much again as there is of the row, so that a long one is not split at every step; and for a character.
        let kept = self.block..self.filled;
        let wanted = kept.len() + row;
        let room = kept.len() + PIECE.max(row) + 64;
        self.offset += self.block as u64;
        self.start -= self.block;
        self.block = 0;
        self.filled = kept.len();
        if room > self.buffer.len() {
            let mut larger = vec![0; room];
            larger[..kept.len()].copy_from_slice(&self.buffer[kept]);
            self.buffer = larger;
        } else {
            self.buffer.copy_within(kept, 0);
        }
        self.ends.start_at(self.start);
        loop {
            let read = self
                .text
                .fill(&mut self.buffer[self.filled..])
                .map_err(|source| IngestError::new(self.file.clone(), IngestFault::Io(source)))?;
            self.filled += read;
            self.ended = read == 0;
            if self.ended || self.filled >= wanted {
                return Ok(());
            }
        }
    }
}

/// The end of a quoted cell.
struct Closing {
    at: usize,
    quotes: Quotes,
}

/// Which quotes a quoted cell has.
#[derive(Clone, Copy)]
enum Quotes {
    /// The enclosing ones only.
    Around,
    /// Doubled ones within, too.
    Within,
}

/// The first quote from `at` that is not one of two.
fn closing_quote(text: &[u8], mut at: usize) -> Option<Closing> {
    let mut quotes = Quotes::Around;
    loop {
        at += memchr(b'"', &text[at..])?;
        if text.get(at + 1) != Some(&b'"') {
            return Some(Closing { at, quotes });
        }
        quotes = Quotes::Within;
        at += 2;
    }
}
