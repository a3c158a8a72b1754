//! Intervals, quantiles and tests.

use topline_estimate::binomial_interval::{BinomialInterval, binomial_interval};
use topline_estimate::chi_square::{Table, independence};
use topline_estimate::design::Design;
use topline_estimate::domain_size::DomainSize;
use topline_estimate::estimate::{Confidence, Quantiles};
use topline_estimate::goodness_of_fit::goodness_of_fit;
use topline_estimate::inference::Domain;
use topline_estimate::kish::{Kish, kish};
use topline_estimate::letters::{ColumnBase, ColumnShare, Comparison, LetterRule, TestBase, compare_row};
use topline_estimate::multiple_comparison::Correction;
use topline_estimate::proportion_interval::{ExtremeInterval, ProportionInterval, interval_of};

use topline_estimate::quantile::{QuantileInterval, quantile, quantile_range};
use topline_estimate::quantile_rule::QuantileRule;
use topline_estimate::rank_test::{RankScore, rank_test};
use topline_estimate::t_test::t_test;

use crate::answer::Fields;
use crate::data::{Data, both};
use crate::row::Row;

pub fn answer(row: &Row, data: &Data, design: &Design) -> Option<Fields> {
    match row.statistic.as_str() {
        "proportion" | "proportion_by2" => Some(proportion(row, data, design)),
        "binom_ci" => Some(binomial(row)),
        "colprop_z" => Some(columns(row, data, design)),
        "quantile" => Some(quantiles(row, data, design)),
        "svyttest" => Some(t(row, data, design)),
        "svygofchisq" => Some(fit(row, data, design)),
        name if name.starts_with("svychisq_") => Some(independence_test(row, data, design)),
        name if name.starts_with("svyranktest_") => Some(ranks(row, data, design)),
        _ => None,
    }
}

fn quantiles(row: &Row, data: &Data, design: &Design) -> Fields {
    let y = data.numbers(&row.variable);
    // R counts the degrees of freedom of the rows that have a value.
    let present = data.present(&row.variable);
    let df = design.degrees_of_freedom();
    let design = &design.clone().restricted(&present).expect("a condition");
    let domain = Domain::Whole;
    let p: f64 = row.level.strip_prefix("p=").expect("a part").parse().expect("a part");
    let rule = QuantileRule::named(&row.extra["qrule"]).expect("a rule");
    let mut fields = vec![("estimate", quantile(design, &y, p, domain, rule).expect("a quantile")), ("df", df)];
    let method = match row.method.as_str() {
        "quantile_mean" => QuantileInterval::Woodruff(ProportionInterval::Mean),
        "quantile_beta" => QuantileInterval::Woodruff(ProportionInterval::Beta),
        "quantile_xlogit" => QuantileInterval::Woodruff(ProportionInterval::Xlogit),
        "quantile_score" => QuantileInterval::Score,
        _ => return fields,
    };
    let how = (method, Confidence::P95);
    if let Ok(range) = quantile_range(design, &y, p, domain, rule, how) {
        let interval = range.interval;
        fields.extend([("se", range.x_se), ("ci_low", interval.x_low), ("ci_high", interval.x_upp)]);
    }
    fields
}

/// Who is in a proportion, and who has a say in it.
fn indicator(row: &Row, data: &Data) -> (Vec<f64>, Vec<bool>) {
    let among = |name: &str, low: f64, upp: f64| {
        let holds = data.numbers(name).into_iter().map(|x| if x >= low && x <= upp { 1.0 } else { 0.0 });
        (holds.collect::<Vec<f64>>(), data.present(name))
    };
    let variable = row.variable.as_str();
    let (y, present) = if let Some((name, value)) = variable.split_once("==") {
        let holds = data.condition(&format!("{name}={value}"));
        let y = holds.into_iter().map(|hold| if hold { 1.0 } else { 0.0 }).collect();
        (y, data.present(name))
    } else if let Some((name, _)) = variable.split_once(" T2B") {
        among(name, 4.0, 5.0)
    } else {
        match variable {
            "api00>875" => among("api00", 875.5, 10_000.0),
            "nps promoter 9-10" => among("nps", 9.0, 10.0),
            "q1 top2 (1,2) of answering" => among("q1", 1.0, 2.0),
            "q2_1 of asked" => among("q2_1", 1.0, 1.0),
            name => among(name.split(' ').next().expect("a name"), 1.0, 1.0),
        }
    };
    (y, both(&present, &data.condition(&row.domain)))
}

