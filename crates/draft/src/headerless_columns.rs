//! Columns without a question of their own in the header: those of the question before them, or of one that got lost.
//!
//! Where options are spread over columns, tools write the question above the first alone, and the options in a second row. That
//! row gets lost on the way of an export, and so does the first column, with the question.

use crate::column::{Column, Context};
use crate::comment_columns::own_label;
use crate::few_respondents::are_own_words;
use crate::marks::reason_of;
use crate::tick_words::is_untick;

/// The fewest boxes that a question without names of them has.
const FEWEST_BOXES: usize = 2;

/// Puts columns without a name into the question before them: boxes, by what they hold, or words beside an answer.
pub(crate) fn belong_before(columns: &mut [Column], header: &[String]) {
    let is_nameless = |at: usize| header.get(at).is_none_or(|cell| cell.trim().is_empty());
    let mut at = 0;
    while at < columns.len() {
        let start = at;
        at += 1;
        if is_nameless(start) || columns[start].metadata.is_some() || columns[start].heading.part.is_some() {
            continue;
        }
        while at < columns.len() && is_nameless(at) && columns[at].metadata.is_none() {
            at += 1;
        }
        let end = (start + 1..at).rev().find(|at| columns[*at].profile.filled > 0).map_or(start, |last| last + 1);
        if end > start + 1 {
            gather(&mut columns[start..end], start);
        }
    }
}

/// One question of columns of which the first has a name.
fn gather(columns: &mut [Column], start: usize) {
    let question = columns[0].heading.question.clone();
    let code = columns[0].heading.code.clone();
    let respondents = columns.iter().map(|column| column.profile.filled).max().unwrap_or(0);
    let boxes: Vec<Option<String>> = columns.iter().map(|column| label_of(column, respondents)).collect();
    let are_boxes = boxes[0].is_some() && boxes.iter().flatten().count() >= FEWEST_BOXES;
    let is_aside = |column: &Column| are_words(column) || column.profile.filled == 0;
    let answers_alone = columns[1..].iter().all(is_aside);
    for (at, (column, only)) in columns.iter_mut().zip(boxes).enumerate() {
        let is_words = at > 0 && only.is_none() && is_aside(column);
        let heading = &mut column.heading;
        heading.part = (at > 0 || are_boxes || !answers_alone).then(|| match only {
            Some(label) if are_boxes => label,
            None if are_boxes && is_words => "Other".to_owned(),
            _ if at == 0 => question.clone(),
            _ => heading.name.clone(),
        });
        heading.key = Some(format!("from {start}"));
        heading.question.clone_from(&question);
        heading.code.clone_from(&code);
        heading.is_text = is_words;
    }
}

/// Whether a column holds words of the respondents' own.
fn are_words(column: &Column) -> bool {
    let profile = &column.profile;
    profile.filled > 0 && profile.numbers.count * 2 < profile.filled && profile.distinct() as u64 * 2 > profile.filled
}

/// Parts boxes from a question that others answer in one column before them: that of their own went with a column.
pub(crate) fn part_ways(columns: &mut [Column], context: &Context) {
    let mut at = 0;
    while at < columns.len() {
        let start = at;
        at += 1;
        while at < columns.len()
            && columns[at].heading.key.is_some()
            && columns[at].heading.key == columns[start].heading.key
        {
            at += 1;
        }
        let is_box = |column: &Column| {
            column.heading.part.as_deref().is_some_and(|part| own_label(column, part, context).is_some())
        };
        let first = &columns[start];
        let answers = first.heading.is_closed && first.heading.part.is_none() && first.profile.filled > 0;
        let boxes = columns[start + 1..at].iter().take_while(|column| is_box(column)).count();
        if answers && boxes >= FEWEST_BOXES {
            for column in &mut columns[start + 1..at] {
                column.heading.key = Some(format!("after {start}"));
                column.heading.question.clear();
                column.heading.code = None;
            }
        }
    }
}

/// What a box holds where it is ticked; nothing where the column holds several texts, or one of a respondent's own.
fn label_of(column: &Column, respondents: u64) -> Option<String> {
    let mut texts = column.profile.texts.iter().filter(|(text, _)| !is_untick(text) && reason_of(text).is_none());
    let (text, times) = texts.next()?;
    if are_own_words(text, *times, respondents) {
        return None;
    }
    (texts.next().is_none() && !column.profile.overflows && text.parse::<f64>().is_err()).then(|| text.clone())
}
