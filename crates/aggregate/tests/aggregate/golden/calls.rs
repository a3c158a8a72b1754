//! The SQL that asks for a row of the golden file.

use std::collections::BTreeMap;

use super::data::{Data, column};

pub type Row = BTreeMap<String, String>;

/// A query of `responses`, and the number of the file that each of its columns is.
pub struct Asked {
    /// The aggregate that is asked for, as `e`, and others.
    pub aggregates: Vec<(String, String)>,
    /// Expressions of these, by the names of the file.
    pub columns: Vec<(String, String)>,
    pub filter: String,
}

/// The degrees of freedom of the filter of a query, which are asked for before it.
pub const DOMAIN_DF: &str = "df => DOMAIN";

/// The numbers of an estimate.
const ESTIMATE: [(&str, &str); 7] = [
    ("estimate", "estimate"),
    ("se", "se"),
    ("ci_low", "low"),
    ("ci_high", "upp"),
    ("df", "df"),
    ("deff", "deff"),
    ("n", "n"),
];

fn of_struct(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, field)| ((*name).to_owned(), format!("e['{field}']"))).collect()
}

fn pairs(columns: &[(&str, &str)]) -> Vec<(String, String)> {
    columns.iter().map(|(name, sql)| ((*name).to_owned(), (*sql).to_owned())).collect()
}

/// The extra of a row by its name.
pub fn extra<'r>(row: &'r Row, name: &str) -> Option<&'r str> {
    row["extra"].split(';').find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
}

/// How a row is asked for; nothing where it cannot be.
pub fn asked(data: &Data, row: &Row, df: &str) -> Option<Asked> {
    let (variable, domain, method) = (row["variable"].as_str(), row["domain"].as_str(), row["ci_method"].as_str());
    let everybody = || "true".to_owned();
    let within = |domain: &str| if domain.is_empty() { Some(everybody()) } else { data.condition(domain) };
    let one = |call: String, columns: Vec<(String, String)>, filter: String| {
        Some(Asked { aggregates: vec![("e".to_owned(), call)], columns, filter })
    };
    let estimate = |call: String, filter: Option<String>| one(call, of_struct(&ESTIMATE), filter?);
    match row["statistic"].as_str() {
        "mean" | "mean_by" | "grid_mean" | "mr_mean" => {
            estimate(format!("survey_mean({}, {df})", data.number(variable)?), within(domain))
        }
        "nps_score" | "nps_score_se" => {
            let score = "case when nps >= 9 then 100 when nps <= 6 then -100 when nps is not null then 0 end";
            estimate(format!("survey_mean({score})"), within(domain))
        }
        "total" | "total_by" => estimate(format!("survey_total({}, {df})", data.number(variable)?), within(domain)),
        "variance" => estimate(format!("survey_variance({})", data.number(variable)?), within(domain)),
        "ratio" => {
            let (y, x) = variable.split_once('/')?;
            estimate(format!("survey_ratio({}, {}, {df})", data.number(y)?, data.number(x)?), within(domain))
        }
        "proportion_level" => estimate(
            format!("survey_mean({}, {df})", data.condition(&format!("{variable}={}", row["level"]))?),
            within(domain),
        ),
        "total_level" => estimate(
            format!("survey_total({}, {df})", data.condition(&format!("{variable}={}", row["level"]))?),
            within(domain),
        ),
        "proportion_level_by" => {
            // In a table by groups the level stands in the domain: `stype=E:awardsNo`.
            let (domain, level) = domain.rsplit_once(':')?;
            let condition = data.condition(&format!("{variable}={}", level.strip_prefix(variable)?))?;
            estimate(format!("survey_mean({condition}, {df})"), within(domain))
        }
        "proportion" | "proportion_by2" => proportion(data, row, (method, df), within(domain)?),
        "quantile" => {
            let rule = extra(row, "qrule")?;
            let interval = method.strip_prefix("quantile_").unwrap_or("mean");
            let (p, x) = (row["level"].strip_prefix("p=")?, data.number(variable)?);
            // R counts the degrees of freedom of those who have a value.
            let call = format!("survey_quantile({x}, {p}, '{rule}', interval => '{interval}', df => 'domain')");
            let fields = [("estimate", "estimate"), ("se", "se"), ("ci_low", "low"), ("ci_high", "upp")];
            let columns = of_struct(&fields).into_iter().chain(pairs(&[("df", "whole['df']")])).collect();
            let aggregates = vec![("e".to_owned(), call), ("whole".to_owned(), format!("survey_n({df})"))];
            Some(Asked { aggregates, columns, filter: within(domain)? })
        }
        "degf" => one("survey_n(df => 'design')".to_owned(), of_struct(&[("estimate", "df")]), everybody()),
        "crosstab_cell" => crosstab(data, row),
        name if name.starts_with("weight_") || name.starts_with("kish_") => weights(row),
        "rep_scale" => None,
        "binom_ci" => {
            let (count, base) = variable.split_once('/')?;
            let fields = of_struct(&[("ci_low", "low"), ("ci_high", "upp")]);
            let own = pairs(&[("estimate", &format!("{count} / {base}.0")), ("n", base)]);
            let se = format!("sqrt({count} / {base}.0 * (1 - {count} / {base}.0) / {base})");
            let columns = fields.into_iter().chain(own).chain(pairs(&[("se", &se)])).collect();
            one(format!("max(binomial_interval({count}, {base}, '{method}', 0.95))"), columns, everybody())
        }
        "colprop_z" => columns(data, row),
        name if name.starts_with("svy") || name.starts_with("diff_") => test(data, row, df),
        _ => market(row, within(domain)?),
    }
}

