//! Crosstabs from rows in the order of their units: the numbers of sums row by row, for weights and clusters of any size.

#[expect(dead_code, reason = "the tests of random designs use the rest")]
mod random;
#[expect(dead_code, reason = "the tests of random designs use the rest")]
mod table;

use std::sync::Arc;

use random::{Random, policy};
use table::{Codes, Shares, column_shares};
use topline_estimate::covariance::{CovarianceError, Extent, LonelyPolicy};
use topline_estimate::design::Design;
use topline_estimate::design_sums::Summation;
use topline_estimate::frame::{ClusterCodes, Population, Stage, read_frame};
use topline_estimate::inference::{EstimateError, Statistic, infer_from_sums};
use topline_estimate::matrix::Matrix;
use topline_estimate::rows_by_unit::RowsError;
use topline_estimate::sums::UnitSums;
use topline_estimate::tabulator::Tabulator;
use topline_estimate::weight::WeightError;

const ANSWERS: usize = 5;
const BREAKS: [usize; 3] = [2, 7, 300];

/// The part of each cell in its column, which is another one for each remainder; 0 where a column is empty.
struct ColumnParts(usize);

impl ColumnParts {
    fn base(&self, totals: &[f64], cell: usize) -> f64 {
        totals.iter().skip(cell % self.0).step_by(self.0).sum()
    }
}

impl Statistic for ColumnParts {
    fn value(&self, totals: &[f64]) -> Option<Vec<f64>> {
        let part = |cell: usize| if totals[cell] > 0.0 { totals[cell] / self.base(totals, cell) } else { 0.0 };
        Some((0..totals.len()).map(part).collect())
    }

    fn gradient(&self, totals: &[f64]) -> Matrix {
        let mut gradient = Matrix::zeros(totals.len(), totals.len());
        for cell in 0..totals.len() {
            let base = self.base(totals, cell);
            if base > 0.0 {
                gradient[(cell, cell)] += 1.0 / base;
                for other in (cell % self.0..totals.len()).step_by(self.0) {
                    gradient[(other, cell)] -= totals[cell] / base / base;
                }
            }
        }
        gradient
    }
}

/// The parts of a table's cells and their errors, from sums to which rows are added one by one in any order.
fn row_by_row(design: &Design, stage: Stage, question: Codes, own: Codes) -> Vec<[f64; 2]> {
    let (frame, unit_of) = read_frame(design.rows(), &[stage], ClusterCodes::WithinStrata).expect("a frame");
    let mut sums = UnitSums::new(&frame, question.1 * own.1);
    for row in Random(1).order(design.rows()) {
        let (answer, column) = (usize::from(question.0[row]), usize::from(own.0[row]));
        if answer < question.1 && column < own.1 {
            sums.add(unit_of[row], design.weights()[row], [(answer * own.1 + column, 1.0)]);
        }
    }
    let found = infer_from_sums(&frame, policy(), &sums, &ColumnParts(own.1), Extent::Variances).expect("rows");
    let x_se = |cell: usize| found.covariance[(cell, cell)].max(0.0).sqrt();
    found.values.iter().enumerate().map(|(cell, x)| [*x, x_se(cell)]).collect()
}

/// A sample of so many rows, whose weights are what `weight` makes of a random number.
fn check(rows: usize, stage: Stage, weight: impl Fn(&mut Random) -> f64) {
    let random = &mut Random(rows as u64);
    let weights: Vec<f64> = (0..rows).map(|_| weight(random)).collect();
    let answers: Vec<u16> = (0..rows).map(|_| random.below(ANSWERS + 1) as u16).collect();
    let columns = BREAKS.map(|columns| (0..rows).map(|_| random.below(columns + 1) as u16).collect::<Vec<u16>>());
    let design = Design::new(weights, &[stage], ClusterCodes::WithinStrata, policy()).expect("a design");
    let breaks: Vec<Codes> = columns.iter().zip(BREAKS).map(|(codes, own)| (codes.as_slice(), own)).collect();
    let tables = column_shares(&design, (&answers, ANSWERS), &breaks);
    for (own, table) in breaks.into_iter().zip(tables) {
        let table = table.expect("rows");
        if stage.clusters.is_none() && own.1 > 100 {
            // The sums of the products of every two cells are too many.
            continue;
        }
        let expect = row_by_row(&design, stage, (&answers, ANSWERS), own);
        for (cell, (found, [x, x_se])) in table.iter().zip(expect).enumerate() {
            let Some(found) = found else {
                assert!(x.abs() <= 0.0 && x_se.abs() <= 0.0, "{rows} rows, {} columns, cell {cell}", own.1);
                continue;
            };
            // Around means of rows, sums of products are added up in another order.
            let near = |found: f64, expect: f64| (found - expect).abs() <= 1e-12 * expect.abs() + 1e-15;
            assert!(near(found.x, x) && near(found.x_se, x_se), "{found:?} {x} {x_se}: {rows} rows, cell {cell}");
            if stage.clusters.is_some() {
                assert_eq!([found.x, found.x_se].map(f64::to_bits), [x, x_se].map(f64::to_bits), "cell {cell}");
            }
        }
    }
}

