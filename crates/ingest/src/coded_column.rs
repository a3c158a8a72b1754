//! A column of cells, each distinct text kept once.
//!
//! An export repeats itself: most columns hold a few labels over and over. What comes after reads each text of a batch once,
//! instead of each cell. The texts are those of one batch, in the order in which they first appear, so that a column where no
//! two cells are alike takes no more memory than a batch of it.

use std::hash::BuildHasher;
use std::sync::Arc;

use arrow::array::{ArrayRef, DictionaryArray, Int32Array, NullBufferBuilder, StringArray};
use arrow::buffer::{Buffer, OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{DataType, Int32Type};
use arrow::error::ArrowError;
use foldhash::fast::FixedState;
use hashbrown::HashTable;

/// How many texts are found again without hashing; a power of two.
const RECENT: usize = 64;

/// The type of a column: texts by number.
pub(crate) fn coded_text() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// Gathers the cells of a column.
pub(crate) struct CodedColumn {
    /// For each cell the number of its text; anything where it is null.
    keys: Vec<i32>,
    nulls: NullBufferBuilder,
    texts: Texts,
    /// The numbers of texts by their hash.
    known: HashTable<i32>,
    /// Texts seen of late.
    recent: [Recent; RECENT],
    hashing: FixedState,
}

/// A text seen of late: its first and last bytes and its length, which is all there is to most texts, stand together, since
/// the columns of a row take turns, and what is looked at should be few places of memory.
#[derive(Debug, Clone, Copy)]
struct Recent {
    first: u64,
    last: u64,
    length: u32,
    key: i32,
    /// Where it stands among the texts.
    start: usize,
}

impl Recent {
    /// No text has this length.
    const NONE: Self = Self { first: 0, last: 0, length: u32::MAX, key: 0, start: 0 };
}

/// The distinct texts, one behind the other.
#[derive(Default)]
struct Texts {
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Texts {
    #[inline]
    fn get(&self, key: i32) -> Option<&[u8]> {
        let key = key as usize;
        let end = *self.ends.get(key)?;
        let start = if key == 0 { 0 } else { self.ends[key - 1] };
        Some(&self.bytes[start..end])
    }
}

impl CodedColumn {
    pub(crate) fn new() -> Self {
        Self {
            keys: Vec::new(),
            nulls: NullBufferBuilder::new(0),
            texts: Texts::default(),
            known: HashTable::new(),
            recent: [Recent::NONE; RECENT],
            hashing: FixedState::with_seed(0),
        }
    }

    /// Appends a cell that is missing.
    #[inline]
    pub(crate) fn append_null(&mut self) {
        self.keys.push(0);
        self.nulls.append_null();
    }

    /// Appends a cell if its text is known already, without asking whether the bytes are text: those that are known are.
    #[inline]
    pub(crate) fn append_known(&mut self, text: &[u8]) -> bool {
        let Some(key) = self.find(text) else { return false };
        self.append_key(key);
        true
    }

    /// Appends a cell.
    #[inline]
    pub(crate) fn append(&mut self, text: &str) {
        if !self.append_known(text.as_bytes()) {
            let key = self.enter(text);
            self.append_key(key);
        }
    }

    /// The cells appended since the last call.
    pub(crate) fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let texts = std::mem::take(&mut self.texts);
        let offsets = std::iter::once(0).chain(texts.ends);
        let offsets = offsets.map(|end| i32::try_from(end).map_err(|_| ArrowError::OffsetOverflowError(end)));
        let offsets = OffsetBuffer::new(offsets.collect::<Result<_, _>>()?);
        let texts = StringArray::try_new(offsets, Buffer::from_vec(texts.bytes), None)?;
        let room = self.keys.len();
        let keys = std::mem::replace(&mut self.keys, Vec::with_capacity(room));
        let keys = Int32Array::try_new(ScalarBuffer::from(keys), self.nulls.finish())?;
        self.known.clear();
        self.recent = [Recent::NONE; RECENT];
        Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, Arc::new(texts))?))
    }

    #[inline]
    fn append_key(&mut self, key: i32) {
        self.keys.push(key);
        self.nulls.append_non_null();
    }

    #[inline]
    fn find(&mut self, text: &[u8]) -> Option<i32> {
        let (first, last) = ends(text);
        let recent = &mut self.recent[place(first, last, text.len())];
        if recent.length as usize == text.len() && (recent.first, recent.last) == (first, last) {
            // What stands between the ends.
            let middle = 8..text.len().saturating_sub(8).max(8);
            let start = recent.start;
            if text.len() <= 16 || self.texts.bytes.get(start + middle.start..start + middle.end) == text.get(middle) {
                return Some(recent.key);
            }
        }
        let key = *self.known.find(self.hashing.hash_one(text), |key| self.texts.get(*key) == Some(text))?;
        // A text too long to be told from none is found by its hash.
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let start = self.texts.ends[key as usize] - text.len();
        *recent = Recent { first, last, length, key, start };
        Some(key)
    }

    fn enter(&mut self, text: &str) -> i32 {
        let key = self.texts.ends.len() as i32;
        self.texts.bytes.extend_from_slice(text.as_bytes());
        self.texts.ends.push(self.texts.bytes.len());
        let Self { texts, hashing, known, .. } = self;
        let hash = |text: &[u8]| hashing.hash_one(text);
        known.insert_unique(hash(text.as_bytes()), key, |key| hash(texts.get(*key).unwrap_or_default()));
        key
    }
}