fn test(data: &Data, row: &Row, df: &str) -> Option<Asked> {
    let variable = row["variable"].as_str();
    let everybody = || "true".to_owned();
    let one = |call: String, columns: Vec<(String, String)>, filter: String| {
        Some(Asked { aggregates: vec![("e".to_owned(), call)], columns, filter })
    };
    match row["statistic"].as_str() {
        "svyttest" => {
            let (y, groups) = variable.split_once('~')?;
            let call = format!("survey_ttest({}, {}, df => 'domain')", data.number(y)?, column(groups));
            let fields =
                [("estimate", "estimate"), ("ci_low", "low"), ("ci_high", "upp"), ("df", "df"), ("t", "t"), ("p", "p")];
            one(call, of_struct(&fields), everybody())
        }
        "diff_means" | "diff_props" => {
            let (first, second) = row["level"].split_once('-')?;
            let groups: Vec<String> =
                [first, second].iter().map(|group| data.condition(&format!("stype={group}"))).collect::<Option<_>>()?;
            let y = if variable.contains("==") { data.condition(variable)? } else { data.number(variable)? };
            let call = |df: &str| format!("survey_difference({y}, {}, {}, df => '{df}')", groups[0], groups[1]);
            let aggregates = vec![("e".to_owned(), call("design")), ("z".to_owned(), call("normal"))];
            let columns = of_struct(&[
                ("estimate", "estimate"),
                ("se", "se"),
                ("t", "t"),
                ("z", "t"),
                ("df", "df"),
                ("p_t", "p"),
            ]);
            let columns = columns.into_iter().chain(pairs(&[("p_z", "z['p']")])).collect();
            Some(Asked { aggregates, columns, filter: everybody() })
        }
        "svygofchisq" => {
            let expected = extra(row, "p0")?.replace('|', ", ");
            let fields = [("estimate", "statistic"), ("scale", "scale"), ("df", "df"), ("p", "p")];
            one(format!("survey_gof({}, [{expected}])", column(variable)), of_struct(&fields), everybody())
        }
        name if name.starts_with("svychisq_") => {
            let (one_question, other) = variable.split_once('*')?;
            let method = name.strip_prefix("svychisq_")?;
            let df = if df.contains("design") { "" } else { ", df => 'domain'" };
            let call = format!("survey_chisq({}, {}, '{method}'{df})", column(one_question), column(other));
            one(call, of_struct(&[("estimate", "statistic"), ("ndf", "ndf"), ("ddf", "ddf"), ("p", "p")]), everybody())
        }
        name if name.starts_with("svyranktest_") => {
            let (y, groups) = variable.split_once('~')?;
            let score = match name {
                "svyranktest_median" => "median",
                "svyranktest_vanderWaerden" => "van_der_waerden",
                _ => "wilcoxon",
            };
            let call = format!("survey_ranktest({}, {}, '{score}')", data.number(y)?, column(groups));
            // Of several groups the file has the numerator's degrees of freedom, and the statistic as df.
            let several = data.options.get(groups).is_none_or(|options| options.len() != 2);
            let fields = if several {
                [("estimate", "ndf"), ("df", "statistic")]
            } else {
                [("estimate", "statistic"), ("df", "ddf")]
            };
            let columns = of_struct(&fields).into_iter().chain(of_struct(&[("p", "p")])).collect();
            one(call, columns, everybody())
        }
        _ => None,
    }
}

