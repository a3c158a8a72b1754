//! `infix` and dictionaries of Stata: where the columns are.

use super::described_fields::{DescribedFields, FieldContent, FixedField};
use super::syntax_error::{SyntaxError, SyntaxFault};
use super::tokens::{Token, Tokens, Word};

/// Types of storage, but for texts.
const NUMBERS: [&str; 5] = ["byte", "int", "long", "float", "double"];

fn is_type(name: &str) -> bool {
    let is_text = |rest: &str| rest.is_empty() || rest == "L" || rest.bytes().all(|digit| digit.is_ascii_digit());
    NUMBERS.contains(&name) || name.strip_prefix("str").is_some_and(is_text)
}

/// The type before a variable, where there is one: whether it is a text.
fn storage(tokens: &mut Tokens<'_>) -> bool {
    let is_before_name = matches!(tokens.peek_second(), Some(Token { word: Word::Name(_), .. }));
    let Some(Token { word: Word::Name(name), .. }) = tokens.peek() else { return false };
    if !is_type(name) || !is_before_name {
        return false;
    }
    tokens.next();
    name.starts_with("str")
}

/// `infix 2 lines int year 1-4 str state 5-6 2: x 1-3 using "x.dat"`.
pub(super) fn infix(tokens: &mut Tokens<'_>, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    let mut line = 0;
    while let Some(token) = tokens.peek() {
        if tokens.take_name("using") || tokens.is_sign(',') {
            tokens.rest();
            return Ok(());
        }
        if tokens.take_sign('}') {
            tokens.rest();
            return Ok(());
        }
        if tokens.take_sign('/') {
            line += 1;
            continue;
        }
        if let Word::Number(_) = &token.word {
            let number = tokens.whole().ok_or_else(|| tokens.expected("a whole number"))?;
            if tokens.take_sign(':') {
                line = number.saturating_sub(1);
            } else if tokens.take_name("lines") {
                fields.lines = number.clamp(1, 10_000);
            } else if tokens.take_name("firstlineoffile") {
                fields.skipped = number.saturating_sub(1);
            } else {
                return Err(token.fault(SyntaxFault::Unexpected { found: token.shown(), expected: "a variable" }));
            }
            continue;
        }
        let is_text = storage(tokens);
        let token = tokens.peek().unwrap_or(token);
        let name = tokens.name().ok_or_else(|| tokens.expected("a variable"))?.to_owned();
        let mut first = tokens.whole().ok_or_else(|| tokens.expected("the columns of the variable"))?;
        if tokens.take_sign(':') {
            line = first.saturating_sub(1);
            first = tokens.whole().ok_or_else(|| tokens.expected("the columns of the variable"))?;
        }
        let last = if tokens.take_sign('-') { tokens.whole() } else { Some(first) };
        let last = last.filter(|last| first > 0 && *last >= first).ok_or_else(|| tokens.expected("the last column"))?;
        let content = if is_text { FieldContent::Text } else { FieldContent::Number { decimals: 0 } };
        fields.add(FixedField { name, line, start: first - 1, width: last - first + 1, content }, token)?;
    }
    Ok(())
}

/// `infix dictionary using "x.dat" { int year 1-4 }`, or
/// `infile dictionary { _column(5) int v2 %4f "label" }`.
pub(super) fn dictionary(tokens: &mut Tokens<'_>, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    while !tokens.is_empty() && !tokens.is_sign('{') {
        tokens.next();
    }
    if !tokens.take_sign('{') {
        return Err(tokens.expected("`{`"));
    }
    // The entries of `infix` have columns behind each name, those of `infile` a format or a place before it.
    let mut ahead = tokens.clone();
    let is_infile = ahead.rest().iter().any(|token| match &token.word {
        Word::Sign('%') => true,
        Word::Name(name) => name == "_column",
        Word::Number(_) | Word::Text(_) | Word::Sign(_) => false,
    });
    if is_infile { entries(tokens, fields) } else { infix(tokens, fields) }
}

/// The number in the brackets behind a directive.
fn bracketed(tokens: &mut Tokens<'_>) -> Result<usize, SyntaxError> {
    let opens = tokens.take_sign('(');
    let number = tokens.whole().filter(|_| opens).ok_or_else(|| tokens.expected("a number in brackets"))?;
    if tokens.take_sign(')') { Ok(number) } else { Err(tokens.expected("`)`")) }
}

fn entries(tokens: &mut Tokens<'_>, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    let (mut line, mut column) = (0, 0);
    while let Some(token) = tokens.peek() {
        if tokens.take_sign('}') {
            break;
        }
        let directive = match &token.word {
            Word::Name(name) if name.starts_with('_') => Some(name.as_str()),
            Word::Name(_) | Word::Number(_) | Word::Text(_) | Word::Sign(_) => None,
        };
        if let Some(directive) = directive.filter(|name| {
            matches!(*name, "_column" | "_skip" | "_line" | "_lines" | "_newline" | "_lrecl" | "_firstlineoffile")
        }) {
            tokens.next();
            let number = if tokens.is_sign('(') { bracketed(tokens)? } else { 1 };
            match directive {
                "_column" => column = number.saturating_sub(1),
                "_skip" => column += number,
                "_line" => (line, column) = (number.saturating_sub(1), 0),
                "_newline" => (line, column) = (line + number, 0),
                "_lines" => fields.lines = number.clamp(1, 10_000),
                "_firstlineoffile" => fields.skipped = number.saturating_sub(1),
                _ => {}
            }
            continue;
        }
        let is_text = storage(tokens);
        let token = tokens.peek().unwrap_or(token);
        let name = tokens.name().ok_or_else(|| tokens.expected("a variable"))?.to_owned();
        let (width, decimals) = format(tokens)?;
        let content = if is_text { FieldContent::Text } else { FieldContent::Number { decimals } };
        fields.add(FixedField { name, line, start: column, width, content }, token)?;
        column += width;
        if let Some(label) = tokens.text() {
            let last = fields.count() - 1;
            fields.column(last).label = Some(label.trim().to_owned()).filter(|label| !label.is_empty());
        }
    }
    Ok(())
}

/// `%4f`, `%6.2f`, `%5s`, `%-12s`: the width, and how many digits are decimals.
fn format(tokens: &mut Tokens<'_>) -> Result<(usize, usize), SyntaxError> {
    // The labels of values that a dictionary may name (`:label`) are of another file.
    if tokens.take_sign(':') {
        tokens.name();
    }
    if !tokens.take_sign('%') {
        return Err(tokens.expected("a format, such as `%4f`"));
    }
    tokens.take_sign('-');
    let place = tokens.peek();
    let Some(Token { word: Word::Number(digits), .. }) = place else { return Err(tokens.expected("a width")) };
    tokens.next();
    let (width, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let kind = tokens.name().unwrap_or_default();
    let wrong = || tokens.fault(SyntaxFault::Format { format: format!("%{digits}{kind}") });
    let parsed = (width.parse::<usize>().ok().filter(|width| *width > 0), decimals.parse::<usize>().ok());
    let (Some(width), Some(decimals)) = parsed else { return Err(wrong()) };
    if !matches!(kind, "f" | "g" | "e" | "s" | "S" | "fc" | "gc") {
        return Err(wrong());
    }
    Ok((width, decimals))
}
