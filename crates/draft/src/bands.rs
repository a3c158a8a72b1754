//! Bands: ages, incomes, sizes, lengths of time, by the numbers that their labels begin with.

use crate::language::Bands;
use crate::lexicon::{english, has, languages};
use crate::text::fold;

/// Before all bands that begin with a number.
const BELOW_ALL: f64 = -0.5;
/// How far "under 20" is before "20": a share of the number.
const A_LITTLE: f64 = 1e-6;

/// By the numbers at the beginnings of labels: ages, incomes, sizes, lengths of time.
pub(crate) fn bands(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    let known = &english().bands;
    let texts: Vec<String> = labels.iter().map(|label| in_digits(&with_ascii_digits(&fold(label)))).collect();
    let texts = if has_points_between_thousands(&texts) { without_points(&texts) } else { texts };
    let is_said = |word: &str| texts.iter().any(|text| text.contains(word));
    let units = known.unit.iter().filter(|unit| is_said(&unit.word)).count() + usize::from(is_said(&known.years));
    let mixed_units = units > 1;
    let values: Vec<Option<f64>> = texts.iter().map(|text| band(text, mixed_units)).collect();
    let count = values.iter().flatten().count();
    (count >= 2 && count * 10 >= labels.len() * 7).then_some(values)
}

/// Whether a folded word is one that bands are told with: a unit, `more`, `under`.
pub(crate) fn is_word_of_bands(word: &str) -> bool {
    let known = &english().bands;
    let phrases = [&known.below_before, &known.below_behind, &known.above_before, &known.above_behind, &known.nothing];
    let is_within = |phrase: &String| phrase.split_whitespace().any(|each| each == word);
    word.starts_with(known.years.as_str())
        || known.unit.iter().any(|unit| word.starts_with(unit.word.as_str()))
        || phrases.into_iter().flatten().any(is_within)
}

/// The same with the digits of other scripts as those of ASCII: Arabic, Persian, Hindi, and wide ones.
fn with_ascii_digits(text: &str) -> String {
    const NOUGHTS: [u32; 4] = [0x660, 0x6f0, 0x966, 0xff10];
    let digit =
        |each: char| NOUGHTS.iter().find_map(|nought| u32::from(each).checked_sub(*nought).filter(|digit| *digit < 10));
    text.chars().map(|each| digit(each).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(each)).collect()
}

/// Numbers written as words in digits: `six months to a year` is `6 months to 1 year`.
fn in_digits(text: &str) -> String {
    let numbers = &english().numbers;
    let bands = &english().bands;
    let is_unit = |word: &str| word == bands.years || bands.unit.iter().any(|unit| unit.word == word);
    let words: Vec<&str> = text.split(' ').collect();
    let digits = |at: usize| {
        let word = words[at];
        let is_one = has(&numbers.articles, word) && words.get(at + 1).is_some_and(|next| is_unit(next));
        let number = numbers.words.iter().position(|number| number == word).filter(|number| *number > 0);
        number.or(is_one.then_some(1))
    };
    let written = (0..words.len()).map(|at| digits(at).map_or(words[at].to_owned(), |number| number.to_string()));
    written.collect::<Vec<_>>().join(" ")
}

/// The lower end of an interval as programs cut numbers into: `(19,39]`, `[60, inf)`, `(-inf,5)`.
fn interval(text: &str) -> Option<f64> {
    let inner = text.strip_prefix(['(', '['])?.strip_suffix([')', ']'])?;
    let (low, high) = inner.split_once(',').or_else(|| inner.split_once(';'))?;
    let end = |text: &str| match text.trim().trim_start_matches('+') {
        "inf" | "∞" => Some(f64::INFINITY),
        "-inf" | "-∞" => Some(f64::NEG_INFINITY),
        number => number.parse::<f64>().ok(),
    };
    let (low, high) = (end(low)?, end(high)?);
    (low <= high).then_some(low)
}

