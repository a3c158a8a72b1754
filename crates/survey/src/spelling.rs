//! What spellings of one text differ in: labels are compared without it.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

/// The text without what spelling variants differ in: case, kinds of quotes and dashes, runs of white space, letters that are
/// composed or not, marks that nobody sees, control characters, and the apostrophe that guards a cell from being taken for a
/// formula.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let visible = visible(text);
    let words = without_guard(&visible).split_whitespace();
    for word in words.filter(|word| !word.chars().all(char::is_control)) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        for each in word.chars() {
            match each {
                '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{2032}' | '`' => folded.push('\''),
                '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}' => folded.push('"'),
                '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
                _ if each.is_control() => {}
                _ => folded.extend(each.to_lowercase()),
            }
        }
    }
    folded
}

/// The text as it is seen: composed letters (Unicode's form NFC), and no character without a width of its own.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(text);
    if composed.chars().any(is_invisible) {
        return Cow::Owned(composed.chars().filter(|each| !is_invisible(*each)).collect());
    }
    composed
}

/// The text as a label shows it: composed letters, and no mark without a width at its ends. Within words such marks join emoji and
/// letters of Persian and Hindi.
#[must_use]
pub fn as_label(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let is_mark = |each: char| matches!(each, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}');
    ComposingNormalizerBorrowed::new_nfc().normalize(text.trim_matches(is_mark))
}

/// Marks that have no width: those of direction, joiners, byte order marks within a text, soft hyphens.
fn is_invisible(each: char) -> bool {
    matches!(
        each,
        '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

/// The text without an apostrophe before a sign that begins formulas, which tools put there so that no spreadsheet works the cell
/// out.
#[must_use]
pub fn without_guard(text: &str) -> &str {
    let text = text.trim_start();
    text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{as_label, fold, visible};

    #[test]
    fn labels_keep_what_joins_letters() {
        assert_eq!(as_label("\u{feff}Tre\u{300}s bien\u{200b}"), "Tr\u{e8}s bien");
        let joined = "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}";
        assert_eq!(as_label(joined), joined);
    }

    /// UAX 15: canonically equivalent texts; and marks that no screen shows.
    #[test]
    fn what_looks_the_same_is_the_same() {
        for (one, other) in [
            ("Caf\u{e9}", "Cafe\u{301}"),
            ("\u{1e9b}\u{323}", "\u{17f}\u{323}\u{307}"),
            ("\u{ac00}", "\u{1100}\u{1161}"),
            ("Bar", "Bar\u{200b}"),
            ("Bar", "\u{feff}Bar\u{200e}"),
            ("co-operate", "co\u{ad}-operate"),
        ] {
            assert_eq!(visible(one), visible(other), "{one}");
            assert_eq!(fold(one), fold(other), "{one}");
        }
        // Compatible is not equivalent.
        assert_ne!(fold("m\u{b2}"), fold("m2"));
        assert_ne!(fold("Cafe"), fold("Caf\u{e9}"));
    }

    #[test]
    fn folding_makes_quotes_dashes_case_and_spaces_alike() {
        assert_eq!(fold("Don\u{2019}t  KNOW"), "don't know");
        assert_eq!(fold(" 18\u{a0}\u{2013} 34 "), "18 - 34");
        assert_eq!(fold("CAFE\u{301}"), fold("caf\u{e9}"));
        // A control character between blanks leaves no second blank.
        assert_eq!(fold("Few \u{96} as\0 ever"), "few as ever");
        assert_eq!(visible("Caf\u{e9}"), "Caf\u{e9}");
    }
}
