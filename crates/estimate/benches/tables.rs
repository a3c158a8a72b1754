//! Linearised errors of 300 crosstabs of a million rows in 2,000 clusters: how long adding and finishing take.

use std::time::Instant;

use topline_estimate::covariance::{Extent, LonelyPolicy};
use topline_estimate::frame::{ClusterCodes, Population, Stage, read_frame};
use topline_estimate::inference::infer_from_sums;
use topline_estimate::proportion::ColumnShares;
use topline_estimate::table_sums::{PreparedWeight, TableSums};

const ROWS: usize = 1_000_000;
const CLUSTERS: u64 = 2_000;
const TABLES: usize = 300;
const CELLS: usize = 20;
/// Rows that are added to one table before the next: many, so that a table's sums come from memory once for many rows.
const BATCH: usize = 1 << 18;

#[expect(clippy::print_stdout, reason = "a benchmark reports")]
fn main() {
    let noise = |row: usize, step: usize| row.wrapping_mul(step) >> 7;
    let clusters: Vec<u64> = (0..ROWS).map(|row| noise(row, 2_654_435_761) as u64 % CLUSTERS).collect();
    let strata: Vec<u64> = clusters.iter().map(|cluster| cluster % 20).collect();
    let stage = Stage { strata: Some(&strata), clusters: Some(&clusters), population: Population::Infinite };
    let (frame, unit_of) = read_frame(ROWS, &[stage], ClusterCodes::Unique).expect("a frame");
    let answers: Vec<Vec<u8>> = (0..25)
        .map(|question| {
            let step = 40_503 + 2 * question;
            (0..ROWS).map(|row| (noise(row, step) % 5) as u8).collect()
        })
        .collect();
    let start = Instant::now();
    let weight = |row: usize| 0.2 + (noise(row, 97) % 1000) as f64 / 500.0;
    let weights: Vec<PreparedWeight> = (0..ROWS).map(|row| PreparedWeight::new(weight(row))).collect();
    let pairs: Vec<(usize, usize)> = (0..25).flat_map(|a| (0..a).map(move |b| (a, b))).take(TABLES).collect();
    let mut tables = vec![TableSums::new(&frame, CELLS); pairs.len()];
    for first in (0..ROWS).step_by(BATCH) {
        let rows = first..(first + BATCH).min(ROWS);
        for (table, &(a, b)) in tables.iter_mut().zip(&pairs) {
            for row in rows.clone() {
                let cell = usize::from(answers[a][row] % 4) * 5 + usize::from(answers[b][row]);
                table.add(unit_of[row], cell, &weights[row]);
            }
        }
    }
    let added = start.elapsed();
    let mut errors = 0;
    for table in &tables {
        let sums = table.unit_sums(&frame);
        let shares = ColumnShares { columns: 5 };
        let found =
            infer_from_sums(&frame, LonelyPolicy::default(), &sums, &shares, Extent::Variances).expect("shares");
        errors += found.values.len();
    }
    println!("{TABLES} tables of {ROWS} rows in {CLUSTERS} clusters: {errors} shares and errors");
    println!("adding {added:?}, with finishing {:?}", start.elapsed());
}
