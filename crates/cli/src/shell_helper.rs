//! What the prompt completes: tables, questions, functions, columns, and between quotes the labels of options.

use std::borrow::Cow;

use rustyline::completion::Completer;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;
use rustyline::{Context, Helper};

/// The words that may be meant.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Names that need no quotes, and commands of the prompt.
    pub plain: Vec<String>,
    /// Names that stand between `"`.
    pub names: Vec<String>,
    /// Texts that stand between `'`.
    pub texts: Vec<String>,
}

/// Completes words.
#[derive(Debug)]
pub(crate) struct Completion(pub Words);

impl Completer for Completion {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _context: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        Ok(completed(&self.0, &line[..at]))
    }
}

impl Hinter for Completion {
    type Hint = String;
}

impl Highlighter for Completion {
    fn highlight<'l>(&self, line: &'l str, _at: usize) -> Cow<'l, str> {
        Cow::Borrowed(line)
    }
}

impl Validator for Completion {}

impl Helper for Completion {}

/// Where the word at the end of a line begins, and what it may become.
fn completed(words: &Words, line: &str) -> (usize, Vec<String>) {
    let open = |quote: char| line.matches(quote).count() % 2 == 1;
    for (quote, known) in [('\'', &words.texts), ('"', &words.names)] {
        if open(quote)
            && let Some(from) = line.rfind(quote)
        {
            let begun = line[from + 1..].to_lowercase();
            let found = known.iter().filter(|word| word.to_lowercase().starts_with(&begun));
            let doubled = |word: &String| word.replace(quote, &format!("{quote}{quote}"));
            return (from, found.map(|word| format!("{quote}{}{quote}", doubled(word))).collect());
        }
    }
    let is_of_word = |each: char| each.is_alphanumeric() || each == '_' || each == '\\' || each == '.';
    let from = line
        .rfind(|each: char| !is_of_word(each))
        .map_or(0, |at| at + line[at..].chars().next().map_or(1, char::len_utf8));
    let begun = line[from..].to_lowercase();
    if begun.is_empty() {
        return (from, Vec::new());
    }
    let fits = |word: &&String| word.to_lowercase().starts_with(&begun);
    let quoted = words.names.iter().filter(fits).map(|name| format!("\"{}\"", name.replace('"', "\"\"")));
    let mut found: Vec<String> = words.plain.iter().filter(fits).cloned().chain(quoted).collect();
    found.sort();
    found.dedup();
    (from, found)
}
