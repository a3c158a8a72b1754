//! The fields of a system file's dictionary, one after the other, each with its place.

use std::io::{self, BufRead, Read};

use crate::error::StatError;
use crate::spss::error::SpssError;
use crate::spss::fault::SpssFault;

/// The order of the bytes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Little,
    Big,
}

impl Order {
    pub(crate) fn int(self, bytes: [u8; 4]) -> i32 {
        match self {
            Self::Little => i32::from_le_bytes(bytes),
            Self::Big => i32::from_be_bytes(bytes),
        }
    }

    pub(crate) fn long(self, bytes: [u8; 8]) -> i64 {
        match self {
            Self::Little => i64::from_le_bytes(bytes),
            Self::Big => i64::from_be_bytes(bytes),
        }
    }

    #[inline]
    pub(crate) fn float(self, bytes: [u8; 8]) -> f64 {
        match self {
            Self::Little => f64::from_le_bytes(bytes),
            Self::Big => f64::from_be_bytes(bytes),
        }
    }

    pub(crate) fn float_bytes(self, number: f64) -> [u8; 8] {
        match self {
            Self::Little => number.to_le_bytes(),
            Self::Big => number.to_be_bytes(),
        }
    }
}

/// Reads fields.
pub(crate) struct Fields<R> {
    input: R,
    at: u64,
    /// Little until the header has told.
    pub order: Order,
}

impl<R: BufRead> Fields<R> {
    /// From the input's beginning.
    pub(crate) fn new(input: R) -> Self {
        Self { input, at: 0, order: Order::Little }
    }

    /// The input, at the next field.
    pub(crate) fn into_input(self) -> R {
        self.input
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], StatError> {
        let mut bytes = [0; N];
        match self.input.read_exact(&mut bytes) {
            Ok(()) => {
                self.at += N as u64;
                Ok(bytes)
            }
            Err(error) => Err(self.cut_or(error)),
        }
    }

    pub(crate) fn int(&mut self) -> Result<i32, StatError> {
        let bytes = self.bytes()?;
        Ok(self.order.int(bytes))
    }

    pub(crate) fn long(&mut self) -> Result<i64, StatError> {
        let bytes = self.bytes()?;
        Ok(self.order.long(bytes))
    }

    pub(crate) fn float(&mut self) -> Result<f64, StatError> {
        let bytes = self.bytes()?;
        Ok(self.order.float(bytes))
    }

    /// A count or length that cannot be negative.
    pub(crate) fn count(&mut self) -> Result<u64, StatError> {
        let count = self.int()?;
        u64::try_from(count).map_err(|_| self.fault(SpssFault::Length(count.into())))
    }

    /// So many bytes; memory is taken as they come, whatever length the file claims.
    pub(crate) fn run(&mut self, length: u64) -> Result<Vec<u8>, StatError> {
        let mut run = Vec::new();
        let read = (&mut self.input).take(length).read_to_end(&mut run).map_err(|error| self.cut_or(error))?;
        self.at += read as u64;
        if (read as u64) < length {
            return Err(self.cut());
        }
        Ok(run)
    }

    /// Passes over so many bytes.
    pub(crate) fn skip(&mut self, length: u64) -> Result<(), StatError> {
        let passed =
            io::copy(&mut (&mut self.input).take(length), &mut io::sink()).map_err(|error| self.cut_or(error))?;
        self.at += passed;
        if passed < length { Err(self.cut()) } else { Ok(()) }
    }

    /// What is wrong here.
    pub(crate) fn fault(&self, source: SpssFault) -> StatError {
        SpssError::Dictionary { at: self.at, source }.into()
    }

    fn cut(&self) -> StatError {
        SpssError::DictionaryCut { at: self.at }.into()
    }

    fn cut_or(&self, error: io::Error) -> StatError {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => self.cut(),
            _ => StatError::Io(error),
        }
    }
}
