//! A column of cells, each distinct text kept once.
//!
//! An export repeats itself: most columns hold a few labels over and over. What comes after reads each text of a batch once,
//! instead of each cell. The texts are those of one batch, in the order in which they first appear, so that a column where no
//! two cells are alike takes no more memory than a batch of it.

use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::{ArrayRef, DictionaryArray, Int32Array, StringArray};
use arrow::buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{DataType, Int32Type};
use arrow::error::ArrowError;
use foldhash::fast::FixedState;
use hashbrown::HashTable;

/// How many texts are found again without hashing; a power of two.
const RECENT: usize = 64;
/// How many values are found again without writing their text; a power of two.
const VALUES: usize = 256;
/// How many bytes of a text are looked at together.
const HEAD: usize = 32;
/// The key of a cell that is missing, until the column is finished.
const MISSING: i32 = -1;

/// The type of a column: texts by number.
pub(crate) fn coded_text() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// Gathers the cells of a column.
pub(crate) struct CodedColumn {
    /// For each cell the number of its text.
    keys: Vec<i32>,
    texts: Texts,
    /// The numbers of texts by their hash.
    known: HashTable<i32>,
    /// Texts seen of late.
    recent: Box<[Recent; RECENT]>,
    /// What decides where they stand, and how often one may still take the place of another until that is changed.
    salt: u64,
    patience: u32,
    /// How often one has.
    displaced: u32,
    /// Values whose texts were seen of late; none where cells come as texts.
    values: Vec<Value>,
    hashing: FixedState,
}

/// A value that has been written as a text.
#[derive(Debug, Clone, Copy)]
struct Value {
    bits: u64,
    /// [`MISSING`] where there is none.
    key: i32,
    length: u32,
}

/// A text as it is looked for: its first bytes in four words, with nothing behind them, so that most texts are compared in one
/// step whatever their length.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glimpse<'t> {
    text: &'t [u8],
    head: [u64; HEAD / 8],
}

/// A text seen of late. It takes one line of the cache: the columns of a row take turns, and what is looked at should be few
/// places of memory.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Recent {
    head: [u64; HEAD / 8],
    length: u32,
    key: i32,
    /// Where it stands among the texts.
    start: usize,
}

impl Recent {
    /// No text has this length.
    const NONE: Self = Self { head: [0; HEAD / 8], length: u32::MAX, key: 0, start: 0 };
}

impl<'t> Glimpse<'t> {
    /// Of a text on its own.
    #[inline]
    pub(crate) fn of(text: &'t [u8]) -> Self {
        Self::within(text, 0..text.len())
    }

    /// Of a part of a longer text, whose bytes behind it spare a copy.
    #[inline]
    pub(crate) fn within(text: &'t [u8], range: Range<usize>) -> Self {
        const WITHIN: [u8; 2 * HEAD] = {
            let mut within = [0; 2 * HEAD];
            let mut at = 0;
            while at < HEAD {
                within[at] = u8::MAX;
                at += 1;
            }
            within
        };
        let behind = &text[range.start..];
        let text = &behind[..range.end - range.start];
        let mut copy = [0; HEAD];
        let head: &[u8; HEAD] = if let Some(head) = behind.first_chunk() {
            head
        } else {
            copy[..behind.len()].copy_from_slice(behind);
            &copy
        };
        let within = &WITHIN[HEAD - text.len().min(HEAD)..][..HEAD];
        let (head, within) = (head.as_chunks::<8>().0, within.as_chunks::<8>().0);
        let head = std::array::from_fn(|word| u64::from_le_bytes(head[word]) & u64::from_le_bytes(within[word]));
        Self { text, head }
    }

