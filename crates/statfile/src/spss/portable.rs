//! A portable file of SPSS (`.por`): its cases as rows.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::cases::{CaseContent, CaseReader, CaseSink, CellSink, StatFile, StatOptions};
use crate::column_names::column_names;
use crate::description::{ColumnDescription, Description, Holds, Missing};
use crate::error::StatError;
use crate::spss::calendar::write_number;
use crate::spss::code_page::{decoded, unpadded};
use crate::spss::error::SpssError;
use crate::spss::fault::SpssFault;
use crate::spss::number_texts::NumberTexts;
use crate::spss::portable_dictionary::{
    PortableDictionary, PortableVariable, Value, read_portable_header, read_records,
};
use crate::spss::portable_text::{PortableText, Stop};
use crate::spss::print_format::held_by;
use crate::spss::value_labels::LabelBook;

/// The cases.
pub struct PortableFile<R> {
    text: PortableText<BufReader<R>>,
    /// What each column holds.
    columns: Vec<Holds>,
    texts: NumberTexts,
    cell: Vec<u8>,
    encoding: &'static Encoding,
    read: u64,
    ended: bool,
}

/// The most bytes of a case.
const LONGEST_CASE: usize = 16 << 20;

impl<R: Read + Seek> PortableFile<R> {
    /// Reads the dictionary.
    pub fn open(mut input: R, options: &StatOptions<'_>) -> Result<StatFile<Self>, StatError> {
        let encoding = match options.encoding {
            Some(encoding) => encoding,
            None => encoding_of(&mut input).map_err(StatError::Io)?,
        };
        let mut text = PortableText::new(BufReader::new(input));
        let header = read_portable_header(&mut text).map_err(|stop| in_dictionary(stop, text.at()))?;
        let Some(mut dictionary) = header else { return Err(SpssError::NotPortable.into()) };
        read_records(&mut text, &mut dictionary).map_err(|stop| in_dictionary(stop, text.at()))?;
        let names = dictionary.variables.iter().map(|variable| decoded(&variable.name, encoding));
        let names = column_names(names, options.reserved);
        let description = description_of(&dictionary, &names, encoding)
            .map_err(|fault| in_dictionary(Stop::Fault(fault), text.at()))?;
        let cases = Self {
            text,
            columns: description.columns.iter().map(|column| column.holds).collect(),
            texts: NumberTexts::default(),
            cell: Vec::new(),
            encoding,
            read: 0,
            ended: false,
        };
        Ok(StatFile { encoding: encoding.name(), description, cases })
    }

    /// Hands over a case; nothing after the last, where a `Z` stands.
    fn next_case(&mut self, into: &mut impl CaseSink) -> Result<Option<()>, Stop> {
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
                into.column(index).append(Some(&text));
                if replaced {
                    into.undecodable(number, index, self.encoding.name());
                }
            } else {
                let value = self.text.number()?;
                blank = blank && value.is_none();
                into.column(index).append(value.map(|value| self.texts.text(value, *holds)));
            }
        }
        into.end_case(number, if blank { CaseContent::Nothing } else { CaseContent::Something });
        self.read = number;
        Ok(Some(()))
    }
}

impl<R: Read + Seek> CaseReader for PortableFile<R> {
    fn read_cases<S: CaseSink>(&mut self, into: &mut S) -> Result<(), StatError> {
        while !self.ended && !into.is_full() {
            let case = self.read + 1;
            self.ended = self.next_case(into).map_err(|stop| in_case(stop, case))?.is_none();
        }
        Ok(())
    }
}

fn in_dictionary(stop: Stop, at: u64) -> StatError {
    match stop {
        Stop::Cut => SpssError::DictionaryCut { at }.into(),
        Stop::Io(error) => StatError::Io(error),
        Stop::Fault(source) => SpssError::Dictionary { at, source }.into(),
    }
}

fn in_case(stop: Stop, case: u64) -> StatError {
    match stop {
        Stop::Cut => SpssError::CaseCut { case }.into(),
        Stop::Io(error) => StatError::Io(error),
        Stop::Fault(source) => SpssError::Case { case, source }.into(),
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
