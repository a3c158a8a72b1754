//! Characters into words, by the rules that the packages share.

use super::syntax_error::{SyntaxError, SyntaxFault};
use super::tokens::{Token, Word};

/// Reads a text character by character.
pub(super) struct Scanner {
    characters: Vec<char>,
    at: usize,
    line: usize,
    column: usize,
}

/// A place in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub line: usize,
    pub column: usize,
}

impl Spot {
    pub(super) fn fault(self, fault: SyntaxFault) -> SyntaxError {
        SyntaxError { line: self.line, column: self.column, fault }
    }
}

impl Scanner {
    pub(super) fn new(text: &str) -> Self {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        Self { characters: text.chars().collect(), at: 0, line: 1, column: 1 }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    pub(super) fn spot(&self) -> Spot {
        Spot { line: self.line, column: self.column }
    }

    /// Whether these characters are next.
    pub(super) fn is(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(at, each)| self.characters.get(self.at + at) == Some(&each))
    }

    pub(super) fn skip(&mut self, count: usize) {
        for _ in 0..count {
            let Some(each) = self.peek() else { return };
            self.at += 1;
            if each == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
    }

    /// Skips to the end of the line, and not over it.
    pub(super) fn skip_line(&mut self) {
        while self.peek().is_some_and(|each| each != '\n') {
            self.skip(1);
        }
    }

    /// Skips to these characters and over them; whether they came.
    pub(super) fn skip_past(&mut self, end: &str) -> bool {
        while self.peek().is_some() {
            if self.is(end) {
                self.skip(end.chars().count());
                return true;
            }
            self.skip(1);
        }
        false
    }

    /// What is left of the line.
    pub(super) fn rest_of_line(&self) -> String {
        self.characters[self.at..].iter().take_while(|each| **each != '\n').collect()
    }

    /// Skips a comment that begins here with `/*`, and may have more within.
    pub(super) fn skip_comment(&mut self) -> Result<(), SyntaxError> {
        let start = self.spot();
        self.skip(2);
        if self.skip_past("*/") { Ok(()) } else { Err(start.fault(SyntaxFault::OpenComment)) }
    }

    /// A text in quotes that begins here; a quote within is written twice. `ends_at_line`: it may not go on in the next line.
    pub(super) fn quoted(&mut self, lines: QuotedLines) -> Result<Token, SyntaxError> {
        let start = self.spot();
        let quote = self.peek();
        self.skip(1);
        let mut text = String::new();
        loop {
            match self.peek() {
                None => return Err(start.fault(SyntaxFault::OpenQuote)),
                Some('\n') if lines == QuotedLines::One => return Err(start.fault(SyntaxFault::OpenQuote)),
                next if next == quote => {
                    self.skip(1);
                    if self.peek() != quote {
                        break;
                    }
                    text.extend(quote);
                    self.skip(1);
                }
                Some(each) => {
                    text.push(if each == '\n' { ' ' } else { each });
                    self.skip(1);
                }
            }
        }
        Ok(Token { word: Word::Text(text), line: start.line, column: start.column })
    }

    /// A name, a number or a sign that begins here. `within` are signs that names have within.
    pub(super) fn word(&mut self, within: &[char]) -> Option<Token> {
        let start = self.spot();
        let first = self.peek()?;
        let place = |word| Some(Token { word, line: start.line, column: start.column });
        let after = |scanner: &Self| scanner.characters.get(scanner.at + 1).copied();
        if first.is_ascii_digit() {
            let mut digits = String::new();
            while let Some(each) = self.peek() {
                let is_point =
                    each == '.' && !digits.contains('.') && after(self).is_some_and(|next| next.is_ascii_digit());
                if !each.is_ascii_digit() && !is_point {
                    break;
                }
                digits.push(each);
                self.skip(1);
            }
            return place(Word::Number(digits));
        }
        if first.is_alphabetic() || matches!(first, '_' | '#' | '@') {
            let mut name = String::new();
            while let Some(each) = self.peek() {
                // A point at the end belongs to the command, or to a format.
                let goes_on = |next: Option<char>| next.is_some_and(|next| next.is_alphanumeric() || next == '_');
                let is_within = within.contains(&each) && (each != '.' || goes_on(after(self)));
                if !(each.is_alphanumeric() || each == '_' || is_within || name.is_empty()) {
                    break;
                }
                name.push(each);
                self.skip(1);
            }
            return place(Word::Name(name));
        }
        self.skip(1);
        place(Word::Sign(first))
    }
}

/// How far a text in quotes may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QuotedLines {
    /// It ends on its line.
    One,
    /// It may go on in the next line.
    Several,
}
