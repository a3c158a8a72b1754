//! What the header says of each column: the question, its part of it, and which columns belong together.
//!
//! Every tool writes this in its own way. Here it becomes the same for all: a short code, the question's text, the option or
//! item that the column is of, and a key that the columns of a question share.

use crate::header_rows::HeaderRows;
use crate::html::without_tags;
use crate::limesurvey_codes::{code_separator, with_brackets};
use crate::marks::is_other;
use crate::text::squeezed;
use crate::tool::{Tool, import_id};

/// What the header says of a column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heading {
    /// Its name, as the codebook has it.
    pub name: String,
    /// A short code of the question.
    pub code: Option<String>,
    /// The question as asked, as far as the header says.
    pub question: String,
    /// The option or item that the column is of.
    pub part: Option<String>,
    /// A row and a column of a matrix, where the header has them apart.
    pub cell: Option<(String, String)>,
    /// What the columns of a question share; nothing where the header does not say.
    pub key: Option<String>,
    /// Words beside an option: "Other (please specify)".
    pub is_text: bool,
    /// No answer, but in which order or how fast it was given.
    pub is_trace: bool,
    /// Several header rows say that one of the offered answers stands here, and no words.
    pub is_closed: bool,
}

/// Cells of a last header row that name no item.
const NO_ITEM: [&str; 2] = ["Response", OPEN_ENDED];
/// That of a question in one column, below which no option stands.
const OPEN_ENDED: &str = "Open-Ended Response";

/// The headings of an export whose columns have these names, from the rows of its header.
pub(crate) fn headings(names: &[String], rows: &[Vec<String>], header: &HeaderRows, tool: Tool) -> Vec<Heading> {
    let cell = |row: usize, column: usize| {
        rows.get(row).and_then(|row| row.get(column)).map_or("", |cell| cell.trim()).to_owned()
    };
    let mut headings = Vec::with_capacity(names.len());
    let mut group = Group::default();
    let mut is_asked = false;
    let separator = code_separator(rows).unwrap_or_else(|| ". ".to_owned());
    let one_row = |name: &str| one_row(name, tool, &separator);
    let has_title = rows[0].iter().filter(|cell| !cell.trim().is_empty()).count() <= 1;
    for (column, name) in names.iter().enumerate() {
        headings.push(match (header.name_row, header.count) {
            (Some(1), count) => qualtrics(name, cell(0, column), cell(1, column), &cell(count - 1, column)),
            (Some(_), _) if has_title => one_row(name),
            (Some(_), _) => with_text(one_row(name), &cell(0, column)),
            (None, 1) => one_row(name),
            (None, count) => {
                let (above, asked, part) = match count {
                    2 => (String::new(), cell(0, column), cell(1, column)),
                    _ => (cell(0, column), cell(count - 2, column), cell(count - 1, column)),
                };
                let is_closed =
                    !part.starts_with(OPEN_ENDED) && !part.is_empty() && (names_no_item(&part) || part == asked);
                let ends = part.starts_with(OPEN_ENDED) || (part.is_empty() && asked.is_empty() && above.is_empty());
                let part = Some(part)
                    .filter(|part| !part.is_empty() && !names_no_item(part) && squeezed(part) != squeezed(&asked));
                let part = part.map(|part| if is_sheet_error(&part) { String::new() } else { part });
                group.take(column, above, asked, part.is_some());
                group.ends = ends;
                let question = group.question.clone();
                let is_unasked = question.is_empty() && part.is_some() && is_asked;
                is_asked |= !question.is_empty();
                // Before all questions there is what numbers rows.
                let (question, part) = match part {
                    Some(name) if question.is_empty() && !is_asked => (name, None),
                    part => (question, part),
                };
                Heading {
                    name: name.clone(),
                    code: Some(group.code.clone()).filter(|code| !code.is_empty()).or_else(|| code_before(&question)),
                    question: if question.is_empty() && !is_unasked { name.clone() } else { question },
                    part,
                    key: Some(format!("from {}", group.start)),
                    is_closed,
                    ..Heading::default()
                }
            }
        });
    }
    for heading in &mut headings {
        heading.question = in_words(std::mem::take(&mut heading.question));
        heading.part = heading.part.take().map(in_words);
    }
    if tool == Tool::Odk {
        split_selects(&mut headings);
    }
    headings
}

/// What a spreadsheet makes of a name that it takes for a formula: `- Never`, `=3`.
pub(crate) fn is_sheet_error(part: &str) -> bool {
    matches!(part, "#NAME?" | "#VALUE!" | "#REF!" | "#N/A" | "#DIV/0!" | "#NUM!" | "#NULL!" | "#ERROR!")
}

/// Whether a cell of a last header row names no item; a spreadsheet may have numbered it, so that names differ.
fn names_no_item(part: &str) -> bool {
    NO_ITEM.contains(&part.trim_end_matches(|each: char| each.is_ascii_digit()))
}

