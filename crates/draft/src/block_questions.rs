//! The questions of a block of columns.

use crate::block::Block;
use crate::column::{Column, Context};
use crate::evidence::{Evidence, Filled, Task};
use crate::item_questions::grid;
use crate::marks::is_other;
use crate::matrix::MatrixRow;
use crate::matrix_questions::matrix;
use crate::question_draft::Drafted;
use crate::shape::Shape;
use crate::single_column::{self, Reading, reading};
use crate::text::beside;
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
        Shape::Alone(column) => alone(*column).into_iter().collect(),
        Shape::Apart { columns } => columns.iter().filter_map(|(column, _)| alone(*column)).collect(),
        Shape::Empty { .. } => Vec::new(),
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

/// The questions of a block; columns that nobody filled become none.
pub(crate) fn draft(
    block: &Block,
    columns: &[Column],
    context: &Context,
    evidence: &Evidence,
) -> (Vec<Drafted>, Vec<usize>) {
    let code = block.code.as_deref();
    let mut drafted = Vec::new();
    let mut empty = Vec::new();
    let mut words: Vec<&(usize, String)> = block.words.iter().collect();
    let mut alone = |column: usize, text: &str, code: Option<&str>| match single_column::draft(
        &columns[column],
        text,
        code,
        context,
        evidence.parts(column),
    ) {
        Some(question) => drafted.push(question),
        None => empty.push(column),
    };
    match &block.shape {
        Shape::Alone(column) => alone(*column, &block.question, code),
        Shape::Apart { columns: apart } => {
            for (column, part) in apart {
                let own = columns[*column].heading.code.as_deref().or(code);
                alone(*column, &beside(&block.question, part), own);
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
        Shape::Menus { questions } => {
            for (name, items) in questions {
                let filled = evidence.filled(&places(items));
                drafted.push(grid(&beside(&block.question, name), code, columns, items, filled, context));
            }
        }
    }
    for (column, part) in words {
        let text = beside(&block.question, part);
        let own = columns[*column].heading.code.as_deref().filter(|own| Some(*own) != code);
        let own = own.map(str::to_owned).or_else(|| code.map(|code| format!("{code}_text")));
        if columns[*column].answers(context).next().is_none() {
            empty.push(*column);
        } else {
            drafted.push(Drafted::words(&text, own.as_deref(), &columns[*column].heading.name));
        }
    }
    (drafted, empty)
}

/// Whether words beside ticks are an option of their own, and not only what is written beside one: the only ones that are called
/// "Other".
fn opens(block: &Block, word: &(usize, String), columns: &[Column], context: &Context) -> bool {
    let is_other = |(column, part): &(usize, String)| {
        (is_other(part) || part.eq_ignore_ascii_case("other"))
            && (columns[*column].heading.part.is_some() || block.is_unasked)
    };
    !context.dialect().marks_words() && is_other(word) && block.words.iter().filter(|word| is_other(word)).count() == 1
}
