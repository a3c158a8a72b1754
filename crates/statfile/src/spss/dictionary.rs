//! The dictionary of a system file: its records as they stand, texts undecoded.
//!
//! What the records mean together is told elsewhere: which columns there are in `case_layout`, what is said of them in
//! `system_description`. Records that add nothing to that (documents, attributes, display of the editor) are passed over.

use std::io::BufRead;

use crate::error::StatError;
use crate::spss::fault::SpssFault;
use crate::spss::fields::{Fields, Order};

/// How the cases are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compression {
    None,
    Bytecode,
    Zlib,
}

/// The dictionary.
#[derive(Debug)]
pub(crate) struct Dictionary {
    pub order: Order,
    pub compression: Compression,
    /// What a command of the bytecode stands above its number.
    pub bias: f64,
    /// How many cases the file says it has.
    pub cases: Option<u64>,
    /// The record of the weight, counted from one; 0 where there is none.
    pub weight: i32,
    pub file_label: Vec<u8>,
    pub variables: Vec<VariableRecord>,
    pub value_labels: Vec<ValueLabels>,
    pub extensions: Extensions,
}

/// A variable, a further part of a text, or a segment of a very long one: eight bytes of a case.
#[derive(Debug)]
pub(crate) struct VariableRecord {
    /// 0 for a number; nothing for eight more bytes of the text before.
    pub width: Option<usize>,
    pub name: [u8; 8],
    pub label: Option<Vec<u8>>,
    pub missing: MissingRecord,
    pub print_format: u8,
}

/// User-missing values.
#[derive(Debug, Default)]
pub(crate) struct MissingRecord {
    pub range: Option<([u8; 8], [u8; 8])>,
    pub values: Vec<[u8; 8]>,
}

/// Value labels, and the records that have them, counted from one.
#[derive(Debug)]
pub(crate) struct ValueLabels {
    pub labels: Vec<([u8; 8], Vec<u8>)>,
    pub variables: Vec<usize>,
}

/// What extension records say; texts as they stand.
#[derive(Debug, Default)]
pub(crate) struct Extensions {
    pub code_page: Option<i32>,
    pub encoding: Option<Vec<u8>>,
    pub system_missing: Option<f64>,
    pub highest: Option<f64>,
    pub lowest: Option<f64>,
    pub response_sets: Vec<Vec<u8>>,
    pub display: Vec<i32>,
    pub long_names: Vec<u8>,
    pub long_strings: Vec<u8>,
    pub long_labels: Vec<u8>,
    pub long_missing: Vec<u8>,
}

const VARIABLE: i32 = 2;
const VALUE_LABELS: i32 = 3;
const LABELLED: i32 = 4;
const DOCUMENTS: i32 = 6;
const EXTENSION: i32 = 7;
const END: i32 = 999;

/// Reads the dictionary; the cases follow.
pub(crate) fn read_dictionary<R: BufRead>(fields: &mut Fields<R>) -> Result<Dictionary, StatError> {
    let mut dictionary = read_header(fields)?;
    loop {
        match fields.int()? {
            VARIABLE => {
                let variable = read_variable(fields)?;
                if variable.width.is_none() && dictionary.variables.is_empty() {
                    return Err(fields.fault(SpssFault::Continuation));
                }
                dictionary.variables.push(variable);
            }
            VALUE_LABELS => {
                let labels = read_value_labels(fields, dictionary.variables.len())?;
                dictionary.value_labels.push(labels);
            }
            DOCUMENTS => {
                let lines = fields.count()?;
                fields.skip(lines * 80)?;
            }
            EXTENSION => read_extension(fields, &mut dictionary)?,
            END => {
                fields.int()?;
                return Ok(dictionary);
            }
            other => return Err(fields.fault(SpssFault::Record(other))),
        }
    }
}

fn read_header<R: BufRead>(fields: &mut Fields<R>) -> Result<Dictionary, StatError> {
    fields.skip(4 + 60)?; // The mark, and the program that wrote the file.
    let layout: [u8; 4] = fields.bytes()?;
    fields.order = match (i32::from_le_bytes(layout), i32::from_be_bytes(layout)) {
        (2 | 3, _) => Order::Little,
        (_, 2 | 3) => Order::Big,
        _ => return Err(fields.fault(SpssFault::ByteOrder)),
    };
    fields.int()?; // The size of a case, which some programs do not know.
    let compression = match fields.int()? {
        0 => Compression::None,
        1 => Compression::Bytecode,
        2 => Compression::Zlib,
        other => return Err(fields.fault(SpssFault::Compression(other))),
    };
    let weight = fields.int()?;
    let cases = u64::try_from(fields.int()?).ok();
    let bias = fields.float()?;
    fields.skip(9 + 8)?; // Day and time.
    let file_label = fields.bytes::<64>()?.to_vec();
    fields.skip(3)?;
    Ok(Dictionary {
        order: fields.order,
        compression,
        bias,
        cases,
        weight,
        file_label,
        variables: Vec::new(),
        value_labels: Vec::new(),
        extensions: Extensions::default(),
    })
}

