//! Columns side by side that are one question by their names and cells, where the header does not put them together.

use std::collections::HashSet;

use crate::block::{Block, is_loose, is_tick, options_block};
use crate::column::{Column, Context, integer};
use crate::marks::is_other;
use crate::scale::{Family, order};
use crate::shape::{Shape, shape_of};
use crate::text::{fold, shared_start, split_texts};
use crate::wording::says_ranking;

/// Columns that are numbered after the same stem, where their cells agree.
pub(crate) fn numbered(columns: &[Column], at: usize, context: &Context) -> Option<(usize, Block)> {
    let split = |column: &Column| -> Option<(String, String)> {
        let code = column.heading.code.as_deref()?;
        let code = code.strip_suffix("_TEXT").unwrap_or(code);
        let Some(end) = code.rfind(['_', '.', '-', '/']) else { return lettered(code) };
        let part = code[end + 1..].trim_start_matches(|each: char| each.is_ascii_alphabetic());
        let letters = &code[end + 1..code.len() - part.len()];
        // `wave2_q1`, `wave2_q2` are questions, and no items of one.
        let is_number = !part.is_empty()
            && part.len() <= 4
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && letters.len() <= 3
            && !letters.eq_ignore_ascii_case("q");
        (is_number && end > 0).then(|| (code[..end].trim_end_matches('-').to_owned(), code[end + 1..].to_owned()))
    };
    let (stem, _) = split(&columns[at])?;
    let members: Vec<usize> = (at..columns.len())
        .take_while(|next| {
            columns[*next].metadata.is_none()
                && columns[*next].heading.key.is_none()
                && split(&columns[*next]).is_some_and(|(other, _)| other == stem)
        })
        .collect();
    let length = members.len();
    let (words, members): (Vec<usize>, Vec<usize>) =
        members.into_iter().partition(|column| columns[*column].heading.is_text);
    if members.len() < 2 {
        return None;
    }
    let texts: Vec<&str> = members.iter().map(|column| columns[*column].heading.question.as_str()).collect();
    let is_named = members.iter().any(|column| {
        let heading = &columns[*column].heading;
        heading.code.as_deref() != Some(heading.question.as_str())
    });
    let (question, parts): (String, Vec<String>) = if is_named {
        let (question, parts) = split_texts(&texts);
        // Texts that share nothing are the parts, and the question is known by its code.
        let question = if parts == texts && !question.is_empty() { stem.as_str() } else { question };
        let codes = members.iter().map(|column| split(&columns[*column]).map(|(_, part)| part).unwrap_or_default());
        let parts =
            parts.into_iter().zip(codes).map(|(part, code)| if part.is_empty() { code } else { part.to_owned() });
        (question.to_owned(), parts.collect())
    } else {
        let codes = members.iter().map(|column| split(&columns[*column]).map(|(_, part)| part).unwrap_or_default());
        (stem.clone(), codes.collect())
    };
    match shape_of(columns, members.into_iter().zip(parts).collect(), context) {
        Shape::Apart { .. } | Shape::Empty { .. } => None,
        Shape::Options { columns: items } if !is_named && !have_one_scale(columns, &items, context) => None,
        shape => {
            let words = words.into_iter().map(|column| (column, columns[column].heading.question.clone())).collect();
            let stem = stem.strip_suffix("_Part").map_or(stem.clone(), str::to_owned);
            Some((length, Block { question, code: Some(stem), shape, words, is_unasked: false }))
        }
    }
}

/// Whether columns of numbers could be items of one question: any two share a number, and boxes of 0 and 1 stand beside no scale.
fn have_one_scale(columns: &[Column], items: &[(usize, String)], context: &Context) -> bool {
    let points = |column: usize| -> HashSet<i64> {
        let numbers = columns[column].answers(context).filter_map(|(text, _)| integer(text));
        numbers.filter(|number| (0..NO_POINTS_FROM).contains(number)).collect()
    };
    let sets: Vec<HashSet<i64>> =
        items.iter().map(|(column, _)| points(*column)).filter(|points| !points.is_empty()).collect();
    let are_boxes = |set: &HashSet<i64>| set.contains(&0) && set.iter().all(|number| *number <= 1);
    let is_scale = |set: &HashSet<i64>| !set.contains(&0) && set.len() >= 2;
    let share = |at: usize| sets[..at].iter().all(|other| !sets[at].is_disjoint(other));
    (1..sets.len()).all(share) && !(sets.iter().any(are_boxes) && sets.iter().any(is_scale))
}

