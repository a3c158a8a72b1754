//! The catalogue of formats: which label each value has, by the name of the format.
//!
//! Pages of an index tell where each format stands; a format is a chain of pieces. Source: the behaviour of `ReadStat`.
//! Of a format that labels ranges of numbers the first number of each range is read.

use std::collections::{BTreeSet, HashMap};
use std::io::{Read, Seek};

use encoding_rs::Encoding;

use crate::byte_reader::{ByteReader, Endian};
use crate::damage::Damage;
use crate::error::StatError;
use crate::sas::header::{Header, Kind, read};
use crate::sas::numbers::{Value, missing};

/// What has a label.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Labelled {
    Number(Value),
    Text(String),
}

/// The formats by name, with the labels of their values.
#[derive(Debug, Clone, Default)]
pub struct SasCatalogue {
    formats: HashMap<String, Vec<(Labelled, String)>>,
}

impl SasCatalogue {
    /// Reads a catalogue (`.sas7bcat`).
    pub fn read<R: Read + Seek>(input: R, encoding: Option<&'static Encoding>) -> Result<Self, StatError> {
        read_catalogue(input, encoding)
    }

    /// The labels of a format.
    pub(super) fn labels(&self, format: &str) -> &[(Labelled, String)] {
        self.formats.get(format).map_or(&[], Vec::as_slice)
    }
}

const PART: &str = "the catalogue";

fn read_catalogue<R: Read + Seek>(input: R, encoding: Option<&'static Encoding>) -> Result<SasCatalogue, StatError> {
    let mut reader = ByteReader::new(input, "sas7bcat")?;
    let header = read(&mut reader, Kind::Catalogue, encoding)?;
    let mut starts = BTreeSet::new();
    let there = (reader.length().saturating_sub(header.size) / header.page_size).min(header.pages);
    let mut page = Vec::new();
    // The index begins on the second page; from the fourth on, a page may go on with it.
    for number in (1..there).filter(|number| *number != 2) {
        reader.go_to(header.page_at(number), PART)?;
        reader.read_into(&mut page, header.page_size, PART)?;
        let wide = if header.is_wide { 144 } else { 0 };
        let begins = if number == 1 { 856 + 2 * header.padding as usize + wide } else { 16 };
        let is_index = number == 1 || page.get(16..20) == Some(b"XLSR");
        if let Some(index) = page.get(begins..).filter(|_| is_index) {
            take_index(index, &header, reader.endian, &mut starts);
        }
    }
    let mut catalogue = SasCatalogue::default();
    let mut read = 0;
    for (page, place) in starts {
        let block = read_block(&mut reader, &header, page, place)?;
        let at = header.page_at(page.saturating_sub(1)).saturating_add(place);
        // No piece belongs to two formats: together they are no longer than the file.
        read += block.len() as u64;
        if read > reader.length() {
            return Err(reader.damaged(Damage::Misplaced { part: "a format", at }));
        }
        match format(&block, &header, reader.endian) {
            Some((name, labels)) if !labels.is_empty() => {
                catalogue.formats.insert(name, labels);
            }
            Some(_) => {}
            None => return Err(reader.damaged(Damage::Misplaced { part: "a format", at })),
        }
    }
    Ok(catalogue)
}

/// Takes the places of formats from a page of the index.
fn take_index(index: &[u8], header: &Header, endian: Endian, starts: &mut BTreeSet<(u64, u64)>) {
    let padding = header.padding as usize;
    let (size, kind_at) = if header.is_wide { (284 + padding, 74 + padding) } else { (212 + padding, 50 + padding) };
    let mut at = 0;
    while at + size <= index.len() {
        if !index[at..].starts_with(b"XLSR") {
            at += 8; // Some entries stand eight bytes further on.
        }
        let Some(entry) = index.get(at..at + size).filter(|entry| entry.starts_with(b"XLSR")) else { return };
        if entry[kind_at] == b'O' {
            let (page, place) =
                if header.is_wide { (&entry[8..16], &entry[16..18]) } else { (&entry[4..8], &entry[8..10]) };
            starts.insert((endian.number(page), endian.number(place)));
        }
        at += size;
    }
}

