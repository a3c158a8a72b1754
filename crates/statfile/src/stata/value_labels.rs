//! Value labels: sets of codes with their labels, which columns share by name.

use std::collections::HashMap;
use std::io::{Read, Seek};

use crate::byte_reader::ByteReader;
use crate::damage::Damage;
use crate::error::StatError;
use crate::stata::cells::{Value, long};
use crate::stata::header::{Header, tag};
use crate::words::up_to_nul;

const PART: &str = "the value labels";

/// The most bytes of all labels: they may overlap in the file, so that its size is no limit.
const MOST_BYTES: usize = 64 << 20;

/// Each set by its name: the codes and their labels, in the order of the file.
pub(super) type ValueLabels = HashMap<String, Vec<(Value, String)>>;

/// Reads the sets, which the reader stands before.
pub(super) fn read<R: Read + Seek>(reader: &mut ByteReader<R>, header: &Header) -> Result<ValueLabels, StatError> {
    let mut sets = ValueLabels::new();
    let mut room = MOST_BYTES;
    if header.release.has_tags() {
        tag(reader, "<value_labels>", PART)?;
        loop {
            let at = reader.at();
            match reader.bytes(5, PART)?.as_slice() {
                b"<lbl>" => read_set(reader, header, &mut sets, &mut room)?,
                b"</val" => break,
                _ => return Err(reader.damaged(Damage::Misplaced { part: PART, at })),
            }
            tag(reader, "</lbl>", PART)?;
        }
    } else if header.release.0 >= 108 {
        while reader.left() > 0 {
            read_set(reader, header, &mut sets, &mut room)?;
        }
    } else {
        while reader.left() > 0 {
            read_old_set(reader, header, &mut sets)?;
        }
    }
    Ok(sets)
}

/// A set: its length, its name, and a table of codes and of places in a text.
fn read_set<R: Read + Seek>(
    reader: &mut ByteReader<R>,
    header: &Header,
    sets: &mut ValueLabels,
    room: &mut usize,
) -> Result<(), StatError> {
    let length = reader.number(4, PART)?;
    let name = header.words.label(&reader.bytes(header.release.name(), PART)?);
    reader.skip(3, PART)?;
    let at = reader.at();
    let table = reader.bytes(length, PART)?;
    let endian = reader.endian;
    let number = |place: usize| table.get(place..place + 4).map(|bytes| endian.number(bytes) as u32);
    let misplaced = || reader.damaged(Damage::Misplaced { part: PART, at });
    let (Some(count), Some(text_length)) = (number(0), number(4)) else { return Err(misplaced()) };
    let count = count as usize;
    // Eight bytes for each code, and the text.
    let begins = count.checked_mul(8).map(|codes| codes + 8).filter(|begins| *begins <= table.len());
    let Some(text) = begins.map(|begins| &table[begins..]) else {
        let (part, value) = ("the number of labels", count as u64);
        return Err(reader.damaged(Damage::Value { part, at, value }));
    };
    let text = &text[..text.len().min(text_length as usize)];
    let mut set = Vec::with_capacity(count);
    for entry in 0..count {
        let place = number(8 + 4 * entry).map(|place| place as usize);
        let code = number(8 + 4 * count + 4 * entry);
        let (Some(label), Some(code)) = (place.and_then(|place| text.get(place..)), code) else {
            return Err(misplaced());
        };
        let label = up_to_nul(label);
        *room = room.checked_sub(label.len()).ok_or_else(misplaced)?;
        set.push((long(code as i32), header.words.decode(label).0.into_owned()));
    }
    sets.insert(name, set);
    Ok(())
}

/// A set of the formats before 108: labels of eight bytes, and short codes.
fn read_old_set<R: Read + Seek>(
    reader: &mut ByteReader<R>,
    header: &Header,
    sets: &mut ValueLabels,
) -> Result<(), StatError> {
    let count = reader.number(2, PART)?;
    let name = header.words.label(&reader.bytes(header.release.name(), PART)?);
    reader.skip(1, PART)?;
    let codes = reader.bytes(2 * count, PART)?;
    let labels = reader.bytes(8 * count, PART)?;
    let codes = codes.chunks_exact(2).map(|code| reader.endian.number(code) as u16 as i16);
    let set = codes
        .zip(labels.chunks_exact(8))
        .map(|(code, label)| (Value::Number(f64::from(code)), header.words.label(label)))
        .collect();
    sets.insert(name, set);
    Ok(())
}
