//! Columns gathered into questions.
//!
//! Where the header says which columns are one question, they are. Where it only numbers them (`q4_1`, `q4_2`), they are where
//! their cells agree: ticks, or the same options, or ranks.

use crate::block::{Block, is_loose, is_tick, options_block};
use crate::column::{Column, Context};
use crate::column_runs::{asked_behind_options, named_after_options, numbered, ranked, worded};
use crate::comment_columns::{beside_boxes, beside_items, beside_matrix};
use crate::marks::is_other;
use crate::shape::{Shape, shape_of};
use crate::text::{fold, shared_start, split_texts};
use crate::tools::CodeOf;

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
            .or_else(|| asked_behind_options(columns, at, context))
            .or_else(|| worded(columns, at, context))
            .or_else(|| ranked(columns, at, context))
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
    let code = match context.dialect().code_of() {
        CodeOf::AllColumns => code_stem(columns, &members),
        CodeOf::SecondColumn => columns[members[1]].heading.code.clone(),
        CodeOf::FirstColumn => first.code.clone(),
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
        _ if !has_parts || context.dialect().marks_words() => None,
        Shape::Apart { .. } => beside_boxes(columns, &rest, context).or_else(|| beside_items(columns, &rest, context)),
        Shape::Options { .. } => {
            beside_matrix(columns, &rest, context).or_else(|| beside_items(columns, &rest, context))
        }
        _ => None,
    };
    let parted = parted.map(|(rest, asides)| (shape_of(columns, rest, context), asides));
    let (shape, asides) = match parted {
        Some((shape, asides)) if !matches!(shape, Shape::Apart { .. }) => (shape, asides),
        _ => (shape, Vec::new()),
    };
    // Nothing is the only item of a grid.
    let (question, shape) = match shape {
        Shape::Options { columns: items } if items.len() == 1 => {
            let Block { question, shape, .. } = alone(columns, items[0].0);
            (question, shape)
        }
        shape => (question, shape),
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
