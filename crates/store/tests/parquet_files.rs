//! Tables as other readers find them: what was written, in bytes that depend on the rows alone.

use std::collections::HashMap;
use std::fs::{self, File};
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int32Array, Int64Array, RecordBatch,
    RunArray, StringArray, UInt32Array,
};
use arrow::compute::{cast, concat_batches, take};
use arrow::datatypes::{DataType, Field, Int32Type, Schema};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData};
use parquet::file::statistics::Statistics;
use topline_store::RunFolder;

/// Numbers that look random and repeat (Knuth's MMIX constants).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// How a batch holds its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    AsTheyAre,
    ByNumber,
    InRuns,
}

fn held(array: &ArrayRef, how: Held) -> ArrayRef {
    match how {
        Held::AsTheyAre => Arc::clone(array),
        Held::ByNumber => coded(array),
        Held::InRuns => in_runs(array),
    }
}

/// What tells values apart.
fn names(array: &ArrayRef) -> Vec<String> {
    let formatter = ArrayFormatter::try_new(array, &FormatOptions::new().with_null("null")).expect("values");
    (0..array.len()).map(|row| formatter.value(row).to_string()).collect()
}

/// Values as their numbers; the distinct ones from the last to the first that has them, with one that no row has. Some rows
/// are null since they have no number, and others since the value is.
fn coded(array: &ArrayRef) -> ArrayRef {
    let (mut rows, mut keys) = (vec![0], HashMap::new());
    let names = names(array);
    for row in (0..array.len()).rev() {
        keys.entry(&names[row]).or_insert_with(|| {
            rows.push(row as u32);
            rows.len() as i32 - 1
        });
    }
    let key = |row: usize| (array.is_valid(row) || row.is_multiple_of(2)).then(|| keys[&names[row]]);
    let numbers: Int32Array = (0..array.len()).map(key).collect();
    let rows = if array.is_empty() { UInt32Array::from(Vec::<u32>::new()) } else { UInt32Array::from(rows) };
    let values = take(array, &rows, None).expect("values");
    Arc::new(DictionaryArray::<Int32Type>::try_new(numbers, values).expect("coded"))
}

/// Values of which equal ones are a run, unless it gets long.
fn in_runs(array: &ArrayRef) -> ArrayRef {
    let names = names(array);
    let ends = |row: &usize| *row == array.len() || row.is_multiple_of(1_000) || names[row - 1] != names[*row];
    let ends: Vec<i32> = (1..=array.len()).filter(ends).map(|row| row as i32).collect();
    let rows: UInt32Array = ends.iter().map(|end| *end as u32 - 1).collect();
    let values = take(array, &rows, None).expect("values");
    Arc::new(RunArray::try_new(&Int32Array::from(ends), &values).expect("runs"))
}