/// The number that a folded label begins with, a little less below it and a little more above it.
fn band(text: &str, mixed_units: bool) -> Option<f64> {
    let known = &english().bands;
    if has(&known.nothing, text) {
        return Some(BELOW_ALL);
    }
    if let Some(low) = interval(text) {
        return Some(low);
    }
    let at = text.find(|each: char| each.is_ascii_digit())?;
    let before = &text[..at];
    if before.split_whitespace().count() > 4 || before.len() > 24 {
        return None;
    }
    let (number, behind) = leading_number(&text[at..])?;
    let mut value = number * multiple(behind);
    if mixed_units {
        value *= unit_behind(behind).unwrap_or(1.0);
    }
    let after = behind.trim_start();
    let is_any = |texts: &[String], place: &str| texts.iter().any(|text| place.contains(text.as_str()));
    let step = value.abs().max(1.0) * A_LITTLE;
    let any = |says: &dyn Fn(&Bands) -> bool| languages().iter().any(|language| says(&language.bands));
    let ends = |texts: &[String]| texts.iter().any(|end| text.ends_with(end.as_str()));
    if any(&|words| is_any(&words.below_before, before) || ends(&words.below_behind)) {
        value -= step;
    } else if after.starts_with('+')
        || any(&|words| is_any(&words.above_before, before) || is_any(&words.above_behind, after))
    {
        value += step;
    }
    Some(value)
}

/// The three digits behind each point between digits.
fn behind_points(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_digit = |text: &str, at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let points = text.match_indices('.').map(|(at, _)| at);
    points.filter(move |at| *at > 0 && is_digit(text, at - 1) && is_digit(text, at + 1)).map(|at| {
        let (before, behind) = (&text[..at], &text[at + 1..]);
        let whole = before.rfind(|each: char| !each.is_ascii_digit()).map_or(before, |end| before[end..].trim_start());
        let digits = behind.find(|each: char| !each.is_ascii_digit()).map_or(behind, |end| &behind[..end]);
        (whole, digits)
    })
}

/// Whether each point between digits has thousands before it: `1.000 - 1.999`.
fn has_points_between_thousands(texts: &[String]) -> bool {
    let mut points = texts.iter().flat_map(|text| behind_points(text)).peekable();
    points.peek().is_some() && points.all(|(whole, digits)| digits.len() == 3 && whole.len() <= 3 && whole != "0")
}

fn without_points(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| text.replace('.', "")).collect()
}

/// The unit that stands first behind a number, in years: that of its own end of `1 week to 1 month`.
fn unit_behind(behind: &str) -> Option<f64> {
    let known = &english().bands;
    let years = behind.find(&known.years).map(|at| (at, 1.0));
    let units = known.unit.iter().filter_map(|unit| behind.find(&unit.word).map(|at| (at, unit.years)));
    units.chain(years).min_by_key(|(at, _)| *at).map(|(_, years)| years)
}

/// A number with signs between its thousands, and what is behind it.
fn leading_number(text: &str) -> Option<(f64, &str)> {
    let mut digits = String::new();
    let mut rest = text;
    while let Some(each) = rest.chars().next() {
        let next_is_digit = rest[each.len_utf8()..].starts_with(|next: char| next.is_ascii_digit());
        match each {
            '0'..='9' => digits.push(each),
            '.' if next_is_digit && !digits.contains('.') => digits.push('.'),
            ',' | '\'' if next_is_digit => {}
            ' ' if begins_with_thousands(&rest[1..]) && (1..=3).contains(&digits.len()) => {}
            _ => break,
        }
        rest = &rest[each.len_utf8()..];
    }
    Some((digits.parse().ok()?, rest))
}

/// Whether three digits stand first, as behind the blank of `25 000`.
fn begins_with_thousands(text: &str) -> bool {
    text.chars().take_while(char::is_ascii_digit).count() == 3
}

/// What a number is multiplied by for what is behind it: `40k`, `2 million`; in `40-75k` the upper end has it for both.
fn multiple(behind: &str) -> f64 {
    let known = &english().bands;
    let after = behind.trim_start();
    let upper = after.strip_prefix(['-', '~']).or_else(|| after.strip_prefix(known.to.as_str())).unwrap_or(behind);
    let upper =
        upper.trim_start_matches(|each: char| each.is_ascii_digit() || matches!(each, ' ' | '$' | '.' | '€' | '£'));
    let sign = if upper.starts_with(['k', 'm']) { upper } else { behind };
    let is_alone = |letter: char| sign.strip_prefix(letter).is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
    if is_alone('k') || after.starts_with(&known.thousand) {
        1e3
    } else if is_alone('m') || after.starts_with(&known.million) {
        1e6
    } else {
        1.0
    }
}