/// The columns below one question of several header rows.
#[derive(Default)]
struct Group {
    code: String,
    question: String,
    /// The column that it begins with.
    start: usize,
    has_parts: bool,
    /// No column without a question of its own goes on with it.
    ends: bool,
}

impl Group {
    /// Takes in the next column: a question begins where it is named, be it above each of its columns.
    fn take(&mut self, column: usize, code: String, question: String, has_part: bool) {
        let goes_on = if question.is_empty() {
            let stem = stem_of(&self.code);
            let is_of =
                |code: &str| code.strip_prefix(stem).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'));
            !self.ends && (code.is_empty() || (!stem.is_empty() && is_of(&code)))
        } else {
            let is_same = question == self.question && (code.is_empty() || stem_of(&code) == stem_of(&self.code));
            // `Q1 01 - Which?`, `Q1 02 - Which?`: each column of the question has its number.
            let numbered = has_part && self.has_parts && unnumbered(&question) == unnumbered(&self.question);
            column > 0 && (is_same || numbered)
        };
        if goes_on {
            self.code.truncate(stem_of(&self.code).len());
        } else {
            *self = Self { code, question, start: column, has_parts: has_part, ends: false };
        }
    }
}

/// The code of a question, of that of one of its columns: `Q4` of `Q4_2`.
fn stem_of(code: &str) -> &str {
    let numbers = |each: char| each.is_ascii_digit();
    code.rsplit_once('_').filter(|(_, end)| !end.is_empty() && end.chars().all(numbers)).map_or(code, |(stem, _)| stem)
}

fn unnumbered(text: &str) -> String {
    text.chars().filter(|each| !each.is_ascii_digit()).collect()
}

/// `Q12`, `12`, `A3` before a full stop, a colon or a bracket at the beginning of a question.
fn code_before(question: &str) -> Option<String> {
    let end = question.find(['.', ':', ')', ' '])?;
    let code = &question[..end];
    let digits = code.chars().filter(char::is_ascii_digit).count();
    let letters = code.chars().filter(char::is_ascii_alphabetic).count();
    let is_code = digits > 0 && digits <= 3 && letters <= 3 && digits + letters == code.chars().count();
    (is_code && !question[end..].starts_with(' '))
        .then(|| if letters == 0 { format!("q{code}") } else { code.to_owned() })
}

/// What a header keeps of a question's HTML, without it.
fn in_words(text: String) -> String {
    if text.contains(['<', '&']) { without_tags(&text) } else { text }
}

/// A column of Qualtrics: its code, its text, and the name that it is imported by.
fn qualtrics(name: &str, code: String, text: String, import: &str) -> Heading {
    let import = import_id(import);
    let is_text = code.ends_with("_TEXT") || import.is_some_and(|id| id.ends_with("TEXT"));
    let traces =
        ["_First Click", "_Last Click", "_Page Submit", "_Click Count", "- Topics", "- Sentiment", "- Parent Topics"];
    let is_trace = code.contains("_DO_")
        || code.ends_with("_DO")
        || import.is_some_and(|id| id.contains("_DO"))
        || traces.iter().any(|end| code.ends_with(end) || text.ends_with(end));
    let (key, cell) = match import.filter(|id| id.contains("QID")) {
        Some(id) => key_of_import(id),
        None => (None, None),
    };
    Heading {
        name: name.to_owned(),
        code: Some(code).filter(|code| !code.is_empty()),
        question: if text.is_empty() { name.to_owned() } else { text },
        part: None,
        cell,
        key,
        is_text,
        is_trace,
        is_closed: false,
    }
}

/// `QID4-1-2` is row 1 and column 2 of the matrix `QID4`; `1_QID5#2_3` is item 3 of the second part of a looped question.
fn key_of_import(id: &str) -> (Option<String>, Option<(String, String)>) {
    let Some(at) = id.find("QID") else { return (None, None) };
    let digits =
        id[at + 3..].find(|each: char| !each.is_ascii_digit() && each != '#').map_or(id.len(), |end| at + 3 + end);
    let parts: Vec<&str> = id[digits..].split(['-', '_']).filter(|part| !part.is_empty() && *part != "TEXT").collect();
    let cell = match parts.as_slice() {
        [row, column] if [row, column].iter().all(|part| part.parse::<i64>().is_ok()) && !id.ends_with("TEXT") => {
            Some(((*row).to_owned(), (*column).to_owned()))
        }
        _ => None,
    };
    (Some(id[..digits].to_owned()), cell)
}

