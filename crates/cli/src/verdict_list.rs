//! Verdicts, one a line.

use std::fmt::Write as _;
use std::io::Write;

use serde::Serialize;
use topline_pipeline::Outcome;
use topline_survey::{Ruling, Verdict};

use crate::arguments::Format;
use crate::failure::Failure;
use crate::listing::{self, Entry};

/// So many characters of a quote are shown.
const QUOTE_LENGTH: usize = 60;

#[derive(Serialize)]
struct Line<'v> {
    survey: &'v str,
    document: &'v str,
    lines: String,
    quote: &'v str,
    figures: Vec<String>,
    stated: &'v str,
    found: &'v str,
    ruling: &'v str,
    reason: &'v str,
    expected: &'v str,
    as_expected: bool,
    because: Option<&'v str>,
}

impl Entry for Line<'_> {
    const COLUMNS: &'static [&'static str] = &[
        "survey",
        "document",
        "lines",
        "quote",
        "figures",
        "stated",
        "found",
        "ruling",
        "reason",
        "expected",
        "as_expected",
        "because",
    ];

    fn cells(&self) -> Vec<String> {
        let figures = self.figures.join(" ");
        let as_expected = self.as_expected.to_string();
        let because = self.because.unwrap_or_default();
        let cells: [&str; 12] = [
            self.survey,
            self.document,
            &self.lines,
            self.quote,
            &figures,
            self.stated,
            self.found,
            self.ruling,
            self.reason,
            self.expected,
            &as_expected,
            because,
        ];
        cells.map(str::to_owned).to_vec()
    }
}

/// Writes every verdict; for a person with a count at the end.
pub(crate) fn write(outcomes: &[Outcome], format: Format, out: &mut impl Write) -> Result<(), Failure> {
    let entries =
        outcomes.iter().flat_map(|outcome| outcome.verdicts.iter().map(|verdict| line(&outcome.survey, verdict)));
    match format {
        Format::Csv => listing::csv(entries, out),
        Format::Json => listing::json(entries, out),
        Format::Table => {
            for outcome in outcomes {
                for verdict in &outcome.verdicts {
                    writeln!(out, "{}", line_of(&outcome.survey, verdict)).map_err(Failure::Output)?;
                }
            }
            let all: usize = outcomes.iter().map(|outcome| outcome.verdicts.len()).sum();
            let short: usize = outcomes.iter().map(|outcome| outcome.unexpected().count()).sum();
            writeln!(out, "{all} verdicts, {} as expected, {short} not", all - short).map_err(Failure::Output)
        }
    }
}

fn line<'v>(survey: &'v str, verdict: &'v Verdict) -> Line<'v> {
    Line {
        survey,
        document: &verdict.document,
        lines: verdict.lines.to_string(),
        quote: &verdict.quote,
        figures: verdict.figures.iter().map(ToString::to_string).collect(),
        stated: &verdict.stated,
        found: &verdict.found,
        ruling: verdict.ruling.as_str(),
        reason: &verdict.reason,
        expected: verdict.expected.as_str(),
        as_expected: verdict.is_as_expected(),
        because: verdict.because.as_deref(),
    }
}

/// `ok lga-councillors-2017 003:1049-1051 sum_of_rounded_parts "47% report that ..." Q16a.at_least_some is 46% (37 of 80): why`
fn line_of(survey: &str, verdict: &Verdict) -> String {
    let mut line = format!(
        "{} {survey} {}:{} {} {}",
        if verdict.is_as_expected() { "ok  " } else { "FAIL" },
        verdict.document,
        verdict.lines,
        verdict.ruling.as_str(),
        shortened(&verdict.quote),
    );
    if !verdict.is_as_expected() {
        let _ = write!(line, " (expected {})", verdict.expected.as_str());
    }
    let figures: Vec<String> = verdict.figures.iter().map(ToString::to_string).collect();
    if !figures.is_empty() {
        let _ = write!(line, " {} stated {}, found {}", figures.join(" "), verdict.stated, verdict.found);
    }
    if verdict.ruling != Ruling::Holds {
        line.push_str(": ");
        line.push_str(verdict.reason.trim_end_matches('.'));
    }
    line
}

/// The words of a quote, as many as one line bears.
fn shortened(quote: &str) -> String {
    let mut words = String::new();
    for word in quote.split_whitespace() {
        if words.chars().count() + word.chars().count() > QUOTE_LENGTH {
            return format!("\"{} ...\"", words.trim_end());
        }
        words.push_str(word);
        words.push(' ');
    }
    format!("\"{}\"", words.trim_end())
}