/// Numbers from here on stand for no answer beside a scale.
const NO_POINTS_FROM: i64 = 77;

/// `Q2` and `r1` of `Q2r1`, `Q2r1` and `c2` of `Q2r1c2`: rows, columns and mentions that are numbered after a letter, as panels do.
fn lettered(code: &str) -> Option<(String, String)> {
    let digits = code.len() - code.trim_end_matches(|each: char| each.is_ascii_digit()).len();
    let (front, number) = code.split_at(code.len() - digits);
    let letter = front.chars().last().filter(|letter| "rcmaRCMA".contains(*letter))?;
    let stem = &front[..front.len() - letter.len_utf8()];
    let is_code =
        stem.ends_with(|each: char| each.is_ascii_digit()) && stem.starts_with(|each: char| each.is_ascii_alphabetic());
    ((1..=3).contains(&number.len()) && is_code).then(|| (stem.to_owned(), format!("{letter}{number}")))
}

/// Where the item begins in the text of a matrix of Qualtrics, `question-item`, in exports that do not name what is imported.
fn dashed(columns: &[Column], at: usize, context: &Context) -> Option<usize> {
    let is_answer = context.dialect().joins_items_by_dash() && !columns[at].heading.is_text;
    let next = columns.get(at + 1).filter(|_| is_answer)?;
    let shared = shared_start(&[&columns[at].heading.question, &next.heading.question]);
    shared.rfind('-').map(|dash| dash + 1).filter(|end| !shared[..*end].ends_with(" -"))
}

/// What `REDCap` writes before the label of a box in exports with labels: `Which of these? (choice=Bus)`.
const CHOICE: &str = "(choice=";

/// The fewest characters that questions share which are told apart by nothing but their last words.
const SHARED: usize = 20;

/// Columns whose names share their beginning, where their cells have the same options.
pub(crate) fn worded(columns: &[Column], at: usize, context: &Context) -> Option<(usize, Block)> {
    let text = |at: usize| columns[at].heading.question.replace('\u{a0}', " ");
    let is_loose = |at: usize| columns[at].metadata.is_none() && is_loose(columns, at);
    let name = text(at);
    let is_code = columns[at].heading.code.is_some() && !name.contains(' ');
    let dashed = dashed(columns, at, context);
    let choice = name.find(CHOICE).filter(|_| name.ends_with(')')).map(|at| at + CHOICE.len());
    let mut starts: Vec<usize> = if is_code {
        name.find('_').map(|end| end + 1).into_iter().collect()
    } else {
        let ends = [" - ", " >> ", ": ", "? ", "?.", ". ", " | ", ".", "/"];
        let ends = ends.iter().filter_map(|end| name.find(end).map(|at| at + end.len()));
        let ends = dashed
            .into_iter()
            .chain(ends)
            .filter(|end| (*end >= 10 || says_ranking(&name[..*end])) && *end < name.len());
        choice.into_iter().chain(ends).collect()
    };
    // No sign parts the item from its question: "How much do you like tea?", "How much do you like milk?"
    let next = (at + 1 < columns.len() && is_loose(at + 1) && !is_code).then(|| text(at + 1));
    let plain = next.and_then(|next| {
        let end = shared_start(&[&name, &next]).rfind(' ')? + 1;
        let rest = name[end..].split_whitespace().count().max(next[end..].split_whitespace().count());
        (end >= SHARED && rest <= 6 && name[..end].split_whitespace().count() > rest).then_some(end)
    });
    let plain = plain.filter(|end| !starts.contains(end));
    starts.extend(plain);
    for end in starts {
        let start = &name[..end];
        let members: Vec<usize> = (at..columns.len())
            .take_while(|next| is_loose(*next) && text(*next).starts_with(start) && text(*next).len() > end)
            .collect();
        if members.len() < 2 || (plain == Some(end) && members.len() < 3) {
            continue;
        }
        let length = members.len();
        let parts = members.iter().map(|column| {
            let part = text(*column)[end..].trim().to_owned();
            if plain == Some(end) {
                part.trim_end_matches(['.', ':', '?']).to_owned()
            } else if choice == Some(end) {
                part.trim_end_matches(')').to_owned()
            } else {
                part.strip_prefix('(').and_then(|part| part.strip_suffix(')')).map_or(part.clone(), str::to_owned)
            }
        });
        let (words, rest): (Vec<_>, Vec<_>) = members.iter().copied().zip(parts).partition(|(column, part)| {
            let is_words = is_other(part) && !is_tick(&columns[*column], part, context);
            (columns[*column].heading.is_text && dashed == Some(end)) || (!is_code && is_words)
        });
        if rest.len() < 2 {
            continue;
        }
        let shape = shape_of(columns, rest, context);
        let agrees = match &shape {
            Shape::Options { columns: items } => {
                dashed == Some(end)
                    || is_scale(columns, items, context)
                    || (says_ranking(start) && are_ranks(columns, items, context))
            }
            Shape::Ticks { .. } | Shape::Matrix { .. } => !is_code && plain != Some(end),
            _ => false,
        };
        if agrees {
            let start = start.strip_suffix(CHOICE).unwrap_or(start);
            let question = start.trim_end_matches(['-', ':', '|', ' ', '_', '.', '/']).to_owned();
            let code = is_code.then(|| question.clone());
            return Some((length, Block { question, code, shape, words, is_unasked: false }));
        }
    }
    None
}

