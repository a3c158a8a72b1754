//! `INPUT` of SAS: where the columns are.

use super::described_fields::{DescribedFields, FieldContent, FixedField};
use super::syntax_error::{SyntaxError, SyntaxFault};
use super::tokens::{Token, Tokens, Word};

/// Where the next column begins.
struct Pointer {
    line: usize,
    column: usize,
}

/// `INPUT V1 1-4 V2 $ 5-9 V3 10-15 .2 @20 V4 4.1 #2 V5 1-2 / (V6-V8) (2.)`.
pub(super) fn input(tokens: &mut Tokens<'_>, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    let mut at = Pointer { line: 0, column: 0 };
    while let Some(token) = tokens.peek() {
        match &token.word {
            Word::Sign('@') => {
                tokens.next();
                // At the end of the statement it only holds the line.
                let Some(column) = tokens.whole() else { continue };
                at.column = column.saturating_sub(1);
            }
            Word::Sign('#') => {
                tokens.next();
                let line = tokens.whole().ok_or_else(|| tokens.expected("the number of a line"))?;
                at = Pointer { line: line.saturating_sub(1), column: 0 };
            }
            // `#2` is a name to the scanner.
            Word::Name(name) if name.starts_with('#') => {
                let line: usize = name[1..].parse().map_err(|_| tokens.expected("the number of a line"))?;
                tokens.next();
                at = Pointer { line: line.saturating_sub(1), column: 0 };
            }
            Word::Name(name) if name.starts_with('@') => {
                let column: usize = name[1..].parse().map_err(|_| tokens.expected("the number of a column"))?;
                tokens.next();
                at.column = column.saturating_sub(1);
            }
            Word::Sign('/') => {
                tokens.next();
                at = Pointer { line: at.line + 1, column: 0 };
            }
            Word::Sign('+') => {
                tokens.next();
                at.column += tokens.whole().ok_or_else(|| tokens.expected("a number of characters"))?;
            }
            Word::Sign('(') => grouped(tokens, &mut at, fields)?,
            Word::Name(name) => one(tokens, name, token, &mut at, fields)?,
            Word::Number(_) | Word::Text(_) | Word::Sign(_) => return Err(tokens.expected("a variable")),
        }
    }
    Ok(())
}

fn one(
    tokens: &mut Tokens<'_>,
    name: &str,
    token: &Token,
    at: &mut Pointer,
    fields: &mut DescribedFields,
) -> Result<(), SyntaxError> {
    tokens.next();
    let is_text = tokens.take_sign('$');
    let is_range = matches!(tokens.peek_second(), Some(Token { word: Word::Sign('-'), .. }));
    let is_one_column = matches!(tokens.peek(), Some(Token { word: Word::Number(digits), .. }) if !digits.contains('.'))
        && !matches!(tokens.peek_second(), Some(Token { word: Word::Sign('.'), .. }));
    let (start, width, content) = if is_range || is_one_column {
        let first = tokens.whole().filter(|first| *first > 0).ok_or_else(|| tokens.expected("the first column"))?;
        let last = if tokens.take_sign('-') { tokens.whole() } else { Some(first) };
        let last = last.filter(|last| *last >= first).ok_or_else(|| tokens.expected("the last column"))?;
        // `.2` behind the columns: so many digits are decimals.
        let decimals = if tokens.take_sign('.') {
            tokens.whole().ok_or_else(|| tokens.expected("a number of decimals"))?
        } else {
            0
        };
        let content = if is_text { FieldContent::Text } else { FieldContent::Number { decimals } };
        (first - 1, last - first + 1, content)
    } else {
        let (width, content) = informat(tokens, is_text)?;
        (at.column, width, content)
    };
    at.column = start + width;
    fields.add(FixedField { name: name.to_owned(), line: at.line, start, width, content }, token)
}