fn proportion(data: &Data, row: &Row, (method, whole): (&str, &str), filter: String) -> Option<Asked> {
    let variable = row["variable"].as_str();
    let among = |name: &str, low: f64, upp: f64| {
        let column = column(name);
        format!("{column} between {low:?} and {upp:?}")
    };
    let condition = if let Some((name, _)) = variable.split_once(" T2B") {
        among(name, 4.0, 5.0)
    } else if variable.contains("==") {
        data.condition(variable)?
    } else {
        match variable {
            "api00>875" => among("api00", 875.5, 10_000.0),
            "nps promoter 9-10" => among("nps", 9.0, 10.0),
            "q1 top2 (1,2) of answering" => among("q1", 1.0, 2.0),
            "q2_1 of asked" => among("q2_1", 1.0, 1.0),
            name => among(name.split(' ').next()?, 1.0, 1.0),
        }
    };
    // R reads the ends of its likelihood intervals off a spline.
    let method =
        method.strip_prefix("svyciprop_").map(|method| if method == "likelihood" { "profile" } else { method })?;
    // R restricts the design for each group, which then counts only the clusters left, those of people without an answer too; but the
    // file has the df of the whole.
    let df = if row["domain"].is_empty() { whole } else { DOMAIN_DF };
    let fields = [("estimate", "estimate"), ("se", "se"), ("ci_low", "low"), ("ci_high", "upp"), ("n", "n")];
    let columns = of_struct(&fields).into_iter().chain(pairs(&[("df", "whole['df']")])).collect();
    let call = format!("survey_prop({condition}, '{method}', {df})");
    let aggregates = vec![("e".to_owned(), call), ("whole".to_owned(), format!("survey_n({whole})"))];
    Some(Asked { aggregates, columns, filter })
}

fn crosstab(data: &Data, row: &Row) -> Option<Asked> {
    let (above, across) = row["variable"].split_once('*')?;
    let known = format!("{} is not null and {} is not null", column(above), column(across));
    let in_column = format!("{known} and {}", data.condition(&row["domain"])?);
    let line = format!("{known} and {}", data.condition(&format!("{above}={}", row["level"]))?);
    let cell = format!("{in_column} and {}", data.condition(&format!("{above}={}", row["level"]))?);
    let sum = |name: &str, condition: &str| (name.to_owned(), format!("sum(weight) filter (where {condition})"));
    let count =
        |name: &str, condition: &str| (name.to_owned(), format!("count(*) filter (where {condition} and weight <> 0)"));
    // R's table of a replicate design adds up to all weights, of rows whose answer is missing too.
    let replicated =
        row["design"].starts_with("rep_") || ["synth_sdr", "synth_boot200"].contains(&row["design"].as_str());
    let scale = if replicated { "whole / known" } else { "1.0" };
    let aggregates = vec![
        sum("cell", &cell),
        count("cell_n", &cell),
        sum("column_w", &in_column),
        count("column_n", &in_column),
        sum("line", &line),
        sum("whole", "true"),
        sum("known", &known),
    ];
    let columns = pairs(&[
        ("estimate", &format!("{scale} * coalesce(cell, 0)")),
        ("n", "cell_n"),
        ("colpct", "100 * coalesce(cell, 0) / column_w"),
        ("rowpct", "100 * coalesce(cell, 0) / line"),
        ("colbase_w", &format!("{scale} * column_w")),
        ("colbase_n", "column_n"),
    ]);
    Some(Asked { aggregates, columns, filter: "true".to_owned() })
}

fn weights(row: &Row) -> Option<Asked> {
    let call = match row["statistic"].as_str() {
        "weight_sum" => "sum(weight)".to_owned(),
        "weight_sumsq" => "sum(weight * weight)".to_owned(),
        "weight_min" => "min(weight)".to_owned(),
        "weight_max" => "max(weight)".to_owned(),
        "weight_at" => {
            // The first row of the export is that of its names.
            let row_id = row["variable"].strip_prefix("row")?.parse::<u64>().ok()? + 1;
            format!("max(weight) filter (where row_id = {row_id})")
        }
        "kish_neff" => "n_effective(weight)".to_owned(),
        "kish_deff" => "count(*) filter (where weight <> 0) / n_effective(weight)".to_owned(),
        _ => return None,
    };
    let filter = if row["statistic"] == "weight_at" { "true" } else { "weight <> 0" };
    let aggregates = vec![("e".to_owned(), call), ("rows".to_owned(), "count(*)".to_owned())];
    Some(Asked { aggregates, columns: pairs(&[("estimate", "e"), ("n", "rows")]), filter: filter.to_owned() })
}

