//! A column chunk of texts or numbers, written from the dictionary indices that a batch already has.
//!
//! The writer of the `parquet` crate takes arrays with dictionaries, and hashes the value of each row again. Survey data is a
//! few labels over and over: here a text is looked up once a batch, and a row costs the few bits of its index. The chunk is
//! what any writer makes: a dictionary page, data pages of indices (`RLE_DICTIONARY`), and data pages of PLAIN values where too
//! few repeat. Pages end after so many rows, or when they are full, wherever a batch ends: the bytes depend on the values alone.
//!
//! Left out: nested values, and the statistics of pages (the column index).

use std::ops::Range;

use arrow::array::{BooleanBufferBuilder, RunArray};
use arrow::datatypes::Int32Type;
use bytes::Bytes;
use parquet::basic::{Compression, Encoding, PageType};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, OffsetIndexBuilder, PageEncodingStats};
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use crate::column_values::Values;
use crate::dictionary::ChunkDictionary;
use crate::hybrid::writer::{width_of, write_bits, write_numbers, write_ones};
use crate::row_indices::{NEW, NULL, Rows};
use crate::value_kind::{Bounds, ValueKind};

/// The most rows of a page.
const PAGE_ROWS: usize = 1 << 14;
/// A page of PLAIN values ends when it has this many bytes, and a dictionary with as many grows no further.
const FULL: usize = 1 << 20;
/// How many rows are looked up at once where the values of all are in the dictionary.
const AT_ONCE: usize = 64;

/// The length prefix of the definition levels, which a data page of version 1 begins with.
const LENGTH: usize = size_of::<u32>();

/// How the next values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// As indices of the dictionary.
    Coded,
    /// As they are.
    Plain,
}

/// A column chunk that is being written.
pub(crate) struct ColumnChunk {
    column: ColumnDescPtr,
    kind: ValueKind,
    mode: Mode,
    dictionary: ChunkDictionary,
    /// How many data pages have indices, and how many PLAIN values.
    coded_pages: usize,
    plain_pages: usize,
    /// Of the page that is open: its rows, how many and which of them have values, and these values.
    rows: usize,
    values: usize,
    valid: BooleanBufferBuilder,
    codes: Vec<u32>,
    plain: Vec<u8>,
    /// The bytes of the last page, whose memory the next one takes.
    page: Vec<u8>,
    /// The pages that are written.
    pages: TrackedWrite<Vec<u8>>,
    /// The rows and the bytes of each, for the offset index.
    written: Vec<(usize, u64)>,
    uncompressed: usize,
    all_rows: usize,
    all_nulls: usize,
    /// The least and the greatest of the PLAIN values.
    bounds: Bounds,
}

impl ColumnChunk {
    pub(crate) fn new(column: ColumnDescPtr, kind: ValueKind) -> Self {
        Self {
            column,
            kind,
            mode: Mode::Coded,
            dictionary: ChunkDictionary::new(kind),
            coded_pages: 0,
            plain_pages: 0,
            rows: 0,
            values: 0,
            valid: BooleanBufferBuilder::new(0),
            codes: Vec::new(),
            plain: Vec::new(),
            page: Vec::new(),
            pages: TrackedWrite::new(Vec::new()),
            written: Vec::new(),
            uncompressed: 0,
            all_rows: 0,
            all_nulls: 0,
            bounds: Bounds::new(kind),
        }
    }

    /// What its values are.
    pub(crate) fn kind(&self) -> ValueKind {
        self.kind
    }

    /// Appends the rows of an array.
    pub(crate) fn append(&mut self, rows: &impl Rows) -> Result<(), ParquetError> {
        let mut row = 0;
        while row < rows.len() {
            let some = row..rows.len().min(row + PAGE_ROWS - self.rows);
            row = match self.mode {
                _ if rows.are_null() => row + self.append_run(NULL, some.len()),
                Mode::Coded => self.append_coded(rows, some),
                Mode::Plain => self.append_plain(rows, some),
            };
            if self.rows == PAGE_ROWS || self.is_full() {
                self.end_page()?;
            }
        }
        Ok(())
    }

    /// Appends the rows of runs that have one of these values each.
    pub(crate) fn append_runs(&mut self, runs: &RunArray<Int32Type>, values: &impl Values) -> Result<(), ParquetError> {
        let mut row = 0;
        for (run, end) in (runs.get_start_physical_index()..).zip(runs.run_ends().sliced_values()) {
            while row < end as usize {
                let most = (end as usize - row).min(PAGE_ROWS - self.rows);
                row += if values.is_null(run) {
                    self.append_run(NULL, most)
                } else {
                    self.append_value(values.bytes(run).as_ref(), most)
                };
                if self.rows == PAGE_ROWS || self.is_full() {
                    self.end_page()?;
                }
            }
        }
        Ok(())
    }

    /// Appends rows with a value, until the page is full; how many.
    fn append_value(&mut self, value: &[u8], most: usize) -> usize {
        if self.mode == Mode::Plain {
            self.append_plain_value(value);
            return 1;
        }
        let number = self.dictionary.number_of(value);
        self.append_run(number, if self.is_full() { 1 } else { most })
    }

    /// Appends rows with the same number; how many.
    fn append_run(&mut self, number: u32, rows: usize) -> usize {
        self.rows += rows;
        self.valid.append_n(rows, number != NULL);
        if number != NULL {
            self.values += rows;
            self.codes.resize(self.codes.len() + rows, number);
        }
        rows
    }

