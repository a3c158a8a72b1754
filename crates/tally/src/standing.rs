//! Where each respondent stands, kept row by row: for those who sum up something else by the same cells.

use arrow::array::{ArrayRef, BooleanArray};

use crate::block::Block;
use crate::error::TallyError;
use crate::file_error::FileError;
use crate::file_rows::{FileRows, from_row};
use crate::gather::Gathering;
use crate::tally::Tally;

/// The place of each row on each dimension of a tally, the conditions that it meets and its values.
///
/// Unlike [`crate::Sums`] it grows with the rows: two bytes for each dimension, one for each condition, eight for each value.
pub struct Standing {
    tally: Tally,
    gathering: Gathering,
    block: Block,
}

impl Standing {
    /// No rows yet.
    #[must_use]
    pub fn new(tally: &Tally) -> Self {
        let gathering = Gathering::new(tally);
        Self { block: gathering.block(tally), gathering, tally: tally.clone() }
    }

    /// Adds rows as [`crate::Sums::add`] takes them.
    ///
    /// # Errors
    /// Arguments that are not what [`Tally::argument_types`] says, or hold what no place is of.
    pub fn add(&mut self, arguments: &[ArrayRef]) -> Result<(), TallyError> {
        self.gathering.append(&self.tally, arguments, &mut self.block)
    }

    /// Adds the next rows of a file, as [`crate::Sums::add_file_rows`] does.
    ///
    /// # Errors
    /// As there.
    pub fn add_file_rows(
        &mut self,
        from: &mut FileRows,
        rows: usize,
        conditions: &[BooleanArray],
    ) -> Result<(), FileError> {
        let mut next = 0;
        while next < rows {
            next += from.read(rows - next, &from_row(conditions, next), &mut self.block)?;
        }
        Ok(())
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.block.rows
    }

    /// The place of each row on a dimension.
    #[must_use]
    pub fn places(&self, dimension: usize) -> &[u16] {
        &self.block.places[dimension]
    }

    /// Whether each row meets the condition that an argument holds.
    #[must_use]
    pub fn meets(&self, argument: usize) -> Option<&[bool]> {
        let position = self.gathering.filters.binary_search(&argument).ok()?;
        Some(&self.block.filters[position])
    }

    /// The value of each row that an argument holds; not a number where it has none.
    #[must_use]
    pub fn values(&self, argument: usize) -> Option<&[f64]> {
        let position = self.gathering.values.binary_search(&argument).ok()?;
        Some(&self.block.values[position])
    }
}
