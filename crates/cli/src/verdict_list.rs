//! Verdicts, one a line.

use std::fmt::Write as _;
use std::io::Write;

use serde::Serialize;
use topline_pipeline::Outcome;
use topline_survey::{Ruling, Verdict};

use crate::arguments::Listing;
use crate::failure::Failure;

/// So many characters of a quote are shown.
const QUOTE_LENGTH: usize = 60;

#[derive(Serialize)]
struct Line<'v> {
    survey: &'v str,
    document: &'v str,
    lines: &'v str,
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

/// Writes every verdict, and in text a count at the end.
pub(crate) fn write(outcomes: &[Outcome], format: Listing, out: &mut impl Write) -> Result<(), Failure> {
    for outcome in outcomes {
        for verdict in &outcome.verdicts {
            let figures: Vec<String> = verdict.figures.iter().map(ToString::to_string).collect();
            match format {
                Listing::Json => {
                    let line = Line {
                        survey: &outcome.survey,
                        document: &verdict.document,
                        lines: &verdict.lines,
                        quote: &verdict.quote,
                        figures,
                        stated: &verdict.stated,
                        found: &verdict.found,
                        ruling: verdict.ruling.as_str(),
                        reason: &verdict.reason,
                        expected: verdict.expected.as_str(),
                        as_expected: verdict.is_as_expected(),
                        because: verdict.because.as_deref(),
                    };
                    let text = serde_json::to_string(&line).map_err(Failure::Json)?;
                    writeln!(out, "{text}").map_err(Failure::Output)?;
                }
                Listing::Text => {
                    writeln!(out, "{}", line_of(&outcome.survey, verdict)).map_err(Failure::Output)?;
                }
            }
        }
    }
    if format == Listing::Text {
        let all: usize = outcomes.iter().map(|outcome| outcome.verdicts.len()).sum();
        let short: usize = outcomes.iter().map(|outcome| outcome.unexpected().count()).sum();
        writeln!(out, "{all} verdicts, {} as expected, {short} not", all - short).map_err(Failure::Output)?;
    }
    Ok(())
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
