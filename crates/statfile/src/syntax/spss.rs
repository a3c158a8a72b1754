//! Commands of SPSS that describe data.

use crate::description::{Measure, Missing};

use super::commands::{Command, spss_commands};
use super::described_fields::DescribedFields;
use super::spss_columns::{data_list, get_data};
use super::syntax_error::{SyntaxError, SyntaxFault};
use super::tokens::{Token, Tokens, Word};

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    DataList,
    GetData,
    VariableLabels,
    ValueLabels,
    MissingValues,
    VariableLevel,
    FileLabel,
    Weight,
    /// It describes nothing, and changes nothing.
    PassedOver,
    ChangesData,
}

/// The commands by their first words, which may be cut to three letters.
const VERBS: [(&str, Verb); 54] = [
    ("data list", Verb::DataList),
    ("get data", Verb::GetData),
    ("variable labels", Verb::VariableLabels),
    ("value labels", Verb::ValueLabels),
    ("add value labels", Verb::ValueLabels),
    ("missing values", Verb::MissingValues),
    ("variable level", Verb::VariableLevel),
    ("file label", Verb::FileLabel),
    ("weight by", Verb::Weight),
    ("weight off", Verb::PassedOver),
    ("file handle", Verb::PassedOver),
    ("variable width", Verb::PassedOver),
    ("variable alignment", Verb::PassedOver),
    ("variable role", Verb::PassedOver),
    ("variable attribute", Verb::PassedOver),
    ("formats", Verb::PassedOver),
    ("print formats", Verb::PassedOver),
    ("write formats", Verb::PassedOver),
    ("title", Verb::PassedOver),
    ("subtitle", Verb::PassedOver),
    ("set", Verb::PassedOver),
    ("show", Verb::PassedOver),
    ("preserve", Verb::PassedOver),
    ("restore", Verb::PassedOver),
    ("execute", Verb::PassedOver),
    ("save", Verb::PassedOver),
    ("xsave", Verb::PassedOver),
    ("export", Verb::PassedOver),
    ("display", Verb::PassedOver),
    ("list", Verb::PassedOver),
    ("frequencies", Verb::PassedOver),
    ("descriptives", Verb::PassedOver),
    ("codebook", Verb::PassedOver),
    ("cd", Verb::PassedOver),
    ("document", Verb::PassedOver),
    ("dataset", Verb::PassedOver),
    ("output", Verb::PassedOver),
    ("erase", Verb::PassedOver),
    ("unnumbered", Verb::PassedOver),
    ("numbered", Verb::PassedOver),
    ("cache", Verb::PassedOver),
    ("finish", Verb::PassedOver),
    ("begin data", Verb::ChangesData),
    ("file type", Verb::ChangesData),
    ("record type", Verb::ChangesData),
    ("recode", Verb::ChangesData),
    ("compute", Verb::ChangesData),
    ("if", Verb::ChangesData),
    ("do if", Verb::ChangesData),
    ("select if", Verb::ChangesData),
    ("missing recode", Verb::ChangesData),
    ("repeating data", Verb::ChangesData),
    ("rename variables", Verb::ChangesData),
    ("sort cases", Verb::PassedOver),
];

/// The command that words begin, and how many of them name it.
fn verb_of(words: &[&str]) -> Option<(Verb, usize)> {
    let is = |word: &str, full: &str| {
        let word = word.to_ascii_lowercase();
        word == full || (word.len() >= 3 && full.starts_with(&word))
    };
    let names = |verb: &str| {
        let parts: Vec<&str> = verb.split(' ').collect();
        (parts.len() <= words.len() && parts.iter().zip(words).all(|(full, word)| is(word, full)))
            .then_some(parts.len())
    };
    let found = VERBS.iter().filter_map(|(name, verb)| Some((*verb, names(name)?)));
    found.max_by_key(|(_, count)| *count)
}

