//! Which file a row stands in, where the files of several sources are stacked.
//!
//! Rows are numbered through: those of a file go on after the last row of the file before, so that a number names one row.

use topline_survey::{Duplicates, Place, Source};

/// The files begun so far.
#[derive(Debug, Default)]
pub(crate) struct Places {
    files: Vec<FileRows>,
    last: u64,
}

/// A file whose rows are read.
#[derive(Debug)]
pub(crate) struct FileRows {
    /// The last row of the files before.
    after: u64,
    /// The source, or the file of it.
    pub file: String,
    sheet: Option<String>,
    /// The source that it is (a part) of.
    pub of: String,
    /// The column that identifies a respondent.
    pub respondent: Option<String>,
    /// What happens to a respondent's further rows.
    pub duplicates: Duplicates,
}

impl Places {
    /// Begins a file, whose name may differ from that of the source that it is of.
    pub(crate) fn begin(&mut self, source: &Source, of: &str) {
        // A file without a row leaves no trace.
        self.files.retain(|file| file.after < self.last);
        self.files.push(FileRows {
            after: self.last,
            file: source.name.clone(),
            sheet: source.sheet.clone(),
            of: of.to_owned(),
            respondent: source.respondent.clone(),
            duplicates: source.duplicates,
        });
    }

    /// The rows of the file that was begun last, numbered through.
    pub(crate) fn numbered(&mut self, rows: Vec<u64>) -> Vec<u64> {
        let after = self.after();
        let rows: Vec<u64> = rows.into_iter().map(|row| row + after).collect();
        self.last = rows.iter().copied().fold(self.last, u64::max);
        rows
    }

    /// The last row of the files before the one that was begun last.
    pub(crate) fn after(&self) -> u64 {
        self.files.last().map_or(0, |file| file.after)
    }

    /// The last row so far.
    pub(crate) fn last(&self) -> u64 {
        self.last
    }

    /// The file that was begun last.
    pub(crate) fn current(&self) -> Option<&FileRows> {
        self.files.last()
    }

    /// The file of a row that is numbered through, and its number there.
    pub(crate) fn file_of(&self, row: u64) -> Option<(&FileRows, u64)> {
        let begun = self.files.partition_point(|file| file.after < row);
        let file = self.files.get(begun.saturating_sub(1))?;
        Some((file, row - file.after))
    }

    /// Where a row that is numbered through stands.
    pub(crate) fn place(&self, row: u64, column: Option<&str>) -> Place {
        let column = column.map(str::to_owned);
        match self.file_of(row) {
            Some((file, row)) => Place { file: file.file.clone(), sheet: file.sheet.clone(), row: Some(row), column },
            None => Place { row: Some(row), column, ..Place::default() },
        }
    }

    /// The file that was begun last, as a place.
    pub(crate) fn whole_file(&self, column: Option<&str>) -> Place {
        let (file, sheet) = self.current().map(|file| (file.file.clone(), file.sheet.clone())).unwrap_or_default();
        Place { file, sheet, row: None, column: column.map(str::to_owned) }
    }
}
