//! The rows of a dataset, a few at a time.

use std::io::{Read, Seek};

use crate::byte_reader::{ByteReader, Endian};
use crate::cases::{CaseContent, CaseReader, CaseSink, CellSink, StatFile, StatOptions};
use crate::column_names::column_names;
use crate::damage::Damage;
use crate::description::{ColumnDescription, Description, Holds, LabelRoom, Missing};
use crate::error::StatError;
use crate::stata::cells::value;
use crate::stata::dates::Counts;
use crate::stata::header::{self, Header};
use crate::stata::long_strings::LongStrings;
use crate::stata::release::Release;
use crate::stata::schema::{self, Column, Stored};
use crate::stata::value_labels::{self, ValueLabels};
use crate::words::Decoded;
use crate::words::{Words, filled, up_to_nul};

/// About how many bytes of rows are read at a time.
const PIECE: u64 = 1 << 20;
/// The most bytes of a long text: beyond, it is no answer.
const LONGEST_TEXT: u32 = 16 << 20;

/// A dataset being read.
pub struct StataFile<R> {
    reader: ByteReader<R>,
    release: Release,
    words: Words,
    columns: Vec<(Stored, Counts)>,
    long_strings: LongStrings,
    /// Where the rows begin, how many bytes each has, and how many there are.
    data: u64,
    width: u64,
    rows: u64,
    /// The rows that have been given.
    given: u64,
    /// Rows read and not yet given.
    piece: Vec<u8>,
    taken: usize,
    text: String,
    long_text: Vec<u8>,
}

/// Reads what stands before and behind the rows.
fn open<R: Read + Seek>(input: R, options: &StatOptions<'_>) -> Result<StatFile<StataFile<R>>, StatError> {
    let mut reader = ByteReader::new(input, "dta")?;
    let header = header::read(&mut reader, options.encoding)?;
    let schema = schema::read(&mut reader, &header)?;
    let width: u64 = schema.columns.iter().map(|column| column.stored.width()).sum();
    let end = schema.data.saturating_add(width.saturating_mul(header.rows));
    let long_strings = LongStrings::find(&mut reader, &header, end)?;
    let value_labels = value_labels::read(&mut reader, &header)?;

    let names = column_names(schema.columns.iter().map(|column| column.name.clone()), options.reserved);
    let description = describe(&header, &schema.columns, &names, &value_labels);
    let Some(description) = description else {
        return Err(reader.damaged(Damage::Misplaced { part: "the value labels", at: end }));
    };
    let cases = StataFile {
        reader,
        release: header.release,
        words: header.words,
        columns: schema.columns.iter().map(|column| (column.stored, counts(column))).collect(),
        long_strings,
        data: schema.data,
        width,
        rows: header.rows,
        given: 0,
        piece: Vec::new(),
        taken: 0,
        text: String::new(),
        long_text: Vec::new(),
    };
    Ok(StatFile { encoding: header.words.name(), description, cases })
}

fn counts(column: &Column) -> Counts {
    if column.stored.is_number() { Counts::by(&column.display_format) } else { Counts::Itself }
}

/// What the dataset says of its columns; nothing where its labels have no room.
fn describe(header: &Header, columns: &[Column], names: &[String], value_labels: &ValueLabels) -> Option<Description> {
    let mut room = LabelRoom::default();
    let columns = columns.iter().zip(names).map(|(column, name)| {
        let counts = counts(column);
        let mut text = String::new();
        let values = value_labels.get(&column.value_labels).filter(|_| column.stored.is_number());
        let values = values.into_iter().flatten();
        let missing = (b'a'..=b'z').map(|letter| Missing::Value(format!(".{}", char::from(letter))));
        let has_missing = column.stored.is_number() && header.release.has_extended_missing();
        let values: Vec<(String, String)> = values
            // `.` is no cell: its label has no use.
            .filter_map(|(code, label)| Some((code.write(counts, &mut text)?.to_owned(), label.clone())))
            .collect();
        room.takes(&values).then(|| ColumnDescription {
            name: name.clone(),
            label: filled(column.label.clone()),
            holds: if column.stored.is_number() { counts.holds() } else { Holds::Text },
            values,
            missing: if has_missing { missing.collect() } else { Vec::new() },
            measure: None,
            scores: Vec::new(),
        })
    });
    let columns = columns.collect::<Option<_>>()?;
    Some(Description { title: filled(header.title.clone()), columns, sets: Vec::new(), weight: None })
}

