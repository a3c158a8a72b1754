//! How the columns of a question are to be read, by their cells: tick boxes, the same options for each, or apart.

use std::collections::HashSet;

use crate::column::{Column, Context, integer};
use crate::comment_columns::own_label;
use crate::lexicon::is_any;
use crate::matrix::{MatrixRow, matrix_of};
use crate::parts::Parts;
use crate::separators::separator_of_cells;
use crate::text::fold;
use crate::text::is_named;
use crate::tick_words::{is_tick_word, is_untick, is_yes_or_no};

/// A column of a table of menus: what it is called, and its rows.
pub(crate) type Menu = (String, Vec<(usize, String)>);

/// How the columns make up the question.
#[derive(Debug)]
pub(crate) enum Shape {
    /// A column that is a question by itself.
    Alone(usize),
    /// A column for each option, ticked or not.
    Ticks { columns: Vec<(usize, String)>, empty: Vec<String> },
    /// A column for each option of each row; rows and options by their labels.
    Matrix { rows: Vec<MatrixRow>, options: Vec<String>, empty: Vec<String> },
    /// A column for each item, with the same options.
    Options { columns: Vec<(usize, String)> },
    /// A menu for each row and column of a table, where each column has options of its own: a question for each column.
    Menus { questions: Vec<Menu> },
    /// A column for each item, whose cells hold the ticked options together.
    Lists { columns: Vec<(usize, String)>, parts: Parts },
    /// Columns that the header puts together, and that are questions by themselves.
    Apart { columns: Vec<(usize, String)> },
    /// Nobody filled any.
    Empty { columns: Vec<usize> },
}

/// How columns of a question are to be read, by their cells.
pub(crate) fn shape_of(columns: &[Column], members: Vec<(usize, String)>, context: &Context) -> Shape {
    let is_shown = |text: &str| !context.dialect().is_not_shown(text);
    let filled = |column: usize| columns[column].answers(context).any(|(text, _)| is_shown(text));
    if !members.iter().any(|(column, _)| filled(*column)) {
        return Shape::Empty { columns: members.into_iter().map(|(column, _)| column).collect() };
    }
    if members.iter().any(|(column, _)| columns[*column].profile.overflows) {
        return Shape::Apart { columns: members };
    }
    let held = |(column, part): &(usize, String)| -> HashSet<&str> {
        let own = own_label(&columns[*column], part, context);
        let is_own = |text: &&str| own.is_none_or(|own| own == *text || is_untick(text));
        columns[*column].answers(context).map(|(text, _)| text).filter(is_own).collect()
    };
    let texts: Vec<HashSet<&str>> = members.iter().map(held).collect();
    let matrix = matrix_of(columns, &members);
    if let Some(empty) = ticks(columns, &members, &texts, matrix.is_some(), context) {
        if let Some((rows, options)) = matrix {
            return Shape::Matrix { rows, options, empty };
        }
        return Shape::Ticks { columns: members, empty };
    }
    if let Some(questions) = matrix.and_then(|(rows, options)| menus(columns, &rows, &options, context)) {
        return Shape::Menus { questions };
    }
    if let Some(parts) = lists(columns, &members, context) {
        return Shape::Lists { columns: members, parts };
    }
    let union: HashSet<&str> = texts.iter().flatten().copied().collect();
    let cells: usize = texts.iter().map(HashSet::len).sum();
    let numbers = union.iter().filter_map(|text| integer(text)).collect::<Vec<_>>();
    let are_codes = numbers.len() == union.len()
        && numbers.iter().all(|number| (-99..=100).contains(number) || context.dialect().numbers_choices());
    let are_labels = union.iter().all(|text| text.chars().count() <= 120) && numbers.len() < union.len();
    let shared = texts.len() < 2 || cells as f64 >= 1.4 * union.len() as f64 || union.len() <= 3;
    let in_places = are_places(&members) && union.len() >= 3 && union.len() <= MOST_RANKED;
    if (union.len() <= 15 && shared || in_places) && (are_codes || are_labels) {
        return Shape::Options { columns: members };
    }
    Shape::Apart { columns: members }
}

