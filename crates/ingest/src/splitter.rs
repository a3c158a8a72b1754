//! Delimited text split into rows and cells.
//!
//! A row is a row of a spreadsheet: it ends at LF, CRLF or CR outside quotes, and an empty line is a row without cells, so that
//! rows count as they do on the screen. A cell that begins with a quote ends at the next single one; `""` within it is a quote.
//! Quotes elsewhere are ordinary characters.
//!
//! A row is split only when it is in memory whole, and split again from its beginning when it was not: no state is carried over
//! the end of a buffer. Hence a limit to the length of a row.
//!
//! Two faults are told of a row, since either may mean that rows run together: a quote still open where the file ends, and text
//! after a closing quote. The `csv` crate tells neither, and passes over empty lines.

use std::borrow::Cow;

use memchr::memchr;

use crate::coded_column::Glimpse;
use crate::error::IngestError;
use crate::text::{Decoded, Text};

/// How much is read at a time.
const PIECE: usize = 256 << 10;
/// The most bytes of a row. Excel's largest cell has 32 KiB.
const LONGEST_ROW: usize = 16 << 20;

/// What may mean that rows run together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A quote is not closed where the file ends.
    OpenQuote,
    /// Text follows a closing quote.
    TextAfterQuote,
}

/// Where a cell stands in the buffer.
#[derive(Debug, Clone, Copy)]
struct Cell {
    start: usize,
    end: usize,
    written: Written,
}

/// How a cell is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// As it is; enclosing quotes stand outside `start..end`.
    Plainly,
    /// With quotes that are to be taken out, the opening one first.
    Quoted,
}

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
    /// Where in the text the buffer begins.
    offset: u64,
    /// Where the next row begins.
    start: usize,
    /// Where the row that was read last begins.
    last: usize,
    ended: bool,
    /// The last row ended in CR: an LF after it is part of the line end.
    after_cr: bool,
    number: u64,
    cells: Vec<Cell>,
    unquoted: Vec<u8>,
}

/// A row in the splitter's buffer.
pub(crate) struct Row<'s> {
    /// Its number in the file, counted from one.
    pub number: u64,
    /// What may mean that it is more than one row.
    pub fault: Option<Fault>,
    is_utf_8: bool,
    text: &'s Text,
    buffer: &'s [u8],
    offset: u64,
    start: usize,
    cells: &'s [Cell],
    unquoted: &'s mut Vec<u8>,
}

impl Row<'_> {
    /// How many cells it has.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The bytes of a cell whose text is these bytes, if they are valid UTF-8, which is not known; nothing of other cells.
    #[inline]
    pub(crate) fn glimpse(&self, index: usize) -> Option<Glimpse<'_>> {
        let cell = self.cells[index];
        (self.is_utf_8 && cell.written == Written::Plainly).then(|| Glimpse::within(self.buffer, cell.start..cell.end))
    }

    /// The text of a cell, and whether all of it could be decoded.
    pub(crate) fn cell(&mut self, index: usize) -> (Cow<'_, str>, Decoded) {
        let cell = self.cells[index];
        let bytes = &self.buffer[cell.start..cell.end];
        if self.is_utf_8
            && cell.written == Written::Plainly
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            return (Cow::Borrowed(text), Decoded::Wholly);
        }
        let at = self.offset + cell.start as u64..self.offset + cell.end as u64;
        if cell.written == Written::Plainly {
            return self.text.decode(bytes, &at);
        }
        take_quotes_out(bytes, self.unquoted);
        self.text.decode(self.unquoted, &at)
    }

    /// Whether it has characters beyond ASCII, or bytes that are none.
    pub(crate) fn is_beyond_ascii(&self) -> bool {
        let bytes = self.cells.last().map_or(&[][..], |last| &self.buffer[self.start..last.end]);
        !bytes.is_ascii()
    }

    /// Whether no cell has a visible character.
    pub(crate) fn is_blank(&mut self) -> bool {
        // No encoding that is read here has a visible ASCII character's byte within another one, and most cells have such.
        (0..self.len()).all(|index| {
            let cell = self.cells[index];
            let visible = |byte: &u8| byte.is_ascii_graphic() && *byte != b'"';
            !self.buffer[cell.start..cell.end].iter().any(visible) && self.cell(index).0.trim().is_empty()
        })
    }
}

impl Splitter {
    pub(crate) fn new(text: Text, file: String, delimiter: u8) -> Self {
        Self {
            text,
            file,
            delimiter,
            buffer: Vec::new(),
            filled: 0,
            offset: 0,
            start: 0,
            last: 0,
            ended: false,
            after_cr: false,
            number: 0,
            cells: Vec::new(),
            unquoted: Vec::new(),
        }
    }

