//! Names of people in a text.
//!
//! A name is told by what is in front of it (`Cllr`, `my name is`), by a usual given name, by `@`, or by what the respondent answered
//! elsewhere. No list finds every name: the guide says that somebody must read what is quoted.

use std::ops::Range;

use crate::given_names::GivenNames;
use crate::words::{Word, words};

/// Titles in front of names. Those that are only titles may be written small.
const TITLES: [(&str, bool); 24] = [
    ("mr", true),
    ("mrs", true),
    ("ms", true),
    ("mx", true),
    ("dr", true),
    ("cllr", true),
    ("cllrs", true),
    ("prof", true),
    ("miss", false),
    ("professor", false),
    ("sir", false),
    ("dame", false),
    ("lord", false),
    ("lady", false),
    ("baroness", false),
    ("councillor", false),
    ("alderman", false),
    ("rev", false),
    ("reverend", false),
    ("father", false),
    ("judge", false),
    ("sergeant", false),
    ("senator", false),
    ("congressman", false),
];
/// Words within names.
const JOINERS: [&str; 12] = ["de", "del", "der", "den", "van", "von", "la", "le", "di", "da", "bin", "al"];
/// The most words of a name.
const LONGEST: usize = 5;
/// An answer with more words is no name.
const LONGEST_OWN: usize = 4;

/// Names that the text itself tells.
pub(crate) fn told_names(text: &str) -> Vec<Range<usize>> {
    let words = words(text);
    let given = GivenNames::new();
    let mut found = accounts(text);
    let mut next = 0;
    while next < words.len() {
        match name_at(text, &words, next, &given) {
            Some((first, last)) => {
                found.push(words[first].range.start..words[last].range.end);
                next = last + 1;
            }
            None => next += 1,
        }
    }
    found
}

/// The first and the last word of a name that this word tells.
fn name_at(text: &str, words: &[Word<'_>], at: usize, given: &GivenNames) -> Option<(usize, usize)> {
    let word = &words[at];
    let lower = word.text.to_lowercase();
    if let Some((_, may_be_small)) = TITLES.iter().find(|(title, _)| *title == lower) {
        let is_title = word.is_capitalised() || *may_be_small;
        let first = Some(at + 1).filter(|first| is_title && follows(text, words, *first, true))?;
        let next = &words[first];
        let is_small = *may_be_small && !next.is_capitalised() && !JOINERS.contains(&next.text);
        return (next.is_capitalised() || is_small).then(|| (first, name_end(text, words, first)));
    }
    let before = &words[at.saturating_sub(2)..at];
    if matches!(before, [my, name] if is(my, "my") && is(name, "name")) && is(word, "is") {
        let first = Some(at + 1).filter(|first| follows(text, words, *first, false))?;
        return Some((first, name_end(text, words, first)));
    }
    if given.is_name(&lower) && (word.is_capitalised() || lower.len() > 3) {
        return Some((at, name_end(text, words, at)));
    }
    let is_either = word.is_capitalised() && given.is_word_too(&lower);
    let has_surname = is_either && follows(text, words, at + 1, false) && words[at + 1].is_capitalised();
    (has_surname && words[at + 1].text.len() > 1).then(|| (at, name_end(text, words, at)))
}

fn is(word: &Word<'_>, wanted: &str) -> bool {
    word.text.eq_ignore_ascii_case(wanted)
}

/// The last word of the name that begins here.
fn name_end(text: &str, words: &[Word<'_>], first: usize) -> usize {
    let mut last = first;
    for next in first + 1..words.len().min(first + LONGEST) {
        if !follows(text, words, next, words[next - 1].is_initial()) {
            break;
        }
        let joins = JOINERS.contains(&words[next].text);
        if words[next].is_capitalised() && !is_sentence_word(words[next].text) {
            last = next;
        } else if !joins {
            break;
        }
    }
    last
}

/// `I` is no initial of a name.
fn is_sentence_word(text: &str) -> bool {
    text == "I"
}

/// Whether nothing but white space is in front of a word and behind the one before; behind a title or an initial a full stop may be.
fn follows(text: &str, words: &[Word<'_>], at: usize, dotted: bool) -> bool {
    let Some(word) = words.get(at) else { return false };
    let between = &text[words[at - 1].range.end..word.range.start];
    let between = if dotted { between.strip_prefix('.').unwrap_or(between) } else { between };
    between.chars().all(char::is_whitespace) && (!between.is_empty() || dotted)
}

/// Names of accounts: `@name`.
fn accounts(text: &str) -> Vec<Range<usize>> {
    let found = text.match_indices('@').filter_map(|(at, _)| {
        let is_first = !text[..at].ends_with(|each: char| each.is_alphanumeric());
        let of_name = |each: &char| each.is_alphanumeric() || *each == '_';
        let name = text[at + 1..].chars().take_while(of_name).map(char::len_utf8).sum::<usize>();
        (is_first && name > 0).then_some(at..at + 1 + name)
    });
    found.collect()
}

/// Where these words are, whatever their case and the white space between them.
pub(crate) fn phrase(text: &str, wanted: &str) -> Vec<Range<usize>> {
    let wanted: Vec<String> = pieces(wanted).into_iter().map(|(_, piece)| piece.to_lowercase()).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let pieces = pieces(text);
    let is_here = |window: &&[(usize, &str)]| {
        window.iter().zip(&wanted).all(|((_, piece), wanted)| piece.to_lowercase() == *wanted)
    };
    let place = |window: &[(usize, &str)]| {
        let (last, piece) = window[window.len() - 1];
        window[0].0..last + piece.len()
    };
    pieces.windows(wanted.len()).filter(is_here).map(place).collect()
}

/// The runs of letters and digits of a text.
fn pieces(text: &str) -> Vec<(usize, &str)> {
    let pieces = text.split(|each: char| !each.is_alphanumeric()).filter(|piece| !piece.is_empty());
    pieces.map(|piece| (piece.as_ptr() as usize - text.as_ptr() as usize, piece)).collect()
}

/// What the respondent answered elsewhere, if it looks like a name: as a whole, and each word of it that is written as a name is.
pub(crate) fn respondents_own(text: &str, own: &[String]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for answer in own {
        let words = words(answer);
        let is_name = |word: &Word<'_>| word.is_capitalised() || JOINERS.contains(&word.text);
        if words.len() > LONGEST_OWN || !words.iter().all(is_name) {
            continue;
        }
        found.extend(phrase(text, answer).into_iter().filter(|_| words.len() > 1));
        let long = words.iter().filter(|word| word.text.chars().count() > 2);
        let places = long.flat_map(|word| phrase(text, word.text));
        found.extend(places.filter(|place| text[place.clone()].starts_with(char::is_uppercase)));
    }
    found
}
