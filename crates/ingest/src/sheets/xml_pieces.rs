//! XML as its reader gets it, of which no piece between markup is longer than any answer: a few packed bytes can unpack to more
//! than there is memory, and the reader holds a piece whole.

use std::io::{self, BufRead, BufReader, Read};

use quick_xml::Reader;

/// The most bytes between two pieces of markup.
pub(crate) const LONGEST_PIECE: u64 = 16 << 20;

/// XML in pieces.
pub(crate) struct Pieces<R> {
    input: BufReader<R>,
    left: u64,
    read: u64,
}

impl<R: Read> Pieces<R> {
    /// A reader of this input, to be told of each piece by [`Pieces::begin`].
    pub(crate) fn reader(input: R) -> Reader<Self> {
        Reader::from_reader(Self { input: BufReader::with_capacity(64 << 10, input), left: LONGEST_PIECE, read: 0 })
    }

    /// Begins a piece.
    pub(crate) fn begin(&mut self) {
        self.left = LONGEST_PIECE;
    }

    /// Whether the piece that was begun last is too long.
    pub(crate) fn is_too_long(&self) -> bool {
        self.left == 0
    }

    /// How many bytes have been read.
    pub(crate) fn read_so_far(&self) -> u64 {
        self.read
    }

    fn count(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes as u64);
        self.read += bytes as u64;
    }
}

impl<R: Read> Read for Pieces<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(into)?;
        self.count(read);
        Ok(read)
    }
}

impl<R: Read> BufRead for Pieces<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.is_too_long() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a cell is longer than any answer"));
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.count(amount);
        self.input.consume(amount);
    }
}
