//! A portable file of SPSS (`.por`): its cases as rows.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use topline_survey::{Place, Source};

use crate::error::IngestError;
use crate::raw::batch_builder::{BatchBuilder, RawBatch, Shape};
use crate::raw::header::column_names;
use crate::raw::rows::{Opened, Rows};
use crate::statfile::description::{ColumnDescription, Description, Holds, Missing};
use crate::statfile::spss::calendar::write_number;
use crate::statfile::spss::code_page::{decoded, unpadded};
use crate::statfile::spss::fault::SpssFault;
use crate::statfile::spss::number_texts::NumberTexts;
use crate::statfile::spss::portable_dictionary::{
    PortableDictionary, PortableVariable, Value, read_portable_header, read_records,
};
use crate::statfile::spss::portable_text::{PortableText, Stop};
use crate::statfile::spss::print_format::held_by;
use crate::statfile::spss::value_labels::LabelBook;
use crate::texts::encoding::declared_superset_of_ascii;

/// The cases.
pub(crate) struct Portable<R> {
    text: PortableText<BufReader<R>>,
    /// What each column holds.
    columns: Vec<Holds>,
    texts: NumberTexts,
    cell: Vec<u8>,
    encoding: &'static Encoding,
    batch: BatchBuilder,
    file: String,
    read: u64,
    ended: bool,
}

/// The most bytes of a case.
const LONGEST_CASE: usize = 16 << 20;

impl<R: Read + Seek + Send + 'static> Portable<R> {
    /// Reads the dictionary.
    pub(crate) fn open(source: &Source, file: String, mut input: R) -> Result<Opened, IngestError> {
        let declared = source.encoding.as_deref().map(|label| declared_superset_of_ascii(label, &file)).transpose()?;
        let encoding = match declared {
            Some(encoding) => encoding,
            None => encoding_of(&mut input).map_err(|source| IngestError::Io { file: file.clone(), source })?,
        };
        let mut text = PortableText::new(BufReader::new(input));
        let header = read_portable_header(&mut text).map_err(|stop| in_dictionary(stop, &file, text.at()))?;
        let Some(mut dictionary) = header else { return Err(IngestError::NotPortable { file }) };
        read_records(&mut text, &mut dictionary).map_err(|stop| in_dictionary(stop, &file, text.at()))?;
        let names: Vec<String> =
            dictionary.variables.iter().map(|variable| decoded(&variable.name, encoding)).collect();
        let width = names.len();
        let names = column_names(&[names], width, None);
        let description = description_of(&dictionary, &names, encoding)
            .map_err(|fault| in_dictionary(Stop::Fault(fault), &file, text.at()))?;
        let batch = BatchBuilder::new(&names, Place { file: source.name.clone(), ..Place::default() }, &file)?;
        let rows = Self {
            text,
            columns: description.columns.iter().map(|column| column.holds).collect(),
            texts: NumberTexts::default(),
            cell: Vec::new(),
            encoding,
            batch,
            file,
            read: 0,
            ended: false,
        };
        Ok(Opened {
            schema: rows.batch.schema(),
            columns: names,
            encoding: encoding.name(),
            description: Some(description),
            rows: Box::new(rows),
        })
    }

    /// Reads a case into the batch; nothing after the last, where a `Z` stands.
    fn next_case(&mut self) -> Result<Option<()>, Stop> {
        if self.columns.is_empty() || self.text.peek_visible()? == b'Z' {
            return Ok(None);
        }
        let number = self.read + 1;
        let mut blank = true;
        let mut length = 0;
        for (index, holds) in self.columns.iter().enumerate() {
            if *holds == Holds::Text {
                self.cell.clear();
                self.text.text(&mut self.cell)?;
                length += self.cell.len();
                if length > LONGEST_CASE {
                    return Err(Stop::Fault(SpssFault::LongCase));
                }
                let (text, replaced) = self.encoding.decode_without_bom_handling(unpadded(&self.cell));
                blank = blank && text.trim().is_empty();
                self.batch.cell(index, Some(&text));
                if replaced {
                    self.batch.find_undecodable(number, index, self.encoding.name());
                }
            } else {
                let value = self.text.number()?;
                blank = blank && value.is_none();
                self.batch.cell(index, value.map(|value| self.texts.text(value, *holds)));
            }
        }
        self.batch.end_row(number, &[], if blank { &Shape::Blank } else { &Shape::Whole });
        self.read = number;
        Ok(Some(()))
    }
}

