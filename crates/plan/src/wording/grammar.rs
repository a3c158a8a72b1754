//! The words of a claim, read into what they state.
//!
//! What each wording means is told at [`Stated`]. Case, hyphens, curly quotes and white space make no difference.

use topline_survey::{Fraction, Hedge, Quantity, Spoken, Stated, StatedRange};

use crate::wording::hedges::{before, behind};
use crate::wording::house_words::HouseWords;
use crate::wording::number::{read, read_signed, read_whole};
use crate::wording::quantifiers::{LEAST_COMMON, MOST_COMMON, bare, quantifier};
use crate::wording::stated_error::StatedError;

/// The names of the parts, from halves to tenths.
pub const PARTS: [(&str, &str); 9] = [
    ("half", "halves"),
    ("third", "thirds"),
    ("quarter", "quarters"),
    ("fifth", "fifths"),
    ("sixth", "sixths"),
    ("seventh", "sevenths"),
    ("eighth", "eighths"),
    ("ninth", "ninths"),
    ("tenth", "tenths"),
];

/// The wholes of which people say `nine out of ten` and mean a share.
const SPOKEN_WHOLES: [u64; 12] = [2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 100, 1000];

/// Words that tell how the writer sees a quantity, or that it is one.
const VIEWS: [&[&str]; 20] = [
    &["only"],
    &["merely"],
    &["a", "mere"],
    &["as", "many", "as"],
    &["as", "few", "as"],
    &["as", "much", "as"],
    &["as", "little", "as"],
    &["fully"],
    &["a", "full"],
    &["an", "estimated"],
    &["a", "total", "of"],
    &["an", "average", "of"],
    &["on", "average"],
    &["a", "mean", "of"],
    &["a", "score", "of"],
    &["a", "whopping"],
    &["somewhere"],
    &["anywhere"],
    &["a", "grand", "total", "of"],
    &["a", "combined"],
];

/// Words before the share of others than those who were spoken of: `the remaining 12%`, `a further quarter`.
const REST: [&[&str]; 6] =
    [&["the", "remaining"], &["the", "other"], &["a", "further"], &["an", "additional"], &["another"], &["remaining"]];

/// Words for those who are counted, that end a wording and say nothing of how many.
const COUNTED: [&[&str]; 19] = [
    &["of", "respondents"],
    &["of", "the", "respondents"],
    &["of", "all", "respondents"],
    &["of", "those", "surveyed"],
    &["of", "those", "asked"],
    &["of", "those", "questioned"],
    &["of", "those", "who", "answered"],
    &["of", "those", "who", "responded"],
    &["of", "those", "who", "replied"],
    &["of", "those", "who", "took", "part"],
    &["of", "those"],
    &["of", "people"],
    &["of", "participants"],
    &["of", "them"],
    &["respondents"],
    &["people"],
    &["participants"],
    &["in", "total"],
    &["in", "all"],
];

/// Reads the words in which a document states a figure.
pub fn parse_stated(text: &str) -> Result<Stated, StatedError> {
    parse_by(text, &HouseWords::default())
}

/// The same, where a house has declared what some of its words mean.
pub(super) fn parse_by(text: &str, house: &HouseWords) -> Result<Stated, StatedError> {
    let folded = folded(text);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let words = without_view(&words);
    if words.is_empty() {
        return Err(StatedError::Nothing);
    }
    match stated(words, text, house)? {
        Some(stated) => Ok(stated),
        None => match COUNTED.iter().find_map(|counted| words.strip_suffix(*counted)) {
            Some(rest) if !rest.is_empty() => {
                stated(rest, text, house)?.ok_or_else(|| StatedError::Unknown { text: text.to_owned() })
            }
            _ => Err(StatedError::Unknown { text: text.to_owned() }),
        },
    }
}

fn stated(words: &[&str], text: &str, house: &HouseWords) -> Result<Option<Stated>, StatedError> {
    let name = bare(words);
    if let Some(declared) = house.meaning(&name) {
        return Ok(Some(declared));
    }
    if let Some(quantifier) = quantifier(words) {
        return Ok(Some(Stated::Quantifier(quantifier)));
    }
    if MOST_COMMON.contains(&name.as_str()) {
        return Ok(Some(Stated::MostCommon));
    }
    if LEAST_COMMON.contains(&name.as_str()) {
        return Ok(Some(Stated::LeastCommon));
    }
    if let Some(range) = range(words, text)? {
        return Ok(Some(Stated::Between(range)));
    }
    if let Some(rest) = words.strip_prefix(&["all", "but"]) {
        return Ok(all_but(rest));
    }
    if let Some((count, base)) = count_of(words) {
        return if count <= base { Ok(Some(Stated::CountOf { count, base })) } else { Err(no_part(text)) };
    }
    let stated = bounded(words, text)?;
    Ok(stated.map(|(hedge, quantity)| match (hedge, quantity) {
        (None, quantity) => Stated::Exactly(quantity),
        // `exactly 25%` is 25% as published; `exactly half` is half, and nothing near it.
        (Some(Hedge::Exactly), quantity) if !matches!(quantity, Quantity::Part(_)) => Stated::Exactly(quantity),
        (Some(hedge), quantity) => Stated::Hedged { hedge, quantity },
    }))
}

