//! What a document states, one statement a line.

use std::io::Write;

use serde::Serialize;
use topline_pipeline::Statement;

use crate::arguments::Format;
use crate::failure::Failure;
use crate::listing::{self, Entry, cell};

#[derive(Serialize)]
struct StatementEntry<'s> {
    line: u32,
    last_line: u32,
    states: &'s str,
    of: Option<u64>,
    quote: &'s str,
}

impl Entry for StatementEntry<'_> {
    const COLUMNS: &'static [&'static str] = &["line", "last_line", "states", "of", "quote"];

    fn cells(&self) -> Vec<String> {
        let (line, last) = (self.line.to_string(), self.last_line.to_string());
        vec![line, last, self.states.to_owned(), cell(self.of), self.quote.to_owned()]
    }
}

/// Writes the statements; for a person with a count at the end.
pub(crate) fn write(statements: &[Statement], format: Format, out: &mut impl Write) -> Result<(), Failure> {
    let lines = statements.iter().map(|statement| StatementEntry {
        line: statement.lines.0,
        last_line: statement.lines.1,
        states: &statement.words,
        of: statement.of,
        quote: &statement.quote,
    });
    match format {
        Format::Csv => listing::csv(lines, out),
        Format::Json => listing::json(lines, out),
        Format::Table => {
            for line in lines {
                writeln!(out, "{}: {}: \"{}\"", line.line, line.states, line.quote).map_err(Failure::Output)?;
            }
            writeln!(out, "{} statements", statements.len()).map_err(Failure::Output)
        }
    }
}
