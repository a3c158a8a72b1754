//! What must hold of any sample: scales, domains, and errors by two ways.

mod sample;

use sample::{ROWS, Sample, check_close, design, sample};
use topline_estimate::covariance::LonelyPolicy;
use topline_estimate::design::Design;
use topline_estimate::frame::{ClusterCodes, Population, Stage, read_frame};
use topline_estimate::inference::Domain;
use topline_estimate::joint::{JointEstimator, JointProbabilities};
use topline_estimate::matrix::Matrix;
use topline_estimate::mean::{mean, total};
use topline_estimate::proportion::proportions;
use topline_estimate::replicate::Centre;
use topline_estimate::replication::{balanced, bootstrap, jackknife, successive_differences};

#[test]
fn units_are_found_by_their_codes() {
    let sample = sample();
    let stage =
        Stage { strata: Some(&sample.strata), clusters: Some(&sample.clusters), population: Population::Infinite };
    let (frame, unit_of) = read_frame(ROWS, &[stage], ClusterCodes::WithinStrata).expect("a frame");
    assert_eq!((frame.units(), frame.strata(), frame.clusters()), (12, 4, 12));
    for (row, &unit) in unit_of.iter().enumerate() {
        let path = [(sample.strata[row], sample.clusters[row])];
        assert_eq!(frame.unit(&path), Some(unit));
    }
    assert_eq!(frame.unit(&[(0, 3)]), None);
    assert_eq!(frame.unit(&[(9, 0)]), None);
}

#[test]
fn the_scale_of_weights_changes_no_mean_and_no_share() {
    let sample = sample();
    let scaled = Sample { weights: sample.weights.iter().map(|weight| weight * 1000.0).collect(), ..sample.clone() };
    let category: Vec<usize> = sample.y.iter().map(|&y| (y / 40.0) as usize).collect();
    let [a, b] = [&sample, &scaled].map(|sample| {
        let design = design(sample);
        let mean = mean(&design, &sample.y, Domain::Whole).expect("a mean");
        let (shares, _) = proportions(&design, &category, 3, Domain::Whole).expect("shares");
        (mean, shares)
    });
    check_close(b.0.x, a.0.x);
    check_close(b.0.x_se, a.0.x_se);
    check_close(b.0.n_effective, a.0.n_effective);
    for (a, b) in a.1.iter().zip(&b.1) {
        check_close(b.x, a.x);
        check_close(b.x_se, a.x_se);
    }
}

#[test]
fn a_domain_of_all_rows_is_the_whole() {
    let sample = sample();
    let design = design(&sample);
    let all = vec![true; ROWS];
    let whole = mean(&design, &sample.y, Domain::Whole).expect("a mean");
    let domain = mean(&design, &sample.y, Domain::Where(&all)).expect("a mean");
    assert_eq!(whole, domain);
}

#[test]
fn a_domain_keeps_the_clusters_that_it_has_no_rows_in() {
    // Stratum 0 has clusters 0 to 2; the domain has rows in its cluster 0 only, so its total varies between clusters.
    let sample = sample();
    let rows: Vec<bool> = (0..ROWS).map(|row| sample.strata[row] == 0 && sample.clusters[row] == 0).collect();
    let ones = vec![1.0; ROWS];
    let estimate = total(&design(&sample), &ones, Domain::Where(&rows)).expect("a total");
    // Cluster totals x, 0, 0 have variance (1 - 3/17) 3/2 (x^2 - x^2/3).
    let expect = ((1.0 - 3.0 / 17.0) * 1.5 * 2.0 / 3.0_f64).sqrt() * estimate.x;
    check_close(estimate.x_se, expect);
}

#[test]
fn replicates_and_linearised_errors_agree_on_a_total() {
    let sample = sample();
    let design = design(&sample);
    let linearised = total(&design, &sample.y, Domain::Whole).expect("a total");
    for centre in [Centre::Mean, Centre::Estimate] {
        let replicated = jackknife(&design, centre).expect("clusters");
        let jackknifed = total(&replicated, &sample.y, Domain::Whole).expect("a total");
        check_close(jackknifed.x_se, linearised.x_se);
        check_close(replicated.degrees_of_freedom(), 8.0);
    }
}