/// The text in lower case, with straight quotes and a space for each hyphen that joins words or numbers.
pub(super) fn folded(text: &str) -> String {
    let lower = text.to_lowercase().replace(['\u{2018}', '\u{2019}'], "'");
    let is_dash =
        |each: char| matches!(each, '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2014}' | '\u{2212}');
    let mut folded = String::with_capacity(lower.len() + 4);
    for (at, each) in lower.char_indices() {
        let behind = lower[..at].chars().next_back();
        let ahead = lower[at + each.len_utf8()..].chars().next();
        let (letter, digit) = (char::is_alphabetic as fn(char) -> bool, |each: char| each.is_ascii_digit());
        match each {
            '%' => folded.push_str(" % "),
            '~' => folded.push_str(" ~ "),
            // `25pc` is a percentage.
            'p' if behind.is_some_and(digit) && is_percent(&lower[at..]) => folded.push_str(" p"),
            _ if !is_dash(each) => folded.push(each),
            _ if behind.is_some_and(letter) && ahead.is_some_and(letter) => folded.push(' '),
            // `1-in-4`, and `one-in-4`.
            _ if behind.is_some_and(digit) && ahead.is_some_and(letter) => folded.push(' '),
            _ if behind.is_some_and(letter) && ahead.is_some_and(digit) => folded.push(' '),
            // `91-92%`, `91%-92%` and `91 - 92%` are ranges; `-12` is a number.
            _ if behind.is_some_and(|each| digit(each) || each == '%') && ahead.is_some_and(digit) => {
                folded.push_str(" to ");
            }
            _ if behind == Some(' ') && ahead == Some(' ') => folded.push_str("to"),
            _ => folded.push('-'),
        }
    }
    folded
}

