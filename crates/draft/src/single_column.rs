//! A column that is a question by itself: which kind it is of, and its options.

use std::collections::{BTreeMap, HashSet};

use topline_survey::{Absent, DateOrder, Item, Kind, Mark, Opt};

use crate::column::{Column, Context, integer};
use crate::parts::{JoinedLabel, Parts};
use crate::profile::{Profile, number};
use crate::question_draft::{Drafted, item_alone, option, options_of, own_absent, spellings};
use crate::scale::{Family, order};
use crate::separators::separator_of;
use crate::tick_words::is_yes_or_no;

/// Numbers from here down are no points of a scale: -9, -99.
const LEAST_POINT: i64 = -9;
/// Numbers from here on are no quantities, but keys held down.
const BEYOND_NUMBERS: f64 = 1e15;
/// The most texts beside numbers that are listed one by one.
const MOST_BESIDE_NUMBERS: usize = 40;

/// What a column by itself is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    Empty,
    Words,
    Joined(&'static str),
    Codes,
    Number,
    /// A number with these signs before its decimals and between its thousands.
    Signed(Option<char>, Option<char>),
    Date,
    Labels,
    /// Labels that most cells have, and others in the respondents' own words.
    OpenLabels,
}

/// What a column by itself is read as.
pub(crate) fn reading(column: &Column, context: &Context) -> Reading {
    let profile = &column.profile;
    let answers: Vec<(&str, u64)> = column.answers(context).collect();
    let count: u64 = answers.iter().map(|(_, count)| count).sum();
    let distinct = answers.len() + usize::from(profile.overflows);
    if answers.is_empty() {
        return Reading::Empty;
    }
    if (column.heading.is_text && !is_small_numbers(profile))
        || (profile.addresses + profile.hosts) * 2 > profile.filled
    {
        return Reading::Words;
    }
    let absent: u64 = profile.texts.iter().filter(|(text, _)| context.is_absent(text)).map(|(_, count)| count).sum();
    let words: u64 = profile
        .texts
        .iter()
        .filter(|(text, _)| context.is_absent(text) && number(text).is_none())
        .map(|(_, count)| count)
        .sum();
    if profile.numbers > 0 && profile.numbers + words == profile.filled {
        return if are_codes(column, context, &answers, count) { Reading::Codes } else { Reading::Number };
    }
    if profile.is_dated() {
        return Reading::Date;
    }
    if is_mostly_numbers(&answers, count, profile) {
        return Reading::Number;
    }
    if let Some(signed) = signs(profile, profile.filled - words, context) {
        return signed;
    }
    if let Some(separator) = separator_of(profile, context.tool) {
        return Reading::Joined(separator);
    }
    if profile.overflows && profile.distinct() > 300 && profile.mean_length() > 60.0 {
        return Reading::Words;
    }
    let length = profile.mean_length();
    let spread = count as f64 / distinct as f64;
    let texts: Vec<&str> = answers.iter().map(|(text, _)| *text).collect();
    let is_scale = || distinct <= 12 && !matches!(order(&texts).family, None | Some(Family::Bands | Family::Levels));
    let few = distinct <= 12 && length <= 120.0 && (spread >= 1.5 || (distinct <= 3 && length <= 40.0));
    let some = distinct <= 60 && spread >= 3.0 && length <= 120.0;
    let many = distinct <= 300 && spread >= 20.0 && profile.longest <= 120;
    if !profile.overflows && (few || some || many || is_scale()) {
        return Reading::Labels;
    }
    let frequent = frequent(&answers, count);
    let covered: u64 = frequent.iter().map(|at| answers[*at].1).sum();
    if (2..=30).contains(&frequent.len()) && covered * 10 >= profile.filled.saturating_sub(absent) * 7 && count >= 20 {
        return Reading::OpenLabels;
    }
    Reading::Words
}

/// Whether a field of words was filled with numbers alone, as one that asks for an age or a year is; longer ones may be telephone
/// numbers.
fn is_small_numbers(profile: &Profile) -> bool {
    profile.is_numeric() && profile.filled >= 5 && profile.longest <= 4
}

