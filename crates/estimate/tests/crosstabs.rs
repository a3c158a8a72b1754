//! Crosstabs from rows in the order of their units: the same bits as row by row, for weights and clusters of any size.

#[expect(dead_code, reason = "the tests of random designs use the rest")]
mod random;

use random::{Random, policy};
use topline_estimate::covariance::{CovarianceError, LonelyPolicy};
use topline_estimate::crosstab::{Crosstab, crosstab, crosstabs};
use topline_estimate::crosstab_sums::crosstab_sums;
use topline_estimate::frame::{ClusterCodes, Population, Stage, read_frame};
use topline_estimate::inference::EstimateError;
use topline_estimate::rows_by_unit::{RowsByUnit, RowsError};
use topline_estimate::table_sums::{PreparedWeight, TableSums};
use topline_estimate::weight::WeightError;

const ANSWERS: usize = 5;
const BREAKS: [usize; 3] = [2, 7, 300];

/// A sample of so many rows, whose weights are what `weight` makes of a random number.
fn check(rows: usize, stage: Stage, weight: impl Fn(&mut Random) -> f64) {
    let random = &mut Random(rows as u64);
    let weights: Vec<f64> = (0..rows).map(|_| weight(random)).collect();
    let answers: Vec<u8> = (0..rows).map(|_| random.below(ANSWERS + 1) as u8).collect();
    let columns = BREAKS.map(|columns| (0..rows).map(|_| random.below(columns + 1) as u16).collect::<Vec<u16>>());
    let (frame, unit_of) = read_frame(rows, &[stage], ClusterCodes::WithinStrata).expect("a frame");
    let sorted = RowsByUnit::new(&frame, &unit_of, &weights).expect("weights");
    let question = sorted.question(&answers, ANSWERS).expect("codes");
    let breaks: Vec<(&[u16], usize)> = columns.iter().zip(BREAKS).map(|(codes, own)| (codes.as_slice(), own)).collect();
    let banner = sorted.banner(&breaks).expect("codes");
    let from_rows = crosstabs(&sorted, policy(), &question, &banner);
    let states = crosstab_sums(&sorted, &question, &banner);
    for (place, (from_rows, state)) in from_rows.into_iter().zip(states).enumerate() {
        let mut row_by_row = TableSums::new(&frame, ANSWERS * BREAKS[place]);
        for row in random.order(rows) {
            let (answer, column) = (usize::from(answers[row]), usize::from(columns[place][row]));
            if answer < ANSWERS && column < BREAKS[place] {
                row_by_row.add(unit_of[row], answer * BREAKS[place] + column, &PreparedWeight::new(weights[row]));
            }
        }
        let expect = crosstab(&frame, policy(), &row_by_row, BREAKS[place]);
        assert_eq!(bits(&from_rows), bits(&expect), "{rows} rows, break {place}");
        assert_eq!(
            bits(&crosstab(&frame, policy(), &state, BREAKS[place])),
            bits(&expect),
            "{rows} rows, break {place}"
        );
    }
}

