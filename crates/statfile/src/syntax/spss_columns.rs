//! `DATA LIST` and `GET DATA` of SPSS: where the columns are.

use super::described_fields::{DescribedFields, FieldContent, FixedField};
use super::syntax_error::{SyntaxError, SyntaxFault};
use super::tokens::{Token, Tokens, Word};

/// The most variables that `V1 TO V99` may make.
const MOST_NUMBERED: usize = 100_000;

/// `DATA LIST FILE='x.dat' FIXED RECORDS=2 /1 V1 1-4 V2 TO V5 5-8 (A) /2 V6 1-3 (1)`.
pub(super) fn data_list(tokens: &mut Tokens<'_>, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    let mut records = 1;
    while !tokens.is_empty() && !tokens.is_sign('/') {
        let token = tokens.peek();
        if tokens.is_name("free") || tokens.is_name("list") {
            return Err(tokens.fault(SyntaxFault::NotFixed { command: "DATA LIST FREE".to_owned() }));
        }
        let Some(name) = tokens.name() else { return Err(tokens.expected("a subcommand or `/`")) };
        match name.to_ascii_lowercase().as_str() {
            "fixed" | "table" | "notable" => {}
            "records" => {
                tokens.take_sign('=');
                records = tokens.whole().ok_or_else(|| tokens.expected("a number of lines"))?;
            }
            "skip" => {
                tokens.take_sign('=');
                fields.skipped = tokens.whole().ok_or_else(|| tokens.expected("a number of lines"))?;
            }
            "file" | "encoding" | "end" => {
                tokens.take_sign('=');
                tokens.next();
            }
            _ => {
                let name = name.to_owned();
                let at = token.map(|token| token.fault(SyntaxFault::UnknownCommand { command: name }));
                return Err(at.unwrap_or_else(|| tokens.expected("a subcommand")));
            }
        }
    }
    let mut line = 0;
    let mut is_first = true;
    while !tokens.is_empty() {
        if tokens.take_sign('/') {
            let given = tokens.whole();
            if !is_first || given.is_some() {
                line = given.map_or(line + 1, |given| given.saturating_sub(1));
            }
            is_first = false;
            continue;
        }
        variables(tokens, line, fields)?;
    }
    if records > 10_000 {
        return Err(tokens.fault(SyntaxFault::TooMany { what: "the number of lines", limit: 10_000 }));
    }
    fields.lines = fields.lines.max(records);
    Ok(())
}

/// Names that share what follows them: `V1 V2 TO V5`.
fn names<'c>(tokens: &mut Tokens<'c>) -> Result<Vec<(String, &'c Token)>, SyntaxError> {
    let mut names = Vec::new();
    while let Some(token) = tokens.peek() {
        let Some(name) = tokens.name() else { break };
        tokens.take_sign(',');
        if !tokens.take_name("to") {
            names.push((name.to_owned(), token));
            continue;
        }
        let last = tokens.name().ok_or_else(|| tokens.expected("a variable"))?;
        let wrong =
            || token.fault(SyntaxFault::Unexpected { found: last.to_owned(), expected: "a name with a higher number" });
        let split = |name: &str| {
            let stem = name.trim_end_matches(|each: char| each.is_ascii_digit()).len();
            Some((name[..stem].to_owned(), name[stem..].parse::<usize>().ok()?, name.len() - stem))
        };
        let (Some((stem, from, width)), Some((other, to, _))) = (split(name), split(last)) else { return Err(wrong()) };
        if !stem.eq_ignore_ascii_case(&other) || from > to || to - from > MOST_NUMBERED {
            return Err(wrong());
        }
        let padded = width > 1 && name[stem.len()..].starts_with('0');
        let width = if padded { width } else { 0 };
        names.extend((from..=to).map(|number| (format!("{stem}{number:0width$}"), token)));
        tokens.take_sign(',');
    }
    if names.is_empty() { Err(tokens.expected("a variable")) } else { Ok(names) }
}

/// Some variables, where they are, and their format: `V1 1-4`, `V2 7 (A)`, `V3 TO V5 8-13 (2)`, `V6 V7 (F4.0, A5)`.
fn variables(tokens: &mut Tokens<'_>, line: usize, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    let names = names(tokens)?;
    let place = tokens.peek();
    let Some(first) = tokens.whole() else {
        return Err(tokens.expected("the columns of the variable"));
    };
    let last =
        if tokens.take_sign('-') { tokens.whole().ok_or_else(|| tokens.expected("the last column"))? } else { first };
    let columns = (last + 1).saturating_sub(first);
    let Some(place) = place.filter(|_| first > 0 && columns > 0 && columns.is_multiple_of(names.len())) else {
        return Err(tokens.expected("columns that the variables can share evenly"));
    };
    let width = columns / names.len();
    let content =
        if tokens.take_sign('(') { format_in_brackets(tokens)? } else { FieldContent::Number { decimals: 0 } };
    for (at, (name, token)) in names.into_iter().enumerate() {
        let start = first - 1 + at * width;
        fields.add(FixedField { name, line, start, width, content }, if at == 0 { token } else { place })?;
    }
    Ok(())
}

