//! What this crate says of a row of the golden file.

use topline_estimate::contrast::{contrast, group_means};
use topline_estimate::design::Design;
use topline_estimate::estimate::{Confidence, Estimate};
use topline_estimate::inference::Domain;
use topline_estimate::kish::kish;
use topline_estimate::mean::{mean, ratio, total, variance};
use topline_estimate::proportion::{category_totals, proportions};

use crate::data::{Data, both};
use crate::row::Row;

/// Fields of the answer, by the name of their column or `k` of `k=v` in `extra`.
pub type Fields = Vec<(&'static str, f64)>;

/// The answer, or `None` where this crate does not have the statistic.
pub fn answer(row: &Row, data: &Data, design: &Design) -> Option<Fields> {
    let fields = match row.statistic.as_str() {
        "mean" | "mean_by" | "grid_mean" | "mr_mean" => {
            let y = data.numbers(&row.variable);
            let domain = both(&data.present(&row.variable), &data.condition(&row.domain));
            wald(&mean(design, &y, Domain::Where(&domain)).expect("a mean"), row)
        }
        "total" | "total_by" => {
            let y = data.numbers(&row.variable);
            let domain = both(&data.present(&row.variable), &data.condition(&row.domain));
            wald(&total(design, &y, Domain::Where(&domain)).expect("a total"), row)
        }
        "variance" => {
            let y = data.numbers(&row.variable);
            let domain = data.present(&row.variable);
            let estimate = variance(design, &y, Domain::Where(&domain)).expect("a variance");
            vec![("estimate", estimate.x), ("se", estimate.x_se)]
        }
        "ratio" => {
            let (above, below) = row.variable.split_once('/').expect("a ratio");
            let domain = both(&data.present(above), &data.present(below));
            let (y, x) = (data.numbers(above), data.numbers(below));
            let estimate = ratio(design, &y, &x, Domain::Where(&domain)).expect("a ratio");
            wald(&estimate, row)
        }
        "proportion_level" | "total_level" | "proportion_level_by" => levels(row, data, design),
        "crosstab_cell" => crosstab(row, data, design),
        "rep_scale" => {
            let replicates = design.replicates().expect("replicates");
            vec![("estimate", replicates.scale()), ("n", replicates.scales().len() as f64)]
        }
        "degf" => vec![("estimate", design.degrees_of_freedom())],
        "diff_means" | "diff_props" => difference(row, data, design),
        name if name.starts_with("weight_") || name.starts_with("kish_") => weight(row, design),
        "mr_cases_pct" | "net_pct" | "rank_pct" | "rank_top3_pct" | "rank_mean" | "nps_score" | "nps_score_se" => {
            crate::answers::market(row, data, design)
        }
        _ => return crate::tests::answer(row, data, design),
    };
    Some(fields)
}

/// An estimate with Wald's interval.
fn wald(estimate: &Estimate, row: &Row) -> Fields {
    let interval = estimate.interval(Confidence::P95).expect("degrees of freedom");
    let deff = if row.design == "apistrat_deffwr" {
        estimate.deff.with_replacement
    } else {
        estimate.deff.without_replacement
    };
    let mut fields = vec![
        ("estimate", estimate.x),
        ("se", estimate.x_se),
        ("ci_low", interval.x_low),
        ("ci_high", interval.x_upp),
        ("df", estimate.df),
        ("n", estimate.n as f64),
    ];
    fields.extend(deff.map(|deff| ("deff", deff)));
    fields
}

fn levels(row: &Row, data: &Data, design: &Design) -> Fields {
    let (category, levels) = data.categories(&row.variable);
    // In a table by groups the level stands in the domain: `stype=E:awardsNo`.
    let (domain, level) = match row.domain.rsplit_once(':') {
        Some((domain, level)) => (domain, level.strip_prefix(&row.variable).expect("a level")),
        None => (row.domain.as_str(), row.level.as_str()),
    };
    let level = levels.iter().position(|own| own == level).expect("a level");
    let condition = both(&data.present(&row.variable), &data.condition(domain));
    let domain = Domain::Where(&condition);
    let (estimates, _) = if row.statistic == "total_level" {
        category_totals(design, &category, levels.len(), domain).expect("totals")
    } else {
        proportions(design, &category, levels.len(), domain).expect("proportions")
    };
    wald(&estimates[level], row)
}

fn crosstab(row: &Row, data: &Data, design: &Design) -> Fields {
    let (above, across) = row.variable.split_once('*').expect("two variables");
    let known = both(&data.present(above), &data.present(across));
    let column = both(&known, &data.condition(&row.domain));
    let line = both(&known, &data.condition(&format!("{above}={}", row.level)));
    let cell = both(&column, &line);
    let size = |rows: &[bool]| -> (f64, f64) {
        let weights: Vec<f64> = design
            .weights()
            .iter()
            .zip(rows)
            .filter_map(|(&weight, &own)| (own && weight > 0.0).then_some(weight))
            .collect();
        let sizes = kish(&weights).expect("weights");
        sizes.map_or((0.0, 0.0), |sizes| (sizes.n_weighted, sizes.n as f64))
    };
    let (weighted, n) = size(&cell);
    let ((column_weighted, column_n), (line_weighted, _)) = (size(&column), size(&line));
    // R's table of a replicate design adds up to all weights, of rows whose answer is missing too.
    let replicated = row.design.starts_with("rep_") || ["synth_sdr", "synth_boot200"].contains(&row.design.as_str());
    let whole = size(&vec![true; data.rows]).0;
    let scale = if replicated { whole / size(&known).0 } else { 1.0 };
    vec![
        ("estimate", scale * weighted),
        ("n", n),
        ("colpct", 100.0 * weighted / column_weighted),
        ("rowpct", 100.0 * weighted / line_weighted),
        ("colbase_w", scale * column_weighted),
        ("colbase_n", column_n),
    ]
}

fn difference(row: &Row, data: &Data, design: &Design) -> Fields {
    let (group, levels) = data.categories("stype");
    let (first, second) = row.level.split_once('-').expect("two groups");
    let place = |name: &str| levels.iter().position(|level| level == name).expect("a group");
    let y: Vec<f64> = match row.variable.split_once("==") {
        Some((name, value)) => {
            let holds = data.condition(&format!("{name}={value}"));
            holds.into_iter().map(|hold| if hold { 1.0 } else { 0.0 }).collect()
        }
        None => data.numbers(&row.variable),
    };
    let means = group_means(design, &y, &group, levels.len(), Domain::Whole).expect("means");
    let mut coefficients = vec![0.0; levels.len()];
    coefficients[place(first)] = 1.0;
    coefficients[place(second)] = -1.0;
    let estimate = contrast(&means, &coefficients, design.degrees_of_freedom());
    let by_normal = Estimate { df: f64::INFINITY, ..estimate };
    let statistic = estimate.x / estimate.x_se;
    vec![
        ("estimate", estimate.x),
        ("se", estimate.x_se),
        ("z", statistic),
        ("t", statistic),
        ("df", estimate.df),
        ("p_z", by_normal.p_value().expect("an error")),
        ("p_t", estimate.p_value().expect("an error")),
    ]
}

fn weight(row: &Row, design: &Design) -> Fields {
    let weights: Vec<f64> = design.weights().iter().copied().filter(|&weight| weight > 0.0).collect();
    let sizes = kish(&weights).expect("weights").expect("rows");
    let value = match row.statistic.as_str() {
        "weight_sum" => sizes.n_weighted,
        "weight_sumsq" => weights.iter().map(|weight| weight * weight).sum(),
        "weight_min" => weights.iter().copied().fold(f64::INFINITY, f64::min),
        "weight_max" => weights.iter().copied().fold(0.0, f64::max),
        "weight_at" => {
            let place: usize = row.variable[3..].parse().expect("a row");
            design.weights()[place - 1]
        }
        "kish_neff" => sizes.n_effective,
        _ => sizes.design_effect,
    };
    vec![("estimate", value), ("n", sizes.n as f64)]
}
