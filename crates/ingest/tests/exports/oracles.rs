//! Files of Stata, SAS and Triple-S against independent readers: a table of agreement, a line for each file.
//!
//! `tests/oracles/stata_sas.py` asks the readers. Its digests of the files that other people made are in `stata_sas.csv`; where
//! `TOPLINE_ORACLES` names the folder of its JSON files, these are compared cell by cell, those that it made itself too.

use std::fmt::Write;
use std::fs::{File, read_dir};
use std::path::Path;

use serde_json::Value;
use topline_ingest::{Description, open_with};
use topline_survey::{Format, Source};

use crate::reading::{csv, rows};
use crate::real::folder;

/// A file as the readers see it.
struct Seen {
    description: Description,
    rows: Vec<Vec<Option<String>>>,
    findings: usize,
}

fn format_of(path: &Path) -> Format {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "dta" => Format::Dta,
        "xpt" | "xpt5" | "xpt8" => Format::Xpt,
        "sas7bdat" => Format::Sas7bdat,
        _ => Format::TripleS,
    }
}

fn see(path: &Path, metadata: Option<&Path>) -> Result<Seen, String> {
    let told = |error: topline_ingest::IngestError| {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
        format!("{error}{}", cause.unwrap_or_default())
    };
    let source = Source { format: format_of(path), ..csv() };
    let input = File::open(path).map_err(|error| error.to_string())?;
    let metadata = metadata.map(|path| File::open(path).expect("the second file is there"));
    let mut export = open_with(&source, input, metadata).map_err(told)?;
    let description = export.description().cloned().unwrap_or_default();
    let mut seen = Seen { description, rows: Vec::new(), findings: 0 };
    while let Some(read) = export.next_batch().map_err(told)? {
        seen.rows.extend(rows(&read.batch).into_iter().map(|row| row.cells));
        seen.findings += read.findings.len();
    }
    Ok(seen)
}

/// The value labels of each column, sorted, as the readers' are.
fn values(description: &Description) -> Vec<Vec<(String, String)>> {
    let sorted = |values: &[(String, String)]| {
        let mut values = values.to_vec();
        values.sort();
        values
    };
    description.columns.iter().map(|column| sorted(&column.values)).collect()
}

/// FNV-1a of 64 bits, of all names, labels, values and cells: as in `stata_sas.py`.
fn digest(seen: &Seen) -> String {
    let mut state = 0xCBF2_9CE4_8422_2325_u64;
    let mut add = |text: &str| {
        for byte in text.bytes().chain([0x1F]) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    };
    for (column, values) in seen.description.columns.iter().zip(values(&seen.description)) {
        add(&column.name);
        add(column.label.as_deref().unwrap_or("\0"));
        for (code, label) in &values {
            add(code);
            add(label);
        }
    }
    for cell in seen.rows.iter().flatten() {
        add(cell.as_deref().unwrap_or("\0"));
    }
    format!("{state:016x}")
}

#[test]
fn files_read_as_other_readers_read_them() {
    let Some(real) = folder() else { return };
    let mut table = String::new();
    let mut agree = true;
    for line in include_str!("stata_sas.csv").lines().skip(1) {
        let [file, metadata, reader, columns, rows, expect] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("six fields: {line}")
        };
        let path = real.join(file);
        let metadata = (metadata != "-").then(|| path.with_file_name(metadata));
        let verdict = match see(&path, metadata.as_deref()) {
            Ok(seen) if seen.description.columns.len().to_string() != columns => "other columns".to_owned(),
            Ok(seen) if seen.rows.len().to_string() != rows => format!("{} rows", seen.rows.len()),
            Ok(seen) if digest(&seen) != expect => "other values or labels".to_owned(),
            Ok(_) => "agrees".to_owned(),
            Err(error) => error,
        };
        agree &= verdict == "agrees";
        writeln!(table, "{file:<64} {columns:>4} x {rows:<6} {reader:<24} {verdict}")
            .expect("a String takes everything");
    }
    #[expect(clippy::print_stdout, reason = "the table of agreement is what the test is for")]
    {
        println!("{table}");
    }
    assert!(agree, "some files read otherwise:\n{table}");
}

/// Whether two cells are the same text, or two ways to write the same number: of two shortest ones, readers take either.
fn is_same(cell: Option<&str>, expect: Option<&str>) -> bool {
    let number = |cell: Option<&str>| cell?.parse::<f64>().ok().map(f64::to_bits);
    cell == expect || (number(cell).is_some() && number(cell) == number(expect))
}

/// What differs between a file and what another reader sees in it; nothing where nothing does.
fn difference(seen: &Seen, expect: &Value) -> Option<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let columns = expect["columns"].as_array().expect("columns");
    if columns.len() != seen.description.columns.len() {
        return Some(format!("{} columns, expected {}", seen.description.columns.len(), columns.len()));
    }
    if seen.description.title != text(&expect["title"]) {
        return Some(format!("title {:?}, expected {}", seen.description.title, expect["title"]));
    }
    for ((column, values), expect) in seen.description.columns.iter().zip(values(&seen.description)).zip(columns) {
        let expected: Vec<(String, String)> = expect["values"]
            .as_array()
            .expect("values")
            .iter()
            .map(|value| (text(&value[0]).unwrap_or_default(), text(&value[1]).unwrap_or_default()))
            .collect();
        if Some(&column.name) != text(&expect["name"]).as_ref() || column.label != text(&expect["label"]) {
            return Some(format!(
                "{} {:?}, expected {} {}",
                column.name, column.label, expect["name"], expect["label"]
            ));
        }
        if values != expected {
            return Some(format!("{}: {values:?}, expected {expected:?}", column.name));
        }
    }
    let rows = expect["rows"].as_array().expect("rows");
    for (number, (row, expect)) in seen.rows.iter().zip(rows).enumerate() {
        for ((cell, expect), column) in row.iter().zip(expect.as_array().expect("cells")).zip(columns) {
            if !is_same(cell.as_deref(), expect.as_str()) {
                return Some(format!("row {}, {}: {cell:?}, expected {expect}", number + 1, column["name"]));
            }
        }
    }
    (rows.len() != seen.rows.len()).then(|| format!("{} rows, expected {}", seen.rows.len(), rows.len()))
}

#[test]
fn oracles_see_the_same_cells() {
    let Some(folder) = std::env::var_os("TOPLINE_ORACLES") else { return };
    let mut names: Vec<_> =
        read_dir(folder).expect("the folder of oracles").flatten().map(|entry| entry.path()).collect();
    names.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    names.sort();
    let mut table = String::new();
    let (mut agree, mut differ) = (0, 0);
    for name in names {
        let expect: Value = serde_json::from_reader(File::open(&name).expect("a file")).expect("JSON");
        let path = Path::new(expect["path"].as_str().expect("a path"));
        let verdict = match see(path, expect["metadata"].as_str().map(Path::new)) {
            Ok(seen) => difference(&seen, &expect).unwrap_or_else(|| "agrees".to_owned()),
            Err(error) => error,
        };
        *(if verdict == "agrees" { &mut agree } else { &mut differ }) += 1;
        let name = name.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let cells = expect["rows"].as_array().map_or(0, Vec::len);
        writeln!(table, "{name:<72} {cells:>6} rows {} {verdict}", expect["reader"])
            .expect("a String takes everything");
    }
    #[expect(clippy::print_stdout, reason = "the table of agreement is what the test is for")]
    {
        println!("{table}{agree} agree, {differ} differ");
    }
    assert_eq!(differ, 0, "some files read otherwise:\n{table}");
}
