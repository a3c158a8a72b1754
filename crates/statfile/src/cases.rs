//! The contract between the reader of a format and whoever gathers its cases.
//!
//! A reader hands over each cell as text, the cells of several cases column by column where the format allows it. It is generic
//! over who takes them, so that nothing is called through a table for each cell.

use encoding_rs::Encoding;

use crate::description::Description;
use crate::error::StatError;

/// What is known of a file before it is opened.
#[derive(Debug, Clone, Copy, Default)]
pub struct StatOptions<'o> {
    /// The encoding of its texts, whatever the file says.
    pub encoding: Option<&'static Encoding>,
    /// The dataset that is read, where the file has several.
    pub dataset: Option<&'o str>,
    /// Names that no column may have: one that does is numbered.
    pub reserved: &'o [&'o str],
}

/// An opened file: its dictionary is read, its cases are not.
#[derive(Debug)]
pub struct StatFile<C> {
    /// The name of the encoding of its texts.
    pub encoding: &'static str,
    /// What the file says of itself, with the names of the columns.
    pub description: Description,
    /// The cases.
    pub cases: C,
}

/// Reads the cases of a file, in their order.
pub trait CaseReader {
    /// Hands over the next cases until the sink is full. If it is not full afterwards, the file has no more.
    fn read_cases<S: CaseSink>(&mut self, into: &mut S) -> Result<(), StatError>;
}

/// Takes the cases of a file.
pub trait CaseSink {
    /// Takes the cells of one column.
    type Column<'s>: CellSink
    where
        Self: 's;

    /// Whether no more cases should come now.
    fn is_full(&self) -> bool;

    /// A column, to which cells of several cases may be appended together, before [`Self::end_case`] of the first.
    fn column(&mut self, column: usize) -> Self::Column<'_>;

    /// Ends a case, each of whose columns has got a cell.
    fn end_case(&mut self, case: u64, content: CaseContent);

    /// A cell has bytes that the encoding does not know; they are U+FFFD in its text.
    fn undecodable(&mut self, case: u64, column: usize, encoding: &'static str);

    /// The file ends where none of its format does, behind so many cases: others may be missing.
    fn cut_off(&mut self, read: u64);

    /// The file says that it has another number of cases than it has.
    fn case_count(&mut self, announced: u64, read: u64);
}

/// Takes cells of a column.
pub trait CellSink {
    /// Appends a cell; nothing is a missing one.
    fn append(&mut self, text: Option<&str>);

    /// Appends a cell if a cell of late has the same bytes as its text; whether one has. The bytes need be no text.
    fn append_known(&mut self, text: &[u8]) -> bool;

    /// Appends a cell that is a value of these bits; its text is asked for where no cell of late has the same.
    fn append_value<'t>(&mut self, bits: u64, text: impl FnOnce() -> &'t str);
}

/// Whether a case can be that of a respondent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseContent {
    /// A cell holds something.
    Something,
    /// Each cell is missing or blank.
    Nothing,
}
