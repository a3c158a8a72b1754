//! Bad input gives an error that says what and where, and no estimate is ever NaN.

use topline_estimate::calibrate::{Bounds, Distance, calibrate};
use topline_estimate::covariance::{CovarianceError, LonelyCluster, LonelyPolicy};
use topline_estimate::design::{Design, DesignError};
use topline_estimate::estimate::Confidence;
use topline_estimate::frame::{ClusterCodes, Population, Stage};
use topline_estimate::frame_error::FrameError;
use topline_estimate::inference::{Domain, EstimateError};
use topline_estimate::matrix::{Matrix, SingularError};
use topline_estimate::mean::{mean, ratio, total, variance};
use topline_estimate::post_stratify::post_stratify;
use topline_estimate::proportion::proportions;
use topline_estimate::proportion_interval::{ProportionError, ProportionInterval, proportion, proportion_interval};
use topline_estimate::rake::{Raking, WeightLimits, rake};
use topline_estimate::replicate::{Centre, ReplicateError, Replicates};
use topline_estimate::replication::jackknife;
use topline_estimate::target::{Margin, TargetError};
use topline_estimate::trim::{Trimming, trim};
use topline_estimate::weight::WeightError;

fn stage<'a>(strata: &'a [u64], clusters: &'a [u64], population: Population<'a>) -> Stage<'a> {
    Stage { strata: Some(strata), clusters: Some(clusters), population }
}

fn build(weights: &[f64], stage: Stage, lonely: LonelyCluster) -> Result<Design, DesignError> {
    let policy = LonelyPolicy { design: lonely, ..LonelyPolicy::default() };
    Design::new(weights.to_vec(), &[stage], ClusterCodes::WithinStrata, policy)
}

#[test]
fn unusable_weights_are_named() {
    for weight in [-1.0, f64::NAN, f64::INFINITY] {
        let error = Design::simple(vec![1.0, weight]).expect_err("unusable");
        let DesignError::Weight(WeightError::Unusable { row, .. }) = error else {
            panic!("{error}");
        };
        assert_eq!(row, 1);
    }
    let error = Design::simple(vec![1.0, -1.0]).expect_err("unusable");
    assert_eq!(error.to_string(), "use weight -1 at row 1: weights are finite and not negative");
    assert_eq!(Design::simple(Vec::new()).expect_err("no rows"), DesignError::Frame(FrameError::NoRows));
}

#[test]
fn rows_without_weight_are_in_the_design_and_not_in_the_estimate() {
    let design = Design::simple(vec![1.0, 0.0, 3.0]).expect("weights");
    let y = [1.0, f64::NAN, 2.0];
    let estimate = mean(&design, &y, Domain::Whole).expect("a mean");
    assert_eq!((estimate.n, estimate.x.to_bits()), (2, 1.75_f64.to_bits()));
    let none = Design::simple(vec![0.0, 0.0]).expect("weights");
    assert_eq!(mean(&none, &[1.0, 2.0], Domain::Whole), Err(EstimateError::Empty));
}

#[test]
fn empty_domains_and_zero_denominators_have_no_estimate() {
    let design = Design::simple(vec![1.0, 2.0]).expect("weights");
    let (nobody, y) = ([false, false], [1.0, 2.0]);
    assert_eq!(mean(&design, &y, Domain::Where(&nobody)), Err(EstimateError::Empty));
    assert_eq!(total(&design, &y, Domain::Where(&nobody)), Err(EstimateError::Empty));
    assert_eq!(ratio(&design, &y, &[0.0, 0.0], Domain::Whole), Err(EstimateError::ZeroDenominator));
    let one = [true, false];
    assert_eq!(variance(&design, &y, Domain::Where(&one)), Err(EstimateError::OneRow));
}

#[test]
fn totals_beyond_a_double_are_an_error() {
    let design = Design::simple(vec![1e200, 1e200, 1.0]).expect("weights");
    let y = [1e150, 2e150, 0.0];
    assert_eq!(mean(&design, &y, Domain::Whole), Err(EstimateError::Overflow));
    assert_eq!(total(&design, &y, Domain::Whole), Err(EstimateError::Overflow));
    assert_eq!(ratio(&design, &y, &[1.0, 2.0, 3.0], Domain::Whole), Err(EstimateError::Overflow));
}

#[test]
fn unusable_columns_are_named() {
    let design = Design::simple(vec![1.0, 2.0]).expect("weights");
    assert_eq!(mean(&design, &[1.0], Domain::Whole), Err(EstimateError::ColumnLength { rows: 2, found: 1 }));
    assert_eq!(
        mean(&design, &[1.0, 2.0], Domain::Where(&[true])),
        Err(EstimateError::ColumnLength { rows: 2, found: 1 })
    );
    assert_eq!(mean(&design, &[1.0, f64::NAN], Domain::Whole), Err(EstimateError::ValueNotFinite { row: 1 }));
    assert_eq!(
        proportions(&design, &[0, 2], 2, Domain::Whole).expect_err("unknown"),
        EstimateError::CategoryUnknown { row: 1, category: 2, categories: 2 }
    );
}