/// Columns of every kind that a table has, of so many rows.
fn table(rows: usize) -> Vec<(&'static str, ArrayRef)> {
    let mut random = Random(rows as u64);
    let mut texts = |text: &dyn Fn(&mut Random, usize) -> Option<String>| -> ArrayRef {
        Arc::new((0..rows).map(|row| text(&mut random, row)).collect::<StringArray>())
    };
    let label = |random: &mut Random, _| {
        Some(["Agree", "", "Disagree", "Don\u{2019}t know"][random.below(4) as usize].to_owned())
    };
    let columns = vec![
        ("labels", texts(&label)),
        ("few", texts(&|random, row| (random.below(20) == 0).then(|| label(random, row).unwrap_or_default()))),
        ("all null", texts(&|_, _| None)),
        ("one value", texts(&|_, _| Some("export".to_owned()))),
        ("distinct", texts(&|_, row| Some(format!("R{row:07}")))),
        (
            "distinct later",
            texts(&|random, row| Some(if row < 40_000 { format!("{}", random.below(9)) } else { format!("{row}") })),
        ),
        ("long", texts(&|random, row| (row % 9 == 0).then(|| "long ".repeat(random.below(2_000) as usize)))),
        // The dictionary is full in the midst of three rows that have the same text.
        ("long in threes", texts(&|_, row| (row < 1_500).then(|| format!("{:04}", row / 3).repeat(700)))),
        ("runs", texts(&|_, row| (row / 700 % 3 > 0).then(|| format!("{}", row / 300)))),
    ];
    let mut random = Random(7);
    let mut numbers = |number: &dyn Fn(&mut Random, usize) -> Option<i32>| -> ArrayRef {
        Arc::new((0..rows).map(|row| number(&mut random, row)).collect::<Int32Array>())
    };
    let codes = numbers(&|random, _| (random.below(30) > 0).then(|| random.below(5) as i32 + 1));
    let odd = numbers(&|random, _| Some([-99, i32::MIN, i32::MAX, 256, 0][random.below(5) as usize]));
    let ids = numbers(&|random, row| (random.below(3) > 0).then_some(row as i32 * 7 - 1_000));
    let mut columns: Vec<_> =
        columns.into_iter().chain([("codes", codes), ("odd codes", odd), ("id numbers", ids)]).collect();
    columns.push(("row", Arc::new((0..rows as i64).collect::<Int64Array>())));
    columns.push((
        "ticked",
        Arc::new((0..rows).map(|row| (row % 5 > 0).then_some(row % 2 == 0)).collect::<BooleanArray>()),
    ));
    columns.push((
        "x",
        Arc::new((0..rows).map(|row| (row % 7 > 0).then_some(row as f64 / 3.0)).collect::<Float64Array>()),
    ));
    columns.push((
        "few x",
        Arc::new(
            (0..rows)
                .map(|row| (row % 7 > 0).then_some([0.0, -0.5, f64::NAN, -0.0][row / 3 % 4]))
                .collect::<Float64Array>(),
        ),
    ));
    columns.push(("whose", Arc::new((0..rows as i64).map(|row| row / 40 - 1_000).collect::<Int64Array>())));
    columns.push((
        "day",
        Arc::new((0..rows).map(|row| (row % 7 > 0).then_some(row as i32 % 900)).collect::<Date32Array>()),
    ));
    columns
}

/// The bytes of the table, written in batches of so many rows.
fn written(columns: &[(&'static str, ArrayRef)], batch: usize, how: Held) -> (Vec<u8>, tempfile::TempDir) {
    let is_held = |name: &str, array: &ArrayRef| {
        matches!(array.data_type(), DataType::Utf8 | DataType::Int32 | DataType::Float64) || name == "whose"
    };
    let columns: Vec<(&str, ArrayRef)> = columns
        .iter()
        .map(|(name, array)| (*name, if is_held(name, array) { held(array, how) } else { Arc::clone(array) }))
        .collect();
    let fields = columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), *name != "row"));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    let whole = RecordBatch::try_new(Arc::clone(&schema), arrays).expect("a table");
    let out = tempfile::tempdir().expect("a folder");
    let mut folder = RunFolder::scratch(out.path(), "x").expect("a folder");
    let mut file = folder.table("t.parquet", &schema).expect("a file");
    for start in (0..whole.num_rows()).step_by(batch) {
        file.write(&whole.slice(start, batch.min(whole.num_rows() - start))).expect("written");
    }
    folder.finish_table("t.parquet", file).expect("ended");
    let bytes = fs::read(folder.path("t.parquet")).expect("a file");
    fs::write(out.path().join("t.parquet"), &bytes).expect("a copy");
    (bytes, out)
}

fn read(folder: &tempfile::TempDir) -> (RecordBatch, Arc<ParquetMetaData>) {
    let file = File::open(folder.path().join("t.parquet")).expect("a file");
    let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Required);
    let reader = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options).expect("a Parquet file");
    let metadata = Arc::clone(reader.metadata());
    let schema = Arc::clone(reader.schema());
    let batches: Vec<RecordBatch> = reader.build().expect("a reader").map(|batch| batch.expect("a batch")).collect();
    (concat_batches(&schema, &batches).expect("a table"), metadata)
}

#[test]
fn a_table_comes_back() {
    let tables = [0, 1, 7, 8, 9, 16_384, 16_385].map(|rows| [(rows, Held::ByNumber), (rows, Held::InRuns)]).concat();
    for (rows, how) in tables.into_iter().chain([(9, Held::AsTheyAre), (140_000, Held::ByNumber)]) {
        let columns = table(rows);
        let (_, folder) = written(&columns, 8_192, how);
        let (found, metadata) = read(&folder);
        assert_eq!(metadata.file_metadata().num_rows(), rows as i64);
        for ((name, expected), (field, found)) in
            columns.iter().zip(found.schema().fields().iter().zip(found.columns()))
        {
            assert_eq!((field.name().as_str(), field.data_type()), (*name, expected.data_type()));
            assert_eq!(found, expected, "{name}, {rows} rows");
        }
    }
}

