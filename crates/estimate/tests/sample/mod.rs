//! A sample of clusters in strata, with weights and values of no pattern.

use topline_estimate::covariance::LonelyPolicy;
use topline_estimate::design::Design;
use topline_estimate::frame::{ClusterCodes, Population, Stage};

/// A sample of 240 rows in 4 strata of 3 clusters each, with weights and values of no pattern.
#[derive(Clone)]
pub struct Sample {
    pub strata: Vec<u64>,
    pub clusters: Vec<u64>,
    pub weights: Vec<f64>,
    pub population: Vec<f64>,
    pub y: Vec<f64>,
}

pub const ROWS: usize = 240;

pub fn sample() -> Sample {
    let noise = |row: usize, step: usize| ((row * step + 7) % 101) as f64 / 101.0;
    Sample {
        strata: (0..ROWS).map(|row| (row % 4) as u64).collect(),
        clusters: (0..ROWS).map(|row| (row / 4 % 3) as u64).collect(),
        weights: (0..ROWS).map(|row| 0.3 + 2.7 * noise(row, 37)).collect(),
        population: vec![17.0; ROWS],
        y: (0..ROWS).map(|row| 100.0 * noise(row, 59) + (row % 4) as f64 * 3.0).collect(),
    }
}

pub fn design(sample: &Sample) -> Design {
    let stage = Stage {
        strata: Some(&sample.strata),
        clusters: Some(&sample.clusters),
        population: Population::Sizes(&sample.population),
    };
    let policy = LonelyPolicy::default();
    Design::new(sample.weights.clone(), &[stage], ClusterCodes::WithinStrata, policy).expect("a sample")
}

pub fn check_close(found: f64, expect: f64) {
    assert!((found - expect).abs() <= 1e-10 * expect.abs(), "{found} is not {expect}");
}
