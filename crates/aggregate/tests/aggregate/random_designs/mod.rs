//! 1,000 random designs through survey.toml and SQL, beside what R's survey package makes of them.
//!
//! `tests/oracles/random_designs.R` draws the samples by a generator of whole numbers, which is here again, and writes R's numbers to
//! `random_designs.csv` beside it. `random_designs_named.csv` there has the numbers that differ, each with both values and why.
//! `TOPLINE_RANDOM_DESIGNS=all` asks for every design, and without it for some of them.

mod drawn;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::Path;

use topline_aggregate::Session;

use crate::golden::data::table;
use crate::sample_columns::{session, try_numbers};
use crate::wait;
use drawn::{Drawn, Kind};

/// Every so-manieth design is asked for: all take many minutes.
const SHARE: usize = 25;

/// Each number, with the SQL that gives it.
const NUMBERS: [(&str, &str); 25] = [
    ("df", "m['df']"),
    ("mean", "m['estimate']"),
    ("mean_se", "m['se']"),
    ("mean_upp", "m['upp']"),
    ("mean_deff", "m['deff']"),
    ("total", "t['estimate']"),
    ("total_se", "t['se']"),
    ("ratio", "r['estimate']"),
    ("ratio_se", "r['se']"),
    ("part", "p['estimate']"),
    ("part_low", "p['low']"),
    ("part_upp", "p['upp']"),
    ("beta_low", "k['low']"),
    ("beta_upp", "k['upp']"),
    ("median", "q['estimate']"),
    ("median_se", "q['se']"),
    ("median_low", "q['low']"),
    ("median_upp", "q['upp']"),
    ("change", "d['estimate']"),
    ("change_se", "d['se']"),
    ("change_p", "d['p']"),
    ("chisq", "c['statistic']"),
    ("ndf", "c['ndf']"),
    ("ddf", "c['ddf']"),
    ("chisq_p", "c['p']"),
];

const DOMAINS: [(&str, &str); 3] = [("whole", "true"), ("d", "d = 1"), ("db", "d = 1 and g = 2")];

/// What is asked for, by the names that the numbers are of.
const CALLS: [(&str, &str); 8] = [
    ("m", "survey_mean(y)"),
    ("t", "survey_total(y)"),
    ("r", "survey_ratio(y, x)"),
    ("p", "survey_prop(a = 2, 'xlogit', at_extremes => 'none')"),
    ("k", "survey_prop(a = 2, 'beta', at_extremes => 'none')"),
    ("q", "survey_quantile(y, 0.5)"),
    ("d", "survey_difference(y, b = 2, b = 1)"),
    ("c", "survey_chisq(a, b)"),
];

/// The numbers of a domain; of a call that the design gives no variance for, nothing.
fn found(session: &Session, filter: &str) -> Vec<f64> {
    let query = |columns: &[&str], calls: &[(&str, &str)]| {
        let calls: Vec<String> = calls.iter().map(|(name, call)| format!("{call} as {name}")).collect();
        format!("select {} from (select {} from responses where {filter})", columns.join(", "), calls.join(", "))
    };
    let number = |number: Option<f64>| number.unwrap_or(f64::NAN);
    let columns = NUMBERS.map(|(_, sql)| sql);
    if let Ok(found) = try_numbers(session, &query(&columns, &CALLS)) {
        return found.into_iter().map(number).collect();
    }
    let of_call = |call: &(&str, &str)| {
        let own: Vec<&str> = columns.iter().copied().filter(|column| column.starts_with(call.0)).collect();
        let found = try_numbers(session, &query(&own, &[*call])).unwrap_or_else(|_| vec![None; own.len()]);
        found.into_iter().map(number).collect::<Vec<f64>>()
    };
    CALLS.iter().flat_map(of_call).collect()
}

/// What survey.toml says of a sample.
fn declared(drawn: &Drawn) -> String {
    let targets = "method = 'post_stratify'\n[[weights.target]]\nreference = 'sizes'\nsize = 'people'\nby = { g = 'g' }\n\
                   [[reference]]\nname = 'sizes'\npath = 'sizes.csv'\n";
    let weights = if drawn.kind == Kind::PostStrata { targets } else { "" };
    let in_domains = if drawn.treat { "single_cluster_in_domains = 'treat'\n" } else { "" };
    let design =
        format!("single_cluster = '{}'\n{in_domains}effect = {{ against = 'with_replacement' }}\n", drawn.policy);
    let finite = if drawn.finite { "population_from = 'clusters_of'\n" } else { "" };
    let rows = format!("[[design.stage]]\nstrata = 'h'\n{finite}");
    let clusters = format!("[[design.stage]]\nstrata = 'h'\nclusters = 'c'\n{finite}");
    let stages = match drawn.kind {
        Kind::Simple => String::new(),
        Kind::Strata => rows,
        Kind::Clusters | Kind::PostStrata => clusters,
        Kind::Stages => clusters + "[[design.stage]]\npopulation_from = 'rows_of'\n",
        Kind::Jackknife => format!("[design.replicates]\nmethod = 'jkn'\n{clusters}"),
    };
    format!("[weights]\ncolumn = 'w'\n{weights}[design]\n{design}{stages}")
}

