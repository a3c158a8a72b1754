//! Two-stage samples against the values that the help pages of R's survey package print.
//!
//! The data are not part of the project: they are read from the folder that `TOPLINE_REAL` names, else from
//! `../shared/real` beside the workspace. Without them the test is skipped, except where `CI` is set.

use std::path::{Path, PathBuf};

use topline_estimate::covariance::LonelyPolicy;
use topline_estimate::design::Design;
use topline_estimate::frame::{ClusterCodes, Population, Stage};
use topline_estimate::inference::Domain;
use topline_estimate::mean::{mean, total};

#[path = "golden/data.rs"]
#[expect(dead_code, reason = "the other golden test uses the rest")]
mod data;

use data::Data;

fn folder() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/real");
    std::env::var_os("TOPLINE_REAL").map_or_else(beside, PathBuf::from)
}

#[test]
#[expect(clippy::print_stdout, reason = "says that it was skipped")]
fn two_stages_without_replacement_add_their_variances() {
    let file = folder().join("r_survey_api/apiclus2.csv");
    if !file.exists() {
        assert!(std::env::var_os("CI").is_none(), "the data are absent");
        println!("skipped: {} is absent", file.display());
        return;
    }
    let data = Data::read(&file);
    let (districts, schools) = (data.codes("dnum"), data.codes("snum"));
    let (first, second) = (data.numbers("fpc1"), data.numbers("fpc2"));
    let stages = [
        Stage { strata: None, clusters: Some(&districts), population: Population::Sizes(&first) },
        Stage { strata: None, clusters: Some(&schools), population: Population::Sizes(&second) },
    ];
    // Without weights, R takes the inverse of the product of both fractions.
    let sampled = |row: usize| {
        let inside = (0..data.rows).filter(|&other| districts[other] == districts[row]).count() as f64;
        40.0 / first[row] * inside / second[row]
    };
    let weights: Vec<f64> = (0..data.rows).map(|row| 1.0 / sampled(row)).collect();
    let design = Design::new(weights, &stages, ClusterCodes::Unique, LonelyPolicy::default()).expect("a design");
    // svymean(~api00, dclus2): 670.81, SE 30.099; svytotal(~enroll, dclus2, na.rm = TRUE): 2639273, SE 799638.
    let scores = mean(&design, &data.numbers("api00"), Domain::Whole).expect("a mean");
    assert_eq!(format!("{:.2} {:.3}", scores.x, scores.x_se), "670.81 30.099");
    let present = data.present("enroll");
    let pupils = total(&design, &data.numbers("enroll"), Domain::Where(&present)).expect("a total");
    assert_eq!(format!("{:.0} {:.0}", pupils.x, pupils.x_se), "2639273 799638");
    assert_eq!(design.degrees_of_freedom().to_bits(), 39.0_f64.to_bits());
}
