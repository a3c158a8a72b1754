//! Numbers that are codes of answers: their options, and those among them that stand for no answer.

use std::collections::BTreeMap;

use topline_survey::Absent;

use crate::codebook_entry::OptionEntry;
use crate::column::{Context, integer};
use crate::profile::{Profile, number};
use crate::question_draft::{Drafted, option, own_absent};

/// Numbers from here down are no points of a scale: -9, -99.
const LEAST_POINT: i64 = -9;
/// Numbers of which there are no more could be a list.
const MOST_OF_LIST: usize = 12;
/// Fewer different numbers, codes of no answer among them, are no quantities.
const FEWEST_QUANTITIES: usize = 4;
/// The most codes of no answer beside quantities.
const MOST_BELOW: usize = 6;

/// A question with options of numbers. Those below 0 stand for no answer, unless they are one side of a scale with two.
pub(crate) fn numbers_alone<'t>(
    mut drafted: Drafted,
    texts: impl Iterator<Item = &'t str>,
    context: &Context,
) -> Drafted {
    let texts: Vec<&str> = texts.collect();
    let numbers: Vec<i64> = texts.iter().filter_map(|text| integer(text)).collect();
    let greatest = numbers.iter().max().copied().unwrap_or(0);
    let least = numbers.iter().filter(|number| **number > LEAST_POINT).min().copied().unwrap_or(0);
    let has_two_sides = least < 0 && -least == greatest;
    let is_special = |text: &&str| {
        integer(text).is_some_and(|number| greatest > 0 && number < if has_two_sides { LEAST_POINT + 1 } else { 0 })
    };
    let (special, points): (Vec<&str>, Vec<&str>) = texts.into_iter().partition(is_special);
    let beyond = beyond_scale(&points);
    if !beyond.is_empty() {
        drafted.notes.push(format!("{} may stand for don't know, refusals or other answers", beyond.join(", ")));
    }
    drafted.question.options = coded(points.into_iter());
    if !special.is_empty() {
        drafted.notes.push(format!("guessed: {} stands for no answer", special.join(", ")));
        let reason = |text| if context.dialect().is_not_shown(text) { Absent::NotAsked } else { Absent::NoAnswer };
        let own = special.into_iter().map(|text| (text, reason(text)));
        drafted.question.absent = own_absent(context, own);
    }
    drafted.note("the export has numbers alone: give the labels that the questionnaire has")
}

