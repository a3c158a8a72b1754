//! The records of a workbook of the format before 2007 ([MS-XLS]) that hold cells, and what they need, laid out anew.
//!
//! calamine reads a workbook of this format whole: each sheet as a rectangle from its first cell to its last, a text anew for each
//! cell that has it, and before that as much room as the file says that it will want. A few bytes can ask for any amount. So
//! the cells are counted before calamine sees them, and it sees nothing else: no formulas (their results are values here), no
//! names, no announced sizes.

use calamine::{Cell, Data};

use crate::sheets::old_workbook_stream::{CONTINUE, Record, Records, misplaced, number};
use crate::sheets::old_workbook_texts::text_lengths;
use topline_statfile::Damage;

/// The memory that a workbook may take, whatever its size,
const MEMORY: u64 = 256 << 20;
/// and beyond this many times its stream. Six bytes make a number where numbers stand side by side, which is read into 40,
/// laid out in 32, and handed over in as many.
const MOST_EXPANSION: u64 = 20;

const FORMULA: u16 = 0x0006;
const END: u16 = 0x000A;
const DATE_MODE: u16 = 0x0022;
const PASSWORD: u16 = 0x002F;
const CODE_PAGE: u16 = 0x0042;
const SHEET: u16 = 0x0085;
const NUMBERS: u16 = 0x00BD;
const RICH_TEXT: u16 = 0x00D6;
const EXTENDED_FORMAT: u16 = 0x00E0;
const SHARED_TEXTS: u16 = 0x00FC;
const SHARED_TEXT: u16 = 0x00FD;
const NUMBER: u16 = 0x0203;
const TEXT: u16 = 0x0204;
const TRUTH_OR_ERROR: u16 = 0x0205;
const RESULT: u16 = 0x0207;
const SHORT_NUMBER: u16 = 0x027E;
const NUMBER_FORMAT: u16 = 0x041E;
const BEGIN: u16 = 0x0809;

/// Why a workbook is not read.
#[derive(Debug)]
pub(crate) enum Refused {
    Damaged(Damage),
    /// Reading it would take this much memory.
    Spread(u64),
}

impl From<Damage> for Refused {
    fn from(damage: Damage) -> Self {
        Self::Damaged(damage)
    }
}

/// The stream with the cells alone.
pub(crate) fn cells_of(stream: &[u8]) -> Result<Vec<u8>, Refused> {
    let most = MEMORY.max(stream.len() as u64 * MOST_EXPANSION);
    let mut written = Vec::new();
    let mut texts = Vec::new();
    // Where each sheet begins, and where in `written` that is said.
    let mut sheets = Vec::new();
    let mut shared = false;
    for record in Records::of(stream, 0) {
        let Record { at, kind, data } = record?;
        // The texts go on in the records behind.
        shared = kind == SHARED_TEXTS || (kind == CONTINUE && shared);
        if shared {
            if kind == SHARED_TEXTS {
                texts = text_lengths(stream, at)?;
            }
            push(&mut written, kind, &[data]);
            continue;
        }
        match kind {
            END => break,
            SHEET => {
                if data.len() < 8 {
                    return Err(misplaced("a sheet", at).into());
                }
                let start = u32::from_le_bytes([data[0], data[1], data[2], data[3]]) as usize;
                if start > stream.len() {
                    return Err(misplaced("a sheet", at).into());
                }
                sheets.push((start, written.len() + 4));
                push(&mut written, kind, &[data]);
            }
            BEGIN | PASSWORD | CODE_PAGE | DATE_MODE if data.len() < 2 => {
                return Err(misplaced("a record", at).into());
            }
            BEGIN | PASSWORD | CODE_PAGE | DATE_MODE | NUMBER_FORMAT | EXTENDED_FORMAT => {
                push(&mut written, kind, &[data]);
            }
            _ => {}
        }
    }
    push(&mut written, END, &[]);
    let mut memory = 0;
    for (start, said) in sheets {
        let here = (written.len() as u32).to_le_bytes();
        written[said..said + 4].copy_from_slice(&here);
        let extent = push_sheet(&mut written, stream, start, &texts)?;
        memory += extent.memory();
        // Sheets may be said to begin at the same place.
        if memory > most || written.len() > crate::sheets::compound_file::LONGEST_STREAM {
            return Err(Refused::Spread(memory));
        }
    }
    Ok(written)
}

