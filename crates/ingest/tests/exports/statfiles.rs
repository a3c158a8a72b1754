//! Files of statistical packages, against what pyreadstat reads from them (`tests/oracles/statfiles.py`).

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};
use topline_ingest::{ColumnDescription, Description, Holds, Measure, Missing, SetKind};
use topline_survey::{Format, Source};

use crate::reading::{Whole, csv, read};

/// A source of the format that the file's name tells.
pub fn source_of(path: &Path) -> Source {
    let format = if path.extension().is_some_and(|extension| extension == "por") { Format::Por } else { Format::Sav };
    Source { format, path: path.display().to_string(), ..csv() }
}

/// The project's folder.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Where a file of the oracle's stands; nothing where its folder is absent, which CI does not accept.
fn path_of(file: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("TOPLINE_REAL")
        .map_or_else(|| project().join("../shared"), |real| PathBuf::from(real).join(".."));
    let (folder, rest) = file.split_once('/').expect("a folder");
    let folder = match folder {
        "spss" => project().join("tests/fixtures/spss"),
        "statfiles" => shared.join("real/statfiles"),
        "data" => shared.join("golden/data"),
        other => panic!("no such folder: {other}"),
    };
    if !folder.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "CI needs the real exports: set TOPLINE_REAL");
        return None;
    }
    Some(folder.join(rest))
}

/// What differs in one file, by what it is, and how much there was to compare.
#[derive(Default)]
struct Agreement {
    cells: usize,
    labels: usize,
    missing: usize,
    sets: usize,
    differences: Vec<String>,
}

impl Agreement {
    fn expect<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, found: T, expected: T) {
        let [found, expected] = [found, expected];
        if found != expected {
            self.differences.push(format!("{what}: {found:?}, where pyreadstat says {expected:?}"));
        }
    }
}

