//! Small cases worked out by hand, or printed in papers.

use topline_estimate::binomial_interval::{BinomialInterval, CountError, binomial_interval};
use topline_estimate::calibrate::{Bounds, Distance, calibrate};
use topline_estimate::chi_square::{IndependenceError, Table, independence};
use topline_estimate::column_proportion::{Column, Overlap, PairError, compare_columns, compare_overlapping};
use topline_estimate::covariance::LonelyPolicy;
use topline_estimate::design::Design;
use topline_estimate::distribution::{ChiSquareSum, TailError};
use topline_estimate::estimate::Confidence;
use topline_estimate::frame::{ClusterCodes, Population, Stage};
use topline_estimate::goodness_of_fit::{FitError, goodness_of_fit};
use topline_estimate::inference::Domain;
use topline_estimate::matrix::Matrix;
use topline_estimate::mean::{mean, total};
use topline_estimate::post_stratify::post_stratify;
use topline_estimate::quantile::{QuantileError, QuantileInterval, quantile, quantile_range};
use topline_estimate::quantile_rule::QuantileRule;
use topline_estimate::rake::{Raking, WeightLimits, rake};
use topline_estimate::rank_test::{RankScore, rank_test};
use topline_estimate::replicate::Centre;
use topline_estimate::replication::jackknife;
use topline_estimate::t_test::t_test;
use topline_estimate::target::Margin;
use topline_estimate::trim::{Trimming, trim};

fn check(found: f64, expect: f64) {
    assert!((found - expect).abs() <= 1e-12 * expect.abs().max(1.0), "{found} is not {expect}");
}

fn check_all(found: &[f64], expect: &[f64]) {
    assert_eq!(found.len(), expect.len());
    for (found, expect) in found.iter().zip(expect) {
        check(*found, *expect);
    }
}

fn simple(rows: usize) -> Design {
    Design::simple(vec![1.0; rows]).expect("weights")
}

#[test]
fn binomial_intervals_are_those_of_newcombe_1998() {
    // Table I of Newcombe (1998), to four decimals.
    let printed = [
        (81, 263, ["0.2553 0.3662", "0.2535 0.3682", "0.2527 0.3676"]),
        (15, 148, ["0.0624 0.1605", "0.0598 0.1644", "0.0578 0.1617"]),
        (0, 20, ["0.0000 0.1611", "0.0000 0.2005", "0.0000 0.1684"]),
        (1, 29, ["0.0061 0.1718", "0.0018 0.1963", "0.0009 0.1776"]),
    ];
    let methods = [BinomialInterval::Wilson, BinomialInterval::WilsonContinuity, BinomialInterval::ClopperPearson];
    for (count, base, expect) in printed {
        for (method, expect) in methods.into_iter().zip(expect) {
            let interval = binomial_interval(count, base, method, Confidence::P95).expect("a base");
            let found = format!("{:.4} {:.4}", interval.x_low, interval.x_upp);
            assert_eq!(found, expect, "{count} of {base}, {method:?}");
        }
    }
}

#[test]
fn other_binomial_intervals_are_symmetric_and_known() {
    let by = |count, base, method| binomial_interval(count, base, method, Confidence::P95).expect("a base");
    // z^2 = 3.841458820694124: 1/2 -+ z sqrt(1/4 / (10 + z^2)).
    let coull = by(5, 10, BinomialInterval::AgrestiCoull);
    let margin = (3.841_458_820_694_124 * 0.25 / 13.841_458_820_694_124_f64).sqrt();
    check_all(&[coull.x_low, coull.x_upp], &[0.5 - margin, 0.5 + margin]);
    // The quantiles of beta(3.5, 17.5), by arithmetic of 25 digits.
    let jeffreys = by(3, 20, BinomialInterval::Jeffreys);
    check_all(&[jeffreys.x_low, jeffreys.x_upp], &[0.044_131_341_975_155_87, 0.348_577_710_858_454_1]);
    let (low, upp) = (by(2, 9, BinomialInterval::Jeffreys), by(7, 9, BinomialInterval::Jeffreys));
    check(low.x_low, 1.0 - upp.x_upp);
    for (count, base) in [(1, 0), (3, 2)] {
        let found = binomial_interval(count, base, BinomialInterval::Wilson, Confidence::P95);
        assert_eq!(found, Err(CountError { count, base }));
    }
}

