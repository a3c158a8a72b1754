//! The header of a dataset or a catalogue: byte order, width of words, encoding, sizes.

use std::io::{Read, Seek};

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::byte_reader::{ByteReader, Endian};
use crate::damage::Damage;
use crate::error::StatError;
use crate::sas::charset::encoding;
use crate::words::Words;

/// What the two kinds of files begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Dataset,
    Catalogue,
}

/// What the header says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header {
    /// Numbers of places and counts have eight bytes, not four.
    pub is_wide: bool,
    /// Four bytes stand before some fields.
    pub padding: u64,
    pub words: Words,
    pub size: u64,
    pub page_size: u64,
    pub pages: u64,
    /// Rows behind pointers begin at a place that eight divides, as SAS writes them.
    pub is_aligned: bool,
}

const PART: &str = "the header";
const LARGEST: u64 = 1 << 24;

impl Header {
    /// Bytes of a word: a count or a place.
    pub(super) fn word(&self) -> usize {
        if self.is_wide { 8 } else { 4 }
    }

    /// Bytes at the beginning of a page.
    pub(super) fn page_header(&self) -> usize {
        if self.is_wide { 40 } else { 24 }
    }

    /// Where a page stands, counted from nought.
    pub(super) fn page_at(&self, page: u64) -> u64 {
        self.size + page * self.page_size
    }
}

/// Reads the header.
pub(super) fn read<R: Read + Seek>(
    reader: &mut ByteReader<R>,
    kind: Kind,
    declared: Option<&'static Encoding>,
) -> Result<Header, StatError> {
    let mut magic =
        *b"\0\0\0\0\0\0\0\0\0\0\0\0\xC2\xEA\x81\x60\xB3\x14\x11\xCF\xBD\x92\x08\0\x09\xC7\x31\x8C\x18\x1F\x10\x11";
    if kind == Kind::Catalogue {
        magic[15] = 0x63;
    }
    if reader.left() < 164 {
        return Err(reader.other_format());
    }
    let start = reader.bytes(164, PART)?;
    if start[..32] != magic {
        return Err(reader.other_format());
    }
    let is_wide = start[32] == 0x33;
    let padding = if start[35] == 0x33 { 4 } else { 0 };
    reader.endian = match start[37] {
        0 => Endian::Big,
        1 => Endian::Little,
        value => {
            let damage = Damage::Value { part: "the byte order", at: 37, value: u64::from(value) };
            return Err(reader.damaged(damage));
        }
    };
    let words = match (declared, encoding(start[70])) {
        (None, None) => {
            let release = format!("9 with the encoding {}", start[70]);
            return Err(StatError::Release { format: "sas7bdat", release });
        }
        (declared, named) => Words::declared(declared, Words::In(named.unwrap_or(WINDOWS_1252))),
    };
    // Four moments: when it was made and changed.
    reader.skip(padding + 32, PART)?;
    let at = reader.at();
    let size = reader.number(4, PART)?;
    let page_size = reader.number(4, PART)?;
    let pages = reader.number(if is_wide { 8 } else { 4 }, PART)?;
    for (part, value) in [("the size of the header", size), ("the size of a page", page_size)] {
        if !(1024..=LARGEST).contains(&value) {
            return Err(reader.damaged(Damage::Value { part, at, value }));
        }
    }
    if pages > (1 << 40) {
        return Err(reader.damaged(Damage::Value { part: "the number of pages", at, value: pages }));
    }
    reader.skip(8, PART)?;
    // Stat/Transfer writes this release, and leaves no gaps.
    let is_aligned = !matches!(reader.bytes(8, PART)?.as_slice(), b"9.0000M0" | b"8.0000M0");
    Ok(Header { is_wide, padding, words, size, page_size, pages, is_aligned })
}