/// Columns that are named after an option each, and hold nothing but it: the header does not say what was asked.
pub(crate) fn named_after_options(columns: &[Column], at: usize, context: &Context) -> Option<(usize, Block)> {
    let code = |at: usize| columns[at].heading.code.as_deref().filter(|code| *code != columns[at].heading.question);
    let option = |at: usize| -> Option<String> {
        let column = &columns[at];
        let mut answers = column.answers(context).map(|(text, _)| text);
        let (text, None) = (answers.next()?, answers.next()) else { return None };
        let name = &column.heading.question;
        // A name that repeats has been numbered; a code may stand before it.
        let plain = name
            .strip_suffix(')')
            .and_then(|name| name.rsplit_once(" ("))
            .filter(|(_, number)| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()));
        let plain = plain.map_or(name.as_str(), |(plain, _)| plain);
        let uncoded = plain.split_once(['.', ':', ')']).filter(|_| code(at).is_some()).map(|(_, rest)| rest.trim());
        let is_own = [Some(plain), uncoded].into_iter().flatten().any(|name| fold(name) == fold(text));
        (is_own && !column.profile.overflows).then(|| text.to_owned())
    };
    let is_free = |next: usize| {
        columns[next].metadata.is_none() && is_loose(columns, next) && (next == at || code(next) == code(at))
    };
    let mut members: Vec<(usize, String)> = Vec::new();
    let mut length = 0;
    for next in (at..columns.len()).take_while(|next| is_free(*next)) {
        if let Some(option) = option(next).filter(|option| members.iter().all(|(_, known)| known != option)) {
            members.push((next, option));
        } else if next > at && members.len() >= 2 && is_other(columns[next].heading.question.trim()) {
            let words = vec![(next, "Other".to_owned())];
            return Some((next + 1 - at, options_block(members, words, code(at))));
        } else {
            break;
        }
        length = next + 1 - at;
    }
    (members.len() >= 2).then(|| (length, options_block(members, Vec::new(), code(at))))
}

/// Columns with an option before the question, and nothing in their cells but the option: `Tea:Which do you drink?`.
pub(crate) fn asked_behind_options(columns: &[Column], at: usize, context: &Context) -> Option<(usize, Block)> {
    let split = |at: usize| -> Option<(&str, &str)> {
        let column = &columns[at];
        let mut answers = column.answers(context).map(|(text, _)| text);
        let (option, None) = (answers.next()?, answers.next()) else { return None };
        let question = column.heading.question.strip_prefix(option)?.strip_prefix(':')?.trim();
        let is_free = column.metadata.is_none() && is_loose(columns, at) && !column.profile.overflows;
        (is_free && question.len() >= FEWEST_LETTERS).then_some((option, question))
    };
    let (_, question) = split(at)?;
    let options = (at..columns.len()).map_while(|next| split(next).filter(|(_, other)| *other == question));
    let members: Vec<(usize, String)> =
        (at..).zip(options).map(|(next, (option, _))| (next, option.to_owned())).collect();
    (members.len() >= 2).then(|| {
        let (length, shape) = (members.len(), Shape::Ticks { columns: members, empty: Vec::new() });
        (length, Block { question: question.to_owned(), code: None, shape, words: Vec::new(), is_unasked: false })
    })
}

