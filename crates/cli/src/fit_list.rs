//! Under which conventions published figures come out, for a person or a program.

use std::io::Write;

use serde::Serialize;
use topline_pipeline::{FitAnswers, FitConvention, FitReport, FitRows, FitWeights};
use topline_survey::RoundingMode;

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
    weights: &'static str,
    answers: &'static str,
    rows: &'static str,
}

impl Entry for Line {
    const COLUMNS: &'static [&'static str] = &["held", "of", "base", "rounding", "weights", "answers", "rows"];

    fn cells(&self) -> Vec<String> {
        let words = [self.base, self.rounding, self.weights, self.answers, self.rows].map(str::to_owned);
        [self.held.to_string(), self.of.to_string()].into_iter().chain(words).collect()
    }
}

fn line(convention: FitConvention, held: usize, of: usize) -> Line {
    Line {
        held,
        of,
        base: convention.base.as_str(),
        rounding: mode(convention.rounding),
        weights: match convention.weights {
            FitWeights::AsDeclared => "as declared",
            FitWeights::None => "none",
        },
        answers: match convention.answers {
            FitAnswers::AsDeclared => "as declared",
            FitAnswers::AllKept => "none excluded",
            FitAnswers::MarkedExcluded => "marked ones excluded",
        },
        rows: match convention.rows {
            FitRows::AsDeclared => "as declared",
            FitRows::PartialKept => "with few answers too",
        },
    }
}

fn mode(mode: RoundingMode) -> &'static str {
    match mode {
        RoundingMode::HalfUp => "half_up",
        RoundingMode::HalfEven => "half_even",
        RoundingMode::Truncate => "truncate",
    }
}

/// Writes every convention with how many figures hold under it; for a person the best, what to write into the pipeline, and what is left.
pub(crate) fn write(report: &FitReport, format: Format, out: &mut impl Write) -> Result<(), Failure> {
    let lines = report.trials.iter().map(|trial| line(trial.convention, trial.held(), trial.rows.len()));
    match format {
        Format::Csv => listing::csv(lines, out),
        Format::Json => listing::json(lines, out),
        Format::Table => write!(out, "{}", text(report)).map_err(Failure::Output),
    }
}

fn text(report: &FitReport) -> String {
    let Some(best) = report.best() else { return "nothing is published\n".to_owned() };
    let of = best.rows.len();
    let mut told = vec![format!("{of} published figures, {} conventions tried", report.trials.len())];
    if let Some(now) = report.held_now() {
        told.push(format!("as the pipeline is now, {now} hold"));
    }
    told.push(format!("best: {} hold, under", best.held()));
    for trial in report.trials.iter().take(SHOWN) {
        let line = line(trial.convention, trial.held(), of);
        told.push(format!(
            "  {:>6}  base {}, rounding {}, weights {}, excluded answers {}, rows {}",
            line.held, line.base, line.rounding, line.weights, line.answers, line.rows
        ));
    }
    if report.ties() > 1 {
        told.push(format!("the figures cannot tell {} conventions apart: the first changes least", report.ties()));
    }
    told.extend(proposal(report));
    for (table, base, more, of) in &report.exceptions {
        told.push(format!("table `{table}`: base = \"{}\" ({more} more of its {of} hold)", base.as_str()));
    }
    if report.unexplained.is_empty() {
        told.push("every figure holds under some convention".to_owned());
    } else {
        told.push(format!("{} hold under no convention:", report.unexplained.len()));
        for row in report.unexplained.iter().take(SHOWN) {
            told.push(format!("  {}: stated {}, found {}", row.what, row.stated, row.found));
        }
        if report.unexplained.len() > SHOWN {
            told.push(format!("  and {} more", report.unexplained.len() - SHOWN));
        }
    }
    told.push(String::new());
    told.join("\n")
}

/// The lines to write into the pipeline's files.
fn proposal(report: &FitReport) -> Vec<String> {
    let (Some(best), declared) = (report.best().map(|trial| trial.convention), report.declared) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    if best.base != declared.base {
        lines.push(format!("  tables.toml, [default]: base = \"{}\"", best.base.as_str()));
    }
    if best.rounding != declared.rounding {
        lines.push(format!("  survey.toml, [rounding]: mode = \"{}\"", mode(best.rounding)));
    }
    if best.weights == FitWeights::None {
        lines.push("  survey.toml: no [weights]".to_owned());
    }
    match best.answers {
        FitAnswers::AsDeclared => {}
        FitAnswers::AllKept => lines.push("  tables.toml and codebook.toml: no `exclude`".to_owned()),
        FitAnswers::MarkedExcluded => {
            lines.push("  codebook.toml: `exclude` the options marked `dont_know` and `not_applicable`".to_owned());
        }
    }
    if best.rows == FitRows::PartialKept {
        lines.push("  survey.toml: no [[exclude]] with `answers_fewer_than`".to_owned());
    }
    if lines.is_empty() {
        return vec!["the pipeline is as the figures were made".to_owned()];
    }
    lines.insert(0, "to have the pipeline make figures so:".to_owned());
    lines
}
