//! Bands: ages, incomes, sizes, lengths of time, by the numbers that their labels begin with.

use crate::text::fold;

/// By the numbers at the beginnings of labels: ages, incomes, sizes, lengths of time.
pub(crate) fn bands(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    let texts: Vec<String> = labels.iter().map(|label| in_digits(&fold(label))).collect();
    let units =
        ["month", "week", "day", "hour", "minute"].iter().any(|unit| texts.iter().any(|text| text.contains(unit)))
            && texts.iter().any(|text| text.contains("year"));
    let values: Vec<Option<f64>> = texts.iter().map(|text| band(text, units)).collect();
    let known = values.iter().flatten().count();
    (known >= 2 && known * 10 >= labels.len() * 7).then_some(values)
}

/// Numbers written as words in digits: `six months to a year` is `6 months to 1 year`.
fn in_digits(text: &str) -> String {
    const NUMBERS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    const UNITS: [&str; 5] = ["year", "month", "week", "day", "hour"];
    let words: Vec<&str> = text.split(' ').collect();
    let digits = |at: usize| {
        let word = words[at];
        let is_one = matches!(word, "a" | "an") && words.get(at + 1).is_some_and(|next| UNITS.contains(next));
        (1..).zip(NUMBERS).find(|(_, known)| *known == word).map(|(number, _)| number).or(is_one.then_some(1))
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
    if matches!(text, "none" | "zero" | "never" | "no" | "nobody" | "nothing" | "0") {
        return Some(-0.5);
    }
    if let Some(low) = interval(text) {
        return Some(low);
    }
    let at = text.find(|each: char| each.is_ascii_digit())?;
    let before = &text[..at];
    if before.split_whitespace().count() > 4 || before.len() > 24 {
        return None;
    }
    let mut digits = String::new();
    let mut rest = &text[at..];
    while let Some(each) = rest.chars().next() {
        let next_is_digit = rest[each.len_utf8()..].starts_with(|next: char| next.is_ascii_digit());
        match each {
            '0'..='9' => digits.push(each),
            '.' if next_is_digit && !digits.contains('.') => digits.push('.'),
            ',' | '\'' if next_is_digit => {}
            _ => break,
        }
        rest = &rest[each.len_utf8()..];
    }
    let mut value: f64 = digits.parse().ok()?;
    let end = rest;
    let after = end.trim_start();
    // `40-75k`: the unit of the upper end is that of the lower one.
    let upper = after.strip_prefix(['-', '~']).or_else(|| after.strip_prefix("to ")).unwrap_or(rest);
    let upper =
        upper.trim_start_matches(|each: char| each.is_ascii_digit() || matches!(each, ' ' | '$' | '.' | '€' | '£'));
    let rest = if upper.starts_with(['k', 'm']) { upper } else { rest };
    if rest.starts_with('k') && !rest[1..].starts_with(char::is_alphabetic) || after.starts_with("thousand") {
        value *= 1e3;
    } else if after.starts_with("million") || (rest.starts_with('m') && !rest[1..].starts_with(char::is_alphabetic)) {
        value *= 1e6;
    }
    if mixed_units {
        value *= [("month", 1.0 / 12.0), ("week", 1.0 / 52.0), ("day", 1.0 / 365.0), ("hour", 1.0 / 8760.0)]
            .iter()
            .find(|(unit, _)| text.contains(unit))
            .map_or(1.0, |(_, factor)| *factor);
    }
    let is_any = |texts: &[&str], place: &str| texts.iter().any(|text| place.contains(text));
    let step = value.abs().max(1.0) * 1e-6;
    if is_any(&["less than", "under", "below", "up to", "<", "fewer than", "at most"], before)
        || ["or less", "or under", "or younger", "and under", "or fewer", "or below"]
            .iter()
            .any(|end| text.ends_with(end))
    {
        value -= step;
    } else if is_any(&["more than", "over", "above", ">", "at least"], before)
        || after.starts_with('+')
        || ["or more", "or over", "and over", "and up", "or older", "or above", "and above", "and older"]
            .iter()
            .any(|end| after.contains(end))
    {
        value += step;
    }
    Some(value)
}
