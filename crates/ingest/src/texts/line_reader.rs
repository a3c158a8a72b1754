//! A text read line by line. A line ends at LF, CRLF or CR, as rows of delimited text do.

use std::borrow::Cow;

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::texts::text::{Decoded, Text};

/// How much is read at a time.
const PIECE: usize = 256 << 10;
/// The most bytes of a line.
const LONGEST_LINE: usize = 16 << 20;
/// What DOS wrote at the end of a text.
const END_OF_TEXT: &[u8] = b"\x1A";

/// Reads lines.
pub(crate) struct LineReader {
    text: Text,
    file: String,
    buffer: Vec<u8>,
    /// The bytes of the buffer that are not yet given.
    start: usize,
    filled: usize,
    /// Where the buffer begins in the text.
    offset: u64,
    ended: bool,
    after_cr: bool,
    number: u64,
}

/// A line, without its end.
pub(crate) struct Line<'l> {
    /// Its number, counted from one.
    pub number: u64,
    pub text: Cow<'l, str>,
    pub decoded: Decoded,
}

impl LineReader {
    pub(crate) fn new(text: Text, file: String) -> Self {
        Self {
            text,
            file,
            buffer: Vec::new(),
            start: 0,
            filled: 0,
            offset: 0,
            ended: false,
            after_cr: false,
            number: 0,
        }
    }

    pub(crate) fn encoding(&self) -> &'static str {
        self.text.encoding().name()
    }

    /// The next line; nothing at the end of the text.
    pub(crate) fn next_line(&mut self) -> Result<Option<Line<'_>>, IngestError> {
        let mut looked = 0;
        let (end, next) = loop {
            if self.after_cr && self.start < self.filled {
                self.start += usize::from(self.buffer[self.start] == b'\n');
                self.after_cr = false;
            }
            let line = &self.buffer[self.start..self.filled];
            if let Some(end) = line[looked..].iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
                let end = self.start + looked + end;
                break (end, end + 1);
            }
            looked = line.len();
            if looked > LONGEST_LINE {
                let (file, row) = (self.file.clone(), self.number + 1);
                return Err(IngestError::new(file, IngestFault::LongRow { row, limit: LONGEST_LINE }));
            }
            if self.ended {
                if line.is_empty() || line == END_OF_TEXT {
                    return Ok(None);
                }
                break (self.filled, self.filled);
            }
            self.read_on()?;
        };
        let start = self.start;
        self.after_cr = next > end && self.buffer[end] == b'\r';
        self.start = next;
        self.number += 1;
        let at = self.offset + start as u64..self.offset + end as u64;
        self.text.forget_before(at.start);
        let (text, decoded) = self.text.decode(&self.buffer[start..end], &at);
        Ok(Some(Line { number: self.number, text, decoded }))
    }

    fn read_on(&mut self) -> Result<(), IngestError> {
        self.buffer.copy_within(self.start..self.filled, 0);
        self.offset += self.start as u64;
        self.filled -= self.start;
        self.start = 0;
        self.buffer.resize(self.filled + PIECE, 0);
        let read = self.text.fill(&mut self.buffer[self.filled..]);
        let read = read.map_err(|source| IngestError::new(self.file.clone(), IngestFault::Io(source)))?;
        self.filled += read;
        self.ended = read == 0;
        Ok(())
    }
}

/// Where the characters of a line stand, so that columns can be cut out by their places.
#[derive(Default)]
pub(crate) struct Characters {
    /// Empty where each character has one byte.
    starts: Vec<usize>,
}

/// What of a column a line has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut<'l> {
    /// All of it.
    Whole(&'l str),
    /// The line ends within it.
    Part(&'l str),
    /// The line ends before it.
    Nothing,
}

impl Characters {
    /// Looks at a line.
    pub(crate) fn of(&mut self, line: &str) {
        self.starts.clear();
        if !line.is_ascii() {
            self.starts.extend(line.char_indices().map(|(at, _)| at));
            self.starts.push(line.len());
        }
    }

    /// Cuts a column out of the line that was looked at: its first character, counted from nought, and how many it has.
    pub(crate) fn cut<'l>(&self, line: &'l str, start: usize, width: usize) -> Cut<'l> {
        let count = if self.starts.is_empty() { line.len() } else { self.starts.len() - 1 };
        if start >= count {
            return Cut::Nothing;
        }
        let byte = |character: usize| self.starts.get(character).copied().unwrap_or(character);
        let end = start.saturating_add(width).min(count);
        let cut = line.get(byte(start)..byte(end)).unwrap_or_default();
        if end - start < width { Cut::Part(cut) } else { Cut::Whole(cut) }
    }

    /// What stands behind so many characters.
    pub(crate) fn behind<'l>(&self, line: &'l str, characters: usize) -> &'l str {
        match self.cut(line, characters, usize::MAX) {
            Cut::Whole(rest) | Cut::Part(rest) => rest,
            Cut::Nothing => "",
        }
    }
}
