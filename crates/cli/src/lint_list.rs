//! What breaks the rules in finished workbooks, one a line.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;
use topline_pipeline::{Fault, LintRule, lint_workbook};

use crate::arguments::Format;
use crate::failure::Failure;
use crate::listing::{self, Entry};

#[derive(Serialize)]
struct FaultLine<'f> {
    workbook: String,
    rule: &'f str,
    sheet: &'f str,
    cell: &'f str,
    said: &'f str,
    asks: &'f str,
    why: &'f str,
    source: &'f str,
}

impl Entry for FaultLine<'_> {
    const COLUMNS: &'static [&'static str] = &["workbook", "rule", "sheet", "cell", "said", "asks", "why", "source"];

    fn cells(&self) -> Vec<String> {
        let cells = [&self.workbook, self.rule, self.sheet, self.cell, self.said, self.asks, self.why, self.source];
        cells.map(str::to_owned).to_vec()
    }
}

#[derive(Serialize)]
struct RuleLine {
    rule: &'static str,
    asks: &'static str,
    why: &'static str,
    source: &'static str,
}

impl Entry for RuleLine {
    const COLUMNS: &'static [&'static str] = &["rule", "asks", "why", "source"];

    fn cells(&self) -> Vec<String> {
        [self.rule, self.asks, self.why, self.source].map(str::to_owned).to_vec()
    }
}

/// Checks workbooks. The exit code is 0 where nothing breaks a rule, 1 where something does, and 2 where one cannot be read.
pub(crate) fn check(workbooks: &[PathBuf], format: Format, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let mut found: Vec<(&Path, Vec<Fault>)> = Vec::new();
    let mut worst = 0;
    for path in workbooks {
        match lint_workbook(path) {
            Ok(faults) => {
                worst = worst.max(u8::from(!faults.is_empty()));
                found.push((path, faults));
            }
            Err(error) => {
                worst = 2;
                Failure::Run(error).tell(None);
            }
        }
    }
    let lines = found.iter().flat_map(|(path, faults)| faults.iter().map(|fault| line(path, fault)));
    match format {
        Format::Csv => listing::csv(lines, out)?,
        Format::Json => listing::json(lines, out)?,
        Format::Table => {
            for line in lines {
                let place = match (line.sheet, line.cell) {
                    ("", _) => String::new(),
                    (sheet, "") => format!(" {sheet}"),
                    (sheet, cell) => format!(" {sheet}!{cell}"),
                };
                writeln!(out, "{}{place}: {} ({})", line.workbook, line.said, line.rule).map_err(Failure::Output)?;
            }
            for (path, faults) in &found {
                let many = if faults.len() == 1 { "fault" } else { "faults" };
                writeln!(out, "{}: {} {many}", path.display(), faults.len()).map_err(Failure::Output)?;
            }
        }
    }
    Ok(ExitCode::from(worst))
}

fn line<'f>(path: &Path, fault: &'f Fault) -> FaultLine<'f> {
    FaultLine {
        workbook: path.display().to_string(),
        rule: fault.rule.id(),
        sheet: &fault.sheet,
        cell: &fault.cell,
        said: &fault.said,
        asks: fault.rule.asks(),
        why: fault.rule.why(),
        source: fault.rule.source(),
    }
}

/// Lists the rules.
pub(crate) fn rules(format: Format, out: &mut impl Write) -> Result<(), Failure> {
    let lines = LintRule::ALL.into_iter().map(|rule| RuleLine {
        rule: rule.id(),
        asks: rule.asks(),
        why: rule.why(),
        source: rule.source(),
    });
    match format {
        Format::Csv => listing::csv(lines, out),
        Format::Json => listing::json(lines, out),
        Format::Table => {
            for line in lines {
                writeln!(out, "{}: {}\n    {} ({})", line.rule, line.asks, line.why, line.source)
                    .map_err(Failure::Output)?;
            }
            Ok(())
        }
    }
}