/// Writes the cells of the sheet that begins here.
fn push_sheet(written: &mut Vec<u8>, stream: &[u8], start: usize, texts: &[u32]) -> Result<Extent, Damage> {
    let mut extent = Extent::default();
    let mut depth = 0_usize;
    // The row, column and format of a formula whose text follows.
    let mut awaited: Option<&[u8]> = None;
    for record in Records::of(stream, start) {
        let Record { at, kind, data } = record?;
        match kind {
            // The first one is that of the sheet itself; what stands within others, such as charts, is none of its cells.
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            _ if depth > 1 => {}
            FORMULA | NUMBER | TEXT | RICH_TEXT | TRUTH_OR_ERROR | SHORT_NUMBER | SHARED_TEXT | NUMBERS => {
                let width = match kind {
                    FORMULA | NUMBER => 14,
                    SHORT_NUMBER | SHARED_TEXT => 10,
                    NUMBERS => 12,
                    _ => 8,
                };
                let (Some(cell), true) = (data.get(..6), data.len() >= width) else {
                    return Err(misplaced("a cell", at));
                };
                let (row, column) = (number(data, 0), number(data, 2));
                match kind {
                    FORMULA => match &data[6..14] {
                        [0, .., 0xFF, 0xFF] => {
                            awaited = Some(cell);
                            continue;
                        }
                        [1, _, truth, .., 0xFF, 0xFF] => push(written, TRUTH_OR_ERROR, &[cell, &[*truth, 0]]),
                        [2, _, error, .., 0xFF, 0xFF] => push(written, TRUTH_OR_ERROR, &[cell, &[*error, 1]]),
                        [3, .., 0xFF, 0xFF] => push(written, TEXT, &[cell, &[0; 3]]),
                        value => push(written, NUMBER, &[cell, value]),
                    },
                    NUMBERS => {
                        let last = usize::from(number(data, data.len() - 2));
                        if (last + 1).checked_sub(column.into()).is_none_or(|count| data.len() != 6 + 6 * count) {
                            return Err(misplaced("a row of numbers", at));
                        }
                        extent.add(row, last as u16, last + 1 - usize::from(column), 0);
                        push(written, kind, &[data]);
                    }
                    SHARED_TEXT => {
                        let text = u32::from_le_bytes([data[6], data[7], data[8], data[9]]) as usize;
                        extent.text += u64::from(texts.get(text).copied().unwrap_or_default());
                        push(written, kind, &[data]);
                    }
                    _ => push(written, kind, &[data]),
                }
                extent.add(row, column, 1, data.len());
            }
            RESULT => {
                if let Some(cell) = awaited.take() {
                    extent.add(number(cell, 0), number(cell, 2), 1, data.len());
                    push(written, TEXT, &[cell, data]);
                }
            }
            _ => {}
        }
    }
    push(written, END, &[]);
    Ok(extent)
}

/// What a sheet takes.
#[derive(Default)]
struct Extent {
    cells: u64,
    /// The bytes of texts.
    text: u64,
    rows: Option<(u16, u16)>,
    columns: Option<(u16, u16)>,
}

impl Extent {
    fn add(&mut self, row: u16, column: u16, cells: usize, text: usize) {
        self.cells += cells as u64;
        self.text += text as u64;
        for (range, at) in [(&mut self.rows, row), (&mut self.columns, column)] {
            *range = Some(range.map_or((at, at), |(first, last)| (at.min(first), at.max(last))));
        }
    }

    /// The bytes that calamine takes for it: its cells, the rectangle from the first to the last, and a copy of that.
    fn memory(&self) -> u64 {
        let length = |range: Option<(u16, u16)>| range.map_or(0, |(first, last)| u64::from(last - first) + 1);
        let rectangle = length(self.rows) * length(self.columns) * size_of::<Data>() as u64;
        self.cells * size_of::<Cell<Data>>() as u64 + 2 * (rectangle + self.text)
    }
}

fn push(written: &mut Vec<u8>, kind: u16, parts: &[&[u8]]) {
    written.extend(kind.to_le_bytes());
    let length: usize = parts.iter().map(|part| part.len()).sum();
    written.extend((length as u16).to_le_bytes());
    for part in parts {
        written.extend(*part);
    }
}
