//! Numbers of designs that were wrong once, each as survey.toml and SQL give it, beside the right one and where that comes from.

use topline_aggregate::Session;

use crate::golden::data::{Data, golden_folder};
use crate::sample_columns::{self, check, fields};

/// A session over columns of numbers, which are questions but for weights.
fn session(declared: &str, columns: &[(&str, &[f64])]) -> Session {
    sample_columns::session(declared, &[], columns, &[])
}

fn golden(dataset: &str, declared: &str) -> Option<Session> {
    let data = Data::read(&golden_folder()?, dataset, "");
    Some(data.session(&data.plan(declared)))
}

#[test]
fn replicate_weights_may_be_negative() {
    // Means of 1, 2, 4 and 8: 26 / 10 of the sample; 38 / 10, 16 / 8, 36 / 13 and 10 / 6 of the replicates. By successive
    // differences around the estimate, v = 4/4 sum (m - 2.6)^2.
    let weights = [4.0, 3.0, 2.0, 1.0];
    let y = [1.0, 2.0, 4.0, 8.0];
    let replicates = [[4.0, 3.0, -1.0, 4.0], [3.0, 2.5, 3.0, -0.5], [6.0, 3.0, 2.0, 2.0], [0.0, 5.0, 2.0, -1.0]];
    let variance: f64 =
        [38.0 / 10.0, 16.0 / 8.0, 36.0 / 13.0, 10.0 / 6.0].map(|mean: f64| (mean - 2.6).powi(2)).iter().sum();
    let declared = "[weights]\ncolumn = 'w'\n[design.replicates]\nmethod = 'successive_differences'\ncolumns = { prefix = 'r', count = 4 }\n";
    let names = ["replicate_weight_1", "replicate_weight_2", "replicate_weight_3", "replicate_weight_4"];
    let columns: Vec<(&str, &[f64])> =
        names.iter().zip(&replicates).map(|(name, weights)| (*name, &weights[..])).collect();
    let session = session(declared, &[&[("weight", &weights[..]), ("y", &y[..])], columns.as_slice()].concat());
    check(&fields(&session, "survey_mean(y)", "true", &["estimate", "se"]), &[2.6, variance.sqrt()], 1e-12);
}

#[test]
fn likelihood_intervals_of_domains_go_by_their_own_weights() {
    // R survey 4.5: svyciprop(~awards, subset(design, stype == "H"), method = "likelihood"), within what its spline loses; then by the 197
    // degrees of freedom of the whole design.
    let declared = "[weights]\ncolumn = 'pw'\n[[design.stage]]\nstrata = 'stype'\npopulation_from = 'fpc'\n";
    let Some(session) = golden("apistrat", declared) else { return };
    let call = "survey_prop(awards = 2, 'likelihood')";
    check(&fields(&session, call, "stype = 2", &["low", "upp"]), &[0.200_833_4, 0.457_561_0], 1e-4);
    check(&fields(&session, call, "stype = 1", &["low", "upp"]), &[0.636_840_1, 0.811_270_8], 1e-4);
    let call = "survey_prop(awards = 2, 'likelihood', df => 'design')";
    check(&fields(&session, call, "stype = 2", &["low", "upp"]), &[0.202_810_2, 0.454_918_5], 1e-4);
    // As R reads them.
    let call = "survey_prop(awards = 2, 'profile')";
    check(&fields(&session, call, "stype = 2", &["low", "upp"]), &[0.200_833_4, 0.457_561_0], 2e-7);
    check(&fields(&session, call, "stype = 1", &["low", "upp"]), &[0.636_840_1, 0.811_270_8], 2e-7);
}

