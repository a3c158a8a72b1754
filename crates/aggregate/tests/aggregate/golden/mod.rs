//! The 2,600 estimates of the golden file (R's survey package 4.5 and formulas of market research) through what users can ask:
//! survey.toml and SQL.
//!
//! The file and its data are not part of the project: they are read from the folder that `TOPLINE_GOLDEN` names, else from
//! `../shared/golden` beside the workspace. `golden_named.csv` in `tests/oracles` has the numbers that differ, each with ours, the file's
//! and why.

mod calls;
pub mod data;
mod designs;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type};
use topline_aggregate::Session;

use super::wait_deep;
use calls::{Asked, DOMAIN_DF, Row, asked, extra};
use data::{Data, golden_folder, table};

/// The numbers that a row states, by name.
fn stated(row: &Row) -> Vec<(String, f64)> {
    let columns = ["estimate", "se", "ci_low", "ci_high", "df", "deff", "n"];
    let own = columns.iter().filter_map(|name| Some(((*name).to_owned(), row[*name].parse().ok()?)));
    let more = row["extra"].split(';').filter_map(|part| part.split_once('='));
    let is_note = |name: &str| name.starts_with("df_") || ["mse", "qrule", "mode", "p0", "rscales"].contains(&name);
    let more = more.filter(|(name, _)| !is_note(name));
    own.chain(more.filter_map(|(name, value)| Some((name.to_owned(), value.parse().ok()?)))).collect()
}

/// The relative difference that counts as none: weights that R finds by iteration, and its logistic regressions, are only as good as
/// their stopping rule.
fn tolerance(row: &Row) -> f64 {
    let weighted = ["clus1_rake", "clus1_cal", "clus1_trim", "synth_rim", "rep_jk1_raked"];
    let iterative = weighted.iter().any(|name| row["design"].starts_with(name))
        || ["svyciprop_logit", "svyciprop_likelihood"].contains(&row["ci_method"].as_str());
    match row["statistic"].as_str() {
        "svychisq_lincom" => 1e-4,
        "svychisq_saddlepoint" => 1e-6,
        _ if iterative => 1e-6,
        _ => 1e-9,
    }
}

fn is_near(found: f64, expect: f64, tolerance: f64, size: f64) -> bool {
    // What is nothing beside the estimate is so as near as its iterations go.
    let nothing = if tolerance > 1e-9 { 1e-8 } else { 1e-12 } * size;
    (found - expect).abs() <= tolerance * expect.abs() || (expect.abs() <= nothing && found.abs() <= nothing)
}

/// The degrees of freedom of a domain, as an option of a call.
fn degrees_of(session: &Session, filter: &str, subset: Option<&str>) -> String {
    let counted = Asked {
        aggregates: vec![("e".to_owned(), "survey_n(df => 'domain')".to_owned())],
        columns: vec![("df".to_owned(), "e['df']".to_owned())],
        filter: filter.to_owned(),
    };
    format!("df => {}", answers(session, &counted, subset)["df"].expect("degrees of freedom"))
}

/// What the session says of a query.
fn answers(session: &Session, query: &Asked, subset: Option<&str>) -> BTreeMap<String, Option<f64>> {
    let named = |pairs: &[(String, String)]| {
        pairs.iter().map(|(name, sql)| format!("{sql} as \"{name}\"")).collect::<Vec<_>>().join(", ")
    };
    let filter = subset.map_or_else(|| query.filter.clone(), |subset| format!("({}) and {subset}", query.filter));
    let mut aggregates = named(&query.aggregates);
    if aggregates.contains(DOMAIN_DF) {
        aggregates = aggregates.replace(DOMAIN_DF, &degrees_of(session, &query.filter, subset));
    }
    let sql = format!("select {} from (select {aggregates} from responses where {filter})", named(&query.columns));
    let found = wait_deep(session.rows("golden", &sql));
    let (_, batches) = found.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    let batch: &RecordBatch = batches.iter().find(|batch| batch.num_rows() > 0).expect("a row");
    let number = |column: &std::sync::Arc<dyn Array>| {
        let numbers = cast(column, &DataType::Float64).expect("a number");
        let numbers = numbers.as_primitive::<Float64Type>();
        numbers.is_valid(0).then(|| numbers.value(0))
    };
    query.columns.iter().zip(batch.columns()).map(|((name, _), column)| (name.clone(), number(column))).collect()
}

