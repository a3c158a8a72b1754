//! Under which conventions published figures come out, for a person or a program.

use std::borrow::Cow;
use std::io::Write;

use serde::Serialize;
use topline_pipeline::{FitAnswers, FitConvention, FitReport, FitRow, FitRows, FitWeights, rounding_word};

use crate::arguments::Format;
use crate::failure::Failure;
use crate::listing::{self, Entry};

/// So many conventions and figures are shown to a person.
const SHOWN: usize = 10;

#[derive(Serialize)]
struct Line {
    held: usize,
    of: usize,
    base: &'static str,
    rounding: &'static str,
    weights: String,
    answers: &'static str,
    rows: Cow<'static, str>,
}

impl Entry for Line {
    const COLUMNS: &'static [&'static str] = &["held", "of", "base", "rounding", "weights", "answers", "rows"];

    fn cells(&self) -> Vec<String> {
        let words = [self.base, self.rounding, &self.weights, self.answers, &self.rows].map(str::to_owned);
        [self.held.to_string(), self.of.to_string()].into_iter().chain(words).collect()
    }
}

fn line(convention: &FitConvention, held: usize, of: usize) -> Line {
    Line {
        held,
        of,
        base: convention.base.as_str(),
        rounding: rounding_word(convention.rounding),
        weights: match &convention.weights {
            FitWeights::AsDeclared => "as declared".to_owned(),
            FitWeights::None => "none".to_owned(),
            FitWeights::Column(column) => format!("`{column}`"),
        },
        answers: match convention.answers {
            FitAnswers::AsDeclared => "as declared",
            FitAnswers::AllKept => "none excluded",
            FitAnswers::MarkedExcluded => "marked ones excluded",
        },
        rows: match convention.rows {
            FitRows::AsDeclared => "as declared".into(),
            FitRows::AllKept => "with few answers too".into(),
            FitRows::FewExcluded(fewest) => format!("with {fewest} answers or more").into(),
        },
    }
}

/// What becomes of the changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// They are in the files now.
    Yes,
    /// They are shown.
    No,
}

/// Writes every convention with how many figures hold under it; for a person the best, what to write into the pipeline, and what is left.
pub(crate) fn write(report: &FitReport, format: Format, written: Written, out: &mut impl Write) -> Result<(), Failure> {
    let lines = report.trials.iter().map(|trial| line(&trial.convention, trial.held, report.published));
    match format {
        Format::Csv => listing::csv(lines, out),
        Format::Json => listing::json(lines, out),
        Format::Table => write!(out, "{}", text(report, written)).map_err(Failure::Output),
    }
}

fn text(report: &FitReport, written: Written) -> String {
    let mut told = Vec::new();
    listed(&mut told, &report.nameless, "name no figure, or several");
    if report.trials.is_empty() {
        told.push("no published figure names a figure of the pipeline\n".to_owned());
        return told.join("\n");
    }
    let of = report.published;
    told.push(format!("{of} published figures, {} conventions tried", report.trials.len()));
    told.push(format!("as the pipeline is now, {} hold", report.held_now));
    if let Some(best) = report.trials.first() {
        told.push(format!("best: {} hold, under", best.held));
    }
    for trial in report.trials.iter().take(SHOWN) {
        let line = line(&trial.convention, trial.held, of);
        told.push(format!(
            "  {:>6}  base {}, rounding {}, weights {}, excluded answers {}, rows {}",
            line.held, line.base, line.rounding, line.weights, line.answers, line.rows
        ));
    }
    told.extend(proposal(report, written));
    if !report.undecided.is_empty() {
        told.push("the figures cannot tell apart:".to_owned());
        told.extend(report.undecided.iter().map(|which| format!("  {which}")));
    }
    listed(&mut told, &report.otherwise, "hold under another convention only");
    if report.unexplained.is_empty() {
        told.push("every figure holds under some convention".to_owned());
    }
    listed(&mut told, &report.unexplained, "hold under no convention");
    if !report.untried.is_empty() {
        told.push("not tried:".to_owned());
        told.extend(report.untried.iter().map(|which| format!("  {which}")));
    }
    told.push(String::new());
    told.join("\n")
}

/// Some figures with what is said of all of them.
fn listed(told: &mut Vec<String>, rows: &[FitRow], what: &str) {
    if rows.is_empty() {
        return;
    }
    told.push(format!("{} {what}:", rows.len()));
    told.extend(
        rows.iter().take(SHOWN).map(|row| format!("  {}: stated {}, found {}", row.what, row.stated, row.found)),
    );
    if rows.len() > SHOWN {
        told.push(format!("  and {} more", rows.len() - SHOWN));
    }
}

/// The lines to write into the pipeline's files.
fn proposal(report: &FitReport, written: Written) -> Vec<String> {
    if report.proposals.is_empty() {
        return vec!["the pipeline is as the figures were made".to_owned()];
    }
    let head = match written {
        Written::Yes => "written into the pipeline's files",
        Written::No => "to have the pipeline make figures so (`--write` does it)",
    };
    let mut lines = vec![format!("{head}, {} of {} hold:", report.held_then, report.published)];
    for proposal in &report.proposals {
        lines.push(format!("  {}, {}: {}", proposal.file, proposal.section, proposal.line));
        lines.push(format!("    # {}", proposal.reason));
    }
    lines
}
