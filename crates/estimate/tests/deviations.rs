//! Errors taken apart: their parts make up the variance, and the covariance of samples that overlap.

mod random;

use random::{Random, Sample};
use topline_estimate::covariance::{LonelyCluster, LonelyInDomain, LonelyPolicy};
use topline_estimate::design::Design;
use topline_estimate::deviations::{ErrorPart, error_parts, first_parts, ratio_deviations};
use topline_estimate::frame::{ClusterCodes, Population, Stage};
use topline_estimate::inference::Domain;
use topline_estimate::mean::{mean, ratio};
use topline_estimate::rake::{Raking, rake};
use topline_estimate::replicate::Centre;
use topline_estimate::replication::jackknife;
use topline_estimate::target::Margin;

/// The squares of the parts add up to the variance that the estimate has.
fn check_parts(design: &Design, domain: Domain, (y, x): (&[f64], &[f64]), what: &str) {
    let parts = ratio_deviations(design, domain, y, x);
    match ratio(design, y, x, domain) {
        Ok(estimate) => {
            let parts = parts.expect("parts");
            assert_eq!(parts.len(), error_parts(design).expect("parts").len(), "{what}");
            let variance: f64 = parts.iter().map(|part| part * part).sum();
            let expect = estimate.x_se * estimate.x_se;
            assert!((variance - expect).abs() <= 1e-9 * expect + 1e-13, "{what}: {variance} and {expect}");
        }
        Err(error) => assert_eq!(parts.expect_err("no parts"), error, "{what}"),
    }
}

#[test]
fn parts_make_up_the_variance() {
    for seed in 0..300 {
        let sample = Sample::new(seed);
        let x: Vec<f64> = sample.y.iter().map(|y| 1.0 + y % 7.0).collect();
        let ones = vec![1.0; sample.rows()];
        let what = format!("sample {seed}: {:?}", sample.drawn);
        let design = sample.design();
        for domain in [Domain::Whole, Domain::Where(&sample.domain)] {
            check_parts(&design, domain, (&sample.y, &x), &what);
            check_parts(&design, domain, (&sample.y, &ones), &what);
        }
        let replicated = jackknife(&sample.scaled(1.0).design(), Centre::Mean);
        if let Ok(design) = replicated {
            check_parts(&design, Domain::Where(&sample.domain), (&sample.y, &x), &format!("{what}, replicated"));
        }
        if sample.weights.iter().all(|weight| *weight > 0.0) {
            let categories: Vec<usize> = sample.column.iter().map(|column| usize::from(*column % 2)).collect();
            let margin = Margin { category: &categories, targets: &[700.0, 500.0] };
            let raked = rake(&sample.weights, &[margin], Raking::default());
            if let Ok(raked) = raked {
                let design = sample.design().adjusted(raked.adjustment).expect("weights");
                check_parts(&design, Domain::Where(&sample.domain), (&sample.y, &x), &format!("{what}, raked"));
            }
        }
    }
}

#[test]
fn single_clusters_have_the_parts_of_their_policy() {
    for seed in 0..200 {
        let random = &mut Random(seed);
        let (mut strata, mut clusters, mut y) = (Vec::new(), Vec::new(), Vec::new());
        for stratum in 0..4 {
            let size = if stratum > 0 && random.below(3) == 0 { 1 } else { 2 + random.below(3) };
            for cluster in 0..size {
                for _ in 0..=random.below(4) {
                    strata.push(stratum);
                    clusters.push(cluster as u64);
                    y.push(random.part());
                }
            }
        }
        let rows = y.len();
        let weights: Vec<f64> = (0..rows).map(|_| 0.5 + random.part()).collect();
        let domain: Vec<bool> = (0..rows).map(|_| random.below(3) > 0).collect();
        let ones = vec![1.0; rows];
        for design in [LonelyCluster::Remove, LonelyCluster::Adjust, LonelyCluster::Average, LonelyCluster::Fail] {
            for in_domain in [LonelyInDomain::Keep, LonelyInDomain::Apply] {
                let policy = LonelyPolicy { design, domain: in_domain };
                let stage =
                    Stage { strata: Some(&strata), clusters: Some(&clusters), population: Population::Infinite };
                let design =
                    Design::new(weights.clone(), &[stage], ClusterCodes::WithinStrata, policy).expect("a design");
                check_parts(&design, Domain::Where(&domain), (&y, &ones), &format!("sample {seed}: {policy:?}"));
            }
        }
    }
}

#[test]
fn a_rotating_panel_has_the_covariance_of_kish() {
    // Two simple samples of four and five, of which three are the same: of means the parts are
    // sqrt(n / (n - 1)) (y - mean) / n, and the covariance is the sum of their products over the three.
    let one = [3.0, 8.0, 4.0, 9.0];
    let other = [4.0, 5.0, 9.0, 1.0, 6.0];
    let parts = |y: &[f64]| {
        let design = Design::simple(vec![1.0; y.len()]).expect("weights");
        let parts = ratio_deviations(&design, Domain::Whole, y, &vec![1.0; y.len()]).expect("parts");
        let error = mean(&design, y, Domain::Whole).expect("a mean").x_se;
        assert!((parts.iter().map(|part| part * part).sum::<f64>() - error * error).abs() < 1e-12);
        assert_eq!(error_parts(&design).expect("parts")[2], ErrorPart::Row { stage: 0, stratum: 0, row: 2 });
        assert_eq!(first_parts(&design)[2], Some(2));
        parts
    };
    let shared: f64 = parts(&one).iter().zip(parts(&other)).skip(1).map(|(one, other)| one * other).sum();
    // 8 and 5, 4 and 9, 9 and 1 around 6 and 5: (2 * 0 - 2 * 4 - 3 * 4) / (4 * 5) * sqrt(4 / 3 * 5 / 4).
    assert!((shared + (5.0_f64 / 3.0).sqrt()).abs() < 1e-12, "{shared}");
}
