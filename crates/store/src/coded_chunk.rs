//! A column chunk of texts or whole numbers, written from the codes that a batch already has.
//!
//! The writer of the `parquet` crate takes text that comes by number, and hashes each cell of it again. Survey data is a few
//! labels over and over: here a text is looked up once a batch, and a cell costs its few bits. What a reader finds is what
//! any writer makes: a dictionary, pages of codes, and pages of plain values where too few repeat. Pages end after so many
//! rows, or when they are full, wherever a batch ends: the bytes depend on the values alone.
//!
//! Left out: nested values, and pages of statistics.

use std::cell::Cell;
use std::ops::Range;

use arrow::array::{Array, BooleanBufferBuilder, Int32Array, StringArray};
use bytes::Bytes;
use parquet::basic::{Compression, Encoding, PageType, Type};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, OffsetIndexBuilder, PageEncodingStats};
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use crate::hybrid::{width_of, write_bits, write_numbers, write_ones};
use crate::value_dictionary::{NEW, ValueDictionary, write_number, write_text};

/// The most rows of a page.
const PAGE_ROWS: usize = 1 << 14;
/// A page of plain values ends when it has this many bytes, and a dictionary that has is given up.
const FULL: usize = 1 << 20;
/// How many values are numbered at once where all are known.
const AT_ONCE: usize = 64;
/// The longest text that statistics name.
const LONGEST_NAMED: usize = 64;

/// How the next values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// By their numbers in the dictionary.
    Coded,
    /// As they are.
    Plain,
}

/// A chunk that is being written.
pub(crate) struct CodedChunk {
    column: ColumnDescPtr,
    mode: Mode,
    dictionary: ValueDictionary,
    /// How many pages are written by the dictionary, and how many plainly.
    coded_pages: usize,
    plain_pages: usize,
    /// Of the page that is open: its rows, which of them have values, and these.
    rows: usize,
    nulls: usize,
    valid: BooleanBufferBuilder,
    codes: Vec<u32>,
    plain: Vec<u8>,
    /// The pages that are written.
    pages: TrackedWrite<Vec<u8>>,
    /// The rows and the bytes of each.
    written: Vec<(usize, u64)>,
    uncompressed: usize,
    all_rows: usize,
    all_nulls: usize,
    least_and_greatest: Bounds,
}

/// The least and the greatest of the values that stand in no dictionary.
#[derive(Default)]
struct Bounds {
    numbers: Option<(i32, i32)>,
    texts: Option<(Vec<u8>, Vec<u8>)>,
}

impl CodedChunk {
    pub(crate) fn new(column: ColumnDescPtr) -> Self {
        Self {
            column,
            mode: Mode::Coded,
            dictionary: ValueDictionary::new(),
            coded_pages: 0,
            plain_pages: 0,
            rows: 0,
            nulls: 0,
            valid: BooleanBufferBuilder::new(0),
            codes: Vec::new(),
            plain: Vec::new(),
            pages: TrackedWrite::new(Vec::new()),
            written: Vec::new(),
            uncompressed: 0,
            all_rows: 0,
            all_nulls: 0,
            least_and_greatest: Bounds::default(),
        }
    }

    /// Appends texts that come by number.
    pub(crate) fn append_coded(&mut self, keys: &Int32Array, texts: &StringArray) -> Result<(), ParquetError> {
        let values = keys.values();
        let numbers = vec![Cell::new(NEW); texts.len()];
        self.append(keys, |chunk, rows| {
            if chunk.mode == Mode::Plain {
                return chunk.push_each(rows, |chunk, row| chunk.push_text(texts.value(values[row] as usize)));
            }
            let number = |_: &ValueDictionary, row: usize| numbers[values[row] as usize].get();
            chunk.number_each(rows, number, |dictionary, row| {
                let key = values[row] as usize;
                numbers[key].set(dictionary.number_of_text(texts.value(key)));
            })
        })
    }

    /// Appends texts.
    pub(crate) fn append_texts(&mut self, texts: &StringArray) -> Result<(), ParquetError> {
        self.append(texts, |chunk, rows| {
            chunk.push_each(rows, |chunk, row| {
                let text = texts.value(row);
                if chunk.mode == Mode::Plain {
                    return chunk.push_text(text);
                }
                let number = chunk.dictionary.number_of_text(text);
                chunk.codes.push(number);
            })
        })
    }

    /// Appends whole numbers.
    pub(crate) fn append_numbers(&mut self, numbers: &Int32Array) -> Result<(), ParquetError> {
        let values = numbers.values();
        self.append(numbers, |chunk, rows| {
            if chunk.mode == Mode::Plain {
                return chunk.push_each(rows, |chunk, row| chunk.push_number(values[row]));
            }
            let number = |dictionary: &ValueDictionary, row: usize| dictionary.number_of_number(values[row]);
            chunk.number_each(rows, number, |dictionary, row| dictionary.enter_number(values[row]))
        })
    }