#[test]
fn a_stratum_of_one_cluster_follows_the_policy() {
    let strata = [1, 1, 1, 2];
    let clusters = [1, 2, 3, 1];
    let weights = [1.0; 4];
    let y = [1.0, 2.0, 6.0, 5.0];
    let total_by = |lonely| {
        let stage = stage(&strata, &clusters, Population::Infinite);
        let design = build(&weights, stage, lonely).expect("a design");
        total(&design, &y, Domain::Whole).map(|estimate| estimate.x_se.powi(2))
    };
    let lonely = CovarianceError::LonelyCluster { stage: 1, stratum: 2 };
    assert_eq!(total_by(LonelyCluster::Fail), Err(EstimateError::Covariance(lonely)));
    // Stratum 1 has totals 1, 2, 6: 3/2 (4 + 1 + 9) = 21; the mean total of all four clusters is 3.5.
    for (policy, expect) in [
        (LonelyCluster::Remove, 21.0),
        (LonelyCluster::Certainty, 21.0),
        (LonelyCluster::Adjust, 21.0 + 2.25),
        (LonelyCluster::Average, 42.0),
    ] {
        let found = total_by(policy).expect("a variance");
        assert!((found - expect).abs() < 1e-12, "{policy:?}: {found}");
    }
    let alone = stage(&strata[3..], &clusters[3..], Population::Infinite);
    let design = build(&weights[3..], alone, LonelyCluster::Average).expect("a design");
    assert_eq!(total(&design, &y[3..], Domain::Whole), Err(EstimateError::Covariance(CovarianceError::AllLonely)));
}

#[test]
fn a_census_has_no_error_and_needs_no_second_cluster() {
    let census = stage(&[1], &[1], Population::Sizes(&[1.0]));
    let design = build(&[1.0], census, LonelyCluster::Fail).expect("a design");
    let estimate = total(&design, &[3.0], Domain::Whole).expect("a total");
    assert_eq!((estimate.x.to_bits(), estimate.x_se.to_bits()), (3.0_f64.to_bits(), 0));
    assert_eq!(estimate.interval(Confidence::P95), None);
    assert_eq!(estimate.deff.without_replacement, None);
}

