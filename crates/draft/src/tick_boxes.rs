//! Questions with a column for each option, which is ticked or not.

use std::collections::HashSet;

use topline_survey::{Absent, Kind, Mark};

use crate::block::Block;
use crate::codebook_entry::OptionEntry;
use crate::column::{Column, Context, integer};
use crate::comment_columns::is_stray;
use crate::evidence::Filled;
use crate::few_respondents::are_own_words;
use crate::question_draft::{Drafted, nets_of, option, own_absent};
use crate::scale::order;
use crate::spreadsheet_dates::restored;
use crate::text::is_named;
use crate::tick_words::is_tick_word;
use crate::wording::{says_one, says_several};

/// The boxes of a question, and what its rows say of them.
pub(crate) struct BoxColumns<'b> {
    pub boxes: &'b [(usize, String)],
    /// Words that are an option of their own.
    pub others: &'b [(usize, String)],
    /// Texts that leave a box empty.
    pub empty: &'b [String],
    pub filled: Filled,
}

impl BoxColumns<'_> {
    fn is_empty(&self, text: &str) -> bool {
        self.empty.iter().any(|each| each == text)
    }

    /// Whether a text is that of another column.
    fn is_astray(&self, column: &Column, part: &str, text: &str, context: &Context) -> bool {
        !self.is_empty(text) && is_stray(column, part, text, context)
    }
}

/// Tick boxes, or one answer that is spread over them.
pub(crate) fn boxes_of(block: &Block, columns: &[Column], boxes: &BoxColumns<'_>, context: &Context) -> Drafted {
    let is_one = is_one_answer(block, columns, boxes, context);
    let kind = if is_one { Kind::Single } else { Kind::Multi };
    let mut drafted = Drafted::new(kind, &block.question, block.code.as_deref());
    if !is_one && boxes.filled.several == 0 {
        drafted = drafted.note("nobody ticks several options: `single`, where only one could be ticked");
    } else if is_one && !says_one(&block.question) {
        drafted = drafted.note("nobody ticks several options: `multi`, where several could be ticked");
    }
    if block.is_unasked {
        drafted = drafted.note("the header has the options alone: give the question that the questionnaire has");
    }
    let not_shown = |text: &&str| context.dialect().is_not_shown(text);
    let all = boxes.boxes.iter().flat_map(|(column, _)| columns[*column].answers(context).map(|(text, _)| text));
    let hidden: HashSet<&str> = all.filter(not_shown).collect();
    let strays = boxes.boxes.iter().flat_map(|(column, part)| {
        let column = &columns[*column];
        let is_astray = move |text: &str| boxes.is_astray(column, part, text, context);
        column.answers(context).filter(move |(text, _)| !context.dialect().is_not_shown(text) && is_astray(text))
    });
    drafted.note_strays(strays.map(|(_, count)| count).sum());
    if !hidden.is_empty() {
        let hidden = hidden.into_iter().map(|text| (text, Absent::NotAsked));
        drafted.question.absent = own_absent(context, hidden);
    }
    drafted.question.options = box_options(columns, boxes, context);
    drafted.question.unticked = unticked(boxes.empty, &drafted.question.options);
    let texts: Vec<&str> = drafted.question.options.iter().map(|option| option.label.as_str()).collect();
    if is_one {
        let codes: Vec<i32> = drafted.question.options.iter().map(|option| option.code).collect();
        drafted.question.nets = nets_of(&texts, &codes, &order(&texts));
    } else if texts.iter().all(|text| integer(text).is_some()) {
        drafted = drafted.note("the header has numbers alone: give the labels that the questionnaire has");
    }
    drafted
}

/// Whether only one of the boxes could be ticked, by the question or by what nobody did.
fn is_one_answer(block: &Block, columns: &[Column], boxes: &BoxColumns<'_>, context: &Context) -> bool {
    let is_used = |column: usize| columns[column].answers(context).any(|(text, _)| !boxes.is_empty(text));
    let used = boxes.boxes.iter().filter(|(column, _)| is_used(*column)).count() + boxes.others.len();
    boxes.filled.several == 0
        && !context.dialect().boxes_take_several()
        && !says_several(&block.question)
        && (says_one(&block.question) || (boxes.filled.rows >= 10 && used >= 2))
}

