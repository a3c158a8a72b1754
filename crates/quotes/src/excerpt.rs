//! The words that a pipeline wants to quote, found in the answer.
//!
//! Case, quotation marks, dashes and white space make no difference. `...` and `[...]` stand for what is left out, and `[name]` for what
//! is masked. What comes out is the text of the answer, never that of the pipeline.

use std::ops::Range;

use crate::mask::{Mask, Masked};

/// What stands for what is left out.
const ELLIPSES: [&str; 6] = ["[...]", "[\u{2026}]", "(...)", "(\u{2026})", "...", "\u{2026}"];
/// How it is written.
const LEFT_OUT: &str = " [\u{2026}] ";

/// A part of the words that the respondent did not write, or not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsaid {
    /// Which of the parts between ellipses, counted from one.
    pub part: usize,
    /// How many there are.
    pub parts: usize,
}

/// What is quoted of an answer: all of it, or these words. What is masked in it is replaced.
pub fn excerpt(answer: &str, masks: &[Mask], wanted: Option<&str>) -> Result<String, Unsaid> {
    let letters = letters(answer, masks);
    let Some(wanted) = wanted else { return Ok(masked(answer, masks, 0..answer.len())) };
    let parts: Vec<Vec<Sign>> = parts(wanted).into_iter().map(signs).filter(|part| !part.is_empty()).collect();
    let count = parts.len().max(1);
    let mut quoted = String::new();
    let mut from = 0;
    let mut end = 0;
    for (index, part) in parts.iter().enumerate() {
        let unsaid = Unsaid { part: index + 1, parts: count };
        let found = find(answer, &letters[from..], part).ok_or(unsaid)?;
        let range = letters[from + found.start].range.start..letters[from + found.end - 1].range.end;
        if index > 0 {
            // Where nothing was left out, the respondent wrote the ellipsis.
            let between = &answer[end..range.start];
            let is_own = !between.contains(char::is_alphanumeric);
            quoted.push_str(&if is_own { plain(between) } else { LEFT_OUT.to_owned() });
        }
        quoted.push_str(&masked(answer, masks, range.clone()));
        end = range.end;
        from += found.end;
    }
    if parts.is_empty() { Err(Unsaid { part: 1, parts: count }) } else { Ok(quoted.trim().to_owned()) }
}

/// A sign of what is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Letter(char),
    Masked(Masked),
}

/// A letter of the answer with its place, and the mask that begins at it.
struct Letter {
    folded: char,
    range: Range<usize>,
    /// What is masked from here, and how many letters that are.
    masked: Option<(Masked, usize)>,
}

/// A letter as it is compared.
fn folded(each: char) -> char {
    match each {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '`' | '\u{b4}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other.to_lowercase().next().unwrap_or(other),
    }
}

/// The text in letters: each run of white space is one space, and there is none at the ends.
fn collapsed(text: &str) -> Vec<(char, Range<usize>)> {
    let mut letters: Vec<(char, Range<usize>)> = Vec::new();
    for (at, each) in text.char_indices() {
        let range = at..at + each.len_utf8();
        if !each.is_whitespace() && !each.is_control() {
            letters.push((folded(each), range));
        } else if letters.last().is_some_and(|(last, _)| *last != ' ') {
            letters.push((' ', range));
        }
    }
    if letters.last().is_some_and(|(last, _)| *last == ' ') {
        letters.pop();
    }
    letters
}

fn letters(answer: &str, masks: &[Mask]) -> Vec<Letter> {
    let plain = collapsed(answer);
    let many =
        |from: usize, mask: &Mask| plain[from..].iter().take_while(|(_, range)| range.end <= mask.range.end).count();
    let begins = |range: &Range<usize>| masks.iter().find(|mask| mask.range.start == range.start);
    let letter = |(at, (folded, range)): (usize, &(char, Range<usize>))| Letter {
        folded: *folded,
        range: range.clone(),
        masked: begins(range).map(|mask| (mask.masked, many(at, mask))),
    };
    plain.iter().enumerate().map(letter).collect()
}

/// The parts between what is left out.
fn parts(wanted: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = wanted;
    loop {
        let next = ELLIPSES.iter().filter_map(|mark| Some((rest.find(mark)?, mark.len())));
        // At the same place the longer one.
        let Some((at, length)) = next.min_by_key(|(at, length)| (*at, usize::MAX - length)) else {
            parts.push(rest);
            return parts;
        };
        parts.push(&rest[..at]);
        rest = &rest[at + length..];
    }
}

