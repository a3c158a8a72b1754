//! The questions of a block of columns.

use topline_survey::{Kind, Mark};

use crate::block::Block;
use crate::codebook_entry::OptionEntry;
use crate::column::{Column, Context};
use crate::evidence::{Evidence, Filled, Task};
use crate::item_questions::grid;
use crate::marks::is_other;
use crate::matrix::MatrixRow;
use crate::matrix_questions::matrix;
use crate::question_draft::{Drafted, option};
use crate::shape::Shape;
use crate::single_column::{self, Reading, reading};
use crate::text::{beside, fold};
use crate::tick_boxes::{BoxColumns, boxes_of};
use crate::wording::says_several;

/// What only whole rows can tell of a block.
pub(crate) fn tasks_of(block: &Block, columns: &[Column], context: &Context) -> Vec<Task> {
    let filled = |columns: Vec<usize>, empty: &[String]| {
        let absent = context.absent.iter().map(|(text, _)| text.clone());
        Task::Filled { columns, empty: empty.iter().cloned().chain(absent).collect() }
    };
    let alone = |column: usize| match reading(&columns[column], context) {
        Reading::Joined(separator) if columns[column].profile.overflows => Some(Task::Parts { column, separator }),
        _ => None,
    };
    match &block.shape {
        Shape::Alone(column) => {
            let beside = other_beside(block, columns).map(|word| filled(vec![*column, word.0], &[]));
            alone(*column).into_iter().chain(beside).collect()
        }
        Shape::Apart { columns } => columns.iter().filter_map(|(column, _)| alone(*column)).collect(),
        Shape::Empty { .. } | Shape::Lists { .. } => Vec::new(),
        Shape::Ticks { columns: boxes, empty } => {
            let ticks = places(boxes);
            let all = with_words(block, &ticks, columns, context);
            vec![filled(ticks, empty), filled(all, empty)]
        }
        Shape::Matrix { rows, empty, .. } => rows.iter().map(|row| filled(row_places(row), empty)).collect(),
        Shape::Options { columns } => vec![filled(places(columns), &[])],
        Shape::Menus { questions } => questions.iter().map(|(_, items)| filled(places(items), &[])).collect(),
    }
}

fn places(members: &[(usize, String)]) -> Vec<usize> {
    members.iter().map(|(column, _)| *column).collect()
}

fn row_places((_, cells): &MatrixRow) -> Vec<usize> {
    cells.iter().flatten().copied().collect()
}

/// The columns of boxes, and those of words that are an option of their own.
fn with_words(block: &Block, ticks: &[usize], columns: &[Column], context: &Context) -> Vec<usize> {
    let open = block.words.iter().filter(|word| opens(block, word, columns, context));
    ticks.iter().copied().chain(open.map(|(column, _)| *column)).collect()
}

/// The words beside an answer, where they are called "Other" and nothing else is beside it.
fn other_beside<'b>(block: &'b Block, columns: &[Column]) -> Option<&'b (usize, String)> {
    one_other(block.words.iter().filter(|_| block.words.iter().all(|(_, part)| is_other(part))), columns)
}

/// The only words of these; where a tool has them twice, as they were written and as someone edited them, those of more respondents.
fn one_other<'b>(words: impl Iterator<Item = &'b (usize, String)>, columns: &[Column]) -> Option<&'b (usize, String)> {
    let words: Vec<&(usize, String)> = words.collect();
    let are_one = words.iter().all(|(_, part)| fold(part) == fold(&words[0].1));
    words.into_iter().filter(|_| are_one).max_by_key(|(column, _)| columns[*column].profile.filled)
}

/// A question whose answers are in one column, but for those who wrote "Other" into the next one and have a blank there.
fn answer_or_words(
    block: &Block,
    columns: &[Column],
    column: usize,
    context: &Context,
    evidence: &Evidence,
) -> Option<Drafted> {
    let (words, part) = other_beside(block, columns)?;
    let filled = evidence.filled(&[column, *words]);
    let has_both = columns[*words].profile.filled > 0 && columns[column].profile.filled > 0;
    let is_answered = matches!(reading(&columns[column], context), Reading::Labels | Reading::Codes);
    if filled.several > 0 || !has_both || !is_answered {
        return None;
    }
    let alone = single_column::draft(&columns[column], &block.question, block.code.as_deref(), context, None)?;
    let mut options = alone.question.options.clone();
    if options.iter().any(|option| option.mark == Some(Mark::Other)) {
        return None;
    }
    let code = options.iter().map(|option| option.code).max().unwrap_or(0) + 1;
    options.push(OptionEntry { open: true, mark: Some(Mark::Other), ..option(code, part) });
    let mut drafted = Drafted::new(Kind::Multi, &block.question, block.code.as_deref());
    drafted.notes = alone.notes;
    drafted.question.absent = alone.question.absent;
    drafted.question.options = options;
    drafted.question.mentions = [column, *words].map(|column| columns[column].heading.name.clone()).to_vec();
    Some(drafted.note("one answer, or words in the next column: who wrote some has no other answer"))
}