/// The z test of two columns of a row, among all pairs of columns.
fn columns(data: &Data, row: &Row) -> Option<Asked> {
    let options = data.options.get(&row["domain"])?;
    let chosen = data.condition(&row["variable"])?;
    let mode = extra(row, "mode")?;
    let weight = if mode == "unweighted" { "1.0" } else { "weight" };
    let mut aggregates = Vec::new();
    for (place, option) in options.iter().enumerate() {
        let column = data.condition(&format!("{}={option}", row["domain"]))?;
        let known = format!("{column} and ({chosen}) is not null");
        aggregates.push((
            format!("x{place}"),
            format!("sum({weight}) filter (where {known} and {chosen}) / sum({weight}) filter (where {known})"),
        ));
        let base = match mode {
            "kish_neff" => format!("n_effective(weight) filter (where {known})"),
            _ => format!("sum({weight}) filter (where {known})"),
        };
        aggregates.push((format!("n{place}"), base));
    }
    let letters = row["level"].as_bytes();
    let (one, other) = (usize::from(letters[0] - b'A'), usize::from(letters[2] - b'A'));
    let test = |one: usize, other: usize| format!("compare_shares(x{one}, n{one}, x{other}, n{other})");
    let every: Vec<(usize, usize)> =
        (0..options.len()).flat_map(|one| (one + 1..options.len()).map(move |other| (one, other))).collect();
    let list = every.iter().map(|(one, other)| format!("{}['p']", test(*one, *other))).collect::<Vec<_>>().join(", ");
    let place = every.iter().position(|pair| *pair == (one, other))? + 1;
    let corrected = |method: &str| format!("adjust_p([{list}], '{method}')[{place}]");
    let columns = pairs(&[
        ("estimate", &format!("{}['z']", test(one, other))),
        ("p", &format!("{}['p']", test(one, other))),
        ("p1", &format!("x{one}")),
        ("p2", &format!("x{other}")),
        ("n1", &format!("n{one}")),
        ("n2", &format!("n{other}")),
        ("p_bonf", &corrected("bonferroni")),
        ("p_holm", &corrected("holm")),
        ("p_bh", &corrected("benjamini_hochberg")),
    ]);
    Some(Asked { aggregates, columns, filter: "true".to_owned() })
}

/// Tables of market research: several answers, ranks and nets.
fn market(row: &Row, filter: String) -> Option<Asked> {
    let variable = row["variable"].as_str();
    let share = |chosen: &str, base: &str| {
        vec![
            ("e".to_owned(), format!("survey_mean(case when {base} then case when {chosen} then 100 else 0 end end)")),
            ("chosen_n".to_owned(), format!("count(*) filter (where {chosen} and {base})")),
            ("chosen_w".to_owned(), format!("coalesce(sum(weight) filter (where {chosen} and {base}), 0)")),
            ("base_w".to_owned(), format!("sum(weight) filter (where {base})")),
            ("base_n".to_owned(), format!("count(*) filter (where {base})")),
        ]
    };
    let columns = pairs(&[
        ("estimate", "e['estimate']"),
        ("se", "e['se']"),
        ("n", "chosen_n"),
        ("wn", "chosen_w"),
        ("base_n", "base_n"),
        ("base_w", "base_w"),
    ]);
    let ranked = |item: &str| {
        let places = ["q4_r1", "q4_r2", "q4_r3"].map(|name| format!("{} = {item}", column(name)));
        (format!("coalesce({}, false)", places.join(" or ")), places)
    };
    match row["statistic"].as_str() {
        "mr_cases_pct" => {
            let base = format!("{} is not null", column(variable));
            let mut aggregates = share(&format!("{} = 1", column(variable)), &base);
            // "None of these" (99) is no response.
            let ticks: Vec<String> = (1..=6).map(|option| format!("coalesce(q2_{option}, 0)")).collect();
            aggregates.push(("responses".to_owned(), format!("sum(weight * ({}))", ticks.join(" + "))));
            aggregates.push(("responses_n".to_owned(), format!("sum({})", ticks.join(" + "))));
            let more = pairs(&[("pct_of_responses", "100 * chosen_w / responses"), ("responses_n", "responses_n")]);
            Some(Asked { aggregates, columns: columns.into_iter().chain(more).collect(), filter })
        }
        "net_pct" => Some(Asked { aggregates: share("(q2_1 = 1 or q2_2 = 1)", "q2_1 is not null"), columns, filter }),
        "rank_pct" => {
            let (place, item) = variable.strip_prefix("q4 rank")?.split_once('=')?;
            let column = column(&format!("q4_r{place}"));
            Some(Asked {
                aggregates: share(&format!("{column} = {item}"), &format!("{column} is not null")),
                columns,
                filter,
            })
        }
        "rank_top3_pct" => {
            let (chosen, _) = ranked(variable.strip_prefix("q4 any=")?);
            Some(Asked { aggregates: share(&chosen, "true"), columns, filter })
        }
        "rank_mean" => {
            let (chosen, places) = ranked(variable.strip_prefix("q4 item")?);
            let rank =
                format!("case when {} then 1 when {} then 2 when {} then 3 end", places[0], places[1], places[2]);
            let aggregates = vec![
                ("e".to_owned(), format!("survey_mean({rank})")),
                ("chosen_n".to_owned(), format!("count(*) filter (where {chosen})")),
            ];
            Some(Asked { aggregates, columns: pairs(&[("estimate", "e['estimate']"), ("n", "chosen_n")]), filter })
        }
        _ => None,
    }
}