/// `4.`, `4.1`, `$5.`, `$CHAR5.`, `MMDDYY10.`, `COMMA8.2`: the width, and what is read.
fn informat(tokens: &mut Tokens<'_>, is_text: bool) -> Result<(usize, FieldContent), SyntaxError> {
    let start = tokens.clone();
    tokens.take_sign(':');
    let is_text = tokens.take_sign('$') || is_text;
    let name = tokens.name().map(str::to_ascii_lowercase).unwrap_or_default();
    let letters = name.trim_end_matches(|each: char| each.is_ascii_digit());
    let wrong = || {
        // A name without a width is the next variable.
        start.fault(if name.len() == letters.len() {
            SyntaxFault::NotFixed { command: "INPUT without columns".to_owned() }
        } else {
            SyntaxFault::Format { format: name.clone() }
        })
    };
    let (width, decimals) = if name.len() > letters.len() {
        let decimals = if tokens.take_sign('.') { tokens.whole() } else { None };
        (name[letters.len()..].to_owned(), decimals.unwrap_or(0))
    } else {
        let Some(Token { word: Word::Number(number), .. }) = tokens.next() else { return Err(wrong()) };
        let (width, decimals) = number.split_once('.').unwrap_or((number, "0"));
        tokens.take_sign('.');
        (width.to_owned(), decimals.parse().map_err(|_| wrong())?)
    };
    let width = width.parse::<usize>().ok().filter(|width| *width > 0).ok_or_else(wrong)?;
    let content = match letters {
        _ if is_text => FieldContent::Text,
        "" | "f" | "comma" | "bz" | "best" | "zd" | "e" | "dollar" | "commax" => FieldContent::Number { decimals },
        "mmddyy" | "ddmmyy" | "yymmdd" | "date" | "time" | "datetime" | "monyy" | "julian" | "yymmn" | "anydtdte"
        | "anydtdtm" | "char" => FieldContent::Text,
        _ => return Err(wrong()),
    };
    Ok((width, content))
}

/// `(V1-V3 V7) (2. $1.)`: the informats are used in turn, and again from the first.
fn grouped(tokens: &mut Tokens<'_>, at: &mut Pointer, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    tokens.take_sign('(');
    let mut names: Vec<(String, &Token)> = Vec::new();
    while !tokens.take_sign(')') {
        let Some(token) = tokens.peek() else { return Err(tokens.expected("`)`")) };
        let first = tokens.name().ok_or_else(|| tokens.expected("a variable"))?;
        if !tokens.take_sign('-') {
            names.push((first.to_owned(), token));
            continue;
        }
        let last = tokens.name().ok_or_else(|| tokens.expected("a variable"))?;
        let stem = first.trim_end_matches(|each: char| each.is_ascii_digit());
        let number = |name: &str| name.strip_prefix(stem).and_then(|digits| digits.parse::<usize>().ok());
        match (number(first), number(last)) {
            (Some(from), Some(to)) if from <= to && to - from < 100_000 => {
                names.extend((from..=to).map(|each| (format!("{stem}{each}"), token)));
            }
            _ => {
                return Err(
                    token.fault(SyntaxFault::Unexpected { found: last.to_owned(), expected: "a higher number" })
                );
            }
        }
    }
    if !tokens.take_sign('(') {
        return Err(tokens.expected("informats in brackets"));
    }
    let mut formats = Vec::new();
    while !tokens.take_sign(')') {
        if tokens.is_empty() {
            return Err(tokens.expected("`)`"));
        }
        let is_text = tokens.take_sign('$');
        formats.push(informat(tokens, is_text)?);
        tokens.take_sign(',');
    }
    if formats.is_empty() {
        return Err(tokens.expected("an informat"));
    }
    for (position, (name, token)) in names.into_iter().enumerate() {
        let (width, content) = formats[position % formats.len()];
        fields.add(FixedField { name, line: at.line, start: at.column, width, content }, token)?;
        at.column += width;
    }
    Ok(())
}
