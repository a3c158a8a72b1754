//! A file read in windows: the pages of many columns in turn, with few calls to the system and little in memory.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Buf, Bytes};
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

/// How much of a column is read at once.
const WINDOW: u64 = 1 << 17;

/// An open file that columns share.
#[derive(Debug, Clone)]
pub(crate) struct SharedFile {
    file: Arc<Mutex<File>>,
    length: u64,
}

impl SharedFile {
    pub(crate) fn new(file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self { file: Arc::new(Mutex::new(file)), length })
    }

    fn read(&self, start: u64, length: usize) -> io::Result<Bytes> {
        // No size is believed that the file does not have.
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }

    /// The part that a column has, read ahead.
    pub(crate) fn column(&self, start: u64, length: u64) -> ColumnBytes {
        let end = start.saturating_add(length).min(self.length);
        ColumnBytes { file: self.clone(), end, window: Arc::default() }
    }
}

impl Length for SharedFile {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for SharedFile {
    type T = bytes::buf::Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        let length = self.length.saturating_sub(start).min(WINDOW);
        Ok(self.get_bytes(start, length as usize)?.reader())
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.read(start, length).map_err(|error| ParquetError::External(error.into()))
    }
}

/// The bytes of one column.
#[derive(Debug, Clone)]
pub(crate) struct ColumnBytes {
    file: SharedFile,
    end: u64,
    window: Arc<Mutex<(u64, Bytes)>>,
}

impl ColumnBytes {
    /// What the window has from a position on, at least so many bytes.
    fn from(&self, start: u64, length: usize) -> io::Result<Bytes> {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let (begin, bytes) = &*window;
        if let Some(skip) = start.checked_sub(*begin)
            && skip.saturating_add(length as u64) <= bytes.len() as u64
            && length > 0
        {
            return Ok(bytes.slice(skip as usize..));
        }
        let ahead = self.end.saturating_sub(start).min(WINDOW.max(length as u64));
        let bytes = self.file.read(start, (ahead as usize).max(length))?;
        *window = (start, bytes.clone());
        Ok(bytes)
    }
}

impl Length for ColumnBytes {
    fn len(&self) -> u64 {
        self.end
    }
}

impl ChunkReader for ColumnBytes {
    type T = Ahead;

    fn get_read(&self, start: u64) -> Result<Ahead> {
        Ok(Ahead { column: self.clone(), next: start, bytes: Bytes::new() })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let bytes = self.from(start, length).map_err(|error| ParquetError::External(error.into()))?;
        Ok(bytes.slice(..length))
    }
}

/// Reads on from a position, over the ends of windows.
#[derive(Debug)]
pub(crate) struct Ahead {
    column: ColumnBytes,
    next: u64,
    bytes: Bytes,
}

impl Read for Ahead {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.bytes.is_empty() {
            if self.next >= self.column.end {
                return Ok(0);
            }
            self.bytes = self.column.from(self.next, 1)?;
        }
        let length = out.len().min(self.bytes.len());
        self.bytes.copy_to_slice(&mut out[..length]);
        self.next += length as u64;
        Ok(length)
    }
}