/// The same with the question that stands above the name, where one does: `Which? [Tea]`.
fn with_text(heading: Heading, above: &str) -> Heading {
    if heading.code.is_none() || above.is_empty() {
        return heading;
    }
    let (question, part) = bracketed(above).map_or((above, None), |(question, part)| (question, Some(part)));
    let part = part.filter(|_| heading.part.is_some()).map(str::to_owned).or(heading.part);
    Heading { question: question.to_owned(), part, ..heading }
}

/// A column whose name is all there is.
fn one_row(name: &str, tool: Tool, separator: &str) -> Heading {
    let bracketed_code = if tool == Tool::LimeSurvey { with_brackets(name) } else { None };
    if let Some(code) = bracketed_code {
        return Heading { name: name.to_owned(), ..one_row(&code, tool, separator) };
    }
    let plain = Heading { name: name.to_owned(), question: name.to_owned(), ..Heading::default() };
    // `Q1[SQ001]. What do you drink? [Tea]`: the words as they stand behind the code, and its question.
    if tool == Tool::LimeSurvey
        && let Some((code, words)) = name.split_once(separator)
        && code.ends_with(']')
        && let Some((stem, _)) = bracketed(code).filter(|(stem, _)| code_of(stem).is_some())
    {
        let of_code = one_row(code, tool, separator);
        // Items of an array may be all the words there are: `Q1[SQ001]. [Tea]`.
        let items = words.trim().strip_prefix('[').and_then(|words| words.strip_suffix(']'));
        let (question, part) = match (items, bracketed(words)) {
            (Some(item), _) => (stem, Some(item)),
            (None, Some((stem, part))) => (stem, Some(part)),
            (None, None) => (words.trim(), None),
        };
        let part = part.map(|part| part.replace("][", " ")).or(of_code.part);
        let (name, question, key) = (name.to_owned(), question.to_owned(), Some(stem.to_owned()));
        return Heading { name, question, part, key, ..of_code };
    }
    if let Some((stem, part)) = bracketed(name) {
        let lower = part.to_lowercase();
        let (row, column) = match part.split_once("][") {
            Some((row, column)) => (Some((row.to_owned(), column.to_owned())), column),
            None => (None, part),
        };
        return Heading {
            code: code_of(stem),
            question: stem.to_owned(),
            part: Some(if row.is_some() { part.replace("][", " ") } else { column.to_owned() }),
            cell: row,
            key: Some(stem.to_owned()),
            is_text: matches!(lower.as_str(), "other" | "comment")
                || lower.ends_with("comment")
                || (tool == Tool::LimeSurvey && is_other(part)),
            ..plain
        };
    }
    if let Some((stem, part)) = name.split_once("___") {
        return Heading {
            code: code_of(stem),
            question: stem.to_owned(),
            part: Some(part.trim_start_matches('_').to_owned()),
            key: Some(stem.to_owned()),
            ..plain
        };
    }
    if tool == Tool::Alchemer
        && let Some((part, stem)) = name.split_once(':')
        && !stem.trim().is_empty()
    {
        let stem = stem.trim();
        return Heading {
            question: stem.to_owned(),
            part: Some(part.trim().to_owned()),
            key: Some(stem.to_owned()),
            ..plain
        };
    }
    if tool == Tool::LimeSurvey
        && let Some((code, text)) = name.split_once(separator)
        && let Some(code) = code_of(code)
    {
        return Heading { code: Some(code), question: text.trim().to_owned(), ..plain };
    }
    Heading { code: code_of(name).or_else(|| code_before(name)), ..plain }
}

/// `Question [row]`, `Q1[SQ001]`, `Q1[SQ001][1]`: what stands before the brackets, and in them.
fn bracketed(name: &str) -> Option<(&str, &str)> {
    let name = name.trim_end();
    let inner = name.strip_suffix(']')?;
    let mut open = inner.rfind('[')?;
    if let Some(first) = inner[..open].strip_suffix(']').and_then(|before| before.rfind('[')) {
        open = first;
    }
    let stem = inner[..open].trim();
    (!stem.is_empty()).then(|| (stem, inner[open + 1..].trim()))
}

/// The name itself, where it is a code and not a text.
fn code_of(name: &str) -> Option<String> {
    let is_code = |each: char| each.is_ascii_alphanumeric() || matches!(each, '_' | '.' | '-' | '/' | '#');
    (!name.is_empty() && name.chars().all(is_code)).then(|| name.rsplit('/').next().unwrap_or(name).to_owned())
}

