//! What two texts must share to say the same: a label, or the wording of a question.

/// A text without what is no part of what it says: what spellings differ in, how quotes are drawn, commas between words, and the
/// sign at its end.
pub(crate) fn folded(text: &str) -> String {
    let plain = topline_survey::fold(text).replace('"', "'").replace('\u{2026}', ".");
    let words = plain.split(' ').map(|word| word.trim_end_matches([',', ';']));
    words.collect::<Vec<_>>().join(" ").trim_end_matches(['.', '?', ':', '*', ' ']).to_owned()
}

/// The wording of a question without the number that a tool or a person wrote before it: `Q4. Why?`, `Q1 02—Why?`, `3) Why?`.
pub(crate) fn unnumbered(text: &str) -> &str {
    let text = text.trim();
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let number = digits(&text[letters..]);
    if letters > 1 || !(1..=LONGEST_NUMBER).contains(&number) {
        return text;
    }
    let rest = &text[letters + number..];
    let rest = match rest.strip_prefix([' ', '_', '.']) {
        Some(part) if (1..=LONGEST_NUMBER).contains(&digits(part)) => &part[digits(part)..],
        _ => rest,
    };
    // A dash within a word parts no number off: `9-to-5 jobs`.
    let is_sign = |each: char| matches!(each, '.' | ')' | ':' | '-' | '\u{2013}' | '\u{2014}');
    let words = rest.trim_start().trim_start_matches(is_sign);
    let sign = &rest[..rest.len() - words.len()];
    let is_apart = words.starts_with(char::is_whitespace) || sign.ends_with(['\u{2013}', '\u{2014}']);
    let words = words.trim_start();
    let is_number = sign.contains(is_sign) && is_apart && words.starts_with(|first: char| !first.is_ascii_digit());
    if is_number { words } else { text }
}

/// The most digits of a question's number: `2019: did you vote?` has a year.
const LONGEST_NUMBER: usize = 3;

#[cfg(test)]
mod tests {
    use super::{folded, unnumbered};

    #[test]
    fn what_is_no_part_of_a_label_is_folded() {
        assert_eq!(folded(" Don\u{2019}t  know "), folded("don't know"));
        assert_eq!(folded("18\u{2013}24"), "18-24");
        assert_eq!(folded("How old are you?"), folded("How old are you"));
        assert_eq!(folded("Bread, milk, or tea"), folded("Bread, milk or tea"));
        assert_eq!(folded("Cafe\u{301}\u{200b}"), folded("CAF\u{c9}"));
        assert_ne!(folded("18-24"), folded("18-34"));
        assert_ne!(folded("1,500"), folded("1 500"));
    }

    #[test]
    fn the_number_of_a_question_is_no_part_of_its_wording() {
        for numbered in ["Q4. Why?", "4) Why?", "Q1 02\u{2014}Why?", "q12: Why?", "3 - Why?", "Q4_1. Why?"] {
            assert_eq!(unnumbered(numbered), "Why?", "{numbered}");
        }
        for plain in ["9-to-5 jobs?", "18-24: how many?", "2019: did you vote?", "1.5 hours?", "Do 2. Why?", "4", "Q4."]
        {
            assert_eq!(unnumbered(plain), plain);
        }
    }
}