/// Reads a chain of pieces into one.
fn read_block<R: Read + Seek>(
    reader: &mut ByteReader<R>,
    header: &Header,
    mut page: u64,
    mut place: u64,
) -> Result<Vec<u8>, StatError> {
    let (length_of_link, place_at) = if header.is_wide { (32, 8) } else { (16, 4) };
    let mut block = Vec::new();
    let mut links = 0;
    while page > 0 && place > 0 && page <= header.pages && links < header.pages {
        let at = header.page_at(page - 1).saturating_add(place);
        reader.go_to(at, PART)?;
        let link = reader.bytes(length_of_link, PART)?;
        page = reader.endian.number(&link[..4]);
        place = reader.endian.number(&link[place_at..place_at + 2]);
        let length = reader.endian.number(&link[place_at + 2..place_at + 4]);
        block.extend(reader.bytes(length, PART)?);
        if block.len() as u64 > reader.length() {
            return Err(reader.damaged(Damage::Misplaced { part: "a format", at })); // A chain without an end.
        }
        links += 1;
    }
    Ok(block)
}

/// The name of a format, and its labels; nothing where it is damaged.
fn format(block: &[u8], header: &Header, endian: Endian) -> Option<(String, Vec<(Labelled, String)>)> {
    if block.len() < 106 {
        return Some((String::new(), Vec::new()));
    }
    let word = header.word();
    let flags = endian.number(block.get(2..4)?);
    let padding = if flags & 0x08 != 0 { 4 } else { 0 };
    let counts = if header.is_wide { 42 } else { 38 } + padding;
    let entries = endian.number(block.get(counts..counts + word)?);
    let labels = endian.number(block.get(counts + word..counts + 2 * word)?);
    let mut at = 106 + if header.is_wide { 32 } else { 0 } + if padding > 0 { 20 } else { 0 };
    let mut name = header.words.label(block.get(8..16)?);
    let has_long_name = if header.is_wide { flags & 0x20 != 0 } else { flags & 0x80 != 0 };
    if has_long_name {
        name = header.words.label(block.get(at..at + 32)?);
        at += 32;
    }
    if labels == 0 {
        return Some((name, Vec::new()));
    }
    let labels = read_labels(block.get(at..)?, entries, labels, &name, header, endian)?;
    Some((name.to_ascii_uppercase(), labels))
}

/// The labels of a format: first an entry for each value, then each label, in the order that the entries tell.
fn read_labels(
    bytes: &[u8],
    entries: u64,
    labels: u64,
    name: &str,
    header: &Header,
    endian: Endian,
) -> Option<Vec<(Labelled, String)>> {
    let padding = header.padding as usize;
    // An entry has six bytes at least, so that a hostile count ends where the bytes do.
    let mut places: Vec<Option<usize>> = Vec::new();
    let mut at = 0;
    for entry in 0..entries {
        let length = endian.number(bytes.get(at + 2..at + 4)?) as usize;
        if entry < labels {
            let label = endian.number(bytes.get(at + 10 + padding..at + 14 + padding)?) as usize;
            if label as u64 >= labels || label > bytes.len() {
                return None;
            }
            if places.len() <= label {
                places.resize(label + 1, None);
            }
            places[label] = Some(at);
        }
        at += 6 + length;
    }
    let mut found = Vec::new();
    for place in places {
        let length = endian.number(bytes.get(at + 8..at + 10)?) as usize;
        let label = header.words.decode(bytes.get(at + 10..at + 10 + length)?).0.into_owned();
        at += 11 + length;
        let Some(place) = place else { continue };
        let value = if name.starts_with('$') {
            let end = place + 6 + endian.number(bytes.get(place + 2..place + 4)?) as usize;
            let text = header.words.decode(bytes.get(end.checked_sub(16)?..end)?).0;
            Labelled::Text(text.trim_end_matches([' ', '\0']).to_owned())
        } else {
            Labelled::Number(negated(bytes.get(place + 22..place + 30)?))
        };
        found.push((value, label));
    }
    Some(found)
}

/// Numbers stand in a catalogue with the other sign, and always big-endian; missing ones with their tag.
fn negated(bytes: &[u8]) -> Value {
    let bits = Endian::Big.number(bytes);
    if bits | 0xFF00_0000_0000 == 0xFFFF_FFFF_FFFF {
        return missing((bits >> 40) as u8);
    }
    let number = -f64::from_bits(bits);
    if number.is_finite() { Value::Number(number) } else { Value::Missing }
}