impl<R: Read + Seek + Send + 'static> Rows for Portable<R> {
    fn next_batch(&mut self) -> Result<Option<RawBatch>, IngestError> {
        while !self.ended && !self.batch.is_full() {
            let case = self.read + 1;
            self.ended = self.next_case().map_err(|stop| in_case(stop, &self.file, case))?.is_none();
        }
        self.batch.finish().map_err(|source| IngestError::Columns { file: self.file.clone(), source })
    }
}

fn in_dictionary(stop: Stop, file: &str, at: u64) -> IngestError {
    let file = file.to_owned();
    match stop {
        Stop::Cut => IngestError::DictionaryCut { file, at },
        Stop::Io(source) => IngestError::Io { file, source },
        Stop::Fault(source) => IngestError::Spss { file, at, source },
    }
}

fn in_case(stop: Stop, file: &str, case: u64) -> IngestError {
    let file = file.to_owned();
    match stop {
        Stop::Cut => IngestError::CaseCut { file, case },
        Stop::Io(source) => IngestError::Io { file, source },
        Stop::Fault(source) => IngestError::SpssCase { file, case, source },
    }
}

/// UTF-8 where all characters beyond ASCII are, which one pass over the file finds out; else Windows-1252.
///
/// Portable files do not name their encoding.
fn encoding_of(input: &mut (impl Read + Seek)) -> io::Result<&'static Encoding> {
    let encoding = if is_utf_8_throughout(&mut BufReader::new(&mut *input))? { UTF_8 } else { WINDOWS_1252 };
    input.seek(SeekFrom::Start(0))?;
    Ok(encoding)
}

/// Line ends may stand within a character.
fn is_utf_8_throughout(input: &mut impl BufRead) -> io::Result<bool> {
    // The first lines are in characters of their own.
    let mut of_header = 200_usize;
    let mut run = Vec::new();
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(run.is_empty());
        }
        for byte in buffer.iter().filter(|byte| !matches!(byte, b'\r' | b'\n')) {
            if of_header > 0 {
                of_header -= 1;
            } else if !byte.is_ascii() {
                run.push(*byte);
                match str::from_utf8(&run) {
                    Ok(_) => run.clear(),
                    Err(error) if error.error_len().is_some() => return Ok(false),
                    Err(_) => {}
                }
            } else if !run.is_empty() {
                return Ok(false);
            }
        }
        let read = buffer.len();
        input.consume(read);
    }
}

fn description_of(
    dictionary: &PortableDictionary,
    names: &[String],
    encoding: &'static Encoding,
) -> Result<Description, SpssFault> {
    let variables = dictionary.variables.iter().zip(names);
    let mut columns: Vec<ColumnDescription> =
        variables.map(|(variable, name)| described(variable, name, encoding)).collect();
    let mut book = LabelBook::new(columns.len(), encoding);
    for labels in &dictionary.value_labels {
        book.expect(labels.labels.len().saturating_mul(labels.variables.len()))?;
        for index in &labels.variables {
            for (value, label) in &labels.labels {
                book.add(*index, value_text(value, columns[*index].holds, encoding), label);
            }
        }
    }
    for (column, labels) in columns.iter_mut().zip(book.into_labels()) {
        column.values = labels;
    }
    let weight = dictionary.weight.as_ref().and_then(|weight| {
        let variables = dictionary.variables.iter();
        let place = variables.zip(names).find(|(variable, _)| variable.name.eq_ignore_ascii_case(weight));
        place.map(|(_, name)| name.clone())
    });
    let title = Some(decoded(&dictionary.title, encoding)).filter(|title| !title.is_empty());
    Ok(Description { title, columns, sets: Vec::new(), weight })
}

fn described(variable: &PortableVariable, name: &str, encoding: &'static Encoding) -> ColumnDescription {
    let holds = if variable.width == 0 { held_by(variable.print_format) } else { Holds::Text };
    let ranges = variable.missing_ranges.iter().map(|(low, high)| Missing::Range(*low, *high));
    let values = variable.missing.iter().map(|value| Missing::Value(value_text(value, holds, encoding)));
    ColumnDescription {
        name: name.to_owned(),
        label: variable.label.as_deref().map(|label| decoded(label, encoding)).filter(|label| !label.is_empty()),
        holds,
        values: Vec::new(),
        missing: ranges.chain(values).collect(),
        scores: Vec::new(),
        measure: None,
    }
}

/// The cell that a value is.
fn value_text(value: &Value, holds: Holds, encoding: &'static Encoding) -> String {
    match value {
        Value::Number(number) => {
            let mut text = String::new();
            write_number(*number, holds, &mut text);
            text
        }
        Value::Text(text) => decoded(text, encoding),
    }
}
