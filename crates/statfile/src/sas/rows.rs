//! The rows of a dataset, page by page.

use std::io::{Read, Seek};

use crate::byte_reader::ByteReader;
use crate::cases::{CaseContent, CaseReader, CaseSink, CellSink, StatFile, StatOptions};
use crate::column_names::column_names;
use crate::damage::Damage;
use crate::description::{ColumnDescription, Description, Holds, LabelRoom, Missing};
use crate::error::StatError;
use crate::sas::catalogue::{Labelled, SasCatalogue};
use crate::sas::formats::{Counts, name_of};
use crate::sas::header::{self, Header, Kind};
use crate::sas::numbers::{special, value};
use crate::sas::pages;
use crate::sas::subheaders::{Cell, Page, PageKind, RowSizes, Stored, Told, has_signature};
use crate::sas::unpack::{Packing, unpack};
use crate::words::Decoded;
use crate::words::filled;

/// The most columns of a dataset.
const MOST_COLUMNS: usize = 100_000;

/// A dataset being read.
pub struct SasFile<R> {
    reader: ByteReader<R>,
    header: Header,
    sizes: RowSizes,
    packing: Packing,
    columns: Vec<Column>,
    /// The page that is read next.
    page: u64,
    bytes: Vec<u8>,
    /// Where the rows of the page stand.
    waiting: std::vec::IntoIter<Waiting>,
    /// The rows that have been passed, deleted ones too, and those that have been given.
    passed: u64,
    given: u64,
    unpacked: Vec<u8>,
    text: String,
}

/// A row of the page.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    start: usize,
    end: usize,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Plain,
    Packed,
    Deleted,
}

/// A column.
#[derive(Debug, Clone, Copy)]
struct Column {
    start: usize,
    end: usize,
    is_number: bool,
    counts: Counts,
}

/// Reads what the pages tell of the columns, and the catalogue.
fn open<R: Read + Seek>(
    input: R,
    options: &StatOptions<'_>,
    catalogue: &SasCatalogue,
) -> Result<StatFile<SasFile<R>>, StatError> {
    let mut reader = ByteReader::new(input, "sas7bdat")?;
    let header = header::read(&mut reader, Kind::Dataset, options.encoding)?;
    let told = pages::look_through(&mut reader, &header)?;
    let Some(sizes) = told.sizes.filter(|_| told.columns.is_some_and(|columns| columns > 0)) else {
        return Err(reader.damaged(Damage::NoColumns));
    };
    if sizes.width == 0 || sizes.width > reader.length() {
        let (part, value) = ("the size of a row", sizes.width);
        return Err(reader.damaged(Damage::Value { part, at: header.size, value }));
    }
    // All of these are at least as many as the columns.
    let count = told.columns.unwrap_or_default() as usize;
    if count > MOST_COLUMNS {
        let (part, value) = ("the number of columns", count as u64);
        return Err(reader.damaged(Damage::Value { part, at: header.size, value }));
    }
    let mut room = LabelRoom::default();
    let misplaced = |part| reader.damaged(Damage::Misplaced { part, at: header.size });
    let mut descriptions = Vec::with_capacity(count);
    let mut columns = Vec::with_capacity(count);
    let mut names = Vec::with_capacity(count);
    for (index, cell) in told.cells.iter().take(count).enumerate() {
        let text = |place| told.text(place).map(|bytes| header.words.label(bytes));
        let (format, label) = told.formats[index];
        let (name, format, label) = text(told.names[index])
            .zip(text(format))
            .zip(text(label))
            .map(|((name, format), label)| (name, format, label))
            .ok_or_else(|| misplaced("the texts of a column"))?;
        let counts = if cell.is_number { Counts::by(&format) } else { Counts::Itself };
        columns.push(column(cell, &sizes, counts).ok_or_else(|| misplaced("the place of a column"))?);
        let description = describe(cell.is_number, &format, label, counts, catalogue);
        if !room.takes(&description.values) {
            return Err(misplaced("the value labels"));
        }
        descriptions.push(description);
        names.push(name);
    }
    let names = column_names(names, options.reserved);
    for (description, name) in descriptions.iter_mut().zip(&names) {
        description.name.clone_from(name);
    }
    let title = told.text(sizes.title).map(|title| header.words.label(title)).and_then(filled);
    let description = Description { title, columns: descriptions, sets: Vec::new(), weight: None };
    let cases = SasFile {
        packing: packing_of(&told, &sizes),
        reader,
        header,
        sizes,
        columns,
        page: 0,
        bytes: Vec::new(),
        waiting: Vec::new().into_iter(),
        passed: 0,
        given: 0,
        unpacked: Vec::new(),
        text: String::new(),
    };
    Ok(StatFile { encoding: header.words.name(), description, cases })
}