#[test]
fn files_of_statistical_packages_are_read_as_pyreadstat_reads_them() {
    let oracle = fs::read_to_string(project().join("tests/oracles/statfiles.jsonl")).expect("the oracle");
    let mut table = vec![format!(
        "{:<62} {:>5} {:>7} {:>6} {:>6} {:>7} {:>4}  differs",
        "file", "rows", "columns", "cells", "labels", "missing", "sets"
    )];
    let mut differences = Vec::new();
    for line in oracle.lines() {
        let expected: Value = serde_json::from_str(line).expect("a line of the oracle");
        let file = text(&expected["file"]).expect("a file");
        let Some(path) = path_of(&file) else {
            table.push(format!("{file:<62} skipped: its folder is not there"));
            continue;
        };
        let bytes = fs::read(&path).expect("the file is there");
        let whole = read(&source_of(&path), bytes).unwrap_or_else(|error| panic!("{file}: {error}"));
        let agreement = compare(&whole, &expected);
        table.push(format!(
            "{file:<62} {:>5} {:>7} {:>6} {:>6} {:>7} {:>4}  {}",
            whole.rows.len(),
            whole.columns.len(),
            agreement.cells,
            agreement.labels,
            agreement.missing,
            agreement.sets,
            agreement.differences.len()
        ));
        differences.extend(agreement.differences.into_iter().map(|difference| format!("{file}: {difference}")));
    }
    #[expect(clippy::print_stderr, reason = "the table of agreement")]
    {
        eprintln!("{}", table.join("\n"));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn compare(whole: &Whole, expected: &Value) -> Agreement {
    let mut agreement = Agreement::default();
    let description = whole.description.as_ref().expect("a description");
    agreement.expect("rows", whole.rows.len() as u64, expected["rows"].as_u64().expect("a number"));
    agreement.expect("title", description.title.clone(), text(&expected["title"]));
    let columns = expected["columns"].as_array().expect("columns");
    agreement.expect("columns", description.columns.len(), columns.len());
    let blanked = expected["blanked"] == true;
    for (index, (found, expected)) in description.columns.iter().zip(columns).enumerate() {
        assert_eq!(found.name, whole.columns[index]);
        compare_column(&mut agreement, found, expected, blanked);
        let cells = whole.rows.iter().map(|row| row.cells[index].as_deref());
        let cells = cells.map(|cell| cell.filter(|cell| !(blanked && is_missing(found, cell))));
        let text = cells.clone().fold(String::new(), |text, cell| text + &digested(cell, found.holds));
        let digest = Sha256::digest(text.as_bytes());
        let digest = u64::from_be_bytes(*digest.first_chunk().expect("a digest has 32 bytes"));
        let filled = cells.clone().flatten().count() as u64;
        agreement.expect(&format!("filled of {}", found.name), filled, expected["filled"].as_u64().expect("a number"));
        let some: Vec<Option<&str>> = cells.take(8).collect();
        agreement.expect(
            &format!("cells of {} ({some:?} ..)", found.name),
            Some(format!("{digest:016x}")),
            self::text(&expected["sha256"]),
        );
        agreement.cells += whole.rows.len();
    }
    compare_sets(&mut agreement, description, expected["sets"].as_array().expect("sets"));
    agreement
}

/// What the oracle digests: of a number, its bits.
fn digested(cell: Option<&str>, holds: Holds) -> String {
    let Some(cell) = cell else { return "\0\n".to_owned() };
    if holds != Holds::Number {
        return format!("{cell}\n");
    }
    let number: f64 = cell.parse().expect("a number");
    assert_eq!(cell, number.to_string(), "the shortest text");
    format!("{:016x}\n", number.to_bits())
}

fn compare_column(agreement: &mut Agreement, found: &ColumnDescription, expected: &Value, blanked: bool) {
    let of = |what: &str| format!("{what} of {}", found.name);
    agreement.expect("name", Some(found.name.clone()), text(&expected["name"]));
    agreement.expect(&of("label"), found.label.clone(), text(&expected["label"]));
    let holds = match found.holds {
        Holds::Text => "text",
        Holds::Number => "number",
        Holds::Day => "day",
        Holds::Time => "time",
        Holds::Moment => "moment",
    };
    agreement.expect(&of("holds"), Some(holds.to_owned()), text(&expected["holds"]));
    let measure = found.measure.map(|measure| match measure {
        Measure::Nominal => "nominal".to_owned(),
        Measure::Ordinal => "ordinal".to_owned(),
        Measure::Scale => "scale".to_owned(),
    });
    agreement.expect(&of("measure"), measure, text(&expected["measure"]));
    let values = expected["values"].as_array().expect("values");
    let mut values: Vec<(String, String)> =
        values.iter().map(|pair| (text(&pair[0]).expect("a value"), text(&pair[1]).expect("a label"))).collect();
    let mut labels = found.values.clone();
    agreement.labels += labels.len();
    // Their order is that of the file here, and of the values there.
    labels.sort();
    values.sort();
    agreement.expect(&of("value labels"), labels, values);
    if !blanked {
        let bound = |bound: f64| if bound.is_infinite() { Value::Null } else { Value::from(bound) };
        let mut missing: Vec<String> = found
            .missing
            .iter()
            .map(|missing| match missing {
                Missing::Value(text) => Value::from(text.as_str()).to_string(),
                Missing::Range(low, high) => Value::from(vec![bound(*low), bound(*high)]).to_string(),
            })
            .collect();
        let mut told: Vec<String> =
            expected["missing"].as_array().expect("missing values").iter().map(Value::to_string).collect();
        agreement.missing += missing.len();
        missing.sort();
        told.sort();
        agreement.expect(&of("missing values"), missing, told);
    }
}

fn is_missing(column: &ColumnDescription, cell: &str) -> bool {
    column.missing.iter().any(|missing| match missing {
        Missing::Value(text) => cell == text,
        Missing::Range(low, high) => cell.parse::<f64>().is_ok_and(|number| (*low..=*high).contains(&number)),
    })
}

fn compare_sets(agreement: &mut Agreement, description: &Description, expected: &[Value]) {
    agreement.sets += description.sets.len();
    agreement.expect("sets", description.sets.len(), expected.len());
    for told in expected {
        let name = text(&told["name"]).expect("a name");
        let Some(found) = description.sets.iter().find(|set| set.name == name) else {
            agreement.differences.push(format!("no set {name}"));
            continue;
        };
        agreement.expect(&format!("label of {name}"), found.label.clone(), text(&told["label"]));
        let columns = told["columns"].as_array().expect("columns").iter().filter_map(text).collect();
        agreement.expect(&format!("columns of {name}"), found.columns.clone(), columns);
        agreement.expect(&format!("kind of {name}"), matches!(found.kind, SetKind::Ticks(_)), told["ticks"] == true);
        if let Some(ticked) = text(&told["ticked"]) {
            agreement.expect(&format!("what ticks {name}"), found.kind.clone(), SetKind::Ticks(ticked));
        }
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}
