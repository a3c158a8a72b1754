//! Counts of all who took part: `1,026 people took part`, `a survey of 2,014 adults`, `we had 240 responses`.

use topline_survey::{Quantity, Stated};

use crate::respondents::{bare, names_people};
use crate::value::Value;

/// What a survey gets from those who take part.
const ANSWERS: [&str; 9] = [
    "responses",
    "answers",
    "interviews",
    "replies",
    "questionnaires",
    "surveys",
    "completes",
    "submissions",
    "observations",
];

/// What a survey does with all who take part, and not with some of them.
const COLLECTING: [&str; 7] = ["received", "gathered", "collected", "got", "polled", "surveyed", "interviewed"];

/// Words before a count of all who took part.
const BEFORE: [&str; 17] = [
    "had",
    "has",
    "received",
    "gathered",
    "collected",
    "got",
    "included",
    "includes",
    "polled",
    "surveyed",
    "interviewed",
    "survey",
    "poll",
    "sample",
    "total",
    "based",
    "study",
];

/// Words behind those who took part.
const BEHIND: [&str; 8] =
    ["participated", "participating", "responded", "completed", "took", "taking", "replied", "filled"];

/// The most words between those and the count.
const NEAR: usize = 4;

/// Whether a value counts all who took part.
pub(crate) fn is_of_sample(words: &[&str], value: &Value) -> bool {
    let is_count = value.stated.iter().any(|stated| {
        let (Stated::Exactly(quantity) | Stated::Hedged { quantity, .. }) = stated else { return false };
        matches!(quantity, Quantity::Number(number) if number.whole().is_some())
    });
    if !is_count {
        return false;
    }
    let has = |words: &[&str], known: &[&str]| words.iter().any(|word| known.contains(&bare(word).as_str()));
    let is_answers = |word: &&str| ANSWERS.contains(&bare(word).as_str());
    let people = (value.first..words.len().min(value.last + 1 + NEAR))
        .find(|at| names_people(words[*at]) || is_answers(&words[*at]));
    let Some(people) = people else { return false };
    let behind = &words[people + 1..words.len().min(people + 1 + NEAR)];
    if has(behind, &BEHIND) {
        return true;
    }
    // `Of the 482 people who told where they slept`: some of them.
    let is_some = behind.first().is_some_and(|next| matches!(bare(next).as_str(), "who" | "that" | "said" | "say"));
    let before = &words[value.first.saturating_sub(NEAR)..value.first];
    let is_collected =
        has(before, &COLLECTING) || before.windows(2).any(|pair| is_answers(&pair[0]) && bare(pair[1]) == "from");
    is_collected || has(before, &BEFORE) && !is_some
}

#[cfg(test)]
mod tests {
    use crate::document_text::DocumentText;
    use crate::statement::find_statements;
    use topline_plan::wording::HouseWords;

    #[test]
    fn all_who_took_part_are_told_from_some() {
        let samples = |sentence: &str| -> Vec<String> {
            let statements = find_statements(&DocumentText::plain(sentence), &HouseWords::default());
            statements.into_iter().filter(|each| each.is_sample).map(|each| each.words).collect()
        };
        for (sentence, value) in [
            ("Over 2,700 people participated in the survey.", "Over 2,700 people"),
            ("It ran from April 6 to 10 and had 938 respondents.", "938"),
            ("The survey received 129 answers in two weeks.", "129"),
            ("It gathered responses from 1,057 American adults.", "1,057"),
            ("It gathered responses from 1,057 adults who were married.", "1,057"),
            ("We polled 912 people who own a car.", "912"),
            ("This analysis includes 476 observations.", "476"),
            ("The survey included 1,141 participants.", "1,141"),
            ("We had 240 responses to it.", "240"),
            ("Of the 1,186 people who took part, most were men.", "1,186 people"),
        ] {
            let found = samples(sentence);
            assert!(found.len() == 1 && found[0].starts_with(value), "{sentence}: {found:?}");
        }
        for sentence in [
            "Just 12 respondents share a room.",
            "Of the 482 people who told where they slept, most slept.",
            "Some 129 respondents said that they walk.",
            "The survey found that 58% walk.",
        ] {
            assert_eq!(samples(sentence), [""; 0], "{sentence}");
        }
    }
}
