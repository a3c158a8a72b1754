//! A binary file read piece by piece. No piece is larger than what the file has left, whatever a damaged count says.

use std::io::{BufReader, Read, Seek, SeekFrom};

use crate::damage::Damage;
use crate::error::StatError;

/// The order of the bytes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endian {
    Little,
    Big,
}

impl Endian {
    /// A whole number of up to eight bytes; what is longer is cut.
    pub(crate) fn number(self, bytes: &[u8]) -> u64 {
        let shifted = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        match self {
            Self::Little => bytes.iter().rev().fold(0, shifted),
            Self::Big => bytes.iter().fold(0, shifted),
        }
    }
}

/// A file being read.
pub(crate) struct ByteReader<R> {
    input: BufReader<R>,
    format: &'static str,
    pub endian: Endian,
    at: u64,
    length: u64,
}

impl<R: Read + Seek> ByteReader<R> {
    /// At the beginning of the file.
    pub(crate) fn new(mut input: R, format: &'static str) -> Result<Self, StatError> {
        let length = input.seek(SeekFrom::End(0)).and_then(|length| input.seek(SeekFrom::Start(0)).map(|_| length));
        match length {
            Ok(length) => Ok(Self {
                input: BufReader::with_capacity(256 << 10, input),
                format,
                endian: Endian::Little,
                at: 0,
                length,
            }),
            Err(error) => Err(StatError::Io(error)),
        }
    }

    pub(crate) fn at(&self) -> u64 {
        self.at
    }

    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    pub(crate) fn left(&self) -> u64 {
        self.length.saturating_sub(self.at)
    }

    /// The error that says what is wrong with the file.
    pub(crate) fn damaged(&self, damage: Damage) -> StatError {
        StatError::Damaged { format: self.format, source: damage }
    }

    /// The error that says that this is no file of the format.
    pub(crate) fn other_format(&self) -> StatError {
        StatError::NotOfFormat { declared: self.format }
    }

    /// The error that says that something else stands where `part` should begin.
    pub(crate) fn misplaced(&self, part: &'static str) -> StatError {
        self.damaged(Damage::Misplaced { part, at: self.at })
    }

    /// Goes to a place in the file.
    pub(crate) fn go_to(&mut self, at: u64, part: &'static str) -> Result<(), StatError> {
        if at > self.length {
            return Err(self.damaged(Damage::Cut { part, length: self.length }));
        }
        // Both are within a file, whose length is a signed number.
        self.input.seek_relative(at as i64 - self.at as i64).map_err(StatError::Io)?;
        self.at = at;
        Ok(())
    }

    /// Passes over so many bytes.
    pub(crate) fn skip(&mut self, count: u64, part: &'static str) -> Result<(), StatError> {
        self.go_to(self.at.saturating_add(count), part)
    }

    /// Reads so many bytes, which `part` consists of.
    pub(crate) fn bytes(&mut self, count: u64, part: &'static str) -> Result<Vec<u8>, StatError> {
        let mut bytes = Vec::new();
        self.read_into(&mut bytes, count, part)?;
        Ok(bytes)
    }

    /// As [`Self::bytes`], into a buffer that is used again.
    pub(crate) fn read_into(&mut self, bytes: &mut Vec<u8>, count: u64, part: &'static str) -> Result<(), StatError> {
        if count > self.left() {
            return Err(self.damaged(Damage::Cut { part, length: self.length }));
        }
        bytes.clear();
        bytes.resize(count as usize, 0);
        self.input.read_exact(bytes).map_err(StatError::Io)?;
        self.at += count;
        Ok(())
    }

    /// Reads a whole number of so many bytes, at most eight.
    pub(crate) fn number(&mut self, bytes: u64, part: &'static str) -> Result<u64, StatError> {
        debug_assert!(bytes <= 8, "a number of eight bytes at most");
        let mut buffer = [0; 8];
        let buffer = &mut buffer[..bytes as usize];
        if bytes > self.left() {
            return Err(self.damaged(Damage::Cut { part, length: self.length }));
        }
        self.input.read_exact(buffer).map_err(StatError::Io)?;
        self.at += bytes;
        Ok(self.endian.number(buffer))
    }
}