#[test]
fn capped_raking_has_the_error_of_the_targets_that_it_misses() {
    // JK1 replicates that repeat the same capped raking (R): the share of E has the error .0352, the total of H 175.0.
    let declared = "[weights]\ncolumn = 'pw'\nmethod = 'rake'\nlimits = [20, 40]\n[[weights.target]]\nreference = 'types'\nsize = 'schools'\nby = { stype = 'type' }\n[[weights.target]]\nreference = 'growth'\nsize = 'schools'\nby = { sch_wide = 'met' }\n[[reference]]\nname = 'types'\npath = 'types.csv'\n[[reference]]\nname = 'growth'\npath = 'growth.csv'\n";
    let stage = "[[design.stage]]\nclusters = 'dnum'\npopulation_from = 'fpc'\n";
    let Some(linear) = golden("apiclus1", &format!("{declared}{stage}")) else { return };
    let jackknife = format!("{declared}[design.replicates]\nmethod = 'jk1'\n{stage}");
    let Some(repeated) = golden("apiclus1", &jackknife) else { return };
    // Linearised: finite differences of the raked estimates by how often each row is in the sample, worked out in Python.
    let calls = [
        ("survey_mean(stype = 1)", 0.735_678_054_6, 0.0352, 0.022_895_116),
        ("survey_total(stype = 2)", 560.0, 175.0, 187.549_025),
    ];
    for (call, estimate, jackknifed, linearised) in calls {
        check(&fields(&repeated, call, "true", &["estimate", "se"]), &[estimate, jackknifed], 2e-3);
        check(&fields(&linear, call, "true", &["estimate"]), &[estimate], 1e-9);
        check(&fields(&linear, call, "true", &["se"]), &[linearised], 1e-5);
    }
}

#[test]
fn a_later_stage_without_population_counts() {
    // R: svydesign(~dnum + snum, fpc = ~rep(50, n) + rep(Inf, n)) with lonely.psu = "remove"; Cochran's (1 - f1) B + f1 W.
    let stages = |second: &str| {
        format!(
            "[weights]\ncolumn = 'pw'\n[design]\nsingle_cluster = 'remove'\n[[design.stage]]\nclusters = 'dnum'\npopulation = 50\n[[design.stage]]\nclusters = 'snum'\n{second}"
        )
    };
    let Some(folder) = golden_folder() else { return };
    if !folder.join("data/apiclus2.csv").exists() {
        // Another sample then: as much as from a population that is very large.
        let data = Data::read(&folder, "apiclus1", "");
        let se = |second: &str| {
            let declared = stages(second);
            fields(&data.session(&data.plan(&declared)), "survey_mean(api00)", "true", &["se"])
        };
        let large = se("population = 1e12\n");
        check(&se(""), &[large[0].expect("an error")], 1e-9);
        let dropped = stages("").replace("[[design.stage]]\nclusters = 'snum'\n", "");
        let dropped = fields(&data.session(&data.plan(&dropped)), "survey_mean(api00)", "true", &["se"]);
        assert!(dropped[0] < large[0], "the second stage adds to the variance");
    }
}

#[test]
fn a_domain_has_the_degrees_of_freedom_of_its_own_clusters() {
    let declared = |df: &str| {
        format!(
            "[weights]\ncolumn = 'WTMEC2YR'\n[design]\nnest = true\ninterval = 'mean'\n{df}[[design.stage]]\nstrata = 'SDMVSTRA'\nclusters = 'SDMVPSU'\n"
        )
    };
    let Some(session) = golden("nhanes", &declared("")) else { return };
    let call = "survey_prop(HI_CHOL = 1)";
    // Two clusters of a stratum: R's degf of the subset is 1, and confint by it [-.003, .195].
    let found = fields(&session, call, "SDMVSTRA = 75", &["df", "low", "upp"]);
    check(&found[..1], &[1.0], 0.0);
    check(&found[1..], &[-0.003, 0.195], 0.15);
    // As SAS and Stata have it.
    let Some(session) = golden("nhanes", &declared("df = 'design'\n")) else { return };
    check(&fields(&session, call, "SDMVSTRA = 75", &["df", "low", "upp"]), &[16.0, 0.0793, 0.1124], 2e-3);
    // One cluster alone has no interval.
    let Some(session) = golden("nhanes", &declared("")) else { return };
    let found = fields(&session, call, "SDMVSTRA = 75 and SDMVPSU = 1", &["df", "low"]);
    assert_eq!(found, [Some(0.0), None]);
}

#[test]
fn a_crossed_domain_has_its_own_degrees_of_freedom() {
    // R: subset(design, region == 4 & age == 1) has 6, and the mean of spend [15.77, 68.94] (25 and [19.97, 64.73] by the whole design).
    let declared = |df: &str| {
        format!(
            "[weights]\ncolumn = 'w'\n[design]\nnest = true\nsingle_cluster = 'remove'\n{df}[[design.stage]]\nstrata = 'stratum'\nclusters = 'psu'\n"
        )
    };
    let Some(session) = golden("synth", &declared("")) else { return };
    let domain = "region = 4 and age = 1";
    check(&fields(&session, "survey_mean(spend)", domain, &["df", "low", "upp"]), &[6.0, 15.77, 68.94], 1e-3);
    let by_design = fields(&session, "survey_mean(spend, df => 'design')", domain, &["df", "low", "upp"]);
    check(&by_design, &[25.0, 19.97, 64.73], 1e-3);
}

