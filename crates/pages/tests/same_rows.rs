//! Arrow's reader and ours see the same rows, whether arrow's writer or ours has written them.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Float64Array, Int32Array, RecordBatch, StringArray};
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::{DataType, Field, Float64Type, Int32Type, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::properties::{WriterProperties, WriterVersion};
use topline_pages::{ColumnReader, PageError, PageFile, RawValue, StoredKind, TableWriter};

/// `SplitMix64`: the same rows everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }
}

/// Random numbers of a column: `None` where a row has no value.
fn numbers(random: &mut Random, rows: usize) -> Vec<Option<i32>> {
    let distinct = [1, 2, 3, 7, 200, 300, 70_000][random.below(7) as usize];
    let nulls_of_ten = [0, 0, 1, 5, 9, 10][random.below(6) as usize];
    let longest_run = [1, 1, 5, 400, 40_000][random.below(5) as usize];
    let mut numbers = Vec::new();
    while numbers.len() < rows {
        let number = (random.below(10) >= nulls_of_ten).then(|| random.below(distinct) as i32 - 3);
        let run = (random.below(longest_run) as usize + 1).min(rows - numbers.len());
        numbers.extend(std::iter::repeat_n(number, run));
    }
    numbers
}

/// The numbers as an array of some type; with a dictionary of its own where `coded`.
fn array(numbers: &[Option<i32>], kind: u64, coded: bool) -> ArrayRef {
    let array: ArrayRef = match kind {
        0 => Arc::new(numbers.iter().copied().collect::<Int32Array>()),
        1 => Arc::new(
            numbers.iter().map(|number| number.map(|number| f64::from(number) / 8.0)).collect::<Float64Array>(),
        ),
        2 => Arc::new(
            numbers.iter().map(|number| number.map(|number| format!("label {number}"))).collect::<StringArray>(),
        ),
        _ => {
            return Arc::new(
                numbers.iter().map(|number| number.map(|number| number % 2 == 0)).collect::<BooleanArray>(),
            );
        }
    };
    if !coded {
        return array;
    }
    let keyed = DataType::Dictionary(Box::new(DataType::Int32), Box::new(array.data_type().clone()));
    cast(&array, &keyed).expect("a dictionary")
}

/// What each row should be read as, the bits of a double: NaN without a value.
fn expected(numbers: &[Option<i32>], kind: u64) -> Vec<u64> {
    let value = |number: i32| match kind {
        1 => f64::from(number) / 8.0,
        3 => f64::from(u8::from(number % 2 == 0)),
        _ => f64::from(number),
    };
    numbers.iter().map(|number| number.map_or(f64::NAN, value).to_bits()).collect()
}

fn text_number(text: &str) -> f64 {
    text.strip_prefix("label ").and_then(|number| number.parse().ok()).expect("a label")
}

/// The rows that arrow's reader finds.
fn read_by_arrow(path: &Path, column: usize) -> Vec<u64> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).expect("a file")).expect("Parquet");
    let schema = Arc::clone(reader.schema());
    let batches: Vec<RecordBatch> = reader.build().expect("a reader").map(|batch| batch.expect("rows")).collect();
    let rows = concat_batches(&schema, &batches).expect("rows");
    let array = rows.column(column);
    let array = match array.data_type() {
        DataType::Dictionary(_, values) => cast(array, values).expect("values"),
        _ => Arc::clone(array),
    };
    let value = |row: usize| match array.data_type() {
        DataType::Int32 => f64::from(array.as_primitive::<Int32Type>().value(row)),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row),
        DataType::Utf8 => text_number(array.as_string::<i32>().value(row)),
        DataType::Boolean => f64::from(u8::from(array.as_boolean().value(row))),
        other => panic!("{other}"),
    };
    (0..array.len()).map(|row| if array.is_null(row) { f64::NAN } else { value(row) }.to_bits()).collect()
}

/// The rows that ours finds, some at a time.
fn read_by_pages(path: &Path, column: usize, random: &mut Random) -> Result<Vec<u64>, PageError> {
    let file = PageFile::open(path)?;
    let meaning = |raw: RawValue<'_>| {
        Ok(match raw {
            RawValue::Whole(whole) => whole as f64,
            RawValue::Number(number) => number,
            RawValue::Text(text) => text_number(std::str::from_utf8(text).expect("a text")),
            RawValue::Boolean(set) => f64::from(u8::from(set)),
        })
    };
    let mut reader: ColumnReader<f64, PageError> =
        ColumnReader::new(file.column(&format!("c{column}"))?, meaning, f64::NAN);
    let mut found = Vec::new();
    for (group, rows) in file.row_groups().enumerate() {
        reader.start(&file, group)?;
        let mut left = rows;
        while left > 0 {
            let some = (random.below(5_000) as usize + 1).min(left);
            reader.read(some, &mut found)?;
            left -= some;
        }
    }
    Ok(found.into_iter().map(f64::to_bits).collect())
}

