//! What stands beside the options of a question that the header puts together: words, and cells that got into the wrong column.
//!
//! Survey tools write a field for comments into the columns of its question, whatever it is called: "Please tell us more". It is
//! told from an option by its cells. A few cells that hold what their neighbours do, as rows that have slipped by a column
//! have, make no question fall apart.

use std::collections::HashSet;

use crate::column::{Column, Context, integer};
use crate::matrix::matrix_of;
use crate::text::fold;
use crate::text::is_named;
use crate::tick_words::{is_tick_word, is_untick};

/// Of a hundred filled cells of a box, so many hold its label at least.
const LEAST_OWN: u64 = 90;
/// The fewest filled cells of a box some of which can be of another.
const FEWEST_FILLED: u64 = 20;

/// The most columns for comments behind a matrix.
const MOST_COMMENTS: usize = 2;

/// The columns of options, and those of words beside them.
type Parted = (Vec<(usize, String)>, Vec<(usize, String)>);

/// The label that nearly all filled cells of a box hold: that which its column is named after.
pub(crate) fn own_label<'c>(column: &'c Column, part: &str, context: &'c Context) -> Option<&'c str> {
    let answers: Vec<(&str, u64)> = column.answers(context).filter(|(text, _)| !is_untick(text)).collect();
    let all: u64 = answers.iter().map(|(_, count)| count).sum();
    // The label, or that of a column of a matrix behind its row: `Tea - Morning`.
    let is_behind =
        |text: &str| fold(part).strip_suffix(&fold(text)).is_some_and(|before| before.ends_with(char::is_whitespace));
    let named = answers.iter().find(|(text, _)| is_named(text, part) || is_behind(text))?;
    let nearly_all = all >= FEWEST_FILLED && named.1 * 100 >= all * LEAST_OWN;
    (!column.profile.overflows && (named.1 == all || nearly_all)).then_some(named.0)
}

/// Whether a text of a box is that of another column.
pub(crate) fn is_stray(column: &Column, part: &str, text: &str, context: &Context) -> bool {
    own_label(column, part, context).is_some_and(|own| own != text && fold(own) != fold(text))
}

/// Parts boxes that hold their own labels from what holds none.
pub(crate) fn beside_boxes(columns: &[Column], members: &[(usize, String)], context: &Context) -> Option<Parted> {
    let is_box = |column: usize, part: &str| {
        let column = &columns[column];
        column.profile.filled == 0 || own_label(column, part, context).is_some() || holds_one_mark(column, context)
    };
    let (boxes, words): Parted = members.iter().cloned().partition(|(column, part)| is_box(*column, part));
    let filled = boxes.iter().filter(|(column, _)| columns[*column].profile.filled > 0).count();
    (filled >= 2 && !words.is_empty() && words.len() < boxes.len()).then_some((boxes, words))
}

/// Whether all that a column holds is one code, or one word of a tick.
fn holds_one_mark(column: &Column, context: &Context) -> bool {
    let mut texts = column.answers(context).map(|(text, _)| text).filter(|text| !is_untick(text));
    texts.next().is_some_and(|text| integer(text).is_some() || is_tick_word(text)) && texts.next().is_none()
}

/// Parts the cells of a matrix, `Tea - Often`, from what stands behind them and is of none of its rows: a field for comments, which
/// nobody may have filled.
pub(crate) fn beside_matrix(columns: &[Column], members: &[(usize, String)], context: &Context) -> Option<Parted> {
    let is_cell = |(_, part): &&(usize, String)| part.contains(" - ");
    let (cells, words) = members.split_at(members.iter().take_while(is_cell).count());
    let texts = |column: usize| columns[column].answers(context).map(|(text, _)| text);
    let held: HashSet<&str> = cells.iter().flat_map(|(column, _)| texts(*column)).collect();
    let is_apart = words.iter().all(|(column, _)| !texts(*column).any(|text| held.contains(text)));
    let are_few = (1..=MOST_COMMENTS).contains(&words.len());
    (are_few && is_apart && matrix_of(columns, cells).is_some()).then(|| (cells.to_vec(), words.to_vec()))
}

/// Parts columns that share their answers from one that shares none and that few filled.
pub(crate) fn beside_items(columns: &[Column], members: &[(usize, String)], context: &Context) -> Option<Parted> {
    let texts = |column: usize| columns[column].answers(context).map(|(text, _)| text).collect::<HashSet<_>>();
    let sets: Vec<HashSet<&str>> = members.iter().map(|(column, _)| texts(*column)).collect();
    let mut filled: Vec<u64> = members.iter().map(|(column, _)| columns[*column].profile.filled).collect();
    filled.sort_unstable();
    let usual = filled[filled.len() / 2];
    let is_apart = |at: usize| {
        let profile = &columns[members[at].0].profile;
        let shares = (0..members.len()).filter(|other| *other != at).any(|other| !sets[at].is_disjoint(&sets[other]));
        let is_worded = profile.numbers.count < profile.filled;
        profile.overflows || (!sets[at].is_empty() && !shares && is_worded && profile.filled * 2 <= usual)
    };
    let apart: Vec<bool> = (0..members.len()).map(is_apart).collect();
    let of = |wanted: bool| -> Vec<(usize, String)> {
        members.iter().zip(&apart).filter(|(_, apart)| **apart == wanted).map(|(member, _)| member.clone()).collect()
    };
    let (items, words) = (of(false), of(true));
    (items.len() >= 2 && !words.is_empty() && words.len() * 2 <= items.len()).then_some((items, words))
}
