//! The columns of a question.

use crate::column::{Column, Context, integer};
use crate::shape::Shape;
use crate::text::fold;
use crate::tick_words::{is_tick_word, is_untick};

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

/// Whether the header puts a column together with no other, and names no part that it is of.
pub(crate) fn is_loose(columns: &[Column], at: usize) -> bool {
    let heading = &columns[at].heading;
    let beside = |other: Option<usize>| {
        other.and_then(|other| columns.get(other)).is_some_and(|column| column.heading.key == heading.key)
    };
    heading.key.is_none() || (heading.part.is_none() && !beside(at.checked_sub(1)) && !beside(Some(at + 1)))
}

/// Whether a column that offers "Other" is a box like the others: blank, or filled with its label, a tick or a code alone.
pub(crate) fn is_tick(column: &Column, part: &str, context: &Context) -> bool {
    let texts: Vec<&str> = column.answers(context).map(|(text, _)| text).filter(|text| !is_untick(text)).collect();
    match texts.as_slice() {
        [] => column.profile.filled > 0 && !column.profile.overflows,
        [only] => fold(only) == fold(part) || is_tick_word(only) || integer(only).is_some(),
        _ => false,
    }
}

/// The block of options whose question the header does not have.
pub(crate) fn options_block(members: Vec<(usize, String)>, words: Vec<(usize, String)>, code: Option<&str>) -> Block {
    let first: Vec<&str> = members.iter().take(3).map(|(_, option)| option.as_str()).collect();
    let question = format!("Which of these: {} ...", first.join(", "));
    let shape = Shape::Ticks { columns: members, empty: Vec::new() };
    Block { question, code: code.map(str::to_owned), shape, words, is_unasked: true }
}
