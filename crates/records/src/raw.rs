//! `raw/<source>`: an export as received, every cell as text.
//!
//! `ingest` writes these tables and `normalise` reads them. What both must agree on is here: the columns before those of the
//! export, the numbers of rows, and the problems that a row can have.

use std::sync::Arc;

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};

use topline_survey::FindingKind;

use crate::error::RecordError;
use crate::record::{RecordColumn, RecordTable, RecordType};
use crate::values::wholes_of;

/// The column with the row's number in the file, counted from one, header rows included.
pub const ROW: &str = "_row";
/// The column that says why a row can be no response; null where it can.
pub const PROBLEM: &str = "_problem";
/// The column with the cells beyond the header, as a JSON array; null where there are none.
pub const EXTRA: &str = "_extra";

/// How many columns stand before those of the export.
pub const RAW_COLUMNS: usize = RAW.columns.len();

/// Rows of an export.
pub const RAW: RecordTable = RecordTable {
    name: "raw",
    file: "raw/<source>.parquet",
    grain: "a row of the export as it was received",
    note: "Holds the answers of single respondents: for the analyst, not for publication. One file for each source; in `topline sql` it is the table `raw.<source>`.",
    columns: &[
        RecordColumn::whole(ROW, "row", "the row's number in its file, counted from one, header rows included"),
        RecordColumn::text(PROBLEM, "why the row can be no response: `blank_row` or `broken_row`")
            .null("the row can be a response"),
        RecordColumn::text(EXTRA, "the cells beyond the header, as a JSON array").null("there are none"),
    ],
    patterns: &[RecordColumn::text("<column>", "the cell as it was received, for each column of the export")
        .null("the row has no such cell")],
};

/// Why a row of an export can be no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowProblem {
    /// No cell holds anything.
    Blank,
    /// It cannot be told which cell belongs to which column.
    Broken,
}

impl RowProblem {
    /// The word for it in the column [`PROBLEM`].
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blank => FindingKind::BlankRow.as_str(),
            Self::Broken => FindingKind::BrokenRow.as_str(),
        }
    }

    fn of(word: &str) -> Option<Self> {
        [Self::Blank, Self::Broken].into_iter().find(|problem| problem.as_str() == word)
    }
}

/// The schema of a raw table with these columns of the export, whose texts are of this type.
#[must_use]
pub fn raw_schema<'c>(columns: impl Iterator<Item = &'c String>, cells: &DataType) -> SchemaRef {
    let before = RAW.columns.iter().map(RecordColumn::field);
    let own = columns.map(|column| Field::new(column, cells.clone(), true));
    Arc::new(Schema::new(before.chain(own).collect::<Vec<_>>()))
}

/// The number of each row of a raw batch in its file.
pub fn row_numbers(raw: &RecordBatch) -> Result<Vec<u64>, RecordError> {
    raw.column_by_name(ROW).and_then(wholes_of).ok_or_else(|| lacks(ROW, RecordType::Whole))
}

/// Why each row of a raw batch can be no response; nothing where it can.
pub fn row_problems(raw: &RecordBatch) -> Result<Vec<Option<RowProblem>>, RecordError> {
    let words = raw.column_by_name(PROBLEM).and_then(|column| column.as_string_opt::<i32>());
    let words = words.ok_or_else(|| lacks(PROBLEM, RecordType::Text))?;
    let problem = |(row, word): (usize, Option<&str>)| {
        let Some(word) = word else { return Ok(None) };
        let unknown = || RecordError::UnknownProblem { table: RAW.name, row: row + 1, word: word.to_owned() };
        RowProblem::of(word).map(Some).ok_or_else(unknown)
    };
    words.iter().enumerate().map(problem).collect()
}

fn lacks(column: &str, holds: RecordType) -> RecordError {
    RecordError::Column { table: RAW.name, column: column.to_owned(), data_type: holds.name() }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};

    use super::{RowProblem, row_numbers, row_problems};

    fn batch(number_column: &str, problems: &[Option<&str>]) -> RecordBatch {
        let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values((2..).take(problems.len())));
        let problems: ArrayRef = Arc::new(problems.iter().copied().collect::<StringArray>());
        RecordBatch::try_from_iter([(number_column, numbers), ("_problem", problems)]).expect("a batch")
    }

    #[test]
    fn rows_have_the_numbers_of_their_file() {
        assert_eq!(row_numbers(&batch("_row", &[None, None])).expect("numbers"), [2, 3]);
        let error = row_numbers(&batch("_number", &[None])).expect_err("a renamed column");
        assert_eq!(error.to_string(), "read `raw`: it has no column `_row` of type INT64");
    }

    #[test]
    fn a_problem_that_is_not_known_is_no_response_either() {
        let problems = row_problems(&batch("_row", &[None, Some("blank_row"), Some("broken_row")])).expect("problems");
        assert_eq!(problems, [None, Some(RowProblem::Blank), Some(RowProblem::Broken)]);
        let error = row_problems(&batch("_row", &[None, Some("blank")])).expect_err("another word");
        assert_eq!(error.to_string(), "read `raw`: row 2 has the unknown problem `blank`");
    }
}