/// `A)`, `2)`, `F,2)`, `DATE)`.
fn format_in_brackets(tokens: &mut Tokens<'_>) -> Result<FieldContent, SyntaxError> {
    let content = if let Some(decimals) = tokens.whole() {
        FieldContent::Number { decimals }
    } else {
        let token = tokens.peek();
        let name = tokens.name().ok_or_else(|| tokens.expected("a format"))?;
        let decimals = if tokens.take_sign(',') { tokens.whole() } else { None };
        let (content, _) = content_of(name)
            .ok_or_else(|| token.map_or_else(|| tokens.expected("a format"), |token| unknown_format(token, name)))?;
        match (content, decimals) {
            (FieldContent::Number { .. }, Some(decimals)) => FieldContent::Number { decimals },
            (content, _) => content,
        }
    };
    if tokens.take_sign(')') { Ok(content) } else { Err(tokens.expected("`)`")) }
}

fn unknown_format(token: &Token, name: &str) -> SyntaxError {
    token.fault(SyntaxFault::Format { format: name.to_owned() })
}

/// What a format reads, and its width where it has one: `F8.2`, `A20`, `ADATE10`, `N4`.
fn content_of(format: &str) -> Option<(FieldContent, Option<usize>)> {
    let format = format.to_ascii_lowercase();
    let letters = format.trim_end_matches(|each: char| each.is_ascii_digit() || each == '.').len();
    let (width, decimals) = format[letters..].split_once('.').unwrap_or((&format[letters..], "0"));
    let decimals = decimals.parse().ok()?;
    let content = match &format[..letters] {
        "f" | "n" | "comma" | "dot" | "e" | "dollar" | "pct" => FieldContent::Number { decimals },
        "a" | "ahex" | "date" | "adate" | "edate" | "jdate" | "sdate" | "qyr" | "moyr" | "wkyr" | "datetime"
        | "time" | "dtime" | "ymdhms" | "mtime" | "wkday" | "month" => FieldContent::Text,
        _ => return None,
    };
    let width = if width.is_empty() { None } else { Some(width.parse().ok()?) };
    Some((content, width))
}

/// `GET DATA /TYPE=TXT /FILE='x.dat' /ARRANGEMENT=FIXED /FIRSTCASE=1 /VARIABLES= /1 V1 0-3 F4.0 V2 4-8 A5`.
pub(super) fn get_data(tokens: &mut Tokens<'_>, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    let mut is_fixed = false;
    while !tokens.is_empty() {
        if !tokens.take_sign('/') {
            return Err(tokens.expected("`/` and a subcommand"));
        }
        let Some(name) = tokens.name() else { return Err(tokens.expected("a subcommand")) };
        let name = name.to_ascii_lowercase();
        tokens.take_sign('=');
        match name.as_str() {
            "arrangement" => {
                is_fixed = tokens.take_name("fixed");
                if !is_fixed {
                    return Err(tokens.fault(SyntaxFault::NotFixed { command: "GET DATA".to_owned() }));
                }
            }
            "firstcase" => {
                let first = tokens.whole().ok_or_else(|| tokens.expected("the number of a line"))?;
                fields.skipped = first.saturating_sub(1);
            }
            "fixcase" => fields.lines = tokens.whole().ok_or_else(|| tokens.expected("a number of lines"))?.min(10_000),
            "variables" if is_fixed => return variables_of_get(tokens, fields),
            "variables" | "delimiters" => {
                return Err(tokens.fault(SyntaxFault::NotFixed { command: "GET DATA".to_owned() }));
            }
            _ => {
                while !tokens.is_empty() && !tokens.is_sign('/') {
                    tokens.next();
                }
            }
        }
    }
    Ok(())
}

/// Columns are counted from nought.
fn variables_of_get(tokens: &mut Tokens<'_>, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    let mut line = 0;
    while !tokens.is_empty() {
        if tokens.take_sign('/') {
            line = tokens.whole().ok_or_else(|| tokens.expected("the number of a line"))?.saturating_sub(1);
            continue;
        }
        let Some(token) = tokens.peek() else { break };
        let name = tokens.name().ok_or_else(|| tokens.expected("a variable"))?.to_owned();
        let start = tokens.whole().ok_or_else(|| tokens.expected("the columns of the variable"))?;
        let last = if tokens.take_sign('-') { tokens.whole() } else { Some(start) };
        let last = last.filter(|last| *last >= start).ok_or_else(|| tokens.expected("the last column"))?;
        let format = tokens.peek();
        let Some(Token { word: Word::Name(format_name), .. }) = format else { return Err(tokens.expected("a format")) };
        tokens.next();
        let (content, _) =
            content_of(format_name).ok_or_else(|| unknown_format(format.unwrap_or(token), format_name))?;
        // Decimals of a format here are for the screen: a point is in the data.
        let content = match content {
            FieldContent::Number { .. } => FieldContent::Number { decimals: 0 },
            FieldContent::Text => FieldContent::Text,
        };
        fields.add(FixedField { name, line, start, width: last - start + 1, content }, token)?;
    }
    Ok(())
}
