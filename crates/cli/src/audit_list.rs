//! What documents cannot mean, one finding a line.

use std::io::Write;

use serde::Serialize;
use topline_pipeline::Audit;

use crate::arguments::Format;
use crate::failure::Failure;
use crate::listing::{self, Entry};

#[derive(Serialize)]
struct FindingEntry<'a> {
    document: &'a str,
    line: u32,
    fault: &'a str,
    reason: &'a str,
    quote: &'a str,
}

impl Entry for FindingEntry<'_> {
    const COLUMNS: &'static [&'static str] = &["document", "line", "fault", "reason", "quote"];

    fn cells(&self) -> Vec<String> {
        let [document, fault, reason, quote] = [self.document, self.fault, self.reason, self.quote].map(str::to_owned);
        vec![document, self.line.to_string(), fault, reason, quote]
    }
}

/// Writes the findings; for a person also what the numbers leave possible.
pub(crate) fn write(audit: &Audit, format: Format, out: &mut impl Write) -> Result<(), Failure> {
    let lines = audit.findings.iter().map(|finding| FindingEntry {
        document: &finding.document,
        line: finding.line,
        fault: finding.fault.as_str(),
        reason: &finding.reason,
        quote: &finding.quote,
    });
    match format {
        Format::Csv => listing::csv(lines, out),
        Format::Json => listing::json(lines, out),
        Format::Table => {
            let mut told = Vec::new();
            for line in lines {
                told.push(format!(
                    "{}:{}: {}: {}\n  \"{}\"",
                    line.document, line.line, line.fault, line.reason, line.quote
                ));
            }
            for chart in &audit.charts {
                let cells = chart.cells.iter().map(|(_, value, counts)| {
                    if counts.start() == counts.end() {
                        format!("{value} is {}", counts.start())
                    } else {
                        format!("{value} is {} to {}", counts.start(), counts.end())
                    }
                });
                let line = chart.cells.first().map_or(0, |(line, ..)| *line);
                let cells: Vec<String> = cells.collect();
                told.push(format!("{}:{line}: of {}: {}", chart.document, chart.base, cells.join(", ")));
            }
            told.extend(audit.rounding.iter().map(|rounding| format!("rounding: {rounding}")));
            told.push(format!("{} statements, {} findings\n", audit.statements, audit.findings.len()));
            write!(out, "{}", told.join("\n")).map_err(Failure::Output)
        }
    }
}
