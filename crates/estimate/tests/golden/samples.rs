//! The designs of `designs.csv`, put together from their data sets.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use topline_estimate::calibrate::{Bounds, Distance, calibrate};
use topline_estimate::covariance::{LonelyCluster, LonelyInDomain, LonelyPolicy};
use topline_estimate::design::{DegreesOfFreedom, Design};
use topline_estimate::frame::{ClusterCodes, Population, Stage};
use topline_estimate::matrix::Matrix;
use topline_estimate::post_stratify::post_stratify;
use topline_estimate::rake::{Raking, WeightLimits, rake};
use topline_estimate::replicate::{Centre, Replicates};
use topline_estimate::replication::jackknife;
use topline_estimate::target::Margin;
use topline_estimate::trim::{Trimming, trim};

use crate::data::{Data, both};

pub struct Samples {
    folder: PathBuf,
    data: HashMap<String, Data>,
    designs: HashMap<String, Design>,
}

/// Schools by type and by whether they met their target, in the population.
const TYPES: [f64; 3] = [4421.0, 755.0, 1018.0];
const WIDE: [f64; 2] = [1072.0, 5122.0];

impl Samples {
    pub fn new(folder: &Path) -> Self {
        let names = ["apisrs", "apistrat", "apiclus1", "nhanes", "synth"];
        let read = |name: &str| Data::read(&folder.join(format!("data/{name}.csv")));
        let data = names.iter().map(|name| ((*name).to_owned(), read(name))).collect();
        Self { folder: folder.to_owned(), data, designs: HashMap::new() }
    }

    pub fn load(&mut self, name: &str, data: &str) {
        if !self.designs.contains_key(name) {
            let design = self.build(name, &self.data[data]);
            // The file's intervals of domains go by the degrees of freedom of the whole design.
            self.designs.insert(name.to_owned(), design.counting(DegreesOfFreedom::Design));
        }
    }

    pub fn data(&self, name: &str) -> &Data {
        &self.data[name]
    }

    pub fn design(&self, name: &str) -> &Design {
        &self.designs[name]
    }

    fn build(&self, name: &str, data: &Data) -> Design {
        match name {
            "apisrs" => rows(data, None),
            "apistrat" | "apistrat_deffwr" => rows(data, Some("stype")),
            "apistrat_nofpc" => {
                let strata = data.codes("stype");
                let stage = Stage { strata: Some(&strata), ..Stage::default() };
                let policy = LonelyPolicy::default();
                Design::new(data.numbers("pw"), &[stage], ClusterCodes::Unique, policy).expect("a design")
            }
            "apistrat_subE" => {
                let enroll = data.numbers("enroll");
                let large: Vec<bool> = enroll.iter().map(|&enroll| enroll > 400.0).collect();
                let other: Vec<bool> = data.condition("stype=E").iter().map(|own| !own).collect();
                rows(data, Some("stype")).restricted(&both(&large, &other)).expect("a condition")
            }
            "apiclus1" => districts(data),
            "rep_jk1_clus1" => jackknife(&districts(data), Centre::Mean).expect("clusters"),
            "rep_jkn_strat" => jackknife(&rows(data, Some("stype")), Centre::Mean).expect("rows"),
            "apiclus1_sub" => districts(data).restricted(&data.condition("comp.imp=Yes")).expect("a condition"),
            "strat_post" => {
                let (wide, _) = data.categories("sch.wide");
                let design = rows(data, Some("stype"));
                let margin = Margin { category: &wide, targets: &WIDE };
                let adjustment = post_stratify(design.weights(), &margin).expect("targets");
                design.adjusted(adjustment).expect("weights")
            }
            "nhanes" => people(data),
            "nhanes_jkn" => jackknife_of_people(data),
            name if name.starts_with("clus1_") => calibrated(data, name),
            name if name.starts_with("rep_") || name == "synth_sdr" || name == "synth_boot200" => {
                self.replicated(name, data)
            }
            name => market(data, name),
        }
    }

