//! The questionnaire of Qualtrics (QSF), which says what the numbers of its exports stand for.
//!
//! It is JSON: a list of elements, of which those marked `SQ` are questions. Their choices have numbers, which `RecodeValues`
//! may replace in the export. Of a matrix, `Choices` are its rows and `Answers` its columns.

use std::collections::HashMap;

use serde_json::Value;
use topline_survey::Kind;

use crate::codebook_entry::OptionEntry;
use crate::column::{Column, integer};
use crate::error::DraftError;
use crate::heading::Heading;
use crate::html::without_tags;
use crate::question_draft::{Drafted, nets_of, option};
use crate::scale::order;
use crate::text::beside;
use crate::text::fold;

/// A questionnaire.
#[derive(Debug, Default)]
pub(crate) struct Questionnaire {
    /// Its title.
    pub title: Option<String>,
    /// By the name that columns are imported by, `QID1` or `QID40#1`, and by what the export calls them.
    questions: HashMap<String, Asked>,
    /// The block that each question is in.
    blocks: HashMap<String, String>,
}

#[derive(Debug, Clone, Default)]
struct Asked {
    text: String,
    /// What cells hold, and the label.
    options: Vec<(String, String)>,
    /// The labels of the rows of a matrix.
    rows: Vec<String>,
    /// The block that it is in.
    block: Option<String>,
    /// A text to read, which asks nothing: exports have a column for it all the same.
    is_told: bool,
}

impl Asked {
    /// The row of the matrix that a text ends with, after a question that the header may have cut off: `How do you...: Tea`.
    fn row_at_end_of(&self, text: &str) -> Option<&str> {
        let folded = fold(text);
        let ends = |row: &&String| {
            folded.strip_suffix(&fold(row)).is_some_and(|rest| rest.ends_with(": ") || rest.ends_with('-'))
        };
        self.rows.iter().filter(ends).max_by_key(|row| row.len()).map(String::as_str)
    }
}

/// Reads a questionnaire.
pub(crate) fn read(text: &str) -> Result<Questionnaire, DraftError> {
    let file: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|source| DraftError::Questionnaire { source })?;
    let mut questionnaire = Questionnaire {
        title: file.pointer("/SurveyEntry/SurveyName").and_then(Value::as_str).map(str::to_owned),
        questions: HashMap::new(),
        blocks: blocks(&file),
    };
    for element in file.get("SurveyElements").and_then(Value::as_array).into_iter().flatten() {
        if element.get("Element").and_then(Value::as_str) != Some("SQ") {
            continue;
        }
        let Some(payload) = element.get("Payload") else { continue };
        let id = payload
            .get("QuestionID")
            .or_else(|| element.get("PrimaryAttribute"))
            .and_then(Value::as_str)
            .unwrap_or_default();
        let tag = payload.get("DataExportTag").and_then(Value::as_str);
        let parts = payload.get("AdditionalQuestions").and_then(Value::as_object);
        for (number, part) in parts.into_iter().flatten() {
            questionnaire.add(&format!("{id}#{number}"), tag.map(|tag| format!("{tag}#{number}")), part);
        }
        questionnaire.add(id, tag.map(str::to_owned), payload);
    }
    Ok(questionnaire)
}

impl Questionnaire {
    fn add(&mut self, id: &str, tag: Option<String>, payload: &Value) {
        let is_matrix = payload.get("Answers").is_some_and(|answers| !numbered(answers).is_empty());
        let (list, order) = if is_matrix { ("Answers", "AnswerOrder") } else { ("Choices", "ChoiceOrder") };
        let mut choices = payload.get(list).map(numbered).unwrap_or_default();
        let places: Vec<String> =
            payload.get(order).and_then(Value::as_array).into_iter().flatten().map(plain).collect();
        choices.sort_by_key(|(number, _)| places.iter().position(|place| place == number).unwrap_or(usize::MAX));
        let recoded = |number: &str| payload.get("RecodeValues").and_then(|values| values.get(number)).map(plain);
        let options = choices.into_iter().map(|(number, label)| (recoded(&number).unwrap_or(number), label)).collect();
        let text = payload.get("QuestionText").and_then(Value::as_str).map(without_tags).unwrap_or_default();
        let rows = if is_matrix { payload.get("Choices").map(numbered).unwrap_or_default() } else { Vec::new() };
        let rows = rows.into_iter().map(|(_, label)| label).filter(|label| !label.is_empty()).collect();
        let is_told = payload.get("QuestionType").and_then(Value::as_str) == Some("DB");
        let block = self.blocks.get(id.split('#').next().unwrap_or(id)).cloned();
        let asked = Asked { text, options, rows, block, is_told };
        if let Some(tag) = tag {
            self.questions.entry(tag).or_insert_with(|| asked.clone());
        }
        self.questions.insert(id.to_owned(), asked);
    }

    /// Whether a drafted question is a text to read, by the questionnaire.
    pub(crate) fn only_tells(&self, drafted: &Drafted, columns: &[Column]) -> bool {
        self.asked(drafted, columns).is_some_and(|(_, asked)| asked.is_told)
    }

    /// Whether it has a drafted question.
    pub(crate) fn has(&self, drafted: &Drafted, columns: &[Column]) -> bool {
        self.asked(drafted, columns).is_some()
    }