#[test]
fn design_effects_do_not_depend_on_the_unit_of_weights() {
    let mut weights: Vec<f64> = (0..40).map(|row| f64::from(row % 4) + 1.0).collect();
    let y: Vec<f64> = (0..40).map(|row| f64::from(row * 7 % 11)).collect();
    let half: Vec<f64> = (0..40).map(|row| f64::from(row % 2)).collect();
    let deff = |weights: &[f64], declared: &str, filter: &str| {
        let declared = format!("[weights]\ncolumn = 'w'\n{declared}");
        let session = session(&declared, &[("weight", weights), ("y", &y), ("half", &half)]);
        fields(&session, "survey_mean(y)", filter, &["deff"])[0]
    };
    let grossed = deff(&weights, "", "half = 1");
    let total: f64 = weights.iter().sum();
    for weight in &mut weights {
        *weight *= 40.0 / total;
    }
    check(&[deff(&weights, "", "half = 1")], &[grossed.expect("an effect")], 1e-12);
    // By hand: v / (s2 / n), of the domain's values 0 to 10 with weights of 2 and 4.
    let rows: Vec<usize> = (0..40).filter(|row| row % 2 == 1).collect();
    let sum: f64 = rows.iter().map(|&row| weights[row]).sum();
    let mean = rows.iter().map(|&row| weights[row] * y[row]).sum::<f64>() / sum;
    let squares =
        |power: i32| -> f64 { rows.iter().map(|&row| weights[row].powi(power) * (y[row] - mean).powi(2)).sum() };
    let variance = 40.0 / 39.0 * squares(2) / (sum * sum);
    let simple = squares(1) / sum * 20.0 / 19.0 / 20.0;
    check(&[grossed], &[variance / simple], 1e-12);
    // Weights that average 1 tell no population.
    let against = "[design]\neffect = { against = 'without_replacement' }\n";
    assert_eq!(deff(&weights, against, "true"), None);
    assert_eq!(deff(&weights, against, "half = 1"), None);
}

#[test]
fn the_unit_of_weights_does_not_decide_a_quantile() {
    // Of 100 values 1 to 100 of the same weight just 90 are at or below 90.
    let y: Vec<f64> = (1..=100).map(f64::from).collect();
    for weight in [1.0, 3.3, 0.1, 0.7, 44.209_999_084_472_7] {
        let weights = vec![weight; 100];
        let session = session("[weights]\ncolumn = 'w'\n", &[("weight", &weights), ("y", &y)]);
        for (part, math, school) in [(0.9, 90.0, 90.5), (0.3, 30.0, 30.5), (0.7, 70.0, 70.5)] {
            let found =
                |rule: &str| fields(&session, &format!("survey_quantile(y, {part}, '{rule}')"), "true", &["estimate"]);
            check(&found("math"), &[math], 0.0);
            check(&found("school"), &[school], 0.0);
        }
    }
}

#[test]
fn a_shift_of_values_changes_no_error() {
    let weights: Vec<f64> = (0..200).map(|row| 0.3 + f64::from(row * 37 % 101) / 77.0).collect();
    let y: Vec<f64> = (0..200).map(|row| f64::from(row * 59 % 11)).collect();
    let of = |shift: f64, filter: &str| {
        let moved: Vec<f64> = y.iter().map(|y| y + shift).collect();
        let rows: Vec<f64> = (0..200).map(f64::from).collect();
        let session = session("[weights]\ncolumn = 'w'\n", &[("weight", &weights), ("y", &moved), ("row", &rows)]);
        fields(&session, "survey_mean(y)", filter, &["se", "deff"])
    };
    let exact: Vec<f64> = of(0.0, "true").into_iter().map(|number| number.expect("a number")).collect();
    for shift in [1e7, 1e8, 1.7e9] {
        check(&of(shift, "true"), &exact, 1e-9);
        // One respondent has no error.
        assert_eq!(of(shift, "row = 5")[0], Some(0.0));
    }
}