    fn replicated(&self, name: &str, data: &Data) -> Design {
        let file = self.folder.join(format!("weights/rep_{name}.csv"));
        let table = Data::read(&file);
        let mut columns = Vec::new();
        while table.has(&format!("rw{}", columns.len() + 1)) {
            columns.push(table.numbers(&format!("rw{}", columns.len() + 1)));
        }
        let mut weights = table.numbers("pw");
        // Replicates of the first rows only: the others are not in the design.
        weights.resize(data.rows, 0.0);
        for column in &mut columns {
            column.resize(data.rows, 0.0);
        }
        let count = columns.len();
        let size = count as f64;
        // Without fpc, JK1 and JKn scale by (n-1)/n; fpc and the bootstrap have their own.
        let districts = 1.0 - 15.0 / 757.0;
        let (scale, scales) = match name {
            "rep_jk1_clus1" | "rep_jk1_clus1_mse" | "rep_jk1_raked" => (districts * 14.0 / 15.0, vec![1.0; count]),
            "rep_jkn_strat" => (1.0, stratified_scales(data, &columns)),
            "rep_boot_clus1" => (1.0 / (size - 1.0) * 15.0 / 14.0, vec![1.0; count]),
            "synth_sdr" => (4.0 / size, vec![1.0; count]),
            _ => (1.0 / (size - 1.0), vec![1.0; count]),
        };
        let centre = match name {
            "rep_jk1_clus1_mse" | "synth_sdr" => Centre::Estimate,
            _ => Centre::Mean,
        };
        let replicates = Replicates::new(columns, scale, scales, centre).expect("replicates");
        Design::replicated(weights, replicates).expect("weights")
    }
}

/// `(n-1)/n (1 - n/N)` of the stratum that each replicate leaves a row out of.
fn stratified_scales(data: &Data, replicates: &[Vec<f64>]) -> Vec<f64> {
    let (types, levels) = data.categories("stype");
    let sizes: Vec<f64> =
        (0..levels.len()).map(|level| types.iter().filter(|&&own| own == level).count() as f64).collect();
    let population = data.numbers("fpc");
    replicates
        .iter()
        .map(|weights| {
            let left_out = weights.iter().position(|&weight| weight <= 0.0).expect("a row");
            let size = sizes[types[left_out]];
            (size - 1.0) / size * (1.0 - size / population[left_out])
        })
        .collect()
}

fn rows(data: &Data, strata: Option<&str>) -> Design {
    let strata = strata.map(|strata| data.codes(strata));
    let population = data.numbers("fpc");
    let stage = Stage { strata: strata.as_deref(), clusters: None, population: Population::Sizes(&population) };
    Design::new(data.numbers("pw"), &[stage], ClusterCodes::Unique, LonelyPolicy::default()).expect("a design")
}

fn districts(data: &Data) -> Design {
    let clusters = data.codes("dnum");
    let population = data.numbers("fpc");
    let stage = Stage { strata: None, clusters: Some(&clusters), population: Population::Sizes(&population) };
    Design::new(data.numbers("pw"), &[stage], ClusterCodes::Unique, LonelyPolicy::default()).expect("a design")
}

fn people(data: &Data) -> Design {
    let (strata, clusters) = (data.codes("SDMVSTRA"), data.codes("SDMVPSU"));
    let stage = Stage { strata: Some(&strata), clusters: Some(&clusters), population: Population::Infinite };
    let policy = LonelyPolicy::default();
    Design::new(data.numbers("WTMEC2YR"), &[stage], ClusterCodes::WithinStrata, policy).expect("a design")
}

fn jackknife_of_people(data: &Data) -> Design {
    jackknife(&people(data), Centre::Mean).expect("two clusters in each stratum")
}

