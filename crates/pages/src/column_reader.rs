//! One column, row after row, each as what its value means to the caller.
//!
//! What a value means is asked once for each value of a dictionary page; a row costs a look into a table of these meanings.

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageReader};
use parquet::errors::ParquetError;
use parquet::file::serialized_reader::SerializedPageReader;

use crate::error::{Lack, PageError};
use crate::hybrid::reader::{HybridReader, LookupTable};
use crate::page_file::{PageFile, StoredColumn};
use crate::plain::{self, RawValue};
use crate::read_ahead::ColumnBytes;
use crate::validity::Validity;

/// What a row of a column may be made into.
pub trait RowValue: Copy + PartialEq + std::fmt::Debug {
    /// What no row is: a number that the dictionary does not have, or a value that means nothing.
    const POISON: Self;
}

impl RowValue for u16 {
    const POISON: Self = Self::MAX;
}

impl RowValue for u8 {
    const POISON: Self = Self::MAX;
}

impl RowValue for f64 {
    const POISON: Self = Self::INFINITY;
}

/// What a value means.
type Meaning<T, E> = Box<dyn Fn(RawValue<'_>) -> Result<T, E> + Send + Sync>;

/// A column that is read row group after row group, with the errors `E` of the caller.
pub struct ColumnReader<T, E> {
    column: StoredColumn,
    meaning: Meaning<T, E>,
    null: T,
    pages: Option<SerializedPageReader<ColumnBytes>>,
    dictionary: LookupTable<T>,
    /// Why a value of the dictionary means nothing: an error where a row has one.
    meaningless: Option<E>,
    page: Option<OpenPage>,
    valid: Validity,
    values: Vec<T>,
    seen: Seen,
}

/// The rest of a page.
struct OpenPage {
    rows: usize,
    /// The definition levels; none where every row has a value.
    levels: Option<HybridReader>,
    values: Values,
}

/// The values of a page.
enum Values {
    /// As indices of the dictionary.
    Indices(HybridReader),
    /// Booleans in the hybrid encoding.
    Runs(HybridReader),
    /// Booleans bit by bit.
    Bits { bytes: Bytes, next: usize },
    /// As they are.
    Plain { bytes: Bytes, next: usize },
}

/// Where the rows that were read may have their values from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    /// Some have none.
    pub null: bool,
    /// From the dictionary.
    pub dictionary: bool,
    /// From pages without one.
    pub plain: bool,
}

