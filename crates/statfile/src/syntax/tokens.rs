//! The words of a command, each with its place.

use super::syntax_error::{SyntaxError, SyntaxFault};

/// A word of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    /// A name or a keyword.
    Name(String),
    /// Digits, perhaps with decimals.
    Number(String),
    /// What is in quotes.
    Text(String),
    /// Any other character.
    Sign(char),
}

/// A word with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub word: Word,
    pub line: usize,
    pub column: usize,
}

impl Token {
    /// The word as it is shown in an error.
    pub(super) fn shown(&self) -> String {
        match &self.word {
            Word::Name(text) | Word::Number(text) | Word::Text(text) => text.chars().take(40).collect(),
            Word::Sign(sign) => sign.to_string(),
        }
    }

    /// An error at this word.
    pub(super) fn fault(&self, fault: SyntaxFault) -> SyntaxError {
        SyntaxError { line: self.line, column: self.column, fault }
    }
}

/// Reads the words of one command from left to right.
#[derive(Debug, Clone)]
pub(super) struct Tokens<'c> {
    tokens: &'c [Token],
    at: usize,
}

impl<'c> Tokens<'c> {
    pub(super) fn new(tokens: &'c [Token]) -> Self {
        Self { tokens, at: 0 }
    }

    pub(super) fn peek(&self) -> Option<&'c Token> {
        self.tokens.get(self.at)
    }

    /// The word behind the next one.
    pub(super) fn peek_second(&self) -> Option<&'c Token> {
        self.tokens.get(self.at + 1)
    }

    pub(super) fn next(&mut self) -> Option<&'c Token> {
        let token = self.tokens.get(self.at);
        self.at += usize::from(token.is_some());
        token
    }

    pub(super) fn is_empty(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// Whether the next word is this sign.
    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.peek().is_some_and(|token| token.word == Word::Sign(sign))
    }

    /// Takes this sign, if it is next.
    pub(super) fn take_sign(&mut self, sign: char) -> bool {
        let is_next = self.is_sign(sign);
        self.at += usize::from(is_next);
        is_next
    }

    /// Whether the next word is this name, in any case of letters.
    pub(super) fn is_name(&self, name: &str) -> bool {
        matches!(self.peek(), Some(Token { word: Word::Name(next), .. }) if next.eq_ignore_ascii_case(name))
    }

    /// Takes this name, if it is next.
    pub(super) fn take_name(&mut self, name: &str) -> bool {
        let is_next = self.is_name(name);
        self.at += usize::from(is_next);
        is_next
    }

    /// Takes the next word, if it is a name.
    pub(super) fn name(&mut self) -> Option<&'c str> {
        let Some(Token { word: Word::Name(name), .. }) = self.peek() else { return None };
        self.at += 1;
        Some(name)
    }

    /// Takes the next word, if it is a whole number.
    pub(super) fn whole(&mut self) -> Option<usize> {
        let Some(Token { word: Word::Number(digits), .. }) = self.peek() else { return None };
        let number = digits.parse().ok()?;
        self.at += 1;
        Some(number)
    }

    /// Takes the next words, if they are a text: several with `+` between them are one.
    pub(super) fn text(&mut self) -> Option<String> {
        let Some(Token { word: Word::Text(text), .. }) = self.peek() else { return None };
        self.at += 1;
        let mut text = text.clone();
        while self.is_sign('+') {
            let Some(Token { word: Word::Text(more), .. }) = self.peek_second() else { break };
            text.push_str(more);
            self.at += 2;
        }
        Some(text)
    }

    /// Takes the next words, if they are a value: a number with its sign, or a text.
    pub(super) fn value(&mut self) -> Option<String> {
        if let Some(text) = self.text() {
            return Some(text.trim_end().to_owned());
        }
        let mut ahead = self.clone();
        let sign = if ahead.take_sign('-') { "-" } else { "" };
        if sign.is_empty() {
            ahead.take_sign('+');
        }
        let point = if ahead.take_sign('.') { "." } else { "" };
        let Some(Token { word: Word::Number(number), .. }) = ahead.next() else { return None };
        *self = ahead;
        Some(plain_number(&format!("{sign}{point}{number}")))
    }

    /// Takes everything that is left.
    pub(super) fn rest(&mut self) -> &'c [Token] {
        let rest = &self.tokens[self.at.min(self.tokens.len())..];
        self.at = self.tokens.len();
        rest
    }

    /// An error at the next word, or at the last one where nothing is left.
    pub(super) fn fault(&self, fault: SyntaxFault) -> SyntaxError {
        match self.peek().or_else(|| self.tokens.last()) {
            Some(token) => token.fault(fault),
            None => SyntaxError { line: 1, column: 1, fault },
        }
    }

    /// Something else should be next.
    pub(super) fn expected(&self, expected: &'static str) -> SyntaxError {
        let found = self.peek().map_or_else(|| "the end of the command".to_owned(), Token::shown);
        self.fault(SyntaxFault::Unexpected { found, expected })
    }
}

/// A number without zeros that say nothing: `01` is `1`, `2.50` is `2.5`.
pub(super) fn plain_number(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty()
        || !whole.bytes().chain(fraction.bytes()).all(|digit| digit.is_ascii_digit())
    {
        return text.to_owned();
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let sign = if whole.is_empty() && fraction.is_empty() { "" } else { sign };
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}