/// Whether nearly all answers are numbers, far more than a list of options has, and the few others can be named.
fn is_mostly_numbers(answers: &[(&str, u64)], count: u64, profile: &Profile) -> bool {
    let beside: Vec<u64> = answers.iter().filter(|(text, _)| number(text).is_none()).map(|(_, times)| *times).collect();
    !profile.overflows
        && count >= 20
        && (1..=MOST_BESIDE_NUMBERS).contains(&beside.len())
        && beside.iter().sum::<u64>() * 10 <= count
        && answers.len() - beside.len() > 12
}

/// Numbers with commas. Where commas separate cells, one within a number is between thousands; elsewhere it may be before
/// decimals.
fn signs(profile: &Profile, filled: u64, context: &Context) -> Option<Reading> {
    let signs = profile.signs;
    if signs.commas == 0 || filled == 0 {
        return None;
    }
    let all = |count: u64| count == filled;
    if all(signs.grouping_comma) {
        return Some(Reading::Signed(None, Some(',')));
    }
    context.delimiter?;
    if all(signs.decimal_comma) {
        return Some(Reading::Signed(Some(','), None));
    }
    all(signs.grouping_point).then_some(Reading::Signed(Some(','), Some('.')))
}

/// The positions of texts that several respondents have.
fn frequent(answers: &[(&str, u64)], count: u64) -> Vec<usize> {
    let fewest = (count / 100).max(2);
    (0..answers.len()).filter(|at| answers[*at].1 >= fewest && answers[*at].0.chars().count() <= 120).collect()
}

/// Whether whole numbers are codes of answers, and no quantities: few, from about one, each more than once.
fn are_codes(column: &Column, context: &Context, answers: &[(&str, u64)], count: u64) -> bool {
    if !column.is_integral(context) {
        return false;
    }
    let numbers: Vec<i64> = answers.iter().filter_map(|(text, _)| integer(text)).collect();
    let distinct: HashSet<i64> = numbers.iter().copied().collect();
    let (Some(least), Some(greatest)) = (numbers.iter().min().copied(), numbers.iter().max().copied()) else {
        return false;
    };
    if context.dialect().numbers_choices() {
        return distinct.len() <= 12 && (greatest <= 12 || count > distinct.len() as u64);
    }
    // Answers that were offered in a list have numbers without gaps.
    let offered = distinct.len() as i64;
    if column.heading.is_closed
        && (0..=1).contains(&least)
        && greatest <= 60
        && offered * 10 >= (greatest - least + 1) * 8
        && count as i64 >= 5 * offered
    {
        return true;
    }
    let special = |number: &&i64| **number < 0 || (**number >= 90 && **number <= 99);
    let plain = distinct.iter().filter(|number| !special(number)).max().copied().unwrap_or(greatest);
    distinct.len() <= 12 && (-99..=2).contains(&least) && plain <= 20 && count >= 2 * distinct.len() as u64
}