/// The columns of a table of menus, each with its rows; nothing where they do not have options of their own.
fn menus(columns: &[Column], rows: &[MatrixRow], names: &[String], context: &Context) -> Option<Vec<Menu>> {
    let members = |at: usize| rows.iter().filter_map(move |(row, cells)| cells[at].map(|column| (column, row.clone())));
    let held = |at: usize| -> HashSet<&str> {
        members(at).flat_map(|(column, _)| columns[column].answers(context).map(|(text, _)| text)).collect()
    };
    let sets: Vec<HashSet<&str>> = (0..names.len()).map(held).collect();
    let is_worded = |set: &HashSet<&str>| set.iter().any(|text| integer(text).is_none());
    let apart = (1..sets.len()).all(|at| sets[..at].iter().all(|other| sets[at].is_disjoint(other)));
    if context.dialect().has_dual_scales() && names.len() == 2 && are_dual(columns, rows) {
        return Some(names.iter().enumerate().map(|(at, name)| (name.clone(), members(at).collect())).collect());
    }
    let are_menus = rows.len() >= 2
        && (2..=12).contains(&names.len())
        && apart
        && sets.iter().all(|set| (2..=15).contains(&set.len()) && is_worded(set));
    are_menus.then(|| names.iter().enumerate().map(|(at, name)| (name.clone(), members(at).collect())).collect())
}

/// Whether the second brackets of a matrix are the numbers of two scales: `Q1[SQ001][1]`, `Q1[SQ001][2]`.
fn are_dual(columns: &[Column], rows: &[MatrixRow]) -> bool {
    let scale = |column: usize| columns[column].heading.cell.as_ref().map(|(_, scale)| scale.as_str());
    rows.iter().all(|(_, cells)| match cells.as_slice() {
        [Some(one), Some(other)] => {
            matches!((scale(*one), scale(*other)), (Some("1"), Some("2")) | (Some("0"), Some("1")))
        }
        _ => false,
    })
}

/// The fewest distinct cells with several options of what is ticked for each item: two may be labels with a comma.
const FEWEST_LISTS: u64 = 3;

/// What the cells of all items are made of, where each holds the options that were ticked for its item.
fn lists(columns: &[Column], members: &[(usize, String)], context: &Context) -> Option<Parts> {
    let mut cells: Vec<(&str, u64)> = Vec::new();
    for (text, count) in members.iter().flat_map(|(column, _)| columns[*column].answers(context)) {
        match cells.iter_mut().find(|(known, _)| *known == text) {
            Some((_, known)) => *known += count,
            None => cells.push((text, count)),
        }
    }
    let are_named = members.len() >= 2 && members.iter().all(|(column, _)| columns[*column].heading.part.is_some());
    let (_, parts) = separator_of_cells(&cells, context.tool).filter(|_| are_named)?;
    (parts.joined_cells() >= FEWEST_LISTS).then_some(parts)
}

/// The most items that a ranking by place can have.
const MOST_RANKED: usize = 40;

/// Whether columns are the places of a ranking by their names: `Q1[1]`, `Q1[2]`; `Which first? [Rank 1]`.
pub(crate) fn are_places(members: &[(usize, String)]) -> bool {
    let number = |part: &str| {
        let part = fold(part);
        let start = part.find(|each: char| each.is_ascii_digit())?;
        let word = part[..start].trim();
        let is_place = word.is_empty() || is_any(word, |language| &language.asks.places);
        part[start..].parse::<usize>().ok().filter(|_| is_place)
    };
    members.len() >= 2 && members.iter().zip(1..).all(|((_, part), place)| number(part) == Some(place))
}