#[test]
fn the_bytes_are_the_same_whatever_the_batches() {
    for rows in [9, 20_000, 132_000] {
        let mut columns = table(rows);
        columns.retain(|(_, array)| matches!(array.data_type(), DataType::Utf8 | DataType::Int32 | DataType::Float64));
        let (bytes, _) = written(&columns, 8_192, Held::AsTheyAre);
        let ways = [(8_192, Held::ByNumber), (999, Held::AsTheyAre), (50_000, Held::InRuns)];
        for (batch, how) in ways {
            assert!(written(&columns, batch, how).0 == bytes, "{rows} rows in batches of {batch}, {how:?}");
        }
    }
}

#[test]
fn what_repeats_is_coded_and_what_does_not_is_plain() {
    let (_, folder) = written(&table(150_000), 8_192, Held::ByNumber);
    let (_, metadata) = read(&folder);
    let group = metadata.row_group(0);
    assert_eq!(group.num_rows(), 131_072);
    let column =
        |name: &str| group.columns().iter().find(|column| column.column_path().string() == name).expect("a column");
    for (name, has_dictionary) in [
        ("labels", true),
        ("codes", true),
        ("distinct", false),
        ("id numbers", false),
        ("distinct later", true),
        ("x", false),
        ("few x", true),
        ("whose", true),
    ] {
        assert_eq!(column(name).dictionary_page_offset().is_some(), has_dictionary, "{name}");
    }
    // Two bits a cell, and the page headers.
    assert!(column("labels").compressed_size() < 131_072 / 4 + 1_000, "{}", column("labels").compressed_size());
    assert!(column("all null").compressed_size() < 1_000);
    let (Some(Statistics::Int32(codes)), Some(Statistics::ByteArray(labels)), Some(Statistics::ByteArray(long))) =
        (column("odd codes").statistics(), column("labels").statistics(), column("long").statistics())
    else {
        panic!("statistics of other types");
    };
    assert_eq!((codes.min_opt(), codes.max_opt(), codes.null_count_opt()), (Some(&i32::MIN), Some(&i32::MAX), Some(0)));
    let text = |text: Option<&parquet::data_type::ByteArray>| text.map(|text| text.as_utf8().expect("text").to_owned());
    assert_eq!(text(labels.min_opt()).as_deref(), Some(""));
    assert_eq!(text(labels.max_opt()).as_deref(), Some("Don\u{2019}t know"));
    assert_eq!((text(long.min_opt()), long.null_count_opt()), (None, Some(131_072 - 14_564)));
    let (Some(Statistics::Double(few)), Some(Statistics::Int64(whose))) =
        (column("few x").statistics(), column("whose").statistics())
    else {
        panic!("statistics of other types");
    };
    assert_eq!((few.min_opt(), few.max_opt(), few.null_count_opt()), (Some(&-0.5), Some(&0.0), Some(18_725)));
    assert!(few.max_opt().is_some_and(|most| most.is_sign_positive()), "a nought of either sign is no more than it");
    // They are signed.
    assert_eq!((whose.min_opt(), whose.max_opt()), (Some(&-1_000), Some(&(131_071 / 40 - 1_000))));
}

/// A text that many rows share is not written out for each of them, however long it is.
#[test]
fn long_texts_that_repeat_take_little() {
    let text = "x".repeat(100_000);
    let texts: StringArray =
        (0..2_000).map(|row| Some(if row % 2 == 0 { text.clone() } else { format!("{row}") })).collect();
    let columns = [("texts", Arc::new(texts) as ArrayRef)];
    let (bytes, folder) = written(&columns, 500, Held::ByNumber);
    assert!(bytes.len() < 200_000, "{} bytes", bytes.len());
    assert_eq!(&cast(read(&folder).0.column(0), &DataType::Utf8).expect("text"), &columns[0].1);
}