/// The columns `group/field/option` of a question whose ticked options also stand together in the column `group/field`.
fn split_selects(headings: &mut [Heading]) {
    let names: std::collections::HashSet<String> = headings.iter().map(|heading| heading.name.clone()).collect();
    for heading in headings {
        let name = heading.name.clone();
        if let Some((stem, part)) = name.rsplit_once('/')
            && names.contains(stem)
        {
            let field = stem.rsplit('/').next().unwrap_or(stem);
            heading.code = code_of(field);
            field.clone_into(&mut heading.question);
            heading.part = Some(part.to_owned());
            heading.key = Some(stem.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Heading, headings};
    use crate::header_rows::HeaderRows;
    use crate::tool::Tool;

    fn check(tool: Tool, rows: &[&[&str]], name_row: Option<usize>, expected: &[(&str, Option<&str>, Option<&str>)]) {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        let header = HeaderRows { count: rows.len(), name_row };
        let read: Vec<Heading> = headings(&rows[0], &rows, &header, tool);
        let told: Vec<(&str, Option<&str>, Option<&str>)> = read
            .iter()
            .map(|heading| (heading.question.as_str(), heading.part.as_deref(), heading.key.as_deref()))
            .collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn rows_of_a_header_are_a_question_and_its_parts() {
        check(
            Tool::SurveyMonkey,
            &[&["RespondentID", "Seen?", "Which?", ""], &["", "Response3", "One", "Two"]],
            None,
            &[
                ("RespondentID", None, Some("from 0")),
                ("Seen?", None, Some("from 1")),
                ("Which?", Some("One"), Some("from 2")),
                ("Which?", Some("Two"), Some("from 2")),
            ],
        );
    }

    #[test]
    fn a_question_may_stand_above_each_of_its_columns() {
        let which = [("Which?", Some("One"), Some("from 1")), ("Which?", Some("Two"), Some("from 1"))];
        let id = ("ID", None, Some("from 0"));
        check(Tool::SurveyMonkey, &[&["ID", "Which?", "Which?"], &["", "One", "Two"]], None, &[id, which[0], which[1]]);
        let numbered = [("Q1 01. Which?", Some("One"), Some("from 1")), ("Q1 01. Which?", Some("Two"), Some("from 1"))];
        check(
            Tool::SurveyMonkey,
            &[&["ID", "Q1 01. Which?", "Q1 02. Which?"], &["", "One", "Two"]],
            None,
            &[id, numbered[0], numbered[1]],
        );
        check(
            Tool::SurveyMonkey,
            &[&["", "Q1_1", "Q1_2", "Q2"], &["ID", "<b>Which?</b>", "", "How?"], &["", "One", "Two", "Response"]],
            None,
            &[id, which[0], which[1], ("How?", None, Some("from 3"))],
        );
    }

    #[test]
    fn one_name_has_its_parts_in_the_way_of_its_tool() {
        check(Tool::GoogleForms, &[&["How good?  [Tea]"]], None, &[("How good?", Some("Tea"), Some("How good?"))]);
        check(
            Tool::LimeSurvey,
            &[&["Q1[SQ001]", "Q2[SQ1][2]", "Q3. Why?"]],
            None,
            &[("Q1", Some("SQ001"), Some("Q1")), ("Q2", Some("SQ1 2"), Some("Q2")), ("Why?", None, None)],
        );
        check(
            Tool::LimeSurvey,
            &[&[
                "Q1[SQ001]. Which? [Tea]",
                "Q1[SQ002]. Which? [Milk. Cold]",
                "Q1[other]. Which? [Other]",
                "e.g. this [x]",
                "Q2[SQ1]. [Tea]",
            ]],
            None,
            &[
                ("Which?", Some("Tea"), Some("Q1")),
                ("Which?", Some("Milk. Cold"), Some("Q1")),
                ("Which?", Some("Other"), Some("Q1")),
                ("e.g. this", Some("x"), Some("e.g. this")),
                ("Q2", Some("Tea"), Some("Q2")),
            ],
        );
        check(Tool::Redcap, &[&["pets___2"]], None, &[("pets", Some("2"), Some("pets"))]);
        check(
            Tool::Alchemer,
            &[&["Red:Which colours?"]],
            None,
            &[("Which colours?", Some("Red"), Some("Which colours?"))],
        );
        check(
            Tool::Odk,
            &[&["g/pets", "g/pets/cat"]],
            None,
            &[("g/pets", None, None), ("pets", Some("cat"), Some("g/pets"))],
        );
    }

    #[test]
    fn columns_of_qualtrics_are_keyed_by_what_they_are_imported_by() {
        let ids = ["{'ImportId': 'QID9-1'}", "{\"ImportId\":\"1_QID4_2_3\"}", "{'ImportId': 'QID40#1-2'}"];
        let rows: [&[&str]; 3] = [&["Q9_1", "1_Q4_2_3", "Q40#1_2"], &["Foods?-Tea", "Rate-Tea-Good", "x"], &ids];
        check(
            Tool::Qualtrics,
            &rows,
            Some(1),
            &[
                ("Foods?-Tea", None, Some("QID9")),
                ("Rate-Tea-Good", None, Some("1_QID4")),
                ("x", None, Some("QID40#1")),
            ],
        );
    }
}