fn bits(found: &Result<Crosstab, EstimateError>) -> Result<Vec<u64>, EstimateError> {
    let table = found.clone()?;
    let cells = table.cells.iter().flat_map(|cell| {
        let share = cell.share.map_or([0.5, 0.5], |share| [share.x, share.x_se]);
        [cell.n, cell.n_weighted.to_bits(), share[0].to_bits(), share[1].to_bits()]
    });
    let bases = table.bases.iter().flat_map(|base| [base.n, base.n_weighted.to_bits(), base.n_effective.to_bits()]);
    Ok(cells.chain(bases).collect())
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
fn a_table_filled_at_once_has_the_bits_of_rows_added_one_by_one() {
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
    // Lanes are added up 16,384 times at most.
    let rows = 50_000;
    let clusters: Vec<u64> = (0..rows as u64).map(|row| row % 2).collect();
    let stage = Stage { strata: None, clusters: Some(&clusters), population: Population::Infinite };
    check(rows, stage, |random| 0.1 + random.part());
    check(rows, Stage::default(), |random| 0.1 + random.part());
}

#[test]
fn a_column_without_rows_has_no_percentages_and_the_others_have() {
    let clusters = [1, 2, 3, 4];
    let stage = Stage { strata: None, clusters: Some(&clusters), population: Population::Infinite };
    let (frame, unit_of) = read_frame(4, &[stage], ClusterCodes::Unique).expect("a frame");
    // The row in the second column has no weight.
    let rows = RowsByUnit::new(&frame, &unit_of, &[1.0, 2.0, 0.0, 1.0]).expect("weights");
    let question = rows.question(&[0_u8, 1, 1, 0], 2).expect("codes");
    let banner = rows.banner(&[(&[0_u8, 0, 1, 0][..], 3), (&[9, 9, 9, 9], 1)]).expect("codes");
    let found = crosstabs(&rows, LonelyPolicy::default(), &question, &banner);
    let table = found[0].as_ref().expect("rows");
    let shares: Vec<Option<f64>> = table.cells.iter().map(|cell| cell.share.map(|share| share.x)).collect();
    assert_eq!(shares, [Some(0.5), None, None, Some(0.5), None, None]);
    // Scores (x - 1/2) w / 4: 1/8, -1/4, 0 and 1/8 have squares 6/64; times 4/3.
    let x_se = table.cells[0].share.expect("rows").x_se;
    assert!((x_se - (4.0_f64 / 3.0 * 6.0 / 64.0).sqrt()).abs() < 1e-15, "{x_se}");
    assert_eq!(table.bases.iter().map(|base| base.n).collect::<Vec<_>>(), [3, 0, 0]);
    assert_eq!(found[1], Err(EstimateError::Empty));
}

#[test]
fn one_cluster_in_a_stratum_is_told_of_each_table() {
    let (strata, clusters) = ([1, 1, 2], [1, 2, 3]);
    let stage = Stage { strata: Some(&strata), clusters: Some(&clusters), population: Population::Infinite };
    let (frame, unit_of) = read_frame(3, &[stage], ClusterCodes::Unique).expect("a frame");
    let rows = RowsByUnit::new(&frame, &unit_of, &[1.0; 3]).expect("weights");
    let question = rows.question(&[0_u8, 1, 0], 2).expect("codes");
    let banner = rows.banner(&[(&[0_u8, 0, 0][..], 1)]).expect("codes");
    let found = crosstabs(&rows, LonelyPolicy::default(), &question, &banner);
    let lonely = CovarianceError::LonelyCluster { stage: 1, stratum: 2 };
    assert_eq!(found, [Err(EstimateError::Covariance(lonely))]);
}

#[test]
fn unusable_rows_are_named() {
    let (frame, unit_of) = read_frame(2, &[Stage::default()], ClusterCodes::Unique).expect("a frame");
    for weight in [-1.0, f64::NAN, f64::INFINITY] {
        let found = RowsByUnit::new(&frame, &unit_of, &[1.0, weight]).expect_err("unusable");
        assert!(matches!(found, RowsError::Weight(WeightError::Unusable { row: 1, .. })), "{found}");
    }
    let found = RowsByUnit::new(&frame, &[0, 5], &[1.0, 1.0]).expect_err("no such unit");
    assert_eq!(found, RowsError::UnitUnknown { row: 1, unit: 5, units: 1 });
    let found = RowsByUnit::new(&frame, &unit_of, &[1.0]).expect_err("one weight");
    assert_eq!(found, RowsError::Weight(WeightError::Length { rows: 2, found: 1 }));
    let rows = RowsByUnit::new(&frame, &unit_of, &[1.0, 1.0]).expect("weights");
    assert_eq!(rows.question(&[0_u8], 2).expect_err("one code"), RowsError::ColumnLength { rows: 2, found: 1 });
    let many = rows.banner(&[(&[0_u16, 1][..], 40_000), (&[0, 1], 40_000)]).expect_err("too many");
    assert_eq!(many, RowsError::TooMany { rows: 2, categories: 80_002 });
    let question = rows.question(&[0_u8, 1], 2).expect("codes");
    let nothing = rows.banner::<u8>(&[]).expect("no breaks");
    assert!(crosstabs(&rows, LonelyPolicy::default(), &question, &nothing).is_empty());
    assert!(crosstab_sums(&rows, &question, &nothing).is_empty());
    let stage = Stage { clusters: Some(&[1, 2]), ..Stage::default() };
    let (clustered, unit_of) = read_frame(2, &[stage], ClusterCodes::Unique).expect("a frame");
    let in_clusters = RowsByUnit::new(&clustered, &unit_of, &[1.0, 1.0]).expect("weights");
    let nothing = in_clusters.banner::<u8>(&[]).expect("no breaks");
    assert!(crosstabs(&in_clusters, LonelyPolicy::default(), &question, &nothing).is_empty());
    let empty = rows.question(&[0_u8, 1], 0).expect("codes");
    let banner = rows.banner(&[(&[0_u8, 0][..], 1)]).expect("codes");
    assert_eq!(crosstabs(&rows, LonelyPolicy::default(), &empty, &banner), [Err(EstimateError::Empty)]);
}