/// Whether columns hold 1 where a box is ticked, and one negative number where it is not.
fn negative_untick(union: &HashSet<&str>) -> Option<String> {
    let [one, other] = union.iter().copied().collect::<Vec<_>>().try_into().ok()?;
    let (ticked, empty) = if one == "1" { (one, other) } else { (other, one) };
    (ticked == "1" && integer(empty).is_some_and(|number| number < 0)).then(|| empty.to_owned())
}

/// What a ticked box holds where the tool has a code for an empty one.
const TICKED: i64 = 2;

/// The texts that leave boxes empty, where the columns are tick boxes.
fn ticks(
    columns: &[Column],
    members: &[(usize, String)],
    texts: &[HashSet<&str>],
    is_matrix: bool,
    context: &Context,
) -> Option<Vec<String>> {
    let mut union: HashSet<&str> = texts.iter().flatten().copied().collect();
    if let Some(empty) = negative_untick(&union).filter(|_| members.len() >= 2) {
        return Some(vec![empty]);
    }
    let is_keyed = || members.iter().all(|(column, _)| columns[*column].heading.key.is_some());
    if let Some(empty) = context.dialect().code_of_empty_box()
        && union.iter().all(|text| *text == empty || integer(text) == Some(TICKED))
        && is_keyed()
    {
        return Some(vec![empty.to_owned()]);
    }
    union.retain(|text| !context.dialect().is_not_shown(text));
    let mut empty: Vec<String> = union.iter().filter(|text| is_untick(text)).map(|text| (*text).to_owned()).collect();
    empty.sort();
    let is_box_tool = context.dialect().boxes_take_several();
    let yes_and_no = union.iter().all(|text| is_yes_or_no(text));
    let generic = union.iter().all(|text| is_tick_word(text) || is_untick(text));
    if generic
        && union.iter().any(|text| is_tick_word(text))
        && (!yes_and_no || is_box_tool || !union.iter().any(|text| is_untick(text)))
    {
        return Some(empty);
    }
    // Each column has its own text, be it the label, which others may tell apart from what leaves a box empty.
    let is_empty =
        |text: &str| is_untick(text) && texts.iter().filter(|set| set.contains(text)).count() >= 2.min(texts.len());
    let own: Vec<Vec<&str>> =
        texts.iter().map(|set| set.iter().copied().filter(|text| !is_empty(text)).collect::<Vec<_>>()).collect();
    if own.iter().any(|own| own.len() > 1) {
        return None;
    }
    let named = own.iter().zip(members).filter(|(own, (_, part))| {
        own.first().is_some_and(|text| part.is_empty() || is_named(text, part) || fold(part).ends_with(&fold(text)))
    });
    let named = named.count();
    let filled = own.iter().filter(|own| !own.is_empty()).count();
    let codes: Vec<i64> = own.iter().filter_map(|own| own.first().and_then(|text| integer(text))).collect();
    let rising = codes.len() == filled && codes.len() >= 2 && codes.windows(2).all(|pair| pair[0] < pair[1]);
    // A single answer that is spread has a number of its own in each column, which rows fill one of.
    let different = codes.len() == filled && codes.iter().collect::<HashSet<_>>().len() == filled && filled >= 2;
    let repeating = is_matrix && codes.len() == filled && codes.len() >= 2;
    let blanks: u64 = members.iter().map(|(column, _)| columns[*column].profile.blank).sum();
    let cells: u64 =
        members.iter().map(|(column, _)| columns[*column].profile.blank + columns[*column].profile.filled).sum();
    let distinct: HashSet<&str> = own.iter().flatten().copied().collect();
    let sparse = blanks * 10 >= cells * 3;
    let known = !union.iter().all(|text| !is_empty(text));
    empty.retain(|text| is_empty(text));
    ((named * 2 > filled)
        || ((rising || repeating) && sparse)
        || (different && blanks * 2 >= cells)
        || filled == 1
        || (distinct.len() == filled && filled >= 2 && known))
        .then_some(empty)
}
