//! Which package a text of commands is for.

use super::described_fields::FixedLayout;
use super::syntax_error::{SyntaxError, SyntaxFault};
use super::{sas, spss, stata};

/// A package whose commands describe data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Package {
    Spss,
    Sas,
    Stata,
}

/// Reads the commands of SPSS, SAS or Stata, whichever they are, that describe data of fixed width.
pub fn read_layout(text: &str) -> Result<FixedLayout, SyntaxError> {
    let fields = match package_of(text)? {
        Package::Spss => spss::read(text)?,
        Package::Sas => sas::read(text)?,
        Package::Stata => stata::read(text)?,
    };
    if fields.count() == 0 {
        return Err(SyntaxError { line: 1, column: 1, fault: SyntaxFault::NoLayout });
    }
    Ok(fields.finish())
}

/// By the first command that only one of them has.
fn package_of(text: &str) -> Result<Package, SyntaxError> {
    for line in text.lines() {
        let line = line.trim_start_matches('\u{feff}').trim().to_lowercase();
        let words: Vec<&str> = line
            .split(|each: char| !(each.is_alphanumeric() || each == '_' || each == '#'))
            .filter(|word| !word.is_empty())
            .collect();
        if line.starts_with(['*', '/']) {
            continue;
        }
        let has = |word: &str| words.contains(&word);
        let package = match words.as_slice() {
            ["data", "list", ..] | ["get", "data", ..] | ["file", "type" | "handle" | "label", ..] => Package::Spss,
            ["#delimit" | "clear" | "dictionary", ..]
            | ["infile" | "infix", "dictionary", ..]
            | ["label", "define" | "variable" | "var" | "data", ..]
            | ["set", "more" | "memory" | "mem", ..] => Package::Stata,
            ["infile", ..] if has("using") => Package::Stata,
            ["proc" | "libname" | "filename" | "input" | "infile", ..] => Package::Sas,
            ["data", ..] if line.contains(';') => Package::Sas,
            [..] if has("infix") => Package::Stata,
            [..] => continue,
        };
        return Ok(package);
    }
    Err(SyntaxError { line: 1, column: 1, fault: SyntaxFault::NoLayout })
}
