//! The codebook of the earlier pipeline for the new export.

use std::collections::{HashMap, HashSet};

use topline_survey::{Mark, Plan, Question};

use super::earlier_entry::entry_of;
use super::question_text::{Outcome, outcome, with_options};
use super::renamed_columns::RenamedColumns;
use super::toml_blocks::{TomlBlock, blocks_of};
use crate::codebook_entry::{OptionEntry, QuestionEntry};
use crate::difference::NewAnswers;
use crate::few_respondents::FEW_RESPONDENTS;
use crate::question_draft::{Drafted, option};
use crate::toml_text::{comment, option as written, quoted, write_question};

/// A codebook, and what is said of it.
#[derive(Debug, Default)]
pub(super) struct LikeCodebook {
    pub text: String,
    /// Questions that are as they were.
    pub kept: usize,
    pub notes: Vec<String>,
    /// The names of questions, nets and items that are no more.
    pub gone: Vec<String>,
}

/// The codebook, before answers of the export are looked at.
pub(super) fn codebook(
    text: &str,
    plan: &Plan,
    columns: &RenamedColumns,
    drafted: &[Drafted],
    passed_over: &[String],
    expected: &[String],
) -> LikeCodebook {
    let mut codebook = LikeCodebook::default();
    let read: HashSet<&str> =
        plan.codebook.asked().flat_map(Question::columns).filter_map(|column| columns.now(column)).collect();
    let mut placed: HashSet<usize> = HashSet::new();
    let mut texts: Vec<String> = Vec::new();
    for block in blocks_of(text) {
        let question =
            (block.name == "question").then(|| block.string("id").and_then(|id| plan.codebook.question(&id))).flatten();
        let Some(question) = question else {
            texts.push(other_block(&block, plan, passed_over, &mut codebook));
            continue;
        };
        let entry = entry_of(question);
        let has_own = |drafted: &&Drafted| {
            entry
                .columns()
                .filter_map(|column| columns.now(column))
                .any(|now| drafted.question.columns().any(|own| own == now))
        };
        let same = drafted.iter().find(has_own);
        match outcome(&block, &entry, columns, same) {
            Outcome::Kept { text } => {
                codebook.kept += 1;
                texts.push(text);
            }
            Outcome::Changed { text, gone, new } => {
                let id = &question.id;
                codebook.notes.extend((!gone.is_empty()).then(|| format!("gone: {id}: {}", quoted_list(&gone))));
                codebook.notes.extend((!new.is_empty()).then(|| format!("new: {id}: {}", quoted_list(&new))));
                texts.push(text);
            }
            Outcome::Gone => {
                codebook.gone.push(question.id.clone());
                codebook.notes.push(format!("gone: {}: no column of the export has it", question.id));
            }
        }
    }
    // What is new comes after the questions that were there.
    let taken: HashSet<&str> = plan.codebook.questions.iter().map(|question| question.id.as_str()).collect();
    // What the earlier export had as well, and no question read, is still none.
    let skipped: HashSet<&str> = expected.iter().map(String::as_str).collect();
    for (at, drafted) in drafted.iter().enumerate() {
        let is_new = drafted.question.columns().all(|column| !read.contains(column) && !skipped.contains(column));
        if !is_new || !placed.insert(at) {
            continue;
        }
        let mut drafted = drafted.clone();
        let id = drafted.question.id.clone();
        if taken.contains(id.as_str()) {
            drafted.question.id = format!("{id}_new");
        }
        let mut text = String::new();
        comment(&mut text, "new in this export");
        write_question(&mut text, &drafted, None);
        codebook.notes.push(format!("new: {}: {}", drafted.question.id, quoted(&drafted.question.text)));
        texts.push(text);
    }
    let texts: Vec<&str> = texts.iter().map(|text| text.trim_end()).collect();
    codebook.text = format!("{}\n", texts.join("\n\n").trim_end());
    codebook
}

fn quoted_list(labels: &[String]) -> String {
    labels.iter().map(|label| quoted(label)).collect::<Vec<_>>().join(", ")
}

/// The beginning of the file, scales, defaults, and derived questions.
fn other_block(block: &TomlBlock, plan: &Plan, passed_over: &[String], codebook: &mut LikeCodebook) -> String {
    if block.name.is_empty() {
        return beginning(&block.text, passed_over);
    }
    // A question that is derived from one that is gone cannot be.
    let lost = (block.name == "derive").then(|| {
        let sql = block.string("sql").unwrap_or_default();
        codebook.gone.iter().find(|gone| names(&sql, gone)).cloned()
    });
    if let Some(lost) = lost.flatten() {
        let id = block.string("id").unwrap_or_default();
        if plan.codebook.question(&id).is_some() {
            codebook.gone.push(id.clone());
        }
        codebook.notes.push(format!("gone: {id}: it is derived from {lost}"));
        return block.commented(&format!("derived from `{lost}`, which this export does not have"));
    }
    block.text.clone()
}

