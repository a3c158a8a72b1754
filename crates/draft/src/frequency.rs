//! Scales of how often: in words, or times in a while. Both become about how many times a year.

use crate::scale::mostly;
use crate::text::{fold, words};

pub(crate) fn frequency(labels: &[&str]) -> Option<Vec<Option<f64>>> {
    let values = mostly(labels, often)?;
    (labels.len() >= 3 || values.iter().all(Option::is_some)).then_some(values)
}

/// How many times a year, about.
fn often(label: &str) -> Option<f64> {
    let text = fold(label);
    let words = words(label);
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    let said = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
    let unit = if has(&["hour", "hourly"]) {
        8760.0
    } else if has(&["day", "daily"]) {
        365.0
    } else if has(&["week", "weekly"]) {
        52.0
    } else if has(&["fortnight", "fortnightly", "biweekly"]) {
        26.0
    } else if has(&["month", "monthly"]) {
        12.0
    } else if has(&["quarterly"]) {
        4.0
    } else if has(&["year", "yearly", "annually"]) {
        1.0
    } else {
        0.0
    };
    let is_rate =
        has(&["daily", "hourly", "weekly", "fortnightly", "biweekly", "monthly", "quarterly", "yearly", "annually"])
            || said(&["times a ", "times per ", "once a ", "twice a ", "every ", "once per ", "each "]);
    if unit > 0.0 && is_rate {
        let times = if has(&["multiple", "several", "many", "few", "couple", "times"]) { 3.0 } else { 1.0 };
        let times = if has(&["twice"]) { 2.0 } else { times };
        let times = if said(&["every few", "every other", "every two", "every 2"]) { 0.4 } else { times };
        let times =
            if said(&["less than", "less often", "almost every", "nearly every"]) { times * 0.8 } else { times };
        let times = if said(&["more than"]) { times * 2.5 } else { times };
        return Some(times * unit);
    }
    if words.len() > 12 {
        return None;
    }
    let first = words.first().map_or("", String::as_str);
    Some(if said(&["all the time", "all of the time", "every time"]) || first == "always" || first == "constantly" {
        9000.0
    } else if said(&["almost always", "nearly always"]) {
        8000.0
    } else if said(&["almost never", "very rarely", "hardly ever"]) {
        1.5
    } else if said(&["very often", "very frequently"]) {
        340.0
    } else if said(&["most of the time"]) || first == "usually" || first == "mostly" {
        320.0
    } else if said(&["not often"]) || matches!(first, "rarely" | "seldom" | "infrequently") {
        2.0
    } else if said(&["fairly often", "quite often"]) {
        200.0
    } else if matches!(first, "often" | "frequently" | "regularly") {
        250.0
    } else if said(&["half the time", "half of the time"]) {
        100.0
    } else if matches!(first, "sometimes" | "occasionally")
        || said(&["from time to time", "once in a while"])
        || first.starts_with("sporadic")
    {
        40.0
    } else if first == "never" {
        if said(&["and not", "not open"]) { -1.0 } else { 0.0 }
    } else if said(&["less often", "less frequently"]) {
        0.5
    } else {
        return None;
    })
}
