//! The distinct values of a column chunk, numbered in the order in which they first appear, as Parquet writes them plainly.

use std::hash::BuildHasher;
use std::ops::Range;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

/// Whole numbers below this are found without hashing.
const SMALL: usize = 256;
/// The number of a value that has none yet.
pub(crate) const NEW: u32 = u32::MAX;

/// Distinct texts or distinct whole numbers.
pub(crate) struct ValueDictionary {
    /// All of them, each as [`write_text`] or [`write_number`] writes it.
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
    known: HashTable<u32>,
    small: [u32; SMALL],
    hashing: FixedState,
}

/// Appends a text as Parquet writes it plainly.
pub(crate) fn write_text(text: &str, into: &mut Vec<u8>) {
    into.extend_from_slice(&(text.len() as u32).to_le_bytes());
    into.extend_from_slice(text.as_bytes());
}

/// Appends a number as Parquet writes it plainly.
pub(crate) fn write_number(number: i32, into: &mut Vec<u8>) {
    into.extend_from_slice(&number.to_le_bytes());
}

impl ValueDictionary {
    pub(crate) fn new() -> Self {
        Self {
            bytes: Vec::new(),
            ends: Vec::new(),
            known: HashTable::new(),
            small: [NEW; SMALL],
            hashing: FixedState::with_seed(0),
        }
    }

    /// How many values there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All of them.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// One of them.
    pub(crate) fn value(&self, number: u32) -> &[u8] {
        &self.bytes[range(&self.ends, number)]
    }

    /// The number of a text, which is entered if it is new.
    pub(crate) fn number_of_text(&mut self, text: &str) -> u32 {
        self.number_of(text.as_bytes(), 4, |into| write_text(text, into))
    }

    /// Enters a whole number.
    pub(crate) fn enter_number(&mut self, number: i32) {
        let found = self.number_of(&number.to_le_bytes(), 0, |into| write_number(number, into));
        if let Some(small) = self.small.get_mut(number as usize) {
            *small = found;
        }
    }

    /// The number of a whole number; [`NEW`] where it has not been entered.
    #[inline]
    pub(crate) fn number_of_number(&self, number: i32) -> u32 {
        match self.small.get(number as usize) {
            Some(known) => *known,
            None => self.find(&number.to_le_bytes(), 0).unwrap_or(NEW),
        }
    }

    fn find(&self, value: &[u8], head: usize) -> Option<u32> {
        let Self { bytes, ends, known, hashing, .. } = self;
        known.find(hashing.hash_one(value), |number| bytes[range(ends, *number)][head..] == *value).copied()
    }

    /// The number of a value that stands behind `head` bytes of what `write` writes.
    fn number_of(&mut self, value: &[u8], head: usize, write: impl Fn(&mut Vec<u8>)) -> u32 {
        let Self { bytes, ends, known, hashing, .. } = self;
        let hash = hashing.hash_one(value);
        if let Some(number) = known.find(hash, |number| bytes[range(ends, *number)][head..] == *value) {
            return *number;
        }
        let number = ends.len() as u32;
        write(bytes);
        ends.push(bytes.len());
        known.insert_unique(hash, number, |number| hashing.hash_one(&bytes[range(ends, *number)][head..]));
        number
    }
}

fn range(ends: &[usize], number: u32) -> Range<usize> {
    let number = number as usize;
    let start = if number == 0 { 0 } else { ends[number - 1] };
    start..ends[number]
}
