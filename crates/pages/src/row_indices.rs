//! The rows of an array as a column chunk takes them: each as an index of the chunk's dictionary, once its value is in there.
//!
//! An array holds values as they are, or as keys of a dictionary of its own. Either way a value is hashed when it is new to the
//! array, and not each time that a row has it: survey data is a few values over and over.
//!
//! Left out: run-end encoded arrays, which `column_chunk` takes run by run.

use std::cell::Cell;

use arrow::array::{Array, Int32Array};

use crate::column_values::{SMALL, Values};
use crate::dictionary::ChunkDictionary;

/// The number of a value that has none yet.
pub(crate) const NEW: u32 = u32::MAX;
/// The number of a row without a value.
pub(crate) const NULL: u32 = u32::MAX - 1;

/// The rows of an array.
pub(crate) trait Rows {
    fn len(&self) -> usize;

    /// Whether no row has a value.
    fn are_null(&self) -> bool;

    /// The number of a row's value: [`NULL`] where it has none, [`NEW`] where it has to be entered first.
    fn number(&self, row: usize) -> u32;

    /// Enters the value of a row that is [`NEW`].
    fn enter(&self, row: usize, dictionary: &mut ChunkDictionary) -> u32;

    /// The bytes of a row's value.
    fn bytes(&self, row: usize) -> impl AsRef<[u8]>;

    /// The numbers of rows from `first` on.
    fn numbers(&self, first: usize, into: &mut [u32]);
}

/// Rows that have their values by number; a value may be null, too.
pub(crate) struct Coded<'a, V> {
    keys: &'a Int32Array,
    values: &'a V,
    numbers: Vec<Cell<u32>>,
}

impl<'a, V: Values> Coded<'a, V> {
    pub(crate) fn new(keys: &'a Int32Array, values: &'a V) -> Self {
        let number = |at| Cell::new(if values.is_null(at) { NULL } else { NEW });
        Self { keys, values, numbers: (0..values.len()).map(number).collect() }
    }

    #[inline]
    fn key(&self, row: usize) -> usize {
        self.keys.values()[row] as usize
    }
}

impl<V: Values> Rows for Coded<'_, V> {
    fn len(&self) -> usize {
        self.keys.len()
    }

    fn are_null(&self) -> bool {
        self.keys.null_count() == self.keys.len() || self.values.null_count() == self.values.len()
    }

    #[inline]
    fn number(&self, row: usize) -> u32 {
        if self.keys.is_null(row) { NULL } else { self.numbers[self.key(row)].get() }
    }

    fn enter(&self, row: usize, dictionary: &mut ChunkDictionary) -> u32 {
        let key = self.key(row);
        let number = dictionary.number_of(self.values.bytes(key).as_ref());
        self.numbers[key].set(number);
        number
    }

    fn bytes(&self, row: usize) -> impl AsRef<[u8]> {
        self.values.bytes(self.key(row))
    }

    #[inline]
    fn numbers(&self, first: usize, into: &mut [u32]) {
        if self.keys.null_count() > 0 {
            (first..).zip(into).for_each(|(row, into)| *into = self.number(row));
        } else {
            let keys = &self.keys.values()[first..];
            keys.iter().zip(into).for_each(|(key, into)| *into = self.numbers[*key as usize].get());
        }
    }
}

/// Rows that have their values as they are.
pub(crate) struct Plain<'a, V> {
    values: &'a V,
    small: Vec<Cell<u32>>,
}

impl<'a, V: Values> Plain<'a, V> {
    pub(crate) fn new(values: &'a V) -> Self {
        Self { values, small: vec![Cell::new(NEW); SMALL] }
    }

    #[inline]
    fn number_of_value(&self, row: usize) -> u32 {
        self.values.small(row).map_or(NEW, |small| self.small[small].get())
    }
}

impl<V: Values> Rows for Plain<'_, V> {
    fn len(&self) -> usize {
        self.values.len()
    }

    fn are_null(&self) -> bool {
        self.values.null_count() == self.values.len()
    }

    #[inline]
    fn number(&self, row: usize) -> u32 {
        if self.values.is_null(row) {
            return NULL;
        }
        self.number_of_value(row)
    }

    fn enter(&self, row: usize, dictionary: &mut ChunkDictionary) -> u32 {
        let number = dictionary.number_of(self.values.bytes(row).as_ref());
        if let Some(small) = self.values.small(row) {
            self.small[small].set(number);
        }
        number
    }

    fn bytes(&self, row: usize) -> impl AsRef<[u8]> {
        self.values.bytes(row)
    }

    #[inline]
    fn numbers(&self, first: usize, into: &mut [u32]) {
        if self.values.null_count() > 0 {
            (first..).zip(into).for_each(|(row, into)| *into = self.number(row));
        } else {
            (first..).zip(into).for_each(|(row, into)| *into = self.number_of_value(row));
        }
    }
}
