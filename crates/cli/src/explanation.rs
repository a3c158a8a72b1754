//! Where a figure comes from, written out.

use std::io::Write;

use serde::Serialize;
use topline_pipeline::Explanation;

use crate::arguments::Format;
use crate::failure::Failure;
use crate::listing::{self, Entry, cell};

#[derive(Serialize)]
struct Explained<'e> {
    figure: String,
    title: &'e str,
    labels: &'e [String],
    published: Option<&'e str>,
    unit: &'e str,
    x: Option<f64>,
    n: Option<u64>,
    base: Option<u64>,
    base_rule: &'e str,
    base_holds: &'e [&'static str],
    sql: &'e str,
    agrees: bool,
    columns: &'e [(String, String)],
    source: &'e str,
    rows: Option<&'e [u64]>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    files: &'e [(String, Vec<u64>)],
}

impl Entry for Explained<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "figure",
        "title",
        "labels",
        "published",
        "unit",
        "x",
        "n",
        "base",
        "base_rule",
        "base_holds",
        "sql",
        "agrees",
        "columns",
        "source",
        "rows",
    ];

    fn cells(&self) -> Vec<String> {
        let columns: Vec<&str> = self.columns.iter().map(|(column, _)| column.as_str()).collect();
        vec![
            self.figure.clone(),
            self.title.to_owned(),
            self.labels.join(", "),
            cell(self.published),
            self.unit.to_owned(),
            cell(self.x),
            cell(self.n),
            cell(self.base),
            self.base_rule.to_owned(),
            self.base_holds.join(" "),
            self.sql.to_owned(),
            self.agrees.to_string(),
            columns.join(" "),
            self.source.to_owned(),
            self.rows.map(ranges).unwrap_or_default(),
        ]
    }
}

/// Writes an explanation.
pub(crate) fn write(found: &Explanation, format: Format, out: &mut impl Write) -> Result<(), Failure> {
    let explained = Explained {
        figure: found.figure.to_string(),
        title: &found.title,
        labels: &found.labels,
        published: found.published.as_deref(),
        unit: &found.unit,
        x: found.x,
        n: found.n,
        base: found.base,
        base_rule: &found.base_rule,
        base_holds: &found.base_holds,
        sql: &found.sql,
        agrees: found.agrees,
        columns: &found.columns,
        source: &found.source,
        rows: found.rows.as_deref(),
        files: &found.files,
    };
    match format {
        Format::Csv => listing::csv([explained], out),
        Format::Json => listing::json([explained], out),
        Format::Table => out.write_all(text(found).as_bytes()).map_err(Failure::Output),
    }
}

fn text(found: &Explanation) -> String {
    let unit = if found.unit == "percent" { "%" } else { "" };
    let value = found.published.as_ref().map_or_else(|| "held back".to_owned(), |value| format!("{value}{unit}"));
    let exact = found.x.map(|x| format!(" (exactly {x}{unit})")).unwrap_or_default();
    let counted = found.n.map(|n| format!("; {n} counted")).unwrap_or_default();
    let base = found.base.map_or_else(|| "held back:".to_owned(), |base| base.to_string());
    let mut lines = vec![
        format!("{}: {}", found.figure, found.title),
        format!("  what     {}", found.labels.join(", ")),
        format!("  value    {value}{exact}"),
        format!("  base     {base} {}{counted}", found.base_rule),
    ];
    if !found.base_holds.is_empty() {
        lines.push(format!("  holds    {}", found.base_holds.join(", ")));
    }
    for (position, (column, origin)) in found.columns.iter().enumerate() {
        let head = if position == 0 { "columns " } else { "        " };
        lines.push(format!("  {head} {column} <- {origin}"));
    }
    if found.files.is_empty()
        && let Some(rows) = &found.rows
    {
        lines.push(format!("  rows     {} of {}: {}", rows.len(), found.source, first_ranges(rows)));
    }
    for (position, (file, rows)) in found.files.iter().enumerate() {
        let head = if position == 0 { "rows    " } else { "        " };
        lines.push(format!("  {head} {} of {file}: {}", rows.len(), first_ranges(rows)));
    }
    if found.is_protected {
        lines.push("  rows     not shown, as respondents are protected: `--microdata` shows them".into());
    }
    if !found.agrees {
        lines.push("  NOTE     the query below counts otherwise than the figure: run the pipeline again".into());
    }
    lines.push("  sql".into());
    lines.extend(found.sql.lines().map(|line| format!("    {line}")));
    lines.push(String::new());
    lines.join("\n")
}

/// How many runs of rows a person is shown.
const MOST_RUNS: usize = 20;

/// The first row numbers, and the number of the rest.
fn first_ranges(rows: &[u64]) -> String {
    let shown: usize = runs(rows).take(MOST_RUNS).map(<[u64]>::len).sum();
    match rows.len() - shown {
        0 => ranges(rows),
        rest => format!("{} and {rest} more (`--format json` lists them)", ranges(&rows[..shown])),
    }
}

fn runs(rows: &[u64]) -> impl Iterator<Item = &[u64]> {
    rows.chunk_by(|one, next| one + 1 == *next)
}

/// Ascending row numbers with runs drawn together: `4, 7-9`.
fn ranges(rows: &[u64]) -> String {
    let texts = runs(rows).map(|run| match run {
        [only] => only.to_string(),
        run => format!("{}-{}", run[0], run[run.len() - 1]),
    });
    texts.collect::<Vec<_>>().join(", ")
}