fn read_variable<R: BufRead>(fields: &mut Fields<R>) -> Result<VariableRecord, StatError> {
    let width = match fields.int()? {
        -1 => None,
        width @ 0..=255 => Some(width as usize),
        width => return Err(fields.fault(SpssFault::Width(width.into()))),
    };
    let has_label = fields.int()? != 0;
    let missing_count = fields.int()?;
    let print_format = fields.int()?;
    fields.int()?; // The format of writing.
    let name = fields.bytes()?;
    let label = if has_label {
        let length = fields.count()?;
        let label = fields.run(length)?;
        fields.skip(length.next_multiple_of(4) - length)?;
        Some(label)
    } else {
        None
    };
    let mut missing = MissingRecord::default();
    let values = match missing_count {
        values @ 0..=3 => values,
        -2 | -3 => {
            missing.range = Some((fields.bytes()?, fields.bytes()?));
            -missing_count - 2
        }
        other => return Err(fields.fault(SpssFault::Length(other.into()))),
    };
    for _ in 0..values {
        missing.values.push(fields.bytes()?);
    }
    Ok(VariableRecord { width, name, label, missing, print_format: (print_format >> 16) as u8 })
}

/// Value labels, and behind them the variables that have them.
fn read_value_labels<R: BufRead>(fields: &mut Fields<R>, variables: usize) -> Result<ValueLabels, StatError> {
    let mut labels = Vec::new();
    for _ in 0..fields.count()? {
        let value = fields.bytes()?;
        let [length] = fields.bytes()?;
        let label = fields.run(length.into())?;
        // The length and the label fill up eights.
        fields.skip((1 + u64::from(length)).next_multiple_of(8) - (1 + u64::from(length)))?;
        labels.push((value, label));
    }
    if fields.int()? != LABELLED {
        return Err(fields.fault(SpssFault::LabelsOfNone));
    }
    let mut labelled = Vec::new();
    for _ in 0..fields.count()? {
        let variable = fields.int()?;
        match usize::try_from(variable) {
            Ok(index) if (1..=variables).contains(&index) => labelled.push(index),
            _ => return Err(fields.fault(SpssFault::Variable(variable))),
        }
    }
    Ok(ValueLabels { labels, variables: labelled })
}

fn read_extension<R: BufRead>(fields: &mut Fields<R>, dictionary: &mut Dictionary) -> Result<(), StatError> {
    let kind = fields.int()?;
    let (size, count) = (fields.count()?, fields.count()?);
    let length = size * count; // Both are below 2^31.
    let extensions = &mut dictionary.extensions;
    match (kind, size, count) {
        (3, 4, 8..) => {
            fields.skip(7 * 4)?;
            extensions.code_page = Some(fields.int()?);
            fields.skip(length - 32)
        }
        (4, 8, 3..) => {
            extensions.system_missing = Some(fields.float()?);
            extensions.highest = Some(fields.float()?);
            extensions.lowest = Some(fields.float()?);
            fields.skip(length - 24)
        }
        (7 | 19, 1, _) => {
            extensions.response_sets.push(fields.run(length)?);
            Ok(())
        }
        (11, 4, _) => {
            let display = fields.run(length)?;
            let order = fields.order;
            extensions.display = display.as_chunks().0.iter().map(|bytes| order.int(*bytes)).collect();
            Ok(())
        }
        (13, 1, _) => take(fields, length, &mut extensions.long_names),
        (14, 1, _) => take(fields, length, &mut extensions.long_strings),
        (16, 8, 2..) => {
            fields.long()?;
            let cases = u64::try_from(fields.long()?).ok();
            // The header has no place for more cases than 2^31.
            dictionary.cases = dictionary.cases.or(cases);
            fields.skip(length - 16)
        }
        (20, 1, _) => {
            extensions.encoding = Some(fields.run(length)?);
            Ok(())
        }
        (21, 1, _) => take(fields, length, &mut extensions.long_labels),
        (22, 1, _) => take(fields, length, &mut extensions.long_missing),
        _ => fields.skip(length),
    }
}

fn take<R: BufRead>(fields: &mut Fields<R>, length: u64, into: &mut Vec<u8>) -> Result<(), StatError> {
    into.extend(fields.run(length)?);
    Ok(())
}
