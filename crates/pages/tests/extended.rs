//! A table that takes the columns of another one over is that which is written of all columns at once, byte by byte.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray,
};
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use topline_pages::TableWriter;

/// More than a row group has.
const ROWS: usize = 140_000;
/// The rows of a batch.
const BATCH: usize = 8192;

fn schema() -> Arc<Schema> {
    Arc::new(Schema::new(vec![
        Field::new("id", DataType::Utf8, false),
        Field::new("row", DataType::Int64, false),
        Field::new("weight", DataType::Float64, false),
        Field::new("answer", DataType::Int32, true),
        Field::new("reason", DataType::Utf8, true),
        Field::new("day", DataType::Date32, true),
        Field::new("ticked", DataType::Boolean, true),
        Field::new("derived", DataType::Int32, true),
    ]))
}

/// The columns that are added: one in the middle, and the last two.
const ADDED: [usize; 3] = [2, 6, 7];
const KNOWN: [usize; 5] = [0, 1, 3, 4, 5];

fn rows(first: usize, last: usize) -> RecordBatch {
    let each = || first..last;
    let some = |row: usize, every: usize| !row.is_multiple_of(every);
    let columns: [ArrayRef; 8] = [
        Arc::new(each().map(|row| Some(format!("r{row}"))).collect::<StringArray>()),
        Arc::new(each().map(|row| row as i64 + 2).collect::<Int64Array>()),
        Arc::new(each().map(|row| (row % 997) as f64 / 8.0).collect::<Float64Array>()),
        Arc::new(each().map(|row| some(row, 7).then_some((row * row % 11) as i32)).collect::<Int32Array>()),
        Arc::new(each().map(|row| (!some(row, 7)).then_some("no_answer")).collect::<StringArray>()),
        Arc::new(each().map(|row| some(row, 4).then_some((row % 365) as i32 - 9)).collect::<Date32Array>()),
        Arc::new(each().map(|row| some(row, 5).then_some(row % 3 == 0)).collect::<BooleanArray>()),
        Arc::new(each().map(|row| some(row, 3).then_some((row % 4) as i32)).collect::<Int32Array>()),
    ];
    RecordBatch::try_new(schema(), columns.to_vec()).expect("a batch")
}

/// Writes these columns of all rows.
fn fill(writer: &mut TableWriter<File>, columns: &[usize], batch: usize) {
    for first in (0..ROWS).step_by(batch) {
        let rows = rows(first, ROWS.min(first + batch)).project(columns).expect("columns");
        writer.write(&rows).expect("rows are written");
    }
}

fn write(path: &Path, columns: &[usize]) {
    let schema = Arc::new(schema().project(columns).expect("columns"));
    let mut writer = TableWriter::new(File::create(path).expect("a file"), &schema).expect("a writer");
    fill(&mut writer, columns, BATCH);
    writer.finish().expect("a table");
}

fn extend(path: &Path, known: &Path, batch: usize) -> Result<u64, parquet::errors::ParquetError> {
    let mut writer = TableWriter::extending(File::create(path).expect("a file"), &schema(), known)?;
    fill(&mut writer, &ADDED, batch);
    writer.finish()
}

#[test]
fn columns_that_are_taken_over_have_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    write(&at("whole"), &[0, 1, 2, 3, 4, 5, 6, 7]);
    write(&at("known"), &KNOWN);
    assert_eq!(extend(&at("extended"), &at("known"), BATCH).expect("a table"), ROWS as u64);
    assert!(fs::read(at("whole")).expect("bytes") == fs::read(at("extended")).expect("bytes"), "other bytes");

    let reader =
        ParquetRecordBatchReaderBuilder::try_new(File::open(at("extended")).expect("a file")).expect("Parquet");
    let read: Vec<RecordBatch> = reader.build().expect("a reader").map(|batch| batch.expect("rows")).collect();
    assert_eq!(concat_batches(&schema(), &read).expect("rows"), rows(0, ROWS));
}

#[test]
fn tables_that_do_not_go_together_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    write(&at("known"), &KNOWN);
    let refused = |path: &Path, rows: usize| {
        let mut writer = TableWriter::extending(File::create(path).expect("a file"), &schema(), &at("known"))?;
        writer.write(&added_rows(rows))?;
        writer.finish()
    };
    for rows in [ROWS - 1, ROWS + 1, 1, 300_000] {
        assert!(refused(&at("extended"), rows).is_err(), "{rows} rows beside {ROWS}");
    }
    // A column that the new table has no place for.
    let other = Arc::new(schema().project(&[0, 1, 2, 3]).expect("columns"));
    assert!(TableWriter::extending(File::create(at("extended")).expect("a file"), &other, &at("known")).is_err());
}

fn added_rows(count: usize) -> RecordBatch {
    rows(0, count).project(&ADDED).expect("columns")
}
