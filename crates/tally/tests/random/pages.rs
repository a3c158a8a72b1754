//! The same bits from the pages of a Parquet file as from arrays, however the file is written.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use parquet::schema::types::ColumnPath;
use topline_pages::{Lack, PageError};
use topline_tally::{Dimension, FileError, FileRows, Pair, Source, Standing, Sums, Tally, TallyError, file};

use crate::survey::{Column, Survey};
use crate::{Random, tallies};

/// Writes rows in some way that a writer may choose.
fn write(path: &Path, survey: &Survey, random: &mut Random) {
    let all: Vec<usize> = (0..survey.rows).collect();
    let mut arrays = survey.arrays(&all, false);
    for (column, array) in survey.columns.iter().zip(&mut arrays) {
        if let Column::Codes(codes) = column {
            let narrow = codes.iter().flatten().all(|code| i8::try_from(*code).is_ok());
            let types = [DataType::Int32, DataType::Int64, if narrow { DataType::Int8 } else { DataType::Int32 }];
            *array = cast(array, random.pick(&types)).expect("a whole number");
        }
    }
    let fields = arrays.iter().enumerate().map(|(at, array)| {
        Field::new(format!("c{at}"), array.data_type().clone(), array.null_count() > 0 || random.chance(5))
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let version = *random.pick(&[WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0]);
    // The writer calls itself once more for each row group of a batch.
    let least = survey.rows / 200;
    let mut properties = WriterProperties::builder()
        .set_writer_version(version)
        .set_compression(*random.pick(&[Compression::SNAPPY, Compression::UNCOMPRESSED]))
        .set_max_row_group_row_count(Some(*random.pick(&[1, 50, 1000, 1 << 20]).max(&least)))
        .set_data_page_row_count_limit(*random.pick(&[1, 13, 100, 20_000]))
        .set_write_batch_size(*random.pick(&[1, 7, 64, 1024]))
        .set_data_page_size_limit(*random.pick(&[16, 500, 1 << 20]))
        .set_dictionary_page_size_limit(*random.pick(&[16, 200, 1 << 20]))
        .set_statistics_enabled(*random.pick(&[
            EnabledStatistics::None,
            EnabledStatistics::Chunk,
            EnabledStatistics::Page,
        ]))
        .set_dictionary_enabled(!random.chance(2));
    for at in 0..arrays.len() {
        let column = ColumnPath::from(format!("c{at}"));
        if random.chance(2) {
            properties = properties.set_column_dictionary_enabled(column.clone(), random.chance(5));
        }
        // What the second version takes for other values is not read here.
        properties = properties.set_column_encoding(
            column,
            match survey.columns[at] {
                Column::Ticks(_) if version == WriterVersion::PARQUET_2_0 => Encoding::RLE,
                _ => Encoding::PLAIN,
            },
        );
    }
    let file = File::create(path).expect("a file");
    let mut writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties.build())).expect("a writer");
    let batch = RecordBatch::try_new(schema, arrays).expect("a batch");
    writer.write(&batch).expect("rows");
    writer.close().expect("an end");
}

fn sources(survey: &Survey) -> Vec<Source> {
    (0..survey.columns.len()).map(|at| Source::Column(format!("c{at}"))).collect()
}

fn state(sums: &mut Sums) -> Vec<ArrayRef> {
    sums.to_arrays().expect("a state")
}

#[test]
fn pages_have_the_bits_of_arrays() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("survey.parquet");
    for seed in 20_000..20_000 + tallies() / 5 {
        let rows = [0, 1, 8, 300, 700, 1_500][seed as usize % 6];
        let rows = if seed % 100 == 7 { 140_000 } else { rows };
        let survey = Survey::random(seed, rows);
        let mut random = Random::new(seed ^ 0xF11E);
        write(&path, &survey, &mut random);
        let tally = Arc::new(survey.tally.clone());
        let mut whole = Sums::new(Arc::clone(&tally)).expect("a tally");
        let all: Vec<usize> = (0..rows).collect();
        whole.add(&survey.arrays(&all, false)).expect("rows");
        let mut found = file(&path, tally, &sources(&survey)).unwrap_or_else(|error| panic!("seed {seed}: {error:?}"));
        assert_eq!(state(&mut found), state(&mut whole), "seed {seed}");
    }
}

