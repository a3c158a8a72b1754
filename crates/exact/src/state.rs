//! States of sums as bytes, so that they can travel between partial aggregates.
//!
//! Little-endian numbers one after the other, without a header: a state is read by what wrote it, over the same design.

/// Appends a whole number.
pub fn write_u64(bytes: &mut Vec<u8>, value: u64) {
    bytes.extend_from_slice(&value.to_le_bytes());
}

/// Appends a double, bit by bit.
pub fn write_f64(bytes: &mut Vec<u8>, value: f64) {
    bytes.extend_from_slice(&value.to_le_bytes());
}

/// Reads what was written, in the same order; nothing where the bytes end too soon.
#[derive(Debug)]
pub struct StateReader<'b> {
    bytes: &'b [u8],
}

impl<'b> StateReader<'b> {
    /// From the first byte on.
    #[must_use]
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    /// Whether every byte was read.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.bytes.is_empty()
    }

    /// What has not been read.
    #[must_use]
    pub fn rest(&self) -> &'b [u8] {
        self.bytes
    }

    /// The next number of [`write_u64`].
    pub fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    /// The next double of [`write_f64`].
    pub fn f64(&mut self) -> Option<f64> {
        self.take().map(f64::from_le_bytes)
    }

    /// The next so many bytes.
    pub fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.bytes.split_first_chunk::<N>()?;
        self.bytes = rest;
        Some(*taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_in_the_same_order() {
        let mut bytes = Vec::new();
        write_u64(&mut bytes, 7);
        write_f64(&mut bytes, -0.1);
        assert_eq!(bytes[..8], [7, 0, 0, 0, 0, 0, 0, 0]);
        bytes.push(9);
        let mut reader = StateReader::new(&bytes);
        assert_eq!((reader.u64(), reader.f64(), reader.is_at_end()), (Some(7), Some(-0.1), false));
        assert_eq!((reader.u64(), reader.take()), (None, Some([9])));
        assert!(reader.is_at_end());
        assert_eq!(reader.take::<1>(), None);
    }
}