/// Whether a text begins with the abbreviation of per cent.
fn is_percent(text: &str) -> bool {
    text.strip_prefix("pc").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn no_part(text: &str) -> StatedError {
    StatedError::NoPart { text: text.to_owned() }
}

/// The words without those that tell how the writer sees it.
fn without_view<'w>(words: &'w [&'w str]) -> &'w [&'w str] {
    if before(words).is_some_and(|(_, rest)| !rest.is_empty()) {
        return words;
    }
    let view = VIEWS.iter().find_map(|view| words.strip_prefix(*view));
    let view = view.or_else(|| words.strip_prefix(&["just"]));
    let is_part = |rest: &[&str]| matches!(rest, [name] if PARTS.iter().any(|(part, _)| part == name));
    let rest = REST.iter().find_map(|rest| words.strip_prefix(*rest)).filter(|rest| !is_part(rest));
    let view = view.or(rest);
    match view {
        Some(rest) => without_view(rest),
        None => words,
    }
}

/// `between a third and almost half`, `from 91% to 92%`, `91 to 92%`; a bare number takes the percent sign of the other end.
fn range(words: &[&str], text: &str) -> Result<Option<StatedRange>, StatedError> {
    let (words, joint, is_said) = match words {
        ["between", rest @ ..] => (rest, "and", true),
        ["from", rest @ ..] => (rest, "to", true),
        _ => (words, "to", false),
    };
    for (at, _) in words.iter().enumerate().filter(|(_, word)| **word == joint) {
        let (Some(mut low), Some(high)) = (bounded(&words[..at], text)?, bounded(&words[at + 1..], text)?) else {
            continue;
        };
        if let ((_, Quantity::Number(number)), (_, Quantity::Percentage(_))) = (low, high) {
            low.1 = Quantity::Percentage(number);
        }
        return match StatedRange::new(low, high) {
            Some(range) => Ok(Some(range)),
            None => Err(StatedError::NoRange { text: text.to_owned() }),
        };
    }
    if is_said { Err(StatedError::Unknown { text: text.to_owned() }) } else { Ok(None) }
}

/// A quantity, hedged or not.
fn bounded(words: &[&str], text: &str) -> Result<Option<(Option<Hedge>, Quantity)>, StatedError> {
    if let Some((hedge, rest)) = before(words) {
        return Ok(quantity(rest, text)?.map(|quantity| (Some(hedge), quantity)));
    }
    match behind(words) {
        Some((hedge, rest)) => Ok(quantity(rest, text)?.map(|quantity| (Some(hedge), quantity))),
        None => Ok(quantity(words, text)?.map(|quantity| (None, quantity))),
    }
}

fn quantity(words: &[&str], text: &str) -> Result<Option<Quantity>, StatedError> {
    let words = words.strip_suffix(&["of"]).unwrap_or(words);
    if let [number @ .., "%" | "percent" | "pc"] | [number @ .., "per", "cent"] = words {
        return Ok(read(number).map(Quantity::Percentage));
    }
    if let [number @ .., "percentage" | "%", "point" | "points"] | [number @ .., "point" | "points" | "pp" | "pts"] =
        words
    {
        return Ok(read_signed(number).map(Quantity::Points));
    }
    if let Some((numerator, denominator, spoken)) = part(words) {
        return match (u32::try_from(numerator), u32::try_from(denominator)) {
            (Ok(numerator @ 1..), Ok(denominator)) if numerator < denominator => {
                Ok(Some(Quantity::Part(Fraction { numerator, denominator, spoken })))
            }
            _ => Err(no_part(text)),
        };
    }
    Ok(read_signed(words).map(Quantity::Number))
}

/// `half`, `a quarter`, `two thirds`, `one in six`, `3 in every 10`, `nine out of ten`.
fn part(words: &[&str]) -> Option<(u64, u64, Spoken)> {
    if let Some(at) = words.iter().position(|word| *word == "in") {
        let whole = words[at + 1..].strip_prefix(&["every"]).unwrap_or(&words[at + 1..]);
        return Some((read_whole(&words[..at])?, read_whole(whole)?, Spoken::In));
    }
    if let Some(at) = words.windows(2).position(|pair| pair == ["out", "of"]) {
        let whole = words[at + 2..].strip_prefix(&["every"]).unwrap_or(&words[at + 2..]);
        return Some((read_whole(&words[..at])?, read_whole(whole)?, Spoken::OutOf));
    }
    let (name, count) = words.split_last()?;
    let denominator = match *name {
        "fourth" | "fourths" => 4,
        name => 2 + PARTS.iter().position(|(part, parts)| *part == name || *parts == name)? as u64,
    };
    let numerator = match count {
        ["a" | "an"] => 1,
        [] if denominator == 2 => 1,
        rest if REST.contains(&rest) => 1,
        count => read_whole(count)?,
    };
    Some((numerator, denominator, Spoken::Part))
}

/// `one`, `two of the 12`.
fn all_but(words: &[&str]) -> Option<Stated> {
    let Some(at) = words.iter().position(|word| *word == "of") else { return read_whole(words).map(Stated::AllBut) };
    let (missing, base) = (read_whole(&words[..at])?, read_whole(without_article(&words[at + 1..]))?);
    Some(Stated::CountOf { count: base.checked_sub(missing)?, base })
}

/// `10 of 16`, `55 out of the 56`, `37 out of 80`, `all 12`, `all of the 12`, `each of the 12`, `none of 12`, `both`.
fn count_of(words: &[&str]) -> Option<(u64, u64)> {
    match words.strip_suffix(&["of"]).unwrap_or(words) {
        ["both"] => return Some((2, 2)),
        ["neither"] => return Some((0, 2)),
        _ => {}
    }
    if let ["all" | "each", rest @ ..] = words {
        let base = read_whole(without_article(rest.strip_prefix(&["of"]).unwrap_or(rest)))?;
        return Some((base, base));
    }
    let at = words.iter().position(|word| *word == "of")?;
    let (named, whole) = (words[at + 1..].first() == Some(&"the"), without_article(&words[at + 1..]));
    let base = read_whole(whole)?;
    let out_of = words[..at].strip_suffix(&["out"]);
    let count = match out_of.unwrap_or(&words[..at]) {
        ["none"] | ["not", "one"] => 0,
        count => read_whole(count)?,
    };
    // Nine out of ten are a share; 37 out of 80, and 9 out of the 10, a count of those who were asked.
    let is_share = out_of.is_some() && !named && SPOKEN_WHOLES.contains(&base) && 0 < count && count < base;
    (!is_share).then_some((count, base))
}

fn without_article<'w>(words: &'w [&'w str]) -> &'w [&'w str] {
    words.strip_prefix(&["the"]).unwrap_or(words)
}