/// The questions of a block; columns that nobody filled become none.
pub(crate) fn draft(
    block: &Block,
    columns: &[Column],
    context: &Context,
    evidence: &Evidence,
) -> (Vec<Drafted>, Vec<usize>) {
    let code = block.code.as_deref();
    let (mut drafted, mut empty) = (Vec::new(), Vec::new());
    let mut words: Vec<&(usize, String)> = block.words.iter().collect();
    let alone = |column: usize, text: &str, code: Option<&str>, drafted: &mut Vec<Drafted>, empty: &mut Vec<usize>| {
        match single_column::draft(&columns[column], text, code, context, evidence.parts(column)) {
            Some(question) => drafted.push(question),
            None => empty.push(column),
        }
    };
    match &block.shape {
        Shape::Alone(column) => match answer_or_words(block, columns, *column, context, evidence) {
            Some(question) => {
                words.retain(|(word, _)| !question.question.mentions.contains(&columns[*word].heading.name));
                drafted.push(question);
            }
            None => alone(*column, &block.question, code, &mut drafted, &mut empty),
        },
        Shape::Apart { columns: apart } => {
            for (column, part) in apart {
                let own = columns[*column].heading.code.as_deref().or(code);
                alone(*column, &beside(&block.question, part), own, &mut drafted, &mut empty);
            }
        }
        Shape::Empty { columns } => empty.extend(columns),
        Shape::Ticks { columns: boxes, empty: texts } => {
            let places = places(boxes);
            let ticks = evidence.filled(&places);
            let all = evidence.filled(&with_words(block, &places, columns, context));
            let open = words.iter().position(|word| opens(block, word, columns, context));
            let open = open.filter(|_| ticks.several > 0 || all.several == 0 || says_several(&block.question));
            let others: Vec<(usize, String)> = open.map(|at| words.remove(at).clone()).into_iter().collect();
            let filled = if others.is_empty() { ticks } else { all };
            drafted.push(boxes_of(
                block,
                columns,
                &BoxColumns { boxes, others: &others, empty: texts, filled },
                context,
            ));
        }
        Shape::Matrix { rows, options, empty: texts } => {
            let rows: Vec<(&MatrixRow, Filled)> =
                rows.iter().map(|row| (row, evidence.filled(&row_places(row)))).collect();
            drafted.extend(matrix(block, columns, &rows, options, texts, context));
        }
        Shape::Options { columns: items } => {
            let filled = evidence.filled(&places(items));
            drafted.push(grid(&block.question, code, columns, items, filled, context));
        }
        Shape::Lists { columns: items, parts } => {
            for (column, part) in items {
                let text = beside(&block.question, part);
                let name = &columns[*column].heading.name;
                drafted.push(single_column::joined(parts, &text, code, name, context));
            }
        }
        Shape::Menus { questions } => {
            for (name, items) in questions {
                let filled = evidence.filled(&places(items));
                drafted.push(grid(&beside(&block.question, name), code, columns, items, filled, context));
            }
        }
    }
    for (column, part) in words {
        let text = beside(&block.question, part);
        let heading = &columns[*column].heading;
        let own = heading.code.clone().filter(|own| Some(own.as_str()) != code);
        let own = own.or_else(|| code.map(|code| format!("{code}_text")));
        match columns[*column].answers(context).next() {
            Some(_) => drafted.push(Drafted::words(&text, own.as_deref(), &heading.name)),
            None => empty.push(*column),
        }
    }
    (drafted, empty)
}

/// Whether words beside ticks are an option of their own, and not only what is written beside one: the only ones that are called
/// "Other".
fn opens(block: &Block, word: &(usize, String), columns: &[Column], context: &Context) -> bool {
    let names_other = |part: &str| is_other(part) || part.eq_ignore_ascii_case("other");
    let is_other = |(column, part): &(usize, String)| {
        names_other(part) && (columns[*column].heading.part.is_some() || block.is_unasked)
    };
    // Beside a box for "Other" that those ticked who wrote, the words are only words.
    let has_box = |ticks: &[(usize, String)]| {
        let profile = |column: usize| &columns[column].profile;
        ticks.iter().any(|(column, part)| {
            names_other(part) && profile(*column).filled > 0 && profile(*column).filled >= profile(word.0).filled
        })
    };
    let is_beside = matches!(&block.shape, Shape::Ticks { columns: ticks, .. } if has_box(ticks));
    !context.dialect().marks_words()
        && is_other(word)
        && !is_beside
        && one_other(block.words.iter().filter(|word| is_other(word)), columns).is_some_and(|one| one.0 == word.0)
}