#[test]
fn intervals_at_0_and_100_percent_are_exact() {
    let (no, n) = (vec![0.0; 30], vec![1.0; 30]);
    let of = |declared: &str, y: &[f64]| {
        let session = session(&format!("[weights]\ncolumn = 'w'\n{declared}"), &[("weight", &n), ("y", y)]);
        fields(&session, "survey_prop(y = 1)", "true", &["low", "upp"])
    };
    // R: binom.confint(0, 30, methods = "exact"), and its contrary.
    check(&of("", &no), &[0.0, 0.115_703_308_222_027_79], 1e-12);
    check(&of("", &n), &[1.0 - 0.115_703_308_222_027_79, 1.0], 1e-12);
    // t(29) = 2.045230: t^2 / (30 + t^2).
    check(&of("[design]\nat_extremes = 'wilson'\n", &no), &[0.0, 0.122_369_85], 1e-6);
    assert_eq!(of("[design]\nat_extremes = 'none'\n", &no), [None, None]);
}

/// Twelve clusters of three in two strata, each with the probability with which it was drawn.
fn clusters_with_probabilities(declared: &str) -> Session {
    let probabilities = [0.31, 0.12, 0.44, 0.27, 0.52, 0.19, 0.36, 0.61, 0.23, 0.35, 0.14, 0.28];
    let places = || (1..=12_u8).flat_map(|cluster| (1..=3_u8).map(move |row| (cluster, row)));
    let column = |of: &dyn Fn(u8, u8) -> f64| places().map(|(cluster, row)| of(cluster, row)).collect::<Vec<f64>>();
    let p = column(&|cluster, _| probabilities[usize::from(cluster) - 1]);
    let weights: Vec<f64> = p.iter().map(|p| 1.0 / p).collect();
    let columns = [
        ("h", column(&|cluster, _| if cluster <= 7 { 1.0 } else { 2.0 })),
        ("c", column(&|cluster, _| f64::from(cluster))),
        ("p", p),
        ("weight", weights),
        ("y", column(&|cluster, row| f64::from((7 * cluster + 5 * row) % 13))),
        ("x", column(&|cluster, row| f64::from(1 + (3 * cluster + row) % 5))),
        ("i", column(&|_, row| f64::from(row))),
    ];
    let columns: Vec<(&str, &[f64])> = columns.iter().map(|(name, values)| (*name, values.as_slice())).collect();
    let stage = "[[design.stage]]\nstrata = 'h'\nclusters = 'c'\nprobability_from = 'p'\n";
    session(&format!("[weights]\ncolumn = 'w'\n[design]\n{stage}{declared}"), &columns)
}

#[test]
fn variances_of_unequal_probabilities_are_those_of_r() {
    // R's survey 4.5: svydesign(~c, strata = ~h, fpc = ~p, pps = "brewer", "overton" or HR(), variance = "HT" or "YG"): the errors of
    // the total and mean of y, of its ratio to x and of its mean where i = 1.
    let rules = [
        ("", [116.845_748_674_743_5, 0.389_018_842_677_955, 0.112_811_588_706_208, 0.821_004_070_343_881]),
        (
            "pairs = 'overton'\n",
            [133.161_179_091_482_2, 0.393_789_832_260_558, 0.113_252_572_397_192, 0.818_419_871_870_866],
        ),
        (
            "pairs = 'overton'\nestimator = 'yates_grundy'\n",
            [114.286_473_063_443_6, 0.378_979_244_590_892, 0.110_784_710_495_629, 0.813_319_753_377_383],
        ),
        (
            "pairs = 'hartley_rao'\n",
            [123.007_571_909_902_9, 0.394_182_543_687_648, 0.113_649_689_868_868, 0.823_666_725_337_654],
        ),
        (
            "pairs = 'hartley_rao'\nestimator = 'yates_grundy'\n",
            [116.845_748_674_743_6, 0.389_018_842_677_955, 0.112_811_588_706_208, 0.821_004_070_343_881],
        ),
    ];
    for (declared, expect) in rules {
        let session = clusters_with_probabilities(declared);
        let error = |call, filter| fields(&session, call, filter, &["se"])[0];
        let found = [
            error("survey_total(y)", "true"),
            error("survey_mean(y)", "true"),
            error("survey_ratio(y, x)", "true"),
            error("survey_mean(y)", "i = 1"),
        ];
        check(&found, &expect, 1e-10);
        check(&fields(&session, "survey_total(y)", "true", &["estimate"]), &[834.870_430_823_766_2], 1e-12);
    }
}
