//! Which columns the records of a dictionary make, and where in a case the cells of each stand.

use std::collections::HashMap;
use std::ops::Range;

use encoding_rs::Encoding;

use crate::column_names::column_names;
use crate::description::Holds;
use crate::spss::code_page::{decoded, unpadded};
use crate::spss::dictionary::Dictionary;
use crate::spss::long_strings::{long_names, string_widths};
use crate::spss::print_format::held_by;

/// The bytes that a record takes in a case.
const RECORD: usize = 8;
/// The bytes of a text that a segment of it holds at most.
const SEGMENT: usize = 255;
/// What a very long text needs a segment for.
const SEGMENT_STEP: usize = 252;

/// A column of the export.
#[derive(Debug)]
pub(crate) struct Column {
    /// As in the export.
    pub name: String,
    /// The name of at most eight bytes, which other records use.
    pub short_name: String,
    /// The record that describes it.
    pub record: usize,
    pub cells: Cells,
}

/// Where in a case its cell stands.
#[derive(Debug)]
pub(crate) enum Cells {
    Number {
        at: usize,
        holds: Holds,
    },
    /// In one piece; several where the text is very long.
    Text(Vec<Range<usize>>),
}

impl Cells {
    pub(crate) fn hold(&self) -> Holds {
        match self {
            Self::Number { holds, .. } => *holds,
            Self::Text(_) => Holds::Text,
        }
    }

    /// The most bytes of a text; 0 of a number.
    pub(crate) fn width(&self) -> usize {
        match self {
            Self::Number { .. } => 0,
            Self::Text(pieces) => pieces.iter().map(Range::len).sum(),
        }
    }
}

/// The columns.
pub(crate) fn columns_of(dictionary: &Dictionary, encoding: &'static Encoding, reserved: &[&str]) -> Vec<Column> {
    let records = &dictionary.variables;
    let long_names: HashMap<String, &[u8]> = long_names(&dictionary.extensions.long_names)
        .map(|(short, long)| (decoded(short, encoding).to_lowercase(), long))
        .collect();
    let mut widths: HashMap<Vec<u8>, usize> = string_widths(&dictionary.extensions.long_strings)
        .map(|(short, width)| (short.to_ascii_uppercase(), width))
        .collect();
    // Records that begin a variable or a segment of one.
    let heads: Vec<usize> = (0..records.len()).filter(|index| records[*index].width.is_some()).collect();
    let mut columns = Vec::with_capacity(heads.len());
    let mut head = 0;
    while let Some(&record) = heads.get(head) {
        let variable = &records[record];
        let width = variable.width.unwrap_or_default();
        let end = |head: usize| heads.get(head + 1).copied().unwrap_or(records.len());
        let mut segments = 1;
        let cells = if width == 0 {
            Cells::Number { at: record * RECORD, holds: held_by(variable.print_format) }
        } else {
            // Of two variables with one name, the first is meant.
            let very_long = widths.remove(&unpadded(&variable.name).to_ascii_uppercase());
            let pieces = very_long.and_then(|very_long| {
                segments = very_long.div_ceil(SEGMENT_STEP);
                let segments: Vec<(usize, usize)> = (head..heads.len())
                    .take(segments)
                    .map(|segment| (heads[segment], records[heads[segment]].width.unwrap_or_default()))
                    .collect();
                pieces_of(very_long, &segments)
            });
            if pieces.is_none() {
                segments = 1;
            }
            let room = (end(head) - record) * RECORD;
            let whole = record * RECORD..record * RECORD + width.min(room);
            Cells::Text(pieces.unwrap_or_else(|| vec![whole]))
        };
        let short_name = decoded(&variable.name, encoding);
        let name = long_names
            .get(&short_name.to_lowercase())
            .map_or_else(|| short_name.clone(), |long| decoded(long, encoding));
        columns.push(Column { name, short_name, record, cells });
        head += segments;
    }
    let given: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    for (column, name) in columns.iter_mut().zip(column_names(given, reserved)) {
        column.name = name;
    }
    columns
}

/// Where the pieces of a very long text stand, of which `segments` have these records and widths; nothing where they do not
/// make up the text, which then stays in the columns that the records describe.
fn pieces_of(width: usize, segments: &[(usize, usize)]) -> Option<Vec<Range<usize>>> {
    if segments.len() < 2 || segments.len() < width.div_ceil(SEGMENT_STEP) {
        return None;
    }
    let mut left = width;
    let mut pieces = Vec::with_capacity(segments.len());
    for &(record, segment_width) in segments {
        if segment_width == 0 {
            return None;
        }
        let piece = segment_width.min(SEGMENT).min(left);
        pieces.push(record * RECORD..record * RECORD + piece);
        left -= piece;
    }
    pieces.retain(|piece| !piece.is_empty());
    Some(pieces)
}
