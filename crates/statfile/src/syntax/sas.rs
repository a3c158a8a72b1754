//! Statements of SAS that describe data.

use std::collections::HashMap;

use crate::description::Missing;

use super::commands::{Command, sas_statements};
use super::described_fields::DescribedFields;
use super::sas_input::input;
use super::syntax_error::{SyntaxError, SyntaxFault};
use super::tokens::{Token, Tokens, Word};

/// Statements that describe nothing, and change nothing.
const PASSED_OVER: [&str; 25] = [
    "options", "libname", "filename", "title", "footnote", "run", "quit", "data", "length", "informat", "missing",
    "drop", "keep", "ods", "x", "set", "by", "var", "tables", "endsas", "cards", "lrecl", "goptions", "title1",
    "title2",
];

/// The most values of a range that are written out.
const MOST_IN_RANGE: i64 = 200;

/// Labels by the name of their format, and which format a variable has.
#[derive(Debug, Default)]
struct Formats {
    values: HashMap<String, Vec<(String, String)>>,
    given: Vec<(String, String)>,
}

/// Reads all statements.
pub(super) fn read(text: &str) -> Result<DescribedFields, SyntaxError> {
    let mut fields = DescribedFields::new();
    let mut formats = Formats::default();
    let mut in_procedure = false;
    for statement in sas_statements(text)? {
        read_statement(&statement, &mut fields, &mut formats, &mut in_procedure)?;
    }
    let place = Token { word: Word::Sign(' '), line: 1, column: 1 };
    for (variable, format) in &formats.given {
        let (Some(position), Some(values)) = (fields.position(variable), formats.values.get(format)) else { continue };
        fields.label_values(position, values, &place)?;
    }
    Ok(fields)
}

fn read_statement(
    statement: &Command,
    fields: &mut DescribedFields,
    formats: &mut Formats,
    in_procedure: &mut bool,
) -> Result<(), SyntaxError> {
    let mut tokens = Tokens::new(statement);
    if tokens.is_sign('%') || tokens.is_sign('&') {
        return Ok(());
    }
    let first = statement.first();
    let Some(verb) = tokens.name().map(str::to_ascii_lowercase) else { return Err(tokens.expected("a statement")) };
    let refused = |fault| Err(first.map_or_else(|| tokens.fault(SyntaxFault::NoLayout), |token| token.fault(fault)));
    match verb.as_str() {
        "proc" => {
            *in_procedure = !tokens.is_name("format");
            Ok(())
        }
        "data" | "run" | "quit" => {
            *in_procedure = false;
            Ok(())
        }
        // What a procedure prints is nothing here.
        _ if *in_procedure => Ok(()),
        "value" => value(&mut tokens, formats),
        "infile" => infile(&mut tokens, fields),
        "input" => input(&mut tokens, fields),
        "label" => label(&mut tokens, fields),
        "attrib" => attrib(&mut tokens, fields, formats),
        "format" => format(&mut tokens, formats),
        "if" => missing_if(&mut tokens, fields)
            .map_err(|error| SyntaxError { fault: SyntaxFault::ChangesData { command: "if".to_owned() }, ..error }),
        "select" | "picture" | "invalue" | "array" | "do" | "end" | "else" | "retain" | "merge" | "where"
        | "delete" | "output" | "rename" | "recode" => refused(SyntaxFault::ChangesData { command: verb }),
        "datalines" => refused(SyntaxFault::NotFixed { command: verb }),
        known if PASSED_OVER.contains(&known) => Ok(()),
        _ if tokens.is_sign('=') => refused(SyntaxFault::ChangesData { command: format!("{verb} =") }),
        _ => refused(SyntaxFault::UnknownCommand { command: verb }),
    }
}

/// `VALUE name 1='Yes' 2,3='No' 4-6='Other' LOW-0='None' OTHER='?'`: ranges of whole numbers are written out, those without an
/// end name no code.
fn value(tokens: &mut Tokens<'_>, formats: &mut Formats) -> Result<(), SyntaxError> {
    let is_text = tokens.take_sign('$');
    let name = tokens.name().ok_or_else(|| tokens.expected("the name of a format"))?;
    let name = format!("{}{}", if is_text { "$" } else { "" }, name.to_ascii_lowercase());
    if tokens.take_sign('(') {
        while !tokens.is_empty() && !tokens.take_sign(')') {
            tokens.next();
        }
    }
    let mut labels = Vec::new();
    while !tokens.is_empty() {
        let mut values = Vec::new();
        loop {
            values.extend(values_of_range(tokens)?);
            if !tokens.take_sign(',') {
                break;
            }
        }
        if !tokens.take_sign('=') {
            return Err(tokens.expected("`=` and a label"));
        }
        let label = tokens.text().ok_or_else(|| tokens.expected("a label in quotes"))?;
        labels.extend(values.into_iter().map(|value| (value, label.clone())));
    }
    formats.values.insert(name, labels);
    Ok(())
}