/// An option for each box, and for words of their own.
fn box_options(columns: &[Column], boxes: &BoxColumns<'_>, context: &Context) -> Vec<OptionEntry> {
    let codes = box_codes(columns, boxes.boxes, boxes.empty, context);
    let mut options: Vec<OptionEntry> = Vec::new();
    let mut labels: HashSet<String> = HashSet::new();
    for ((column, part), code) in boxes.boxes.iter().zip(codes) {
        let column = &columns[*column];
        let is_own = |text: &&str| {
            !boxes.is_empty(text)
                && !context.dialect().is_not_shown(text)
                && !boxes.is_astray(column, part, text, context)
        };
        let own: Vec<&str> = column.answers(context).map(|(text, _)| text).filter(is_own).collect();
        if is_personal(column, part, &own, boxes.filled.rows, context) {
            let name = column.heading.name.clone();
            let label = if part.is_empty() || labels.contains(part) { name.clone() } else { part.clone() };
            labels.insert(label.clone());
            options.push(OptionEntry {
                open: true,
                mark: Some(Mark::Other),
                column: Some(name),
                ..option(code, &label)
            });
            continue;
        }
        let label = box_label(column, part, &own);
        let label = if labels.contains(&label) { format!("{label} ({code})") } else { label };
        labels.insert(label.clone());
        let also = own.iter().filter(|text| **text != label && (!is_plain_tick(text) || integer(text) == Some(0)));
        let also: Vec<String> = also
            .filter(|text| **text != code.to_string() || integer(text) == Some(0))
            .map(ToString::to_string)
            .collect();
        options.push(OptionEntry { also, column: Some(column.heading.name.clone()), ..option(code, &label) });
    }
    let held: Vec<String> = options.iter().map(|option| option.label.clone()).collect();
    let held: Vec<&str> = held.iter().map(String::as_str).collect();
    for (option, was) in options.iter_mut().zip(restored(&held)) {
        if let Some(was) = was {
            option.also.insert(0, std::mem::replace(&mut option.label, was));
        }
    }
    for (column, part) in boxes.others {
        let code = options.iter().map(|option| option.code).max().unwrap_or(0) + 1;
        let label = if part.eq_ignore_ascii_case("other") { "Other" } else { part };
        let label = if labels.contains(label) { format!("{label} ({code})") } else { label.to_owned() };
        let column = Some(columns[*column].heading.name.clone());
        options.push(OptionEntry { open: true, mark: Some(Mark::Other), column, ..option(code, &label) });
    }
    options
}

/// Whether the label of a box would be what one or two of many respondents wrote: several words that its header does not have.
fn is_personal(column: &Column, part: &str, own: &[&str], rows: u64, context: &Context) -> bool {
    let is_own = |text: &str| own.contains(&text);
    let count: u64 = column.answers(context).filter(|(text, _)| is_own(text)).map(|(_, count)| count).sum();
    !column.heading.is_closed
        && own.iter().any(|text| are_own_words(text, count, rows))
        && !own.iter().any(|text| part.contains(text) || is_named(text, bare(part)))
}

/// The label of a box: what its cells hold where the header says no more than that, else what the header says.
fn box_label(column: &Column, part: &str, own: &[&str]) -> String {
    let named = column.heading.part.is_some() || part.chars().any(char::is_whitespace) || integer(part).is_none();
    let words = own.first().filter(|text| integer(text).is_none() && !is_tick_word(text));
    match words {
        Some(text) if !named || part.is_empty() || is_short_code(part) || is_named(text, bare(part)) => {
            (*text).to_owned()
        }
        _ => part.to_owned(),
    }
}

/// A part of a header without the dash of a list before it: `- Likely`.
fn bare(part: &str) -> &str {
    part.trim_start_matches(['-', '\u{2013}', '\u{2022}']).trim_start()
}

/// Whether a part of a header is a short code, `0004` or `SQ001`, and no label.
pub(crate) fn is_short_code(part: &str) -> bool {
    let digits = part.chars().filter(char::is_ascii_digit).count();
    part.len() <= 6 && digits > 0 && part.chars().all(|each| each.is_ascii_alphanumeric()) && !part.contains(' ')
}

/// A tick that needs no other spelling.
pub(crate) fn is_plain_tick(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "1" | "true" | "yes" | "x")
}

/// What `unticked` must say: texts that are not known everywhere, and those that the label of a box has too.
pub(crate) fn unticked(empty: &[String], options: &[OptionEntry]) -> Vec<String> {
    let is_label = |text: &String| {
        let spelled = options.iter().flat_map(|option| std::iter::once(&option.label).chain(&option.also));
        spelled.into_iter().any(|label| label == text)
    };
    let is_known = |text: &String| matches!(text.to_lowercase().as_str(), "0" | "false" | "no");
    empty.iter().filter(|text| !is_known(text) || is_label(text)).cloned().collect()
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
