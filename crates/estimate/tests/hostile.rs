//! Whatever goes in, what comes out is finite or an error: no estimate is NaN, and nothing panics.

#[expect(dead_code, reason = "the tests of random designs use the rest")]
mod random;
#[expect(dead_code, reason = "the tests of random designs use the rest")]
mod table;

use random::Random;
use table::column_shares;
use topline_estimate::adjustment::Adjustment;
use topline_estimate::calibrate::{Bounds, Distance, calibrate};
use topline_estimate::chi_square::{Table, TestResult, independence};
use topline_estimate::contrast::{contrast, group_means};
use topline_estimate::covariance::{LonelyCluster, LonelyInDomain, LonelyPolicy};
use topline_estimate::design::Design;
use topline_estimate::estimate::{Confidence, Estimate};
use topline_estimate::frame::{ClusterCodes, Population, Stage};
use topline_estimate::goodness_of_fit::goodness_of_fit;
use topline_estimate::inference::Domain;
use topline_estimate::kish::kish;
use topline_estimate::letters::{ColumnBase, ColumnShare, Comparison, LetterRule, TestBase, compare_row};
use topline_estimate::matrix::Matrix;
use topline_estimate::mean::{mean, ratio, total, variance};
use topline_estimate::multiple_comparison::Correction;
use topline_estimate::post_stratify::post_stratify;
use topline_estimate::proportion::{category_totals, proportions};
use topline_estimate::proportion_interval::{ProportionInterval, proportion, proportion_interval};
use topline_estimate::quantile::{QuantileInterval, quantile, quantile_range};
use topline_estimate::quantile_rule::QuantileRule;
use topline_estimate::rake::{Raking, WeightLimits, rake};
use topline_estimate::rank_test::{RankScore, rank_test};
use topline_estimate::replicate::Centre;
use topline_estimate::replication::{balanced, bootstrap, jackknife, successive_differences};
use topline_estimate::t_test::t_test;
use topline_estimate::target::Margin;
use topline_estimate::trim::{Trimming, trim};

