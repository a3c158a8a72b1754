//! Long texts (`strL`), which stand behind the rows: where each is, so that the rows can be read without holding them.
//!
//! The place of each takes memory: 32 bytes, less than what it has in the file.

use std::collections::HashMap;
use std::io::{Read, Seek};

use crate::byte_reader::ByteReader;
use crate::damage::Damage;
use crate::error::StatError;
use crate::stata::header::{Header, tag};

const PART: &str = "the long texts";

/// Where the long texts stand, by column and row of their first use.
#[derive(Default)]
pub(super) struct LongStrings {
    places: HashMap<(u32, u64), LongString>,
}

/// Where a long text stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct LongString {
    pub at: u64,
    /// Without the NUL at its end.
    pub length: u32,
}

impl LongStrings {
    /// Looks through the section of long texts, which begins where the rows end.
    pub(super) fn find<R: Read + Seek>(
        reader: &mut ByteReader<R>,
        header: &Header,
        end_of_rows: u64,
    ) -> Result<Self, StatError> {
        reader.go_to(end_of_rows, "the rows")?;
        if !header.release.has_tags() {
            return Ok(Self::default());
        }
        tag(reader, "</data><strls>", PART)?;
        let mut places = HashMap::new();
        loop {
            let at = reader.at();
            match reader.bytes(3, PART)?.as_slice() {
                b"GSO" => {}
                b"</s" => break,
                _ => return Err(reader.damaged(Damage::Misplaced { part: PART, at })),
            }
            let column = reader.number(4, PART)? as u32;
            let row = reader.number(if header.release.0 >= 118 { 8 } else { 4 }, PART)?;
            let kind = reader.number(1, PART)?;
            let length = reader.number(4, PART)? as u32;
            let at = reader.at();
            reader.skip(u64::from(length), PART)?;
            // 129 is binary, 130 is text that ends with a NUL.
            let length = if kind == 130 { length.saturating_sub(1) } else { length };
            places.insert((column, row), LongString { at, length });
        }
        tag(reader, "trls>", PART)?;
        Ok(Self { places })
    }

    /// Where the text of this column and row stands.
    pub(super) fn place(&self, column: u32, row: u64) -> Option<LongString> {
        self.places.get(&(column, row)).copied()
    }
}