/// The numbers that differ on purpose: by row and name, ours, the file's and why.
fn named() -> BTreeMap<(String, String), (f64, f64, String)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracles/golden_named.csv");
    let number = |row: &Row, name: &str| row[name].parse().unwrap_or(f64::NAN);
    let rows = table(&file).into_iter();
    let entry = |row: Row| {
        let values = (number(&row, "ours"), number(&row, "theirs"), row["reason"].clone());
        ((row["id"].clone(), row["number"].clone()), values)
    };
    rows.map(entry).collect()
}

/// Of each design every so-manieth row is asked for: all take minutes. `TOPLINE_GOLDEN_ROWS=all` asks for them.
const SHARE: usize = 6;

#[derive(Default, Clone, Copy)]
struct Count {
    agree: usize,
    named: usize,
    differ: usize,
    not_asked: usize,
}

#[test]
#[expect(clippy::print_stdout, reason = "the counts are the test's report")]
fn golden_rows_through_survey_toml_and_sql() {
    let Some(folder) = golden_folder() else { return };
    let golden = table(&folder.join("golden.csv"));
    let named = named();
    let all_rows = env::var("TOPLINE_GOLDEN_ROWS").is_ok_and(|rows| rows == "all");
    let (mut counts, mut differences) = (BTreeMap::<String, Count>::new(), Vec::new());
    let mut used = BTreeSet::new();
    let designs: BTreeSet<(&str, &str)> =
        golden.iter().map(|row| (row["design"].as_str(), row["dataset"].as_str())).collect();
    for (design, dataset) in designs {
        let data = Data::read(&folder, dataset, design);
        let plan = data.plan(&designs::declared(design, data.replicates));
        let session = data.session(&plan);
        // The file's intervals go by the degrees of freedom of the whole design, or of the part of it that R restricted it to.
        let df = designs::subset(design)
            .map_or("df => 'design'".to_owned(), |subset| degrees_of(&session, "true", Some(subset)));
        for row in golden.iter().filter(|row| row["design"] == design).step_by(if all_rows { 1 } else { SHARE }) {
            let name = format!("{} {}", row["statistic"], row["ci_method"]);
            let count = counts.entry(name.trim_end().to_owned()).or_default();
            let Some(query) = asked(&data, row, &df) else {
                count.not_asked += 1;
                continue;
            };
            let found = answers(&session, &query, designs::subset(design));
            let size = row["estimate"].parse().map_or(1.0, |estimate: f64| estimate.abs().max(1.0));
            let (mut wrong, mut known) = (Vec::new(), false);
            for (number, expect) in stated(row) {
                let ours = found.get(&number).copied().flatten().unwrap_or(f64::NAN);
                if is_near(ours, expect, tolerance(row), size) {
                    continue;
                }
                let key = (row["id"].clone(), number.clone());
                let is_named = named.get(&key).is_some_and(|(was, theirs, _)| {
                    let same = is_near(ours, *was, 1e-7, size) || (ours.is_nan() && was.is_nan());
                    same && is_near(*theirs, expect, 1e-12, size)
                });
                if is_named {
                    known = true;
                    used.insert(key);
                } else {
                    wrong.push(format!("{},{number},{ours:e},{expect:e}", row["id"]));
                }
            }
            match (wrong.is_empty(), known) {
                (true, false) => count.agree += 1,
                (true, true) => count.named += 1,
                (false, _) => {
                    count.differ += 1;
                    differences.push(format!(
                        "{} {} {} {} {} {}: {}",
                        row["design"],
                        row["statistic"],
                        row["ci_method"],
                        row["variable"],
                        row["level"],
                        extra(row, "qrule").unwrap_or_default(),
                        wrong.join(" | ")
                    ));
                }
            }
        }
    }
    println!("{:<40} {:>6} {:>6} {:>6} {:>10}", "statistic", "agree", "named", "differ", "not asked");
    let mut all = Count::default();
    for (name, Count { agree, named, differ, not_asked }) in &counts {
        println!("{name:<40} {agree:>6} {named:>6} {differ:>6} {not_asked:>10}");
        all.agree += agree;
        all.named += named;
        all.differ += differ;
        all.not_asked += not_asked;
    }
    let Count { agree, named: excused, differ, not_asked } = all;
    println!("{:<40} {agree:>6} {excused:>6} {differ:>6} {not_asked:>10}", "all");
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
    let unused: Vec<_> = named.keys().filter(|key| !used.contains(*key)).collect();
    assert!(unused.is_empty() || !all_rows, "named, but they agree: {unused:?}");
}
