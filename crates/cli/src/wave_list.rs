//! What changed between waves, as a list.

use std::fmt::Write as _;
use std::io::Write;

use serde::Serialize;
use topline_pipeline::{Change, WaveComparison, WaveDifference};

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
    /// The change on the wave before the last.
    before_change: Option<f64>,
    before_p: Option<f64>,
}

/// Waves side by side, as they are listed.
#[derive(Clone, Copy)]
pub(crate) struct Listed<'l> {
    pub comparison: &'l WaveComparison,
    pub names: &'l [&'l str],
    pub confidence: f64,
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
        "before_change",
        "before_p",
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
            cell(self.before_change),
            cell(self.before_p),
        ]
    }
}

/// Writes the changes, those that are significant marked; and for a person what is not alike.
pub(crate) fn write(listed: &Listed<'_>, format: Format, out: &mut impl Write) -> Result<(), Failure> {
    let Listed { comparison, names, confidence } = *listed;
    let entries = comparison.changes.iter().map(|change| Line {
        figure: change.key.to_string(),
        label: label(change),
        unit: change.unit.as_str(),
        waves: change.waves.iter().map(|wave| wave.published.as_deref()).collect(),
        change: change.whole().map(|whole| whole.change),
        p: change.whole().and_then(|whole| whole.p),
        significant: change.whole().and_then(|whole| whole.p).map(|p| p < 1.0 - confidence),
        per_wave: change.trend.map(|trend| trend.per_wave),
        per_wave_p: change.trend.and_then(|trend| trend.p),
        before_change: change.latest().map(|latest| latest.change),
        before_p: change.latest().and_then(|latest| latest.p),
    });
    match format {
        Format::Csv => listing::csv(entries, out)?,
        Format::Json => listing::json(entries, out)?,
        Format::Table => {
            let text = table(listed) + &unlike(comparison, names);
            out.write_all(text.as_bytes()).map_err(Failure::Output)?;
        }
    }
    Ok(())
}

/// The changes for a person.
fn table(listed: &Listed<'_>) -> String {
    let Listed { comparison, names, confidence } = *listed;
    let has_trend = names.len() > 2;
    let mut titles = vec!["figure".to_owned()];
    titles.extend(if has_trend {
        names.iter().map(ToString::to_string).collect()
    } else {
        vec!["earlier".to_owned(), "later".to_owned()]
    });
    titles.extend(["change", "p"].map(str::to_owned));
    if has_trend {
        titles.extend(["on before", "p", "per wave", "p"].map(str::to_owned));
    }
    let mut rows = vec![titles];
    for change in &comparison.changes {
        let mut row = vec![format!("{}  {}", change.key, label(change))];
        row.extend(change.waves.iter().map(|wave| wave.published.clone().unwrap_or_else(|| "-".to_owned())));
        let mut tested = |change: Option<f64>, p: Option<f64>| row.extend([signed(change), marked(p, confidence)]);
        let of = |difference: Option<WaveDifference>| difference.map(|own| own.change);
        tested(of(change.whole()), change.whole().and_then(|whole| whole.p));
        if has_trend {
            tested(of(change.latest()), change.latest().and_then(|latest| latest.p));
            tested(change.trend.map(|trend| trend.per_wave), change.trend.and_then(|trend| trend.p));
        }
        rows.push(row);
    }
    aligned(&rows) + &mark(confidence)
}

/// A change with its sign.
pub(crate) fn signed(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:+.1}"))
}

/// A chance, with a mark where it is small.
pub(crate) fn marked(p: Option<f64>, confidence: f64) -> String {
    match p {
        Some(p) if p < 1.0 - confidence => format!("{p:.3} *"),
        Some(p) => format!("{p:.3}"),
        None => "-".to_owned(),
    }
}

/// What the mark means.
pub(crate) fn mark(confidence: f64) -> String {
    let level = 100.0 * confidence;
    format!("* significant at {level}%; changes are of exact values, in points where they are percentages\n")
}

/// Rows of cells, the first column to the left and the others to the right.
pub(crate) fn aligned(rows: &[Vec<String>]) -> String {
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let numbers: Vec<String> =
            row[1..].iter().zip(&widths[1..]).map(|(cell, width)| format!("{cell:>width$}")).collect();
        let _ = writeln!(text, "{:<width$}  {}", row[0], numbers.join("  "), width = widths[0]);
    }
    text
}

/// What is not compared, and what is only with care.
pub(crate) fn unlike(comparison: &WaveComparison, names: &[&str]) -> String {
    let (with_care, not): (Vec<_>, Vec<_>) = comparison.unlike.iter().partition(|unlike| unlike.is_compared());
    let mut text = String::new();
    let titles = [
        (not, "not compared, as it is not alike in both waves:"),
        (with_care, "compared by their labels, whatever their codes:"),
    ];
    for (found, title) in titles.into_iter().filter(|(found, _)| !found.is_empty()) {
        let _ = writeln!(text, "{title}");
        for unlike in found {
            let wave = if names.len() > 2 { format!("{}: ", names[unlike.wave]) } else { String::new() };
            let _ = writeln!(text, "  {wave}{unlike}");
        }
    }
    text
}

pub(crate) fn label(change: &Change) -> String {
    change.labels.iter().filter(|label| !label.is_empty()).cloned().collect::<Vec<_>>().join(", ")
}
