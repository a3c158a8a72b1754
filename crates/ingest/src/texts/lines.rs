//! A text line by line, in any encoding.

use std::borrow::Cow;

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::texts::text::{Decoded, Text};

/// How much is read at a time.
const PIECE: usize = 256 << 10;
/// The most bytes of a line.
const LONGEST_LINE: usize = 16 << 20;

/// The lines of a text, which end at LF.
pub(crate) struct Lines {
    text: Text,
    file: String,
    buffer: Vec<u8>,
    /// What is read and not given yet.
    start: usize,
    filled: usize,
    /// Where in the text the buffer begins.
    offset: u64,
    ended: bool,
    number: u64,
}

/// A line.
pub(crate) struct Line<'l> {
    /// Its number in the file, counted from one.
    pub number: u64,
    pub text: Cow<'l, str>,
    pub decoded: Decoded,
}

impl Lines {
    pub(crate) fn new(text: Text, file: String) -> Self {
        Self { text, file, buffer: Vec::new(), start: 0, filled: 0, offset: 0, ended: false, number: 0 }
    }

    /// The next line; nothing at the end of the text.
    pub(crate) fn next_line(&mut self) -> Result<Option<Line<'_>>, IngestError> {
        let mut searched = self.start;
        let (end, next) = loop {
            if let Some(length) = self.buffer[searched..self.filled].iter().position(|byte| *byte == b'\n') {
                break (searched + length, searched + length + 1);
            }
            if self.ended {
                if self.start == self.filled {
                    return Ok(None);
                }
                break (self.filled, self.filled);
            }
            let length = self.filled - self.start;
            if length > LONGEST_LINE {
                return Err(IngestError::new(
                    self.file.clone(),
                    IngestFault::LongRow { row: self.number + 1, limit: LONGEST_LINE },
                ));
            }
            self.read_on()?;
            searched = self.start + length;
        };
        let start = std::mem::replace(&mut self.start, next);
        self.number += 1;
        self.text.forget_before(self.offset + start as u64);
        let at = self.offset + start as u64..self.offset + end as u64;
        let line = &self.buffer[start..end];
        let (text, decoded) = match std::str::from_utf8(line) {
            Ok(line) if self.text.is_plain(line) => (Cow::Borrowed(line), Decoded::Wholly),
            _ => self.text.decode(line, &at),
        };
        Ok(Some(Line { number: self.number, text, decoded }))
    }

    fn read_on(&mut self) -> Result<(), IngestError> {
        self.buffer.copy_within(self.start..self.filled, 0);
        self.offset += self.start as u64;
        self.filled -= self.start;
        self.start = 0;
        if self.buffer.len() < self.filled + PIECE {
            self.buffer.resize((2 * self.filled).max(self.filled + PIECE), 0);
        }
        let read = self
            .text
            .fill(&mut self.buffer[self.filled..])
            .map_err(|source| IngestError::new(self.file.clone(), IngestFault::Io(source)))?;
        self.filled += read;
        self.ended = read == 0;
        Ok(())
    }
}
