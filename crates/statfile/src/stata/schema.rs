//! The columns of a dataset: name, type, display format, label, and the name of their value labels.

use std::io::{Read, Seek};

use crate::byte_reader::ByteReader;
use crate::damage::Damage;
use crate::error::StatError;
use crate::stata::header::{Header, tag};

/// How a cell is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stored {
    Byte,
    Int,
    Long,
    Float,
    Double,
    /// A text of so many bytes at most.
    Text(u16),
    /// Where a long text stands.
    LongText,
}

impl Stored {
    pub(super) fn width(self) -> u64 {
        match self {
            Self::Byte => 1,
            Self::Int => 2,
            Self::Long | Self::Float => 4,
            Self::Double | Self::LongText => 8,
            Self::Text(width) => u64::from(width),
        }
    }

    pub(super) fn is_number(self) -> bool {
        !matches!(self, Self::Text(_) | Self::LongText)
    }
}

/// A column.
pub(super) struct Column {
    pub name: String,
    pub stored: Stored,
    pub display_format: String,
    pub value_labels: String,
    pub label: String,
}

/// The columns, and where the rows begin.
pub(super) struct Schema {
    pub columns: Vec<Column>,
    pub data: u64,
}

/// Reads the columns.
pub(super) fn read<R: Read + Seek>(reader: &mut ByteReader<R>, header: &Header) -> Result<Schema, StatError> {
    let release = header.release;
    if header.columns == 0 {
        return Err(reader.damaged(Damage::NoColumns));
    }
    let stored = read_types(reader, header)?;
    let names = texts(reader, header, ["<varnames>", "</varnames>"], release.name(), "the names of columns")?;
    let order = (release.column_count(), "the order of columns");
    tag_if(reader, header, "<sortlist>", order.1)?;
    reader.skip(order.0 * (header.columns + 1), order.1)?;
    tag_if(reader, header, "</sortlist>", order.1)?;
    let formats = texts(reader, header, ["<formats>", "</formats>"], release.display_format(), "the display formats")?;
    let tags = ["<value_label_names>", "</value_label_names>"];
    let value_labels = texts(reader, header, tags, release.name(), "the names of value labels")?;
    let tags = ["<variable_labels>", "</variable_labels>"];
    let labels = texts(reader, header, tags, release.label(), "the labels of columns")?;
    if release.has_tags() {
        pass_over_characteristics(reader)?;
        tag(reader, "<data>", "the rows")?;
    } else {
        pass_over_expansions(reader, header)?;
    }
    let columns = stored.into_iter().zip(names).zip(formats).zip(value_labels).zip(labels);
    let columns = columns
        .map(|((((stored, name), display_format), value_labels), label)| Column {
            name,
            stored,
            display_format,
            value_labels,
            label,
        })
        .collect();
    Ok(Schema { columns, data: reader.at() })
}

fn read_types<R: Read + Seek>(reader: &mut ByteReader<R>, header: &Header) -> Result<Vec<Stored>, StatError> {
    const PART: &str = "the types of columns";
    let width = if header.release.has_tags() { 2 } else { 1 };
    tag_if(reader, header, "<variable_types>", PART)?;
    let at = reader.at();
    let codes = reader.bytes(header.columns * width, PART)?;
    let endian = reader.endian;
    let mut stored = Vec::with_capacity(header.columns as usize);
    for (place, code) in codes.chunks_exact(width as usize).enumerate() {
        let code = endian.number(code) as u16;
        let of_code = match header.release.0 {
            117.. => tagged_type(code),
            111.. => numbered_type(code),
            _ => lettered_type(code),
        };
        let Some(of_code) = of_code else {
            let (at, value) = (at + place as u64 * width, u64::from(code));
            return Err(reader.damaged(Damage::Value { part: "the type of a column", at, value }));
        };
        stored.push(of_code);
    }
    tag_if(reader, header, "</variable_types>", PART)?;
    Ok(stored)
}

/// The types of the formats from 117.
fn tagged_type(code: u16) -> Option<Stored> {
    Some(match code {
        1..=2045 => Stored::Text(code),
        32768 => Stored::LongText,
        65526 => Stored::Double,
        65527 => Stored::Float,
        65528 => Stored::Long,
        65529 => Stored::Int,
        65530 => Stored::Byte,
        _ => return None,
    })
}

/// The types of the formats 111 to 115.
fn numbered_type(code: u16) -> Option<Stored> {
    Some(match code {
        1..=244 => Stored::Text(code),
        251 => Stored::Byte,
        252 => Stored::Int,
        253 => Stored::Long,
        254 => Stored::Float,
        255 => Stored::Double,
        _ => return None,
    })
}

/// The types of the formats before 111: letters, and texts from 128.
fn lettered_type(code: u16) -> Option<Stored> {
    Some(match code {
        98 => Stored::Byte,
        105 => Stored::Int,
        108 => Stored::Long,
        102 => Stored::Float,
        100 => Stored::Double,
        128..=255 => Stored::Text(code - 127),
        _ => return None,
    })
}

/// Reads a tag where the file has any.
fn tag_if<R: Read + Seek>(
    reader: &mut ByteReader<R>,
    header: &Header,
    name: &'static str,
    part: &'static str,
) -> Result<(), StatError> {
    if header.release.has_tags() { tag(reader, name, part) } else { Ok(()) }
}

/// Reads a text for each column, between tags where the file has any.
fn texts<R: Read + Seek>(
    reader: &mut ByteReader<R>,
    header: &Header,
    [begin, end]: [&'static str; 2],
    width: u64,
    part: &'static str,
) -> Result<Vec<String>, StatError> {
    tag_if(reader, header, begin, part)?;
    let texts = reader.bytes(header.columns * width, part)?;
    tag_if(reader, header, end, part)?;
    Ok(texts.chunks_exact(width as usize).map(|text| header.words.label(text)).collect())
}

/// Passes over the characteristics of a tagged file.
fn pass_over_characteristics<R: Read + Seek>(reader: &mut ByteReader<R>) -> Result<(), StatError> {
    const PART: &str = "the characteristics";
    tag(reader, "<characteristics>", PART)?;
    loop {
        let at = reader.at();
        match reader.bytes(4, PART)?.as_slice() {
            b"<ch>" => {
                let length = reader.number(4, PART)?;
                reader.skip(length, PART)?;
                tag(reader, "</ch>", PART)?;
            }
            b"</ch" => return tag(reader, "aracteristics>", PART),
            _ => return Err(reader.damaged(Damage::Misplaced { part: PART, at })),
        }
    }
}

/// Passes over what stands before the rows of formats up to 115.
fn pass_over_expansions<R: Read + Seek>(reader: &mut ByteReader<R>, header: &Header) -> Result<(), StatError> {
    const PART: &str = "an expansion field";
    let Some(width) = header.release.expansion() else { return Ok(()) };
    loop {
        let kind = reader.number(1, PART)?;
        let length = reader.number(width, PART)?;
        if kind == 0 {
            return Ok(());
        }
        reader.skip(length, PART)?;
    }
}