    /// Appends the numbers of rows, until the dictionary is full; where it stopped.
    fn append_coded(&mut self, rows: &impl Rows, some: Range<usize>) -> usize {
        let mut numbers = [NULL; AT_ONCE];
        for first in some.clone().step_by(AT_ONCE) {
            let numbers = &mut numbers[..AT_ONCE.min(some.end - first)];
            rows.numbers(first, numbers);
            // Mostly all are known, which is asked once: whether one is would be a branch for each.
            let known = if numbers.contains(&NEW) { self.enter(rows, first, numbers) } else { numbers.len() };
            self.append_numbers(&numbers[..known]);
            if known < numbers.len() {
                return first + known;
            }
        }
        some.end
    }

    /// Enters those of some rows' values that are new, until the dictionary is full; how many of the rows have numbers then.
    fn enter(&mut self, rows: &impl Rows, first: usize, numbers: &mut [u32]) -> usize {
        for (at, number) in numbers.iter_mut().enumerate().filter(|(_, number)| **number == NEW) {
            // A row above may have the same value.
            *number = rows.number(first + at);
            if *number == NEW {
                *number = rows.enter(first + at, &mut self.dictionary);
                if self.is_full() {
                    return at + 1;
                }
            }
        }
        numbers.len()
    }

    /// Appends rows by the numbers of their values, [`AT_ONCE`] at most.
    fn append_numbers(&mut self, numbers: &[u32]) {
        self.rows += numbers.len();
        if !numbers.contains(&NULL) {
            self.values += numbers.len();
            self.valid.append_n(numbers.len(), true);
            return self.codes.extend_from_slice(numbers);
        }
        let (before, mut kept, mut bits) = (self.codes.len(), 0, 0_u64);
        self.codes.resize(before + numbers.len(), 0);
        let codes = &mut self.codes[before..];
        for (at, number) in numbers.iter().enumerate() {
            // Written in any case, and over again if it is null: whether it is would be a branch for each.
            codes[kept] = *number;
            kept += usize::from(*number != NULL);
            bits |= u64::from(*number != NULL) << at;
        }
        self.codes.truncate(before + kept);
        self.values += kept;
        self.valid.append_packed_range(0..numbers.len(), &bits.to_le_bytes());
    }

    /// Appends the values of rows, until the page is full; where it stopped.
    fn append_plain(&mut self, rows: &impl Rows, some: Range<usize>) -> usize {
        for row in some.clone() {
            if rows.number(row) == NULL {
                self.append_run(NULL, 1);
                continue;
            }
            self.append_plain_value(rows.bytes(row).as_ref());
            if self.is_full() {
                return row + 1;
            }
        }
        some.end
    }

    /// Appends a row with a value that is written as it is.
    fn append_plain_value(&mut self, value: &[u8]) {
        self.rows += 1;
        self.values += 1;
        self.valid.append(true);
        self.kind.write(value, &mut self.plain);
        self.bounds.include(value);
    }

    #[inline]
    fn is_full(&self) -> bool {
        match self.mode {
            Mode::Coded => self.dictionary.bytes().len() >= FULL,
            Mode::Plain => self.plain.len() >= FULL,
        }
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
        let (rows, values) = (self.rows, self.values);
        let mut page = std::mem::take(&mut self.page);
        page.clear();
        if self.column.max_def_level() > 0 {
            page.extend_from_slice(&[0; LENGTH]);
            if values == rows {
                write_ones(rows, &mut page);
            } else {
                write_bits(self.valid.as_slice(), rows, &mut page);
            }
            let length = (page.len() - LENGTH) as u32;
            page[..LENGTH].copy_from_slice(&length.to_le_bytes());
        } else if values < rows {
            return Err(ParquetError::General(format!("a row of `{}` has no value", self.column.name())));
        }
        let is_coded = self.mode == Mode::Coded && !self.turns_plain();
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
                num_values: rows as u32,
                encoding,
                def_level_encoding: Encoding::RLE,
                rep_level_encoding: Encoding::RLE,
                statistics: None,
            },
            page.len(),
        );
        let written = SerializedPageWriter::new(&mut self.pages).write_page(written)?;
        self.uncompressed += written.uncompressed_size;
        self.written.push((rows, written.bytes_written));
        self.all_rows += rows;
        self.all_nulls += rows - values;
        (self.rows, self.values) = (0, 0);
        self.valid.truncate(0);
        self.codes.clear();
        self.plain.clear();
        self.page = page;
        Ok(())
    }

    /// Gives the dictionary up where it does not pay; whether the page that ends is written plainly, too.
    fn turns_plain(&mut self) -> bool {
        // A dictionary pays while most values are in it already; what is written by it so far stays so.
        let values = self.all_rows - self.all_nulls + self.values;
        let repeats = self.dictionary.len() <= 16.max(values / 2);
        if repeats && !self.is_full() {
            return false;
        }
        self.mode = Mode::Plain;
        let written_out: usize = self.codes.iter().map(|code| self.dictionary.written(*code).len()).sum();
        if repeats || self.coded_pages > 0 || written_out > FULL {
            return false;
        }
        for code in &self.codes {
            self.plain.extend_from_slice(self.dictionary.written(*code));
        }
        true
    }

    fn statistics(&mut self) -> Statistics {
        let mut bounds = std::mem::replace(&mut self.bounds, Bounds::new(self.kind));
        self.dictionary.values().for_each(|value| bounds.include(value));
        bounds.statistics(self.all_nulls)
    }
}

fn compressed(bytes: &[u8]) -> Result<Bytes, ParquetError> {
    let compressed = snap::raw::Encoder::new().compress_vec(bytes);
    compressed.map(Bytes::from).map_err(|error| ParquetError::External(Box::new(error)))
}