    /// Appends the rows of an array. `push` appends the values of rows that all have one, and says before which it stopped since
    /// the page is full.
    #[inline]
    fn append(
        &mut self,
        array: &dyn Array,
        mut push: impl FnMut(&mut Self, Range<usize>) -> usize,
    ) -> Result<(), ParquetError> {
        let nulls = array.nulls().filter(|nulls| nulls.null_count() > 0);
        let mut row = 0;
        while row < array.len() {
            let first = row;
            let last = array.len().min(row + PAGE_ROWS - self.rows);
            match nulls {
                None => {
                    row = push(self, row..last);
                    self.valid.append_n(row - first, true);
                }
                Some(nulls) if nulls.null_count() == array.len() => {
                    row = last;
                    self.valid.append_n(row - first, false);
                    self.nulls += row - first;
                }
                Some(nulls) => {
                    let bits = nulls.inner().slice(first, last - first);
                    row = last;
                    for (start, end) in bits.set_slices() {
                        let pushed = push(self, first + start..first + end);
                        if pushed < first + end || (self.is_full() && pushed < last) {
                            row = pushed;
                            break;
                        }
                    }
                    let bits = bits.slice(0, row - first);
                    self.nulls += bits.len() - bits.count_set_bits();
                    self.valid.append_buffer(&bits);
                }
            }
            self.rows += row - first;
            if self.rows == PAGE_ROWS || self.is_full() {
                self.end_page()?;
            }
        }
        Ok(())
    }

    /// Pushes the values of rows one by one, until the page is full; where it stopped.
    #[inline]
    fn push_each(&mut self, rows: Range<usize>, mut push: impl FnMut(&mut Self, usize)) -> usize {
        for row in rows.clone() {
            if self.is_full() {
                return row;
            }
            push(self, row);
        }
        rows.end
    }

    /// Pushes the numbers of the values of rows, until the dictionary is full; where it stopped. `number` is that of a row, or
    /// [`NEW`] where it has to be entered before.
    #[inline]
    fn number_each(
        &mut self,
        rows: Range<usize>,
        number: impl Fn(&ValueDictionary, usize) -> u32,
        mut enter: impl FnMut(&mut ValueDictionary, usize),
    ) -> usize {
        for first in rows.clone().step_by(AT_ONCE) {
            let some = first..rows.end.min(first + AT_ONCE);
            let before = self.codes.len();
            // Mostly all are known, which is asked once: whether one is would be a branch for each.
            self.codes.extend(some.clone().map(|row| number(&self.dictionary, row)));
            if !self.codes[before..].contains(&NEW) {
                continue;
            }
            self.codes.truncate(before);
            for row in some {
                if number(&self.dictionary, row) == NEW {
                    enter(&mut self.dictionary, row);
                }
                self.codes.push(number(&self.dictionary, row));
                if self.is_full() {
                    return row + 1;
                }
            }
        }
        rows.end
    }

    #[inline]
    fn is_full(&self) -> bool {
        match self.mode {
            Mode::Coded => self.dictionary.bytes().len() >= FULL,
            Mode::Plain => self.plain.len() >= FULL,
        }
    }

    fn push_text(&mut self, text: &str) {
        write_text(text, &mut self.plain);
        self.least_and_greatest.include_text(text.as_bytes());
    }

    fn push_number(&mut self, number: i32) {
        write_number(number, &mut self.plain);
        self.least_and_greatest.include_number(number);
    }

    /// The bytes of the chunk, and what the file says of it.
    pub(crate) fn finish(mut self) -> Result<(Bytes, ColumnCloseResult), ParquetError> {
        if self.rows > 0 {
            self.end_page()?;
        }
        let mut chunk = TrackedWrite::new(Vec::new());
        let mut used = vec![(PageType::DATA_PAGE, Encoding::PLAIN, self.plain_pages)];
        if self.coded_pages > 0 {
            let dictionary = self.dictionary.bytes();
            let page = Page::DictionaryPage {
                buf: compressed(dictionary)?,
                num_values: self.dictionary.len() as u32,
                encoding: Encoding::PLAIN,
                is_sorted: false,
            };
            let page = CompressedPage::new(page, dictionary.len());
            self.uncompressed += SerializedPageWriter::new(&mut chunk).write_page(page)?.uncompressed_size;
            used.push((PageType::DICTIONARY_PAGE, Encoding::PLAIN, 1));
            used.push((PageType::DATA_PAGE, Encoding::RLE_DICTIONARY, self.coded_pages));
        }
        let statistics = self.statistics();
        let first_page = chunk.bytes_written();
        let mut chunk = chunk.into_inner()?;
        chunk.append(&mut self.pages.into_inner()?);
        let mut index = OffsetIndexBuilder::new();
        let mut offset = first_page;
        for (rows, bytes) in self.written {
            index.append_row_count(rows as i64);
            index.append_offset_and_size(offset as i64, bytes as i32);
            offset += bytes as usize;
        }
        used.retain(|(_, _, pages)| *pages > 0);
        let used: Vec<PageEncodingStats> = used
            .into_iter()
            .map(|(page_type, encoding, count)| PageEncodingStats { page_type, encoding, count: count as i32 })
            .collect();
        let mut encodings: Vec<Encoding> = used.iter().map(|used| used.encoding).collect();
        encodings.push(Encoding::RLE);
        let metadata = ColumnChunkMetaData::builder(self.column)
            .set_compression(Compression::SNAPPY)
            .set_encodings(encodings)
            .set_page_encoding_stats(used)
            .set_num_values(self.all_rows as i64)
            .set_total_compressed_size(chunk.len() as i64)
            .set_total_uncompressed_size(self.uncompressed as i64)
            .set_dictionary_page_offset((self.coded_pages > 0).then_some(0))
            .set_data_page_offset(first_page as i64)
            .set_statistics(statistics)
            .build()?;
        let close = ColumnCloseResult {
            bytes_written: chunk.len() as u64,
            rows_written: self.all_rows as u64,
            metadata,
            bloom_filter: None,
            column_index: None,
            offset_index: Some(index.build()),
        };
        Ok((chunk.into(), close))
    }

