//! Several columns that are one question: ticks, matrices, grids, rankings.

use std::collections::HashSet;

use topline_survey::{Absent, Item, Kind, Mark, Opt};

use crate::block::{Block, is_named};
use crate::column::{Column, Context, integer};
use crate::comment_columns::is_stray;
use crate::evidence::{Filled, Found, Task};
use crate::marks::{is_other, mark_of};
use crate::matrix::MatrixRow;
use crate::question_draft::{Drafted, item, item_alone, items_of, nets_of, option, options_of, own_absent, spellings};
use crate::scale::order;
use crate::shape::{Shape, are_places, is_not_shown, is_tick_word};
use crate::single_column::{self, Reading, numbers_alone, reading};
use crate::spreadsheet_dates::restored;
use crate::text::fold;
use crate::tool::Tool;

/// What only whole rows can tell of a block.
pub(crate) fn tasks_of(block: &Block, columns: &[Column], context: &Context) -> Vec<Task> {
    let empty = |texts: &[String]| -> Vec<String> {
        texts.iter().cloned().chain(context.absent.iter().map(|(text, _)| text.clone())).collect()
    };
    let alone = |column: usize| match reading(&columns[column], context) {
        Reading::Joined(separator) if columns[column].profile.overflows => Some(Task::Parts { column, separator }),
        _ => None,
    };
    match &block.shape {
        Shape::Alone(column) => alone(*column).into_iter().collect(),
        Shape::Apart { columns } => columns.iter().filter_map(|(column, _)| alone(*column)).collect(),
        Shape::Empty { .. } => Vec::new(),
        Shape::Ticks { columns: boxes, empty: texts } => {
            let ticks: Vec<usize> = boxes.iter().map(|(column, _)| *column).collect();
            let open = block.words.iter().filter(|word| opens(block, word, columns, context));
            let all = ticks.iter().copied().chain(open.map(|(column, _)| *column)).collect();
            vec![
                Task::Filled { columns: ticks, empty: empty(texts) },
                Task::Filled { columns: all, empty: empty(texts) },
            ]
        }
        Shape::Matrix { rows, empty: texts, .. } => rows
            .iter()
            .map(|(_, cells)| Task::Filled { columns: cells.iter().flatten().copied().collect(), empty: empty(texts) })
            .collect(),
        Shape::Options { columns } => vec![task_of_items(columns, empty(&[]))],
        Shape::Menus { questions } => questions.iter().map(|(_, items)| task_of_items(items, empty(&[]))).collect(),
    }
}

fn task_of_items(items: &[(usize, String)], empty: Vec<String>) -> Task {
    Task::Filled { columns: items.iter().map(|(column, _)| *column).collect(), empty }
}

