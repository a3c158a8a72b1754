//! The records before the rows: which datasets there are, and the columns of the one that is read.

use std::io::{Read, Seek};

use crate::byte_reader::{ByteReader, Endian};
use crate::damage::Damage;
use crate::error::StatError;
use crate::sas::Counts;
use crate::words::Words;

/// The bytes of a record.
pub(super) const RECORD: u64 = 80;
const PART: &str = "the description of the columns";

/// A dataset, behind whose description the rows stand.
pub(super) struct Member {
    pub title: String,
    pub columns: Vec<Column>,
}

/// A column.
pub(super) struct Column {
    pub name: String,
    pub label: String,
    pub counts: Counts,
    pub is_number: bool,
    pub start: u64,
    pub width: u64,
}

/// The version of a file, which the names of its headers tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    Five,
    Eight,
}

/// What kind of header a record is; nothing where it is none.
fn header_kind(record: &[u8]) -> Option<&[u8]> {
    let rest = record.strip_prefix(b"HEADER RECORD*******")?;
    rest.get(8..28).filter(|words| *words == b"HEADER RECORD!!!!!!!").map(|_| rest[..8].trim_ascii_end())
}

/// Whether a record is the first of another dataset.
pub(super) fn begins_member(record: &[u8]) -> bool {
    matches!(header_kind(record), Some(b"MEMBER" | b"MEMBV8"))
}

/// The number in these digits of a header; blanks are nought.
fn digits(record: &[u8], place: std::ops::Range<usize>) -> Option<u64> {
    let digits = std::str::from_utf8(record.get(place)?).ok()?.trim();
    if digits.is_empty() { Some(0) } else { digits.parse().ok() }
}

/// Goes to the dataset that is read, and reads its description.
pub(super) fn read<R: Read + Seek>(
    reader: &mut ByteReader<R>,
    wanted: Option<&str>,
    words: Words,
) -> Result<Member, StatError> {
    reader.endian = Endian::Big;
    if reader.left() < 3 * RECORD {
        return Err(reader.other_format());
    }
    let library = reader.bytes(RECORD, PART)?;
    let version = match header_kind(&library) {
        Some(b"LIBRARY") => Version::Five,
        Some(b"LIBV8") => Version::Eight,
        _ => return Err(reader.other_format()),
    };
    reader.skip(2 * RECORD, PART)?;
    let mut known = Vec::new();
    let mut record = Vec::new();
    loop {
        if reader.left() < RECORD {
            return Err(match wanted {
                Some(dataset) if !known.is_empty() => StatError::UnknownDataset { dataset: dataset.to_owned(), known },
                _ => reader.damaged(Damage::Cut { part: "the datasets", length: reader.length() }),
            });
        }
        reader.read_into(&mut record, RECORD, "the datasets")?;
        if !begins_member(&record) {
            continue;
        }
        let width = digits(&record, 74..78).filter(|width| (120..=1024).contains(width));
        let Some(width) = width else { return Err(reader.misplaced("the size of a description")) };
        expect(reader, [b"DSCRPTR", b"DSCPTV8"])?;
        let first = reader.bytes(RECORD, PART)?;
        let second = reader.bytes(RECORD, PART)?;
        let name = words.label(&first[8..if version == Version::Eight { 40 } else { 16 }]);
        if wanted.is_none_or(|wanted| wanted.eq_ignore_ascii_case(&name)) {
            let columns = read_columns(reader, version, width, words)?;
            return Ok(Member { title: words.label(&second[32..72]), columns });
        }
        known.push(name);
    }
}

/// Reads a header of this kind, and gives its record.
fn expect<R: Read + Seek>(reader: &mut ByteReader<R>, kinds: [&[u8]; 2]) -> Result<Vec<u8>, StatError> {
    let at = reader.at();
    let record = reader.bytes(RECORD, PART)?;
    if header_kind(&record).is_some_and(|kind| kinds.contains(&kind)) {
        Ok(record)
    } else {
        Err(reader.damaged(Damage::Misplaced { part: "a header", at }))
    }
}

