//! The zlib blocks of a `.zsav` file, unpacked one after the other.
//!
//! The trailer behind them, which says where each begins, is not needed to read them in their order.

use std::io::{self, BufRead, Read};

use flate2::{Decompress, FlushDecompress, Status};

/// Unpacks the blocks of the input, which ends with the last.
pub(crate) struct Blocks<R> {
    input: R,
    unpacking: Decompress,
    /// A block has begun that has not ended.
    within: bool,
}

impl<R> Blocks<R> {
    pub(crate) fn new(input: R) -> Self {
        Self { input, unpacking: Decompress::new(true), within: false }
    }
}

impl<R: BufRead> Read for Blocks<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let packed = self.input.fill_buf()?;
            if into.is_empty() || (packed.is_empty() && !self.within) {
                return Ok(0);
            }
            if packed.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let (read_before, given_before) = (self.unpacking.total_in(), self.unpacking.total_out());
            let status = self
                .unpacking
                .decompress(packed, into, FlushDecompress::None)
                .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
            let read = (self.unpacking.total_in() - read_before) as usize;
            let given = (self.unpacking.total_out() - given_before) as usize;
            self.input.consume(read);
            self.within = status != Status::StreamEnd;
            if !self.within {
                self.unpacking.reset(true);
            } else if read == 0 && given == 0 {
                return Err(io::ErrorKind::InvalidData.into());
            }
            if given > 0 {
                return Ok(given);
            }
        }
    }
}
