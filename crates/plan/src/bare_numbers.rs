//! Numbers in the prose of a bulletin that are no figures of the run: nobody would notice if the data changed.
//!
//! Passed over are: what stands between braces, code, the targets of links, the number that a heading begins with, years and dates, times,
//! ordinals, ages, numbers that belong to a word (`Q1`, `table 2`), and those of a list.

use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{PlanText, month_named};

use crate::faults::BulletinFault;
use crate::problem::Problem;

/// Words whose number is a name.
const NAMED: [&str; 26] = [
    "table",
    "tables",
    "figure",
    "figures",
    "question",
    "questions",
    "section",
    "chapter",
    "page",
    "pages",
    "part",
    "wave",
    "waves",
    "phase",
    "annex",
    "appendix",
    "version",
    "note",
    "step",
    "age",
    "aged",
    "ages",
    "year",
    "level",
    "group",
    "item",
];

/// The numbers of the pipeline's bulletin that are no figures, each with its place.
#[must_use]
pub fn bulletin_warnings(bulletin: &PlanText) -> Vec<Problem> {
    let source = Arc::new(NamedSource::new(&bulletin.name, bulletin.text.clone()));
    let problem = |range: Range<usize>| {
        let number = bulletin.text[range.clone()].to_owned();
        Problem::new(&source, Some(range), BulletinFault::BareNumber { number })
    };
    bare_numbers(&bulletin.text).into_iter().map(problem).collect()
}

/// The numbers of a text that are no figures.
fn bare_numbers(text: &str) -> Vec<Range<usize>> {
    let prose = prose(text);
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(start) = prose[rest..].find(|each: char| each.is_ascii_digit()).map(|at| at + rest) {
        let within = |(at, each): &(usize, char)| {
            each.is_ascii_digit()
                || (matches!(each, '.' | ',' | '/' | ':' | '-' | '\u{2013}')
                    && prose[start + at + each.len_utf8()..].starts_with(|next: char| next.is_ascii_digit()))
        };
        let long = prose[start..].char_indices().take_while(within).map(|(_, each)| each.len_utf8()).sum::<usize>();
        let end = start + long;
        if !is_passed_over(&prose, start..end) {
            let sign = prose[end..].starts_with('%');
            found.push(start..end + usize::from(sign));
        }
        rest = end;
    }
    found
}

/// The text with spaces, as many bytes, for what is no prose.
fn prose(text: &str) -> String {
    let mut prose = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '`', '<', '(']) {
        prose.push_str(&rest[..at]);
        let inside = &rest[at..];
        let long = match inside.as_bytes()[0] {
            b'{' if inside.starts_with("{{") => 2,
            b'{' => length(inside, "}"),
            b'`' if inside.starts_with("```") => inside[3..].find("```").map_or(inside.len(), |end| end + 6),
            b'`' => length(&inside[1..], "`") + 1,
            b'<' if inside.starts_with("<!--") => inside.find("-->").map_or(inside.len(), |end| end + 3),
            // The target of a link.
            b'(' if prose.ends_with(']') => length(inside, ")"),
            _ => 1,
        };
        let long = long.min(inside.len());
        if long == 1 {
            prose.push_str(&inside[..1]);
        } else {
            prose.extend(inside[..long].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        }
        rest = &inside[long..];
    }
    prose + rest
}

/// How long a text is up to this end and with it; one where its line has none.
fn length(text: &str, end: &str) -> usize {
    text.lines().next().and_then(|line| line.find(end)).map_or(1, |at| at + end.len())
}

fn is_passed_over(prose: &str, range: Range<usize>) -> bool {
    let (number, before, after) = (&prose[range.clone()], &prose[..range.start], &prose[range.end..]);
    let line = before.rsplit('\n').next().unwrap_or_default();
    let is_first = line.trim_start_matches(['#', ' ', '>', '\t']).is_empty();
    let is_of_list = is_first && after.starts_with(['.', ')']) && !after.starts_with(".\n");
    let is_of_heading = is_first && line.trim_start().starts_with('#') && !after.starts_with('%');
    let is_joined = before.ends_with(|each: char| each.is_alphanumeric() || each == '_')
        || after.starts_with(|each: char| each.is_alphabetic() || each == '_');
    let word_before = last_word(before);
    let word_after = after.trim_start().split(|each: char| !each.is_alphabetic()).next().unwrap_or_default();
    let is_share = after.starts_with('%') || word_after.eq_ignore_ascii_case("per");
    let is_named = !is_share && NAMED.contains(&word_before.to_lowercase().as_str());
    is_of_list || is_of_heading || is_joined || is_named || (!is_share && is_date(number, &word_before, word_after))
}

/// The word in front; of `aged 18 to 34` that in front of the first number.
fn last_word(before: &str) -> String {
    let words: Vec<&str> = before
        .split(|each: char| each.is_whitespace() || "(,;:".contains(each))
        .filter(|word| !word.is_empty())
        .collect();
    match words.as_slice() {
        [.., word, number, "to" | "and" | "or"] if number.chars().all(|each| each.is_ascii_digit()) => {
            (*word).to_owned()
        }
        [.., word] => (*word).to_owned(),
        [] => String::new(),
    }
}

/// Whether it is a year, a day of a month, or a time.
fn is_date(number: &str, before: &str, after: &str) -> bool {
    let groups: Vec<&str> = number.split(|each: char| !each.is_ascii_digit()).collect();
    let is_year = |group: &str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    let has_year = is_year(groups[0]) || groups.last().is_some_and(|last| is_year(last));
    let is_plain = !number.contains([',', '.']);
    let is_month = |word: &str| month_named(word).is_some() || word.eq_ignore_ascii_case("sept");
    let is_day = groups.iter().all(|group| group.len() <= 2) && (is_month(after) || is_month(before));
    let is_time =
        number.contains(':') && groups.len() <= 3 && groups.iter().all(|group| group.len() == 2 || group.len() == 1);
    (is_plain && (has_year || is_day)) || is_time
}

#[cfg(test)]
mod tests {
    use super::bare_numbers;

    fn check(text: &str, expect: &[&str]) {
        let found: Vec<&str> = bare_numbers(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn numbers_in_prose_are_found() {
        check("Some 91% of 1,072 agree, and 4.5 do not.", &["91%", "1,072", "4.5"]);
        check("# 91% say yes\n\n- 12 councils\n- of 3.\n", &["91%", "12", "3"]);
        check("{a} of 152; {{ 7 }} and é 8", &["152", "7", "8"]);
        check("between 12 and 30 per cent", &["12", "30"]);
        check("May 91% agreed, table 3%", &["91%", "3%"]);
        check("12 markets, 3 decades and 20 mayors; marked 45", &["12", "3", "20", "45"]);
    }

    #[test]
    fn dates_and_names_are_no_figures() {
        for text in [
            "in 2017, 2016-17 and 2015/16; from 6 April to 11 May 2017; on June 8, at 10:30; 3 Jan, 4 Sept",
            "# 3 Governance\n\n## 3.1 Who\n\n1. first\n2) second\n",
            "{pct(a)} and {\"152\"} `7` [x](http://a/12) <!-- 12 -->",
            "Q1a, table 2, Question 5, the 1st and 2nd wave 3, COVID19, 16_b",
            "Of men aged 18 to 34, ages 16-24, aged 65",
            "```\n12 of 13\n```\n",
        ] {
            check(text, &[]);
        }
    }
}