/// The question of a column by itself; nothing where it holds no answer. `parts` are those of all its cells, where they are
/// joined and more than the profile keeps.
pub(crate) fn draft(
    column: &Column,
    text: &str,
    code: Option<&str>,
    context: &Context,
    parts: Option<&Parts>,
) -> Option<Drafted> {
    let name = &column.heading.name;
    let profile = &column.profile;
    Some(match reading(column, context) {
        Reading::Empty => return None,
        Reading::Words => {
            let drafted = Drafted::words(text, code, name);
            if profile.addresses * 2 > profile.filled { drafted.note("e-mail addresses") } else { drafted }
        }
        Reading::Number => {
            let mut drafted = Drafted::new(Kind::Number, text, code).column(name);
            let is_none = |text: &str| number(text).is_none_or(|number| number.abs() >= BEYOND_NUMBERS);
            let invalid: Vec<&str> =
                column.answers(context).map(|(text, _)| text).filter(|text| is_none(text)).collect();
            if !invalid.is_empty() {
                drafted.question.absent = own_absent(context, invalid.into_iter().map(|text| (text, Absent::Invalid)));
                drafted = drafted.note("guessed: what is no number, or beyond all that could be meant, is no answer");
            }
            if column.is_integral(context) && profile.distinct() <= 20 && profile.filled > 3 * profile.distinct() as u64
            {
                drafted.note("few whole numbers: `single`, where they are codes")
            } else {
                drafted
            }
        }
        Reading::Signed(decimal, grouping) => {
            let mut drafted = Drafted::new(Kind::Number, text, code).column(name);
            (drafted.question.decimal, drafted.question.grouping) = (decimal, grouping);
            drafted.note("guessed: which sign stands before the decimals, and which between the thousands")
        }
        Reading::Date => date(column, text, code, context),
        Reading::Codes => {
            let drafted = Drafted::new(Kind::Single, text, code).column(name);
            numbers_alone(drafted, column.answers(context).map(|(text, _)| text), context)
        }
        Reading::Labels => {
            let mut drafted = Drafted::new(Kind::Single, text, code).column(name);
            let hidden = not_shown(column, context);
            let shown = column.answers(context).filter(|(text, _)| !hidden.contains(text));
            let (options, nets) = options_of(&spellings(shown));
            (drafted.question.options, drafted.question.nets) = (options, nets);
            if !hidden.is_empty() {
                let hidden = hidden.into_iter().map(|text| (text, Absent::NotAsked));
                drafted.question.absent = own_absent(context, hidden);
            }
            drafted
        }
        Reading::OpenLabels => {
            let answers: Vec<(&str, u64)> = column.answers(context).collect();
            let count = answers.iter().map(|(_, count)| count).sum();
            let listed = frequent(&answers, count);
            let (options, nets) = options_of(&spellings(listed.iter().map(|at| answers[*at])));
            let mut drafted = Drafted::new(Kind::Single, text, code).column(name);
            (drafted.question.options, drafted.question.nets) = (options, nets);
            let others = profile.filled - listed.iter().map(|at| answers[*at].1).sum::<u64>();
            open(&mut drafted.question.options);
            drafted.note(format!("{others} answers of few respondents each are taken for \"Other\""))
        }
        Reading::Joined(separator) => {
            let own;
            let parts = if let Some(parts) = parts {
                parts
            } else {
                let mut gathered = Parts::new(separator);
                column.answers(context).for_each(|(text, count)| gathered.take(text, count));
                own = gathered;
                &own
            };
            joined(parts, text, code, name, context)
        }
    })
}

/// What `LimeSurvey` writes beside yes and no where a question was not shown.
fn not_shown<'c>(column: &'c Column, context: &'c Context) -> Vec<&'c str> {
    let texts = || column.answers(context).map(|(text, _)| text);
    let is_hidden = |text: &str| context.dialect().is_not_shown(text);
    let of_boxes = texts().any(is_yes_or_no) && texts().all(|text| is_yes_or_no(text) || is_hidden(text));
    texts().filter(|text| of_boxes && is_hidden(text)).collect()
}

/// Ticked labels in one cell.
fn joined(parts: &Parts, text: &str, code: Option<&str>, column: &str, context: &Context) -> Drafted {
    let (labels, others) = parts.labels();
    if others == 0 && parts.is_ranking() {
        let mut drafted = Drafted::new(Kind::Rank, text, code).column(column);
        let item = |label: JoinedLabel| Item { also: label.also, ..item_alone(&label.text) };
        drafted.question.items = labels.into_iter().map(item).collect();
        drafted.question.separator = Some(parts.separator.to_owned());
        return drafted.note("guessed: all respondents name all of them, in orders that differ: a ranking");
    }
    let mut drafted = Drafted::new(Kind::Multi, text, code).column(column);
    let texts: Vec<&str> = labels.iter().map(|label| label.text.as_str()).collect();
    let are_numbers =
        !texts.is_empty() && texts.iter().all(|text| integer(text).is_some_and(|code| (0..=9999).contains(&code)));
    drafted.question.options = if are_numbers {
        coded(texts.iter().copied())
    } else {
        // In the order in which cells have them, what is no answer among others last.
        let (last, first): (Vec<_>, Vec<_>) =
            labels.into_iter().partition(|label| option(1, &label.text).mark.is_some());
        let numbered = first.into_iter().chain(last).zip(1..);
        numbered.map(|(label, code)| Opt { also: label.also, ..option(code, &label.text) }).collect()
    };
    drafted.question.separator = Some(parts.separator.to_owned());
    if let Some(empty) = parts.empty_list() {
        drafted.question.absent = own_absent(context, std::iter::once((empty, Absent::NoAnswer)));
    }
    if are_numbers {
        drafted = drafted.note("the export has numbers alone: give the labels that the questionnaire has");
    }
    if others > 0 {
        open(&mut drafted.question.options);
        drafted = drafted.note(format!("{others} ticks of few respondents each are taken for \"Other\""));
    }
    drafted
}

