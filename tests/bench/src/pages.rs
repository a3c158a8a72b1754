//! Pages written and read by `topline-pages`, beside arrow's writer and reader: the reason why there is such a crate.
//!
//! 40 questions of 12 codes and 10 of 20 labels, which come with dictionaries, as batches of a run do. A tenth of the rows has no
//! answer. Each file is read by both readers, and what they find must be the same.

use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, DictionaryArray, Int32Array, RecordBatch, StringArray};
use arrow::datatypes::{Field, Int32Type, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use topline_pages::{ColumnReader, PageError, PageFile, RawValue, TableWriter};

const CODED: usize = 40;
const LABELLED: usize = 10;
const CODES: u64 = 12;
const LABELS: u64 = 20;
const BATCH: usize = 8192;

/// How often each code is in each column, and rows without one.
type Counts = Vec<[u64; LABELS as usize + 1]>;

/// Writes and reads so many rows both ways, and prints the CPU seconds of each.
#[expect(clippy::print_stdout, reason = "a benchmark reports")]
pub(crate) fn pages(folder: &Path, rows: usize) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let (own, arrow) = (folder.join("own.parquet"), folder.join("arrow.parquet"));
    let batches = batches(rows);
    let start = cpu_seconds();
    let mut writer = TableWriter::new(File::create(&own)?, &batches[0].schema())?;
    batches.iter().try_for_each(|batch| writer.write(batch))?;
    writer.finish()?;
    println!("{rows} rows, {} columns; CPU seconds", CODED + LABELLED);
    println!("write, topline-pages: {:.2}", cpu_seconds() - start);
    let start = cpu_seconds();
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = ArrowWriter::try_new(File::create(&arrow)?, batches[0].schema(), Some(properties))?;
    batches.iter().try_for_each(|batch| writer.write(batch))?;
    writer.close()?;
    println!("write, arrow:         {:.2}", cpu_seconds() - start);
    let mut found: Vec<Counts> = Vec::new();
    for (file, of) in [(&own, "topline-pages"), (&arrow, "arrow")] {
        let start = cpu_seconds();
        found.push(count_by_pages(file)?);
        println!("read what {of} wrote, topline-pages: {:.2}", cpu_seconds() - start);
        let start = cpu_seconds();
        found.push(count_by_arrow(file, &batches[0].schema())?);
        println!("read what {of} wrote, arrow:         {:.2}", cpu_seconds() - start);
    }
    if found.iter().any(|counts| *counts != found[0]) {
        return Err("the readers found different rows".into());
    }
    Ok(())
}

fn batches(rows: usize) -> Vec<RecordBatch> {
    let labels: ArrayRef = Arc::new((0..LABELS).map(|label| Some(format!("label {label}"))).collect::<StringArray>());
    let mut state = 20_240_607_u64;
    let mut below = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    let mut code = |bound: u64| (below(10) > 0).then(|| below(bound) as i32);
    let starts = (0..rows).step_by(BATCH);
    let batch = starts.map(|start| {
        let length = BATCH.min(rows - start);
        let mut columns: Vec<(String, ArrayRef)> = Vec::new();
        for at in 0..CODED {
            let codes: Int32Array = (0..length).map(|_| code(CODES)).collect();
            columns.push((format!("c{at}"), Arc::new(codes)));
        }
        for at in CODED..CODED + LABELLED {
            let keys: Int32Array = (0..length).map(|_| code(LABELS)).collect();
            columns.push((format!("c{at}"), Arc::new(DictionaryArray::new(keys, Arc::clone(&labels)))));
        }
        let fields = columns.iter().map(|(name, array)| Field::new(name, array.data_type().clone(), true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        RecordBatch::try_new(schema, columns.into_iter().map(|(_, array)| array).collect()).expect("a batch")
    });
    batch.collect()
}

fn label_of(text: &str) -> Option<u16> {
    text.strip_prefix("label ")?.parse().ok()
}

fn count_by_pages(path: &Path) -> Result<Counts, Box<dyn Error>> {
    let file = PageFile::open(path)?;
    let meaning = |raw: RawValue<'_>| -> Result<u16, PageError> {
        Ok(match raw {
            RawValue::Whole(code) => code as u16,
            RawValue::Text(text) => std::str::from_utf8(text).ok().and_then(label_of).unwrap_or(u16::MAX - 1),
            RawValue::Number(_) | RawValue::Boolean(_) => u16::MAX - 1,
        })
    };
    let mut counts: Counts = vec![[0; LABELS as usize + 1]; CODED + LABELLED];
    let mut codes = Vec::new();
    for (at, counts) in counts.iter_mut().enumerate() {
        let mut reader = ColumnReader::new(file.column(&format!("c{at}"))?, meaning, LABELS as u16);
        for (group, rows) in file.row_groups().enumerate() {
            reader.start(&file, group)?;
            codes.clear();
            reader.read(rows, &mut codes)?;
            for code in &codes {
                counts[usize::from(*code)] += 1;
            }
        }
    }
    Ok(counts)
}

fn count_by_arrow(path: &Path, schema: &Arc<Schema>) -> Result<Counts, Box<dyn Error>> {
    // Dictionaries are kept, so that no text is made twice.
    let options = ArrowReaderOptions::new().with_schema(Arc::clone(schema));
    let reader = ParquetRecordBatchReaderBuilder::try_new_with_options(File::open(path)?, options)?;
    let mut counts: Counts = vec![[0; LABELS as usize + 1]; CODED + LABELLED];
    for batch in reader.with_batch_size(BATCH).build()? {
        for (counts, array) in counts.iter_mut().zip(batch?.columns()) {
            let (keys, codes) = if let Some(coded) = array.as_dictionary_opt::<Int32Type>() {
                let texts = coded.values().as_string::<i32>().iter().enumerate();
                let codes = texts.filter_map(|(key, text)| Some((key as i32, usize::from(label_of(text?)?))));
                (coded.keys(), codes.collect())
            } else {
                (array.as_primitive::<Int32Type>(), HashMap::new())
            };
            for key in keys {
                let code = key.map_or(LABELS as usize, |key| codes.get(&key).copied().unwrap_or(key as usize));
                counts[code] += 1;
            }
        }
    }
    Ok(counts)
}

/// The CPU seconds of this process so far.
fn cpu_seconds() -> f64 {
    // Fields 14 and 15 of the line, in hundredths; those behind the name in parentheses are counted.
    let line = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = line.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}