fn proportion(row: &Row, data: &Data, design: &Design) -> Fields {
    let (y, domain) = indicator(row, data);
    let df = design.degrees_of_freedom();
    let (design, domain) = if row.domain.is_empty() {
        (design.clone(), domain)
    } else {
        // R restricts the design for each group, which then counts only the clusters left.
        let within = data.condition(&row.domain);
        (design.clone().restricted(&within).expect("a condition"), domain)
    };
    let mut found =
        topline_estimate::proportion_interval::proportion(&design, &y, Domain::Where(&domain)).expect("a proportion");
    // R counts those without an answer too.
    found.asked = DomainSize { n: design.rows_with_weight(), n_weighted: design.weights().iter().sum() };
    let method = match row.method.as_str() {
        "svyciprop_logit" => ProportionInterval::Logit,
        "svyciprop_likelihood" => ProportionInterval::Profile,
        "svyciprop_asin" => ProportionInterval::ArcSine,
        "svyciprop_beta" => ProportionInterval::Beta,
        "svyciprop_mean" => ProportionInterval::Mean,
        "svyciprop_xlogit" => ProportionInterval::Xlogit,
        _ => ProportionInterval::Wilson,
    };
    let estimate = found.estimate;
    let mut fields = vec![("estimate", estimate.x), ("se", estimate.x_se), ("df", df), ("n", estimate.n as f64)];
    if let Some((interval, _)) =
        interval_of(&found, method, &Quantiles::new(Confidence::P95), ExtremeInterval::ClopperPearson)
    {
        fields.extend([("ci_low", interval.x_low), ("ci_high", interval.x_upp)]);
    }
    fields
}

fn binomial(row: &Row) -> Fields {
    let (count, base) = row.variable.split_once('/').expect("a count");
    let (count, base) = (count.parse().expect("a count"), base.parse().expect("a base"));
    let method = match row.method.as_str() {
        "clopper_pearson" => BinomialInterval::ClopperPearson,
        "wilson" => BinomialInterval::Wilson,
        "wilson_cc" => BinomialInterval::WilsonContinuity,
        "agresti_coull" => BinomialInterval::AgrestiCoull,
        _ => BinomialInterval::Jeffreys,
    };
    let interval = binomial_interval(count, base, method, Confidence::P95).expect("a base");
    let (count, base) = (count as f64, base as f64);
    let p = count / base;
    vec![
        ("estimate", p),
        ("se", (p * (1.0 - p) / base).sqrt()),
        ("n", base),
        ("ci_low", interval.x_low),
        ("ci_high", interval.x_upp),
    ]
}

fn columns(row: &Row, data: &Data, design: &Design) -> Fields {
    let (variable, value) = row.variable.split_once("==").expect("a condition");
    let (across, levels) = data.categories(&row.domain);
    let known = both(&data.present(variable), &data.present(&row.domain));
    let chosen = data.condition(&format!("{variable}={value}"));
    let weighted = row.extra["mode"] != "unweighted";
    let column = |level: usize| {
        let inside: Vec<usize> = (0..data.rows).filter(|&row| known[row] && across[row] == level).collect();
        let weights: Vec<f64> = inside.iter().map(|&row| if weighted { design.weights()[row] } else { 1.0 }).collect();
        let Kish { n, n_weighted, n_effective, .. } = kish(&weights).expect("weights").expect("rows");
        let above: f64 = inside.iter().zip(&weights).filter(|(row, _)| chosen[**row]).map(|(_, weight)| weight).sum();
        ColumnShare { x: above / n_weighted, base: ColumnBase { n, n_weighted, n_effective } }
    };
    let columns: Vec<ColumnShare> = (0..levels.len()).map(column).collect();
    let base = match row.extra["mode"].as_str() {
        "kish_neff" => TestBase::Effective,
        "unweighted" => TestBase::Unweighted,
        _ => TestBase::Weighted,
    };
    let letters = row.level.as_bytes();
    let own = (usize::from(letters[0] - b'A'), usize::from(letters[2] - b'A'));
    let pair = |correction| {
        let rule = LetterRule { correction, ..LetterRule::default() };
        let found = compare_row(&columns, Comparison::Proportions { base, overlaps: &[] }, rule).expect("columns");
        *found.pairs.iter().find(|pair| (pair.first, pair.second) == own).expect("a pair")
    };
    let corrected = |correction| pair(correction).p_corrected.expect("a test");
    let test = pair(Correction::None).test.expect("a test");
    let size = |column: usize| {
        let ColumnBase { n, n_weighted, n_effective } = columns[column].base;
        match base {
            TestBase::Effective => n_effective,
            TestBase::Unweighted => n as f64,
            TestBase::Weighted => n_weighted,
        }
    };
    vec![
        ("estimate", test.z),
        ("p", test.p),
        ("p1", columns[own.0].x),
        ("p2", columns[own.1].x),
        ("n1", size(own.0)),
        ("n2", size(own.1)),
        ("p_bonf", corrected(Correction::Bonferroni)),
        ("p_holm", corrected(Correction::Holm)),
        ("p_bh", corrected(Correction::BenjaminiHochberg)),
    ]
}

