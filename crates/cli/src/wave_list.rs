//! What changed between two waves, as a list.

use std::io::{self, Write};

use topline_pipeline::Change;

use crate::arguments::Printed;

/// Writes the changes, those that are significant marked.
pub(crate) fn write(changes: &[Change], confidence: f64, format: Printed, out: &mut impl Write) -> io::Result<()> {
    if format == Printed::Csv {
        writeln!(out, "figure,label,unit,earlier,later,change,p,significant")?;
        for change in changes {
            let cells = [
                change.key.to_string(),
                label(change),
                change.unit.as_str().to_owned(),
                change.earlier.clone().unwrap_or_default(),
                change.later.clone().unwrap_or_default(),
                change.change.map(|change| change.to_string()).unwrap_or_default(),
                change.p.map(|p| p.to_string()).unwrap_or_default(),
                significant(change, confidence).map(|is| is.to_string()).unwrap_or_default(),
            ];
            writeln!(out, "{}", cells.map(|cell| quoted(&cell)).join(","))?;
        }
        return Ok(());
    }
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
    for row in [&titles].into_iter().chain(&rows) {
        let numbers: Vec<String> =
            row[1..].iter().zip(&widths[1..]).map(|(cell, width)| format!("{cell:>width$}")).collect();
        writeln!(out, "{:<width$}  {}", row[0], numbers.join("  "), width = widths[0])?;
    }
    let level = 100.0 * confidence;
    writeln!(out, "* significant at {level}%; changes are of exact values, in points where they are percentages")
}

fn significant(change: &Change, confidence: f64) -> Option<bool> {
    change.p.map(|p| p < 1.0 - confidence)
}

fn label(change: &Change) -> String {
    change.labels.iter().filter(|label| !label.is_empty()).cloned().collect::<Vec<_>>().join(", ")
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