/// Reads all rows of a file in pieces of any size, with those of its conditions that `is_given` as arrays.
fn in_pieces(path: &Path, survey: &Survey, is_given: &[bool], random: &mut Random) -> (Sums, Standing) {
    let mut sources = sources(survey);
    let mut conditions = Vec::new();
    for (argument, source) in sources.iter_mut().enumerate().filter(|(argument, _)| is_given[*argument]) {
        let Column::Ticks(ticks) = &survey.columns[argument] else { panic!("a condition is a tick") };
        *source = Source::Condition;
        conditions.push(BooleanArray::from(ticks.clone()));
    }
    let tally = Arc::new(survey.tally.clone());
    let (mut sums, mut standing) = (Sums::new(Arc::clone(&tally)).expect("a tally"), Standing::new(&tally));
    let mut first = FileRows::open(path, &tally, &sources).expect("a file");
    let mut second = FileRows::open(path, &tally, &sources).expect("a file");
    let mut next = 0;
    while first.left() > 0 {
        let rows = (1 + random.below(1 + survey.rows / 3)).min(first.left());
        let own: Vec<BooleanArray> = conditions.iter().map(|condition| condition.slice(next, rows)).collect();
        sums.add_file_rows(&mut first, rows, &own).expect("rows");
        standing.add_file_rows(&mut second, rows, &own).expect("rows");
        next += rows;
    }
    assert!(sums.add_file_rows(&mut first, 1, &conditions).is_err(), "there are no more rows");
    (sums, standing)
}

#[test]
fn conditions_come_with_the_rows_of_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("survey.parquet");
    let mut given = 0;
    for seed in 40_000..40_000 + tallies() / 8 {
        let survey = Survey::random(seed, [1, 8, 300, 1_500][seed as usize % 4]);
        let mut random = Random::new(seed ^ 0xF11E);
        write(&path, &survey, &mut random);
        let pairs = survey.tally.pairs.iter().map(|pair| pair.filter);
        let filters: Vec<usize> =
            pairs.chain(survey.tally.distributions.iter().map(|of| of.filter)).flatten().collect();
        let boxes = survey.tally.dimensions.iter().filter_map(|dimension| match dimension {
            Dimension::Ticked { columns, .. } => Some(columns),
            Dimension::Code { .. } | Dimension::Band { .. } => None,
        });
        let boxes: Vec<usize> = boxes.flatten().copied().collect();
        // What is a box too is read from the file.
        let is_given: Vec<bool> = (0..survey.columns.len())
            .map(|argument| filters.contains(&argument) && !boxes.contains(&argument))
            .collect();
        given += is_given.iter().filter(|given| **given).count();
        let all: Vec<usize> = (0..survey.rows).collect();
        let arrays = survey.arrays(&all, false);
        let tally = Arc::new(survey.tally.clone());
        let mut whole = Sums::new(Arc::clone(&tally)).expect("a tally");
        whole.add(&arrays).expect("rows");
        let (mut found, standing) = in_pieces(&path, &survey, &is_given, &mut random);
        assert_eq!(state(&mut found), state(&mut whole), "seed {seed}");
        let mut expect = Standing::new(&tally);
        expect.add(&arrays).expect("rows");
        assert_eq!((standing.rows(), expect.rows()), (survey.rows, survey.rows));
        for dimension in 0..tally.dimensions.len() {
            assert_eq!(standing.places(dimension), expect.places(dimension), "seed {seed}");
        }
        for argument in 0..survey.columns.len() {
            assert_eq!(standing.meets(argument), expect.meets(argument), "seed {seed}");
            let bits = |values: Option<&[f64]>| {
                values.map(|values| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>())
            };
            assert_eq!(bits(standing.values(argument)), bits(expect.values(argument)), "seed {seed}");
        }
    }
    assert!(given as u64 > tallies() / 16, "only {given} conditions");
}

#[test]
fn conditions_of_other_rows_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("one.parquet");
    one(&path, Arc::new(arrow::array::Int32Array::from(vec![1, 2, 1])), None);
    let tally = Tally {
        dimensions: vec![Dimension::Code { column: 0, absent: None, codes: vec![1, 2] }],
        pairs: vec![Pair { rows: 0, columns: vec![], filter: Some(1), value: None }],
        ..Tally::default()
    };
    let sources = [Source::Column("a".to_owned()), Source::Condition];
    let count = |conditions: &[BooleanArray]| -> Result<Vec<u64>, FileError> {
        let mut sums = Sums::new(Arc::new(tally.clone())).expect("a tally");
        sums.add_file_rows(&mut FileRows::open(&path, &tally, &sources)?, 3, conditions)?;
        Ok(sums.cells()?[0].iter().map(|cell| cell.n).collect())
    };
    let condition = BooleanArray::from(vec![Some(true), None, Some(true)]);
    assert_eq!(count(std::slice::from_ref(&condition)).expect("rows"), [2, 0, 0, 0, 0, 0]);
    for conditions in [&[][..], &[condition.slice(0, 2)]] {
        let refused = count(conditions).expect_err("too few");
        assert!(matches!(refused, FileError::Tally(TallyError::Condition { position: 0, rows: 3 })), "{refused}");
    }
    let swapped = [Source::Condition, Source::Column("a".to_owned())];
    let refused = FileRows::open(&path, &tally, &swapped).err().expect("a code is no condition");
    assert!(matches!(refused, FileError::Tally(TallyError::ConditionElsewhere(0))), "{refused}");
}

