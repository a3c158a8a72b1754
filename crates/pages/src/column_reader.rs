//! One column, row after row, each as what it means to a tally.

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageReader};
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::serialized_reader::SerializedPageReader;

use crate::error::TallyError;
use crate::file_error::{FileError, Lack};
use crate::pages::bits::Bits;
use crate::pages::hybrid::{Hybrid, Table};
use crate::pages::plain;
use crate::pages::read_ahead::{ColumnBytes, SharedFile};

/// A value as a file has it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Raw<'b> {
    Whole(i64),
    Number(f64),
    Text(&'b [u8]),
    Tick(bool),
}

/// What a row of a column may be made into.
pub(crate) trait Value: Copy + PartialEq + std::fmt::Debug {
    /// What no row is: a number that the dictionary does not have, or a value that means nothing.
    const POISON: Self;
}

impl Value for u16 {
    const POISON: Self = Self::MAX;
}

impl Value for u8 {
    const POISON: Self = Self::MAX;
}

impl Value for f64 {
    const POISON: Self = Self::INFINITY;
}

/// What a value means.
pub(crate) type Meaning<T> = Box<dyn Fn(Raw<'_>) -> Result<T, TallyError>>;

/// A column that is read row group after row group.
pub(crate) struct ColumnReader<T> {
    name: String,
    leaf: usize,
    physical: Type,
    nullable: bool,
    meaning: Meaning<T>,
    null: T,
    pages: Option<SerializedPageReader<ColumnBytes>>,
    dictionary: Table<T>,
    /// Why a value of the dictionary means nothing: an error where a row has one.
    meaningless: Option<TallyError>,
    page: Option<OpenPage>,
    valid: Bits,
    values: Vec<T>,
    seen: Seen,
}

/// The rest of a page.
struct OpenPage {
    rows: usize,
    /// Which rows have a value; all, where nothing tells.
    levels: Option<Hybrid>,
    values: Values,
}

/// The values of a page.
enum Values {
    /// By their numbers in the dictionary.
    Numbers(Hybrid),
    /// True or false, in runs.
    Runs(Hybrid),
    /// True or false, bit by bit.
    Bits { bytes: Bytes, next: usize },
    /// As they are.
    Plain { bytes: Bytes, next: usize },
}

/// Where the rows that were read may have their values from.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen {
    pub null: bool,
    pub dictionary: bool,
    pub plain: bool,
}

impl<T: Value> ColumnReader<T> {
    pub(crate) fn new(name: &str, leaf: usize, physical: Type, nullable: bool, meaning: Meaning<T>, null: T) -> Self {
        Self {
            name: name.to_owned(),
            leaf,
            physical,
            nullable,
            meaning,
            null,
            pages: None,
            dictionary: Table::new(Vec::new(), T::POISON),
            meaningless: None,
            page: None,
            valid: Bits::default(),
            values: Vec::new(),
            seen: Seen::default(),
        }
    }

    /// What the dictionary's values mean; poison among them.
    pub(crate) fn dictionary(&self) -> &[T] {
        self.dictionary.values()
    }

    /// Goes on to a row group.
    pub(crate) fn start(&mut self, file: &SharedFile, group: &RowGroupMetaData) -> Result<(), FileError> {
        let metadata = group.column(self.leaf);
        // The reader takes these for granted.
        let first = metadata.dictionary_page_offset().unwrap_or_else(|| metadata.data_page_offset());
        if first < 0 || metadata.compressed_size() < 0 {
            return Err(self.damaged());
        }
        let (start, length) = metadata.byte_range();
        let bytes = Arc::new(file.column(start, length));
        let rows = usize::try_from(group.num_rows()).unwrap_or(0);
        let pages = SerializedPageReader::new(bytes, metadata, rows, None);
        self.pages = Some(pages.map_err(|source| self.unreadable(source))?);
        self.dictionary = Table::new(Vec::new(), T::POISON);
        self.meaningless = None;
        self.page = None;
        Ok(())
    }

    /// Appends so many rows; where their values are from.
    pub(crate) fn read(&mut self, mut rows: usize, out: &mut Vec<T>) -> Result<Seen, FileError> {
        self.seen = Seen::default();
        while rows > 0 {
            let mut page = match self.page.take() {
                Some(page) if page.rows > 0 => page,
                _ => self.next_page()?,
            };
            let taken = rows.min(page.rows);
            let start = out.len();
            out.resize(start + taken, self.null);
            let read = self.read_page(&mut page, &mut out[start..]);
            if let Err(error) = read {
                out.truncate(start);
                return Err(error);
            }
            page.rows -= taken;
            rows -= taken;
            self.page = Some(page);
        }
        Ok(self.seen)
    }

    /// Reads rows of a page into `out`, which is filled with nulls.
    fn read_page(&mut self, page: &mut OpenPage, out: &mut [T]) -> Result<(), FileError> {
        let Some(levels) = &mut page.levels else { return self.take(&mut page.values, out) };
        self.valid.clear();
        levels.take_bits(out.len(), &mut self.valid).ok_or_else(|| self.damaged())?;
        let valid = self.valid.ones();
        if valid == out.len() {
            return self.take(&mut page.values, out);
        }
        self.seen.null = true;
        if valid > 0 {
            let mut values = std::mem::take(&mut self.values);
            values.resize(valid + 64, self.null);
            let taken = self.take(&mut page.values, &mut values[..valid]);
            self.valid.spread(&values, self.null, out);
            self.values = values;
            taken?;
        }
        Ok(())
    }