    fn end_page(&mut self) -> Result<(), ParquetError> {
        // A dictionary pays while most values are in it already; what is written by it so far stays so.
        let values = self.all_rows - self.all_nulls + self.codes.len();
        let repeats = self.dictionary.len() <= 16.max(values / 2);
        if self.mode == Mode::Coded && (self.is_full() || !repeats) {
            self.mode = Mode::Plain;
            let written_out: usize = self.codes.iter().map(|code| self.dictionary.value(*code).len()).sum();
            if self.coded_pages == 0 && !repeats && written_out <= FULL {
                for code in std::mem::take(&mut self.codes) {
                    self.plain.extend_from_slice(self.dictionary.value(code));
                }
            }
        }
        let is_coded = !self.codes.is_empty() || (self.mode == Mode::Coded && self.plain.is_empty());
        let mut page = Vec::new();
        if self.column.max_def_level() > 0 {
            let mut levels = Vec::new();
            if self.nulls == 0 {
                write_ones(self.rows, &mut levels);
            } else {
                write_bits(self.valid.as_slice(), self.rows, &mut levels);
            }
            page.extend_from_slice(&(levels.len() as u32).to_le_bytes());
            page.append(&mut levels);
        }
        let encoding = if is_coded {
            let width = width_of(self.dictionary.len());
            page.push(width);
            write_numbers(&self.codes, width, &mut page);
            self.coded_pages += 1;
            Encoding::RLE_DICTIONARY
        } else {
            page.append(&mut self.plain);
            self.plain_pages += 1;
            Encoding::PLAIN
        };
        let written = CompressedPage::new(
            Page::DataPage {
                buf: compressed(&page)?,
                num_values: self.rows as u32,
                encoding,
                def_level_encoding: Encoding::RLE,
                rep_level_encoding: Encoding::RLE,
                statistics: None,
            },
            page.len(),
        );
        let written = SerializedPageWriter::new(&mut self.pages).write_page(written)?;
        self.uncompressed += written.uncompressed_size;
        self.written.push((self.rows, written.bytes_written));
        self.all_rows += self.rows;
        self.all_nulls += self.nulls;
        (self.rows, self.nulls) = (0, 0);
        self.codes.clear();
        self.plain.clear();
        self.valid.truncate(0);
        Ok(())
    }

    fn statistics(&mut self) -> Statistics {
        let nulls = Some(self.all_nulls as u64);
        let mut bounds = std::mem::take(&mut self.least_and_greatest);
        if self.column.physical_type() == Type::INT32 {
            for number in self.dictionary.bytes().as_chunks().0 {
                bounds.include_number(i32::from_le_bytes(*number));
            }
            let (least, greatest) = bounds.numbers.unzip();
            return Statistics::int32(least, greatest, None, nulls, false);
        }
        for number in 0..self.dictionary.len() {
            bounds.include_text(&self.dictionary.value(number as u32)[4..]);
        }
        let named = bounds.texts.filter(|(least, greatest)| least.len().max(greatest.len()) <= LONGEST_NAMED);
        let (least, greatest) = named.map(|(least, greatest)| (ByteArray::from(least), greatest.into())).unzip();
        Statistics::byte_array(least, greatest, None, nulls, false)
    }
}

impl Bounds {
    fn include_number(&mut self, number: i32) {
        let (least, greatest) = self.numbers.get_or_insert((number, number));
        *least = number.min(*least);
        *greatest = number.max(*greatest);
    }

    fn include_text(&mut self, text: &[u8]) {
        let Some((least, greatest)) = &mut self.texts else {
            self.texts = Some((text.to_owned(), text.to_owned()));
            return;
        };
        if text < least.as_slice() {
            text.clone_into(least);
        } else if text > greatest.as_slice() {
            text.clone_into(greatest);
        }
    }
}

fn compressed(bytes: &[u8]) -> Result<Bytes, ParquetError> {
    let compressed = snap::raw::Encoder::new().compress_vec(bytes);
    compressed.map(Bytes::from).map_err(|error| ParquetError::External(Box::new(error)))
}
