//! The words of a text, with their places.

use std::ops::Range;

/// A word: letters, with the apostrophes and hyphens within it.
#[derive(Debug, Clone)]
pub(crate) struct Word<'t> {
    pub text: &'t str,
    pub range: Range<usize>,
}

impl Word<'_> {
    /// Whether its first letter is a capital.
    pub(crate) fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it is one letter, such as the initial of a name.
    pub(crate) fn is_initial(&self) -> bool {
        self.is_capitalised() && self.text.chars().count() == 1
    }
}

/// The words of a text. The `'s` of a possessive is not part of a word.
pub(crate) fn words(text: &str) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    let mut start = None;
    let chars: Vec<(usize, char)> = text.char_indices().chain([(text.len(), ' ')]).collect();
    for (index, (at, each)) in chars.iter().enumerate() {
        let joins = matches!(each, '\'' | '\u{2019}' | '-')
            && chars.get(index + 1).is_some_and(|(_, next)| next.is_alphabetic())
            && !is_possessive(&chars[index + 1..]);
        match start {
            None if each.is_alphabetic() => start = Some(*at),
            Some(from) if !each.is_alphanumeric() && !joins => {
                found.push(Word { text: &text[from..*at], range: from..*at });
                start = None;
            }
            None | Some(_) => {}
        }
    }
    found
}

/// Whether what follows an apostrophe is the `s` of a possessive.
fn is_possessive(after: &[(usize, char)]) -> bool {
    matches!(after, [(_, 's' | 'S'), (_, end), ..] if !end.is_alphanumeric())
}
