//! The characters and fields of a portable file, its lines joined.

use std::io::{self, BufRead};

use crate::spss::base_30;
use crate::spss::fault::SpssFault;

/// The length of a line: one that is shorter has lost its last spaces on the way.
const LINE: usize = 80;
/// The most bytes that a text may have.
const LONGEST_TEXT: f64 = 1_048_576.0;
/// The most characters that a number may have.
const LONGEST_NUMBER: usize = 256;

/// Why no field can be read.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The file ends.
    Cut,
    /// The disk fails.
    Io(io::Error),
    /// Something else stands there.
    Fault(SpssFault),
}

/// Reads characters and fields.
pub(crate) struct PortableText<R> {
    input: R,
    /// From the file's characters to ASCII, where they are others.
    translation: Option<Box<[u8; 256]>>,
    peeked: Option<u8>,
    column: usize,
    /// Spaces to give before the next line.
    padding: usize,
    after_return: bool,
    given: u64,
    at: u64,
    token: Vec<u8>,
}

impl<R: BufRead> PortableText<R> {
    /// From the input's beginning.
    pub(crate) fn new(input: R) -> Self {
        Self {
            input,
            translation: None,
            peeked: None,
            column: 0,
            padding: 0,
            after_return: false,
            given: 0,
            at: 0,
            token: Vec::new(),
        }
    }

    /// Translates what follows.
    pub(crate) fn translate(&mut self, translation: Option<Box<[u8; 256]>>) {
        self.translation = translation;
    }

    /// How many bytes have been read.
    pub(crate) fn at(&self) -> u64 {
        self.at
    }

    /// How many characters have been given.
    pub(crate) fn given(&self) -> u64 {
        self.given
    }

    /// The next character; nothing at the end.
    pub(crate) fn next(&mut self) -> Result<Option<u8>, Stop> {
        if let Some(peeked) = self.peeked.take() {
            return Ok(Some(peeked));
        }
        loop {
            if self.padding > 0 {
                self.padding -= 1;
                self.given += 1;
                return Ok(Some(b' '));
            }
            let Some(byte) = self.input.fill_buf().map_err(Stop::Io)?.first().copied() else { return Ok(None) };
            self.input.consume(1);
            self.at += 1;
            match byte {
                // Files that went through several systems have line ends such as CR CR LF.
                b'\r' | b'\n' if self.after_return => self.after_return = byte == b'\r',
                b'\r' | b'\n' => {
                    self.padding = LINE.saturating_sub(self.column);
                    self.column = 0;
                    self.after_return = byte == b'\r';
                }
                byte => {
                    self.after_return = false;
                    self.column += 1;
                    self.given += 1;
                    return Ok(Some(self.translation.as_ref().map_or(byte, |table| table[usize::from(byte)])));
                }
            }
        }
    }

    fn expected(&mut self) -> Result<u8, Stop> {
        self.next()?.ok_or(Stop::Cut)
    }

    /// The next character but spaces, which stays.
    pub(crate) fn peek_visible(&mut self) -> Result<u8, Stop> {
        let next = self.next_visible()?;
        self.peeked = Some(next);
        Ok(next)
    }

    /// The next character but spaces.
    pub(crate) fn next_visible(&mut self) -> Result<u8, Stop> {
        loop {
            let next = self.expected()?;
            if next != b' ' {
                return Ok(next);
            }
        }
    }

    /// A number; nothing where it is system-missing.
    pub(crate) fn number(&mut self) -> Result<Option<f64>, Stop> {
        let first = self.next_visible()?;
        if first == b'*' {
            self.expected()?; // A full stop, as a rule.
            return Ok(None);
        }
        let mut token = std::mem::take(&mut self.token);
        token.clear();
        let mut next = first;
        while next != b'/' {
            if token.len() == LONGEST_NUMBER {
                return Err(Stop::Fault(SpssFault::Number));
            }
            token.push(next);
            next = self.expected()?;
        }
        let number = base_30::parse(&token);
        self.token = token;
        number.map(Some).ok_or(Stop::Fault(SpssFault::Number))
    }

    /// A whole number that cannot be negative.
    pub(crate) fn count(&mut self) -> Result<u32, Stop> {
        match self.number()? {
            Some(count) if count.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&count) => Ok(count as u32),
            Some(count) => Err(Stop::Fault(SpssFault::Length(count as i64))),
            None => Err(Stop::Fault(SpssFault::Number)),
        }
    }

    /// A text: its length, and so many characters.
    pub(crate) fn text(&mut self, into: &mut Vec<u8>) -> Result<(), Stop> {
        let length = self.count()?;
        if f64::from(length) > LONGEST_TEXT {
            return Err(Stop::Fault(SpssFault::Length(length.into())));
        }
        for _ in 0..length {
            let next = self.expected()?;
            into.push(next);
        }
        Ok(())
    }

    pub(crate) fn owned_text(&mut self) -> Result<Vec<u8>, Stop> {
        let mut text = Vec::new();
        self.text(&mut text)?;
        Ok(text)
    }
}
