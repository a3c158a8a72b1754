//! The order of rows, and of the parts that they are summed in, changes no bit.

mod sample;

use sample::{ROWS, Sample, check_close, design, sample};
use topline_estimate::adjusted_sums::{AdjustedError, AdjustedFrame};
use topline_estimate::calibrate::{Distance, calibrate};
use topline_estimate::covariance::{Extent, LonelyPolicy};
use topline_estimate::design::Design;
use topline_estimate::estimate::Estimate;
use topline_estimate::frame::{ClusterCodes, Population, Stage, read_frame};
use topline_estimate::inference::{Domain, infer_from_sums};
use topline_estimate::matrix::Matrix;
use topline_estimate::mean::{Mean, finish_mean, mean, ratio, total, variance};
use topline_estimate::moments::Moments;
use topline_estimate::post_stratify::post_stratify;
use topline_estimate::quantile::quantile;
use topline_estimate::quantile_rule::QuantileRule;
use topline_estimate::rake::{Raking, rake};
use topline_estimate::sums::UnitSums;
use topline_estimate::target::Margin;

fn moments(sample: &Sample) -> Moments {
    let mut moments = Moments::new();
    sample.weights.iter().zip(&sample.y).rev().for_each(|(weight, y)| moments.add(*weight, *y, 1.0));
    moments
}

/// A permutation of rows: 97 has no factor in common with 240.
fn shuffled(sample: &Sample) -> Sample {
    let order: Vec<usize> = (0..ROWS).map(|row| (row * 97 + 31) % ROWS).collect();
    let codes = |column: &[u64]| order.iter().map(|&row| column[row]).collect();
    let numbers = |column: &[f64]| order.iter().map(|&row| column[row]).collect();
    Sample {
        strata: codes(&sample.strata),
        clusters: codes(&sample.clusters),
        weights: numbers(&sample.weights),
        population: numbers(&sample.population),
        y: numbers(&sample.y),
    }
}

fn bits(estimate: &Estimate) -> [u64; 4] {
    [estimate.x, estimate.x_se, estimate.n_weighted, estimate.n_effective].map(f64::to_bits)
}

#[test]
fn permuting_rows_changes_no_bit() {
    let (sample, shuffled) = (sample(), shuffled(&sample()));
    let (a, b) = (design(&sample), design(&shuffled));
    let whole = Domain::Whole;
    let pairs = [
        (mean(&a, &sample.y, whole), mean(&b, &shuffled.y, whole)),
        (total(&a, &sample.y, whole), total(&b, &shuffled.y, whole)),
        (variance(&a, &sample.y, whole), variance(&b, &shuffled.y, whole)),
        (ratio(&a, &sample.y, &sample.weights, whole), ratio(&b, &shuffled.y, &shuffled.weights, whole)),
    ];
    for (a, b) in pairs {
        assert_eq!(bits(&a.expect("an estimate")), bits(&b.expect("an estimate")));
    }
    for name in ["math", "school", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9", "shahvaish"] {
        let rule = QuantileRule::named(name).expect("a rule");
        let first = quantile(&a, &sample.y, 0.37, whole, rule).expect("a quantile");
        let second = quantile(&b, &shuffled.y, 0.37, whole, rule).expect("a quantile");
        assert_eq!(first.to_bits(), second.to_bits(), "{name}");
    }
}

#[test]
fn permuting_rows_drawn_by_themselves_changes_no_bit() {
    let (sample, shuffled) = (sample(), shuffled(&sample()));
    let [first, second] = [&sample, &shuffled].map(|sample| {
        let design = Design::simple(sample.weights.clone()).expect("weights");
        bits(&mean(&design, &sample.y, Domain::Whole).expect("a mean"))
    });
    assert_eq!(first, second);
}

#[test]
fn permuting_rows_changes_no_bit_of_raked_and_calibrated_errors() {
    let (sample, shuffled) = (sample(), shuffled(&sample()));
    let [first, second] = [&sample, &shuffled].map(|sample| {
        let rows: Vec<usize> = sample.y.iter().map(|&y| (y / 40.0) as usize).collect();
        let columns: Vec<usize> = sample.strata.iter().map(|&stratum| stratum as usize % 2).collect();
        let margins = [
            Margin { category: &rows, targets: &[400.0, 300.0, 300.0] },
            Margin { category: &columns, targets: &[480.0, 520.0] },
        ];
        let by_hand = design(sample);
        let raked = rake(by_hand.weights(), &margins, Raking::default()).expect("targets");
        assert!(raked.converged);
        let raked = by_hand.clone().adjusted(raked.adjustment).expect("weights");
        let regressors = Matrix::from_fn(ROWS, 2, |row, column| if column == 0 { 1.0 } else { sample.y[row] });
        let calibrated =
            calibrate(by_hand.weights(), &regressors, &[400.0, 20_000.0], Distance::Raking).expect("targets");
        let calibrated = by_hand.adjusted(calibrated).expect("weights");
        let squares: Vec<f64> = sample.y.iter().map(|y| y * y).collect();
        [raked, calibrated].map(|design| bits(&mean(&design, &squares, Domain::Whole).expect("a mean")))
    });
    assert_eq!(first, second);
}

