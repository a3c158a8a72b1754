//! Rows of delimited text as they stand in the splitter's buffer: where their cells are, and what text those have.

use std::borrow::Cow;
use std::iter;
use std::ops::Range;

use memchr::memchr;

use crate::raw::coded_column::Glimpse;
use crate::texts::text::{Decoded, Text};

/// What may mean that rows run together, or that this is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A quote is not closed where the file ends.
    OpenQuote,
    /// Text follows a closing quote.
    TextAfterQuote,
    /// There are more cells than an export has columns, and the last one holds delimiters.
    ManyCells,
}

/// Where a cell stands, counted from the beginning of its block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    start: u32,
    /// With [`Self::QUOTED`] where the cell has quotes that are to be taken out, its first byte one of them; enclosing quotes
    /// around nothing but text stand outside.
    end: u32,
}

impl Cell {
    const QUOTED: u32 = 1 << 31;

    #[inline]
    pub(crate) fn plain(bytes: Range<usize>) -> Self {
        Self { start: bytes.start as u32, end: bytes.end as u32 }
    }

    #[inline]
    pub(crate) fn quoted(bytes: Range<usize>) -> Self {
        Self { start: bytes.start as u32, end: bytes.end as u32 | Self::QUOTED }
    }

    #[inline]
    fn is_quoted(self) -> bool {
        self.end & Self::QUOTED != 0
    }

    #[inline]
    fn bytes(self) -> Range<usize> {
        self.start as usize..(self.end & !Self::QUOTED) as usize
    }
}

/// Rows in a buffer.
#[derive(Clone, Copy)]
pub(crate) struct Block<'s> {
    /// How many rows stand before it.
    pub above: u64,
    pub is_utf_8: bool,
    pub text: &'s Text,
    /// The buffer from the beginning of the block, and where that stands in the text.
    pub bytes: &'s [u8],
    pub offset: u64,
    /// The cells, row by row, and for each row where those behind it begin.
    pub cells: &'s [Cell],
    pub row_ends: &'s [usize],
    /// The rows that have a fault, by their position.
    pub faults: &'s [(usize, Fault)],
    /// Whether the text ends with its last row, and not with a line end.
    pub is_cut_off: bool,
}

/// A row of a block.
#[derive(Clone, Copy)]
pub(crate) struct Row<'s> {
    block: Block<'s>,
    index: usize,
}

impl<'s> Block<'s> {
    /// Its first row, if it has one.
    pub(crate) fn first(self) -> Option<Row<'s>> {
        self.rows().next()
    }

    /// Its rows.
    pub(crate) fn rows(self) -> impl Iterator<Item = Row<'s>> {
        (0..self.row_ends.len()).map(move |index| Row { block: self, index })
    }

    /// For each row the bytes of the cell at this position whose text is these bytes, if they are valid UTF-8, which is not
    /// known; nothing of other cells, and where there is none.
    pub(crate) fn glimpses(self, index: usize) -> impl Iterator<Item = Option<Glimpse<'s>>> {
        let starts = iter::once(0).chain(self.row_ends.iter().copied());
        starts.zip(self.row_ends).map(move |(start, end)| {
            let cell = self.cells.get(start + index).filter(|_| start + index < *end)?;
            (self.is_utf_8 && !cell.is_quoted()).then(|| Glimpse::within(self.bytes, cell.bytes()))
        })
    }
}

impl<'s> Row<'s> {
    /// Its number in the file, counted from one.
    pub(crate) fn number(self) -> u64 {
        self.block.above + self.index as u64 + 1
    }

    /// What may mean that it is more than one row.
    pub(crate) fn fault(self) -> Option<Fault> {
        let Block { faults, .. } = self.block;
        faults.iter().find(|(row, _)| *row == self.index).map(|(_, fault)| *fault)
    }

    /// Whether the text ends in it, without a line end.
    pub(crate) fn is_cut_off(self) -> bool {
        self.block.is_cut_off && self.index + 1 == self.block.row_ends.len()
    }

    /// How many cells it has.
    #[inline]
    pub(crate) fn len(self) -> usize {
        self.cells().len()
    }

    /// The text of a cell, and whether all of it could be decoded.
    pub(crate) fn cell(self, index: usize) -> (Cow<'s, str>, Decoded) {
        let Block { is_utf_8, text, bytes, offset, .. } = self.block;
        let cell = self.cells()[index];
        let at = offset + u64::from(cell.start)..offset + cell.bytes().end as u64;
        let bytes = &bytes[cell.bytes()];
        if cell.is_quoted() {
            let bytes = without_quotes(bytes);
            let (text, decoded) = text.decode(&bytes, &at);
            return (Cow::Owned(text.into_owned()), decoded);
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if is_utf_8 => (Cow::Borrowed(text), Decoded::Wholly),
            _ => text.decode(bytes, &at),
        }
    }

    /// Whether no cell has a visible character.
    pub(crate) fn is_blank(self) -> bool {
        // No encoding that is read here has a visible ASCII character's byte within another one, and most cells have such.
        let visible = |byte: &u8| byte.is_ascii_graphic() && *byte != b'"';
        self.cells().iter().enumerate().all(|(index, cell)| {
            !self.block.bytes[cell.bytes()].iter().any(visible) && self.cell(index).0.trim().is_empty()
        })
    }

    #[inline]
    fn cells(self) -> &'s [Cell] {
        let Block { cells, row_ends, .. } = self.block;
        let start = if self.index == 0 { 0 } else { row_ends[self.index - 1] };
        &cells[start..row_ends[self.index]]
    }
}

/// The text of a quoted cell, which begins with its opening quote; what follows the closing one is kept.
fn without_quotes(cell: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(cell.len());
    let mut rest = &cell[1..];
    while let Some(quote) = memchr(b'"', rest) {
        text.extend_from_slice(&rest[..quote]);
        rest = &rest[quote + 1..];
        if rest.first() != Some(&b'"') {
            break;
        }
        text.push(b'"');
        rest = &rest[1..];
    }
    text.extend_from_slice(rest);
    text
}
