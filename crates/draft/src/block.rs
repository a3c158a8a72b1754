//! Columns gathered into questions.
//!
//! Where the header says which columns are one question, they are. Where it only numbers them (`q4_1`, `q4_2`), they are where
//! their cells agree: ticks, or the same options, or ranks.

use std::collections::HashSet;

use crate::column::{Column, Context, integer};
use crate::comment_columns::{beside_boxes, beside_items};
use crate::marks::is_other;
use crate::scale::{Family, order};
use crate::shape::{Shape, is_tick_word, is_untick, shape_of};
use crate::text::{fold, shared_start};
use crate::tool::Tool;

/// The columns of a question, or a column alone.
#[derive(Debug)]
pub(crate) struct Block {
    /// As asked, as far as the header says.
    pub question: String,
    /// A short code.
    pub code: Option<String>,
    pub shape: Shape,
    /// Columns with words beside an option.
    pub words: Vec<(usize, String)>,
    /// The header does not say what was asked.
    pub is_unasked: bool,
}

/// The blocks of an export, in the order of its columns; metadata is left out.
pub(crate) fn blocks(columns: &[Column], context: &Context) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < columns.len() {
        if columns[at].metadata.is_some() {
            at += 1;
            continue;
        }
        let run = |same: &dyn Fn(&Column) -> bool| {
            (at..columns.len()).take_while(|next| columns[*next].metadata.is_none() && same(&columns[*next])).count()
        };
        let own = &columns[at];
        let length = if own.heading.key.is_some() && !is_loose(columns, at) {
            let length = run(&|column| column.heading.key == own.heading.key);
            blocks.push(keyed(columns, (at..at + length).collect(), context));
            length
        } else if let Some((length, block)) = numbered(columns, at, context)
            .or_else(|| named_after_options(columns, at, context))
            .or_else(|| worded(columns, at, context))
        {
            blocks.push(block);
            length
        } else {
            blocks.push(alone(columns, at));
            1
        };
        at += length;
    }
    blocks
}

/// Whether the header puts a column together with no other, and names no part that it is of.
fn is_loose(columns: &[Column], at: usize) -> bool {
    let heading = &columns[at].heading;
    let beside = |other: Option<usize>| {
        other.and_then(|other| columns.get(other)).is_some_and(|column| column.heading.key == heading.key)
    };
    heading.key.is_none() || (heading.part.is_none() && !beside(at.checked_sub(1)) && !beside(Some(at + 1)))
}

fn alone(columns: &[Column], at: usize) -> Block {
    let heading = &columns[at].heading;
    let question = match &heading.part {
        Some(part) if fold(part) != fold(&heading.question) => {
            format!("{}: {part}", heading.question.trim_end_matches(':'))
        }
        _ => heading.question.clone(),
    };
    Block { question, code: heading.code.clone(), shape: Shape::Alone(at), words: Vec::new(), is_unasked: false }
}