/// The way of packing is named among the texts.
fn packing_of(told: &Told, sizes: &RowSizes) -> Packing {
    const ROSS: &[u8] = b"SASYZCR2";
    let named = told.text(sizes.packing).is_some_and(|name| name.starts_with(ROSS));
    if named || told.first_text().windows(ROSS.len()).take(64).any(|name| name == ROSS) {
        Packing::Ross
    } else {
        Packing::RunLength
    }
}

/// Where the cell stands; nothing where that is outside the row, or no number has so many bytes.
fn column(cell: &Cell, sizes: &RowSizes, counts: Counts) -> Option<Column> {
    let end = cell.start.checked_add(cell.width).filter(|end| *end <= sizes.width)?;
    let is_possible = if cell.is_number { (2..=8).contains(&cell.width) } else { cell.width > 0 };
    is_possible.then_some(Column { start: cell.start as usize, end: end as usize, is_number: cell.is_number, counts })
}

fn describe(
    is_number: bool,
    format: &str,
    label: String,
    counts: Counts,
    catalogue: &SasCatalogue,
) -> ColumnDescription {
    let mut text = String::new();
    let values = catalogue.labels(&name_of(format)).iter().filter_map(|(value, label)| {
        let value = match value {
            Labelled::Number(value) if is_number => value.write(counts, &mut text)?.to_owned(),
            Labelled::Text(text) if !is_number => text.clone(),
            _ => return None,
        };
        Some((value, label.clone()))
    });
    let missing = special().map(|letter| Missing::Value(format!(".{}", char::from(letter))));
    ColumnDescription {
        name: String::new(),
        label: filled(label),
        holds: if is_number { counts.holds() } else { Holds::Text },
        values: values.collect(),
        missing: if is_number { missing.collect() } else { Vec::new() },
        measure: None,
        scores: Vec::new(),
    }
}

impl<R: Read + Seek> CaseReader for SasFile<R> {
    fn read_cases<S: CaseSink>(&mut self, into: &mut S) -> Result<(), StatError> {
        while self.passed < self.sizes.rows && !into.is_full() {
            let Some(row) = self.waiting.next() else {
                self.read_page()?;
                continue;
            };
            if row.state != State::Deleted {
                self.push_row(row, into)?;
            }
            self.passed += 1;
        }
        Ok(())
    }
}

impl<R: Read + Seek> SasFile<R> {
    /// Reads what its pages say of the columns.
    pub fn open(input: R, options: &StatOptions<'_>, catalogue: &SasCatalogue) -> Result<StatFile<Self>, StatError> {
        open(input, options, catalogue)
    }

