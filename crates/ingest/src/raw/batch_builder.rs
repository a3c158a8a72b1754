//! Rows gathered into a record batch, with the findings about them.
//!
//! What a broken or blank row becomes is decided here, once for all formats; what makes it one, by the reader of each.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Builder, RecordBatch, StringBuilder};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use topline_records::{RAW_COLUMNS, RowProblem, raw_schema};
use topline_survey::{Action, BlankRows, Finding, FindingKind, Place};

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::raw::coded_column::{CodedColumn, Glimpse, coded_text};

/// The most rows of a batch.
const MOST_ROWS: usize = 8192;
/// The most columns: several times those of the widest surveys. What has more was taken for another format than its own.
pub(crate) const MOST_COLUMNS: usize = 1 << 16;
/// A batch is closed when its cells take this many bytes, so that wide or wordy exports stay within memory.
const MOST_BYTES: usize = 32 << 20;

/// Rows of an export as received.
#[derive(Debug, Clone)]
pub struct RawBatch {
    /// `_row`, `_problem`, `_extra`, and the export's columns, whose texts are those of the batch, each once.
    pub batch: RecordBatch,
    /// What is wrong with them.
    pub findings: Vec<Finding>,
}

/// How the cells of a row compare with the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    /// It can be a response.
    Whole,
    /// It can be a response, whose cells behind the first so many are blank.
    Short {
        /// How many it has.
        cells: usize,
    },
    /// No cell has a visible character.
    Blank,
    /// It cannot be told which cell belongs to which column, for this reason.
    Broken(String),
}

/// Gathers rows.
pub(crate) struct BatchBuilder {
    place: Place,
    blank_rows: BlankRows,
    schema: SchemaRef,
    rows: Int64Builder,
    problems: StringBuilder,
    extras: StringBuilder,
    cells: Vec<CodedColumn>,
    findings: Vec<Finding>,
    row_count: usize,
    bytes: usize,
}

/// A column of the rows being gathered.
pub(crate) struct Column<'b> {
    cells: &'b mut CodedColumn,
    /// What its cells would take, and those of the batch.
    bytes: usize,
    all: &'b mut usize,
}

impl Drop for Column<'_> {
    fn drop(&mut self) {
        *self.all += self.bytes;
    }
}

impl Column<'_> {
    /// Appends a cell.
    #[inline]
    pub(crate) fn append(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.cells.append(text),
            None => self.cells.append_null(),
        }
        self.take(text.map_or(0, str::len));
    }

    /// Appends a cell if a cell above it in the batch has the same text; whether one has. The bytes need be no text.
    #[inline]
    pub(crate) fn append_known(&mut self, text: Glimpse<'_>) -> bool {
        let known = self.cells.append_known(text);
        if known {
            self.take(text.len());
        }
        known
    }

    /// Appends a cell that is a value of these bits; its text is asked for where no cell of late has the same.
    #[inline]
    pub(crate) fn append_value<'t>(&mut self, bits: u64, text: impl FnOnce() -> &'t str) {
        let length = self.cells.append_value(bits, text);
        self.take(length);
    }

    /// Counts what a text would take written out, as some columns will be, and its number.
    #[inline]
    fn take(&mut self, length: usize) {
        self.bytes += length + size_of::<i32>() + 1;
    }
}

impl BatchBuilder {
    /// For these columns of a file; findings are placed in this source and sheet.
    pub(crate) fn new(
        columns: &[String],
        place: Place,
        blank_rows: BlankRows,
        file: &str,
    ) -> Result<Self, IngestError> {
        if columns.len() > MOST_COLUMNS {
            return Err(IngestError::new(file.to_owned(), IngestFault::TooWide { limit: MOST_COLUMNS }));
        }
        Ok(Self {
            place,
            blank_rows,
            schema: raw_schema(columns.iter(), &coded_text()),
            rows: Int64Builder::new(),
            problems: StringBuilder::new(),
            extras: StringBuilder::new(),
            cells: columns.iter().map(|_| CodedColumn::new()).collect(),
            findings: Vec::new(),
            row_count: 0,
            bytes: 0,
        })
    }

    pub(crate) fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    pub(crate) fn width(&self) -> usize {
        self.cells.len()
    }

    pub(crate) fn is_full(&self) -> bool {
        self.room() == 0 || self.bytes >= MOST_BYTES
    }

    /// How many more rows the batch may have.
    pub(crate) fn room(&self) -> usize {
        MOST_ROWS.saturating_sub(self.row_count)
    }

    /// Appends a cell to a column; each column gets one for each row, before [`Self::end_row`].
    #[inline]
    pub(crate) fn cell(&mut self, column: usize, text: Option<&str>) {
        self.column(column).append(text);
    }

