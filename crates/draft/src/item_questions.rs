//! Questions with a column for each item, or for each place of a ranking.

use std::collections::HashSet;

use topline_survey::{Absent, Kind, Mark};

use crate::column::{Column, Context, integer};
use crate::evidence::Filled;
use crate::marks::mark_of;
use crate::number_codes::numbers_alone;
use crate::question_draft::{Drafted, item, items_of, own_absent, spellings};
use crate::shape::are_places;
use crate::text::fold;
use crate::wording::says_ranking;

/// A column for each place of a ranking, which holds what was ranked there.
fn ranking(
    question: &str,
    code: Option<&str>,
    columns: &[Column],
    places: &[(usize, String)],
    texts: &[(&str, u64)],
) -> Drafted {
    let mut drafted = Drafted::new(Kind::Rank, question, code);
    drafted.question.mentions = places.iter().map(|(column, _)| columns[*column].heading.name.clone()).collect();
    drafted.question.items = items_of(&spellings(texts.iter().copied()));
    drafted
}

/// A column for each item: a ranking where each row puts them in an order, else a grid.
pub(crate) fn grid(
    question: &str,
    code: Option<&str>,
    columns: &[Column],
    items: &[(usize, String)],
    filled: Filled,
    context: &Context,
) -> Drafted {
    let union = || {
        let mut seen: Vec<(&str, u64)> = Vec::new();
        for (text, count) in items.iter().flat_map(|(column, _)| columns[*column].answers(context)) {
            match seen.iter_mut().find(|(known, _)| *known == text) {
                Some((_, known)) => *known += count,
                None => seen.push((text, count)),
            }
        }
        seen
    };
    let mut texts = union();
    let says_rank = says_ranking(question);
    let in_order = filled.several > 0 && filled.different * 100 >= filled.several * 95;
    let numbers_of =
        |texts: &[(&str, u64)]| -> Vec<i64> { texts.iter().filter_map(|(text, _)| integer(text)).collect() };
    let ranks = || items.iter().all(|(_, part)| fold(part).starts_with("rank"));
    let held = |at: usize| -> HashSet<&str> { columns[items[at].0].answers(context).map(|(text, _)| text).collect() };
    // What is ranked first by one is ranked second by others.
    let shared = filled.several < 5 || !held(0).is_disjoint(&held(1));
    let is_place = are_places(items)
        && shared
        && filled.several > 0
        && filled.different == filled.several
        && texts.len() >= items.len()
        && (numbers_of(&texts).len() < texts.len() || context.dialect().ranks_by_place())
        && (says_rank || context.dialect().ranks_by_place() || ranks());
    if is_place && spellings(texts.iter().copied()).len() == texts.len() {
        return ranking(question, code, columns, items, &texts);
    }
    // What was not ranked, or does not apply, beside numbers.
    let beside: Vec<(&str, Absent)> = if numbers_of(&texts).len() * 2 > texts.len() {
        let not_applicable = |text: &str| mark_of(text) == Some(Mark::NotApplicable);
        texts.iter().filter(|(text, _)| not_applicable(text)).map(|(text, _)| (*text, Absent::NoAnswer)).collect()
    } else {
        Vec::new()
    };
    let all = texts.clone();
    texts.retain(|(text, _)| !beside.iter().any(|(known, _)| known == text));
    let numbers = numbers_of(&texts);
    let all_numbers = numbers.len() == texts.len();
    let greatest = numbers.iter().max().copied().unwrap_or(0);
    let fits = all_numbers
        && numbers.iter().min().is_some_and(|least| *least >= 1)
        && greatest as usize <= items.len()
        && items.len() >= 3;
    let in_order = in_order || (!beside.is_empty() && says_rank);
    let is_rank = fits && in_order && (says_rank || (filled.several >= 20 && greatest as usize == items.len()));
    let texts = if is_rank { texts } else { all };
    let all_numbers = is_rank || numbers.len() == texts.len();
    let kind = if is_rank { Kind::Rank } else { Kind::Grid };
    let mut drafted = Drafted::new(kind, question, code);
    drafted.question.items = items.iter().map(|(column, part)| item(part, &columns[*column].heading.name)).collect();
    if is_rank {
        if !beside.is_empty() {
            drafted.question.absent = own_absent(context, beside.into_iter());
        }
        return drafted;
    }
    if all_numbers {
        return numbers_alone(drafted, texts.iter().map(|(text, _)| *text), context);
    }
    drafted.options(&spellings(texts.into_iter()))
}
