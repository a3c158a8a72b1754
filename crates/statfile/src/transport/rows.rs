//! The rows of a dataset: one behind the other, over the ends of records, the last record filled with blanks.

use std::io::{Read, Seek};

use crate::byte_reader::ByteReader;
use crate::cases::{CaseContent, CaseReader, CaseSink, CellSink, StatFile, StatOptions};
use crate::column_names::column_names;
use crate::damage::Damage;
use crate::description::{ColumnDescription, Description, Holds, Missing};
use crate::error::StatError;
use crate::sas::special;
use crate::transport::ibm::value;
use crate::transport::members::{self, Column, Member, RECORD, begins_member};
use crate::words::Decoded;
use crate::words::{Words, filled};

/// A dataset being read.
pub struct TransportFile<R> {
    reader: ByteReader<R>,
    words: Words,
    columns: Vec<Column>,
    width: usize,
    record: Vec<u8>,
    /// Bytes read and not yet given, from `taken` on.
    pending: Vec<u8>,
    taken: usize,
    /// Blank rows that are rows if others follow: what fills the last record looks like them.
    blank: u64,
    ended: bool,
    /// The file ends within a record, of which it should have a whole number.
    is_cut: bool,
    given: u64,
    text: String,
}

/// Reads the description.
fn open<R: Read + Seek>(input: R, options: &StatOptions<'_>) -> Result<StatFile<TransportFile<R>>, StatError> {
    let mut reader = ByteReader::new(input, "xpt")?;
    let words = Words::declared(options.encoding, Words::Undeclared);
    let Member { title, columns } = members::read(&mut reader, options.dataset, words)?;
    // At most as many bytes as 99,999 columns of 65,535 have; a row that the file has no room for is not asked for.
    let width: u64 = columns.iter().map(|column| column.width).sum();
    let names = column_names(columns.iter().map(|column| column.name.clone()), options.reserved);
    let descriptions = columns.iter().zip(&names).map(|(column, name)| describe(column, name));
    let description =
        Description { title: filled(title), columns: descriptions.collect(), sets: Vec::new(), weight: None };
    let cases = TransportFile {
        reader,
        words,
        columns,
        width: width as usize,
        record: Vec::new(),
        pending: Vec::new(),
        taken: 0,
        blank: 0,
        ended: false,
        is_cut: false,
        given: 0,
        text: String::new(),
    };
    Ok(StatFile { encoding: words.name(), description, cases })
}

fn describe(column: &Column, name: &str) -> ColumnDescription {
    let missing = special().map(|letter| Missing::Value(format!(".{}", char::from(letter))));
    ColumnDescription {
        name: name.to_owned(),
        label: filled(column.label.clone()),
        holds: if column.is_number { column.counts.holds() } else { Holds::Text },
        values: Vec::new(),
        missing: if column.is_number { missing.collect() } else { Vec::new() },
        measure: None,
        scores: Vec::new(),
    }
}

impl<R: Read + Seek> CaseReader for TransportFile<R> {
    fn read_cases<S: CaseSink>(&mut self, into: &mut S) -> Result<(), StatError> {
        while !into.is_full() {
            if self.pending.len() - self.taken >= self.width {
                self.take_row(into);
            } else if self.ended {
                if self.blank == 0 {
                    if std::mem::take(&mut self.is_cut) {
                        into.cut_off(self.given);
                    }
                    break;
                }
                self.give_blank_row(into);
            } else {
                self.read_record()?;
            }
        }
        Ok(())
    }
}

impl<R: Read + Seek> TransportFile<R> {
    /// Reads the description of the dataset.
    pub fn open(input: R, options: &StatOptions<'_>) -> Result<StatFile<Self>, StatError> {
        open(input, options)
    }

    /// Reads the next record, unless it is the beginning of another dataset.
    fn read_record(&mut self) -> Result<(), StatError> {
        self.pending.drain(..self.taken);
        self.taken = 0;
        let length = self.reader.left().min(RECORD);
        self.is_cut |= length > 0 && length < RECORD;
        self.reader.read_into(&mut self.record, length, "the rows")?;
        if length == 0 || begins_member(&self.record) {
            return self.end();
        }
        self.pending.extend_from_slice(&self.record);
        Ok(())
    }

    /// At the end only blanks may be left: what does not make up a row, and whole rows of blanks within the last record.
    fn end(&mut self) -> Result<(), StatError> {
        self.ended = true;
        if self.pending.iter().any(|byte| *byte != b' ') {
            let row = self.given + self.blank + 1;
            return Err(self.reader.damaged(Damage::CutRow { row, rows: row }));
        }
        let left = self.pending.len() as u64;
        self.pending.clear();
        // No number is all blanks, so that with one in it a row of blanks is none.
        let filling = if self.columns.iter().any(|column| column.is_number) {
            self.blank
        } else {
            (RECORD - 1).saturating_sub(left) / self.width as u64
        };
        self.blank = self.blank.saturating_sub(filling);
        Ok(())
    }

    /// Takes the next row: a blank one waits, any other is given when those before it have been.
    fn take_row(&mut self, into: &mut impl CaseSink) {
        let end = self.taken + self.width;
        if self.pending[self.taken..end].iter().all(|byte| *byte == b' ') {
            self.blank += 1;
            self.taken = end;
        } else if self.blank > 0 {
            self.give_blank_row(into);
        } else {
            let pending = std::mem::take(&mut self.pending);
            self.give_row(&pending[self.taken..end], into);
            self.pending = pending;
            self.taken = end;
        }
    }

    fn give_blank_row(&mut self, into: &mut impl CaseSink) {
        self.blank -= 1;
        self.give_row(&vec![b' '; self.width], into);
    }

    fn give_row(&mut self, row: &[u8], into: &mut impl CaseSink) {
        let number = self.given + 1;
        for (index, column) in self.columns.iter().enumerate() {
            // No column ends behind the row, which is as wide as that which ends last.
            let cell = &row[column.start as usize..(column.start + column.width) as usize];
            if column.is_number {
                into.column(index).append(value(cell).write(column.counts, &mut self.text));
                continue;
            }
            let (text, decoded) = self.words.decode(cell);
            into.column(index).append(Some(text.trim_end_matches([' ', '\0'])));
            if decoded == Decoded::InPart {
                into.undecodable(number, index, self.words.name());
            }
        }
        into.end_case(number, CaseContent::Something);
        self.given = number;
    }
}
