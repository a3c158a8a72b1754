//! The dictionary of a column chunk: its distinct values in the PLAIN encoding, indexed in the order in which they first appear.

use std::hash::BuildHasher;
use std::ops::Range;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use crate::value_kind::ValueKind;

/// The distinct values of a column chunk.
pub(crate) struct ChunkDictionary {
    kind: ValueKind,
    /// All of them, each as its kind writes it.
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
    known: HashTable<u32>,
    hashing: FixedState,
}

impl ChunkDictionary {
    pub(crate) fn new(kind: ValueKind) -> Self {
        Self { kind, bytes: Vec::new(), ends: Vec::new(), known: HashTable::new(), hashing: FixedState::with_seed(0) }
    }

    /// How many values there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All of them as they are written.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// One of them as it is written.
    pub(crate) fn written(&self, number: u32) -> &[u8] {
        &self.bytes[range(&self.ends, number)]
    }

    /// Each of them.
    pub(crate) fn values(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|number| &self.written(number as u32)[self.kind.head()..])
    }

    /// The number of a value, which is entered if it is new.
    pub(crate) fn number_of(&mut self, value: &[u8]) -> u32 {
        let Self { kind, bytes, ends, known, hashing } = self;
        let head = kind.head();
        let hash = hashing.hash_one(value);
        if let Some(number) = known.find(hash, |number| bytes[range(ends, *number)][head..] == *value) {
            return *number;
        }
        let number = ends.len() as u32;
        kind.write(value, bytes);
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
