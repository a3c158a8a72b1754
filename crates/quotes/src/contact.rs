//! E-mail addresses, telephone numbers and postcodes in a text.

use std::ops::Range;

/// The fewest digits of a telephone number.
const LEAST_DIGITS: usize = 7;

/// E-mail addresses.
pub(crate) fn emails(text: &str) -> Vec<Range<usize>> {
    let of_name = |each: char| each.is_alphanumeric() || "._%+-'\u{2019}".contains(each);
    let of_host = |each: char| each.is_alphanumeric() || ".-".contains(each);
    let found = text.match_indices('@').filter_map(|(at, _)| {
        let name = text[..at].chars().rev().take_while(|each| of_name(*each)).map(char::len_utf8).sum::<usize>();
        let host = text[at + 1..].chars().take_while(|each| of_host(*each)).map(char::len_utf8).sum::<usize>();
        let host = text[at + 1..at + 1 + host].trim_end_matches(['.', '-']);
        (name > 0 && host.contains('.')).then_some(at - name..at + 1 + host.len())
    });
    found.collect()
}

/// Telephone numbers: so many digits, with what people write between them. Years and dates are none, nor are sums of money.
pub(crate) fn telephones(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(start) = text[rest..].find(|each: char| each.is_ascii_digit() || each == '+').map(|at| at + rest) {
        let within = |each: char| each.is_ascii_digit() || " \u{a0}()-./\u{2013}+".contains(each);
        let long = text[start..].chars().take_while(|each| within(*each)).map(char::len_utf8).sum::<usize>();
        let candidate = &text[start..start + long];
        let end = candidate.rfind(|each: char| each.is_ascii_digit()).map_or(start + 1, |last| start + last + 1);
        let from = if text[..start].ends_with('(') { start - 1 } else { start };
        if is_telephone(&text[..from], &text[start..end]) {
            found.push(from..end);
        }
        rest = end;
    }
    found
}

fn is_telephone(before: &str, number: &str) -> bool {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let groups: Vec<&str> =
        number.split(|each: char| !each.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let is_year = |group: &&str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    // 2017-04-06, 06/04/2017, 2017/2018, 2015 2016 2017.
    let is_date = groups.iter().any(is_year) && groups.iter().all(|group| is_year(group) || group.len() <= 2);
    // £1 000 000
    let is_sum = before.trim_end().ends_with(['£', '$', '€', '¥']);
    let is_decimal = groups.len() == 2 && number.contains('.') && !number.starts_with('0') && digits < 10;
    let continues = before.ends_with(|each: char| each.is_alphanumeric() || each == ',');
    digits >= LEAST_DIGITS && !is_date && !is_sum && !is_decimal && !continues
}

/// Postcodes as they are written in the United Kingdom and in Canada, and ZIP codes behind a state.
pub(crate) fn postcodes(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut is_start = true;
    for (at, each) in text.char_indices() {
        let starts_here = is_start && each.is_ascii_alphabetic() && found.last().is_none_or(|last| last.end <= at);
        is_start = !each.is_alphanumeric();
        if !starts_here {
            continue;
        }
        let longest = SHAPES.iter().filter_map(|shape| matched(&text[at..], shape)).max();
        found.extend(longest.map(|length| at..at + length));
    }
    found
}

/// `a` is a letter, `A` a capital, `9` a digit, a space one or none, `_` a space that must be there; anything else is itself.
const SHAPES: [&str; 9] =
    ["a9 9aa", "a99 9aa", "aa9 9aa", "aa99 9aa", "a9a 9aa", "aa9a 9aa", "a9a 9a9", "AA_99999", "AA_99999-9999"];

/// How long what begins here is, if it has this shape and ends where a word ends.
fn matched(text: &str, shape: &str) -> Option<usize> {
    let mut rest = text.char_indices().peekable();
    for wanted in shape.chars() {
        let next = rest.peek().map(|(_, each)| *each);
        let fits = match wanted {
            'a' => next.is_some_and(|each| each.is_ascii_alphabetic()),
            'A' => next.is_some_and(|each| each.is_ascii_uppercase()),
            '9' => next.is_some_and(|each| each.is_ascii_digit()),
            ' ' if next != Some(' ') => continue,
            '_' => next == Some(' '),
            other => next == Some(other),
        };
        if !fits {
            return None;
        }
        rest.next();
    }
    let end = rest.peek().map_or(text.len(), |(at, _)| *at);
    rest.next().is_none_or(|(_, each)| !each.is_alphanumeric()).then_some(end)
}