fn signs(part: &str) -> Vec<Sign> {
    let mut signs = Vec::new();
    let letters = collapsed(part);
    let mut next = 0;
    while let Some((letter, range)) = letters.get(next) {
        let mask = Masked::ALL.into_iter().find(|masked| part[range.start..].starts_with(masked.as_str()));
        if let Some(masked) = mask {
            signs.push(Sign::Masked(masked));
            next += masked.as_str().len();
        } else {
            signs.push(Sign::Letter(*letter));
            next += 1;
        }
    }
    signs
}

/// Where the signs are, in whole words.
fn find(answer: &str, letters: &[Letter], wanted: &[Sign]) -> Option<Range<usize>> {
    (0..letters.len()).find_map(|start| {
        let mut at = start;
        for sign in wanted {
            let letter = letters.get(at)?;
            at += match (sign, letter.masked) {
                (Sign::Masked(wanted), Some((masked, long))) if *wanted == masked => long.max(1),
                (Sign::Letter(wanted), _) if *wanted == letter.folded => 1,
                (Sign::Masked(_) | Sign::Letter(_), _) => return None,
            };
        }
        let place = letters.get(start)?.range.start..letters.get(at.checked_sub(1)?)?.range.end;
        is_of_whole_words(answer, &place).then_some(start..at)
    })
}

/// Whether no word is cut at either end.
fn is_of_whole_words(answer: &str, place: &Range<usize>) -> bool {
    let is_cut = |at: usize| {
        let before = answer[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let after = answer[at..].chars().next().is_some_and(char::is_alphanumeric);
        before && after
    };
    !is_cut(place.start) && !is_cut(place.end)
}

/// A piece of the answer, with all that is masked in it replaced, as a whole where the piece cuts it.
fn masked(answer: &str, masks: &[Mask], range: Range<usize>) -> String {
    let mut text = String::new();
    let mut at = range.start;
    for mask in masks.iter().filter(|mask| mask.range.start < range.end && range.start < mask.range.end) {
        text.push_str(answer.get(at..mask.range.start).unwrap_or_default());
        text.push_str(mask.masked.as_str());
        at = mask.range.end;
    }
    text.push_str(answer.get(at..range.end).unwrap_or_default());
    plain(&text).trim().to_owned()
}

/// White space and control characters as single spaces.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for each in text.chars() {
        if !each.is_whitespace() && !each.is_control() {
            plain.push(each);
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{Unsaid, excerpt};
    use crate::mask::{MaskRules, masks};

    const ANSWER: &str = "The process is complex  and full\nof jargon \u{2013} Cllr Smith said \u{201c}it\u{2019}s opaque\u{201d}... and unhappy. Call 0161 496 0000.";

    fn quoted(wanted: &str) -> Result<String, Unsaid> {
        excerpt(ANSWER, &masks(ANSWER, MaskRules::default()), Some(wanted))
    }

    #[test]
    fn words_are_found_and_given_as_the_respondent_wrote_them() {
        for (wanted, expect) in [
            ("complex and full of jargon", "complex and full of jargon"),
            ("the PROCESS is complex", "The process is complex"),
            ("The process ... full of jargon", "The process [\u{2026}] full of jargon"),
            (
                "The process [\u{2026}] jargon - Cllr [name] said \"it's",
                "The process [\u{2026}] jargon \u{2013} Cllr [name] said \u{201c}it\u{2019}s",
            ),
            ("Smith said", "[name] said"),
            ("opaque\"... and unhappy", "opaque\u{201d}... and unhappy"),
            ("Call [telephone].", "Call [telephone]."),
            ("call 0161 496", "Call [telephone]"),
        ] {
            assert_eq!(quoted(wanted).as_deref(), Ok(expect), "{wanted}");
        }
    }

    #[test]
    fn all_of_an_answer_is_masked_too() {
        let all = excerpt(ANSWER, &masks(ANSWER, MaskRules::default()), None);
        let expect = "The process is complex and full of jargon \u{2013} Cllr [name] said \u{201c}it\u{2019}s opaque\u{201d}... and unhappy. Call [telephone].";
        assert_eq!(all.as_deref(), Ok(expect));
    }

    #[test]
    fn what_was_not_said_is_refused() {
        for (wanted, part, parts) in [
            ("simple", 1, 1),
            ("happy", 1, 1),
            ("full of jargon ... The process", 2, 2),
            ("The process ... of [email]", 2, 2),
            ("complex and [...] and complex", 2, 2),
            ("", 1, 1),
            (" ... ", 1, 1),
        ] {
            assert_eq!(quoted(wanted), Err(Unsaid { part, parts }), "{wanted}");
        }
    }

    #[test]
    fn a_long_answer_is_searched() {
        let long = "a b ".repeat(5_000) + "end";
        assert_eq!(excerpt(&long, &[], Some("b a b end")).as_deref(), Ok("b a b end"));
        assert_eq!(excerpt(&long, &[], None).map(|text| text.len()), Ok(20_003));
    }
}
