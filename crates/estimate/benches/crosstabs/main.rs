//! Linearised errors of every cell of 300 crosstabs: 50 questions by 6 breaks, a million rows in 2,000 clusters.
//!
//! Timed from columns in memory to estimates; then every number is computed again the plain way and compared, and R's
//! survey package is asked for a few of the tables at a tenth of the rows, where it is installed.

mod plain;
mod r;
mod sample;

use sample::Sample;
use topline_estimate::covariance::LonelyPolicy;
use topline_estimate::crosstab::{Crosstab, crosstabs};
use topline_estimate::frame::{ClusterCodes, Population, Stage, read_frame};
use topline_estimate::rows_by_unit::RowsByUnit;

/// Rows of the sample, and the number that seeds it.
const ROWS: usize = 1_000_000;
const SEED: u64 = 20_240_607;
/// How far sums of the two ways may differ, relatively.
const TOLERANCE: f64 = 1e-9;

#[expect(clippy::print_stdout, reason = "a benchmark reports")]
fn main() {
    let sample = Sample::new(ROWS, SEED);
    let start = cpu_seconds();
    let tables = estimate(&sample);
    let (end, memory) = (cpu_seconds(), peak_memory());
    let found = Check::of(tables.iter());
    println!("{ROWS} rows in {} clusters, {} tables: {found}", sample::CLUSTERS, tables.len());
    match end.zip(start) {
        Some((end, start)) => println!("topline: {:.2} s of CPU", end - start),
        None => println!("topline: CPU time is not known here"),
    }
    if let Some(memory) = memory {
        println!("peak memory: {memory} MiB, of which {} MiB are the sample", sample.bytes() >> 20);
    }
    let expect = Check::of(plain::estimate(&sample).iter());
    println!("the plain way: {expect}");
    assert!(found.agrees(&expect), "the results differ");
    r::compare(&Sample::new(ROWS / 10, SEED));
}

/// The tables of each question by each break.
fn estimate(sample: &Sample) -> Vec<Crosstab> {
    let stage =
        Stage { strata: Some(&sample.strata), clusters: Some(&sample.clusters), population: Population::Infinite };
    let (frame, unit_of) = read_frame(sample.weights.len(), &[stage], ClusterCodes::Unique).expect("a frame");
    let rows = RowsByUnit::new(&frame, &unit_of, &sample.weights).expect("weights");
    let breaks: Vec<(&[u8], usize)> = sample.breaks.iter().map(|own| (own.codes.as_slice(), own.categories)).collect();
    let banner = rows.banner(&breaks).expect("breaks");
    let mut tables = Vec::new();
    for question in &sample.questions {
        let codes = rows.question(&question.codes, question.categories).expect("codes");
        let found = crosstabs(&rows, LonelyPolicy::default(), &codes, &banner);
        tables.extend(found.into_iter().map(|table| table.expect("rows")));
    }
    tables
}

/// Sums over all cells, which two ways to estimate must agree on.
struct Check {
    cells: usize,
    n: u64,
    n_weighted: f64,
    percent: f64,
    percent_se: f64,
}

impl Check {
    fn of<'a>(tables: impl Iterator<Item = &'a Crosstab>) -> Self {
        let mut check = Self { cells: 0, n: 0, n_weighted: 0.0, percent: 0.0, percent_se: 0.0 };
        for cell in tables.flat_map(|table| &table.cells) {
            let share = cell.share.expect("a column with rows");
            check.cells += 1;
            check.n += cell.n;
            check.n_weighted += cell.n_weighted;
            check.percent += 100.0 * share.x;
            check.percent_se += 100.0 * share.x_se;
        }
        check
    }

    fn agrees(&self, other: &Self) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() <= TOLERANCE * b.abs();
        (self.cells, self.n) == (other.cells, other.n)
            && near(self.n_weighted, other.n_weighted)
            && near(self.percent, other.percent)
            && near(self.percent_se, other.percent_se)
    }
}

impl std::fmt::Display for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { cells, n, n_weighted, percent, percent_se } = self;
        write!(f, "cells={cells} sum_n={n} sum_w={n_weighted:.3} sum_pct={percent:.6} sum_se={percent_se:.6}")
    }
}

/// CPU time of this process, user and system, where Linux tells (in its clock ticks of 10 ms).
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

/// The most memory that this process has had, in MiB, where Linux tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kib >> 10)
}
