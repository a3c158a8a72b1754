//! Verdicts, one a line.

use std::io::Write;

use serde::Serialize;
use topline_pipeline::Outcome;

use crate::arguments::Listing;
use crate::failure::Failure;

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
                    let mark = if verdict.is_as_expected() { "ok  " } else { "FAIL" };
                    let expected = if verdict.is_as_expected() {
                        String::new()
                    } else {
                        format!(" (expected {})", verdict.expected.as_str())
                    };
                    writeln!(
                        out,
                        "{mark} {} {}:{} {}{expected}: {}: stated {}; found {}. {}",
                        outcome.survey,
                        verdict.document,
                        verdict.lines,
                        verdict.ruling.as_str(),
                        figures.join(" "),
                        verdict.stated,
                        verdict.found,
                        verdict.reason,
                    )
                    .map_err(Failure::Output)?;
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
