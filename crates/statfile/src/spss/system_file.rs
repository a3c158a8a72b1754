//! A system file of SPSS (`.sav`, `.zsav`): its cases as rows.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};

use crate::cases::{CaseContent, CaseReader, CaseSink, CellSink, StatFile, StatOptions};
use crate::error::StatError;
use crate::spss::blocks::Blocks;
use crate::spss::case_layout::{Cells, Column, columns_of};
use crate::spss::cases::{Bytecode, Cases, Filled, Plain};
use crate::spss::code_page::unpadded;
use crate::spss::dictionary::{Compression, Dictionary, read_dictionary};
use crate::spss::error::SpssError;
use crate::spss::fault::SpssFault;
use crate::spss::fields::{Fields, Order};
use crate::spss::number_texts::NumberTexts;
use crate::spss::system_description::{description_of, encoding_of};

/// The cases.
pub struct SystemFile {
    cases: Box<dyn Cases>,
    /// The bytes of a case.
    width: usize,
    /// Cases that become rows together, column by column: what is known of a column's cells is at hand then.
    block: Vec<u8>,
    columns: Vec<Column>,
    order: Order,
    /// The bits of the number that stands for none, and of the one that others than SPSS may have meant.
    system_missing: [u64; 2],
    texts: NumberTexts,
    /// A very long text put together.
    joined: Vec<u8>,
    encoding: &'static Encoding,
    /// How many cases the file says it has.
    announced: Option<u64>,
    read: u64,
    ended: bool,
}