#[test]
fn columns_are_compared_by_pooled_proportions() {
    let column = |x, base| Column { x, base };
    // 0.2 / sqrt(0.4 0.6 (1/100 + 1/100)), and its two-sided tail.
    let test = compare_columns(column(0.5, 100.0), column(0.3, 100.0)).expect("a test");
    check_all(&[test.z, test.p], &[2.886_751_345_948_129, 0.003_892_417_122_778_628]);
    // Half of each column is the same people, whose answers correlate by a half.
    let overlap = Overlap { shared: 50.0, correlation: 0.5 };
    let test = compare_overlapping(column(0.5, 100.0), column(0.3, 100.0), overlap).expect("a test");
    check(test.z, 0.2 / (0.24 * 0.015_f64).sqrt());
    let same = compare_columns(column(1.0, 10.0), column(1.0, 20.0));
    assert_eq!(same, Err(PairError::NoVariance { x: 1.0 }));
    let none = compare_columns(column(0.5, 0.0), column(0.5, 20.0));
    assert_eq!(none, Err(PairError::Unusable { x: 0.5, base: 0.0 }));
    let overlap = Overlap { shared: 11.0, correlation: 0.0 };
    let more = compare_overlapping(column(0.5, 10.0), column(0.5, 20.0), overlap);
    assert_eq!(more, Err(PairError::Overlap { first: 10.0, second: 20.0, shared: 11.0 }));
}

#[test]
fn quantiles_of_equal_weights_are_those_of_hyndman_and_fan() {
    // R: quantile(1:10, 0.33, type = t); n p is 3.3.
    let y: Vec<f64> = (1..=10).map(f64::from).collect();
    let expect = [
        ("hf1", 4.0),
        ("hf2", 4.0),
        ("hf4", 3.3),
        ("hf5", 3.8),
        ("hf6", 3.63),
        ("hf7", 3.97),
        ("hf8", 3.743_333_333_333_333),
        ("hf9", 3.7575),
    ];
    let at = |p, name| {
        let rule = QuantileRule::named(name).expect("a rule");
        quantile(&simple(10), &y, p, Domain::Whole, rule).expect("a quantile")
    };
    for (name, expect) in expect {
        check(at(0.33, name), expect);
    }
    // Just half is at or below 5.
    for (name, expect) in [("math", 5.0), ("school", 5.5), ("hf3", 6.0), ("shahvaish", 5.0)] {
        check(at(0.5, name), expect);
    }
    for name in ["math", "school", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9", "shahvaish"] {
        check_all(&[at(0.0, name), at(1.0, name)], &[1.0, 10.0]);
    }
    assert_eq!(QuantileRule::named("type7"), None);
}

#[test]
fn a_score_interval_holds_the_values_that_are_not_rejected() {
    // Of 100 values 1 to 100, F(x) = x/100 has error sqrt(F (1 - F) / 99), and t(99) is 1.984217: |F - 1/2| <= t error
    // holds where (x - 50)^2 <= 0.0397686 x (100 - x), from 40.2 to 59.8. F(59.9) is that of 59: up to 60 nothing is rejected.
    let y: Vec<f64> = (1..=100).map(f64::from).collect();
    let how = (QuantileInterval::Score, Confidence::P95);
    let range = quantile_range(&simple(100), &y, 0.5, Domain::Whole, QuantileRule::Math, how).expect("a range");
    check_all(&[range.interval.x_low, range.interval.x_upp], &[41.0, 60.0]);
}

#[test]
fn replicates_repeat_a_quantile() {
    // Leaving out 1, 2 or 3 leaves two rows, of which the lower is the least that half are at or below: 2, 1, 1.
    let design = jackknife(&simple(3), Centre::Mean).expect("rows");
    let y = [1.0, 2.0, 3.0];
    let how = (QuantileInterval::Replicates, Confidence::P95);
    let found = |design| quantile_range(design, &y, 0.5, Domain::Whole, QuantileRule::Math, how);
    // Around their mean 4/9 + 1/9 + 1/9, times 2/3.
    check(found(&design).expect("a range").x_se, 2.0 / 3.0);
    assert_eq!(found(&simple(3)), Err(QuantileError::NotReplicated));
}