/// Whether a line begins a command whose name has two words, so that no variable is taken for it; or is `execute`.
fn begins(line: &str) -> bool {
    let words: Vec<&str> = line.split(|each: char| !each.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    verb_of(&words).is_some_and(|(_, count)| count > 1)
        || words.first().is_some_and(|word| word.eq_ignore_ascii_case("execute"))
}

/// Reads all commands.
pub(super) fn read(text: &str) -> Result<DescribedFields, SyntaxError> {
    let mut fields = DescribedFields::new();
    for command in spss_commands(text, begins)? {
        read_command(&command, &mut fields)?;
    }
    Ok(fields)
}

fn read_command(command: &Command, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    let words: Vec<&str> = command
        .iter()
        .map_while(|token| match &token.word {
            Word::Name(name) => Some(name.as_str()),
            Word::Number(_) | Word::Text(_) | Word::Sign(_) => None,
        })
        .take(3)
        .collect();
    let shown = || command.iter().take(2).map(Token::shown).collect::<Vec<_>>().join(" ");
    let Some((verb, count)) = verb_of(&words) else {
        return Err(command[0].fault(SyntaxFault::UnknownCommand { command: shown() }));
    };
    let mut tokens = Tokens::new(&command[count..]);
    match verb {
        Verb::DataList => data_list(&mut tokens, fields),
        Verb::GetData => get_data(&mut tokens, fields),
        Verb::VariableLabels => variable_labels(&mut tokens, fields),
        Verb::ValueLabels => value_labels(&mut tokens, fields),
        Verb::MissingValues => missing_values(&mut tokens, fields),
        Verb::VariableLevel => variable_level(&mut tokens, fields),
        Verb::FileLabel => {
            fields.title = tokens.text().or_else(|| fields.title.clone());
            Ok(())
        }
        Verb::Weight => {
            fields.weight = tokens.name().map(str::to_owned);
            Ok(())
        }
        Verb::PassedOver => Ok(()),
        Verb::ChangesData => Err(command[0].fault(SyntaxFault::ChangesData { command: shown() })),
    }
}

/// The variables of a list: `V1 V3 TO V9`, `ALL`.
fn variables(tokens: &mut Tokens<'_>, fields: &DescribedFields) -> Result<Vec<usize>, SyntaxError> {
    let mut list = Vec::new();
    while let Some(token) = tokens.peek() {
        let Some(name) = tokens.name() else { break };
        if name.eq_ignore_ascii_case("all") && fields.position(name).is_none() {
            list.extend(0..fields.count());
            continue;
        }
        let first = fields.known(name, token)?;
        let mut end = first;
        if tokens.take_name("to") {
            let token = tokens.peek().unwrap_or(token);
            let name = tokens.name().ok_or_else(|| tokens.expected("a variable"))?;
            end = fields.known(name, token)?;
        }
        list.extend(first..=end);
        tokens.take_sign(',');
    }
    if list.is_empty() { Err(tokens.expected("a variable")) } else { Ok(list) }
}

fn variable_labels(tokens: &mut Tokens<'_>, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    while !tokens.is_empty() {
        if tokens.take_sign('/') || tokens.take_sign(',') {
            continue;
        }
        let list = variables(tokens, fields)?;
        let label = tokens.text().ok_or_else(|| tokens.expected("a label in quotes"))?;
        for position in list {
            fields.column(position).label = Some(label.trim().to_owned()).filter(|label| !label.is_empty());
        }
    }
    Ok(())
}

fn value_labels(tokens: &mut Tokens<'_>, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    while !tokens.is_empty() {
        if tokens.take_sign('/') {
            continue;
        }
        let place = tokens.peek();
        let list = variables(tokens, fields)?;
        let mut values = Vec::new();
        while !tokens.is_empty() && !tokens.is_sign('/') {
            let value = tokens.value().ok_or_else(|| tokens.expected("a value"))?;
            tokens.take_sign(',');
            let label = tokens.text().ok_or_else(|| tokens.expected("a label in quotes"))?;
            tokens.take_sign(',');
            values.push((value, label));
        }
        if let Some(place) = place {
            for position in list {
                fields.label_values(position, &values, place)?;
            }
        }
    }
    Ok(())
}

fn missing_values(tokens: &mut Tokens<'_>, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    while !tokens.is_empty() {
        if tokens.take_sign('/') || tokens.take_sign(',') {
            continue;
        }
        let list = variables(tokens, fields)?;
        if !tokens.take_sign('(') {
            return Err(tokens.expected("missing values in brackets"));
        }
        let mut missing = Vec::new();
        while !tokens.take_sign(')') {
            if tokens.take_sign(',') {
                continue;
            }
            let bound = |tokens: &mut Tokens<'_>| -> Result<f64, SyntaxError> {
                if tokens.take_name("lo") || tokens.take_name("lowest") {
                    return Ok(f64::NEG_INFINITY);
                }
                if tokens.take_name("hi") || tokens.take_name("highest") {
                    return Ok(f64::INFINITY);
                }
                let value = tokens.value().and_then(|value| value.parse().ok());
                value.ok_or_else(|| tokens.expected("a number"))
            };
            if tokens.is_name("lo") || tokens.is_name("lowest") {
                let least = bound(tokens)?;
                through(tokens)?;
                missing.push(Missing::Range(least, bound(tokens)?));
                continue;
            }
            let value = tokens.value().ok_or_else(|| tokens.expected("a value"))?;
            if tokens.is_name("thru") || tokens.is_name("through") {
                through(tokens)?;
                let least = value.parse().map_err(|_| tokens.expected("a number"))?;
                missing.push(Missing::Range(least, bound(tokens)?));
            } else {
                missing.push(Missing::Value(value));
            }
        }
        for position in list {
            fields.declare_missing(position, &missing);
        }
    }
    Ok(())
}

fn through(tokens: &mut Tokens<'_>) -> Result<(), SyntaxError> {
    if tokens.take_name("thru") || tokens.take_name("through") { Ok(()) } else { Err(tokens.expected("`THRU`")) }
}

fn variable_level(tokens: &mut Tokens<'_>, fields: &mut DescribedFields) -> Result<(), SyntaxError> {
    while !tokens.is_empty() {
        if tokens.take_sign('/') {
            continue;
        }
        let list = variables(tokens, fields)?;
        if !tokens.take_sign('(') {
            return Err(tokens.expected("a level in brackets"));
        }
        let level = tokens.name().ok_or_else(|| tokens.expected("a level"))?.to_ascii_lowercase();
        let measure = match level.as_str() {
            "nominal" => Measure::Nominal,
            "ordinal" => Measure::Ordinal,
            _ => Measure::Scale,
        };
        if !tokens.take_sign(')') {
            return Err(tokens.expected("`)`"));
        }
        for position in list {
            fields.column(position).measure = Some(measure);
        }
    }
    Ok(())
}
