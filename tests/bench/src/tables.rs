//! 300 crosstabs of a generated survey: 50 questions by 6 breaks, weighted.
//!
//! Of each cell the respondents, their weight and its column percentage; of each column both bases and the effective one.

use std::error::Error;
use std::fs::File;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::compute::cast;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use topline_tally::{Cell, Dimension, Pair, Source, Sums, Tally, file};

/// How the rows come.
#[derive(Debug, Clone, Copy)]
pub enum Way {
    /// From the pages of the file.
    Pages,
    /// As Arrow arrays.
    Arrays,
    /// From the pages, and into one histogram for each question: what reading costs.
    Read,
}

impl FromStr for Way {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "pages" => Ok(Self::Pages),
            "arrays" => Ok(Self::Arrays),
            "read" => Ok(Self::Read),
            _ => Err(format!("`{word}` is no way to read")),
        }
    }
}

const QUESTIONS: usize = 50;
const BREAKS: usize = 6;
/// More than any question has.
const CODES: usize = 12;

/// Prints what all programs of the comparison print of their cells.
pub fn tables(path: &Path, way: Way) -> Result<(), Box<dyn Error>> {
    let questions = (1..=QUESTIONS).map(|question| format!("q{question:02}"));
    let breaks = (1..=BREAKS).map(|by| format!("b{by}"));
    let names: Vec<String> = questions.chain(breaks).chain(["w".to_owned()]).collect();
    let dimension = |column| Dimension::Code { column, absent: None, codes: (1..=CODES as i32).collect() };
    let pair = |rows, column| Pair { rows, columns: vec![column], filter: None, value: None };
    let by = match way {
        Way::Read => QUESTIONS..QUESTIONS,
        _ => QUESTIONS..QUESTIONS + BREAKS,
    };
    let pairs = (0..QUESTIONS).flat_map(|rows| by.clone().map(move |column| pair(rows, column)));
    let tally = Arc::new(Tally {
        dimensions: (0..QUESTIONS + BREAKS).map(dimension).collect(),
        pairs: pairs.collect(),
        distributions: Vec::new(),
        weight: Some(QUESTIONS + BREAKS),
    });
    let mut sums = match way {
        Way::Arrays => arrays(path, &tally, &names)?,
        _ => file(path, Arc::clone(&tally), &names.into_iter().map(Source::Column).collect::<Vec<_>>())?,
    };
    print(&tally, &sums.cells()?);
    Ok(())
}

fn arrays(path: &Path, tally: &Arc<Tally>, names: &[String]) -> Result<Sums, Box<dyn Error>> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?;
    let mask = ProjectionMask::columns(builder.parquet_schema(), names.iter().map(String::as_str));
    let types = tally.argument_types(names.len())?;
    let mut sums = Sums::new(Arc::clone(tally))?;
    for batch in builder.with_projection(mask).with_batch_size(8192).build()? {
        let batch = batch?;
        let array = |(name, as_type)| -> Result<ArrayRef, Box<dyn Error>> {
            let column: &ArrayRef = batch.column_by_name(name).ok_or("no such column")?;
            Ok(cast(column, as_type)?)
        };
        let arguments: Vec<ArrayRef> =
            names.iter().map(String::as_str).zip(&types).map(array).collect::<Result<_, _>>()?;
        sums.add(&arguments)?;
    }
    Ok(sums)
}

#[expect(clippy::print_stdout, reason = "the comparison reads it")]
fn print(tally: &Tally, pairs: &[Vec<Cell>]) {
    let (mut cells, mut sum_n, mut sum_w, mut sum_pct, mut sum_effective) = (0_u64, 0, 0.0, 0.0, 0.0);
    for (pair, found) in tally.pairs.iter().zip(pairs) {
        let width = tally.columns_of(&pair.columns);
        for column in 0..CODES {
            let answered: Vec<&Cell> = (0..CODES).map(|row| &found[row * width + column]).collect();
            let base: f64 = answered.iter().map(|cell| cell.weight).sum();
            let squares: f64 = answered.iter().map(|cell| cell.weight_squared).sum();
            sum_effective += if squares > 0.0 { base * base / squares } else { 0.0 };
            for cell in answered.iter().filter(|cell| cell.n > 0) {
                cells += 1;
                sum_n += cell.n;
                sum_w += cell.weight;
                sum_pct += 100.0 * cell.weight / base;
            }
        }
    }
    println!("cells={cells} sum_n={sum_n} sum_w={sum_w:.3} sum_pct={sum_pct:.6} sum_effective={sum_effective:.3}");
}
