//! What the header says of each column: the question, its part of it, and which columns belong together.
//!
//! Every tool writes this in its own way. Here it becomes the same for all: a short code, the question's text, the option or
//! item that the column is of, and a key that the columns of a question share.

use crate::header_rows::HeaderRows;
use crate::heading::{Heading, bracketed, code_before};
use crate::html::without_tags;
use crate::text::squeezed;
use crate::tools::{Tool, code_separator, qualtrics_heading};

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
    let one_row = |name: &str| tool.dialect().heading(name, &separator);
    let has_title = rows[0].iter().filter(|cell| !cell.trim().is_empty()).count() <= 1;
    for (column, name) in names.iter().enumerate() {
        headings.push(match (header.name_row, header.count) {
            (Some(1), count) => qualtrics_heading(name, cell(0, column), cell(1, column), &cell(count - 1, column)),
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
    tool.dialect().complete_headings(&mut headings);
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

/// What a header keeps of a question's HTML, without it.
fn in_words(text: String) -> String {
    if text.contains(['<', '&']) { without_tags(&text) } else { text }
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

#[cfg(test)]
mod tests {
    use super::headings;
    use crate::header_rows::HeaderRows;
    use crate::heading::Heading;
    use crate::tools::Tool;

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
