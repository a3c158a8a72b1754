//! Arrays of values that a column chunk can number, each value as its bytes.

use arrow::array::{Array, Float64Array, Int32Array, Int64Array, StringArray};

/// Whole numbers below this are found without hashing.
pub(crate) const SMALL: usize = 256;

/// Values of one kind.
pub(crate) trait Values: Array {
    /// A value's bytes.
    fn bytes(&self, at: usize) -> impl AsRef<[u8]>;

    /// Where a value's number is kept, below [`SMALL`], if it is a small whole number.
    fn small(&self, _at: usize) -> Option<usize> {
        None
    }
}

impl Values for StringArray {
    fn bytes(&self, at: usize) -> impl AsRef<[u8]> {
        self.value(at)
    }
}

impl Values for Int32Array {
    fn bytes(&self, at: usize) -> impl AsRef<[u8]> {
        self.value(at).to_le_bytes()
    }

    #[inline]
    fn small(&self, at: usize) -> Option<usize> {
        let number = self.value(at) as usize;
        (number < SMALL).then_some(number)
    }
}

impl Values for Int64Array {
    fn bytes(&self, at: usize) -> impl AsRef<[u8]> {
        self.value(at).to_le_bytes()
    }
}

impl Values for Float64Array {
    fn bytes(&self, at: usize) -> impl AsRef<[u8]> {
        self.value(at).to_le_bytes()
    }
}