/// Columns that the header puts together.
fn keyed(columns: &[Column], members: Vec<usize>, context: &Context) -> Block {
    let first_column = members[0];
    let first = &columns[first_column].heading;
    if let [only] = members.as_slice() {
        return alone(columns, *only);
    }
    let (question, parts) = parts_of(columns, &members);
    let answers_alone = has_answers_alone(columns, &members);
    let code = match context.tool {
        Tool::Qualtrics => code_stem(columns, &members),
        // Where each column has a code, the later ones have what they share.
        Tool::SurveyMonkey => columns[members[1]].heading.code.clone(),
        _ => first.code.clone(),
    };
    let (mut words, mut rest) = (Vec::new(), Vec::new());
    for (at, (column, part)) in members.into_iter().zip(parts).enumerate() {
        let heading = &columns[column].heading;
        let beside = heading.is_text
            || (answers_alone && at > 0)
            || (is_other(&part) && !is_tick(&columns[column], &part, context));
        if beside { &mut words } else { &mut rest }.push((column, part));
    }
    if rest.len() < 2 && words.len() > 1 && rest.iter().all(|(column, _)| columns[*column].heading.is_text) {
        rest.append(&mut words);
        return Block { question, code, shape: Shape::Apart { columns: rest }, words, is_unasked: false };
    }
    if rest.is_empty() {
        return Block { question, code, shape: Shape::Apart { columns: words }, words: Vec::new(), is_unasked: false };
    }
    if let [(only, _)] = rest.as_slice()
        && columns[*only].heading.part.is_none()
    {
        return Block { question, code, shape: Shape::Alone(*only), words, is_unasked: false };
    }
    let has_parts = rest.iter().all(|(column, _)| columns[*column].heading.part.is_some());
    let shape = shape_of(columns, rest.clone(), context);
    let parted = match &shape {
        _ if !has_parts || context.tool == Tool::Qualtrics => None,
        Shape::Apart { .. } => beside_boxes(columns, &rest, context).or_else(|| beside_items(columns, &rest, context)),
        Shape::Options { .. } => beside_items(columns, &rest, context),
        _ => None,
    };
    let parted = parted.map(|(rest, asides)| (shape_of(columns, rest, context), asides));
    let (shape, asides) = match parted {
        Some((shape, asides)) if !matches!(shape, Shape::Apart { .. }) => (shape, asides),
        _ => (shape, Vec::new()),
    };
    words.extend(asides);
    words.sort_by_key(|(column, _)| *column);
    if question.is_empty()
        && let Shape::Ticks { columns: boxes, empty } = shape
    {
        return Block {
            shape: Shape::Ticks { columns: boxes.clone(), empty },
            ..options_block(boxes, words, code.as_deref())
        };
    }
    let question = if question.is_empty() { columns[first_column].heading.name.clone() } else { question };
    Block { question, code, shape, words, is_unasked: false }
}

/// Whether the first column holds the answers, and the others what is written beside them: it is called "Response", they are not.
fn has_answers_alone(columns: &[Column], members: &[usize]) -> bool {
    let part = |column: &usize| columns[*column].heading.part.is_some();
    let several_rows = members.iter().all(|column| columns[*column].heading.key.is_some());
    several_rows && !part(&members[0]) && members[1..].iter().all(part)
}

/// Whether a column that offers "Other" is a box like the others: blank, or filled with its label, a tick or a code alone.
fn is_tick(column: &Column, part: &str, context: &Context) -> bool {
    let texts: Vec<&str> = column.answers(context).map(|(text, _)| text).filter(|text| !is_untick(text)).collect();
    match texts.as_slice() {
        [] => column.profile.filled > 0 && !column.profile.overflows,
        [only] => fold(only) == fold(part) || is_tick_word(only) || integer(only).is_some(),
        _ => false,
    }
}

/// The question that the columns share, and each column's part of it.
fn parts_of(columns: &[Column], members: &[usize]) -> (String, Vec<String>) {
    let headings: Vec<_> = members.iter().map(|column| &columns[*column].heading).collect();
    if headings.iter().any(|heading| heading.part.is_some()) {
        let parts =
            headings.iter().map(|heading| heading.part.clone().unwrap_or_else(|| heading.name.clone())).collect();
        return (headings[0].question.clone(), parts);
    }
    let texts: Vec<&str> = headings.iter().map(|heading| heading.question.as_str()).collect();
    let (question, parts) = split_texts(&texts);
    let parts = parts.into_iter().zip(&headings).map(|(part, heading)| {
        if part.is_empty() {
            suffix(heading.code.as_deref().unwrap_or(&heading.name)).to_owned()
        } else {
            part.to_owned()
        }
    });
    (question.to_owned(), parts.collect())
}

/// What texts share up to the last separator, and the rest of each.
pub(crate) fn split_texts<'t>(texts: &[&'t str]) -> (&'t str, Vec<&'t str>) {
    let shared = shared_start(texts);
    if texts.iter().all(|text| *text == shared) {
        return (shared, vec![""; texts.len()]);
    }
    let ends = ["-", ":", "|", "?", ".", "\n"];
    let cut = ends.iter().filter_map(|end| shared.rfind(end).map(|at| at + end.len())).max();
    let cut = cut.or_else(|| shared.rfind(' ').map(|at| at + 1)).unwrap_or(0);
    let question = shared[..cut].trim_end_matches(['-', ':', '|', ' ']);
    if question.is_empty() {
        return (texts[0], texts.to_vec());
    }
    (question, texts.iter().map(|text| text[cut..].trim()).collect())
}