    /// Takes values, one for each place of `out`.
    fn take(&mut self, values: &mut Values, out: &mut [T]) -> Result<(), FileError> {
        match values {
            Values::Numbers(numbers) => {
                self.seen.dictionary = true;
                numbers.take(&self.dictionary, out).ok_or_else(|| self.damaged())?;
                if out.contains(&T::POISON) {
                    return Err(self.meaningless.take().map_or_else(|| self.damaged(), FileError::Tally));
                }
            }
            Values::Runs(runs) => {
                self.seen.plain = true;
                let table = Table::new(self.ticks()?.to_vec(), T::POISON);
                runs.take(&table, out).ok_or_else(|| self.damaged())?;
            }
            Values::Bits { bytes, next } => {
                self.seen.plain = true;
                let [unticked, ticked] = self.ticks()?;
                if bytes.len() * 8 < *next + out.len() {
                    return Err(self.damaged());
                }
                for (bit, out) in (*next..).zip(out.iter_mut()) {
                    *out = if bytes[bit / 8] >> (bit % 8) & 1 == 1 { ticked } else { unticked };
                }
                *next += out.len();
            }
            Values::Plain { bytes, next } => {
                self.seen.plain = true;
                let mut rest = &bytes[*next..];
                for out in out.iter_mut() {
                    let raw = plain::take(&mut rest, self.physical).ok_or_else(|| self.damaged())?;
                    *out = (self.meaning)(raw)?;
                }
                *next = bytes.len() - rest.len();
            }
        }
        Ok(())
    }

    /// What false and true mean.
    fn ticks(&self) -> Result<[T; 2], TallyError> {
        Ok([(self.meaning)(Raw::Tick(false))?, (self.meaning)(Raw::Tick(true))?])
    }

    /// Opens the next page of values.
    fn next_page(&mut self) -> Result<OpenPage, FileError> {
        loop {
            let Some(pages) = &mut self.pages else { return Err(self.damaged()) };
            let page = pages.get_next_page().map_err(|source| self.unreadable(source))?;
            let Some(page) = page else { return Err(self.damaged()) };
            match page {
                Page::DictionaryPage { buf, num_values, .. } => self.read_dictionary(&buf, num_values as usize)?,
                Page::DataPage { buf, num_values, encoding, def_level_encoding, .. } => {
                    let mut values = buf;
                    let mut levels = None;
                    if self.nullable {
                        if def_level_encoding != Encoding::RLE {
                            return Err(self.lacking(Lack::Encoding(def_level_encoding)));
                        }
                        let length = values.first_chunk::<4>().map(|length| u32::from_le_bytes(*length) as usize);
                        let length =
                            length.filter(|length| *length <= values.len() - 4).ok_or_else(|| self.damaged())?;
                        levels = Hybrid::new(values.slice(4..4 + length), 1);
                        values = values.slice(4 + length..);
                    }
                    return self.open(num_values, levels, encoding, values);
                }
                Page::DataPageV2 { buf, num_values, encoding, def_levels_byte_len, rep_levels_byte_len, .. } => {
                    let first = rep_levels_byte_len as usize;
                    let end = first + def_levels_byte_len as usize;
                    if end > buf.len() {
                        return Err(self.damaged());
                    }
                    let levels = if self.nullable { Hybrid::new(buf.slice(first..end), 1) } else { None };
                    return self.open(num_values, levels, encoding, buf.slice(end..));
                }
            }
        }
    }

    fn open(&self, rows: u32, levels: Option<Hybrid>, encoding: Encoding, bytes: Bytes) -> Result<OpenPage, FileError> {
        let ticks = self.physical == Type::BOOLEAN;
        let values = match encoding {
            Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY if !ticks => {
                // A page without any value may have no width either.
                let width = bytes.first().copied().unwrap_or(0);
                let numbers = Hybrid::new(bytes.slice(1.min(bytes.len())..), width.into());
                Values::Numbers(numbers.ok_or_else(|| self.damaged())?)
            }
            Encoding::PLAIN if ticks => Values::Bits { bytes, next: 0 },
            Encoding::PLAIN => Values::Plain { bytes, next: 0 },
            Encoding::RLE if ticks => {
                // The length that stands before is what the page has.
                let runs = Hybrid::new(bytes.slice(4.min(bytes.len())..), 1);
                Values::Runs(runs.ok_or_else(|| self.damaged())?)
            }
            other => return Err(self.lacking(Lack::Encoding(other))),
        };
        Ok(OpenPage { rows: rows as usize, levels, values })
    }

    fn read_dictionary(&mut self, bytes: &[u8], values: usize) -> Result<(), FileError> {
        let mut rest = bytes;
        let mut table = Vec::new();
        for _ in 0..values {
            let raw = plain::take(&mut rest, self.physical).ok_or_else(|| self.damaged())?;
            table.push((self.meaning)(raw).unwrap_or_else(|error| {
                self.meaningless = Some(error);
                T::POISON
            }));
        }
        self.dictionary = Table::new(table, T::POISON);
        Ok(())
    }

    fn damaged(&self) -> FileError {
        FileError::Damaged { column: self.name.clone() }
    }

    fn unreadable(&self, source: parquet::errors::ParquetError) -> FileError {
        FileError::Column { column: self.name.clone(), source }
    }

    fn lacking(&self, lack: Lack) -> FileError {
        FileError::Unsupported { column: self.name.clone(), lack }
    }
}
