//! Linearised errors of every cell of 300 crosstabs: 50 questions by 6 breaks, a million rows in 2,000 clusters, or in as many as
//! the first argument says.
//!
//! Timed from columns in memory to estimates, the way a run goes; then every number is computed again the plain way and compared,
//! and R's survey package is asked for a few of the tables at a tenth of the rows, where it is installed.

mod plain;
mod r;
mod sample;

use std::sync::Arc;

use sample::Sample;
use topline_estimate::covariance::LonelyPolicy;
use topline_estimate::design::Design;
use topline_estimate::design_sums::Summation;
use topline_estimate::estimate::Estimate;
use topline_estimate::frame::{ClusterCodes, Population, Stage};
use topline_estimate::parts::{Base, Part};
use topline_estimate::sorted_codes::SortedCodes;
use topline_estimate::tabulator::Tabulator;

/// Rows of the sample, and the number that seeds it.
const ROWS: usize = 1_000_000;
const CLUSTERS: usize = 2_000;
const SEED: u64 = 20_240_607;
/// How far sums of the two ways may differ, relatively.
const TOLERANCE: f64 = 1e-9;

/// The part that a cell is of its column, and its error.
struct Share {
    x: f64,
    x_se: f64,
}

impl Share {
    fn of(Estimate { x, x_se, .. }: Estimate) -> Self {
        Self { x, x_se }
    }
}

/// Those of a table, row by row.
type Shares = Vec<Share>;

#[expect(clippy::print_stdout, reason = "a benchmark reports")]
fn main() {
    let clusters = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(CLUSTERS);
    let sample = Sample::new(ROWS, clusters, SEED);
    let start = cpu_seconds();
    let tables = estimate(&sample);
    let (end, memory) = (cpu_seconds(), peak_memory());
    let found = Check::of(&tables);
    println!("{ROWS} rows in {clusters} clusters, {} tables: {found}", tables.len());
    match end.zip(start) {
        Some((end, start)) => println!("topline: {:.2} s of CPU", end - start),
        None => println!("topline: CPU time is not known here"),
    }
    if let Some(memory) = memory {
        println!("peak memory: {memory} MiB, of which {} MiB are the sample", sample.bytes() >> 20);
    }
    let expect = Check::of(&plain::estimate(&sample));
    println!("the plain way: {expect}");
    assert!(found.agrees(&expect), "the results differ");
    r::compare(&Sample::new(ROWS / 10, clusters, SEED));
}

/// The tables of each question by each break.
fn estimate(sample: &Sample) -> Vec<Shares> {
    let stage =
        Stage { strata: Some(&sample.strata), clusters: Some(&sample.clusters), population: Population::Infinite };
    let design = Design::new(sample.weights.clone(), &[stage], ClusterCodes::Unique, LonelyPolicy::default());
    let summation = Summation::new(Arc::new(design.expect("a design")));
    let tabulator = Tabulator::new(&summation).expect("weights");
    let breaks: Vec<SortedCodes> = sample.breaks.iter().map(|own| own.sorted(&tabulator)).collect();
    let breaks: Vec<&SortedCodes> = breaks.iter().collect();
    let domain = tabulator.domain(None);
    let mut tables = Vec::new();
    for question in &sample.questions {
        let sums = tabulator.cells(&question.sorted(&tabulator), &breaks, &domain);
        for (sums, own) in sums.iter().zip(&sample.breaks) {
            let parts = parts(question.categories, own.categories);
            let found = summation.parts(sums, &parts).expect("clusters");
            tables.push(found.into_iter().map(|estimate| Share::of(estimate.expect("a column with rows"))).collect());
        }
    }
    tables
}

/// Each cell of a table over its column.
fn parts(answers: usize, columns: usize) -> Vec<(Part, Base)> {
    let cells = answers * columns;
    let part =
        |cell: usize| Part { counted: vec![(cell, 1.0)], base: (cell % columns..cells).step_by(columns).collect() };
    let base = Base { n: 1_000, n_weighted: 1_000.0, n_effective: 1_000.0 };
    (0..cells).map(|cell| (part(cell), base)).collect()
}

/// Sums over all cells, which two ways to estimate must agree on.
struct Check {
    cells: usize,
    percent: f64,
    percent_se: f64,
}

impl Check {
    fn of(tables: &[Shares]) -> Self {
        let mut check = Self { cells: 0, percent: 0.0, percent_se: 0.0 };
        for share in tables.iter().flatten() {
            check.cells += 1;
            check.percent += 100.0 * share.x;
            check.percent_se += 100.0 * share.x_se;
        }
        check
    }

    fn agrees(&self, other: &Self) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() <= TOLERANCE * b.abs();
        self.cells == other.cells && near(self.percent, other.percent) && near(self.percent_se, other.percent_se)
    }
}

impl std::fmt::Display for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { cells, percent, percent_se } = self;
        write!(f, "cells={cells} sum_pct={percent:.6} sum_se={percent_se:.6}")
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