/// The code that the columns share, without what numbers them.
fn code_stem(columns: &[Column], members: &[usize]) -> Option<String> {
    let codes: Vec<&str> = members.iter().filter_map(|column| columns[*column].heading.code.as_deref()).collect();
    let shared = shared_start(&codes).trim_end_matches(['_', '-', '.', ' ']);
    let whole =
        codes.contains(&shared) || codes.iter().all(|code| code[shared.len()..].starts_with(['_', '-', '.', '#']));
    let stem = if whole { shared } else { shared.rfind(['_', '.']).map_or(shared, |at| &shared[..at]) };
    Some(stem.to_owned()).filter(|stem| !stem.is_empty())
}

/// What numbers a column among its like: `2` of `q4_2`, `r2` of `q4_r2`.
fn suffix(code: &str) -> &str {
    code.rfind(['_', '.', '-', '/']).map_or(code, |at| &code[at + 1..])
}

/// Columns that are numbered after the same stem, where their cells agree.
fn numbered(columns: &[Column], at: usize, context: &Context) -> Option<(usize, Block)> {
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
        shape => {
            let words = words.into_iter().map(|column| (column, columns[column].heading.question.clone())).collect();
            let stem = stem.strip_suffix("_Part").map_or(stem.clone(), str::to_owned);
            Some((length, Block { question, code: Some(stem), shape, words, is_unasked: false }))
        }
    }
}

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
    let is_answer = context.tool == Tool::Qualtrics && !columns[at].heading.is_text;
    let next = columns.get(at + 1).filter(|_| is_answer)?;
    let shared = shared_start(&[&columns[at].heading.question, &next.heading.question]);
    shared.rfind('-').map(|dash| dash + 1).filter(|end| !shared[..*end].ends_with(" -"))
}

/// The fewest characters that questions share which are told apart by nothing but their last words.
const SHARED: usize = 20;

/// Columns whose names share their beginning, where their cells have the same options.
fn worded(columns: &[Column], at: usize, context: &Context) -> Option<(usize, Block)> {
    let text = |at: usize| columns[at].heading.question.replace('\u{a0}', " ");
    let is_loose = |at: usize| columns[at].metadata.is_none() && is_loose(columns, at);
    let name = text(at);
    let is_code = columns[at].heading.code.is_some() && !name.contains(' ');
    let dashed = dashed(columns, at, context);
    let mut starts: Vec<usize> = if is_code {
        name.find('_').map(|end| end + 1).into_iter().collect()
    } else {
        let ends = [" - ", ": ", "? ", "?.", ". ", " | ", ".", "/"];
        let ends = ends.iter().filter_map(|end| name.find(end).map(|at| at + end.len()));
        dashed.into_iter().chain(ends).filter(|end| *end >= 10 && *end < name.len()).collect()
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
            if plain == Some(end) { part.trim_end_matches(['.', ':', '?']).to_owned() } else { part }
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
            Shape::Options { columns: items } => dashed == Some(end) || is_scale(columns, items, context),
            Shape::Ticks { .. } | Shape::Matrix { .. } => !is_code && plain != Some(end),
            _ => false,
        };
        if agrees {
            let question = start.trim_end_matches(['-', ':', '|', ' ', '_', '.', '/']).to_owned();
            let code = is_code.then(|| question.clone());
            return Some((length, Block { question, code, shape, words, is_unasked: false }));
        }
    }
    None
}

/// Columns that are named after an option each, and hold nothing but it: the header does not say what was asked.
fn named_after_options(columns: &[Column], at: usize, context: &Context) -> Option<(usize, Block)> {
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

/// The block of options whose question the header does not have.
fn options_block(members: Vec<(usize, String)>, words: Vec<(usize, String)>, code: Option<&str>) -> Block {
    let first: Vec<&str> = members.iter().take(3).map(|(_, option)| option.as_str()).collect();
    let question = format!("Which of these: {} ...", first.join(", "));
    let shape = Shape::Ticks { columns: members, empty: Vec::new() };
    Block { question, code: code.map(str::to_owned), shape, words, is_unasked: true }
}

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

/// Whether a column is named after the text; a spreadsheet may have numbered the name, so that names differ.
pub(crate) fn is_named(text: &str, name: &str) -> bool {
    let (text, name) = (fold(text), fold(name));
    name.strip_prefix(text.as_str()).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}