impl<R: Read + Seek> CaseReader for StataFile<R> {
    fn read_cases<S: CaseSink>(&mut self, into: &mut S) -> Result<(), StatError> {
        while self.given < self.rows && !into.is_full() {
            if self.taken == self.piece.len() {
                self.read_piece()?;
            }
            self.push_row(into)?;
        }
        Ok(())
    }
}

impl<R: Read + Seek> StataFile<R> {
    /// Reads what is before and behind the rows.
    pub fn open(input: R, options: &StatOptions<'_>) -> Result<StatFile<Self>, StatError> {
        open(input, options)
    }

    /// Reads the next rows, whole ones.
    fn read_piece(&mut self) -> Result<(), StatError> {
        let at = self.data + self.given * self.width;
        let there = self.reader.length().saturating_sub(at) / self.width;
        let rows = (PIECE / self.width).max(1).min(self.rows - self.given).min(there);
        if rows == 0 {
            return Err(self.reader.damaged(Damage::CutRow { row: self.given + 1, rows: self.rows }));
        }
        self.reader.go_to(at, "the rows")?;
        self.reader.read_into(&mut self.piece, rows * self.width, "the rows")?;
        self.taken = 0;
        Ok(())
    }

    fn push_row(&mut self, into: &mut impl CaseSink) -> Result<(), StatError> {
        let number = self.given + 1;
        for index in 0..self.columns.len() {
            let (stored, counts) = self.columns[index];
            let end = self.taken + stored.width() as usize;
            let cell = &self.piece[self.taken..end];
            self.taken = end;
            let text = match stored {
                Stored::Text(_) => up_to_nul(cell),
                Stored::LongText => {
                    let (column, row) = reference(cell, self.reader.endian, self.release);
                    self.read_long_text(column, row, number)?;
                    &self.long_text
                }
                _ => {
                    let text = value(stored, cell, self.reader.endian, self.release).write(counts, &mut self.text);
                    into.column(index).append(text);
                    continue;
                }
            };
            let (text, decoded) = self.words.decode(text);
            into.column(index).append(Some(&text));
            if decoded == Decoded::InPart {
                into.undecodable(number, index, self.words.name());
            }
        }
        into.end_case(number, CaseContent::Something);
        self.given = number;
        Ok(())
    }

    /// Reads a long text, which an empty cell has none of.
    fn read_long_text(&mut self, column: u32, row: u64, number: u64) -> Result<(), StatError> {
        self.long_text.clear();
        if (column, row) == (0, 0) {
            return Ok(());
        }
        let Some(place) = self.long_strings.place(column, row) else {
            let part = "the long text of a cell";
            return Err(self.reader.damaged(Damage::Misplaced { part, at: self.data + (number - 1) * self.width }));
        };
        if place.length > LONGEST_TEXT {
            let damage = Damage::LongText { row: number, length: u64::from(place.length) };
            return Err(self.reader.damaged(damage));
        }
        self.reader.go_to(place.at, "a long text")?;
        self.reader.read_into(&mut self.long_text, u64::from(place.length), "a long text")
    }
}

/// The column and row whose text a cell of a long text refers to.
fn reference(cell: &[u8], endian: Endian, release: Release) -> (u32, u64) {
    let (column, _) = release.reference();
    let (column, row) = cell.split_at(column);
    (endian.number(column) as u32, endian.number(row))
}
