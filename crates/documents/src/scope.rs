//! Whether a value is one that a survey can have: not a date, a sum of money, a duration, the number of a page.

use topline_plan::wording::{HEDGES, LEAST_COMMON, MOST_COMMON, QUANTIFIERS};
use topline_survey::{Hedge, Quantifier, Quantity, Stated, month_named};

use crate::method::is_of_method;
use crate::respondents::{AUXILIARIES, PEOPLE, VERBS, bare, names_people};

/// Words for times, money and measures: a number before one is no count of respondents.
const MEASURES: [&str; 32] = [
    "year", "years", "month", "months", "week", "weeks", "day", "days", "hour", "hours", "minute", "minutes", "am",
    "pm", "million", "billion", "trillion", "bn", "m", "pounds", "dollars", "euros", "pence", "km", "miles", "times",
    "ways", "things", "key", "main", "steps", "points",
];

/// Words before a number that is a name.
const NAMES: [&str; 34] = [
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
    "room",
    "questions",
    "tables",
    "figures",
    "sections",
    "chapters",
    "lines",
    "charts",
];

/// What those who answer have many or few of: `companies with more than 10,000 employees`.
const SIZED: [&str; 14] = [
    "employees",
    "employee",
    "staff",
    "workers",
    "developers",
    "members",
    "customers",
    "users",
    "pupils",
    "students",
    "beds",
    "residents",
    "inhabitants",
    "machines",
];

/// Words that say that a number with a unit of time is what respondents told: `the average age was 44.7 years`.
const AVERAGES: [&str; 5] = ["average", "averages", "averaged", "mean", "median"];

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
    if is_of_method(words, first, last) {
        return false;
    }
    let before = first.checked_sub(1).map(|at| bare(words[at])).unwrap_or_default();
    let next = words.get(last + 1).map(|word| bare(word)).unwrap_or_default();
    let second = words.get(last + 2).map(|word| bare(word)).unwrap_or_default();
    let names_people = names_people(words[last]);
    let ends_clause = !names_people && words[last].ends_with([',', '.', ';', ':']);
    let third = words.get(last + 3).map(|word| bare(word)).unwrap_or_default();
    let speaks = |word: &String| PEOPLE.contains(&word.as_str()) || VERBS.contains(&word.as_str());
    match stated.first() {
        Some(Stated::Exactly(Quantity::Number(number)) | Stated::Hedged { quantity: Quantity::Number(number), .. }) => {
            let text = words[first..=last].join(" ");
            let is_average = words[..first].iter().any(|word| AVERAGES.contains(&bare(word).as_str()));
            let Some(whole) = number.whole() else {
                return !has_money(&text) && (is_average || !is_measure(&next));
            };
            if is_average && !has_money(&text) && (is_measure(&next) || ends_clause) {
                return true;
            }
            let is_year = (1900..=2100).contains(&whole) && !text.trim_end_matches(',').contains(',');
            let is_digits = |word: &str| !word.is_empty() && word.chars().all(|each| each.is_ascii_digit());
            let is_of_digits = is_digits(&before) || is_digits(&next) && !ends_clause;
            let is_measured = is_measure(&next) || next.starts_with("year");
            let is_named = NAMES.contains(&before.as_str()) || has_money(&text);
            let is_of_people = names_people || near_people(&next, &second, &third);
            let is_spelled = text.chars().all(|each| !each.is_ascii_digit());
            let is_item = first == 0 && words[last].ends_with(['.', ')']);
            let is_count = is_of_people
                || !is_spelled && whole >= 10
                || matches!(before.as_str(), "only" | "just" | "including" | "base");
            let is_day = is_day(words, first) && whole <= 31 && !names_people && !PEOPLE.contains(&next.as_str());
            let is_size = matches!(stated.first(), Some(Stated::Hedged { .. })) && is_size(words, first, &next);
            !is_year && !is_of_digits && !is_measured && !is_named && !is_item && !is_day && !is_size && is_count
        }
        // `in each region` says where, and `every situation` is no share of respondents.
        Some(Stated::Quantifier(Quantifier::All))
            if matches!(bare(words[first]).as_str(), "each" | "every")
                && (!(names_people || PEOPLE.contains(&next.as_str()))
                    || matches!(before.as_str(), "in" | "of" | "for" | "from" | "at" | "to" | "by" | "across")) =>
        {
            false
        }
        Some(Stated::Quantifier(quantifier)) => {
            let is_of_people = names_people
                || before == "for"
                || VERBS.contains(&next.as_str())
                || AUXILIARIES.contains(&next.as_str())
                || near_people(&next, &second, &third)
                || [&next, &second, &third].into_iter().any(|word| VERBS.contains(&word.as_str()));
            let is_loose = is_loose(*quantifier);
            let of_things = is_loose && is_of_things(&words[last..]);
            is_quantity(*quantifier, &before, &next, ends_clause) && (is_of_people || !is_loose) && !of_things
        }
        // `neither agreed nor disagreed` counts nobody.
        Some(Stated::CountOf { base: 2, .. }) => names_people || matches!(next.as_str(), "of" | "the"),
        // `all six films` counts films.
        Some(Stated::CountOf { count, base }) if count == base && bare(words[first]) == "all" => {
            names_people || *base > 12 || matches!(next.as_str(), "of" | "the") || speaks(&next) || speaks(&second)
        }
        Some(Stated::Between(_)) if is_years(&words[first..=last]) || is_day(words, first) => false,
        Some(Stated::Between(_)) => !is_measure(&next) && !NAMES.contains(&before.as_str()),
        // Of a rank below the first: `the second most common`.
        Some(Stated::MostCommon | Stated::LeastCommon) => !is_ordinal(&before) && !is_spelled_number(&before),
        Some(Stated::Hedged { hedge: Hedge::About, quantity: Quantity::Part(_) }) => true,
        Some(Stated::Exactly(Quantity::Part(_))) => {
            // `half the time` is an answer.
            let noun = if next == "the" { &second } else { &next };
            !matches!(
                noun.as_str(),
                "time" | "way" | "year" | "hour" | "day" | "quarter" | "week" | "month" | "price" | "cost"
            )
        }
        Some(_) => !is_measure(&next),
        None => false,
    }
}