fn read_columns<R: Read + Seek>(
    reader: &mut ByteReader<R>,
    version: Version,
    width: u64,
    words: Words,
) -> Result<Vec<Column>, StatError> {
    let header = expect(reader, [b"NAMESTR", b"NAMSTV8"])?;
    let Some(count) = digits(&header, 53..58) else { return Err(reader.misplaced("the number of columns")) };
    if count == 0 {
        return Err(reader.damaged(Damage::NoColumns));
    }
    let mut columns: Vec<Column> = Vec::new();
    for _ in 0..count {
        let start = columns.last().map_or(0, |column| column.start + column.width);
        let at = reader.at();
        let bytes = reader.bytes(width, PART)?;
        let column = column(&bytes, start, version, words);
        columns.push(column.ok_or_else(|| reader.damaged(Damage::Misplaced { part: PART, at }))?);
    }
    reader.skip((count * width).next_multiple_of(RECORD) - count * width, PART)?;
    let mut header = expect_labels_or_rows(reader)?;
    if let Some(kind @ (b"LABELV8" | b"LABELV9")) = header_kind(&header) {
        let lengths = if kind == b"LABELV9" { 5 } else { 3 };
        let Some(labels) = digits(&header, 48..53) else { return Err(reader.misplaced("the number of labels")) };
        read_long_labels(reader, labels, lengths, &mut columns, words)?;
        header = expect(reader, [b"OBS", b"OBSV8"])?;
    }
    debug_assert!(header_kind(&header).is_some(), "the rows have a header");
    Ok(columns)
}

fn expect_labels_or_rows<R: Read + Seek>(reader: &mut ByteReader<R>) -> Result<Vec<u8>, StatError> {
    let at = reader.at();
    let record = reader.bytes(RECORD, PART)?;
    match header_kind(&record) {
        Some(b"OBS" | b"OBSV8" | b"LABELV8" | b"LABELV9") => Ok(record),
        _ => Err(reader.damaged(Damage::Misplaced { part: "the header of the rows", at })),
    }
}

/// A column, from what TS-140 calls a NAMESTR.
///
/// Cells stand in the order of the descriptions, one behind the other. The place that a description tells is not read: SAS
/// leaves there in version 8 what was the place in the dataset that the file was made of.
fn column(bytes: &[u8], start: u64, version: Version, words: Words) -> Option<Column> {
    let number = |at: usize, length: usize| Endian::Big.number(&bytes[at..at + length]);
    let is_number = match number(0, 2) {
        1 => true,
        2 => false,
        _ => return None,
    };
    let width = number(4, 2);
    let is_possible = if is_number { (2..=8).contains(&width) } else { width > 0 };
    let long_name = bytes.get(88..120).filter(|_| version == Version::Eight);
    let long_name = long_name.map(|name| words.label(name)).filter(|name| !name.is_empty());
    let counts = if is_number { Counts::by(&words.label(&bytes[56..64])) } else { Counts::Itself };
    is_possible.then(|| Column {
        name: long_name.unwrap_or_else(|| words.label(&bytes[8..16])),
        label: words.label(&bytes[16..56]),
        counts,
        is_number,
        start,
        width,
    })
}

/// Names, labels and formats that a description has no room for.
fn read_long_labels<R: Read + Seek>(
    reader: &mut ByteReader<R>,
    count: u64,
    lengths: usize,
    columns: &mut [Column],
    words: Words,
) -> Result<(), StatError> {
    let mut read = 0;
    for _ in 0..count {
        let at = reader.at();
        let mut each = [0; 5];
        for length in &mut each[..lengths] {
            *length = reader.number(2, PART)?;
        }
        let [index, name, label, format, informat] = each;
        let name = reader.bytes(name, PART)?;
        let label = reader.bytes(label, PART)?;
        let format = reader.bytes(format, PART)?;
        reader.skip(informat, PART)?;
        let column = (index as usize).checked_sub(1).and_then(|index| columns.get_mut(index));
        let Some(column) = column else {
            return Err(reader.damaged(Damage::Value { part: "the number of a column", at, value: index }));
        };
        if !name.is_empty() {
            column.name = words.label(&name);
        }
        column.label = words.label(&label);
        if !format.is_empty() && column.is_number {
            column.counts = Counts::by(&words.label(&format));
        }
        read += reader.at() - at;
    }
    reader.skip(read.next_multiple_of(RECORD) - read, PART)
}
