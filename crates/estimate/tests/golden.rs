//! Every estimate of the golden file (R's survey package 4.5), against this crate's.
//!
//! The file and its data are not part of the project: they are read from the folder that `TOPLINE_GOLDEN` names, else
//! from `../shared/golden` beside the workspace. Without them the test is skipped, except where `CI` is set.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[path = "golden/answer.rs"]
mod answer;
#[path = "golden/answers.rs"]
mod answers;
#[path = "golden/data.rs"]
mod data;
#[path = "golden/named.rs"]
mod named;
#[path = "golden/row.rs"]
mod row;
#[path = "golden/samples.rs"]
mod samples;
#[path = "golden/tests.rs"]
mod tests;

use named::AllNamed;
use row::Row;
use samples::Samples;

#[derive(Default)]
struct Count {
    agree: usize,
    named: usize,
    differ: usize,
    not_covered: usize,
}

fn folder() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/golden");
    std::env::var_os("TOPLINE_GOLDEN").map_or_else(beside, PathBuf::from)
}

#[test]
#[expect(clippy::print_stdout, reason = "the counts are the test's report")]
fn golden_estimates_agree() {
    let folder = folder();
    let file = folder.join("golden.csv");
    if !file.exists() {
        assert!(std::env::var_os("CI").is_none(), "the golden file is absent");
        println!("skipped: {} is absent", file.display());
        return;
    }
    let mut samples = Samples::new(&folder);
    let mut reader = csv::Reader::from_path(&file).expect("the golden file");
    let names = reader.headers().expect("names").clone();
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut differences = Vec::new();
    let exceptions = AllNamed::read();
    let mut reasons: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for record in reader.records() {
        let row = Row::read(&names, &record.expect("a record"));
        let name = format!("{} {}", row.statistic, row.method);
        let count = counts.entry(name.trim_end().to_owned()).or_default();
        samples.load(&row.design, &row.dataset);
        let data = samples.data(&row.dataset);
        let design = samples.design(&row.design);
        match answer::answer(&row, data, design) {
            None => count.not_covered += 1,
            Some(fields) => {
                let (mut unnamed, mut excused) = (Vec::new(), false);
                for (name, found, expect) in row.differences(&fields) {
                    match exceptions.reason(&row, name, found, expect) {
                        Some(reason) => {
                            excused = true;
                            reasons.entry(reason.to_owned()).or_default().insert(row.id.clone());
                        }
                        None => unnamed.push(format!("{name} is {found:e}, expected {expect:e}")),
                    }
                }
                let Row { id, design, statistic, variable, level, domain, .. } = &row;
                match (unnamed.is_empty(), excused) {
                    (true, false) => count.agree += 1,
                    (true, true) => count.named += 1,
                    (false, _) => {
                        count.differ += 1;
                        differences.push(format!(
                            "row {id}: {design} {statistic} {variable} {level} {domain}: {}",
                            unnamed.join(", ")
                        ));
                    }
                }
            }
        }
    }
    println!("{:<40} {:>6} {:>6} {:>6} {:>12}", "statistic", "agree", "named", "differ", "not covered");
    let mut all = Count::default();
    for (name, count) in &counts {
        print_line(name, count);
        all.agree += count.agree;
        all.named += count.named;
        all.differ += count.differ;
        all.not_covered += count.not_covered;
    }
    print_line("all", &all);
    for (reason, rows) in &reasons {
        println!("{reason}: rows {}", rows.iter().cloned().collect::<Vec<_>>().join(" "));
    }
    assert_eq!(all.not_covered, 0, "rows that this crate has no answer to");
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
}

#[expect(clippy::print_stdout, reason = "the counts are the test's report")]
fn print_line(name: &str, count: &Count) {
    let Count { agree, named, differ, not_covered } = count;
    println!("{name:<40} {agree:>6} {named:>6} {differ:>6} {not_covered:>12}");
}
