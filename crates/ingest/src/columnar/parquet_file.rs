//! An export in a Parquet file, read by batches of rows.
//!
//! Fields of a struct are columns of their own, `a.b`. There is no header row: rows count from one.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use arrow::error::ArrowError;
use bytes::Bytes;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};
use topline_survey::{Place, Source};

use crate::columnar::arrow_text::{leaves, readers};
use crate::columnar::parquet_fault::ParquetFault;
use crate::error::IngestError;
use crate::error::IngestFault;
use crate::packed::unpack::{Input, Shared};
use crate::raw::batch_builder::{BatchBuilder, Shape};
use crate::raw::hand_over::{self, Ended, Hand};
use crate::raw::header::distinct_names;
use crate::raw::rows::Opened;

/// How many rows are decoded at a time.
const ROWS: usize = 1024;

/// An export in a Parquet file.
pub(crate) struct ParquetFile;

impl ParquetFile {
    /// Reads the schema.
    pub(crate) fn open(source: &Source, file: String, input: Box<dyn Input>) -> Result<Opened, IngestError> {
        let (source, name) = (source.clone(), file.clone());
        hand_over::opened(file, move |hand| read(input, &source, &name, hand))
    }
}

fn read(mut input: Box<dyn Input>, source: &Source, file: &str, hand: &Hand) -> Result<(), Ended> {
    let damaged = |row, source| IngestError::new(file.to_owned(), ParquetFault::Damaged { row, source });
    let length =
        input.seek(SeekFrom::End(0)).map_err(|source| IngestError::new(file.to_owned(), IngestFault::Io(source)))?;
    let chunks = Chunks { input: Shared::new(input), at: 0, length };
    let builder = ParquetRecordBatchReaderBuilder::try_new(chunks).map_err(|error| damaged(0, error))?;
    let leaves = leaves(builder.schema().fields());
    let columns = distinct_names(leaves.iter().map(|leaf| leaf.name.clone()));
    let place = Place { file: source.name.clone(), ..Place::default() };
    let mut rows = BatchBuilder::new(&columns, place, source.blank_rows, file)?;
    hand.header(rows.schema(), columns, None)?;
    let batches = builder.with_batch_size(ROWS).build().map_err(|error| damaged(0, error))?;
    let mut number = 0;
    let mut text = String::new();
    for batch in batches {
        let before = number;
        let unreadable = |error: ArrowError| damaged(before, ParquetError::ArrowError(error.to_string()));
        let batch = batch.map_err(unreadable)?;
        let readers = readers(&leaves, &batch).map_err(unreadable)?;
        for row in 0..batch.num_rows() {
            number += 1;
            let mut blank = true;
            for (column, reader) in readers.iter().enumerate() {
                let cell = reader.read(row, &mut text).map_err(unreadable)?;
                blank = blank && cell.is_none_or(|cell| cell.trim().is_empty());
                rows.cell(column, cell);
            }
            rows.end_row(number, &[], if blank { &Shape::Blank } else { &Shape::Whole });
            if rows.is_full() {
                hand_on(&mut rows, file, hand)?;
            }
        }
    }
    hand_on(&mut rows, file, hand)
}

fn hand_on(rows: &mut BatchBuilder, file: &str, hand: &Hand) -> Result<(), Ended> {
    let finished = rows.finish().map_err(|source| IngestError::new(file.to_owned(), IngestFault::Columns(source)))?;
    finished.map_or(Ok(()), |finished| hand.batch(finished).map_err(Ended::from))
}

/// The file, parts of which the reader asks for.
struct Chunks {
    input: Shared,
    at: u64,
    length: u64,
}

impl Read for Chunks {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.input.seek(SeekFrom::Start(self.at))?;
        let read = self.input.read(into)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Length for Chunks {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Chunks {
    type T = BufReader<Chunks>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        Ok(BufReader::new(Chunks { input: self.input.clone(), at: start, length: self.length }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        // Before room is made for it: the length is what the file says.
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF(format!("{length} bytes from {start} are not in the file")));
        }
        let mut bytes = Vec::with_capacity(length);
        self.get_read(start)?.take(length as u64).read_to_end(&mut bytes)?;
        if bytes.len() < length {
            return Err(ParquetError::EOF("the file has become shorter".to_owned()));
        }
        Ok(bytes.into())
    }
}