    /// Reads the next row; nothing at the end of the text.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row<'_>>, IngestError> {
        loop {
            if self.start == self.filled {
                if self.ended {
                    return Ok(None);
                }
                self.read_on()?;
            } else if self.after_cr && self.buffer[self.start] == b'\n' {
                self.start += 1;
                self.after_cr = false;
            } else {
                break;
            }
        }
        let (next, fault) = loop {
            match self.split() {
                Found::Row { next, fault } => break (next, fault),
                Found::Beginning => self.read_on()?,
            }
        };
        let start = self.start;
        self.number += 1;
        self.after_cr = self.buffer[next - 1] == b'\r';
        self.start = next;
        self.last = start;
        self.text.forget_before(self.offset + start as u64);
        Ok(Some(Row {
            number: self.number,
            fault,
            is_utf_8: self.text.is_utf_8(),
            text: &self.text,
            buffer: &self.buffer,
            offset: self.offset,
            start,
            cells: &self.cells,
            unquoted: &mut self.unquoted,
        }))
    }

    /// Goes back to the beginning of the row that has just been read.
    pub(crate) fn unread_row(&mut self) {
        self.start = self.last;
        self.number -= 1;
        self.after_cr = false;
    }

    /// How many rows have been read.
    pub(crate) fn rows_read(&self) -> u64 {
        self.number
    }

    /// The encoding of the text.
    pub(crate) fn encoding(&self) -> &'static str {
        self.text.encoding().name()
    }

    /// Finds the cells of the row at `start`.
    fn split(&mut self) -> Found {
        let text = &self.buffer[..self.filled];
        let delimiter = self.delimiter;
        let mut fault = None;
        let mut at = self.start;
        let mut ends = Ends::new(delimiter, at);
        self.cells.clear();
        if matches!(text[at], b'\n' | b'\r') {
            return Found::Row { next: at + 1, fault };
        }
        loop {
            // Each turn is a cell. After a delimiter at the end of the file it is an empty one.
            let start = at;
            let mut quotes = None;
            if text.get(at) == Some(&b'"') {
                let Some(closing) = closing_quote(text, at + 1) else {
                    if !self.ended {
                        return Found::Beginning;
                    }
                    self.cells.push(Cell { start, end: text.len(), written: Written::Quoted });
                    return Found::Row { next: text.len(), fault: Some(Fault::OpenQuote) };
                };
                at = closing.at + 1;
                quotes = Some(closing.quotes);
            }
            let end = ends.next(text, at).unwrap_or(text.len());
            if end == text.len() && !self.ended {
                return Found::Beginning; // Even a closing quote may turn out to be the first of two.
            }
            self.cells.push(match quotes {
                None => Cell { start, end, written: Written::Plainly },
                Some(Quotes::Around) if at == end => Cell { start: start + 1, end: end - 1, written: Written::Plainly },
                Some(_) => Cell { start, end, written: Written::Quoted },
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

    /// Reads some more behind the row at `start`.
    fn read_on(&mut self) -> Result<(), IngestError> {
        let row = self.start..self.filled;
        if row.len() > LONGEST_ROW {
            return Err(IngestError::LongRow { file: self.file.clone(), row: self.number + 1, limit: LONGEST_ROW });
        }
        // Room for as much again as there is of the row, so that a long one is not split at every step; and for a character.
        let wanted = 2 * row.len();
        let room = row.len() + PIECE.max(row.len()) + 64;
        self.offset += self.start as u64;
        self.start = 0;
        self.filled = row.len();
        if room > self.buffer.len() {
            let mut larger = vec![0; room];
            larger[..row.len()].copy_from_slice(&self.buffer[row]);
            self.buffer = larger;
        } else {
            self.buffer.copy_within(row, 0);
        }
        loop {
            let read = self
                .text
                .fill(&mut self.buffer[self.filled..])
                .map_err(|source| IngestError::Io { file: self.file.clone(), source })?;
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

/// The bytes that end a cell, found in 64 bytes of text at a time.
struct Ends {
    delimiter: u8,
    /// Where the bytes begin that have been looked at.
    start: usize,
    /// A bit for each of them that ends a cell and has not been passed.
    found: u64,
}

impl Ends {
    fn new(delimiter: u8, start: usize) -> Self {
        Self { delimiter, start: start.wrapping_sub(64), found: 0 }
    }

    /// The first at or after this place, which is not before the last one that was found.
    #[inline]
    fn next(&mut self, text: &[u8], from: usize) -> Option<usize> {
        let passed = from.wrapping_sub(self.start);
        if passed < 64 {
            self.found &= u64::MAX << passed;
        } else {
            self.found = 0;
            self.start = from.wrapping_sub(64);
        }
        while self.found == 0 {
            self.start = self.start.wrapping_add(64);
            let rest = text.get(self.start..).filter(|rest| !rest.is_empty())?;
            self.found = if let Some(bytes) = rest.first_chunk() {
                self.among(bytes)
            } else {
                // Behind the text are bytes that end nothing.
                let mut bytes = [0; 64];
                bytes[..rest.len()].copy_from_slice(rest);
                self.among(&bytes)
            };
        }
        Some(self.start + self.found.trailing_zeros() as usize)
    }

    #[inline]
    fn among(&self, bytes: &[u8; 64]) -> u64 {
        let delimiter = self.delimiter;
        // One loop over bytes that a compiler makes a few wide comparisons of, and one that gathers what it finds.
        let ends = bytes.map(|byte| u8::from(byte == delimiter) | u8::from(byte == b'\n') | u8::from(byte == b'\r'));
        let (words, _) = ends.as_chunks();
        let mut found = 0;
        for (position, word) in words.iter().enumerate() {
            // The eight bits gathered into the highest byte, the lowest first.
            let gathered = u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            found |= gathered << (8 * position);
        }
        found
    }
}

/// Writes the text of a quoted cell, which begins with its opening quote; what follows the closing one is kept.
fn take_quotes_out(cell: &[u8], into: &mut Vec<u8>) {
    into.clear();
    let mut rest = &cell[1..];
    while let Some(quote) = rest.iter().position(|byte| *byte == b'"') {
        into.extend_from_slice(&rest[..quote]);
        rest = &rest[quote + 1..];
        if rest.first() != Some(&b'"') {
            break;
        }
        into.push(b'"');
        rest = &rest[1..];
    }
    into.extend_from_slice(rest);
}