/// Makes "Other" take what nothing else matches, adding it where it is not there.
pub(crate) fn open(options: &mut Vec<Opt>) {
    if let Some(other) = options.iter_mut().find(|option| option.mark == Some(Mark::Other)) {
        other.open = true;
        return;
    }
    let code = options.iter().map(|option| option.code).max().unwrap_or(0) + 1;
    options.push(Opt { open: true, mark: Some(Mark::Other), ..option(code, "Other") });
}

/// The same with options of numbers. Those below 0 stand for no answer, unless they are one side of a scale with two.
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
        let own = special.into_iter().map(|text| (text, Absent::NoAnswer));
        drafted.question.absent = own_absent(context, own);
    }
    drafted.note("the export has numbers alone: give the labels that the questionnaire has")
}

/// Numbers that stand apart at the end, as those of answers beside a scale do: 97, 98, 99.
fn beyond_scale<'t>(points: &[&'t str]) -> Vec<&'t str> {
    let is_apart =
        |number: i64| (77..=99).contains(&number) || (777..=999).contains(&number) || (9_777..=9_999).contains(&number);
    let number = |text: &&str| integer(text).unwrap_or_default();
    let usual = points.iter().map(number).filter(|number| !is_apart(*number)).max();
    let mut beyond: Vec<&str> = points.iter().filter(|text| is_apart(number(text))).copied().collect();
    beyond.sort_unstable_by_key(number);
    if usual.is_some_and(|usual| usual <= 60) { beyond } else { Vec::new() }
}

/// Options of numbers in their order: those from 0 are their own codes, others are counted on from the greatest. What a short scale lacks is
/// filled in.
pub(crate) fn coded<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<Opt> {
    let mut numbers: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
    for text in texts {
        if let Some(number) = integer(text) {
            numbers.entry(number).or_default().push(text);
        }
    }
    let own = |number: i64| (0..=9999).contains(&number);
    let scale: Vec<i64> = numbers.keys().copied().filter(|number| (0..=20).contains(number)).collect();
    let (least, greatest) = (scale.first().copied().unwrap_or(0), scale.last().copied().unwrap_or(0));
    let gaps: Vec<i64> = (least..=greatest)
        .filter(|number| {
            greatest <= 11 && scale.len() * 2 > (greatest - least) as usize && !numbers.contains_key(number)
        })
        .collect();
    let decimal = numbers.values().flatten().all(|text| text.ends_with(".0"));
    let mut next = numbers.keys().copied().filter(|number| own(*number)).max().unwrap_or(0) as i32;
    let mut options: Vec<Opt> = Vec::new();
    let filled = gaps.into_iter().map(|number| (number, Vec::new()));
    let mut all: Vec<(i64, Vec<&str>)> = numbers.into_iter().chain(filled).collect();
    all.sort_by_key(|(number, _)| *number);
    // Codes are no numbers below 0: what counts in a mean is the value.
    for (number, mut texts) in all {
        texts.sort_by_key(|text| text.len());
        let (code, value) = if own(number) {
            (number as i32, None)
        } else {
            next += 1;
            (next, Some(number as f64))
        };
        let label = texts
            .first()
            .map_or_else(|| if decimal { format!("{number}.0") } else { number.to_string() }, ToString::to_string);
        let also = texts.iter().skip(1).map(ToString::to_string).collect();
        options.push(Opt { also, mark: None, value, ..option(code, &label) });
    }
    options
}

fn date(column: &Column, text: &str, code: Option<&str>, context: &Context) -> Drafted {
    let profile = &column.profile;
    let drafted = Drafted::new(Kind::Date, text, code).column(&column.heading.name);
    let all = |count: u64| count == profile.filled;
    let (order, is_sure) = if all(profile.days.iso) {
        return drafted;
    } else if all(profile.days.year_first) {
        (DateOrder::YearMonthDay, true)
    } else if all(profile.days.day_first) && all(profile.days.month_first) {
        (if context.dialect().writes_month_first() { DateOrder::MonthDayYear } else { DateOrder::DayMonthYear }, false)
    } else if all(profile.days.day_first) {
        // The first part is at most 31, the second at most 12.
        (DateOrder::DayMonthYear, true)
    } else {
        (DateOrder::MonthDayYear, true)
    };
    let mut drafted = drafted;
    drafted.question.written = Some(order);
    if is_sure { drafted } else { drafted.note("no day is beyond the 12th: day and month may be the other way round") }
}
