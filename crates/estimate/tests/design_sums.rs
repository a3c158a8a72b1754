//! States of any design: summed in parts, sent as bytes and merged in any order, they end in the same bits, which are what the
//! rows give at once.

use std::sync::Arc;

use topline_estimate::covariance::{Extent, LonelyPolicy};
use topline_estimate::design::Design;
use topline_estimate::design_sums::Summation;
use topline_estimate::frame::{ClusterCodes, Population, Stage};
use topline_estimate::inference::Domain;
use topline_estimate::joint::{JointEstimator, JointProbabilities};
use topline_estimate::matrix::Matrix;
use topline_estimate::mean::{Mean, finish_mean, mean};
use topline_estimate::moments::Moments;
use topline_estimate::post_stratify::post_stratify;
use topline_estimate::replicate::Centre;
use topline_estimate::replication::jackknife;
use topline_estimate::target::Margin;

const ROWS: usize = 60;

fn designs() -> Vec<Design> {
    let weights: Vec<f64> = (0..ROWS).map(|row| 0.1 + (row % 7) as f64 / 3.0).collect();
    let strata: Vec<u64> = (0..ROWS).map(|row| (row % 3) as u64).collect();
    let clusters: Vec<u64> = (0..ROWS).map(|row| (row % 12) as u64).collect();
    let sizes = vec![40.0; ROWS];
    let stage = Stage { strata: Some(&strata), clusters: Some(&clusters), population: Population::Sizes(&sizes) };
    let policy = LonelyPolicy::default();
    let clustered = Design::new(weights.clone(), &[stage], ClusterCodes::Unique, policy).expect("a design");
    let by_row = Stage { strata: Some(&strata), ..Stage::default() };
    let by_row = Design::new(weights.clone(), &[by_row], ClusterCodes::Unique, policy).expect("a design");
    let category: Vec<usize> = (0..ROWS).map(|row| row % 2).collect();
    let cells = Margin { category: &category, targets: &[300.0, 200.0] };
    let adjusted = |design: &Design| {
        let adjustment = post_stratify(&weights, &cells).expect("targets");
        design.clone().adjusted(adjustment).expect("weights")
    };
    let twice = adjusted(&adjusted(&clustered));
    let replicated = jackknife(&clustered, Centre::Estimate).expect("replicates");
    let pairs = Matrix::from_fn(ROWS, ROWS, |row, column| if row == column { 0.5 } else { 0.24 });
    let joint = JointProbabilities::new(pairs, JointEstimator::YatesGrundy).expect("probabilities");
    let joint = Design::joint(joint).expect("a design");
    let (adjusted_clusters, adjusted_rows) = (adjusted(&clustered), adjusted(&by_row));
    vec![clustered, by_row, adjusted_clusters, adjusted_rows, twice, replicated, joint]
}

#[test]
fn states_of_every_design_merge_to_the_same_bits() {
    let y: Vec<f64> = (0..ROWS).map(|row| ((row * row) % 17) as f64 / 7.0).collect();
    let domain: Vec<bool> = (0..ROWS).map(|row| row % 5 > 0).collect();
    for (which, design) in designs().into_iter().enumerate() {
        let at_once = mean(&design, &y, Domain::Where(&domain)).expect("a mean");
        let summation = Summation::new(Arc::new(design));
        let found = [1, 3, 8].map(|parts| {
            let mut states = vec![summation.sums(3); parts];
            for row in (0..ROWS).filter(|row| domain[*row]) {
                summation.add(&mut states[(row * 7) % parts], row, &[(0, 1.0), (1, y[row]), (2, y[row] * y[row])]);
            }
            let mut merged = summation.sums(3);
            for state in states.iter().rev() {
                let sent = summation.from_bytes(3, &state.to_bytes()).expect("the state of this design");
                merged.merge(&sent);
            }
            let inference = summation.infer(&merged, &Mean, Extent::All).expect("a mean");
            finish_mean(&inference, &Moments::new(), at_once.df)
        });
        for estimate in &found {
            assert_eq!(estimate.x.to_bits(), found[0].x.to_bits(), "design {which}");
            assert_eq!(estimate.x_se.to_bits(), found[0].x_se.to_bits(), "design {which}");
            assert!((estimate.x - at_once.x).abs() <= 1e-12 * at_once.x.abs(), "design {which}");
            assert!((estimate.x_se - at_once.x_se).abs() <= 1e-9 * at_once.x_se, "design {which}");
            assert_eq!(estimate.n, at_once.n, "design {which}");
        }
    }
}

#[test]
fn bytes_of_another_design_are_none() {
    let designs: Vec<Summation> = designs().into_iter().map(|design| Summation::new(Arc::new(design))).collect();
    let mut state = designs[5].sums(3);
    designs[5].add(&mut state, 4, &[(0, 1.0), (1, 2.0)]);
    let bytes = state.to_bytes();
    assert!(designs[5].from_bytes(3, &bytes).is_some());
    for cut in 0..bytes.len() {
        assert!(designs[5].from_bytes(3, &bytes[..cut]).is_none(), "{cut} bytes");
    }
    assert!(designs[0].from_bytes(3, &bytes).is_none());
}
