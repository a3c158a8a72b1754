//! Values of an earlier wave or of another survey: `up from 33% in 2018`, `29% last year`, `84% from the PSF survey`.
//!
//! The figures of this survey say nothing of them, so that none may be taken for one of theirs.

use crate::changes::is_change;
use crate::respondents::bare;
use crate::value::Value;

/// What a document says of itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnTitle {
    /// The words of its title, in small letters.
    words: Vec<String>,
    /// The last year that its title names.
    year: Option<u32>,
}

impl OwnTitle {
    pub(crate) fn of(title: &str) -> Self {
        let words: Vec<String> = title.split_whitespace().map(bare).collect();
        let year = words.iter().filter_map(|word| year(word)).max();
        Self { words, year }
    }
}

/// Whether a value is of an earlier time or of another survey, by the words around it.
pub(crate) fn is_elsewhere(words: &[&str], values: &[Value], place: usize, itself: &OwnTitle) -> bool {
    let value = &values[place];
    let from = place.checked_sub(1).map_or(0, |before| values[before].last + 1);
    let to = values.get(place + 1).map_or(words.len(), |next| next.first);
    let before = &words[from..value.first];
    let ahead = if ends_clause(words[value.last]) { &[][..] } else { clause(&words[value.last + 1..to]) };
    let later = own_year(words, itself);
    let is_earlier_year = |word: &str| year(&bare(word)).is_some_and(|year| later.is_some_and(|later| year < later));
    let is_time = |words: &[&str]| is_earlier_time(words, &is_earlier_year);
    is_start_of_change(words, value, before, ahead, &is_earlier_year)
        || is_of_time(ahead, &is_time)
        || is_behind_time(before, place == 0, &is_time)
        || is_of_other_survey(ahead, itself)
}

/// The year that values are of where nothing else is said: that of the document, or the last that the sentence names beside another.
fn own_year(words: &[&str], itself: &OwnTitle) -> Option<u32> {
    itself.year.or_else(|| words.iter().filter_map(|word| year(&bare(word))).max())
}

fn year(word: &str) -> Option<u32> {
    word.trim_end_matches("'s").trim_end_matches("\u{2019}s").parse().ok().filter(|year| (1900..=2100).contains(year))
}

fn ends_clause(word: &str) -> bool {
    word.ends_with([',', ';', '.', ':', ')', '!', '?'])
}

/// The words up to the end of a clause.
fn clause<'w, 's>(words: &'w [&'s str]) -> &'w [&'s str] {
    let end = words.iter().position(|word| ends_clause(word)).map_or(words.len(), |last| last + 1);
    &words[..end]
}

/// `up from 33%`, `rose from 31% to 36%`; not `from 12% of the young to 45% of the old`.
fn is_start_of_change(
    words: &[&str],
    value: &Value,
    before: &[&str],
    ahead: &[&str],
    is_earlier_year: &dyn Fn(&str) -> bool,
) -> bool {
    let own = words[value.first..=value.last].iter().map(|word| bare(word)).take(2).collect::<Vec<_>>();
    let says_from = matches!(own.as_slice(), [direction, from] if is_direction(direction) && from == "from");
    let is_led = before.last().is_some_and(|last| bare(last) == "from") && is_change(before);
    let is_of_group = bare(words[value.last]) == "of"
        || ahead.first().is_some_and(|first| {
            matches!(bare(first).as_str(), "of" | "among" | "for" | "in" | "at" | "by")
                && !ahead.iter().any(|word| is_earlier_year(word))
        });
    (says_from || is_led) && !is_of_group
}

fn is_direction(word: &str) -> bool {
    matches!(word, "up" | "down" | "rising" | "falling")
}

/// Whether words begin with an earlier time: `last year`, `the previous wave`, `in 2018`, `a year ago`.
fn is_earlier_time(words: &[&str], is_earlier_year: &dyn Fn(&str) -> bool) -> Option<usize> {
    let bare: Vec<String> = words
        .iter()
        .take(4)
        .map(|word| bare(word).trim_end_matches("'s").trim_end_matches("\u{2019}s").to_owned())
        .collect();
    let bare: Vec<&str> = bare.iter().map(String::as_str).collect();
    let is_wave = |word: &str| {
        matches!(
            word,
            "year" | "wave" | "survey" | "poll" | "time" | "study" | "edition" | "quarter" | "month" | "round"
        )
    };
    match bare.as_slice() {
        ["in", "the", "previous" | "preceding" | "prior", wave, ..] if is_wave(wave) => Some(4),
        ["the", "previous" | "preceding" | "prior" | "year", wave, ..] if is_wave(wave) || *wave == "before" => Some(3),
        ["a" | "one" | "two", "year" | "years", "ago" | "earlier" | "before", ..] => Some(3),
        ["in" | "since", _, ..] if words.get(1).is_some_and(|word| is_earlier_year(word)) => Some(2),
        ["in", "the", ..] if words.get(2).is_some_and(|word| is_earlier_year(word)) => Some(3),
        ["last" | "previous", wave, ..] if is_wave(wave) => Some(2),
        ["the", _, wave, ..] if words.get(1).is_some_and(|word| is_earlier_year(word)) && is_wave(wave) => Some(3),
        _ => None,
    }
}