#[test]
fn half_samples_and_linearised_errors_agree_on_a_total() {
    let mut sample = sample();
    for (cluster, row) in sample.clusters.iter_mut().zip(0_u64..) {
        *cluster = row / 4 % 2;
    }
    let stage =
        Stage { strata: Some(&sample.strata), clusters: Some(&sample.clusters), population: Population::Infinite };
    let policy = LonelyPolicy::default();
    let design = Design::new(sample.weights.clone(), &[stage], ClusterCodes::WithinStrata, policy).expect("a sample");
    let linearised = total(&design, &sample.y, Domain::Whole).expect("a total");
    for rho in [0.0, 0.3] {
        let replicated = balanced(&design, rho, Centre::Estimate).expect("two clusters each");
        let estimate = total(&replicated, &sample.y, Domain::Whole).expect("a total");
        check_close(estimate.x_se, linearised.x_se);
    }
}

#[test]
fn the_bootstrap_comes_near_and_repeats_itself() {
    let sample = sample();
    let stage =
        Stage { strata: Some(&sample.strata), clusters: Some(&sample.clusters), population: Population::Infinite };
    let policy = LonelyPolicy::default();
    let design = Design::new(sample.weights.clone(), &[stage], ClusterCodes::WithinStrata, policy).expect("a sample");
    let linearised = total(&design, &sample.y, Domain::Whole).expect("a total");
    let by_seed = |seed| {
        let replicated = bootstrap(&design, 2000, seed, Centre::Mean).expect("clusters");
        total(&replicated, &sample.y, Domain::Whole).expect("a total").x_se
    };
    assert!((by_seed(1) / linearised.x_se - 1.0).abs() < 0.06);
    assert_eq!(by_seed(1).to_bits(), by_seed(1).to_bits());
    assert_ne!(by_seed(1).to_bits(), by_seed(2).to_bits());
}

#[test]
fn successive_differences_are_those_of_neighbours() {
    // With more columns than rows, 4/R sum of (d_i a_i)^2 is sum of (w_i y_i - w_i+1 y_i+1)^2 / 2 along the list, and
    // its ends.
    let weights = vec![2.0, 1.0, 3.0];
    let y = [5.0, 7.0, 4.0];
    let design = Design::simple(weights.clone()).expect("weights");
    let replicated = successive_differences(&design, 8).expect("replicates");
    let estimate = total(&replicated, &y, Domain::Whole).expect("a total");
    let t: Vec<f64> = weights.iter().zip(y).map(|(weight, y)| weight * y).collect();
    let between: f64 = t.windows(2).map(|pair| (pair[0] - pair[1]).powi(2)).sum();
    let expect = 0.5 * (between + t[0] * t[0] + t[2] * t[2]);
    check_close(estimate.x_se.powi(2), expect);
}

#[test]
fn joint_probabilities_of_a_simple_sample_give_its_finite_population_error() {
    // 5 of 12 without replacement: p = 5/12, and 5/12 4/11 for each pair.
    let (n, all) = (5.0, 12.0);
    let y = [3.0, 8.0, 1.0, 9.0, 4.0];
    let pair = n / all * (n - 1.0) / (all - 1.0);
    let joint = Matrix::from_fn(5, 5, |row, column| if row == column { n / all } else { pair });
    let population = [12.0; 5];
    let stage = Stage { population: Population::Sizes(&population), ..Stage::default() };
    let weights = vec![all / n; 5];
    let policy = LonelyPolicy::default();
    let simple = Design::new(weights, &[stage], ClusterCodes::Unique, policy).expect("a sample");
    let expect = total(&simple, &y, Domain::Whole).expect("a total");
    for estimator in [JointEstimator::HorvitzThompson, JointEstimator::YatesGrundy] {
        let joint = JointProbabilities::new(joint.clone(), estimator).expect("probabilities");
        let design = Design::joint(joint).expect("a sample");
        let found = total(&design, &y, Domain::Whole).expect("a total");
        check_close(found.x, expect.x);
        check_close(found.x_se, expect.x_se);
    }
}

#[test]
fn brewers_approximation_at_equal_probabilities_is_the_finite_population_error() {
    let sample = sample();
    let probabilities = vec![3.0 / 17.0; ROWS];
    let stage = Stage {
        strata: Some(&sample.strata),
        clusters: Some(&sample.clusters),
        population: Population::Probabilities(&probabilities),
    };
    let policy = LonelyPolicy::default();
    let brewer = Design::new(sample.weights.clone(), &[stage], ClusterCodes::WithinStrata, policy).expect("a sample");
    let expect = total(&design(&sample), &sample.y, Domain::Whole).expect("a total");
    let found = total(&brewer, &sample.y, Domain::Whole).expect("a total");
    check_close(found.x_se, expect.x_se);
}
