//! What changed between waves, as a list.

use std::fmt::Write as _;
use std::io::Write;

use serde::Serialize;
use topline_pipeline::{Change, WaveComparison};

use crate::arguments::Format;
use crate::failure::Failure;
use crate::listing::{self, Entry, cell};

#[derive(Serialize)]
struct Line<'c> {
    figure: String,
    label: String,
    unit: &'c str,
    /// Of each wave, the earliest first.
    waves: Vec<Option<&'c str>>,
    change: Option<f64>,
    p: Option<f64>,
    significant: Option<bool>,
    per_wave: Option<f64>,
    per_wave_p: Option<f64>,
}

impl Entry for Line<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "figure",
        "label",
        "unit",
        "earlier",
        "later",
        "change",
        "p",
        "significant",
        "waves",
        "per_wave",
        "per_wave_p",
    ];

    fn cells(&self) -> Vec<String> {
        let waves: Vec<&str> = self.waves.iter().map(|wave| wave.unwrap_or_default()).collect();
        vec![
            self.figure.clone(),
            self.label.clone(),
            self.unit.to_owned(),
            waves.first().copied().unwrap_or_default().to_owned(),
            waves.last().copied().unwrap_or_default().to_owned(),
            cell(self.change),
            cell(self.p),
            cell(self.significant),
            waves.join(" "),
            cell(self.per_wave),
            cell(self.per_wave_p),
        ]
    }
}

/// Writes the changes, those that are significant marked; and for a person what is not alike.
pub(crate) fn write(
    comparison: &WaveComparison,
    names: &[&str],
    confidence: f64,
    format: Format,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let entries = comparison.changes.iter().map(|change| Line {
        figure: change.key.to_string(),
        label: label(change),
        unit: change.unit.as_str(),
        waves: change.published.iter().map(Option::as_deref).collect(),
        change: change.change,
        p: change.p,
        significant: change.p.map(|p| p < 1.0 - confidence),
        per_wave: change.trend.map(|trend| trend.per_wave),
        per_wave_p: change.trend.and_then(|trend| trend.p),
    });
    match format {
        Format::Csv => listing::csv(entries, out)?,
        Format::Json => listing::json(entries, out)?,
        Format::Table => {
            let text = table(&comparison.changes, names, confidence) + &unlike(comparison, names);
            out.write_all(text.as_bytes()).map_err(Failure::Output)?;
        }
    }
    Ok(())
}

/// The changes for a person.
fn table(changes: &[Change], names: &[&str], confidence: f64) -> String {
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let signed = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:+.1}"));
    let marked = |p: Option<f64>| match p {
        Some(p) if p < 1.0 - confidence => format!("{p:.3} *"),
        Some(p) => format!("{p:.3}"),
        None => "-".to_owned(),
    };
    let has_trend = names.len() > 2;
    let mut titles = vec!["figure".to_owned()];
    titles.extend(if has_trend {
        names.iter().map(ToString::to_string).collect()
    } else {
        vec!["earlier".to_owned(), "later".to_owned()]
    });
    titles.extend(["change", "p"].map(str::to_owned));
    if has_trend {
        titles.extend(["per wave", "p"].map(str::to_owned));
    }
    let mut rows = vec![titles];
    for change in changes {
        let mut row = vec![format!("{}  {}", change.key, label(change))];
        row.extend(change.published.iter().map(shown));
        row.extend([signed(change.change), marked(change.p)]);
        if has_trend {
            row.extend([
                signed(change.trend.map(|trend| trend.per_wave)),
                marked(change.trend.and_then(|trend| trend.p)),
            ]);
        }
        rows.push(row);
    }
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let numbers: Vec<String> =
            row[1..].iter().zip(&widths[1..]).map(|(cell, width)| format!("{cell:>width$}")).collect();
        let _ = writeln!(text, "{:<width$}  {}", row[0], numbers.join("  "), width = widths[0]);
    }
    let level = 100.0 * confidence;
    text + &format!("* significant at {level}%; changes are of exact values, in points where they are percentages\n")
}

/// What is not compared, or only by its label.
fn unlike(comparison: &WaveComparison, names: &[&str]) -> String {
    if comparison.unlike.is_empty() {
        return String::new();
    }
    let mut text =
        "not alike, and not compared (answers are compared by their labels, whatever their codes):\n".to_owned();
    for unlike in &comparison.unlike {
        let wave = if names.len() > 2 { format!("{}: ", names[unlike.wave]) } else { String::new() };
        let _ = writeln!(text, "  {wave}{unlike}");
    }
    text
}

fn label(change: &Change) -> String {
    change.labels.iter().filter(|label| !label.is_empty()).cloned().collect::<Vec<_>>().join(", ")
}