/// Weights of every kind.
fn check_weights(rows: usize, stage: Stage) {
    check(rows, stage, |_| 1.0);
    check(rows, stage, |random| 0.1 + random.part());
    check(rows, stage, |random| random.below(3) as f64 * random.part());
    check(rows, stage, |random| 5e4 * (0.1 + random.part()));
    // Some beyond the lanes, and beyond the window.
    check(rows, stage, |random| (20.0 * (random.part() - 0.5)).exp());
    check(rows, stage, |random| (120.0 * (random.part() - 0.5)).exp());
    check(rows, stage, |random| 1e-9 * (0.1 + random.part()));
    check(rows, stage, |random| 1e12 * (0.1 + random.part()));
}

#[test]
fn a_table_filled_at_once_has_the_numbers_of_rows_added_one_by_one() {
    let strata: Vec<u64> = (0..3000).map(|row| row % 4).collect();
    let clusters: Vec<u64> = (0..3000).map(|row| row / 4 % 13).collect();
    let population = vec![90_000.0; 3000];
    let stage = Stage { strata: Some(&strata), clusters: Some(&clusters), population: Population::Infinite };
    check_weights(3000, stage);
    check_weights(3000, Stage { clusters: None, ..stage });
    check_weights(3000, Stage { strata: None, clusters: None, population: Population::Sizes(&population) });
}

#[test]
fn clusters_of_many_rows_do_not_fill_the_lanes() {
    // Lanes are added up 131,072 times at most.
    let rows = 300_000;
    let clusters: Vec<u64> = (0..rows as u64).map(|row| row % 2).collect();
    let stage = Stage { strata: None, clusters: Some(&clusters), population: Population::Infinite };
    check(rows, stage, |random| 0.1 + random.part());
    check(rows, Stage::default(), |random| 0.1 + random.part());
    // And many small ones, which go through the lanes one after the other.
    let clusters: Vec<u64> = (0..rows as u64).map(|row| row % 31).collect();
    check(rows, Stage { clusters: Some(&clusters), ..stage }, |random| 0.1 + random.part());
}

/// The tables of a few rows in clusters of their own.
fn tables(weights: &[f64], stage: Stage, question: Codes, breaks: &[Codes]) -> Vec<Result<Shares, EstimateError>> {
    let design = Design::new(weights.to_vec(), &[stage], ClusterCodes::Unique, LonelyPolicy::default());
    column_shares(&design.expect("a design"), question, breaks)
}

#[test]
fn a_column_without_rows_has_no_percentages_and_the_others_have() {
    let stage = Stage { strata: None, clusters: Some(&[1, 2, 3, 4]), population: Population::Infinite };
    // The row in the second column has no weight.
    let found = tables(&[1.0, 2.0, 0.0, 1.0], stage, (&[0, 1, 1, 0], 2), &[(&[0, 0, 1, 0], 3), (&[9, 9, 9, 9], 1)]);
    let table = found[0].as_ref().expect("rows");
    let shares: Vec<Option<f64>> = table.iter().map(|cell| cell.map(|share| share.x)).collect();
    assert_eq!(shares, [Some(0.5), None, None, Some(0.5), None, None]);
    // Scores (x - 1/2) w / 4: 1/8, -1/4, 0 and 1/8 have squares 6/64; times 4/3.
    let x_se = table[0].expect("rows").x_se;
    assert!((x_se - (4.0_f64 / 3.0 * 6.0 / 64.0).sqrt()).abs() < 1e-15, "{x_se}");
    assert_eq!(found[1], Ok(vec![None; 2]));
}

#[test]
fn one_cluster_in_a_stratum_is_told_of_each_table() {
    let stage = Stage { strata: Some(&[1, 1, 2]), clusters: Some(&[1, 2, 3]), population: Population::Infinite };
    let found = tables(&[1.0; 3], stage, (&[0, 1, 0], 2), &[(&[0, 0, 0], 1)]);
    let lonely = CovarianceError::LonelyCluster { stage: 1, stratum: 2 };
    assert_eq!(found, [Err(EstimateError::Covariance(lonely))]);
}

#[test]
fn tables_of_nothing_are_empty() {
    for stage in [Stage::default(), Stage { clusters: Some(&[1, 2]), ..Stage::default() }] {
        assert!(tables(&[1.0; 2], stage, (&[0, 1], 2), &[]).is_empty());
        assert_eq!(tables(&[1.0; 2], stage, (&[0, 1], 0), &[(&[0, 0], 1)]), [Ok(Vec::new())]);
    }
}

#[test]
fn negative_weights_are_refused() {
    let design = Design::simple(vec![1.0; 2]).expect("weights").with_weights(vec![1.0, -1.0]).expect("finite");
    let summation = Summation::new(Arc::new(design));
    let found = Tabulator::new(&summation).err();
    assert!(matches!(found, Some(RowsError::Weight(WeightError::Unusable { row: 1, .. }))), "{found:?}");
}