/// `second`, `third`, `2nd`; and `of the most common`, of which there are several.
fn is_ordinal(word: &str) -> bool {
    const ORDINALS: [&str; 10] =
        ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "next"];
    ORDINALS.contains(&word)
        || word == "of"
        || word.len() > 2 && word.ends_with(['d', 'h']) && word.starts_with(|each: char| each.is_ascii_digit())
}

/// Whether a word is a measure, or a month: a number before one is no count of respondents.
fn is_measure(word: &str) -> bool {
    MEASURES.contains(&word) || month_named(word).is_some()
}

/// `companies with more than 10,000 employees`: how large those are who answer. `, with more than 1,000 students taking part` counts them.
fn is_size(words: &[&str], first: usize, next: &str) -> bool {
    let is_open = |at: usize| words.get(at).is_some_and(|word| !word.ends_with([',', ';']));
    let has = first.checked_sub(2).filter(|at| is_open(*at)).map(|at| bare(words[at + 1]));
    has.is_some_and(|has| matches!(has.as_str(), "with" | "has" | "have")) && SIZED.contains(&next)
}

/// Whether the number at a place is a day of a month: `August 29`, `June 3 to 5`, `May 2, 9 and 16`.
fn is_day(words: &[&str], at: usize) -> bool {
    let is_joint = |word: &String| {
        matches!(word.as_str(), "and" | "to" | "or" | "through" | "until")
            || word.parse::<u8>().is_ok_and(|day| day <= 31)
    };
    let mut before = words[..at].iter().rev().map(|word| bare(word));
    before.find(|word| !is_joint(word)).is_some_and(|word| month_named(&word).is_some())
}

/// `between 2019 and 2020`: years.
fn is_years(words: &[&str]) -> bool {
    let is_number = |word: &String| word.starts_with(|each: char| each.is_ascii_digit());
    let numbers: Vec<String> = words.iter().map(|word| bare(word)).filter(is_number).collect();
    let is_year = |number: &String| number.parse::<u32>().is_ok_and(|number| (1900..=2100).contains(&number));
    !numbers.is_empty() && numbers.iter().all(is_year)
}

/// `two`, `three`, `ten`: `the three most popular` are none that a value is of.
fn is_spelled_number(word: &str) -> bool {
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"].contains(&word)
}

/// Whether those who answer are named near: `many of them`, `12 of the larger councils`.
fn near_people(next: &str, second: &str, third: &str) -> bool {
    next == "of" || [next, second, third].into_iter().any(|word| word != "of" && PEOPLE.contains(&word))
}

/// Whether a word for a share, the first of these, is said of things that do not answer: `many of the study's findings`.
fn is_of_things(words: &[&str]) -> bool {
    const THINGS: [&str; 14] = [
        "findings",
        "results",
        "questions",
        "changes",
        "steps",
        "things",
        "reasons",
        "formats",
        "features",
        "requests",
        "issues",
        "charts",
        "tables",
        "sections",
    ];
    words.iter().take(5).any(|word| THINGS.contains(&bare(word).as_str()))
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
        || quantifier == Quantifier::Majority && (is_ordinal(before) && before != "of" || is_spelled_number(before))
        || matches!(
            before,
            "at" | "the" | "these" | "those" | "such" | "a" | "as" | "how" | "too" | "so" | "after" | "above" | "not"
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
        // `as many as` compares; `as many interviewees observed` does not.
        Quantifier::Many | Quantifier::Several | Quantifier::Some | Quantifier::Few => !no_noun_next && next != "as",
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