    /// How many bytes it has.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// Where it stands among the recent ones.
    #[inline]
    fn place(&self, salt: u64) -> usize {
        let [first, second, third, fourth] = self.head;
        let mut length = self.text.len() as u64;
        if let Some(last) = self.text.last_chunk()
            && self.text.len() > HEAD
        {
            // Texts that begin alike, such as addresses of pages, differ in their ends.
            length ^= u64::from_le_bytes(*last).rotate_left(7);
        }
        let mixed =
            first ^ second.rotate_left(13) ^ third.rotate_left(29) ^ fourth.rotate_left(43) ^ length.rotate_left(53);
        (mixed.wrapping_mul(salt) >> (64 - RECENT.trailing_zeros())) as usize
    }
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
            texts: Texts::default(),
            known: HashTable::new(),
            recent: Box::new([Recent::NONE; RECENT]),
            salt: 0x9e37_79b9_7f4a_7c15,
            patience: 32,
            displaced: 0,
            values: Vec::new(),
            hashing: FixedState::with_seed(0),
        }
    }

    /// Appends a cell that is missing.
    #[inline]
    pub(crate) fn append_null(&mut self) {
        self.keys.push(MISSING);
    }

    /// Appends a cell if its text is known already, without asking whether the bytes are text: those that are known are.
    #[inline]
    pub(crate) fn append_known(&mut self, text: Glimpse<'_>) -> bool {
        let Some(key) = self.find(text) else { return false };
        self.keys.push(key);
        true
    }

    /// Appends a cell.
    #[inline]
    pub(crate) fn append(&mut self, text: &str) {
        let key = self.find(Glimpse::of(text.as_bytes())).unwrap_or_else(|| self.enter(text));
        self.keys.push(key);
    }

    /// Appends a cell that is a value of these bits, whose text, the same for the same bits, is asked for where it is not known;
    /// the length of the text.
    #[inline]
    pub(crate) fn append_value<'t>(&mut self, bits: u64, text: impl FnOnce() -> &'t str) -> usize {
        // Small whole numbers as doubles differ in their high bits, of which the product keeps the mixture.
        let place = (bits.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - VALUES.trailing_zeros())) as usize;
        if let Some(known) = self.values.get(place)
            && known.bits == bits
            && known.key != MISSING
        {
            self.keys.push(known.key);
            return known.length as usize;
        }
        let text = text();
        self.append(text);
        self.values.resize(VALUES, Value { bits, key: MISSING, length: 0 });
        if let Some(key) = self.keys.last()
            && let Ok(length) = u32::try_from(text.len())
        {
            self.values[place] = Value { bits, key: *key, length };
        }
        text.len()
    }

    /// The cells appended since the last call.
    pub(crate) fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let texts = std::mem::take(&mut self.texts);
        let offsets = std::iter::once(0).chain(texts.ends);
        let offsets = offsets.map(|end| i32::try_from(end).map_err(|_| ArrowError::OffsetOverflowError(end)));
        let offsets = OffsetBuffer::new(offsets.collect::<Result<_, _>>()?);
        let texts = StringArray::try_new(offsets, Buffer::from_vec(texts.bytes), None)?;
        let room = self.keys.len();
        let mut keys = std::mem::replace(&mut self.keys, Vec::with_capacity(room));
        let nulls = keys.contains(&MISSING).then(|| {
            let nulls = BooleanBuffer::collect_bool(keys.len(), |row| keys[row] != MISSING);
            for key in &mut keys {
                *key = (*key).max(0);
            }
            NullBuffer::new(nulls)
        });
        let keys = Int32Array::try_new(ScalarBuffer::from(keys), nulls)?;
        self.known.clear();
        self.recent.fill(Recent::NONE);
        self.values.clear();
        Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, Arc::new(texts))?))
    }

    #[inline]
    fn find(&mut self, glimpse: Glimpse<'_>) -> Option<i32> {
        let Glimpse { text, head } = glimpse;
        let place = glimpse.place(self.salt);
        let recent = &self.recent[place];
        // All words at once: to stop at the first that differs would be a branch that nobody can foresee.
        let differing = recent.head.iter().zip(head).fold(0, |differing, (known, word)| differing | (known ^ word));
        if differing == 0 && recent.length as usize == text.len() {
            let behind_head = recent.start + HEAD..recent.start + text.len();
            if text.len() <= HEAD || self.texts.bytes.get(behind_head) == text.get(HEAD..) {
                return Some(recent.key);
            }
        }
        self.find_by_hash(glimpse, place)
    }

    #[inline(never)]
    fn find_by_hash(&mut self, Glimpse { text, head }: Glimpse<'_>, place: usize) -> Option<i32> {
        let key = *self.known.find(self.hashing.hash_one(text), |key| self.texts.get(*key) == Some(text))?;
        // A text too long to be told from none is found by its hash.
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let start = self.texts.ends[key as usize] - text.len();
        self.displaced += u32::from(self.recent[place].length != Recent::NONE.length);
        self.recent[place] = Recent { head, length, key, start };
        if self.displaced >= self.patience {
            self.rearrange();
        }
        Some(key)
    }

    /// Lets texts that take turns in one place stand elsewhere: a few labels find places of their own after a few times. Where
    /// they are too many for that it is tried ever less often.
    fn rearrange(&mut self) {
        self.recent.fill(Recent::NONE);
        self.salt = self.salt.wrapping_mul(0xd134_2543_de82_ef95);
        self.displaced = 0;
        self.patience = self.patience.saturating_mul(2);
    }

    #[inline(never)]
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