/// Whether each column holds the places of a ranking of all, and nothing else.
fn are_ranks(columns: &[Column], items: &[(usize, String)], context: &Context) -> bool {
    let places: HashSet<i64> = (1..=items.len() as i64).collect();
    let held =
        |column: usize| columns[column].answers(context).map(|(text, _)| integer(text)).collect::<Option<HashSet<_>>>();
    items.len() >= 3 && items.iter().all(|(column, _)| held(*column).as_ref() == Some(&places))
}

/// The fewest and the most columns that are a ranking by their cells alone, and the fewest rows that show it.
const RANKED: std::ops::RangeInclusive<usize> = 3..=12;
const FEWEST_RANKINGS: u64 = 20;

/// Columns beside each other that hold the places of a ranking by their cells alone: each place as often as there are rows.
pub(crate) fn ranked(columns: &[Column], at: usize, context: &Context) -> Option<(usize, Block)> {
    let is_free = |next: &usize| columns[*next].metadata.is_none() && is_loose(columns, *next);
    let run = (at..columns.len()).take_while(is_free).take(*RANKED.end()).count();
    let length = (*RANKED.start()..=run).rev().find(|length| are_one_ranking(columns, at, *length, context))?;
    let items: Vec<(usize, String)> =
        (at..at + length).map(|column| (column, columns[column].heading.question.clone())).collect();
    let names: Vec<&str> = items.iter().take(3).map(|(_, name)| name.as_str()).collect();
    let question = format!("In which order: {} ...", names.join(", "));
    let shape = Shape::Options { columns: items };
    Some((length, Block { question, code: None, shape, words: Vec::new(), is_unasked: true }))
}

fn are_one_ranking(columns: &[Column], at: usize, length: usize, context: &Context) -> bool {
    let mut held = vec![0; length];
    let filled = columns[at].profile.filled;
    let places = at..at + length;
    let are_places = places.clone().all(|column| {
        let column = &columns[column];
        !column.profile.overflows
            && column.profile.filled == filled
            && column.answers(context).all(|(text, count)| {
                let place = integer(text).and_then(|place| usize::try_from(place).ok()?.checked_sub(1));
                place.and_then(|place| held.get_mut(place)).map(|held| *held += count).is_some()
            })
    });
    are_places && filled >= FEWEST_RANKINGS && held.iter().all(|count| *count == filled)
}

/// The fewest letters of a question.
const FEWEST_LETTERS: usize = 3;

/// From so many items on, numbers alone make a scale.
const MANY_ITEMS: usize = 5;

/// Whether columns have the same labels, in words, of a kind that items are rated by.
fn is_scale(columns: &[Column], items: &[(usize, String)], context: &Context) -> bool {
    let sets: Vec<HashSet<&str>> =
        items.iter().map(|(column, _)| columns[*column].answers(context).map(|(text, _)| text).collect()).collect();
    let most = sets.iter().max_by_key(|set| set.len());
    // Numbers are a scale where many columns have them.
    let is_worded = |set: &HashSet<&str>| set.iter().all(|text| integer(text).is_none());
    let Some(most) = most.filter(|set| set.len() >= 2 && (items.len() >= MANY_ITEMS || is_worded(set))) else {
        return false;
    };
    let same = sets.iter().filter(|set| set.is_subset(most) && set.len() * 2 > most.len()).count();
    let labels: Vec<&str> = most.iter().copied().collect();
    let rated =
        matches!(order(&labels).family, Some(Family::Polar | Family::Frequency | Family::Quality | Family::Amount));
    same * 10 >= sets.len() * 9 && (rated || most.len() >= 3)
}
