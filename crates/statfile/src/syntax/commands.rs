//! A text of commands taken apart: each command is its words.

use super::scanner::{QuotedLines, Scanner};
use super::syntax_error::{SyntaxError, SyntaxFault};
use super::tokens::{Token, Word};

/// The words of one command.
pub(super) type Command = Vec<Token>;

/// Signs that names of SPSS have within.
const SPSS_NAMES: [char; 4] = ['.', '$', '#', '@'];

/// Commands of SPSS end with a point at the end of a line. One may also end before a line that begins with a known command.
pub(super) fn spss_commands(text: &str, begins: fn(&str) -> bool) -> Result<Vec<Command>, SyntaxError> {
    let mut scanner = Scanner::new(text);
    let mut commands = Vec::new();
    let mut command = Command::new();
    let mut in_comment = false;
    let mut after_blank = true;
    while scanner.peek().is_some() {
        let line = scanner.rest_of_line();
        let bare = line.trim();
        if bare.is_empty() {
            after_blank = true;
            in_comment = false;
            scanner.skip_line();
            scanner.skip(1);
            continue;
        }
        if !command.is_empty() && (after_blank || !line.starts_with([' ', '\t'])) && begins(bare) {
            commands.push(std::mem::take(&mut command));
        }
        after_blank = false;
        let word = bare.split(|each: char| !each.is_alphanumeric()).next().unwrap_or_default();
        in_comment |= command.is_empty() && (bare.starts_with('*') || word.eq_ignore_ascii_case("comment"));
        if in_comment {
            in_comment = !bare.ends_with('.');
            scanner.skip_line();
            scanner.skip(1);
            continue;
        }
        spss_line(&mut scanner, &mut command)?;
        if command.last().is_some_and(|last| last.word == Word::Sign('.')) {
            command.pop();
            if !command.is_empty() {
                commands.push(std::mem::take(&mut command));
            }
        }
        scanner.skip(1);
    }
    if !command.is_empty() {
        commands.push(command);
    }
    Ok(commands)
}

/// The words of a line of SPSS.
fn spss_line(scanner: &mut Scanner, command: &mut Command) -> Result<(), SyntaxError> {
    while let Some(next) = scanner.peek() {
        match next {
            '\n' => return Ok(()),
            '\'' | '"' => command.push(scanner.quoted(QuotedLines::One)?),
            '/' if scanner.is("/*") => {
                // A comment ends with its line, be it closed or not.
                let rest = scanner.rest_of_line();
                match rest.find("*/") {
                    Some(end) => scanner.skip(rest[..end].chars().count() + 2),
                    None => scanner.skip_line(),
                }
            }
            _ if next.is_whitespace() || next == '\u{feff}' => scanner.skip(1),
            _ => command.extend(scanner.word(&SPSS_NAMES)),
        }
    }
    Ok(())
}

/// Statements of SAS end with a semicolon.
pub(super) fn sas_statements(text: &str) -> Result<Vec<Command>, SyntaxError> {
    let mut scanner = Scanner::new(text);
    let mut statements = Vec::new();
    let mut statement = Command::new();
    while let Some(next) = scanner.peek() {
        match next {
            '/' if scanner.is("/*") => scanner.skip_comment()?,
            '*' if statement.is_empty() => {
                let start = scanner.spot();
                if !scanner.skip_past(";") {
                    return Err(start.fault(SyntaxFault::OpenComment));
                }
            }
            ';' => {
                scanner.skip(1);
                if !statement.is_empty() {
                    statements.push(std::mem::take(&mut statement));
                }
            }
            '\'' | '"' => statement.push(scanner.quoted(QuotedLines::Several)?),
            _ if next.is_whitespace() || next == '\u{feff}' => scanner.skip(1),
            _ => statement.extend(scanner.word(&[])),
        }
    }
    if !statement.is_empty() {
        statements.push(statement);
    }
    Ok(statements)
}

/// Commands of Stata end with their line, or with a semicolon after `#delimit ;`. A dictionary ends with its brace.
pub(super) fn stata_commands(text: &str) -> Result<Vec<Command>, SyntaxError> {
    let mut scanner = Scanner::new(text);
    let mut commands = Vec::new();
    let mut command = Command::new();
    let (mut by_semicolon, mut depth, mut starts_line) = (false, 0_usize, true);
    while let Some(next) = scanner.peek() {
        let begins = command.is_empty();
        let ends = match next {
            '\n' => {
                scanner.skip(1);
                !by_semicolon && depth == 0
            }
            '/' if scanner.is("///") => {
                scanner.skip_line();
                scanner.skip(1);
                false
            }
            '/' if scanner.is("/*") => {
                scanner.skip_comment()?;
                false
            }
            '/' if scanner.is("//") => {
                scanner.skip_line();
                false
            }
            '*' if begins || (depth > 0 && starts_line) => {
                if by_semicolon && depth == 0 {
                    scanner.skip_past(";");
                } else {
                    scanner.skip_line();
                }
                false
            }
            '#' if begins && scanner.is("#delimit") => {
                by_semicolon = scanner.rest_of_line().contains(';');
                scanner.skip_line();
                false
            }
            ';' if by_semicolon => {
                scanner.skip(1);
                depth == 0
            }
            '`' if scanner.is("`\"") => {
                command.push(compound_text(&mut scanner)?);
                false
            }
            '`' => {
                command.push(macro_name(&mut scanner)?);
                false
            }
            '"' => {
                command.push(scanner.quoted(QuotedLines::One)?);
                false
            }
            _ if next.is_whitespace() || next == '\u{feff}' => {
                scanner.skip(1);
                continue;
            }
            _ => {
                let token = scanner.word(&[]);
                let sign = token.as_ref().map(|token| token.word.clone());
                command.extend(token);
                match sign {
                    Some(Word::Sign('{')) => depth += 1,
                    Some(Word::Sign('}')) => depth = depth.saturating_sub(1),
                    _ => {}
                }
                false
            }
        };
        starts_line = next == '\n';
        if ends && !command.is_empty() {
            commands.push(std::mem::take(&mut command));
        }
    }
    if !command.is_empty() {
        commands.push(command);
    }
    Ok(commands)
}

/// A text of Stata in compound quotes, which may have quotes within.
fn compound_text(scanner: &mut Scanner) -> Result<Token, SyntaxError> {
    let start = scanner.spot();
    let (mut depth, mut text) = (0_usize, String::new());
    loop {
        if scanner.is("`\"") {
            if depth > 0 {
                text.push_str("`\"");
            }
            depth += 1;
            scanner.skip(2);
        } else if scanner.is("\"'") {
            depth -= 1;
            scanner.skip(2);
            if depth == 0 {
                return Ok(Token { word: Word::Text(text), line: start.line, column: start.column });
            }
            text.push_str("\"'");
        } else {
            match scanner.peek() {
                None | Some('\n') => return Err(start.fault(SyntaxFault::OpenQuote)),
                Some(each) => text.push(each),
            }
            scanner.skip(1);
        }
    }
}

/// The name of a macro, as a name: nothing that describes data has one.
fn macro_name(scanner: &mut Scanner) -> Result<Token, SyntaxError> {
    let start = scanner.spot();
    let line = scanner.rest_of_line();
    let Some(end) = line.find('\'') else { return Err(start.fault(SyntaxFault::OpenQuote)) };
    scanner.skip(line[..=end].chars().count());
    Ok(Token { word: Word::Name(line[..=end].to_owned()), line: start.line, column: start.column })
}