/// Numbers at the end of a column, far from the others, as codes of no answer have them: 97 to 99, 997 to 999.
pub(crate) fn apart(profile: &Profile) -> Option<String> {
    let mut numbers: Vec<i64> = profile.texts.iter().filter_map(|(text, _)| integer(text)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let is_code =
        |number: &i64| [97..=99, 997..=999, 9_997..=9_999, 99_997..=99_999].iter().any(|codes| codes.contains(number));
    let codes: Vec<i64> = numbers.iter().copied().filter(is_code).collect();
    let greatest = numbers.iter().copied().filter(|number| !is_code(number)).max()?;
    let first = *codes.iter().find(|code| **code > greatest)?;
    let far = first - greatest > (greatest / 10).max(2);
    let names: Vec<String> = codes.iter().filter(|code| **code > greatest).map(ToString::to_string).collect();
    (far && !profile.overflows).then(|| names.join(", "))
}

/// Whole numbers below 0 beside quantities that have none, as codes of no answer are: -1, -9, -99. Each stands in several cells.
///
/// Beside few different quantities one digit could be another side of them; two and more could not.
pub(crate) fn below_nought(profile: &Profile) -> Vec<&str> {
    let is_varied = profile.distinct() > MOST_OF_LIST;
    let is_code = |number: i64| {
        let size = -number;
        (is_varied && (1..=9).contains(&size))
            || [66..=69, 77..=99, 777..=999, 7_777..=9_999].iter().any(|codes| codes.contains(&size))
    };
    let below = || profile.texts.iter().filter(|(text, _)| number(text).is_some_and(|number| number < 0.0));
    let are_codes = below().all(|(text, count)| *count >= 2 && integer(text).is_some_and(is_code));
    let has_quantities = profile.distinct() >= FEWEST_QUANTITIES && profile.numbers.greatest > 0.0;
    let codes: Vec<&str> = below().map(|(text, _)| text.as_str()).collect();
    if are_codes && has_quantities && !profile.overflows && codes.len() <= MOST_BELOW { codes } else { Vec::new() }
}

/// Numbers that stand apart at the end, as those of answers beside a scale do: 97, 98, 99, and 8 and 9 beside 1 to 5.
fn beyond_scale<'t>(points: &[&'t str]) -> Vec<&'t str> {
    let is_apart =
        |number: i64| (77..=99).contains(&number) || (777..=999).contains(&number) || (9_777..=9_999).contains(&number);
    let number = |text: &&str| integer(text).unwrap_or_default();
    let numbers = || points.iter().map(number);
    let usual = numbers().filter(|number| !is_apart(*number)).max();
    let digits = numbers().filter(|number| *number < LEAST_APART).max();
    let are_digits_apart = digits.is_some_and(|greatest| {
        let first = numbers().filter(|number| *number >= LEAST_APART).min();
        usual.is_some_and(|usual| usual <= 9) && first.is_some_and(|first| first - greatest >= GAP)
    });
    let is_beyond = |number: i64| is_apart(number) || (are_digits_apart && number >= LEAST_APART);
    let mut beyond: Vec<&str> = points.iter().filter(|text| is_beyond(number(text))).copied().collect();
    beyond.sort_unstable_by_key(number);
    if usual.is_some_and(|usual| usual <= 60) { beyond } else { Vec::new() }
}

/// The least code of an answer beside a scale, and how far it is from the scale at the least.
const LEAST_APART: i64 = 7;
const GAP: i64 = 3;

/// Options of numbers in their order: those from 0 are their own codes, others are counted on from the greatest. What a short scale lacks is
/// filled in.
pub(crate) fn coded<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<OptionEntry> {
    let mut numbers: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
    for text in texts {
        if let Some(number) = integer(text) {
            numbers.entry(number).or_default().push(text);
        }
    }
    let own = |number: i64| (0..=9999).contains(&number);
    let texts: Vec<&str> = numbers.values().flatten().copied().collect();
    let beyond: Vec<i64> = beyond_scale(&texts).into_iter().filter_map(integer).collect();
    let is_point = |number: &i64| (0..=20).contains(number) && !beyond.contains(number);
    let scale: Vec<i64> = numbers.keys().copied().filter(is_point).collect();
    let (least, greatest) = (scale.first().copied().unwrap_or(0), scale.last().copied().unwrap_or(0));
    let gaps: Vec<i64> = (least..=greatest)
        .filter(|number| {
            greatest <= 11 && scale.len() * 2 > (greatest - least) as usize && !numbers.contains_key(number)
        })
        .collect();
    let mut next = numbers.keys().copied().filter(|number| own(*number)).max().unwrap_or(0) as i32;
    let mut options: Vec<OptionEntry> = Vec::new();
    let filled = gaps.into_iter().map(|number| (number, Vec::new()));
    let mut all: Vec<(i64, Vec<&str>)> = numbers.into_iter().chain(filled).collect();
    all.sort_by_key(|(number, _)| *number);
    // Codes are no numbers below 0: what counts in a mean is the value.
    for (number, texts) in all {
        let label = number.to_string();
        // A code is understood however it is written: 1, 1.0, 01.
        let (code, value, also) = if own(number) {
            (number as i32, None, Vec::new())
        } else {
            next += 1;
            let also = texts.into_iter().filter(|text| *text != label).map(str::to_owned).collect();
            (next, Some(number as f64), also)
        };
        options.push(OptionEntry { also, mark: None, value, ..option(code, &label) });
    }
    options
}
