//! The rows of a Parquet file in their order, read from its pages.

use std::path::Path;

use arrow::array::BooleanArray;
use topline_pages::PageFile;

use crate::block::Block;
use crate::error::TallyError;
use crate::file_columns::Columns;
use crate::file_error::FileError;
use crate::source::Source;
use crate::sums::Sums;
use crate::tally::Tally;

/// The rows of a file that are not read yet, of the columns that a tally reads.
pub struct FileRows {
    file: PageFile,
    columns: Columns,
    /// The number of each row group that is not begun, and its rows; the next one last.
    groups: Vec<(usize, usize)>,
    /// The rows that are left of the group at hand.
    in_group: usize,
}

impl FileRows {
    /// Opens a file whose columns are the arguments of a tally.
    ///
    /// # Errors
    /// The file's. An error that [`FileError::is_unsupported`] says only that it is stored in a way that is not read here.
    pub fn open(path: &Path, tally: &Tally, sources: &[Source]) -> Result<Self, FileError> {
        let file = PageFile::open(path)?;
        let columns = Columns::new(tally, sources, &file)?;
        let mut groups: Vec<(usize, usize)> = file.row_groups().enumerate().collect();
        groups.reverse();
        Ok(Self { file, columns, groups, in_group: 0 })
    }

    /// How many rows are left.
    #[must_use]
    pub fn left(&self) -> usize {
        self.in_group + self.groups.iter().map(|(_, rows)| rows).sum::<usize>()
    }

    /// Goes on with the rows of one row group, and no others.
    pub(crate) fn go_to(&mut self, group: usize) {
        self.groups = self.file.row_groups().enumerate().skip(group).take(1).collect();
        self.in_group = 0;
    }

    /// How many row groups are not begun.
    pub(crate) fn groups(&self) -> usize {
        self.groups.len()
    }

    /// Appends the next rows to a block, at most so many and of one row group; says how many.
    pub(crate) fn read(
        &mut self,
        most: usize,
        conditions: &[BooleanArray],
        block: &mut Block,
    ) -> Result<usize, FileError> {
        while self.in_group == 0 {
            let (group, rows) = self.groups.pop().ok_or(TallyError::RowsMissing)?;
            self.columns.start(&self.file, group)?;
            self.in_group = rows;
        }
        let rows = most.min(self.in_group);
        self.columns.read(rows, conditions, block)?;
        self.in_group -= rows;
        Ok(rows)
    }
}

impl Sums {
    /// Adds the next rows of a file. For each source that is a condition, in their order, `conditions` says which of these rows
    /// meet it; a null does not.
    ///
    /// # Errors
    /// The file's, what cannot be counted, and fewer rows than these.
    pub fn add_file_rows(
        &mut self,
        from: &mut FileRows,
        rows: usize,
        conditions: &[BooleanArray],
    ) -> Result<(), FileError> {
        let mut next = 0;
        while next < rows {
            let block = self.waiting();
            let most = (rows - next).min(block.capacity() - block.rows);
            next += from.read(most, &from_row(conditions, next), block)?;
            if block.rows == block.capacity() {
                self.settle()?;
            }
        }
        Ok(())
    }
}

/// The conditions of the rows from one on.
pub(crate) fn from_row(conditions: &[BooleanArray], first: usize) -> Vec<BooleanArray> {
    conditions.iter().map(|condition| condition.slice(first, condition.len().saturating_sub(first))).collect()
}
