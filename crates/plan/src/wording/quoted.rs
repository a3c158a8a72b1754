//! Whether a quote says the words of `is` and `by`.

use topline_exact::Decimal;
use topline_survey::{Size, Stated};

use crate::wording::grammar::{folded, parse_by};
use crate::wording::house_words::HouseWords;
use crate::wording::number::{read, spells_number};
use crate::wording::size::parse_size;

/// The most words that one wording has.
const LONGEST: usize = 10;

/// Whether the quote says what is stated: the same words, the same meaning in other words (`25%`, `25 per cent`), or the same
/// numbers. A number inside a longer one is another number, and the base of a count may be given elsewhere.
pub(crate) fn is_quoted(is: &str, stated: &[Stated], quote: &str, house: &HouseWords) -> bool {
    let (said, wanted) = (tokens(quote), tokens(is));
    let says = |stated: Stated| wordings(&said).any(|words| parse_by(&words, house) == Ok(stated));
    has_words(&said, &wanted) || stated.iter().all(|stated| says(*stated) || has_numbers(&said, &wanted, *stated))
}

/// Whether the quote says how much more one figure is than another: the same words, or other words for the same.
pub(crate) fn is_size_quoted(by: &str, size: Size, quote: &str) -> bool {
    let said = tokens(quote);
    has_words(&said, &tokens(by)) || wordings(&said).any(|words| parse_size(&words) == Ok(size))
}

fn has_words(said: &[String], wanted: &[String]) -> bool {
    said.windows(wanted.len().max(1)).any(|window| window == wanted)
}

/// The runs of words that may be one wording.
fn wordings(said: &[String]) -> impl Iterator<Item = String> {
    let ends = |start: usize| start + 1..=said.len().min(start + LONGEST);
    (0..said.len()).flat_map(move |start| ends(start).map(move |end| said[start..end].join(" ")))
}

/// Whether the numbers of the wording are all said. Words without a number are not.
fn has_numbers(said: &[String], wanted: &[String], stated: Stated) -> bool {
    let mut numbers = numbers(wanted);
    if matches!(stated, Stated::CountOf { .. }) {
        numbers.truncate(1);
    }
    let known = self::numbers(said);
    let is_said = |number: &Decimal| known.iter().any(|known| known.compare(*number).is_eq());
    !numbers.is_empty() && numbers.iter().all(is_said)
}

/// The numbers in digits or words, the longest wording of each.
fn numbers(tokens: &[String]) -> Vec<Decimal> {
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let (mut numbers, mut at) = (Vec::new(), 0);
    while at < words.len() {
        let run = words[at..].iter().take_while(|word| spells_number(word)).count().max(1);
        let found = (1..=run).rev().find_map(|length| Some((read(&words[at..at + length])?, length)));
        match found {
            Some((number, length)) => {
                numbers.push(number);
                at += length;
            }
            None => at += 1,
        }
    }
    numbers
}

/// `only10`, where a space was lost, as two words.
fn run_together(word: &str) -> [&str; 2] {
    match word.find(|each: char| each.is_ascii_digit()) {
        Some(at) if word[..at].chars().all(char::is_alphabetic) => [&word[..at], &word[at..]],
        _ => [word, ""],
    }
}

/// The words of a text without the marks around them.
fn tokens(text: &str) -> Vec<String> {
    let folded = folded(text);
    let marks = |each: char| !each.is_alphanumeric() && !matches!(each, '%' | '~' | '-' | '+' | '\'');
    folded
        .split_whitespace()
        .flat_map(|word| word.split(['(', ')', '[', ']', '/', '\u{201c}', '\u{201d}', '"']))
        .map(|word| word.trim_matches(marks))
        .flat_map(run_together)
        .map(str::to_owned)
        .filter(|word| !word.is_empty())
        .collect()
}
