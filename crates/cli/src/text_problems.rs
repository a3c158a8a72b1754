//! What is wrong with a document, for people, programs, and the pages of code hosts.

use std::io::Write;
use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};
use topline_pipeline::{TextFault, TextProblem};

use crate::document_arguments::TextFormat;
use crate::failure::Failure;
use crate::listing::{self, Entry};

#[derive(Serialize)]
struct ProblemEntry<'p> {
    document: &'p str,
    line: u32,
    last_line: u32,
    fault: &'p str,
    message: &'p str,
    quote: &'p str,
}

impl Entry for ProblemEntry<'_> {
    const COLUMNS: &'static [&'static str] = &["document", "line", "last_line", "fault", "message", "quote"];

    fn cells(&self) -> Vec<String> {
        let (line, last) = (self.line.to_string(), self.last_line.to_string());
        let [document, fault, message, quote] =
            [self.document, self.fault, self.message, self.quote].map(str::to_owned);
        vec![document, line, last, fault, message, quote]
    }
}

/// Writes the problems of a document.
pub(crate) fn write(
    problems: &[TextProblem],
    document: &Path,
    format: TextFormat,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let name = document.to_string_lossy();
    let lines = problems.iter().map(|problem| ProblemEntry {
        document: &name,
        line: problem.lines.0,
        last_line: problem.lines.1,
        fault: problem.fault.as_str(),
        message: &problem.message,
        quote: &problem.quote,
    });
    match format {
        TextFormat::Csv => listing::csv(lines, out),
        TextFormat::Json => listing::json(lines, out),
        TextFormat::Sarif => writeln!(out, "{:#}", sarif(problems, &name)).map_err(Failure::Output),
        TextFormat::Github => {
            for line in lines {
                writeln!(
                    out,
                    "::error file={},line={},endLine={},title={}::{}: \"{}\"",
                    property(line.document),
                    line.line,
                    line.last_line,
                    property(line.fault),
                    data(line.message),
                    data(line.quote)
                )
                .map_err(Failure::Output)?;
            }
            Ok(())
        }
        TextFormat::Table => {
            for line in lines {
                let place = format!("{}:{}", line.document, line.line);
                writeln!(out, "{place}: {}: {}\n  \"{}\"", line.fault, line.message, line.quote)
                    .map_err(Failure::Output)?;
            }
            writeln!(out, "{} problems", problems.len()).map_err(Failure::Output)
        }
    }
}

/// A text as annotations have it: per cent signs and line ends would be read.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The same within the properties of an annotation.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A log of SARIF 2.1.0.
fn sarif(problems: &[TextProblem], document: &str) -> Value {
    let rules: Vec<Value> = TextFault::ALL
        .into_iter()
        .map(|fault| json!({ "id": fault.as_str(), "shortDescription": { "text": fault.meaning() } }))
        .collect();
    let results: Vec<Value> = problems
        .iter()
        .map(|problem| {
            let (first, last) = problem.lines;
            json!({
                "ruleId": problem.fault.as_str(),
                "level": "error",
                "message": { "text": format!("{}: \"{}\"", problem.message, problem.quote) },
                "locations": [{
                    "physicalLocation": {
                        "artifactLocation": { "uri": document.replace('\\', "/") },
                        "region": { "startLine": first.max(1), "endLine": last.max(first).max(1) },
                    },
                }],
            })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "topline", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "results": results,
        }],
    })
}
