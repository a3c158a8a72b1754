//! All rows of a Parquet file, its row groups shared among threads.
//!
//! Partial sums merge exactly, so that the result has the same bits whoever counts what.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use topline_threads::share;

use crate::error::TallyError;
use crate::file_error::FileError;
use crate::file_rows::FileRows;
use crate::source::Source;
use crate::sums::Sums;
use crate::tally::Tally;

/// What the sums of all threads but one may take in memory, about.
const BYTES: usize = 128 << 20;
/// What the rows that wait take of it for each thread, and what is made of them.
const WAITING: usize = 20 << 20;

/// What one thread has counted.
struct Part {
    counting: Result<(FileRows, Sums), FileError>,
    /// What went wrong, in the row group of this number.
    failed: Option<(usize, FileError)>,
}

impl Part {
    fn add(&mut self, group: usize) {
        let Ok((rows, sums)) = &mut self.counting else { return };
        rows.go_to(group);
        let all = rows.left();
        if self.failed.is_none()
            && let Err(error) = sums.add_file_rows(rows, all, &[])
        {
            self.failed = Some((group, error));
        }
    }
}

/// The sums of all rows of a file, whose columns are the arguments of the tally.
///
/// # Errors
/// As [`FileRows::open`] and [`Sums::add_file_rows`].
pub fn file(path: &Path, tally: Arc<Tally>, sources: &[Source]) -> Result<Sums, FileError> {
    tally.argument_types(sources.len())?;
    let opened = FileRows::open(path, &tally, sources)?;
    opened_file(path, opened, tally, sources)
}

/// The same of a file that has been opened for this tally, and of which nothing has been read. Further threads open it again.
///
/// # Errors
/// As [`file()`].
pub fn opened_file(path: &Path, opened: FileRows, tally: Arc<Tally>, sources: &[Source]) -> Result<Sums, FileError> {
    tally.argument_types(sources.len())?;
    let empty = Sums::new(tally)?;
    let groups = opened.groups();
    let most = 1 + BYTES / (WAITING + empty.size());
    let opened = Mutex::new(Some(opened));
    let begin = || {
        let sums = Sums::new(Arc::clone(empty.tally())).map_err(FileError::from);
        let opened = opened.lock().unwrap_or_else(PoisonError::into_inner).take();
        let rows = |sums: &Sums| opened.map_or_else(|| FileRows::open(path, sums.tally(), sources), Ok);
        let counting = sums.and_then(|sums| Ok((rows(&sums)?, sums)));
        Part { counting, failed: None }
    };
    let parts = share(groups, most, begin, Part::add);
    let mut total: Option<Sums> = None;
    let mut failed: Option<(usize, FileError)> = None;
    for part in parts {
        // Of several errors the one that a reader from the beginning would meet.
        if let Some((group, error)) = part.failed
            && failed.as_ref().is_none_or(|(known, _)| group < *known)
        {
            failed = Some((group, error));
        }
        let (_, sums) = part.counting?;
        match &mut total {
            Some(total) => total.merge(&sums)?,
            None => total = Some(sums),
        }
    }
    if let Some((_, error)) = failed {
        return Err(error);
    }
    let mut total = total.ok_or(TallyError::State)?;
    total.settle()?;
    Ok(total)
}
