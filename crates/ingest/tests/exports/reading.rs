//! An export read whole, as the tests look at it.

use std::io::{Cursor, Read, Seek, SeekFrom};

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int64Type};
use topline_ingest::{Description, Export, IngestError, open};
use topline_records::{EXTRA, PROBLEM, ROW};
use topline_survey::{Finding, Format, Source};

/// One row of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub number: u64,
    pub problem: Option<String>,
    pub extra: Option<String>,
    pub cells: Vec<Option<String>>,
}

/// A whole export.
#[derive(Debug)]
pub struct Whole {
    pub columns: Vec<String>,
    pub encoding: &'static str,
    pub description: Option<Description>,
    pub delimiter: Option<char>,
    pub rows: Vec<Row>,
    pub findings: Vec<Finding>,
    pub batches: usize,
}

/// A comma-separated export with one header row.
pub fn csv() -> Source {
    Source::undeclared("responses", "data/export.csv", Format::Csv)
}

/// A file that another writer wrote: see `fixtures/write.py`.
pub fn fixture(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports/fixtures").join(name);
    std::fs::read(path).expect("a fixture")
}

pub fn read(source: &Source, bytes: impl AsRef<[u8]>) -> Result<Whole, IngestError> {
    read_from(source, Cursor::new(bytes.as_ref().to_vec()))
}

pub fn read_from(source: &Source, input: impl Read + Seek + Send + 'static) -> Result<Whole, IngestError> {
    drain(open(source, input)?)
}

/// Reads what is left of an export.
pub fn drain(mut export: Export) -> Result<Whole, IngestError> {
    let mut whole = Whole {
        columns: export.columns().to_vec(),
        encoding: "",
        description: export.description().cloned(),
        delimiter: export.delimiter(),
        rows: Vec::new(),
        findings: Vec::new(),
        batches: 0,
    };
    let names: Vec<String> = export.schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(names[..3], [ROW, PROBLEM, EXTRA]);
    assert_eq!(names[3..], whole.columns);
    while let Some(read) = export.next_batch()? {
        assert!(read.batch.num_rows() <= 8192, "a batch holds at most 8192 rows");
        assert_eq!(read.batch.schema(), export.schema());
        whole.rows.extend(rows(&read.batch));
        whole.findings.extend(read.findings);
        whole.batches += 1;
    }
    assert!(export.next_batch()?.is_none(), "an export that has ended stays so");
    whole.encoding = export.encoding()?.0;
    Ok(whole)
}

pub fn rows(batch: &RecordBatch) -> Vec<Row> {
    let written_out: Vec<ArrayRef> =
        batch.columns().iter().map(|column| cast(column, &DataType::Utf8).expect("text")).collect();
    let text = |column: usize, row: usize| {
        let column = written_out[column].as_string::<i32>();
        column.is_valid(row).then(|| column.value(row).to_owned())
    };
    (0..batch.num_rows())
        .map(|row| Row {
            number: batch.column(0).as_primitive::<Int64Type>().value(row).cast_unsigned(),
            problem: text(1, row),
            extra: text(2, row),
            cells: (3..batch.num_columns()).map(|column| text(column, row)).collect(),
        })
        .collect()
}

/// An export with two columns or more, as lines: the names, then each row with its number, problem and extra cells, then
/// each finding. A missing cell is `-`; line ends within cells are escaped.
pub fn lines(whole: &Whole) -> String {
    let escaped = |text: &str| text.replace('\n', "\\n").replace('\r', "\\r").replace('\0', "\\0");
    let mut lines = vec![whole.columns.iter().map(|name| escaped(name)).collect::<Vec<_>>().join("/")];
    for row in &whole.rows {
        let cells: Vec<String> = row.cells.iter().map(|cell| cell.as_deref().map_or("-".to_owned(), escaped)).collect();
        let extra = row.extra.as_ref().map_or(String::new(), |extra| format!(" + {extra}"));
        let problem = row.problem.as_ref().map_or(String::new(), |problem| format!(" = {problem}"));
        lines.push(format!("{}: {}{extra}{problem}", row.number, cells.join("/")));
    }
    for finding in &whole.findings {
        assert_eq!(finding.place.file, "responses");
        lines.push(format!(
            "! {}{}{} {} {}: {}",
            finding.place.sheet.as_deref().map_or(String::new(), |sheet| format!("{sheet} ")),
            finding.place.row.map_or("?".to_owned(), |row| row.to_string()),
            finding.place.column.as_deref().map_or(String::new(), |column| format!(" {column}")),
            finding.kind.as_str(),
            finding.action.as_str(),
            finding.detail
        ));
    }
    lines.join("\n")
}

/// Reads these bytes, whole and byte by byte, and compares what comes out with these lines.
#[track_caller]
pub fn check(source: &Source, bytes: impl AsRef<[u8]>, expected: &[&str]) {
    let bytes = bytes.as_ref();
    let expected = expected.join("\n");
    assert_eq!(lines(&read(source, bytes).expect("readable")), expected);
    assert_eq!(lines(&read_from(source, Trickle::of(bytes.to_vec(), 1)).expect("readable")), expected);
}

/// What it says of an export that it refuses: the error, and the hint.
#[track_caller]
pub fn refusal(source: &Source, bytes: impl AsRef<[u8]>) -> (String, Option<String>) {
    let error = read(source, bytes).expect_err("refused");
    (error.to_string(), error.hint())
}

/// An input that gives few bytes at a time; of one byte each, so that every place is the end of a buffer.
pub struct Trickle {
    input: Cursor<Vec<u8>>,
    most: usize,
}

impl Trickle {
    pub fn of(bytes: Vec<u8>, most: usize) -> Self {
        Self { input: Cursor::new(bytes), most }
    }
}

impl Read for Trickle {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let most = into.len().min(self.most);
        self.input.read(&mut into[..most])
    }
}

impl Seek for Trickle {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.input.seek(to)
    }
}