    /// The question of the questionnaire that a drafted one is, with what the header says of its first column.
    fn asked<'q>(&'q self, drafted: &Drafted, columns: &'q [Column]) -> Option<(&'q Heading, &'q Asked)> {
        if self.questions.is_empty() {
            return None;
        }
        let first = drafted
            .question
            .columns()
            .next()
            .and_then(|name| columns.iter().find(|column| column.heading.name == name));
        let heading = &first?.heading;
        let looped = |key: &str| key.find("QID").map(|at| key[at..].to_owned());
        let keys = [heading.key.as_deref().and_then(looped), drafted.code.clone()];
        Some((heading, keys.iter().flatten().find_map(|key| self.questions.get(key))?))
    }

    /// The block that a drafted question is in.
    pub(crate) fn block<'q>(&'q self, drafted: &Drafted, columns: &'q [Column]) -> Option<&'q str> {
        self.asked(drafted, columns)?.1.block.as_deref()
    }

    /// Gives a drafted question its text and labels, where the questionnaire has them.
    pub(crate) fn complete(&self, drafted: &mut Drafted, columns: &[Column]) {
        let Some((heading, asked)) = self.asked(drafted, columns) else { return };
        if !asked.text.is_empty() && !heading.is_text {
            if heading.cell.is_none() {
                drafted.question.text.clone_from(&asked.text);
            } else if let Some(row) = asked.row_at_end_of(&drafted.question.text) {
                drafted.question.text = beside(&asked.text, row);
            }
        }
        let has_labels = matches!(drafted.question.kind, Kind::Single | Kind::Grid)
            && drafted.question.options.iter().all(|option| option.column.is_none());
        if has_labels && !asked.options.is_empty() {
            label(drafted, &asked.options);
        }
    }
}

/// The names of blocks by the questions in them; names that the tool gives are none.
fn blocks(file: &Value) -> HashMap<String, String> {
    let elements = file.get("SurveyElements").and_then(Value::as_array).into_iter().flatten();
    let payloads = elements
        .filter(|element| element.get("Element").and_then(Value::as_str) == Some("BL"))
        .filter_map(|element| element.get("Payload"));
    // A list, or an object whose keys number the blocks.
    let all = payloads.flat_map(|payload| match payload {
        Value::Array(blocks) => blocks.iter().collect::<Vec<_>>(),
        Value::Object(blocks) => blocks.values().collect(),
        _ => Vec::new(),
    });
    let mut named = HashMap::new();
    for block in all {
        let text = |key: &str| block.get(key).and_then(Value::as_str).unwrap_or_default();
        let name = without_tags(text("Description"));
        let is_numbered = name.strip_prefix("Block ").is_some_and(|number| number.parse::<u32>().is_ok());
        if text("Type") == "Trash" || name.is_empty() || name == "Default Question Block" || is_numbered {
            continue;
        }
        let members = block.get("BlockElements").and_then(Value::as_array).into_iter().flatten();
        for id in members.filter_map(|member| member.get("QuestionID").and_then(Value::as_str)) {
            named.insert(id.to_owned(), name.clone());
        }
    }
    named
}

/// Options in the order of the questionnaire, with its labels; what it does not have stands after them.
fn label(drafted: &mut Drafted, asked: &[(String, String)]) {
    let mut left = std::mem::take(&mut drafted.question.options);
    let mut next = left.iter().map(|option| option.code).max().unwrap_or(0);
    let mut options: Vec<OptionEntry> = Vec::new();
    let texts: Vec<String> = left.iter().map(|option| option.label.clone()).collect();
    let taken = |label: &str, options: &[OptionEntry]| options.iter().any(|option| option.label == label);
    for (text, label) in asked {
        let known = left.iter().position(|option| option.label == *text || fold(&option.label) == fold(label));
        let own = integer(text).filter(|code| (0..=9999).contains(code)).map(|code| code as i32);
        let free = |code: &i32| !options.iter().chain(&left).any(|option| option.code == *code);
        let (code, mut also) = match known {
            Some(at) => {
                let option = left.remove(at);
                let spelled = std::iter::once(option.label).chain(option.also);
                (option.code, spelled.filter(|spelling| spelling != label).collect::<Vec<String>>())
            }
            None if own.is_some_and(|code| free(&code)) => (own.unwrap_or_default(), Vec::new()),
            None => (next + 1, Vec::new()),
        };
        next = next.max(code);
        let is_number = integer(text).is_some();
        if known.is_none() && is_number && !texts.contains(text) {
            also.push(text.clone());
        }
        also.retain(|spelling| *spelling != code.to_string() && !asked.iter().any(|(_, other)| other == spelling));
        let label = if label.is_empty() { text } else { label };
        let label = if taken(label, &options) { format!("{label} ({text})") } else { label.clone() };
        options.push(OptionEntry { also, ..option(code, &label) });
    }
    left.retain(|option| !taken(&option.label, &options));
    options.extend(left);
    let labels: Vec<&str> = options.iter().map(|option| option.label.as_str()).collect();
    let codes: Vec<i32> = options.iter().map(|option| option.code).collect();
    drafted.question.nets = nets_of(&labels, &codes, &order(&labels));
    if labels.iter().all(|label| integer(label).is_none()) {
        drafted.notes.retain(|note| !note.contains("numbers alone"));
    }
    drafted.question.options = options;
}

/// The numbers and labels of choices, which stand in an object or, where they are counted from nothing, in a list.
fn numbered(choices: &Value) -> Vec<(String, String)> {
    let label = |choice: &Value| choice.get("Display").and_then(Value::as_str).map(without_tags).unwrap_or_default();
    match choices {
        Value::Object(choices) => choices.iter().map(|(number, choice)| (number.clone(), label(choice))).collect(),
        Value::Array(choices) => {
            choices.iter().enumerate().map(|(number, choice)| (number.to_string(), label(choice))).collect()
        }
        _ => Vec::new(),
    }
}

/// A number or a text, as text.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