    /// A column to which cells of several rows are appended together, before [`Self::end_row`] of the first.
    #[inline]
    pub(crate) fn column(&mut self, column: usize) -> Column<'_> {
        Column { cells: &mut self.cells[column], bytes: 0, all: &mut self.bytes }
    }

    /// Ends the row, whose cells up to the header's width have been appended; `extra` are the cells beyond.
    pub(crate) fn end_row(&mut self, number: u64, extra: &[String], shape: &Shape) {
        self.rows.append_value(number.cast_signed());
        self.row_count += 1;
        if extra.is_empty() {
            self.extras.append_null();
        } else {
            let json = serde_json::Value::from(extra).to_string();
            self.bytes += json.len();
            self.extras.append_value(json);
        }
        let (problem, kind, detail, action) = match shape {
            Shape::Whole => return self.problems.append_null(),
            Shape::Short { cells } => {
                self.problems.append_null();
                let detail =
                    format!("{cells} cells where {} are expected: the others are taken as blank", self.width());
                return self.tell(number, *cells, FindingKind::ShortRow, detail);
            }
            Shape::Blank if self.blank_rows == BlankRows::Keep => return self.problems.append_null(),
            Shape::Blank => {
                (RowProblem::Blank, FindingKind::BlankRow, "no cell holds anything".to_owned(), Action::Excluded)
            }
            Shape::Broken(detail) => (RowProblem::Broken, FindingKind::BrokenRow, detail.clone(), Action::Quarantined),
        };
        self.problems.append_value(problem.as_str());
        self.find(number, None, kind, detail, action);
    }

    /// Tells that a cell has bytes that the encoding does not know.
    pub(crate) fn find_undecodable(&mut self, row: u64, cell: usize, encoding: &str) {
        let name = self.schema.fields().get(cell + RAW_COLUMNS).map(|field| field.name().clone());
        let detail = if name.is_some() {
            format!("bytes that {encoding} does not know, kept as U+FFFD")
        } else {
            format!("bytes that {encoding} does not know in cell {}, beyond the header, kept as U+FFFD", cell + 1)
        };
        self.find(row, name, FindingKind::Undecodable, detail, Action::Told);
    }

    /// Tells that the file says another number of rows than it has.
    pub(crate) fn find_row_count(&mut self, announced: u64, read: u64) {
        let detail = format!("the file says that it has {announced} rows, but has {read}");
        let place = self.place.clone();
        self.findings.push(Finding { place, kind: FindingKind::RowCount, detail, action: Action::Told });
    }

    /// Tells that the file was cut off behind so many rows.
    pub(crate) fn find_cut_off(&mut self, read: u64) {
        let detail = format!("the file was cut off: rows may be missing behind the {read} that it has");
        let place = self.place.clone();
        self.findings.push(Finding { place, kind: FindingKind::RowCount, detail, action: Action::Told });
    }

    /// Tells something of this row and others.
    pub(crate) fn tell_of_row(&mut self, row: u64, kind: FindingKind, detail: String) {
        self.find(row, None, kind, detail, Action::Told);
    }

    /// The name of a column, counted from nought.
    pub(crate) fn column_name(&self, column: usize) -> Option<&str> {
        self.schema.fields().get(column + 3).map(|field| field.name().as_str())
    }

    /// Tells something of the cells of a column, the first of which stands in this row.
    pub(crate) fn tell(&mut self, row: u64, cell: usize, kind: FindingKind, detail: String) {
        let name = self.schema.fields().get(cell + RAW_COLUMNS).map(|field| field.name().clone());
        self.find(row, name, kind, detail, Action::Told);
    }

    fn find(&mut self, row: u64, column: Option<String>, kind: FindingKind, detail: String, action: Action) {
        let place = Place { row: Some(row), column, ..self.place.clone() };
        self.bytes += detail.len() + size_of::<Finding>(); // A batch of nothing but findings is one, too.
        self.findings.push(Finding { place, kind, detail, action });
    }

    /// The rows gathered since the last call; nothing where there are no rows and no findings.
    pub(crate) fn finish(&mut self) -> Result<Option<RawBatch>, ArrowError> {
        if self.row_count == 0 && self.findings.is_empty() {
            return Ok(None);
        }
        let mut arrays: Vec<ArrayRef> =
            vec![Arc::new(self.rows.finish()), Arc::new(self.problems.finish()), Arc::new(self.extras.finish())];
        for column in &mut self.cells {
            arrays.push(column.finish()?);
        }
        self.row_count = 0;
        self.bytes = 0;
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays)?;
        Ok(Some(RawBatch { batch, findings: std::mem::take(&mut self.findings) }))
    }
}
