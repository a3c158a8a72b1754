//! The beginning of a dataset: format, byte order, how many columns and rows.

use std::io::{Read, Seek};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::byte_reader::{ByteReader, Endian};
use crate::damage::Damage;
use crate::error::StatError;
use crate::stata::release::Release;
use crate::words::Words;

/// What the beginning says.
pub(super) struct Header {
    pub release: Release,
    pub words: Words,
    pub columns: u64,
    pub rows: u64,
    pub title: String,
}

const PART: &str = "the header";

/// Reads the beginning; the reader stands behind it.
pub(super) fn read<R: Read + Seek>(
    reader: &mut ByteReader<R>,
    encoding: Option<&'static Encoding>,
) -> Result<Header, StatError> {
    let first = reader.number(1, PART)?;
    if first == u64::from(b'<') {
        reader.go_to(0, PART)?;
        return read_tagged(reader, encoding);
    }
    let (release, words) = release_of(first as u16, encoding)?;
    if release.has_tags() {
        return Err(reader.other_format()); // Its number would be written in digits.
    }
    reader.endian = match reader.number(1, PART)? {
        1 => Endian::Big,
        2 => Endian::Little,
        _ => return Err(reader.other_format()),
    };
    reader.skip(2, PART)?;
    let columns = reader.number(2, PART)?;
    let rows = reader.number(4, PART)?;
    let title = words.label(&reader.bytes(release.title(), PART)?);
    reader.skip(release.timestamp(), PART)?;
    Ok(Header { release, words, columns, rows, title })
}

/// The format of this number, and how its texts are encoded.
fn release_of(number: u16, encoding: Option<&'static Encoding>) -> Result<(Release, Words), StatError> {
    let release = Release(number);
    if !release.is_known() {
        return Err(match number {
            102..=130 => StatError::Release { format: "dta", release: number.to_string() },
            _ => StatError::NotOfFormat { declared: "dta" },
        });
    }
    let usual = if number >= 118 { UTF_8 } else { WINDOWS_1252 };
    Ok((release, Words::declared(encoding, Words::In(usual))))
}

fn read_tagged<R: Read + Seek>(
    reader: &mut ByteReader<R>,
    encoding: Option<&'static Encoding>,
) -> Result<Header, StatError> {
    const BEGINNING: &[u8] = b"<stata_dta><header><release>";
    if reader.left() < BEGINNING.len() as u64 || reader.bytes(BEGINNING.len() as u64, PART)? != BEGINNING {
        return Err(reader.other_format());
    }
    let digits = reader.bytes(3, "the release")?;
    let number = std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse().ok());
    let Some(number) = number else { return Err(reader.misplaced("the release")) };
    let (release, words) = release_of(number, encoding)?;
    if !release.has_tags() {
        return Err(reader.misplaced("the release"));
    }
    tag(reader, "</release><byteorder>", "the byte order")?;
    reader.endian = match reader.bytes(3, "the byte order")?.as_slice() {
        b"MSF" => Endian::Big,
        b"LSF" => Endian::Little,
        _ => return Err(reader.misplaced("the byte order")),
    };
    tag(reader, "</byteorder><K>", "the number of columns")?;
    let columns = reader.number(release.column_count(), "the number of columns")?;
    tag(reader, "</K><N>", "the number of rows")?;
    let rows = reader.number(release.row_count(), "the number of rows")?;
    tag(reader, "</N><label>", "the title")?;
    let length = reader.number(if release.0 >= 118 { 2 } else { 1 }, "the title")?;
    let title = words.label(&reader.bytes(length, "the title")?);
    tag(reader, "</label><timestamp>", "the timestamp")?;
    let length = reader.number(1, "the timestamp")?;
    reader.skip(length, "the timestamp")?;
    tag(reader, "</timestamp></header><map>", "the map")?;
    // Places that not all writers fill in; the sections stand one behind the other.
    reader.skip(14 * 8, "the map")?;
    tag(reader, "</map>", "the map")?;
    Ok(Header { release, words, columns, rows, title })
}

/// Reads a tag, behind which `part` stands.
pub(super) fn tag<R: Read + Seek>(
    reader: &mut ByteReader<R>,
    tag: &'static str,
    part: &'static str,
) -> Result<(), StatError> {
    let at = reader.at();
    if reader.bytes(tag.len() as u64, part)? == tag.as_bytes() {
        Ok(())
    } else {
        Err(reader.damaged(Damage::Misplaced { part, at }))
    }
}
