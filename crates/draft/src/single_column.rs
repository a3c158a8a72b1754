//! A column that is a question by itself: which kind it is of, and its options.

use std::collections::HashSet;

use topline_survey::{Absent, DateOrder, Kind};

use crate::codebook_entry::{ItemEntry, OptionEntry};
use crate::column::{Column, Context, dashes, integer};
use crate::few_respondents::{FEW_RESPONDENTS, is_sentence, open, own_sentences, own_words};
use crate::lexicon::is_closed_list;
use crate::list_cells::Separator;
use crate::number_codes::{apart, below_nought, coded, numbers_alone};
use crate::parts::{JoinedLabel, Parts};
use crate::profile::{Profile, number};
use crate::question_draft::{Drafted, item_alone, option, own_absent, spellings};
use crate::scale::{Family, order};
use crate::separators::separator_of;
use crate::serial_days::serial_days;
use crate::signed_boxes::signed_boxes;
use crate::text::counted;
use crate::tick_words::is_yes_or_no;
use crate::unit_questions::{has_units, with_unit};

/// Numbers from here on are no quantities, but keys held down.
const BEYOND_NUMBERS: f64 = 1e15;
/// What is said of few whole numbers.
pub(crate) const MAYBE_CODES: &str = "few whole numbers: `single`, where they are codes";
/// The most texts beside numbers that are listed one by one.
const MOST_BESIDE_NUMBERS: usize = 40;

