//! A system file of SPSS (`.sav`, `.zsav`): its cases as rows.

use std::io::{self, BufRead, BufReader, Read, Seek};

use encoding_rs::{Encoding, UTF_8};
use topline_survey::{Place, Source};

use crate::batch_builder::{BatchBuilder, RawBatch, Shape};
use crate::coded_column::Glimpse;
use crate::encoding::declared_superset_of_ascii;
use crate::error::IngestError;
use crate::export::{Opened, Rows};
use crate::spss::blocks::Blocks;
use crate::spss::case_layout::{Cells, Column, columns_of};
use crate::spss::cases::{Bytecode, Cases, Filled, Plain};
use crate::spss::code_page::unpadded;
use crate::spss::dictionary::{Compression, Dictionary, read_dictionary};
use crate::spss::fault::SpssFault;
use crate::spss::fields::{Fields, Order};
use crate::spss::number_texts::NumberTexts;
use crate::spss::system_description::{description_of, encoding_of};

/// The cases.
pub(crate) struct SystemFile {
    cases: Box<dyn Cases>,
    case: Vec<u8>,
    columns: Vec<Column>,
    order: Order,
    /// The bits of the number that stands for none, and of the one that others than SPSS may have meant.
    system_missing: [u64; 2],
    texts: NumberTexts,
    /// A very long text put together.
    joined: Vec<u8>,
    encoding: &'static Encoding,
    batch: BatchBuilder,
    file: String,
    /// How many cases the file says it has.
    announced: Option<u64>,
    read: u64,
    ended: bool,
}