fn calibrated(data: &Data, name: &str) -> Design {
    let design = districts(data);
    let weights = design.weights().to_vec();
    let ((types, _), (wide, _)) = (data.categories("stype"), data.categories("sch.wide"));
    let by_type = Margin { category: &types, targets: &TYPES };
    let by_wide = Margin { category: &wide, targets: &WIDE };
    let totals = [6194.0, TYPES[1], TYPES[2], WIDE[1]];
    let is = |category: usize, level: usize| if category == level { 1.0 } else { 0.0 };
    let regressors = Matrix::from_fn(data.rows, 4, |row, column| match column {
        0 => 1.0,
        3 => is(wide[row], 1),
        level => is(types[row], level),
    });
    let within = |low, upp| Bounds::new(low, upp).expect("bounds");
    let raked = || rake(&weights, &[by_type, by_wide], Raking::default()).expect("targets").adjustment;
    let to = |distance| calibrate(&weights, &regressors, &totals, distance).expect("targets");
    let adjustment = match name {
        "clus1_post" => post_stratify(&weights, &by_type).expect("targets"),
        "clus1_rake" | "clus1_raketrim" | "clus1_trim" => raked(),
        "clus1_greg" => {
            let scores = data.numbers("api99");
            let regressors = Matrix::from_fn(data.rows, 4, |row, column| match column {
                3 => scores[row],
                _ => regressors[(row, column)],
            });
            let totals = [6194.0, TYPES[1], TYPES[2], 3_914_069.0];
            calibrate(&weights, &regressors, &totals, Distance::Linear).expect("targets")
        }
        "clus1_calrake" => to(Distance::Raking),
        "clus1_callogit" => to(Distance::Logit(within(0.4, 3.0))),
        "clus1_callinb" => to(Distance::LinearWithin(within(0.5, 2.0))),
        name => panic!("{name} is not known"),
    };
    let design = design.adjusted(adjustment).expect("weights");
    let limits = match name {
        "clus1_raketrim" => (WeightLimits { low: 20.0, upp: 40.0 }, Trimming::Strict),
        "clus1_trim" => (WeightLimits { low: 0.0, upp: 50.0 }, Trimming::Once),
        _ => return design,
    };
    let trimmed = trim(design.weights(), limits.0, limits.1).expect("limits");
    design.with_weights(trimmed).expect("weights")
}

fn market(data: &Data, name: &str) -> Design {
    if name == "synth_w" {
        return Design::simple(data.numbers("w")).expect("a design");
    }
    if name.starts_with("synth_rim") {
        return rim(data, name);
    }
    let (strata, clusters) = (data.codes("stratum"), data.codes("psu"));
    let population = data.numbers("Nh");
    let stage = Stage {
        strata: Some(&strata),
        clusters: Some(&clusters),
        population: if name.starts_with("synth_fpc") { Population::Sizes(&population) } else { Population::Infinite },
    };
    let lonely = match name.rsplit('_').next() {
        Some("remove") => LonelyCluster::Remove,
        Some("certainty") => LonelyCluster::Certainty,
        Some("average") => LonelyCluster::Average,
        _ => LonelyCluster::Adjust,
    };
    let domain = if name == "synth_domlonely_TRUE" { LonelyInDomain::Apply } else { LonelyInDomain::Keep };
    let policy = LonelyPolicy { design: lonely, domain };
    let design = Design::new(data.numbers("w"), &[stage], ClusterCodes::WithinStrata, policy).expect("a design");
    if name.starts_with("synth_domlonely") {
        return design.restricted(&data.condition("region=4;age=1")).expect("a condition");
    }
    design
}

fn rim(data: &Data, name: &str) -> Design {
    let design = Design::simple(vec![1.0; data.rows]).expect("a design");
    let margins = [
        ("gender", vec![490.0, 510.0]),
        ("age", vec![150.0, 200.0, 250.0, 200.0, 200.0]),
        ("region", vec![350.0, 300.0, 200.0, 150.0]),
    ];
    let categories: Vec<_> = margins.iter().map(|(name, _)| data.categories(name).0).collect();
    let margins: Vec<Margin> =
        margins.iter().zip(&categories).map(|((_, targets), category)| Margin { category, targets }).collect();
    let raked = rake(design.weights(), &margins, Raking::default()).expect("targets");
    let design = design.adjusted(raked.adjustment).expect("weights");
    if name == "synth_rim_trim" {
        let limits = WeightLimits { low: 0.5, upp: 3.0 };
        let trimmed = trim(design.weights(), limits, Trimming::Strict).expect("limits");
        return design.with_weights(trimmed).expect("weights");
    }
    design
}
