//! Whether a value is one that a survey can have: not a date, a sum of money, a duration, the number of a page.

use topline_plan::wording::{HEDGES, LEAST_COMMON, MOST_COMMON, QUANTIFIERS};
use topline_survey::{Hedge, Quantifier, Quantity, Stated};

/// Words for times, money and measures: a number before one is no count of respondents.
const MEASURES: [&str; 44] = [
    "year",
    "years",
    "month",
    "months",
    "week",
    "weeks",
    "day",
    "days",
    "hour",
    "hours",
    "minute",
    "minutes",
    "am",
    "pm",
    "million",
    "billion",
    "trillion",
    "bn",
    "m",
    "pounds",
    "dollars",
    "euros",
    "pence",
    "km",
    "miles",
    "times",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "ways",
    "things",
    "key",
    "main",
    "steps",
    "points",
];

/// Words before a number that is a name.
const NAMES: [&str; 26] = [
    "page",
    "pages",
    "figure",
    "fig",
    "table",
    "chart",
    "question",
    "section",
    "chapter",
    "appendix",
    "annex",
    "line",
    "step",
    "phase",
    "version",
    "paragraph",
    "wave",
    "number",
    "no",
    "tel",
    "t",
    "cabinet",
    "episode",
    "day",
    "since",
    "until",
];

/// Words for those who answer.
const PEOPLE: &[&str] = &[
    "respondent",
    "respondents",
    "people",
    "person",
    "persons",
    "participants",
    "participant",
    "interviewee",
    "interviewees",
    "interviews",
    "interview",
    "men",
    "women",
    "adults",
    "children",
    "organisations",
    "organizations",
    "councils",
    "councillors",
    "authorities",
    "schools",
    "companies",
    "businesses",
    "firms",
    "employees",
    "staff",
    "members",
    "users",
    "customers",
    "households",
    "responses",
    "answers",
    "voters",
    "parents",
    "patients",
    "residents",
    "students",
    "teachers",
    "leaders",
    "developers",
    "those",
    "them",
    "areas",
    "fans",
    "districts",
    "us",
    "of",
];

/// What respondents do.
const VERBS: &[&str] = &[
    "felt",
    "feel",
    "said",
    "say",
    "believe",
    "believed",
    "described",
    "describe",
    "suggested",
    "suggest",
    "expressed",
    "express",
    "noted",
    "saw",
    "see",
    "thought",
    "think",
    "reported",
    "report",
    "mentioned",
    "mention",
    "agreed",
    "agree",
    "disagreed",
    "disagree",
    "perceive",
    "perceived",
    "considered",
    "consider",
    "used",
    "use",
    "like",
    "liked",
    "prefer",
    "answered",
    "were",
    "had",
    "expect",
];

