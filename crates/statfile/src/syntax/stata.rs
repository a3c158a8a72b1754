//! Commands of Stata that describe data.

use std::collections::HashMap;

use crate::description::Missing;

use super::commands::{Command, stata_commands};
use super::described_fields::{DescribedFields, FieldContent};
use super::stata_columns::{dictionary, infix};
use super::syntax_error::{SyntaxError, SyntaxFault};
use super::tokens::{Token, Tokens, Word};

/// Commands that describe nothing, and change nothing.
const PASSED_OVER: [&str; 37] = [
    "set",
    "clear",
    "cd",
    "version",
    "save",
    "saveold",
    "format",
    "compress",
    "order",
    "notes",
    "note",
    "char",
    "describe",
    "des",
    "d",
    "tab",
    "tabulate",
    "tab1",
    "summarize",
    "sum",
    "su",
    "list",
    "codebook",
    "local",
    "global",
    "log",
    "exit",
    "more",
    "display",
    "di",
    "numlabel",
    "capture",
    "sort",
    "aorder",
    "inspect",
    "program",
    "mata",
];
/// Words before a command that only say how loudly it runs.
const PREFIXES: [&str; 7] = ["quietly", "qui", "noisily", "noi", "capture", "cap", "version"];

/// Value labels by their name, and which of them a variable has.
#[derive(Debug, Default)]
struct Labels {
    values: HashMap<String, Vec<(String, String)>>,
    given: Vec<(String, String)>,
}

/// Reads all commands.
pub(super) fn read(text: &str) -> Result<DescribedFields, SyntaxError> {
    let mut fields = DescribedFields::new();
    let mut labels = Labels::default();
    for command in stata_commands(text)? {
        read_command(&command, &mut fields, &mut labels)?;
    }
    let place = Token { word: Word::Sign(' '), line: 1, column: 1 };
    for (variable, name) in &labels.given {
        let (Some(position), Some(values)) = (fields.position(variable), labels.values.get(name)) else { continue };
        fields.label_values(position, values, &place)?;
    }
    Ok(fields)
}

fn read_command(command: &Command, fields: &mut DescribedFields, labels: &mut Labels) -> Result<(), SyntaxError> {
    let mut tokens = Tokens::new(command);
    while PREFIXES.iter().any(|prefix| tokens.is_name(prefix)) && tokens.peek_second().is_some() {
        tokens.next();
        tokens.take_sign(':');
        tokens.whole();
    }
    let first = tokens.peek();
    let Some(verb) = tokens.name() else {
        return if tokens.is_empty() { Ok(()) } else { Err(tokens.expected("a command")) };
    };
    let refused = |fault| Err(first.map_or_else(|| tokens.fault(SyntaxFault::NoLayout), |token| token.fault(fault)));
    match verb {
        "infix" | "infile" if tokens.is_name("dictionary") => dictionary(&mut tokens, fields),
        "dictionary" => dictionary(&mut tokens, fields),
        "infix" => infix(&mut tokens, fields),
        "infile" => {
            // With its dictionary in the same text, there is nothing more to learn.
            if fields.count() > 0 { Ok(()) } else { refused(SyntaxFault::OtherFile) }
        }
        "insheet" | "import" => refused(SyntaxFault::NotFixed { command: verb.to_owned() }),
        "label" | "lab" | "la" => label(&mut tokens, fields, labels),
        "mvdecode" => mvdecode(&mut tokens, fields),
        "replace" => replace(&mut tokens, fields).map_err(|error| SyntaxError {
            fault: SyntaxFault::ChangesData { command: "replace".to_owned() },
            ..error
        }),
        "generate" | "gen" | "egen" | "recode" | "drop" | "keep" | "merge" | "append" | "encode" | "decode"
        | "destring" | "tostring" | "rename" | "ren" | "reshape" | "collapse" | "expand" => {
            refused(SyntaxFault::ChangesData { command: verb.to_owned() })
        }
        known if PASSED_OVER.contains(&known) => Ok(()),
        _ => refused(SyntaxFault::UnknownCommand { command: verb.to_owned() }),
    }
}

/// `label variable x "..."`, `label define x 1 "..."`, `label values x y x_lbl`, `label data "..."`.
fn label(tokens: &mut Tokens<'_>, fields: &mut DescribedFields, labels: &mut Labels) -> Result<(), SyntaxError> {
    let what = tokens.name().ok_or_else(|| tokens.expected("`variable`, `define` or `values`"))?;
    match what {
        "variable" | "var" | "variabl" | "varia" | "vari" => {
            let token = tokens.peek();
            let name = tokens.name().ok_or_else(|| tokens.expected("a variable"))?;
            let text = tokens.text().unwrap_or_default();
            if let Some(token) = token {
                let position = fields.known(name, token)?;
                fields.column(position).label = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            }
            Ok(())
        }
        "define" | "def" | "de" => define(tokens, labels),
        "values" | "value" | "val" => {
            let mut names = Vec::new();
            while let Some(token) = tokens.peek() {
                let Some(name) = tokens.name() else { break };
                names.push((name, token));
            }
            let Some((set, _)) = names.pop() else { return Err(tokens.expected("a variable and a label")) };
            for (name, token) in names {
                fields.known(name, token)?;
                labels.given.push((name.to_owned(), set.to_owned()));
            }
            Ok(())
        }
        "data" | "dat" => {
            fields.title = tokens.text();
            Ok(())
        }
        "drop" | "dir" | "list" | "language" | "save" => Ok(()),
        _ => Err(tokens.fault(SyntaxFault::UnknownCommand { command: format!("label {what}") })),
    }
}

