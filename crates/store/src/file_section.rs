//! A Parquet file that is part of another file.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _, SeekFrom, Take};

use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

/// The bytes of a file from one place on.
#[derive(Debug)]
pub(crate) struct FileSection {
    pub file: File,
    pub start: u64,
    pub length: u64,
}

impl FileSection {
    /// The file at a place of the section, and how much of the section is left there.
    fn at(&self, place: u64) -> io::Result<(File, u64)> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(self.start.saturating_add(place)))?;
        Ok((file, self.length.saturating_sub(place)))
    }
}

impl Length for FileSection {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for FileSection {
    type T = BufReader<Take<File>>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        let (file, left) = self.at(start)?;
        Ok(BufReader::new(file.take(left)))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<bytes::Bytes> {
        let (file, left) = self.at(start)?;
        if left < length as u64 {
            return Err(ParquetError::EOF("the table ends before its rows do".to_owned()));
        }
        let mut read = Vec::with_capacity(length);
        file.take(length as u64).read_to_end(&mut read)?;
        if read.len() < length {
            return Err(ParquetError::EOF("the file ends before the table does".to_owned()));
        }
        Ok(read.into())
    }
}