#[test]
fn two_groups_are_compared_by_means_and_ranks() {
    // Scores (y - mean) / 3 have squares 2/9 and 8/9; times 6/5 the variance is 4/3.
    let y = [1.0, 2.0, 3.0, 4.0, 6.0, 8.0];
    let group = [0, 0, 0, 1, 1, 1];
    let test = t_test(&simple(6), &y, &group, Domain::Whole).expect("a test");
    check_all(&[test.x, test.x_se, test.df], &[4.0, (4.0_f64 / 3.0).sqrt(), 4.0]);
    // Middle ranks (k - 1/2)/6 differ by 1/2; their scores have squares 4/324, times 6/5.
    let by = |score| rank_test(&simple(6), &y, &group, 2, Domain::Whole, score).expect("a test");
    let ranks = by(RankScore::Wilcoxon);
    check_all(&[ranks.statistic, ranks.ddf], &[0.5 / (4.8_f64 / 324.0).sqrt(), 4.0]);
    assert!(ranks.p < 0.05 && ranks.p > 0.01);
    let normal = by(RankScore::VanDerWaerden);
    assert!(normal.statistic > 3.0 && normal.p < 0.05);
}

#[test]
fn a_table_of_counts_has_pearsons_statistic() {
    // 10, 20 and 30, 40: expected 12, 18, 28, 42, so 4 (1/12 + 1/18 + 1/28 + 1/42).
    let counts = [(0, 0, 10), (0, 1, 20), (1, 0, 30), (1, 1, 40)];
    let (mut row, mut column) = (Vec::new(), Vec::new());
    for (a, b, count) in counts {
        row.extend(vec![a; count]);
        column.extend(vec![b; count]);
    }
    let table = Table { row: &row, rows: 2, column: &column, columns: 2 };
    let test = independence(&simple(100), &table, Domain::Whole).expect("a test");
    let expect = 4.0 * (1.0 / 12.0 + 1.0 / 18.0 + 1.0 / 28.0 + 1.0 / 42.0);
    check(test.pearson, expect);
    // One effect: its test is F with 1 and 99 degrees, by any of the corrections.
    let f = test.rao_scott_f().expect("a test");
    check_all(&[f.statistic, f.ddf.expect("degrees")], &[expect / test.effects[0], 99.0]);
    let wider = Table { rows: 3, ..table };
    assert_eq!(independence(&simple(100), &wider, Domain::Whole), Err(IndependenceError::EmptyMargin));
    let narrow = Table { rows: 1, ..table };
    assert_eq!(
        independence(&simple(100), &narrow, Domain::Whole),
        Err(IndependenceError::TooSmall { rows: 1, columns: 2 })
    );
}

#[test]
fn fit_is_scaled_by_the_covariance_of_totals() {
    // 30 of 100 where half were expected: 20^2/50 + 20^2/50 = 16; the variance of 30 is 100/99 100 0.3 0.7.
    let category: Vec<usize> = (0..100).map(|row| usize::from(row >= 30)).collect();
    let fit = goodness_of_fit(&simple(100), &category, &[0.5, 0.5], Domain::Whole).expect("a test");
    let reference = fit.reference.expect("a variance");
    let scale = 2.0 * (2100.0 / 99.0) / 50.0;
    check_all(&[fit.statistic, reference.scale, reference.df], &[16.0, scale, 1.0]);
    let unfit = goodness_of_fit(&simple(100), &category, &[0.5, 0.6], Domain::Whole);
    assert_eq!(unfit, Err(FitError::Unusable { part: 0.5, sum: 1.1 }));
}

#[test]
fn sums_of_chi_squares_have_their_tails() {
    // Two equal terms are an exponential: beyond 6 lies e^-3. The approximation is good to a few percent.
    let sum = ChiSquareSum::new(vec![(1.0, 1.0), (1.0, 1.0)]).expect("positive");
    let found = sum.above_by_saddlepoint(6.0);
    assert!((found / (-3.0_f64).exp() - 1.0).abs() < 0.03, "{found}");
    // Scaling both changes nothing; one sum is larger than another of the same distribution half the time.
    let scaled = ChiSquareSum::new(vec![(10.0, 2.0)]).expect("positive");
    check(scaled.above_by_saddlepoint(60.0), found);
    let even = ChiSquareSum::new(vec![(1.0, 3.0), (-1.0, 3.0)]).expect("positive");
    check(even.above_by_saddlepoint(0.0), 0.5);
    let none = ChiSquareSum::new(vec![(-1.0, 1.0)]);
    assert_eq!(none, Err(TailError::NoPositiveWeight));
}

