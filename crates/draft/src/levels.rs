//! Lists of labels that are known one by one: how good, how much, schooling, months, days of the week.

use crate::scale::mostly;
use crate::text::{fold, words};

fn listed(labels: &[&str], list: &[(&str, f64)]) -> Option<Vec<Option<f64>>> {
    let values: Vec<Option<f64>> = labels
        .iter()
        .map(|label| {
            let text = fold(label);
            list.iter().find(|(known, _)| *known == text).map(|(_, value)| *value)
        })
        .collect();
    (labels.len() >= 3 && values.iter().all(Option::is_some)).then_some(values)
}

pub(crate) fn quality(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    listed(
        labels,
        &[
            ("outstanding", 5.5),
            ("excellent", 5.0),
            ("very good", 4.0),
            ("good", 3.0),
            ("fair", 2.0),
            ("average", 2.0),
            ("satisfactory", 2.2),
            ("acceptable", 2.1),
            ("okay", 2.0),
            ("ok", 2.0),
            ("neutral", 2.0),
            ("neither good nor bad", 2.0),
            ("neither good nor poor", 2.0),
            ("poor", 1.0),
            ("bad", 1.0),
            ("unsatisfactory", 0.8),
            ("very poor", 0.0),
            ("very bad", 0.0),
            ("terrible", -1.0),
            ("awful", -1.0),
        ],
    )
}

pub(crate) fn amount(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    listed(
        labels,
        &[
            ("a great deal", 6.0),
            ("to a great extent", 6.0),
            ("a lot", 5.0),
            ("lots", 5.0),
            ("very much", 5.0),
            ("quite a bit", 4.5),
            ("quite a lot", 4.5),
            ("a fair amount", 4.0),
            ("a moderate amount", 4.0),
            ("to some extent", 3.0),
            ("some", 3.0),
            ("somewhat", 3.0),
            ("a little", 2.0),
            ("only a little", 1.9),
            ("not much", 1.8),
            ("not very much", 1.8),
            ("to a small extent", 1.8),
            ("hardly any", 1.0),
            ("hardly at all", 1.0),
            ("not at all", 0.0),
            ("nothing at all", 0.0),
            ("nothing", 0.0),
            ("none", 0.0),
            ("none at all", 0.0),
            ("all", 7.0),
            ("most", 5.5),
            ("few", 2.0),
            ("high", 5.0),
            ("medium", 3.0),
            ("moderate", 3.0),
            ("low", 1.0),
            ("very high", 6.0),
            ("very low", 0.5),
        ],
    )
}

/// Levels that go up: schooling, sizes, months, days of the week.
pub(crate) fn levels(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    const MONTHS: [&str; 12] = [
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
    ];
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let calendar = |names: &[&str]| {
        let values: Vec<Option<f64>> = labels
            .iter()
            .map(|label| {
                let text = fold(label);
                let at = names.iter().position(|name| *name == text || (text.len() == 3 && name.starts_with(&text)));
                at.map(|at| at as f64)
            })
            .collect();
        (labels.len() >= 3 && values.iter().all(Option::is_some)).then_some(values)
    };
    calendar(&MONTHS)
        .or_else(|| calendar(&DAYS))
        .or_else(|| schooling(labels))
        .or_else(|| skill(labels))
        .or_else(|| times(labels))
}

/// How well one can do something: a word that the label begins with.
fn skill(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    const STEPS: [&str; 8] =
        ["none", "novice", "beginner", "basic", "intermediate", "proficient", "advanced", "expert"];
    let step = |label: &str| {
        let words = words(label);
        let complete = usize::from(words.first().is_some_and(|word| word == "complete"));
        let at = words.get(complete).and_then(|word| STEPS.iter().position(|step| step == word))?;
        Some(at as f64 - 0.5 * complete as f64)
    };
    let values: Vec<Option<f64>> = labels.iter().map(|label| step(label)).collect();
    (labels.len() >= 3 && values.iter().all(Option::is_some)).then_some(values)
}

/// How many times, in words.
fn times(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    const NUMBERS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let count = |label: &str| {
        let words = words(label);
        let more = if words.starts_with(&["more".to_owned(), "than".to_owned()]) { 0.5 } else { 0.0 };
        words.iter().find_map(|word| match word.as_str() {
            "never" => Some(0.0),
            "once" => Some(1.0),
            "twice" => Some(2.0),
            _ if label.to_lowercase().contains("time") => {
                NUMBERS.iter().position(|number| number == word).map(|at| at as f64 + more)
            }
            _ => None,
        })
    };
    let values = mostly(labels, count)?;
    (labels.len() >= 3).then_some(values)
}

fn schooling(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    let level = |label: &str| {
        let text = fold(label);
        let has = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
        Some(if has(&["no formal", "no schooling", "did not complete", "no qualification"]) {
            0.0
        } else if has(&["less than high", "some high school", "less than 9th", "did not finish high"]) {
            2.0
        } else if has(&["primary", "elementary"]) {
            1.0
        } else if has(&["some college", "some university"]) {
            4.0
        } else if has(&["associate"]) {
            4.5
        } else if has(&["post grad", "postgrad", "post-grad", "graduate degree", "master", "graduate or professional"])
            && !has(&["undergraduate"])
        {
            if text.contains("college graduate") { 5.0 } else { 6.0 }
        } else if has(&["professional degree"]) {
            6.5
        } else if has(&["doctor", "phd", "ph.d"]) {
            7.0
        } else if has(&[
            "bachelor",
            "undergraduate",
            "college graduate",
            "college degree",
            "university degree",
            "college or more",
        ]) || text == "college"
        {
            5.0
        } else if has(&["high school", "secondary", "g.e.d", "ged"]) {
            3.0
        } else if has(&["vocational", "trade", "technical"]) {
            3.5
        } else {
            return None;
        })
    };
    let values = mostly(labels, level)?;
    (labels.len() >= 3).then_some(values)
}