/// The questions of a block; columns that nobody filled become none.
pub(crate) fn draft(
    block: &Block,
    columns: &[Column],
    context: &Context,
    found: &mut impl Iterator<Item = Found>,
) -> (Vec<Drafted>, Vec<usize>) {
    let code = block.code.as_deref();
    let mut drafted = Vec::new();
    let mut empty = Vec::new();
    let mut words: Vec<&(usize, String)> = block.words.iter().collect();
    let mut alone = |column: usize, text: &str, code: Option<&str>, found: &mut dyn Iterator<Item = Found>| {
        let needs =
            matches!(reading(&columns[column], context), Reading::Joined(_)) && columns[column].profile.overflows;
        let parts = if needs { found.next() } else { None };
        let parts = parts.as_ref().and_then(|found| if let Found::Parts(parts) = found { Some(parts) } else { None });
        match single_column::draft(&columns[column], text, code, context, parts) {
            Some(question) => drafted.push(question),
            None => empty.push(column),
        }
    };
    let filled = |found: &mut dyn Iterator<Item = Found>| match found.next() {
        Some(Found::Filled(filled)) => filled,
        _ => Filled::default(),
    };
    match &block.shape {
        Shape::Alone(column) => alone(*column, &block.question, code, found),
        Shape::Apart { columns: apart } => {
            for (column, part) in apart {
                let own = columns[*column].heading.code.as_deref().or(code);
                alone(*column, &beside(&block.question, part), own, found);
            }
        }
        Shape::Empty { columns } => empty.extend(columns),
        Shape::Ticks { columns: boxes, empty: texts } => {
            let (ticks, all) = (filled(found), filled(found));
            let open = words.iter().position(|word| opens(block, word, columns, context));
            let open = open.filter(|_| ticks.several > 0 || all.several == 0 || says_several(&block.question));
            let others: Vec<(usize, String)> = open.map(|at| words.remove(at).clone()).into_iter().collect();
            let several = if others.is_empty() { ticks } else { all };
            drafted.push(boxes_of(block, columns, boxes, &others, texts, several, context));
        }
        Shape::Matrix { rows, options, empty: texts } => {
            let rows: Vec<(&MatrixRow, Filled)> = rows.iter().map(|row| (row, filled(found))).collect();
            drafted.extend(matrix(block, columns, &rows, options, texts, context));
        }
        Shape::Options { columns: items } => {
            let filled = filled(found);
            drafted.push(grid(&block.question, code, columns, items, filled, context));
        }
        Shape::Menus { questions } => {
            for (name, items) in questions {
                let filled = filled(found);
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

/// A question and its part in one line.
pub(crate) fn beside(question: &str, part: &str) -> String {
    if part.is_empty() || fold(part) == fold(question) {
        question.to_owned()
    } else {
        format!("{}: {part}", question.trim_end_matches(':'))
    }
}

/// Whether words beside ticks are an option of their own, and not only what is written beside one: the only ones that are called
/// "Other".
fn opens(block: &Block, word: &(usize, String), columns: &[Column], context: &Context) -> bool {
    let is_other = |(column, part): &(usize, String)| {
        (is_other(part) || part.eq_ignore_ascii_case("other"))
            && (columns[*column].heading.part.is_some() || block.is_unasked)
    };
    context.tool != Tool::Qualtrics && is_other(word) && block.words.iter().filter(|word| is_other(word)).count() == 1
}

/// Whether the question asks for all that applies.
fn says_several(question: &str) -> bool {
    let text = fold(question);
    [
        "all that apply",
        "select all",
        "tick all",
        "choose all",
        "check all",
        "mark all",
        "select up to",
        "choose up to",
        "up to three",
        "top three",
        "select any",
        "as many as",
        "multiple answers",
        "select two",
        "select three",
        "mehrfach",
        "más de una",
    ]
    .iter()
    .any(|hint| text.contains(hint))
}

/// Whether the question asks for one answer.
fn says_one(question: &str) -> bool {
    let text = fold(question);
    [
        "select one",
        "choose one",
        "one answer",
        "only one",
        "pick one",
        "tick one",
        "check one",
        "one option",
        "one response",
    ]
    .iter()
    .any(|hint| text.contains(hint))
}

/// Tick boxes, or one answer that is spread over them.
fn boxes_of(
    block: &Block,
    columns: &[Column],
    boxes: &[(usize, String)],
    others: &[(usize, String)],
    empty: &[String],
    filled: Filled,
    context: &Context,
) -> Drafted {
    let is_multi_tool = matches!(context.tool, Tool::Redcap | Tool::Odk | Tool::LimeSurvey);
    let used = boxes.iter().filter(|(column, _)| {
        columns[*column].answers(context).any(|(text, _)| !empty.iter().any(|each| each == text))
    });
    let used = used.count() + others.len();
    let is_one = filled.several == 0
        && !is_multi_tool
        && !says_several(&block.question)
        && (says_one(&block.question) || (filled.rows >= 10 && used >= 2));
    let kind = if is_one { Kind::Single } else { Kind::Multi };
    let mut drafted = Drafted::new(kind, &block.question, block.code.as_deref());
    if !is_one && filled.several == 0 {
        drafted = drafted.note("nobody ticks several options: `single`, where only one could be ticked");
    } else if is_one && !says_one(&block.question) {
        drafted = drafted.note("nobody ticks several options: `multi`, where several could be ticked");
    }
    if block.is_unasked {
        drafted = drafted.note("the header has the options alone: give the question that the questionnaire has");
    }
    let not_shown = |text: &&str| context.tool == Tool::LimeSurvey && is_not_shown(text);
    let all = boxes.iter().flat_map(|(column, _)| columns[*column].answers(context).map(|(text, _)| text));
    let hidden: HashSet<&str> = all.filter(not_shown).collect();
    let stray = |column: usize, part: &str, text: &str| {
        !empty.iter().any(|each| each == text) && is_stray(&columns[column], part, text, context)
    };
    let strays = boxes.iter().flat_map(|(column, part)| {
        columns[*column].answers(context).filter(|(text, _)| !not_shown(text) && stray(*column, part, text))
    });
    drafted.strays = strays.map(|(_, count)| count).sum();
    if drafted.strays > 0 {
        let cells = drafted.strays;
        drafted = drafted.note(format!("{cells} cells hold no label of their own column: they are no answers"));
    }
    if !hidden.is_empty() {
        let hidden = hidden.into_iter().map(|text| (text, Absent::NotAsked));
        drafted.question.absent = own_absent(context, hidden);
    }
    let codes = box_codes(columns, boxes, empty, context);
    let mut labels: HashSet<String> = HashSet::new();
    for ((column, part), code) in boxes.iter().zip(codes) {
        let own: Vec<&str> = columns[*column]
            .answers(context)
            .map(|(text, _)| text)
            .filter(|text| !empty.iter().any(|each| each == text) && !not_shown(text) && !stray(*column, part, text))
            .collect();
        let named =
            columns[*column].heading.part.is_some() || part.chars().any(char::is_whitespace) || integer(part).is_none();
        let words = own.first().filter(|text| integer(text).is_none() && !is_tick_word(text));
        let label = match words {
            Some(text) if !named || part.is_empty() || is_short_code(part) || is_named(text, bare(part)) => {
                (*text).to_owned()
            }
            _ => part.clone(),
        };
        let label = if labels.contains(&label) { format!("{label} ({code})") } else { label };
        labels.insert(label.clone());
        let also = own.iter().filter(|text| **text != label && (!is_plain_tick(text) || integer(text) == Some(0)));
        let also: Vec<String> = also
            .filter(|text| integer(text).is_none_or(|number| number != i64::from(code) || number == 0))
            .map(ToString::to_string)
            .collect();
        drafted.question.options.push(Opt {
            also,
            column: Some(columns[*column].heading.name.clone()),
            ..option(code, &label)
        });
    }
    let labels_held: Vec<String> = drafted.question.options.iter().map(|option| option.label.clone()).collect();
    let held: Vec<&str> = labels_held.iter().map(String::as_str).collect();
    for (option, was) in drafted.question.options.iter_mut().zip(restored(&held)) {
        if let Some(was) = was {
            option.also.insert(0, std::mem::replace(&mut option.label, was));
        }
    }
    for (column, part) in others {
        let code = drafted.question.options.iter().map(|option| option.code).max().unwrap_or(0) + 1;
        let label = if part.eq_ignore_ascii_case("other") { "Other" } else { part };
        let name = columns[*column].heading.name.clone();
        let label = if labels.contains(label) { format!("{label} ({code})") } else { label.to_owned() };
        drafted.question.options.push(Opt {
            open: true,
            mark: Some(Mark::Other),
            column: Some(name),
            ..option(code, &label)
        });
    }
    drafted.question.unticked = unticked(empty);
    let texts: Vec<&str> = drafted.question.options.iter().map(|option| option.label.as_str()).collect();
    if is_one {
        let codes: Vec<i32> = drafted.question.options.iter().map(|option| option.code).collect();
        drafted.question.nets = nets_of(&texts, &codes, &order(&texts));
    } else if texts.iter().all(|text| integer(text).is_some()) {
        drafted = drafted.note("the header has numbers alone: give the labels that the questionnaire has");
    }
    drafted
}

/// A part of a header without the dash of a list before it: `- Likely`.
fn bare(part: &str) -> &str {
    part.trim_start_matches(['-', '\u{2013}', '\u{2022}']).trim_start()
}

/// Whether a part of a header is a short code, `0004` or `SQ001`, and no label.
fn is_short_code(part: &str) -> bool {
    let digits = part.chars().filter(char::is_ascii_digit).count();
    part.len() <= 6 && digits > 0 && part.chars().all(|each| each.is_ascii_alphanumeric()) && !part.contains(' ')
}

fn is_plain_tick(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "1" | "true" | "yes" | "x")
}

/// What `unticked` must say beside what is known everywhere.
fn unticked(empty: &[String]) -> Vec<String> {
    empty.iter().filter(|text| !matches!(text.to_lowercase().as_str(), "0" | "false" | "no")).cloned().collect()
}

/// The codes of boxes: the numbers that their cells hold, else those that their names end in, else from 1.
fn box_codes(columns: &[Column], boxes: &[(usize, String)], empty: &[String], context: &Context) -> Vec<i32> {
    let distinct = |codes: Vec<Option<i64>>| -> Option<Vec<i32>> {
        let known: Vec<i64> = codes.iter().flatten().copied().collect();
        let set: HashSet<i64> = known.iter().copied().collect();
        let fits = set.len() == known.len()
            && known.len() * 2 > codes.len()
            && set.len() >= 2
            && set.iter().all(|code| (0..=9999).contains(code));
        if !fits {
            return None;
        }
        // Those that hold nothing get the number that is missing beside them, else the next one.
        let mut taken = set;
        let mut greatest = taken.iter().max().copied().unwrap_or(0);
        let mut filled = Vec::with_capacity(codes.len());
        for code in &codes {
            let before = filled.last().map_or(-1, |before: &i32| i64::from(*before));
            let code = code.unwrap_or_else(|| {
                let next = before + 1;
                if next > 0 && !taken.contains(&next) {
                    next
                } else {
                    greatest += 1;
                    greatest
                }
            });
            taken.insert(code);
            greatest = greatest.max(code);
            filled.push(code as i32);
        }
        let all: HashSet<&i32> = filled.iter().collect();
        (all.len() == filled.len()).then_some(filled)
    };
    let held = boxes.iter().map(|(column, _)| {
        let mut own = columns[*column]
            .answers(context)
            .map(|(text, _)| text)
            .filter(|text| !empty.iter().any(|each| each == text));
        own.next().and_then(integer)
    });
    let held: Vec<Option<i64>> = held.collect();
    if held.iter().flatten().collect::<HashSet<_>>().len() > 1
        && let Some(codes) = distinct(held)
    {
        return codes;
    }
    let named = boxes.iter().map(|(column, _)| {
        let heading = &columns[*column].heading;
        let end = heading.part.as_deref().filter(|part| is_short_code(part)).or(heading.code.as_deref())?;
        let tail = end.rsplit(['_', '.', '/']).next().unwrap_or(end);
        tail[tail.trim_end_matches(|each: char| each.is_ascii_digit()).len()..].parse::<i64>().ok()
    });
    distinct(named.collect()).unwrap_or_else(|| (1..=boxes.len() as i32).collect())
}

/// A column for each option of each row: a grid where each row has one answer, else a `multi` for each row.
fn matrix(
    block: &Block,
    columns: &[Column],
    rows: &[(&MatrixRow, Filled)],
    options: &[String],
    empty: &[String],
    context: &Context,
) -> Vec<Drafted> {
    let name = |column: &Option<usize>| column.map(|column| columns[column].heading.name.clone()).unwrap_or_default();
    let held = |at: usize| -> Vec<&str> {
        let of_option = rows.iter().filter_map(|((_, cells), _)| cells[at]);
        let mut texts: Vec<&str> = of_option
            .flat_map(|column| columns[column].answers(context).map(|(text, _)| text))
            .filter(|text| !empty.iter().any(|each| each == text))
            .collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    };
    let texts: Vec<Vec<&str>> = (0..options.len()).map(held).collect();
    let numbers: Vec<Option<i64>> =
        texts.iter().map(|texts| if let [only] = texts.as_slice() { integer(only) } else { None }).collect();
    let known: HashSet<i64> = numbers.iter().flatten().copied().filter(|code| (0..=9999).contains(code)).collect();
    let own = known.len() > 1 && known.len() == numbers.len();
    let opts: Vec<Opt> = options
        .iter()
        .enumerate()
        .map(|(at, label)| {
            let code = numbers[at].filter(|_| own).map_or(at as i32 + 1, |code| code as i32);
            let also =
                texts[at].iter().filter(|text| **text != label && (!is_plain_tick(text) || integer(text) == Some(0)));
            let also = also.filter(|text| integer(text).is_none_or(|number| number != i64::from(code) || number == 0));
            Opt { also: also.map(ToString::to_string).collect(), ..option(code, label) }
        })
        .collect();
    let one_each = rows.iter().all(|(_, filled)| filled.several == 0) && context.tool != Tool::Qualtrics;
    if !one_each || says_several(&block.question) {
        let multi = |((label, cells), _): &(&MatrixRow, Filled)| {
            let mut drafted = Drafted::new(Kind::Multi, &beside(&block.question, label), block.code.as_deref());
            let used = opts.iter().zip(cells).filter(|(_, column)| column.is_some());
            drafted.question.options =
                used.map(|(option, column)| Opt { column: Some(name(column)), ..option.clone() }).collect();
            drafted.question.unticked = unticked(empty);
            drafted
        };
        return rows.iter().map(multi).collect();
    }
    let mut drafted = Drafted::new(Kind::Grid, &block.question, block.code.as_deref());
    drafted.question.items = rows
        .iter()
        .map(|((label, cells), _)| Item { columns: cells.iter().map(name).collect(), ..item_alone(label) })
        .collect();
    let labels: Vec<&str> = opts.iter().map(|option| option.label.as_str()).collect();
    let codes: Vec<i32> = opts.iter().map(|option| option.code).collect();
    drafted.question.nets = nets_of(&labels, &codes, &order(&labels));
    drafted.question.options = opts;
    drafted.question.unticked = unticked(empty);
    vec![drafted]
}

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
fn grid(
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
    let says_rank =
        ["rank", "order of preference", "order of importance", "priorit", "rangfolge", "reihenfolge", "ordre"]
            .iter()
            .any(|hint| fold(question).contains(hint));
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
        && (numbers_of(&texts).len() < texts.len() || context.tool == Tool::LimeSurvey)
        && (says_rank || context.tool == Tool::LimeSurvey || ranks());
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
    (drafted.question.options, drafted.question.nets) = options_of(&spellings(texts.into_iter()));
    drafted
}