/// What a column by itself is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    Empty,
    Words,
    Joined(Separator),
    Codes,
    Number,
    /// A number with these signs before its decimals and between its thousands.
    Signed(Option<char>, Option<char>),
    /// A number with a unit.
    WithUnit,
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
    if let Some(signed) = thousands_by_point(profile, count, context) {
        return signed;
    }
    if profile.numbers.count > 0 && profile.numbers.count + words == profile.filled {
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
    if has_units(profile, count, distinct) {
        return Reading::WithUnit;
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
    let few = distinct <= 12
        && length <= 120.0
        && (spread >= 1.5 || (distinct <= 3 && length <= 40.0 && !texts.iter().any(|text| is_sentence(text))));
    let some = distinct <= 60 && spread >= 3.0 && length <= 120.0;
    let many = distinct <= 300 && spread >= 20.0 && profile.longest <= 120;
    let listed = answers.iter().filter(|(text, _)| is_closed_list(text)).count();
    let many = many || (distinct <= 300 && distinct > 2 && listed * 10 >= distinct * 9);
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

/// Numbers of a file whose cells semicolons separate, because a comma stands before decimals: points stand between thousands there, if
/// nearly all cells can be read so.
fn thousands_by_point(profile: &Profile, count: u64, context: &Context) -> Option<Reading> {
    let signs = profile.signs;
    let is_nearly_all = signs.grouping_point * 10 >= count * 9;
    // Survey tools write decimals with a point, whatever separates cells.
    let is_european = context.delimiter == Some(';') && !context.tool.is_known();
    (is_european && is_nearly_all && signs.has_points_of_thousands()).then_some(Reading::Signed(Some(','), Some('.')))
}

/// Numbers with commas. Where commas separate cells, one within a number is between thousands; elsewhere it may be before
/// decimals.
fn signs(profile: &Profile, filled: u64, context: &Context) -> Option<Reading> {
    let signs = profile.signs;
    let all = |count: u64| count == filled;
    if signs.spaces > 0 && filled > 0 {
        let comma = all(signs.grouping_space_comma).then_some(Reading::Signed(Some(','), Some(' ')));
        return comma.or_else(|| all(signs.grouping_space_point).then_some(Reading::Signed(None, Some(' '))));
    }
    if signs.commas == 0 || filled == 0 {
        return None;
    }
    // Where semicolons separate cells, it is because a comma stands before decimals.
    let is_either = all(signs.decimal_comma) && all(signs.commas) && context.delimiter == Some(';');
    if all(signs.grouping_comma) && !is_either {
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
    let fewest = (count / 100).max(FEW_RESPONDENTS + 1);
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
        Reading::Number => numbers(column, text, code, context),
        Reading::Signed(decimal, grouping) => {
            let mut drafted = Drafted::new(Kind::Number, text, code).column(name);
            (drafted.question.number.decimal, drafted.question.number.grouping) = (decimal, grouping);
            drafted.note("guessed: which sign stands before the decimals, and which between the thousands")
        }
        Reading::WithUnit => with_unit(Drafted::new(Kind::Number, text, code).column(name), profile),
        Reading::Date => date(column, text, code, context),
        Reading::Codes => {
            let drafted = Drafted::new(Kind::Single, text, code).column(name);
            numbers_alone(drafted, column.answers(context).map(|(text, _)| text), context)
        }
        Reading::Labels => labels(column, text, code, context),
        Reading::OpenLabels => {
            let answers: Vec<(&str, u64)> = column.answers(context).collect();
            let count = answers.iter().map(|(_, count)| count).sum();
            let listed = frequent(&answers, count);
            let spellings = spellings(listed.iter().map(|at| answers[*at]));
            let mut drafted = Drafted::new(Kind::Single, text, code).column(name).options(&spellings);
            let others = profile.filled - listed.iter().map(|at| answers[*at].1).sum::<u64>();
            open(&mut drafted.question.options);
            drafted.note(format!("{} of few respondents each: taken for \"Other\"", counted(others, "answer")))
        }
        Reading::Joined(separator) => {
            if let Some(drafted) = signed_boxes(column, text, code, context, separator) {
                return Some(drafted);
            }
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

/// Numbers, and what stands beside them. What one or two respondents wrote is in no codebook: it is a finding, cell by cell.
pub(crate) fn numbers(column: &Column, text: &str, code: Option<&str>, context: &Context) -> Drafted {
    let (name, profile) = (&column.heading.name, &column.profile);
    if let Some(days) = serial_days(column, text) {
        let mut drafted = Drafted::new(Kind::Date, text, code).column(name);
        drafted.question.written = Some(DateOrder::SpreadsheetSerial);
        return drafted.note(days);
    }
    let is_none = |text: &str| number(text).is_none_or(|number| number.abs() >= BEYOND_NUMBERS);
    let invalid: Vec<(&str, u64)> = column.answers(context).filter(|(text, _)| is_none(text)).collect();
    let is_listed = |(text, count): &&(&str, u64)| *count > FEW_RESPONDENTS || is_key_held_down(text);
    let (listed, unlisted): (Vec<_>, Vec<_>) = invalid.iter().partition(is_listed);
    if unlisted.iter().any(|(text, _)| text.parse::<f64>().is_ok_and(f64::is_finite)) {
        return Drafted::words(text, code, name).note("some cells have 16 digits and more, which are no numbers here");
    }
    let mut drafted = Drafted::new(Kind::Number, text, code).column(name);
    let codes = below_nought(profile);
    let listed = listed.into_iter().map(|(text, _)| (text, Absent::Invalid));
    let own: Vec<(&str, Absent)> = listed.chain(codes.iter().map(|code| (*code, Absent::NoAnswer))).collect();
    if !own.is_empty() {
        drafted.question.absent = own_absent(context, own.into_iter());
    }
    if !invalid.is_empty() {
        drafted = drafted.note("guessed: what is no number, or beyond all that could be meant, is no answer");
    }
    if !codes.is_empty() {
        drafted = drafted.note(format!("guessed: {} stands for no answer", codes.join(", ")));
    }
    if column.is_integral(context) && profile.distinct() <= 20 && profile.filled > 3 * profile.distinct() as u64 {
        drafted = drafted.note(MAYBE_CODES);
    }
    match apart(profile) {
        Some(apart) => drafted.note(format!("{apart} may stand for don't know or refusals: they are numbers here")),
        None => drafted,
    }
}

/// Whether a text is one digit over and over.
fn is_key_held_down(text: &str) -> bool {
    let mut digits = text.bytes();
    digits.next().is_some_and(|first| first.is_ascii_digit() && text.bytes().all(|byte| byte == first))
}

/// Labels, but for what may be respondents' own words.
fn labels(column: &Column, text: &str, code: Option<&str>, context: &Context) -> Drafted {
    let hidden = not_shown(column, context);
    let mut shown: Vec<(&str, u64)> = column.answers(context).filter(|(text, _)| !hidden.contains(text)).collect();
    let dashes = dashes(&shown);
    shown.retain(|(text, _)| !dashes.contains(text));
    let own = if column.heading.is_closed { own_sentences(&shown) } else { own_words(&shown) };
    let listed = shown.iter().filter(|(text, _)| !own.contains(text));
    let drafted = Drafted::new(Kind::Single, text, code).column(&column.heading.name);
    let mut drafted = drafted.options(&spellings(listed.copied()));
    if !dashes.is_empty() {
        drafted = drafted.note(format!("guessed: \"{}\" stands for no answer", dashes.join("\", \"")));
    }
    let hidden = hidden.into_iter().map(|text| (text, Absent::NotAsked));
    let absent: Vec<(&str, Absent)> = hidden.chain(dashes.into_iter().map(|dash| (dash, Absent::NoAnswer))).collect();
    if !absent.is_empty() {
        drafted.question.absent = own_absent(context, absent.into_iter());
    }
    if own.is_empty() {
        return drafted;
    }
    let others: u64 = shown.iter().filter(|(text, _)| own.contains(text)).map(|(_, count)| count).sum();
    open(&mut drafted.question.options);
    drafted.note(format!("{} of few respondents each: taken for \"Other\"", counted(others, "answer")))
}

/// What `LimeSurvey` writes beside yes and no where a question was not shown.
fn not_shown<'c>(column: &'c Column, context: &'c Context) -> Vec<&'c str> {
    let texts = || column.answers(context).map(|(text, _)| text);
    let is_hidden = |text: &str| context.dialect().is_not_shown(text);
    let of_boxes = texts().any(is_yes_or_no) && texts().all(|text| is_yes_or_no(text) || is_hidden(text));
    texts().filter(|text| of_boxes && is_hidden(text)).collect()
}

/// Ticked labels in one cell.
pub(crate) fn joined(parts: &Parts, text: &str, code: Option<&str>, column: &str, context: &Context) -> Drafted {
    let (labels, others) = parts.labels();
    if others == 0 && parts.is_ranking() {
        let mut drafted = Drafted::new(Kind::Rank, text, code).column(column);
        let item = |label: JoinedLabel| ItemEntry { also: label.also, ..item_alone(&label.text) };
        drafted.question.items = labels.into_iter().map(item).collect();
        drafted.question.separator = Some(parts.separator.text().to_owned());
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
        numbered.map(|(label, code)| OptionEntry { also: label.also, ..option(code, &label.text) }).collect()
    };
    drafted.question.separator = Some(parts.separator.text().to_owned());
    if let Some(empty) = parts.empty_list() {
        drafted.question.absent = own_absent(context, std::iter::once((empty, Absent::NoAnswer)));
    }
    if are_numbers {
        drafted = drafted.note("the export has numbers alone: give the labels that the questionnaire has");
    }
    if others > 0 {
        open(&mut drafted.question.options);
        drafted = drafted.note(format!("{} of few respondents each: taken for \"Other\"", counted(others, "tick")));
    }
    drafted
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