fn values_of_range(tokens: &mut Tokens<'_>) -> Result<Vec<String>, SyntaxError> {
    let is_open = |tokens: &mut Tokens<'_>| ["low", "high", "other"].iter().any(|word| tokens.take_name(word));
    // `.` and `.A` are missing values of SAS, which no cell of a text has.
    if tokens.take_sign('.') {
        tokens.name();
        return Ok(Vec::new());
    }
    let first = if is_open(tokens) { None } else { Some(one_value(tokens)?) };
    tokens.take_sign('<');
    if !tokens.take_sign('-') {
        return Ok(first.into_iter().collect());
    }
    let excludes = tokens.take_sign('<');
    let last = if is_open(tokens) { None } else { Some(one_value(tokens)?) };
    let whole = |value: Option<String>| value.and_then(|value| value.parse::<i64>().ok());
    let (Some(first), Some(last)) = (whole(first), whole(last)) else { return Ok(Vec::new()) };
    let are_few = !excludes && last >= first && last.saturating_sub(first) < MOST_IN_RANGE;
    Ok(if are_few { (first..=last).map(|each| each.to_string()).collect() } else { Vec::new() })
}

fn one_value(tokens: &mut Tokens<'_>) -> Result<String, SyntaxError> {
    if let Some(value) = tokens.value() {
        return Ok(value);
    }
    // A value of a text may come without quotes.
    tokens.name().map(str::to_owned).ok_or_else(|| tokens.expected("a value"))
}

fn infile(tokens: &mut Tokens<'_>, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    while let Some(token) = tokens.next() {
        let Word::Name(name) = &token.word else { continue };
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "dsd" | "dlm" | "delimiter" | "dlmstr" => {
                return Err(token.fault(SyntaxFault::NotFixed { command: "INFILE DELIMITER".to_owned() }));
            }
            "datalines" | "cards" => return Err(token.fault(SyntaxFault::NotFixed { command: "DATALINES".to_owned() })),
            "firstobs" if tokens.take_sign('=') => {
                let first = tokens.whole().ok_or_else(|| tokens.expected("the number of a line"))?;
                fields.skipped = first.saturating_sub(1);
            }
            "n" if tokens.take_sign('=') => {
                fields.lines = tokens.whole().ok_or_else(|| tokens.expected("a number of lines"))?.clamp(1, 10_000);
            }
            _ => {}
        }
    }
    Ok(())
}

fn label(tokens: &mut Tokens<'_>, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    while !tokens.is_empty() {
        let Some(token) = tokens.peek() else { break };
        let name = tokens.name().ok_or_else(|| tokens.expected("a variable"))?;
        if !tokens.take_sign('=') {
            return Err(tokens.expected("`=` and a label"));
        }
        let label = tokens.text().ok_or_else(|| tokens.expected("a label in quotes"))?;
        let position = fields.known(name, token)?;
        fields.column(position).label = Some(label.trim().to_owned()).filter(|label| !label.is_empty());
    }
    Ok(())
}

/// `ATTRIB V1 LABEL='...' FORMAT=V1F. V2 ...`.
fn attrib(tokens: &mut Tokens<'_>, fields: &mut DescribedFields, formats: &mut Formats) -> Result<(), SyntaxError> {
    let mut current: Option<usize> = None;
    while let Some(token) = tokens.next() {
        let Word::Name(name) = &token.word else { continue };
        if !tokens.take_sign('=') {
            current = Some(fields.known(name, token)?);
            continue;
        }
        let Some(position) = current else {
            return Err(token.fault(SyntaxFault::UnknownVariable { name: name.clone() }));
        };
        if name.eq_ignore_ascii_case("label") {
            let label = tokens.text().ok_or_else(|| tokens.expected("a label in quotes"))?;
            fields.column(position).label = Some(label.trim().to_owned()).filter(|label| !label.is_empty());
        } else if name.eq_ignore_ascii_case("format") {
            let variable = fields.column(position).name.clone();
            let format = format_name(tokens);
            formats.given.extend(format.map(|format| (variable, format)));
        } else {
            format_name(tokens);
        }
    }
    Ok(())
}