#[cfg(test)]
mod tests {
    use arrow::array::{Array, AsArray, StringArray};
    use arrow::compute::cast;
    use arrow::datatypes::{DataType, Int32Type};

    use super::{CodedColumn, Glimpse};

    /// Texts of every length, some differing in one byte at the beginning, in the middle or at the end.
    fn texts() -> Vec<Option<String>> {
        let mut texts = vec![None];
        for length in 0..72 {
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
                    Some(text) => {
                        column.append(text);
                    }
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
        let is_known = |column: &mut CodedColumn, text: &[u8]| column.append_known(Glimpse::of(text));
        assert!(!is_known(&mut column, b"Yes"));
        assert!(!is_known(&mut column, b""));
        column.append("Yes");
        assert!(is_known(&mut column, b"Yes"));
        assert!(!is_known(&mut column, b"\xff"));
        assert_eq!(column.finish().expect("a column").len(), 2);
        assert!(!is_known(&mut column, b"Yes"), "the next batch has texts of its own");
    }

    #[test]
    fn what_stands_behind_a_text_is_no_part_of_it() {
        // Every part of a text is as it would be on its own, close to its end as well.
        let text: Vec<u8> = (0..100).map(|at| b'a' + at % 3).collect();
        let mut column = CodedColumn::new();
        for start in 0..text.len() {
            for end in start..=text.len() {
                column.append(str::from_utf8(&text[start..end]).expect("ASCII"));
                assert!(column.append_known(Glimpse::within(&text, start..end)), "{start}..{end}");
            }
        }
        let array = column.finish().expect("a column");
        let keys = array.as_dictionary::<Int32Type>().keys();
        assert!(keys.values().chunks(2).all(|pair| pair[0] == pair[1]));
    }

    #[test]
    fn a_value_has_its_text_in_every_batch() {
        let mut column = CodedColumn::new();
        for round in 0..3 {
            // More values than are kept, two of which have the same text.
            let values: Vec<u64> = (0..1000).flat_map(|value| [value, value / 2, 7]).chain([u64::MAX, 0]).collect();
            let text = |value: u64| if value == u64::MAX { "0".to_owned() } else { (value + round).to_string() };
            for value in &values {
                let expected = text(*value);
                assert_eq!(column.append_value(*value, || &expected), expected.len());
            }
            let array = cast(&column.finish().expect("a column"), &DataType::Utf8).expect("text");
            let expected: StringArray = values.iter().map(|value| Some(text(*value))).collect();
            assert_eq!(array.as_string::<i32>(), &expected);
        }
    }
}
