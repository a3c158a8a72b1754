//! Figures that were looked for, one a line.

use std::io::Write;

use serde::Serialize;
use topline_pipeline::FoundFigure;

use crate::arguments::Format;
use crate::failure::Failure;
use crate::listing::{self, Entry, cell};

#[derive(Serialize)]
struct Line<'f> {
    figure: &'f str,
    value: &'f str,
    labels: &'f str,
    score: f64,
    has_value: Option<bool>,
}

impl Entry for Line<'_> {
    const COLUMNS: &'static [&'static str] = &["figure", "value", "labels", "score", "has_value"];

    fn cells(&self) -> Vec<String> {
        let score = format!("{:.2}", self.score);
        vec![self.figure.to_owned(), self.value.to_owned(), self.labels.to_owned(), score, cell(self.has_value)]
    }
}

/// Writes the figures, the best first.
pub(crate) fn write(found: &[FoundFigure], format: Format, out: &mut impl Write) -> Result<(), Failure> {
    let lines = found.iter().map(|found| Line {
        figure: &found.figure,
        value: &found.value,
        labels: &found.labels,
        score: found.score,
        has_value: found.has_value,
    });
    match format {
        Format::Csv => listing::csv(lines, out),
        Format::Json => listing::json(lines, out),
        Format::Table if found.is_empty() => writeln!(out, "no figure fits").map_err(Failure::Output),
        Format::Table => {
            for line in lines {
                writeln!(out, "{}: {}: {}", line.figure, line.value, line.labels).map_err(Failure::Output)?;
            }
            Ok(())
        }
    }
}