#[test]
fn damaged_files_are_no_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("survey.parquet");
    let (mut read, mut refused) = (0, 0);
    for seed in 30_000..30_010 {
        let survey = Survey::random(seed, 200);
        let mut random = Random::new(seed);
        write(&path, &survey, &mut random);
        let bytes = std::fs::read(&path).expect("bytes");
        for _ in 0..20 {
            let mut damaged = bytes.clone();
            for _ in 0..=random.below(3) {
                let at = random.below(damaged.len());
                damaged[at] ^= 1 << random.below(8);
            }
            if random.chance(2) {
                damaged.truncate(random.below(bytes.len()));
            }
            std::fs::write(&path, &damaged).expect("written");
            match file(&path, Arc::new(survey.tally.clone()), &sources(&survey)) {
                Ok(_) => read += 1,
                Err(_) => refused += 1,
            }
        }
    }
    assert!(read > 10 && refused > 100, "{read} read, {refused} refused");
}

/// One column of numbers, in a file.
fn one(path: &Path, array: ArrayRef, encoding: Option<Encoding>) {
    let schema = Arc::new(Schema::new(vec![Field::new("a", array.data_type().clone(), true)]));
    let mut properties = WriterProperties::builder();
    if let Some(encoding) = encoding {
        properties = properties.set_dictionary_enabled(false).set_encoding(encoding);
    }
    let file = File::create(path).expect("a file");
    let mut writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties.build())).expect("a writer");
    writer.write(&RecordBatch::try_new(schema, vec![array]).expect("a batch")).expect("rows");
    writer.close().expect("an end");
}

#[test]
fn what_is_not_read_from_pages_says_so() {
    use arrow::array::{Date32Array, Float64Array, Int32Array, ListArray, StringArray};
    use arrow::datatypes::Int32Type;
    use topline_survey::Absent;

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("one.parquet");
    let tally = Arc::new(Tally {
        dimensions: vec![Dimension::Code { column: 0, absent: None, codes: vec![1, 2] }],
        pairs: vec![Pair { rows: 0, columns: vec![], filter: None, value: None }],
        ..Tally::default()
    });
    let counts = |source: Source| -> Result<Vec<u64>, FileError> {
        let cells = file(&path, Arc::clone(&tally), &[source])?.cells()?;
        Ok(cells[0].iter().map(|cell| cell.n).collect())
    };
    let column = || Source::Column("a".to_owned());
    let codes = || Arc::new(Int32Array::from(vec![Some(1), None, Some(2), Some(1)]));
    one(&path, codes(), None);
    assert_eq!(counts(column()).expect("counts"), [2, 1, 0, 1, 0, 0]);
    assert_eq!(counts(Source::Given("a".to_owned())).expect("counts"), [3, 0, 0, 1, 0, 0]);
    assert_eq!(Absent::NoAnswer as usize, 1);
    let missing = counts(Source::Column("b".to_owned())).expect_err("no column");
    assert!(matches!(missing, FileError::Pages(PageError::NoColumn(name)) if name == "b"));
    one(&path, codes(), Some(Encoding::DELTA_BINARY_PACKED));
    let delta = counts(column()).expect_err("an encoding");
    assert!(is_lacking(&delta, Lack::Encoding(Encoding::DELTA_BINARY_PACKED)));
    assert_eq!(
        delta.to_string(),
        "its column `a` is not read straight from its pages: it is encoded as DELTA_BINARY_PACKED"
    );
    for array in [
        Arc::new(Float64Array::from(vec![1.0])) as ArrayRef,
        Arc::new(Date32Array::from(vec![1])),
        Arc::new(StringArray::from(vec!["1"])),
    ] {
        one(&path, array, None);
        let refused = counts(column()).expect_err("a type");
        assert!(
            matches!(refused, FileError::Pages(PageError::Unsupported { lack: Lack::Type(_), .. }))
                && refused.is_unsupported()
        );
        assert_eq!(counts(Source::Given("a".to_owned())).expect("counts")[0], 1);
    }
    let lists = ListArray::from_iter_primitive::<Int32Type, _, _>([Some([Some(1)])]);
    one(&path, Arc::new(lists), None);
    assert!(is_lacking(&counts(column()).expect_err("a list"), Lack::Nested));
    one(&path, Arc::new(Int32Array::from(vec![1, 2, 3])), None);
    assert!(matches!(counts(column()), Err(FileError::Tally(TallyError::UnknownCode(3)))));
    assert!(matches!(counts_of_text(&path, &tally), Err(FileError::Pages(PageError::Parquet(_)))));
}

fn counts_of_text(path: &Path, tally: &Arc<Tally>) -> Result<Sums, FileError> {
    std::fs::write(path, "a,b\n1,2\n").expect("written");
    file(path, Arc::clone(tally), &[Source::Column("a".to_owned())])
}

fn is_lacking(error: &FileError, wanted: Lack) -> bool {
    matches!(error, FileError::Pages(PageError::Unsupported { lack, .. }) if *lack == wanted)
}