fn t(row: &Row, data: &Data, design: &Design) -> Fields {
    let (variable, across) = row.variable.split_once('~').expect("a model");
    let (group, _) = data.categories(across);
    let known = both(&data.present(variable), &data.present(across));
    // R counts the degrees of freedom of the rows that the model has.
    let design = design.clone().restricted(&known).expect("a condition");
    let y = data.numbers(variable);
    let estimate = t_test(&design, &y, &group, Domain::Where(&known)).expect("a test");
    let interval = estimate.interval(Confidence::P95).expect("degrees of freedom");
    vec![
        ("estimate", estimate.x),
        ("ci_low", interval.x_low),
        ("ci_high", interval.x_upp),
        ("df", estimate.df),
        ("t", estimate.x / estimate.x_se),
        ("p", estimate.p_value().expect("an error")),
    ]
}

fn independence_test(row: &Row, data: &Data, design: &Design) -> Fields {
    let (above, across) = row.variable.split_once('*').expect("two variables");
    let ((rows, row_levels), (columns, column_levels)) = (data.categories(above), data.categories(across));
    let known = both(&data.present(above), &data.present(across));
    let table = Table { row: &rows, rows: row_levels.len(), column: &columns, columns: column_levels.len() };
    let test = independence(design, &table, Domain::Where(&known)).expect("a test");
    let result = match row.statistic.as_str() {
        "svychisq_F" => test.rao_scott_f(),
        "svychisq_Chisq" => test.rao_scott_chi_square(),
        "svychisq_Wald" => test.wald(),
        "svychisq_adjWald" => test.adjusted_wald(),
        _ => test.saddlepoint(),
    }
    .expect("a p value");
    // R scales Pearson's statistic to all rows, those outside the table too; its p value does not change by it.
    let rows = design.weights().iter().filter(|&&weight| weight > 0.0).count() as f64;
    let is_pearson = matches!(row.statistic.as_str(), "svychisq_Chisq" | "svychisq_lincom" | "svychisq_saddlepoint");
    let scale = if is_pearson { rows / test.n as f64 } else { 1.0 };
    let mut fields = vec![("estimate", scale * result.statistic), ("p", result.p)];
    fields.extend(result.ndf.map(|ndf| ("ndf", ndf)));
    fields.extend(result.ddf.map(|ddf| ("ddf", ddf)));
    fields
}

fn ranks(row: &Row, data: &Data, design: &Design) -> Fields {
    let (variable, across) = row.variable.split_once('~').expect("a model");
    let (group, levels) = data.categories(across);
    let y = data.numbers(variable);
    let score = match row.statistic.as_str() {
        "svyranktest_median" => RankScore::Median,
        "svyranktest_vanderWaerden" => RankScore::VanDerWaerden,
        _ => RankScore::Wilcoxon,
    };
    let test = rank_test(design, &y, &group, levels.len(), Domain::Whole, score).expect("a test");
    if levels.len() == 2 {
        return vec![("estimate", test.statistic), ("df", test.ddf), ("p", test.p)];
    }
    // Of several groups the file has the numerator's degrees of freedom, and the statistic as df.
    vec![("estimate", test.ndf), ("df", test.statistic), ("p", test.p)]
}

fn fit(row: &Row, data: &Data, design: &Design) -> Fields {
    let (category, _) = data.categories(&row.variable);
    let expected: Vec<f64> = row.extra["p0"].split('|').map(|p| p.parse().expect("a part")).collect();
    let test = goodness_of_fit(design, &category, &expected, Domain::Whole).expect("a test");
    let mut fields = vec![("estimate", test.statistic)];
    if let Some(reference) = test.reference {
        fields.extend([("scale", reference.scale), ("df", reference.df), ("p", reference.p)]);
    }
    fields
}