fn define(tokens: &mut Tokens<'_>, labels: &mut Labels) -> Result<(), SyntaxError> {
    let set = tokens.name().ok_or_else(|| tokens.expected("the name of a label"))?;
    let known = labels.values.entry(set.to_owned()).or_default();
    while !tokens.is_empty() && !tokens.is_sign(',') {
        // `.a` is a missing value of Stata, which no cell of a text has.
        let value = if tokens.take_sign('.') {
            tokens.name();
            None
        } else {
            Some(tokens.value().ok_or_else(|| tokens.expected("a value"))?)
        };
        let text = tokens.text().ok_or_else(|| tokens.expected("a label in quotes"))?;
        let Some(value) = value else { continue };
        match known.last() {
            Some((last, _)) if *last == value => {
                known.pop();
                known.push((value, text));
            }
            _ => known.push((value, text)),
        }
    }
    Ok(())
}

/// `mvdecode x y, mv(8 9=.a \ -1)`: the values are missing.
fn mvdecode(tokens: &mut Tokens<'_>, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    let mut list = Vec::new();
    while let Some(token) = tokens.peek() {
        let Some(name) = tokens.name() else { break };
        if name == "_all" {
            list.extend(0..fields.count());
        } else {
            list.push(fields.known(name, token)?);
        }
    }
    let mut missing = Vec::new();
    let opens = tokens.take_sign(',') && tokens.take_name("mv") && tokens.take_sign('(');
    if list.is_empty() || !opens {
        return Err(tokens.expected("variables, and `mv(...)`"));
    }
    while !tokens.take_sign(')') {
        if tokens.take_sign('\\') || tokens.take_sign('/') {
            continue;
        }
        if tokens.take_sign('=') {
            tokens.take_sign('.');
            if !tokens.is_sign(')') && !tokens.is_sign('\\') {
                tokens.name();
            }
            continue;
        }
        missing.push(Missing::Value(tokens.value().ok_or_else(|| tokens.expected("a value"))?));
    }
    for position in list {
        fields.declare_missing(position, &missing);
    }
    Ok(())
}

/// `replace x = x / 100` gives decimals that the columns leave out; `replace x = . if x == 9 | x >= 97` declares missing values.
fn replace(tokens: &mut Tokens<'_>, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    let Some(token) = tokens.peek() else { return Err(tokens.expected("a variable")) };
    let name = tokens.name().ok_or_else(|| tokens.expected("a variable"))?;
    let position = fields.known(name, token)?;
    if !tokens.take_sign('=') {
        return Err(tokens.expected("`=`"));
    }
    if tokens.take_name(name) {
        let power = if tokens.take_sign('/') { tokens.whole() } else { None };
        let decimals = power.and_then(|power| (0..=15).find(|decimals| 10_usize.checked_pow(*decimals) == Some(power)));
        let field = fields.field(position);
        return match (decimals, field.content) {
            (Some(decimals), FieldContent::Number { decimals: 0 }) if tokens.is_empty() => {
                field.content = FieldContent::Number { decimals: decimals as usize };
                Ok(())
            }
            _ => Err(tokens.expected("`/` and a power of ten")),
        };
    }
    if !(tokens.take_sign('.') && tokens.take_name("if")) {
        // `.a` is one of the missing values of Stata.
        let is_tagged = tokens.name().is_some() && tokens.take_name("if");
        if !is_tagged {
            return Err(tokens.expected("`.` and a condition"));
        }
    }
    let mut missing = Vec::new();
    loop {
        while tokens.take_sign('(') {}
        if !tokens.take_name(name) {
            return Err(tokens.expected("the same variable"));
        }
        missing.push(condition(tokens)?);
        while tokens.take_sign(')') {}
        if !tokens.take_sign('|') {
            break;
        }
    }
    if !tokens.is_empty() {
        return Err(tokens.expected("the end of the command"));
    }
    fields.declare_missing(position, &missing);
    Ok(())
}

fn condition(tokens: &mut Tokens<'_>) -> Result<Missing, SyntaxError> {
    let number = |tokens: &mut Tokens<'_>| -> Result<f64, SyntaxError> {
        tokens.value().and_then(|value| value.parse().ok()).ok_or_else(|| tokens.expected("a number"))
    };
    if tokens.take_sign('=') {
        tokens.take_sign('=');
        return Ok(Missing::Value(tokens.value().ok_or_else(|| tokens.expected("a value"))?));
    }
    if tokens.take_sign('>') && tokens.take_sign('=') {
        return Ok(Missing::Range(number(tokens)?, f64::INFINITY));
    }
    if tokens.take_sign('<') && tokens.take_sign('=') {
        return Ok(Missing::Range(f64::NEG_INFINITY, number(tokens)?));
    }
    Err(tokens.expected("`==`, `>=` or `<=`"))
}