fn write_by_pages(path: &Path, batch: &RecordBatch, random: &mut Random) {
    let mut writer = TableWriter::new(File::create(path).expect("a file"), &batch.schema()).expect("a writer");
    let mut start = 0;
    while start < batch.num_rows() {
        let some = (random.below(9_000) as usize + 1).min(batch.num_rows() - start);
        writer.write(&batch.slice(start, some)).expect("rows");
        start += some;
    }
    assert_eq!(writer.finish().expect("an end"), batch.num_rows() as u64);
}

fn write_by_arrow(path: &Path, batch: &RecordBatch, random: &mut Random) {
    let version = [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0][random.below(2) as usize];
    let mut properties = WriterProperties::builder()
        .set_writer_version(version)
        .set_max_row_group_row_count(Some([700, 20_000, 1 << 20][random.below(3) as usize]))
        .set_data_page_row_count_limit([100, 3_000, 20_000][random.below(3) as usize])
        .set_dictionary_page_size_limit([200, 1 << 20][random.below(2) as usize]);
    if version == WriterVersion::PARQUET_2_0 {
        // Its fallbacks from dictionaries are delta encodings, which are not read from pages.
        properties = properties.set_dictionary_page_size_limit(1 << 24);
    }
    let file = File::create(path).expect("a file");
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties.build())).expect("a writer");
    writer.write(batch).expect("rows");
    writer.close().expect("an end");
}

#[test]
fn both_readers_see_the_rows_of_both_writers() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("table.parquet");
    for seed in 0..60 {
        let mut random = Random(seed);
        // Beyond 16,384 rows there are several pages, beyond 131,072 several row groups.
        let rows = [0, 1, 9, 700, 20_000][seed as usize % 5];
        let rows = if seed % 20 == 7 { 140_000 } else { rows };
        let columns: Vec<(u64, Vec<Option<i32>>)> =
            (0..5).map(|_| (random.below(4), numbers(&mut random, rows))).collect();
        let arrays: Vec<ArrayRef> =
            columns.iter().map(|(kind, numbers)| array(numbers, *kind, random.below(2) == 0)).collect();
        let fields = arrays.iter().enumerate().map(|(at, array)| {
            Field::new(format!("c{at}"), array.data_type().clone(), array.null_count() > 0 || random.below(2) == 0)
        });
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let batch = RecordBatch::try_new(schema, arrays).expect("a batch");
        for own in [true, false] {
            if own {
                write_by_pages(&path, &batch, &mut random);
            } else {
                write_by_arrow(&path, &batch, &mut random);
            }
            for (at, (kind, numbers)) in columns.iter().enumerate() {
                let expect = expected(numbers, *kind);
                let of = format!("seed {seed}, column {at} of kind {kind}, written by us: {own}");
                assert!(read_by_arrow(&path, at) == expect, "arrow reads other rows: {of}");
                let found = read_by_pages(&path, at, &mut random).unwrap_or_else(|error| panic!("{of}: {error}"));
                assert!(found == expect, "we read other rows: {of}");
            }
        }
    }
}

#[test]
fn columns_say_how_they_are_stored() {
    use arrow::array::{Date32Array, FixedSizeBinaryArray, UInt32Array};

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kinds.parquet");
    let arrays: [(ArrayRef, StoredKind); 7] = [
        (Arc::new(Int32Array::from(vec![1])), StoredKind::Whole),
        (Arc::new(Float64Array::from(vec![1.0])), StoredKind::Number),
        (Arc::new(StringArray::from(vec!["1"])), StoredKind::Text),
        (Arc::new(BooleanArray::from(vec![true])), StoredKind::Boolean),
        (Arc::new(Date32Array::from(vec![1])), StoredKind::Other),
        (Arc::new(UInt32Array::from(vec![1])), StoredKind::Other),
        (Arc::new(FixedSizeBinaryArray::try_from_iter([b"1"].into_iter()).expect("bytes")), StoredKind::Unreadable),
    ];
    for (array, kind) in arrays {
        let batch = RecordBatch::try_from_iter([("c0", array)]).expect("a batch");
        write_by_arrow(&path, &batch, &mut Random(0));
        let file = PageFile::open(&path).expect("a file");
        assert_eq!(file.column("c0").expect("a column").kind(), kind, "{:?}", batch.schema());
        assert_eq!(file.row_groups().collect::<Vec<_>>(), [1]);
        assert!(matches!(file.column("c1"), Err(PageError::NoColumn(name)) if name == "c1"));
    }
    assert!(matches!(PageFile::open(&folder.path().join("none")), Err(PageError::Open(_))));
}
