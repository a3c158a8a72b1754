//! Text whose direction must not change that of the text around it.
//!
//! A label in Hebrew or Arabic, or with a mark that turns the direction of text, can reorder the digits and brackets next to it.
//! So such text is isolated (Unicode Standard Annex 9): by `<bdi>` in HTML, and by a pair of characters within a sentence. Nothing
//! is taken out of it, except for an end of an isolate that has no beginning.

use std::borrow::Cow;

/// Begins an isolate that has the direction of its first letter.
const FIRST_STRONG: char = '\u{2068}';
/// Ends it.
const POP: char = '\u{2069}';

/// Whether a character may turn the direction of text.
fn turns(each: char) -> bool {
    matches!(each,
        '\u{0590}'..='\u{08ff}'
        | '\u{200e}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fb1d}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}

/// Whether text must be isolated from what is next to it.
pub(crate) fn needs_isolation(text: &str) -> bool {
    text.chars().any(turns)
}

/// Text for the middle of a sentence, isolated if it needs that.
pub(crate) fn isolated(text: &str) -> Cow<'_, str> {
    if !needs_isolation(text) {
        return Cow::Borrowed(text);
    }
    let mut inside = String::with_capacity(text.len() + 6);
    let mut open = 0_usize;
    for each in text.chars() {
        match each {
            '\u{2066}'..='\u{2068}' => open += 1,
            POP if open == 0 => continue,
            POP => open -= 1,
            _ => {}
        }
        inside.push(each);
    }
    let ends: String = std::iter::repeat_n(POP, open + 1).collect();
    Cow::Owned(format!("{FIRST_STRONG}{inside}{ends}"))
}

#[cfg(test)]
mod tests {
    use super::{isolated, needs_isolation};

    #[test]
    fn what_can_turn_nothing_stays_as_it_is() {
        for text in ["", "Don\u{2019}t know", "Été, 5 % \u{1f600}", "日本語"] {
            assert_eq!(isolated(text), text);
            assert!(!needs_isolation(text));
        }
    }

    #[test]
    fn what_turns_direction_ends_where_it_began() {
        assert_eq!(isolated("שלום"), "\u{2068}שלום\u{2069}");
        // An override ends with the isolate that it is in.
        assert_eq!(isolated("a\u{202e}b"), "\u{2068}a\u{202e}b\u{2069}");
        assert_eq!(isolated("\u{2067}open"), "\u{2068}\u{2067}open\u{2069}\u{2069}");
        assert_eq!(isolated("\u{2069}shut"), "\u{2068}shut\u{2069}");
        assert_eq!(isolated("\u{2066}a\u{2069}b"), "\u{2068}\u{2066}a\u{2069}b\u{2069}");
        assert_eq!(isolated("\u{2066}\u{2067}a\u{2069}"), "\u{2068}\u{2066}\u{2067}a\u{2069}\u{2069}\u{2069}");
    }
}