#[test]
fn merging_states_in_any_order_changes_no_bit() {
    let sample = sample();
    let stage = Stage {
        strata: Some(&sample.strata),
        clusters: Some(&sample.clusters),
        population: Population::Sizes(&sample.population),
    };
    let (frame, unit_of) = read_frame(ROWS, &[stage], ClusterCodes::WithinStrata).expect("a frame");
    let expect = bits(&mean(&design(&sample), &sample.y, Domain::Whole).expect("a mean"));
    for parts in [1, 2, 7, 60] {
        let mut states = vec![UnitSums::new(&frame, 3); parts];
        for row in (0..ROWS).rev() {
            let y = sample.y[row];
            let values = [1.0, y, y * y].into_iter().enumerate();
            states[row % parts].add(unit_of[row], sample.weights[row], values);
        }
        let mut merged = UnitSums::new(&frame, 3);
        for state in states.iter().rev() {
            merged.merge(state);
        }
        let policy = LonelyPolicy::default();
        let inference = infer_from_sums(&frame, policy, &merged, &Mean, Extent::All).expect("a mean");
        let found = finish_mean(&inference, &moments(&sample), frame.degrees_of_freedom());
        assert_eq!(bits(&found), expect, "{parts} parts");
    }
}

#[test]
fn states_of_adjusted_weights_have_the_errors_of_their_residuals() {
    let sample = sample();
    let rows: Vec<usize> = sample.y.iter().map(|&y| (y / 40.0) as usize).collect();
    let columns: Vec<usize> = sample.strata.iter().map(|&stratum| stratum as usize % 2).collect();
    let margins = [
        Margin { category: &rows, targets: &[400.0, 300.0, 300.0] },
        Margin { category: &columns, targets: &[480.0, 520.0] },
    ];
    let regressors = Matrix::from_fn(ROWS, 2, |row, column| if column == 0 { 1.0 } else { sample.y[row] });
    let squares: Vec<f64> = sample.y.iter().map(|y| y * y).collect();
    let domain: Vec<bool> = (0..ROWS).map(|row| row % 3 > 0).collect();
    let by_row = Design::simple(sample.weights.clone()).expect("weights");
    for by_hand in [design(&sample), by_row] {
        let weights = by_hand.weights();
        let known = [
            post_stratify(weights, &margins[0]).expect("targets"),
            rake(weights, &margins, Raking::default()).expect("targets").adjustment,
            calibrate(weights, &regressors, &[400.0, 20_000.0], Distance::Raking).expect("targets"),
        ];
        for adjustment in known {
            let sampled = by_hand.clone().adjusted(adjustment).expect("weights");
            let expect = mean(&sampled, &squares, Domain::Where(&domain)).expect("a mean");
            let frame = AdjustedFrame::new(std::sync::Arc::new(sampled.clone())).expect("one adjustment");
            let [first, second] = [2, 7].map(|parts| {
                let mut states = vec![frame.sums(3); parts];
                for row in (0..ROWS).filter(|&row| domain[row]) {
                    let y = squares[row];
                    frame.add(&mut states[row % parts], row, &[(0, 1.0), (1, y), (2, y * y)]);
                }
                let mut merged = frame.sums(3);
                for state in states.iter().rev() {
                    merged.merge(state);
                }
                let found = frame.infer(&merged, &Mean, Extent::All).expect("a mean");
                finish_mean(&found, &Moments::new(), expect.df)
            });
            assert_eq!(bits(&first), bits(&second));
            check_close(first.x, expect.x);
            check_close(first.x_se, expect.x_se);
            assert_eq!(first.n, expect.n);
        }
        assert_eq!(
            AdjustedFrame::new(std::sync::Arc::new(by_hand)).expect_err("none"),
            AdjustedError::NotOne { adjustments: 0 }
        );
    }
}
