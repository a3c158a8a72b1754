//! What changed between two waves, as a list.

use std::io::Write;

use serde::Serialize;
use topline_pipeline::Change;

use crate::arguments::Format;
use crate::failure::Failure;
use crate::listing::{self, Entry, cell};

#[derive(Serialize)]
struct Line<'c> {
    figure: String,
    label: String,
    unit: &'c str,
    earlier: Option<&'c str>,
    later: Option<&'c str>,
    change: Option<f64>,
    p: Option<f64>,
    significant: Option<bool>,
}

impl Entry for Line<'_> {
    const COLUMNS: &'static [&'static str] =
        &["figure", "label", "unit", "earlier", "later", "change", "p", "significant"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.figure.clone(),
            self.label.clone(),
            self.unit.to_owned(),
            cell(self.earlier),
            cell(self.later),
            cell(self.change),
            cell(self.p),
            cell(self.significant),
        ]
    }
}

/// Writes the changes, those that are significant marked.
pub(crate) fn write(changes: &[Change], confidence: f64, format: Format, out: &mut impl Write) -> Result<(), Failure> {
    let entries = changes.iter().map(|change| Line {
        figure: change.key.to_string(),
        label: label(change),
        unit: change.unit.as_str(),
        earlier: change.earlier.as_deref(),
        later: change.later.as_deref(),
        change: change.change,
        p: change.p,
        significant: significant(change, confidence),
    });
    match format {
        Format::Csv => listing::csv(entries, out),
        Format::Json => listing::json(entries, out),
        Format::Table => out.write_all(table(changes, confidence).as_bytes()).map_err(Failure::Output),
    }
}

/// The changes for a person.
fn table(changes: &[Change], confidence: f64) -> String {
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let rows: Vec<[String; 5]> = changes
        .iter()
        .map(|change| {
            let by = change.change.map_or_else(|| "-".to_owned(), |change| format!("{change:+.1}"));
            let p = match (change.p, significant(change, confidence)) {
                (Some(p), Some(true)) => format!("{p:.3} *"),
                (Some(p), _) => format!("{p:.3}"),
                (None, _) => "-".to_owned(),
            };
            [format!("{}  {}", change.key, label(change)), shown(&change.earlier), shown(&change.later), by, p]
        })
        .collect();
    let titles = ["figure", "earlier", "later", "change", "p"].map(str::to_owned);
    let widths: Vec<usize> = (0..titles.len())
        .map(|at| rows.iter().chain([&titles]).map(|row| row[at].chars().count()).max().unwrap_or_default())
        .collect();
    let mut lines = Vec::new();
    for row in [&titles].into_iter().chain(&rows) {
        let numbers: Vec<String> =
            row[1..].iter().zip(&widths[1..]).map(|(cell, width)| format!("{cell:>width$}")).collect();
        lines.push(format!("{:<width$}  {}\n", row[0], numbers.join("  "), width = widths[0]));
    }
    let level = 100.0 * confidence;
    lines.push(format!(
        "* significant at {level}%; changes are of exact values, in points where they are percentages\n"
    ));
    lines.concat()
}

fn significant(change: &Change, confidence: f64) -> Option<bool> {
    change.p.map(|p| p < 1.0 - confidence)
}

fn label(change: &Change) -> String {
    change.labels.iter().filter(|label| !label.is_empty()).cloned().collect::<Vec<_>>().join(", ")
}