/// Whether a wording can begin with this word.
pub(crate) fn is_beginning(word: &str) -> bool {
    const OTHERS: [&str; 30] = [
        "between", "from", "all", "both", "neither", "each", "a", "an", "the", "only", "just", "half", "as", "fully",
        "zero", "no", "not", "none", "some", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
        "ten", "hundreds",
    ];
    let word = word.to_lowercase().replace('\u{2019}', "'");
    let word = word.split('-').next().unwrap_or_default().trim_end_matches([',', '.', ';', ':', ')', ']']);
    let first = |wording: &str| wording.split(' ').next() == Some(word);
    word.starts_with(|each: char| each.is_ascii_digit() || matches!(each, '~' | '+'))
        || word.chars().any(|each| each.is_ascii_digit()) && word.ends_with('%')
        || OTHERS.contains(&word)
        || ["eleven", "twelve", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
            .contains(&word)
        || word.ends_with("teen")
        || HEDGES.iter().any(|(wording, _)| first(wording))
        || QUANTIFIERS.iter().any(|(wording, _)| first(wording))
        || MOST_COMMON.iter().chain(&LEAST_COMMON).any(|wording| first(wording))
}

/// Whether the value from one word to another is one that a survey can have.
pub(crate) fn is_of_survey(words: &[&str], first: usize, last: usize, stated: &[Stated]) -> bool {
    let bare = |word: &str| -> String {
        word.to_lowercase().trim_matches(|each: char| !each.is_alphanumeric() && each != '%').to_owned()
    };
    let before = first.checked_sub(1).map(|at| bare(words[at])).unwrap_or_default();
    let next = words.get(last + 1).map(|word| bare(word)).unwrap_or_default();
    let second = words.get(last + 2).map(|word| bare(word)).unwrap_or_default();
    let names_people = PEOPLE.contains(&bare(words[last]).as_str());
    let ends_clause = !names_people && words[last].ends_with([',', '.', ';', ':']);
    let third = words.get(last + 3).map(|word| bare(word)).unwrap_or_default();
    let speaks = |word: &String| PEOPLE.contains(&word.as_str()) || VERBS.contains(&word.as_str());
    match stated.first() {
        Some(Stated::Exactly(Quantity::Number(number)) | Stated::Hedged { quantity: Quantity::Number(number), .. }) => {
            let text = words[first..=last].join(" ");
            let Some(whole) = number.whole() else { return !has_money(&text) && !MEASURES.contains(&next.as_str()) };
            let is_year = (1900..=2100).contains(&whole) && !text.trim_end_matches(',').contains(',');
            let is_digits = |word: &str| !word.is_empty() && word.chars().all(|each| each.is_ascii_digit());
            let is_of_digits = is_digits(&before) || is_digits(&next) && !ends_clause;
            let is_measure = MEASURES.contains(&next.as_str()) || next.starts_with("year");
            let is_named = NAMES.contains(&before.as_str()) || has_money(&text);
            let is_of_people =
                names_people || [&next, &second, &third].into_iter().any(|word| PEOPLE.contains(&word.as_str()));
            let is_spelled = text.chars().all(|each| !each.is_ascii_digit());
            let is_item = first == 0 && words[last].ends_with(['.', ')']);
            let is_count = is_of_people
                || !is_spelled && whole >= 10
                || matches!(before.as_str(), "only" | "just" | "including" | "base");
            !is_year && !is_of_digits && !is_measure && !is_named && !is_item && is_count
        }
        Some(Stated::Quantifier(quantifier)) => {
            let is_of_people = names_people
                || before == "for"
                || VERBS.contains(&next.as_str())
                || [&next, &second, &third].into_iter().any(speaks);
            is_quantity(*quantifier, &before, &next, ends_clause) && (is_of_people || !is_loose(*quantifier))
        }
        Some(Stated::Hedged { hedge: Hedge::About, quantity: Quantity::Part(_) }) => true,
        Some(Stated::Exactly(Quantity::Part(_))) => {
            !matches!(next.as_str(), "time" | "way" | "year" | "hour" | "day" | "quarter")
        }
        Some(_) => !MEASURES.contains(&next.as_str()),
        None => false,
    }
}

/// Whether the word is said of anything, and not of respondents alone.
fn is_loose(quantifier: Quantifier) -> bool {
    match quantifier {
        Quantifier::Many | Quantifier::Several | Quantifier::Some | Quantifier::Few => true,
        Quantifier::All
        | Quantifier::NotAll
        | Quantifier::AlmostAll
        | Quantifier::LargeMajority
        | Quantifier::ClearMajority
        | Quantifier::Majority
        | Quantifier::NarrowMajority
        | Quantifier::Minority
        | Quantifier::LargeMinority
        | Quantifier::SmallMinority
        | Quantifier::AlmostNone
        | Quantifier::None => false,
    }
}

fn has_money(text: &str) -> bool {
    text.contains(['\u{a3}', '$', '\u{20ac}'])
}

/// Whether a word for a share is one here: `all interviewees`, `most perceive`, not `all of it`, `each other`, `in some cases`.
fn is_quantity(quantifier: Quantifier, before: &str, next: &str, ends_clause: bool) -> bool {
    if ends_clause
        || matches!(
            before,
            "at" | "the" | "these" | "those" | "such" | "a" | "how" | "too" | "so" | "after" | "above" | "not"
        )
    {
        return false;
    }
    let no_noun = [
        "other", "others", "it", "this", "that", "time", "times", "day", "year", "way", "ways", "extent", "case",
        "cases", "more",
    ];
    let no_noun_next = no_noun.contains(&next) || next.is_empty();
    match quantifier {
        Quantifier::All | Quantifier::NotAll | Quantifier::None => {
            !no_noun_next
                && !matches!(
                    next,
                    "the" | "a" | "an" | "but" | "about" | "over" | "too" | "important" | "likely" | "effective"
                )
        }
        Quantifier::Majority => {
            !no_noun_next
                && !matches!(
                    next,
                    "important" | "likely" | "effective" | "popular" | "common" | "valuable" | "pronounced" | "radical"
                )
        }
        Quantifier::Many | Quantifier::Several | Quantifier::Some | Quantifier::Few => !no_noun_next,
        Quantifier::AlmostAll
        | Quantifier::LargeMajority
        | Quantifier::ClearMajority
        | Quantifier::NarrowMajority
        | Quantifier::Minority
        | Quantifier::LargeMinority
        | Quantifier::SmallMinority
        | Quantifier::AlmostNone => true,
    }
}