/// Whether a query has this name, alone or with a part behind it: `q1`, `q1_2`, `"q1"`.
pub(super) fn names(sql: &str, id: &str) -> bool {
    sql.split(|each: char| !(each.is_alphanumeric() || each == '_'))
        .any(|word| word.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('_')))
}

/// The codebook with these columns passed over.
pub(super) fn with_passed_over(text: &str, passed_over: &[String]) -> String {
    let mut blocks = blocks_of(text);
    blocks[0].text = format!("{}\n\n", beginning(&blocks[0].text, passed_over).trim_end());
    blocks.into_iter().map(|block| block.text).collect()
}

/// What is before the first question, with the columns that are passed over now.
fn beginning(text: &str, passed_over: &[String]) -> String {
    let at = text.lines().position(|line| line.trim_start().starts_with("passed_over"));
    let mut list = String::new();
    if !passed_over.is_empty() {
        list.push_str("passed_over = [\n");
        let names: Vec<String> = passed_over.iter().map(|column| format!("  {},\n", quoted(column))).collect();
        list.push_str(&names.concat());
        list.push_str("]\n");
    }
    let Some(at) = at else { return format!("{}\n\n{list}", text.trim_end()) };
    let lines: Vec<&str> = text.lines().collect();
    let is_whole = |end: &usize| lines[at..=*end].join("\n").parse::<toml::Table>().is_ok();
    let end = (at..lines.len()).find(is_whole).unwrap_or(at);
    format!("{}\n{list}{}\n", lines[..at].join("\n"), lines[end + 1..].join("\n"))
}

/// Adds the answers of the export that no option matches: those that several gave as options, and for the others "Other".
pub(super) fn with_answers(codebook: &mut LikeCodebook, plan: &Plan, answers: &[NewAnswers]) {
    let mut blocks = blocks_of(&codebook.text);
    let by_id: HashMap<&str, &NewAnswers> =
        answers.iter().map(|answers| (answers.question.as_str(), answers)).collect();
    let mut of_scales: HashMap<String, Vec<OptionEntry>> = HashMap::new();
    for block in blocks.iter_mut().filter(|block| block.name == "question") {
        let Some(id) = block.string("id") else { continue };
        let (Some(new), Some(question)) = (by_id.get(id.as_str()), plan.codebook.question(&id)) else { continue };
        let scale = block.string("scale");
        let known = scale.as_ref().and_then(|scale| of_scales.get(scale)).cloned().unwrap_or_default();
        let options = new_options(&entry_of(question), new, &known);
        if options.is_empty() {
            continue;
        }
        let each: Vec<String> =
            options.iter().map(|option| format!("{} is code {}", quoted(&option.label), option.code)).collect();
        codebook.notes.push(format!("new answers: {id}: {}", each.join(", ")));
        match scale {
            Some(scale) => of_scales.entry(scale).or_default().extend(options),
            None => {
                if let Some(text) = with_options(&block.text, &options, written) {
                    block.text = text;
                }
            }
        }
    }
    for block in blocks.iter_mut().filter(|block| block.name == "scale") {
        let options = block.string("id").and_then(|id| of_scales.remove(&id));
        if let Some(text) = options.and_then(|options| with_options(&block.text, &options, written)) {
            block.text = text;
        }
    }
    codebook.text = blocks.into_iter().map(|block| block.text).collect();
}

fn new_options(question: &QuestionEntry, new: &NewAnswers, known: &[OptionEntry]) -> Vec<OptionEntry> {
    let all = || question.options.iter().chain(known);
    let mut code = all().map(|option| option.code).max().unwrap_or(0);
    let mut others = new.others;
    let mut options = Vec::new();
    for (text, count) in &new.texts {
        if *count <= FEW_RESPONDENTS {
            others += count;
        } else if !all().any(|option| option.label == *text) {
            code += 1;
            options.push(option(code, text));
        }
    }
    let is_open = all().any(|option| option.open);
    if others > 0 && !is_open {
        options.push(OptionEntry { open: true, mark: Some(Mark::Other), ..option(code + 1, "Other answers") });
    }
    options
}
