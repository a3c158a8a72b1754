//! How long the shared texts of a workbook of the format before 2007 are ([MS-XLS] 2.4.265, 2.5.293), without reading them.

use crate::sheets::old_workbook_stream::{CONTINUE, Records, misplaced, number};
use topline_statfile::Damage;

const PART: &str = "a shared text";

/// The bytes of each text; `at` is where the record of the texts begins.
pub(crate) fn text_lengths(stream: &[u8], at: usize) -> Result<Vec<u32>, Damage> {
    let mut records = Records::of(stream, at);
    let Some(first) = records.next() else { return Ok(Vec::new()) };
    let mut texts = Texts { left: first?.data, records, at };
    // How many they are is not believed.
    texts.take(8)?;
    let mut lengths = Vec::new();
    while !texts.left.is_empty() || texts.go_on()? {
        lengths.push(texts.pass()?);
    }
    Ok(lengths)
}

/// The record of the texts, and those that continue it.
struct Texts<'s> {
    /// What is left of the record at hand.
    left: &'s [u8],
    records: Records<'s>,
    at: usize,
}

impl<'s> Texts<'s> {
    /// Takes up the next record, if the texts go on there.
    fn go_on(&mut self) -> Result<bool, Damage> {
        match self.records.next().transpose()? {
            Some(record) if record.kind == CONTINUE => {
                (self.left, self.at) = (record.data, record.at);
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    fn misplaced(&self) -> Damage {
        misplaced(PART, self.at)
    }

    fn take(&mut self, length: usize) -> Result<&'s [u8], Damage> {
        let (taken, left) = self.left.split_at_checked(length).ok_or_else(|| self.misplaced())?;
        self.left = left;
        Ok(taken)
    }

    /// Passes a text by, with the formats of its parts and what else is said of it; gives its length.
    fn pass(&mut self) -> Result<u32, Damage> {
        if self.left.is_empty() {
            return Ok(0);
        }
        let head = self.take(3)?;
        let (letters, flags) = (number(head, 0), head[2]);
        let formats = if flags & 8 == 0 { 0 } else { 4 * usize::from(number(self.take(2)?, 0)) };
        let beyond = if flags & 4 == 0 { &[0; 4] } else { self.take(4)? };
        let beyond = u32::from_le_bytes([beyond[0], beyond[1], beyond[2], beyond[3]]) as usize;
        let length = self.pass_letters(letters.into(), flags)?;
        self.skip(formats + beyond)?;
        Ok(length)
    }

    /// Each record says anew whether a letter takes one byte there or two.
    fn pass_letters(&mut self, mut letters: usize, mut flags: u8) -> Result<u32, Damage> {
        let mut length = 0;
        loop {
            let width = usize::from(flags & 1) + 1;
            let here = letters.min(self.left.len() / width);
            length += self.take(here * width)?.len() as u32;
            letters -= here;
            if letters == 0 {
                return Ok(length);
            }
            if !self.go_on()? {
                return Err(self.misplaced());
            }
            flags = self.take(1)?[0];
        }
    }

    fn skip(&mut self, mut length: usize) -> Result<(), Damage> {
        loop {
            length -= self.take(length.min(self.left.len()))?.len();
            if length == 0 {
                return Ok(());
            }
            if !self.go_on()? {
                return Err(self.misplaced());
            }
        }
    }
}