/// Numbers that results hold, each with what it is of.
type Numbers = Vec<(&'static str, f64)>;

const WEIGHTS: [f64; 10] = [0.0, 1.0, 2.5, 1.0, 3.0, 1e-9, 5e-324, 1e150, 1e300, 1e-200];
const VALUES: [f64; 10] = [0.0, 1.0, 2.0, -1.0, 5.5, 1e-308, 1e200, -1e308, f64::NAN, f64::INFINITY];

const NOBODY: ColumnBase = ColumnBase { n: 0, n_weighted: 0.0, n_effective: 0.0 };

/// A hostile choice one time in a few, else a tame one.
fn pick(random: &mut Random, choices: &[f64], wild: bool) -> f64 {
    choices[random.below(if wild { choices.len() } else { 5 })]
}

struct Case {
    weights: Vec<f64>,
    y: Vec<f64>,
    yes: Vec<f64>,
    group: Vec<usize>,
    codes: Vec<u8>,
    domain: Vec<bool>,
}

fn case(random: &mut Random, rows: usize) -> Case {
    let (wild_weights, wild_values) = (random.below(3) == 0, random.below(3) == 0);
    let group: Vec<usize> = (0..rows).map(|_| random.below(3)).collect();
    Case {
        weights: (0..rows).map(|_| pick(random, &WEIGHTS, wild_weights)).collect(),
        y: (0..rows).map(|_| pick(random, &VALUES, wild_values)).collect(),
        yes: (0..rows).map(|_| random.below(2) as f64).collect(),
        codes: group.iter().map(|&own| own as u8).collect(),
        group,
        domain: (0..rows).map(|_| random.below(3) > 0).collect(),
    }
}

fn designs(random: &mut Random, case: &Case) -> Vec<Design> {
    let rows = case.weights.len();
    let codes = |random: &mut Random, end: usize| -> Vec<u64> { (0..rows).map(|_| random.below(end) as u64).collect() };
    let (strata, clusters) = (codes(random, 3), codes(random, 4));
    let population = vec![[1.0, 2.0, 5.0, 1e6][random.below(4)]; rows];
    let policy = LonelyPolicy {
        design: [
            LonelyCluster::Fail,
            LonelyCluster::Remove,
            LonelyCluster::Certainty,
            LonelyCluster::Adjust,
            LonelyCluster::Average,
        ][random.below(5)],
        domain: [LonelyInDomain::Keep, LonelyInDomain::Apply][random.below(2)],
    };
    let stage = Stage {
        strata: (random.below(2) == 0).then_some(&strata),
        clusters: (random.below(2) == 0).then_some(&clusters),
        population: if random.below(2) == 0 { Population::Infinite } else { Population::Sizes(&population) },
    };
    let Ok(design) = Design::new(case.weights.clone(), &[stage], ClusterCodes::WithinStrata, policy) else {
        return Vec::new();
    };
    let made = [
        jackknife(&design, Centre::Mean),
        balanced(&design, 0.3, Centre::Estimate),
        bootstrap(&design, 5, 1, Centre::Mean),
        successive_differences(&design, 4),
    ];
    let margin = Margin { category: &case.group, targets: &[5.0, 1e-3, 7.0] };
    let adjusted = post_stratify(design.weights(), &margin).and_then(|found| {
        let raked = rake(design.weights(), &[margin], Raking::default())?.adjustment;
        Ok([found, raked].map(|adjustment| design.clone().adjusted(adjustment)))
    });
    let mut designs = vec![design.clone()];
    designs.extend(made.into_iter().flatten());
    designs.extend(adjusted.into_iter().flatten().flatten());
    designs
}

fn of_estimate(name: &'static str, found: &Estimate) -> Numbers {
    let mut numbers = vec![
        (name, found.x),
        (name, found.x_se),
        (name, found.df),
        (name, found.n_weighted),
        (name, found.n_effective),
    ];
    numbers.extend(found.deff.without_replacement.map(|deff| ("deff", deff)));
    numbers.extend(found.deff.with_replacement.map(|deff| ("deff", deff)));
    numbers.extend(found.cv().map(|cv| ("cv", cv)));
    numbers.extend(found.p_value().map(|p| ("p", p)));
    let ends = found.interval(Confidence::P95).map(|interval| [interval.x_low, interval.x_upp]);
    numbers.extend(ends.into_iter().flatten().map(|end| ("interval", end)));
    numbers
}

fn of_test(name: &'static str, found: &TestResult) -> Numbers {
    [Some(found.statistic), found.ndf, found.ddf, Some(found.p)].into_iter().flatten().map(|own| (name, own)).collect()
}

fn estimates(design: &Design, case: &Case, domain: Domain) -> Numbers {
    let Case { y, yes, group, .. } = case;
    let mut numbers = Numbers::new();
    let singles = [
        ("mean", mean(design, y, domain)),
        ("total", total(design, y, domain)),
        ("variance", variance(design, y, domain)),
        ("ratio", ratio(design, yes, y, domain)),
        ("t test", t_test(design, y, group, domain)),
        ("t test of two", t_test(design, y, &group.iter().map(|&own| own % 2).collect::<Vec<_>>(), domain)),
    ];
    for (name, found) in singles {
        numbers.extend(found.iter().flat_map(|found| of_estimate(name, found)));
    }
    for by in [proportions, category_totals] {
        let found = by(design, group, 3, domain);
        numbers.extend(found.iter().flat_map(|(found, _)| found).flat_map(|found| of_estimate("category", found)));
    }
    if let Ok(means) = group_means(design, y, group, 3, domain) {
        numbers.extend(of_estimate("contrast", &contrast(&means, &[1.0, -2.0, 1.0], design.degrees_of_freedom())));
    }
    for rule in ["math", "school", "hf3", "hf4", "hf7", "hf9", "shahvaish"] {
        let rule = QuantileRule::named(rule).expect("a rule");
        for p in [0.0, 0.3, 1.0] {
            numbers.extend(quantile(design, y, p, domain, rule).map(|found| ("quantile", found)));
            let methods = [
                QuantileInterval::default(),
                QuantileInterval::Woodruff(ProportionInterval::Beta),
                QuantileInterval::Score,
                QuantileInterval::Replicates,
            ];
            for method in methods {
                if let Ok(found) = quantile_range(design, y, p, domain, rule, (method, Confidence::P95)) {
                    let interval = found.interval;
                    numbers
                        .extend([interval.x_low, interval.x_upp, found.x_se].map(|own| ("quantile's interval", own)));
                }
            }
        }
    }
    if let Ok(found) = proportion(design, yes, domain) {
        numbers.extend(of_estimate("proportion", &found.estimate));
        let methods = [
            ProportionInterval::Logit,
            ProportionInterval::Xlogit,
            ProportionInterval::Likelihood,
            ProportionInterval::Profile,
            ProportionInterval::ArcSine,
            ProportionInterval::Beta,
            ProportionInterval::Mean,
            ProportionInterval::Wilson,
        ];
        for method in methods {
            if let Ok(interval) = proportion_interval(&found, method, Confidence::P95) {
                numbers.extend([interval.x_low, interval.x_upp].map(|end| ("proportion's interval", end)));
            }
        }
    }
    numbers
}

fn tests(design: &Design, case: &Case, domain: Domain) -> Numbers {
    let Case { y, yes, group, .. } = case;
    let mut numbers = Numbers::new();
    for groups in [2, 3] {
        for score in [RankScore::Wilcoxon, RankScore::VanDerWaerden, RankScore::Median] {
            if let Ok(found) = rank_test(design, y, group, groups, domain, score) {
                numbers.extend([found.statistic, found.ndf, found.ddf, found.p].map(|own| ("rank test", own)));
            }
        }
    }
    let column: Vec<usize> = yes.iter().map(|&own| own as usize).collect();
    let table = Table { row: group, rows: 3, column: &column, columns: 2 };
    if let Ok(found) = independence(design, &table, domain) {
        let results = [
            ("F", found.rao_scott_f()),
            ("chi-square", found.rao_scott_chi_square()),
            ("saddlepoint", found.saddlepoint()),
            ("Wald", found.wald()),
            ("adjusted Wald", found.adjusted_wald()),
        ];
        for (name, result) in results {
            numbers.extend(result.iter().flat_map(|result| of_test(name, result)));
        }
    }
    if let Ok(found) = goodness_of_fit(design, group, &[0.2, 0.3, 0.5], domain) {
        numbers.push(("fit", found.statistic));
        numbers.extend(found.reference.into_iter().flat_map(|own| [own.scale, own.df, own.p].map(|own| ("fit", own))));
    }
    numbers
}

fn weighting(random: &mut Random, case: &Case) -> Numbers {
    let mut numbers = Numbers::new();
    let margins = [
        Margin { category: &case.group, targets: &[10.0, 20.0, pick(random, &WEIGHTS, true)] },
        Margin { category: &case.group, targets: &[10.0, 20.0, 5.0] },
    ];
    let limits = WeightLimits { low: 0.3, upp: 4.0 };
    for margin in &margins {
        let made = post_stratify(&case.weights, margin);
        numbers.extend(made.iter().flat_map(Adjustment::weights).map(|&weight| ("post-stratified", weight)));
    }
    for limits in [None, Some(limits)] {
        let made = rake(&case.weights, &margins[1..], Raking { limits, ..Raking::default() });
        if let Ok(made) = made {
            numbers.push(("raked", made.difference));
            numbers.extend(made.adjustment.weights().iter().map(|&weight| ("raked", weight)));
        }
    }
    let regressors = Matrix::from_fn(case.weights.len(), 2, |row, column| if column == 0 { 1.0 } else { case.y[row] });
    let bounds = Bounds::new(0.2, 5.0).expect("bounds");
    for distance in [Distance::Linear, Distance::Raking, Distance::Logit(bounds), Distance::LinearWithin(bounds)] {
        let made = calibrate(&case.weights, &regressors, &[20.0, 30.0], distance);
        numbers.extend(made.iter().flat_map(Adjustment::weights).map(|&weight| ("calibrated", weight)));
    }
    for trimming in [Trimming::Once, Trimming::Strict] {
        let made = trim(&case.weights, limits, trimming);
        numbers.extend(made.iter().flatten().map(|&weight| ("trimmed", weight)));
    }
    if let Ok(Some(found)) = kish(&case.weights) {
        numbers.extend([found.n_weighted, found.n_effective, found.design_effect].map(|own| ("Kish", own)));
    }
    numbers
}

fn tabulated(random: &mut Random, case: &Case) -> Numbers {
    let mut numbers = Numbers::new();
    let rows = case.weights.len();
    let clusters: Vec<u64> = (0..rows).map(|_| random.below(4) as u64).collect();
    let stage = Stage { clusters: (random.below(2) == 0).then_some(&clusters), ..Stage::default() };
    let design = Design::new(case.weights.clone(), &[stage], ClusterCodes::Unique, LonelyPolicy::default());
    let Ok(design) = design else { return numbers };
    let codes: Vec<u16> = case.codes.iter().map(|&code| u16::from(code)).collect();
    for (columns, table) in [3, 1].into_iter().zip(column_shares(&design, (&codes, 2), &[(&codes, 3), (&codes, 1)])) {
        let Ok(table) = table else { continue };
        let shares = table.iter().flatten();
        numbers.extend(shares.flat_map(|share| [("share", share.x), ("share's error", share.x_se)]));
        for base in [TestBase::Unweighted, TestBase::Weighted, TestBase::Effective] {
            let column = |place: usize| ColumnShare {
                x: table[place].map_or(0.0, |share| share.x),
                base: table[place].map_or(NOBODY, |share| ColumnBase {
                    n: share.n,
                    n_weighted: share.n_weighted,
                    n_effective: share.n_effective,
                }),
            };
            let columns: Vec<ColumnShare> = (0..columns).map(column).collect();
            let rule = LetterRule { correction: Correction::Holm, ..LetterRule::default() };
            let compared = compare_row(&columns, Comparison::Proportions { base, overlaps: &[] }, rule);
            for pair in compared.iter().flat_map(|compared| &compared.pairs) {
                numbers.extend(pair.test.iter().flat_map(|test| [("z", test.z), ("p", test.p)]));
                numbers.extend(pair.p_corrected.map(|p| ("p corrected", p)));
            }
        }
    }
    numbers
}

#[test]
fn no_estimate_is_nan_or_infinite() {
    let mut wrong: std::collections::BTreeMap<&str, (usize, u64)> = std::collections::BTreeMap::new();
    let mut count = 0;
    for seed in 0..60 {
        let random = &mut Random(seed);
        let rows = 1 + random.below(9);
        let case = case(random, rows);
        let mut numbers = weighting(random, &case);
        numbers.extend(tabulated(random, &case));
        for design in designs(random, &case) {
            for domain in [Domain::Whole, Domain::Where(&case.domain)] {
                numbers.extend(estimates(&design, &case, domain));
                numbers.extend(tests(&design, &case, domain));
            }
        }
        count += numbers.len();
        for (name, _) in numbers.iter().filter(|(_, number)| !number.is_finite()) {
            wrong.entry(name).or_insert((0, seed)).0 += 1;
        }
    }
    assert!(count > 20_000, "{count} numbers");
    assert!(wrong.is_empty(), "not finite, how often, and the first case: {wrong:?}");
}