impl<T: RowValue, E: From<PageError>> ColumnReader<T, E> {
    /// A reader of a column: `meaning` makes a row's value of what the file has, and a row without one is `null`.
    #[must_use]
    pub fn new(
        column: StoredColumn,
        meaning: impl Fn(RawValue<'_>) -> Result<T, E> + Send + Sync + 'static,
        null: T,
    ) -> Self {
        Self {
            column,
            meaning: Box::new(meaning),
            null,
            pages: None,
            dictionary: LookupTable::new(Vec::new(), T::POISON),
            meaningless: None,
            page: None,
            valid: Validity::default(),
            values: Vec::new(),
            seen: Seen::default(),
        }
    }

    /// What the values of the dictionary page mean; poison where one means nothing.
    #[must_use]
    pub fn dictionary(&self) -> &[T] {
        self.dictionary.values()
    }

    /// Goes on to a row group.
    ///
    /// # Errors
    /// The file's, and a row group whose description makes no sense.
    pub fn start(&mut self, file: &PageFile, group: usize) -> Result<(), E> {
        let group = file.metadata().row_group(group);
        let metadata = group.column(self.column.leaf);
        // The reader takes these for granted.
        let first = metadata.dictionary_page_offset().unwrap_or_else(|| metadata.data_page_offset());
        if first < 0 || metadata.compressed_size() < 0 {
            return Err(self.damaged());
        }
        let (start, length) = metadata.byte_range();
        let bytes = Arc::new(file.shared().column(start, length));
        let rows = usize::try_from(group.num_rows()).unwrap_or(0);
        let pages = SerializedPageReader::new(bytes, metadata, rows, None);
        self.pages = Some(pages.map_err(|source| self.unreadable(source))?);
        self.dictionary = LookupTable::new(Vec::new(), T::POISON);
        self.meaningless = None;
        self.page = None;
        Ok(())
    }

    /// Appends so many rows; where their values are from.
    ///
    /// # Errors
    /// The file's, and those of `meaning` where a row has such a value.
    pub fn read(&mut self, mut rows: usize, out: &mut Vec<T>) -> Result<Seen, E> {
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
    fn read_page(&mut self, page: &mut OpenPage, out: &mut [T]) -> Result<(), E> {
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
    fn take(&mut self, values: &mut Values, out: &mut [T]) -> Result<(), E> {
        match values {
            Values::Indices(numbers) => {
                self.seen.dictionary = true;
                numbers.take(&self.dictionary, out).ok_or_else(|| self.damaged())?;
                if out.contains(&T::POISON) {
                    return Err(self.meaningless.take().unwrap_or_else(|| self.damaged()));
                }
            }
            Values::Runs(runs) => {
                self.seen.plain = true;
                let table = LookupTable::new(self.booleans()?.to_vec(), T::POISON);
                runs.take(&table, out).ok_or_else(|| self.damaged())?;
            }
            Values::Bits { bytes, next } => {
                self.seen.plain = true;
                let [off, on] = self.booleans()?;
                if bytes.len() * 8 < *next + out.len() {
                    return Err(self.damaged());
                }
                for (bit, out) in (*next..).zip(out.iter_mut()) {
                    *out = if bytes[bit / 8] >> (bit % 8) & 1 == 1 { on } else { off };
                }
                *next += out.len();
            }
            Values::Plain { bytes, next } => {
                self.seen.plain = true;
                let mut rest = &bytes[*next..];
                for out in out.iter_mut() {
                    let raw = plain::take(&mut rest, self.column.physical).ok_or_else(|| self.damaged())?;
                    *out = (self.meaning)(raw)?;
                }
                *next = bytes.len() - rest.len();
            }
        }
        Ok(())
    }

    /// What false and true mean.
    fn booleans(&self) -> Result<[T; 2], E> {
        Ok([(self.meaning)(RawValue::Boolean(false))?, (self.meaning)(RawValue::Boolean(true))?])
    }

    /// Opens the next page of values.
    fn next_page(&mut self) -> Result<OpenPage, E> {
        loop {
            let Some(pages) = &mut self.pages else { return Err(self.damaged()) };
            let page = pages.get_next_page().map_err(|source| self.unreadable(source))?;
            let Some(page) = page else { return Err(self.damaged()) };
            match page {
                Page::DictionaryPage { buf, num_values, .. } => self.read_dictionary(&buf, num_values as usize)?,
                Page::DataPage { buf, num_values, encoding, def_level_encoding, .. } => {
                    let mut values = buf;
                    let mut levels = None;
                    if self.column.nullable {
                        if def_level_encoding != Encoding::RLE {
                            return Err(self.lacking(Lack::Encoding(def_level_encoding)));
                        }
                        let length = values.first_chunk::<4>().map(|length| u32::from_le_bytes(*length) as usize);
                        let length =
                            length.filter(|length| *length <= values.len() - 4).ok_or_else(|| self.damaged())?;
                        levels = HybridReader::new(values.slice(4..4 + length), 1);
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
                    let levels = if self.column.nullable { HybridReader::new(buf.slice(first..end), 1) } else { None };
                    return self.open(num_values, levels, encoding, buf.slice(end..));
                }
            }
        }
    }

    fn open(&self, rows: u32, levels: Option<HybridReader>, encoding: Encoding, bytes: Bytes) -> Result<OpenPage, E> {
        let boolean = self.column.physical == Type::BOOLEAN;
        let values = match encoding {
            Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY if !boolean => {
                // A page without any value may have no width either.
                let width = bytes.first().copied().unwrap_or(0);
                let numbers = HybridReader::new(bytes.slice(1.min(bytes.len())..), width.into());
                Values::Indices(numbers.ok_or_else(|| self.damaged())?)
            }
            Encoding::PLAIN if boolean => Values::Bits { bytes, next: 0 },
            Encoding::PLAIN => Values::Plain { bytes, next: 0 },
            Encoding::RLE if boolean => {
                // The length that stands before is what the page has.
                let runs = HybridReader::new(bytes.slice(4.min(bytes.len())..), 1);
                Values::Runs(runs.ok_or_else(|| self.damaged())?)
            }
            other => return Err(self.lacking(Lack::Encoding(other))),
        };
        Ok(OpenPage { rows: rows as usize, levels, values })
    }

    fn read_dictionary(&mut self, bytes: &[u8], values: usize) -> Result<(), E> {
        let mut rest = bytes;
        let mut table = Vec::new();
        for _ in 0..values {
            let raw = plain::take(&mut rest, self.column.physical).ok_or_else(|| self.damaged())?;
            table.push((self.meaning)(raw).unwrap_or_else(|error| {
                self.meaningless = Some(error);
                T::POISON
            }));
        }
        self.dictionary = LookupTable::new(table, T::POISON);
        Ok(())
    }

    fn damaged(&self) -> E {
        PageError::Damaged { column: self.column.name.clone() }.into()
    }

    fn unreadable(&self, source: ParquetError) -> E {
        PageError::Column { column: self.column.name.clone(), source }.into()
    }

    fn lacking(&self, lack: Lack) -> E {
        PageError::Unsupported { column: self.column.name.clone(), lack }.into()
    }
}