#[test]
fn weights_reach_their_targets() {
    let cells = Margin { category: &[0, 0, 1], targets: &[6.0, 4.0] };
    let found = post_stratify(&[1.0, 1.0, 2.0], &cells).expect("targets");
    check_all(found.weights(), &[3.0, 3.0, 4.0]);
    // Margins of a table of equal weights are reached by products of the margins.
    let margins = [
        Margin { category: &[0, 0, 1, 1], targets: &[3.0, 7.0] },
        Margin { category: &[0, 1, 0, 1], targets: &[4.0, 6.0] },
    ];
    let raked = rake(&[1.0; 4], &margins, Raking::default()).expect("targets");
    check_all(raked.adjustment.weights(), &[1.2, 1.8, 2.8, 4.2]);
    assert!(raked.converged && raked.rounds <= 2);
    // 1 x + 1 x + 1 x is to be 9 and not 6: u = 3 / (1 + 4 + 9).
    let x = Matrix::from_fn(3, 1, |row, _| row as f64 + 1.0);
    let linear = calibrate(&[1.0; 3], &x, &[9.0], Distance::Linear).expect("targets");
    check_all(linear.weights(), &[17.0 / 14.0, 20.0 / 14.0, 23.0 / 14.0]);
    let bounds = Bounds::new(0.5, 1.6).expect("bounds");
    for distance in [Distance::Raking, Distance::Logit(bounds), Distance::LinearWithin(bounds)] {
        let found = calibrate(&[1.0; 3], &x, &[9.0], distance).expect("targets");
        let reached: f64 = (1..).zip(found.weights()).map(|(x, weight)| f64::from(x) * weight).sum();
        check(reached, 9.0);
    }
    // With the ratio of 3 cut at 1.6, the others share what is left of 9: u = (9 - 4.8 - 3) / (1 + 4).
    let within = calibrate(&[1.0; 3], &x, &[9.0], Distance::LinearWithin(bounds)).expect("targets");
    check_all(within.weights(), &[1.24, 1.48, 1.6]);
}

#[test]
fn trimming_shares_the_excess() {
    let weights = [1.0, 1.0, 1.0, 9.0];
    let limits = |upp| WeightLimits { low: 0.0, upp };
    let once = trim(&weights, limits(4.0), Trimming::Once).expect("limits");
    check_all(&once, &[8.0 / 3.0, 8.0 / 3.0, 8.0 / 3.0, 4.0]);
    let strict = trim(&weights, limits(3.0), Trimming::Strict).expect("limits");
    check_all(&strict, &[3.0; 4]);
}

#[test]
fn a_simple_sample_without_replacement_has_a_design_effect_of_one() {
    // Mean 5/2, s2 = 5/3; 4 of 10: variance (1 - 4/10) 5/3 / 4 = 1/4.
    let y = [1.0, 2.0, 3.0, 4.0];
    let population = [10.0; 4];
    let stage = Stage { population: Population::Sizes(&population), ..Stage::default() };
    let policy = LonelyPolicy::default();
    let design = Design::new(vec![2.5; 4], &[stage], ClusterCodes::Unique, policy).expect("rows");
    let found = mean(&design, &y, Domain::Whole).expect("a mean");
    check_all(&[found.x, found.x_se, found.df], &[2.5, 0.5, 3.0]);
    check(found.deff.without_replacement.expect("defined"), 1.0);
    check(found.deff.with_replacement.expect("defined"), 0.6);
    check(found.cv().expect("not zero"), 0.2);
    // t(3) is 3.182446305284263 at 97.5%.
    let interval = found.interval(Confidence::P95).expect("degrees");
    let margin = 0.5 * 3.182_446_305_284_263;
    check_all(&[interval.x_low, interval.x_upp], &[2.5 - margin, 2.5 + margin]);
    let all = total(&design, &y, Domain::Whole).expect("a total");
    check_all(&[all.x, all.x_se], &[25.0, 5.0]);
    check(all.deff.without_replacement.expect("defined"), 1.0);
}

#[test]
fn known_cells_leave_only_the_variance_within_them() {
    // Two cells of two rows each: deviations -+1 and -+2 around their means, each row weighing 2.5.
    let y = [1.0, 3.0, 10.0, 14.0];
    let cells = Margin { category: &[0, 0, 1, 1], targets: &[5.0, 5.0] };
    let design = Design::simple(vec![1.0; 4]).expect("weights");
    let adjustment = post_stratify(design.weights(), &cells).expect("targets");
    let design = design.adjusted(adjustment).expect("weights");
    let found = total(&design, &y, Domain::Whole).expect("a total");
    let squares = 2.5 * 2.5 * (1.0 + 1.0 + 4.0 + 4.0);
    check_all(&[found.x, found.x_se], &[70.0, (4.0_f64 / 3.0 * squares).sqrt()]);
}