    /// Finds the rows of the next page.
    fn read_page(&mut self) -> Result<(), StatError> {
        if !pages::read(&mut self.reader, &self.header, self.page, &mut self.bytes)? {
            let rows = self.sizes.rows;
            return Err(self.reader.damaged(if self.page < self.header.pages {
                Damage::CutRow { row: self.passed + 1, rows }
            } else {
                Damage::RowCount { found: self.passed, rows }
            }));
        }
        let at = self.header.page_at(self.page);
        self.page += 1;
        let page = Page { bytes: &self.bytes, header: &self.header, endian: self.reader.endian };
        let misplaced = |part| self.reader.damaged(Damage::Misplaced { part, at });
        let mut waiting = Vec::new();
        let kind = page.kind();
        if matches!(kind, PageKind::Mixed | PageKind::Subheaders) {
            for pointer in page.pointers().ok_or_else(|| misplaced("the subheaders of a page"))? {
                let (start, end) = (pointer.start, pointer.end);
                match pointer.stored {
                    Stored::Packed => waiting.push(Waiting { start, end, state: State::Packed }),
                    Stored::Deleted => waiting.push(Waiting { start, end, state: State::Deleted }),
                    Stored::Plainly { may_be_row: true }
                        if !has_signature(&self.bytes[start..end], &self.header, self.reader.endian) =>
                    {
                        waiting.push(Waiting { start, end, state: State::Plain });
                    }
                    Stored::Plainly { .. } => {}
                }
            }
        }
        let plain = match kind {
            PageKind::Rows => Some((self.header.page_header(), page.blocks())),
            PageKind::Mixed => Some((rows_begin(&page), self.sizes.on_mixed_page)),
            PageKind::Subheaders | PageKind::Other => None,
        };
        if let Some((begins, rows)) = plain {
            let rows = rows.min(self.sizes.rows - self.passed);
            let width = self.sizes.width as usize;
            let room = (self.bytes.len().saturating_sub(begins) / width) as u64;
            if rows > room {
                let damage = Damage::Value { part: "the number of rows on a page", at, value: rows };
                return Err(self.reader.damaged(damage));
            }
            let rows = rows as usize;
            let deleted = page.deleted(rows, begins + rows * width);
            let deleted = deleted.ok_or_else(|| misplaced("which rows have been deleted"))?;
            waiting.extend(deleted.into_iter().enumerate().map(|(row, is_deleted)| {
                let start = begins + row * width;
                Waiting { start, end: start + width, state: if is_deleted { State::Deleted } else { State::Plain } }
            }));
        }
        self.waiting = waiting.into_iter();
        Ok(())
    }

    fn push_row(&mut self, row: Waiting, into: &mut impl CaseSink) -> Result<(), StatError> {
        let number = self.given + 1;
        let width = self.sizes.width as usize;
        let bytes = &self.bytes[row.start..row.end];
        let is_packed = row.state == State::Packed;
        let unpacks = !is_packed || unpack(self.packing, bytes, width, &mut self.unpacked);
        let bytes = if is_packed { &self.unpacked } else { bytes };
        if !unpacks || bytes.len() != width {
            let at = self.header.page_at(self.page - 1) + row.start as u64;
            return Err(self.reader.damaged(Damage::Packed { row: number, at, width }));
        }
        for (index, column) in self.columns.iter().enumerate() {
            let cell = &bytes[column.start..column.end];
            if column.is_number {
                into.column(index).append(value(cell, self.reader.endian).write(column.counts, &mut self.text));
                continue;
            }
            let (text, decoded) = self.header.words.decode(cell);
            into.column(index).append(Some(text.trim_end_matches([' ', '\0'])));
            if decoded == Decoded::InPart {
                into.undecodable(number, index, self.header.words.name());
            }
        }
        into.end_case(number, CaseContent::Something);
        self.given = number;
        Ok(())
    }
}

/// Where the rows of a mixed page begin: behind its pointers, at a place that eight divides. Stat/Transfer leaves no gap, which
/// shows where the gap would not be empty.
fn rows_begin(page: &Page<'_>) -> usize {
    let end = page.pointers_end();
    let gap = page.bytes.get(end..end + 4);
    let is_gap = page.header.is_aligned || gap.is_some_and(|gap| gap == [0; 4] || gap == b"    ");
    if end % 8 == 4 && is_gap { end + 4 } else { end }
}
