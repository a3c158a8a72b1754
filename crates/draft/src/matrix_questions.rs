//! Questions with a column for each option of each row.

use std::collections::HashSet;

use topline_survey::Kind;

use crate::block::Block;
use crate::codebook_entry::{ItemEntry, OptionEntry};
use crate::column::{Column, Context, integer};
use crate::comment_columns::is_stray;
use crate::evidence::Filled;
use crate::few_respondents::are_own_words;
use crate::matrix::MatrixRow;
use crate::personal_words::is_of_a_person;
use crate::question_draft::{Drafted, item_alone, nets_of, option};
use crate::scale::order;
use crate::text::{beside, is_named};
use crate::tick_boxes::{is_plain_tick, is_short_code, unticked};
use crate::wording::says_several;

/// A column for each option of each row: a grid where each row has one answer, else a `multi` for each row.
pub(crate) fn matrix(
    block: &Block,
    columns: &[Column],
    rows: &[(&MatrixRow, Filled)],
    options: &[String],
    empty: &[String],
    context: &Context,
) -> Vec<Drafted> {
    let name = |column: &Option<usize>| column.map(|column| columns[column].heading.name.clone()).unwrap_or_default();
    let held = |at: usize| {
        let of_option = rows.iter().filter_map(move |((_, cells), filled)| Some((cells[at]?, filled.rows)));
        of_option
            .flat_map(|(column, rows)| columns[column].answers(context).map(move |answer| (column, rows, answer)))
            .filter(|(_, _, (text, _))| !empty.iter().any(|each| each == text))
    };
    // A text of another column, or what a respondent wrote, is no spelling of the option.
    let is_astray = |at: usize, (column, rows, (text, count)): (usize, u64, (&str, u64))| {
        let label = &options[at];
        let is_personal = are_own_words(text, count, rows) || (!is_short_code(label) && is_of_a_person(text, count));
        is_stray(&columns[column], label, text, context) || (is_personal && text != label && !is_named(text, label))
    };
    let spelled = |at: usize| -> Vec<&str> {
        let mut texts: Vec<&str> =
            held(at).filter(|cell| !is_astray(at, *cell)).map(|(_, _, (text, _))| text).collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    };
    let strays = (0..options.len()).flat_map(|at| held(at).filter(move |cell| is_astray(at, *cell)));
    let strays: u64 = strays.map(|(_, _, (_, count))| count).sum();
    let texts: Vec<Vec<&str>> = (0..options.len()).map(spelled).collect();
    let numbers: Vec<Option<i64>> =
        texts.iter().map(|texts| if let [only] = texts.as_slice() { integer(only) } else { None }).collect();
    let known: HashSet<i64> = numbers.iter().flatten().copied().filter(|code| (0..=9999).contains(code)).collect();
    let own = known.len() > 1 && known.len() == numbers.len();
    let opts: Vec<OptionEntry> = options
        .iter()
        .enumerate()
        .map(|(at, label)| {
            let code = numbers[at].filter(|_| own).map_or(at as i32 + 1, |code| code as i32);
            let also =
                texts[at].iter().filter(|text| **text != label && (!is_plain_tick(text) || integer(text) == Some(0)));
            let also = also.filter(|text| **text != code.to_string() || integer(text) == Some(0));
            OptionEntry { also: also.map(ToString::to_string).collect(), ..option(code, label) }
        })
        .collect();
    let one_each = rows.iter().all(|(_, filled)| filled.several == 0) && !context.dialect().matrix_takes_several();
    if !one_each || says_several(&block.question) {
        let multi = |((label, cells), _): &(&MatrixRow, Filled)| {
            let mut drafted = Drafted::new(Kind::Multi, &beside(&block.question, label), block.code.as_deref());
            let used = opts.iter().zip(cells).filter(|(_, column)| column.is_some());
            drafted.question.options =
                used.map(|(option, column)| OptionEntry { column: Some(name(column)), ..option.clone() }).collect();
            drafted.question.unticked = unticked(empty, &opts);
            drafted
        };
        let mut drafted: Vec<Drafted> = rows.iter().map(multi).collect();
        if let Some(first) = drafted.first_mut() {
            first.note_strays(strays);
        }
        return drafted;
    }
    let mut drafted = Drafted::new(Kind::Grid, &block.question, block.code.as_deref());
    drafted.question.items = rows
        .iter()
        .map(|((label, cells), _)| ItemEntry { columns: cells.iter().map(name).collect(), ..item_alone(label) })
        .collect();
    let labels: Vec<&str> = opts.iter().map(|option| option.label.as_str()).collect();
    let codes: Vec<i32> = opts.iter().map(|option| option.code).collect();
    drafted.question.nets = nets_of(&labels, &codes, &order(&labels));
    drafted.question.unticked = unticked(empty, &opts);
    drafted.question.options = opts;
    drafted.note_strays(strays);
    vec![drafted]
}