/// The first and the last eight bytes, which overlap in a text of fewer than sixteen; or all of them in a shorter one.
#[inline]
fn ends(text: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    let mut bytes = [0; 8];
    bytes[..text.len()].copy_from_slice(text);
    (u64::from_le_bytes(bytes), 0)
}

/// Where a text stands among the recent ones. Labels of one question mostly differ in length, beginning or end.
#[inline]
fn place(first: u64, last: u64, length: usize) -> usize {
    let mixed = (first ^ last.rotate_left(32) ^ length as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> (64 - RECENT.trailing_zeros())) as usize
}

#[cfg(test)]
mod tests {
    use arrow::array::{Array, AsArray, StringArray};
    use arrow::compute::cast;
    use arrow::datatypes::{DataType, Int32Type};

    use super::CodedColumn;

    /// Texts of every length, some differing in one byte at the beginning, in the middle or at the end.
    fn texts() -> Vec<Option<String>> {
        let mut texts = vec![None];
        for length in 0..40 {
            let text = "x".repeat(length);
            texts.push(Some(text.clone()));
            for changed in 0..length {
                let mut other = text.clone();
                other.replace_range(changed..=changed, "y");
                texts.push(Some(other));
            }
        }
        texts
    }

    #[test]
    fn each_cell_comes_back_and_each_text_stands_once() {
        let mut column = CodedColumn::new();
        for round in 0..3 {
            let texts = texts();
            // Some are met again at once, some after all the others.
            let cells: Vec<Option<&str>> =
                texts.iter().chain(&texts[round..]).flat_map(|text| [text.as_deref(); 2]).collect();
            for cell in &cells {
                match cell {
                    Some(text) => column.append(text),
                    None => column.append_null(),
                }
            }
            let array = column.finish().expect("a column");
            let distinct = array.as_dictionary::<Int32Type>().values();
            assert_eq!(distinct.len(), texts.len() - 1);
            let in_order: Vec<Option<&str>> = texts[1..].iter().map(Option::as_deref).collect();
            assert_eq!(distinct.as_string::<i32>().iter().collect::<Vec<_>>(), in_order);
            let found = cast(&array, &DataType::Utf8).expect("text");
            assert_eq!(found.as_string::<i32>(), &cells.into_iter().collect::<StringArray>());
        }
    }

    #[test]
    fn only_a_known_text_is_appended_unread() {
        let mut column = CodedColumn::new();
        assert!(!column.append_known(b"Yes"));
        assert!(!column.append_known(b""));
        column.append("Yes");
        assert!(column.append_known(b"Yes"));
        assert!(!column.append_known(b"\xff"));
        assert_eq!(column.finish().expect("a column").len(), 2);
        assert!(!column.append_known(b"Yes"), "the next batch has texts of its own");
    }
}