#[test]
fn populations_must_hold_the_sample() {
    let strata = [7, 7];
    let clusters = [1, 2];
    let error = |population| {
        let stage = stage(&strata, &clusters, population);
        match build(&[1.0, 1.0], stage, LonelyCluster::Fail) {
            Err(DesignError::Frame(error)) => error,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        error(Population::Sizes(&[1.0, 1.0])),
        FrameError::PopulationBelowSample { stage: 1, stratum: 7, sampled: 2, population: 1.0 }
    );
    assert_eq!(
        error(Population::Sizes(&[5.0, 6.0])),
        FrameError::PopulationVaries { stage: 1, stratum: 7, first: 5.0, second: 6.0 }
    );
    assert_eq!(
        error(Population::Fractions(&[1.5, 1.5])),
        FrameError::PopulationUnusable { stage: 1, row: 0, value: 1.5 }
    );
    assert_eq!(error(Population::Sizes(&[5.0])), FrameError::ColumnLength { stage: 1, rows: 2, found: 1 });
}

#[test]
fn a_cluster_is_in_one_stratum_unless_codes_are_of_strata() {
    let (strata, clusters) = ([1, 2, 2], [4, 4, 5]);
    let stage = stage(&strata, &clusters, Population::Infinite);
    let policy = LonelyPolicy::default();
    assert_eq!(
        Design::new(vec![1.0; 3], &[stage], ClusterCodes::Unique, policy).expect_err("twice"),
        DesignError::Frame(FrameError::ClusterInTwoStrata { cluster: 4, first: 1, second: 2 })
    );
    let design = Design::new(vec![1.0; 3], &[stage], ClusterCodes::WithinStrata, policy).expect("three clusters");
    assert_eq!(design.degrees_of_freedom().to_bits(), 1.0_f64.to_bits());
}

#[test]
fn proportions_at_the_edge_have_no_log_odds() {
    let design = Design::simple(vec![1.0; 5]).expect("weights");
    let none = proportion(&design, &[0.0; 5], Domain::Whole).expect("a proportion");
    let by = |method| proportion_interval(&none, method, Confidence::P95);
    assert_eq!(by(ProportionInterval::Logit), Err(ProportionError::AtEdge { x: 0.0 }));
    let wald = by(ProportionInterval::Mean).expect("no width");
    assert_eq!((wald.x_low.to_bits(), wald.x_upp.to_bits()), (0, 0));
    // Without the one row that says yes, a replicate has no log odds.
    let one = [1.0, 0.0, 0.0, 0.0, 0.0];
    let replicated = jackknife(&design, Centre::Mean).expect("rows");
    let found = proportion(&replicated, &one, Domain::Whole).expect("a proportion");
    assert_eq!(
        proportion_interval(&found, ProportionInterval::Logit, Confidence::P95),
        Err(ProportionError::ReplicateAtEdge { replicates: 1 })
    );
    assert!(proportion_interval(&found, ProportionInterval::Xlogit, Confidence::P95).is_ok());
}

#[test]
fn replicates_must_fit() {
    let none = Replicates::new(Vec::new(), 1.0, Vec::new(), Centre::Mean).expect_err("none");
    assert_eq!(none, ReplicateError::None);
    let scales = Replicates::new(vec![vec![1.0]], 1.0, Vec::new(), Centre::Mean);
    assert_eq!(scales.expect_err("one"), ReplicateError::Scales { replicates: 1, found: 0 });
    let negative = Replicates::new(vec![vec![1.0]], -1.0, vec![1.0], Centre::Mean);
    assert_eq!(negative.expect_err("negative"), ReplicateError::Scale { scale: -1.0 });
    let strata = [1, 1, 2];
    let clusters = [1, 2, 1];
    let stage = stage(&strata, &clusters, Population::Infinite);
    let design = build(&[1.0; 3], stage, LonelyCluster::Remove).expect("a design");
    assert_eq!(
        jackknife(&design, Centre::Mean).expect_err("one cluster"),
        DesignError::Replicate(ReplicateError::Clusters { stratum: 1, clusters: 1 })
    );
}

#[test]
fn targets_must_cover_the_sample_and_be_covered() {
    let weights = [1.0, 1.0, 2.0];
    let margin = |category, targets| Margin { category, targets };
    assert_eq!(
        post_stratify(&weights, &margin(&[0, 1, 2], &[5.0, 5.0])).expect_err("no target"),
        TargetError::NoTarget { row: 2, margin: 0, category: 2 }
    );
    assert_eq!(
        post_stratify(&weights, &margin(&[0, 0, 0], &[5.0, 5.0])).expect_err("no rows"),
        TargetError::NoRows { margin: 0, category: 1, target: 5.0 }
    );
    let margins = [margin(&[0, 1, 1], &[5.0, 5.0]), margin(&[0, 0, 1], &[5.0, 6.0])];
    assert_eq!(
        rake(&weights, &margins, Raking::default()).expect_err("two totals"),
        TargetError::TotalsDisagree { margin: 1, total: 11.0, first: 10.0 }
    );
    let limits = WeightLimits { low: 2.0, upp: 3.0 };
    assert_eq!(
        trim(&weights, limits, Trimming::Strict).expect_err("mean below"),
        TargetError::Bounds { low: 2.0, upp: 3.0 }
    );
}

#[test]
fn raking_that_cannot_reach_its_targets_says_how_near_it_came() {
    // Two rows of weight at most 2 cannot stand for 10.
    let margins = [Margin { category: &[0, 0, 1], targets: &[10.0, 2.0] }];
    let limits = Some(WeightLimits { low: 0.0, upp: 2.0 });
    let raking = Raking { limits, rounds: 20, ..Raking::default() };
    let raked = rake(&[1.0; 3], &margins, raking).expect("targets that rows have");
    assert!(!raked.converged);
    // The second round changes nothing any more.
    assert_eq!((raked.rounds, raked.limited), (2, 3));
    assert!((raked.difference - 0.6).abs() < 1e-12, "{}", raked.difference);
}

#[test]
fn calibration_that_cannot_reach_its_targets_is_an_error() {
    let ones = Matrix::from_fn(3, 1, |_, _| 1.0);
    let bounds = Bounds::new(0.5, 2.0).expect("bounds");
    for distance in [Distance::LinearWithin(bounds), Distance::Logit(bounds)] {
        let error = calibrate(&[1.0; 3], &ones, &[9.0], distance).expect_err("beyond");
        assert!(matches!(error, TargetError::NotReached { .. } | TargetError::Dependent(_)), "{error}");
    }
    let twice = Matrix::from_fn(3, 2, |_, _| 1.0);
    assert_eq!(
        calibrate(&[1.0; 3], &twice, &[3.0, 3.0], Distance::Linear).expect_err("twice"),
        TargetError::Dependent(SingularError { column: 1 })
    );
    assert_eq!(Bounds::new(1.1, 2.0), Err(TargetError::Bounds { low: 1.1, upp: 2.0 }));
}