fn session_of(drawn: &Drawn) -> Session {
    let declared = declared(drawn);
    let sizes = [["1", "700"], ["2", "500"]];
    let references = [("sizes", ["g", "people"], sizes.as_slice())];
    let made = drawn.kind == Kind::PostStrata;
    let references = if made { references.as_slice() } else { &[] };
    let open = |weights: &[(&str, &[f64])]| {
        let columns: Vec<(&str, &[f64])> = drawn.columns.iter().map(|(name, own)| (*name, own.as_slice())).collect();
        session(&declared, &[("g", &["1", "2"])], &[weights, columns.as_slice()].concat(), references)
    };
    if !made {
        return open(&[("weight", &drawn.weights)]);
    }
    let before = open(&[("weight_before", &drawn.weights)]);
    let weights = wait(before.weigh()).unwrap_or_else(|error| panic!("{error:?}")).weights;
    open(&[("weight_before", &drawn.weights), ("weight", &weights)])
}

/// Whether a number is R's, which stands with eleven digits.
fn agrees(ours: f64, theirs: f64) -> bool {
    (ours - theirs).abs() <= 1e-9 * theirs.abs() || (ours.abs() <= 1e-12 && theirs.abs() <= 1e-12)
}

#[derive(Default, Clone, Copy)]
struct Count {
    agree: usize,
    named: usize,
    differ: usize,
    only_ours: usize,
}

/// The file of numbers, or that of the exceptions.
fn oracle(name: &str) -> Vec<BTreeMap<String, String>> {
    table(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracles").join(name))
}

fn named() -> BTreeMap<[String; 3], (f64, f64)> {
    let number = |text: &str| text.parse().unwrap_or(f64::NAN);
    let entry = |row: BTreeMap<String, String>| {
        let key = ["design", "domain", "number"].map(|column| row[column].clone());
        (key, (number(&row["ours"]), number(&row["theirs"])))
    };
    oracle("random_designs_named.csv").into_iter().map(entry).collect()
}

#[test]
#[expect(clippy::print_stdout, reason = "the counts are the test's report")]
fn random_designs_agree_with_r() {
    let all = env::var("TOPLINE_RANDOM_DESIGNS").is_ok_and(|designs| designs == "all");
    let rows = oracle("random_designs.csv");
    assert_eq!(rows.len(), 3000);
    let (named, mut used) = (named(), BTreeSet::new());
    let (mut counts, mut differences) = (BTreeMap::<&str, Count>::new(), Vec::new());
    for of_design in rows.chunks(DOMAINS.len()).step_by(if all { 1 } else { SHARE }) {
        let number = of_design[0]["design"].parse().expect("a number");
        let drawn = Drawn::new(number);
        let session = session_of(&drawn);
        for (row, (domain, filter)) in of_design.iter().zip(DOMAINS) {
            assert_eq!(row["domain"], domain);
            for ((name, _), ours) in NUMBERS.iter().zip(found(&session, filter)) {
                let count = counts.entry(name).or_default();
                let Ok(theirs) = row[*name].parse::<f64>() else {
                    count.only_ours += usize::from(ours.is_finite());
                    continue;
                };
                if agrees(ours, theirs) {
                    count.agree += 1;
                    continue;
                }
                let key = [row["design"].clone(), domain.to_owned(), (*name).to_owned()];
                let same =
                    |one: f64, other: f64| (one.is_nan() && other.is_nan()) || (one - other).abs() <= 1e-7 * one.abs();
                if named.get(&key).is_some_and(|(was, expect)| same(*was, ours) && agrees(*expect, theirs)) {
                    count.named += 1;
                    used.insert(key);
                } else {
                    count.differ += 1;
                    differences.push(format!("{},{domain},{name},{ours:e},{theirs:e},{:?}", row["design"], drawn.kind));
                }
            }
        }
    }
    println!("{:<12} {:>6} {:>6} {:>6} {:>9}", "number", "agree", "named", "differ", "only ours");
    for (name, Count { agree, named, differ, only_ours }) in &counts {
        println!("{name:<12} {agree:>6} {named:>6} {differ:>6} {only_ours:>9}");
    }
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
    let unused: Vec<_> = named.keys().filter(|key| !used.contains(*key)).collect();
    assert!(unused.is_empty() || !all, "named, but they agree: {unused:?}");
}