/// `$V1F.`, `V3FFF.`, `8.2`: the name, where it has one.
fn format_name(tokens: &mut Tokens<'_>) -> Option<String> {
    let is_text = tokens.take_sign('$');
    let name = tokens.name().map(|name| format!("{}{}", if is_text { "$" } else { "" }, name.to_ascii_lowercase()));
    // What is left of `8.2`, `F8.2`, `NAME5.`.
    while tokens.is_sign('.') || matches!(tokens.peek(), Some(Token { word: Word::Number(_), .. })) {
        tokens.next();
    }
    name
}

/// `FORMAT V1 V2 V1F. V3 $V3F. V4 8.2`.
fn format(tokens: &mut Tokens<'_>, formats: &mut Formats) -> Result<(), SyntaxError> {
    let mut variables: Vec<String> = Vec::new();
    while let Some(token) = tokens.peek() {
        let is_format = tokens.is_sign('$')
            || matches!(token.word, Word::Number(_))
            || tokens.peek_second().is_some_and(|behind| behind.word == Word::Sign('.'));
        if is_format {
            let format = format_name(tokens);
            let names = std::mem::take(&mut variables);
            if let Some(format) = format {
                formats.given.extend(names.into_iter().map(|variable| (variable, format.clone())));
            }
        } else if let Some(name) = tokens.name() {
            variables.push(name.to_owned());
        } else {
            return Err(tokens.expected("a variable or a format"));
        }
    }
    Ok(())
}

/// `IF (V3 = 8 OR V3 >= 97) THEN V3 = .`: the values are missing. Any other condition changes the data.
fn missing_if(tokens: &mut Tokens<'_>, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    while tokens.take_sign('(') {}
    let Some(token) = tokens.peek() else { return Err(tokens.expected("a variable")) };
    let name = tokens.name().ok_or_else(|| tokens.expected("a variable"))?;
    let position = fields.known(name, token)?;
    let mut missing = Vec::new();
    loop {
        missing.push(condition(tokens)?);
        while tokens.take_sign(')') {}
        if !(tokens.take_name("or") || tokens.take_sign('|')) {
            break;
        }
        while tokens.take_sign('(') {}
        if !tokens.take_name(name) {
            return Err(tokens.expected("the same variable"));
        }
    }
    let ends = tokens.take_name("then")
        && tokens.take_name(name)
        && tokens.take_sign('=')
        && (tokens.take_sign('.') || tokens.text().is_some_and(|text| text.trim().is_empty()));
    if !ends {
        return Err(tokens.expected("`THEN` and the same variable missing"));
    }
    fields.declare_missing(position, &missing.concat());
    Ok(())
}

fn condition(tokens: &mut Tokens<'_>) -> Result<Vec<Missing>, SyntaxError> {
    let number = |tokens: &mut Tokens<'_>| -> Result<f64, SyntaxError> {
        tokens.value().and_then(|value| value.parse().ok()).ok_or_else(|| tokens.expected("a number"))
    };
    if tokens.take_name("in") {
        if !tokens.take_sign('(') {
            return Err(tokens.expected("values in brackets"));
        }
        let mut values = Vec::new();
        while !tokens.take_sign(')') {
            values.push(Missing::Value(tokens.value().ok_or_else(|| tokens.expected("a value"))?));
            tokens.take_sign(',');
        }
        return Ok(values);
    }
    if tokens.take_sign('>') {
        return if tokens.take_sign('=') {
            Ok(vec![Missing::Range(number(tokens)?, f64::INFINITY)])
        } else {
            Err(tokens.expected("`>=`"))
        };
    }
    if tokens.take_name("ge") {
        return Ok(vec![Missing::Range(number(tokens)?, f64::INFINITY)]);
    }
    if tokens.take_name("le") || (tokens.take_sign('<') && tokens.take_sign('=')) {
        return Ok(vec![Missing::Range(f64::NEG_INFINITY, number(tokens)?)]);
    }
    if tokens.take_sign('=') || tokens.take_name("eq") {
        return Ok(vec![Missing::Value(tokens.value().ok_or_else(|| tokens.expected("a value"))?)]);
    }
    Err(tokens.expected("a comparison"))
}