impl SystemFile {
    /// Reads the dictionary.
    pub(crate) fn open<R: Read + Seek + Send + 'static>(
        source: &Source,
        file: String,
        input: R,
    ) -> Result<Opened, IngestError> {
        let declared = source.encoding.as_deref().map(|label| declared_superset_of_ascii(label, &file)).transpose()?;
        let mut fields = Fields::new(BufReader::with_capacity(BUFFER, input), file.clone());
        let dictionary = read_dictionary(&mut fields)?;
        let encoding = declared.unwrap_or_else(|| encoding_of(&dictionary));
        let columns = columns_of(&dictionary, encoding);
        let description = description_of(&dictionary, &columns, encoding).map_err(|fault| fields.fault(fault))?;
        let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        let batch = BatchBuilder::new(&names, Place { file: source.name.clone(), ..Place::default() });
        let system_missing = dictionary.extensions.system_missing.unwrap_or(-f64::MAX);
        let rows = Self {
            cases: cases_of(fields, &dictionary, system_missing)?,
            case: vec![0; dictionary.variables.len() * 8],
            columns,
            order: dictionary.order,
            system_missing: [system_missing, -f64::MAX].map(f64::to_bits),
            texts: NumberTexts::default(),
            joined: Vec::new(),
            encoding,
            batch,
            file,
            announced: dictionary.cases,
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

    /// Reads a case into the batch; nothing after the last.
    fn next_case(&mut self) -> Result<Option<()>, IngestError> {
        // Without variables there are no cases, whatever follows.
        let filled = if self.case.is_empty() { Filled::End } else { self.fill_case()? };
        match filled {
            Filled::Whole => {
                self.read += 1;
                self.push_case();
                Ok(Some(()))
            }
            // Some programs fill up the file behind the last case.
            Filled::Cut if self.announced != Some(self.read) => {
                Err(IngestError::CaseCut { file: self.file.clone(), case: self.read + 1 })
            }
            Filled::Cut | Filled::End => {
                if let Some(announced) = self.announced
                    && announced != self.read
                {
                    self.batch.find_row_count(announced, self.read);
                }
                Ok(None)
            }
        }
    }

    fn fill_case(&mut self) -> Result<Filled, IngestError> {
        match self.cases.next_case(&mut self.case) {
            Ok(filled) => Ok(filled),
            Err(error) => {
                let file = self.file.clone();
                Err(match error.kind() {
                    io::ErrorKind::UnexpectedEof => IngestError::CaseCut { file, case: self.read + 1 },
                    io::ErrorKind::InvalidData => {
                        IngestError::SpssCase { file, case: self.read + 1, source: SpssFault::Compressed }
                    }
                    _ => IngestError::Io { file, source: error },
                })
            }
        }
    }

    fn push_case(&mut self) {
        let mut blank = true;
        for (index, column) in self.columns.iter().enumerate() {
            match &column.cells {
                Cells::Number { at, holds } => {
                    let bytes = self.case[*at..].first_chunk().copied().unwrap_or_default();
                    let number = self.order.float(bytes);
                    if number.is_nan() || self.system_missing.contains(&number.to_bits()) {
                        self.batch.cell(index, None);
                    } else {
                        blank = false;
                        let texts = &mut self.texts;
                        self.batch.value_cell(index, number.to_bits(), || texts.text(number, *holds));
                    }
                }
                Cells::Text(pieces) => {
                    let bytes = if let [piece] = pieces.as_slice() {
                        &self.case[piece.clone()]
                    } else {
                        self.joined.clear();
                        for piece in pieces {
                            self.joined.extend(&self.case[piece.clone()]);
                        }
                        &self.joined
                    };
                    let bytes = unpadded(bytes);
                    // What a cell above has is text, and most cells have that; other encodings give other text of the same bytes.
                    if (self.encoding == UTF_8 || (self.encoding.is_ascii_compatible() && bytes.is_ascii()))
                        && self.batch.repeated_cell(index, Glimpse::of(bytes))
                    {
                        blank = blank && str::from_utf8(bytes).is_ok_and(|text| text.trim().is_empty());
                        continue;
                    }
                    let text = without_cut_character(self.encoding, bytes);
                    let (text, replaced) = self.encoding.decode_without_bom_handling(text);
                    blank = blank && text.trim().is_empty();
                    self.batch.cell(index, Some(&text));
                    if replaced {
                        self.batch.find_undecodable(self.read, index, self.encoding.name());
                    }
                }
            }
        }
        self.batch.end_row(self.read, &[], if blank { &Shape::Blank } else { &Shape::Whole });
    }
}

/// Room for the input between two reads of the disk.
const BUFFER: usize = 256 << 10;

impl Rows for SystemFile {
    fn next_batch(&mut self) -> Result<Option<RawBatch>, IngestError> {
        while !self.ended && !self.batch.is_full() {
            self.ended = self.next_case()?.is_none();
        }
        self.batch.finish().map_err(|source| IngestError::Columns { file: self.file.clone(), source })
    }
}

/// Programs cut texts to the width of their variable, be it within a character: the part of one at the end is no text.
#[inline]
fn without_cut_character<'a>(encoding: &'static Encoding, text: &'a [u8]) -> &'a [u8] {
    if encoding != UTF_8 || text.last().is_none_or(u8::is_ascii) {
        return text;
    }
    match str::from_utf8(text) {
        Err(error) if error.error_len().is_none() => &text[..error.valid_up_to()],
        _ => text,
    }
}

fn cases_of<R: BufRead + Send + 'static>(
    mut fields: Fields<R>,
    dictionary: &Dictionary,
    system_missing: f64,
) -> Result<Box<dyn Cases>, IngestError> {
    let (order, bias) = (dictionary.order, dictionary.bias);
    Ok(match dictionary.compression {
        Compression::None => Box::new(Plain(fields.into_input())),
        Compression::Bytecode => Box::new(Bytecode::new(fields.into_input(), order, bias, system_missing)),
        Compression::Zlib => {
            let (header, trailer) = (fields.long()?, fields.long()?);
            fields.long()?;
            // The blocks lie between the header of 24 bytes and the trailer.
            let length = trailer.checked_sub(header).and_then(|length| length.checked_sub(24));
            let Some(length) = length.and_then(|length| u64::try_from(length).ok()) else {
                return Err(fields.fault(SpssFault::Length(trailer)));
            };
            let blocks = Blocks::new(fields.into_input().take(length));
            Box::new(Bytecode::new(BufReader::with_capacity(BUFFER, blocks), order, bias, system_missing))
        }
    })
}