/// `29% last year`, `28 users in 2012`: not `more than last year`.
fn is_of_time(ahead: &[&str], is_time: &dyn Fn(&[&str]) -> Option<usize>) -> bool {
    const COMPARING: [&str; 12] =
        ["than", "to", "with", "from", "since", "as", "over", "like", "in", "the", "compared", "on"];
    let Some(at) = (0..ahead.len().min(4)).find(|at| is_time(&ahead[*at..]).is_some()) else { return false };
    !ahead[..at].iter().any(|word| COMPARING.contains(&bare(word).as_str()))
}

/// `last year's 29%`, `than last year, which had about 260`, and `In 2018, 31% did` at the beginning of a sentence.
fn is_behind_time(before: &[&str], is_first: bool, is_time: &dyn Fn(&[&str]) -> Option<usize>) -> bool {
    const FILLING: [&str; 20] = [
        "which",
        "had",
        "was",
        "were",
        "saw",
        "when",
        "it",
        "about",
        "received",
        "got",
        "at",
        "the",
        "there",
        "with",
        "only",
        "that",
        "gather",
        "gathered",
        "collected",
        "counted",
    ];
    if is_first && is_time(before).is_some() {
        return true;
    }
    (0..before.len()).any(|at| {
        let Some(length) = is_time(&before[at..]) else { return false };
        let rest = before.get(at + length..).unwrap_or_default();
        let is_said_so =
            before.get(at + length - 1).is_some_and(|word| word.ends_with("'s") || word.ends_with("\u{2019}s"));
        (is_said_so || !rest.is_empty()) && rest.iter().all(|word| FILLING.contains(&bare(word).as_str()))
    })
}

/// `84% from the PSF survey`, `23% of respondents to its Sleep in America poll`; not a name that the title has.
fn is_of_other_survey(ahead: &[&str], itself: &OwnTitle) -> bool {
    let is_survey = |word: &&str| matches!(bare(word).as_str(), "survey" | "poll" | "study" | "census" | "barometer");
    let Some(end) = ahead.iter().position(is_survey) else { return false };
    let Some(start) =
        ahead[..end].iter().rposition(|word| matches!(bare(word).as_str(), "the" | "its" | "their" | "a"))
    else {
        return false;
    };
    let names: Vec<&&str> =
        ahead[start + 1..end].iter().filter(|word| word.starts_with(|first: char| first.is_uppercase())).collect();
    let is_led = start.checked_sub(1).is_some_and(|at| matches!(bare(ahead[at]).as_str(), "from" | "to" | "in" | "by"));
    is_led && !names.is_empty() && !names.iter().any(|name| itself.words.contains(&bare(name)))
}

#[cfg(test)]
mod tests {
    use crate::document_file::read_document;
    use crate::statement::find_statements;
    use topline_plan::wording::HouseWords;

    /// The values of a sentence that are of another time or survey.
    fn elsewhere(sentence: &str) -> Vec<String> {
        let text = format!("The 2019 Village Survey\n\n{sentence}");
        let text = read_document("a.md", text.as_bytes()).expect("a text");
        let statements = find_statements(&text, &HouseWords::default());
        statements.into_iter().filter(|each| each.is_elsewhere).map(|each| each.words).collect()
    }

    fn check(sentence: &str, expect: &[&str]) {
        assert_eq!(elsewhere(sentence), expect, "{sentence}");
    }

    #[test]
    fn earlier_times_are_told() {
        check("Some 42% walk to work, up from 33% in 2018.", &["up from 33%"]);
        check("Walking rose from 31% to 36%.", &["31%"]);
        check("Almost half (47%) walk, a jump from 29% last year.", &["29%"]);
        check("Those who walk are 58%, compared with 54% the previous year.", &["54%"]);
        check("There are 24 walkers (28 in 2017).", &["28"]);
        check("We had 240 answers (fewer than last year, which had about 260).", &["about 260"]);
        check("In 2018, 31% of people walked.", &["31% of people"]);
        check("It is 36%, against last year's 31%.", &["31%"]);
    }

    #[test]
    fn other_surveys_are_told() {
        check("Some 90% speak it, compared with 84% from the Town Council survey.", &["84%"]);
        check("It found that 23 percent of respondents to its Sleep in Towns poll do.", &["23 percent of respondents"]);
        check("Some 90% of respondents to the Village survey speak it.", &[""; 0]);
    }

    #[test]
    fn other_values_are_of_this_survey() {
        for sentence in [
            "In 2019, 65% of respondents walked.",
            "It rises from 12% of the young to 45% of the old.",
            "It ranges from 12% to 45%.",
            "More walk than last year: 36%.",
            "Some 36% have walked in the last year.",
            "Some 36% walk more than last year.",
            "Of those who came from abroad, 12% walk.",
        ] {
            check(sentence, &[""; 0]);
        }
    }
}