impl SystemFile {
    /// Reads the dictionary.
    pub fn open<R: Read + Send + 'static>(input: R, options: &StatOptions<'_>) -> Result<StatFile<Self>, StatError> {
        let mut fields = Fields::new(BufReader::with_capacity(BUFFER, input));
        let dictionary = read_dictionary(&mut fields)?;
        let encoding = options.encoding.unwrap_or_else(|| encoding_of(&dictionary));
        let columns = columns_of(&dictionary, encoding, options.reserved);
        let description = description_of(&dictionary, &columns, encoding).map_err(|fault| fields.fault(fault))?;
        let width = dictionary.variables.len() * 8;
        let system_missing = dictionary.extensions.system_missing.unwrap_or(-f64::MAX);
        let cases = Self {
            cases: cases_of(fields, &dictionary, system_missing)?,
            width,
            block: vec![0; width * cases_of_block(width)],
            columns,
            order: dictionary.order,
            system_missing: [system_missing, -f64::MAX].map(f64::to_bits),
            texts: NumberTexts::default(),
            joined: Vec::new(),
            encoding,
            announced: dictionary.cases,
            read: 0,
            ended: false,
        };
        Ok(StatFile { encoding: encoding.name(), description, cases })
    }

    /// Hands over a block of cases.
    fn next_block(&mut self, into: &mut impl CaseSink) -> Result<(), StatError> {
        // Without variables there are no cases, whatever follows.
        self.ended = self.width == 0;
        let first = self.read;
        let mut filled = 0;
        while filled < self.block.len() && !self.ended {
            match self.fill_case(filled)? {
                Filled::Whole => {
                    filled += self.width;
                    self.read += 1;
                }
                // Some programs fill up the file behind the last case.
                Filled::Cut if self.announced != Some(self.read) => {
                    return Err(SpssError::CaseCut { case: self.read + 1 }.into());
                }
                Filled::Cut | Filled::End => self.ended = true,
            }
        }
        self.push_block(filled, first, into);
        if let Some(announced) = self.announced
            && announced != self.read
            && self.ended
        {
            into.case_count(announced, self.read);
        }
        Ok(())
    }

    fn fill_case(&mut self, at: usize) -> Result<Filled, StatError> {
        match self.cases.next_case(&mut self.block[at..at + self.width]) {
            Ok(filled) => Ok(filled),
            Err(error) => {
                let case = self.read + 1;
                Err(match error.kind() {
                    io::ErrorKind::UnexpectedEof => SpssError::CaseCut { case }.into(),
                    io::ErrorKind::InvalidData => SpssError::Case { case, source: SpssFault::Compressed }.into(),
                    _ => StatError::Io(error),
                })
            }
        }
    }

    /// Makes rows of the cases that fill so many bytes of the block; `before` stand before them.
    fn push_block(&mut self, filled: usize, before: u64, into: &mut impl CaseSink) {
        let Self { block, width, columns, order, system_missing, texts, joined, encoding, .. } = self;
        let cases = || block[..filled].chunks_exact((*width).max(1));
        let mut blank = vec![true; cases().len()];
        let mut undecodable: Vec<(usize, usize)> = Vec::new();
        for (index, column) in columns.iter().enumerate() {
            let mut cells = into.column(index);
            match &column.cells {
                Cells::Number { at, holds } => {
                    for (case, blank) in cases().zip(&mut blank) {
                        let bytes = case[*at..].first_chunk().copied().unwrap_or_default();
                        let number = order.float(bytes);
                        if number.is_nan() || system_missing.contains(&number.to_bits()) {
                            cells.append(None);
                        } else {
                            *blank = false;
                            cells.append_value(number.to_bits(), || texts.text(number, *holds));
                        }
                    }
                }
                Cells::Text(pieces) => {
                    for (row, (case, blank)) in cases().zip(&mut blank).enumerate() {
                        let bytes = unpadded(text_of(case, pieces, joined));
                        // What a cell above has is text, and most cells have that; other encodings give other text of the same
                        // bytes.
                        if (*encoding == UTF_8 || (encoding.is_ascii_compatible() && bytes.is_ascii()))
                            && cells.append_known(bytes)
                        {
                            *blank = *blank && str::from_utf8(bytes).is_ok_and(|text| text.trim().is_empty());
                            continue;
                        }
                        let text = without_cut_character(encoding, bytes);
                        let (text, replaced) = encoding.decode_without_bom_handling(text);
                        *blank = *blank && text.trim().is_empty();
                        cells.append(Some(&text));
                        if replaced {
                            undecodable.push((row, index));
                        }
                    }
                }
            }
        }
        // What is told comes in the order of the rows.
        undecodable.sort_unstable();
        let mut undecodable = undecodable.into_iter().peekable();
        for ((number, row), blank) in (before + 1..).zip(0..).zip(blank) {
            while let Some((_, index)) = undecodable.next_if(|(of, _)| *of == row) {
                into.undecodable(number, index, encoding.name());
            }
            into.end_case(number, if blank { CaseContent::Nothing } else { CaseContent::Something });
        }
    }
}

/// The bytes of a text, which are put together where they stand in several pieces.
fn text_of<'c>(case: &'c [u8], pieces: &[Range<usize>], joined: &'c mut Vec<u8>) -> &'c [u8] {
    if let [piece] = pieces {
        return &case[piece.clone()];
    }
    joined.clear();
    for piece in pieces {
        joined.extend(&case[piece.clone()]);
    }
    joined
}

/// How many cases of so many bytes become rows together: a power of two, of which a batch has a whole number.
fn cases_of_block(width: usize) -> usize {
    let most = (BLOCK / width.max(1)).clamp(1, 64);
    1 << most.ilog2()
}

/// About how many bytes of cases become rows together, so that they stay close to the processor.
const BLOCK: usize = 64 << 10;
/// Room for the input between two reads of the disk.
const BUFFER: usize = 256 << 10;

impl CaseReader for SystemFile {
    fn read_cases<S: CaseSink>(&mut self, into: &mut S) -> Result<(), StatError> {
        while !self.ended && !into.is_full() {
            self.next_block(into)?;
        }
        Ok(())
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
) -> Result<Box<dyn Cases>, StatError> {
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
