//! A question of the earlier codebook as the new export has it.

use std::collections::HashSet;

use super::renamed_columns::RenamedColumns;
use super::toml_blocks::TomlBlock;
use crate::codebook_entry::{ItemEntry, OptionEntry, QuestionEntry};
use crate::question_draft::Drafted;
use crate::toml_text::{quoted, write_question};

/// What became of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is as it was.
    Kept { text: String },
    /// Some of its items or options are gone, or new.
    Changed { text: String, gone: Vec<String>, new: Vec<String> },
    /// Its columns are not in the export.
    Gone,
}

/// The question of this block as the export has it; `drafted` is what a draft makes of columns that it may have besides.
pub(super) fn outcome(
    block: &TomlBlock,
    question: &QuestionEntry,
    columns: &RenamedColumns,
    drafted: Option<&Drafted>,
) -> Outcome {
    let missing = question.columns().filter(|column| columns.now(column).is_none()).count();
    if missing == question.columns().count() {
        return Outcome::Gone;
    }
    let additions = drafted.map(|drafted| additions(question, &drafted.question, columns)).unwrap_or_default();
    if missing == 0 && additions.is_empty() {
        return match renamed(block, question, columns) {
            Some(text) => Outcome::Kept { text },
            None => {
                Outcome::Changed { text: rewritten(question, columns, &additions), gone: Vec::new(), new: Vec::new() }
            }
        };
    }
    let gone = question
        .items
        .iter()
        .filter(|item| is_gone(item.column.iter().chain(&item.columns), columns))
        .map(|item| item.label.clone())
        .chain(
            question
                .options
                .iter()
                .filter(|option| is_gone(option.column.iter(), columns))
                .map(|option| option.label.clone()),
        );
    let gone: Vec<String> = gone.collect();
    let new = additions.labels();
    let is_readable = question.mentions.iter().all(|column| columns.now(column).is_some())
        && question.column.as_ref().is_none_or(|column| columns.now(column).is_some());
    if !is_readable {
        return Outcome::Gone;
    }
    Outcome::Changed { text: rewritten(question, columns, &additions), gone, new }
}

fn is_gone<'c>(mut own: impl Iterator<Item = &'c String>, columns: &RenamedColumns) -> bool {
    own.any(|column| !column.is_empty() && columns.now(column).is_none())
}

/// Items and options that a draft finds in the same question, and that the earlier codebook does not have.
#[derive(Debug, Default)]
struct Additions {
    items: Vec<ItemEntry>,
    options: Vec<OptionEntry>,
}

impl Additions {
    fn is_empty(&self) -> bool {
        self.items.is_empty() && self.options.is_empty()
    }

    fn labels(&self) -> Vec<String> {
        let items = self.items.iter().map(|item| item.label.clone());
        items.chain(self.options.iter().map(|option| option.label.clone())).collect()
    }
}

fn additions(question: &QuestionEntry, drafted: &QuestionEntry, columns: &RenamedColumns) -> Additions {
    if question.kind != drafted.kind {
        return Additions::default();
    }
    let own: HashSet<&str> = question.columns().filter_map(|column| columns.now(column)).collect();
    let is_new = |column: Option<&String>| column.is_some_and(|column| !own.contains(column.as_str()));
    let has_items = question.items.iter().all(|item| item.column.is_some()) && !question.items.is_empty();
    let items = drafted.items.iter().filter(|item| has_items && is_new(item.column.as_ref())).cloned();
    let has_boxes = question.options.iter().any(|option| option.column.is_some());
    let options = drafted.options.iter().filter(|option| has_boxes && is_new(option.column.as_ref())).cloned();
    Additions { items: items.collect(), options: options.collect() }
}

/// The text of the block with the names that its columns have now; nothing where they are written in another way than by name.
fn renamed(block: &TomlBlock, question: &QuestionEntry, columns: &RenamedColumns) -> Option<String> {
    let mut text = block.text.clone();
    for column in question.columns() {
        let now = columns.now(column)?;
        if now == column {
            continue;
        }
        let before = format!("column = {}", quoted(column));
        if !text.contains(&before) {
            return None;
        }
        text = text.replace(&before, &format!("column = {}", quoted(now)));
    }
    Some(text)
}

/// The question written anew.
fn rewritten(question: &QuestionEntry, columns: &RenamedColumns, additions: &Additions) -> String {
    let mut question = question.clone();
    let now = |column: &String| columns.now(column).map(str::to_owned);
    question.column = question.column.as_ref().and_then(now);
    question.mentions = question.mentions.iter().filter_map(now).collect();
    question.items.retain(|item| !is_gone(item.column.iter().chain(&item.columns), columns));
    for item in &mut question.items {
        item.column = item.column.as_ref().and_then(now);
        item.columns = item.columns.iter().map(|column| now(column).unwrap_or_default()).collect();
    }
    question.options.retain(|option| !is_gone(option.column.iter(), columns));
    for option in &mut question.options {
        option.column = option.column.as_ref().and_then(now);
    }
    let codes: HashSet<i32> = question.options.iter().map(|option| option.code).collect();
    question.nets.iter_mut().for_each(|net| net.codes.retain(|code| codes.contains(code)));
    question.nets.retain(|net| !net.codes.is_empty());
    let ids: HashSet<String> = question.items.iter().map(|item| item.id.clone()).collect();
    question.items.extend(additions.items.iter().cloned().map(|item| ItemEntry { id: free(&item.id, &ids), ..item }));
    for option in &additions.options {
        let code = question.options.iter().map(|option| option.code).max().unwrap_or(0) + 1;
        question.options.push(OptionEntry { code, ..option.clone() });
    }
    let mut text = String::new();
    let mut drafted = Drafted::new(question.kind, &question.text, None);
    drafted.question = question;
    write_question(&mut text, &drafted, None);
    text
}

fn free(id: &str, taken: &HashSet<String>) -> String {
    if taken.contains(id) { format!("{id}_new") } else { id.to_owned() }
}

/// Adds options to a block: into its list, before what closes it. Nothing where the block has no list of its own.
pub(super) fn with_options(
    block: &str,
    options: &[OptionEntry],
    written: fn(&OptionEntry) -> String,
) -> Option<String> {
    let start = block.match_indices("options").map(|(at, _)| at).find(|at| {
        let is_line_start = block[..*at].rsplit('\n').next().is_some_and(|before| before.trim().is_empty());
        is_line_start && block[at + "options".len()..].trim_start().starts_with('=')
    })?;
    let list = toml::from_str::<OptionList>(&block[start..]).ok()?.options;
    let close = start + list.span().end - 1;
    let end = list.get_ref().last().map(|option| start + option.span().end)?;
    // A comma may come after the last one already; comments stay where they are.
    let has_comma = block[end..close].lines().next().is_some_and(|rest| rest.trim_start().starts_with(','));
    let comma = if has_comma { "" } else { "," };
    let behind = block[end..close].trim_end();
    let added: Vec<String> = options.iter().map(|option| format!("  {},", written(option))).collect();
    Some(format!("{}{comma}{behind}\n{}\n{}", &block[..end], added.join("\n"), &block[close..]))
}

/// The list of a block, with the places of its options.
#[derive(serde::Deserialize)]
struct OptionList {
    options: toml::Spanned<Vec<toml::Spanned<toml::Value>>>,
}
